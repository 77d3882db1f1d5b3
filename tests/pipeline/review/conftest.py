"""The samples run once, and a browser that holds the key."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright
from starlette.testclient import TestClient

from pipeline.review.desk import Desk
from pipeline.review.door.addresses import KEY
from pipeline.review.door.security import PULSE, cookie_name
from pipeline.review.server import make_app
from pipeline.run import Order, run_order
from tests.serving import Served

AS_OF = date(2024, 12, 20)


class Quiet:
    """Nobody watches."""

    def start(self, total: int) -> None: ...
    def advance(self, path: str) -> None: ...
    def end(self) -> None: ...


@pytest.fixture(scope="session")
def sample_run(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results folder of the samples; to look at, never to change."""
    samples, out = root / "samples", tmp_path_factory.mktemp("ket-qua")
    run_order(Order(samples / "inbox", samples / "plan/plan.docx", out, AS_OF), Quiet())
    return out


@pytest.fixture
def sample_out(sample_run: Path, tmp_path: Path) -> Path:
    """A copy of the results folder of the samples, for this test alone."""
    return Path(shutil.copytree(sample_run, tmp_path / "ket-qua"))


@pytest.fixture
def desk(sample_out: Path) -> Desk:
    """The page of that copy, open on this machine."""
    return Desk(sample_out, alone="Nguyễn Thị Thử")


class Browser(TestClient):
    """A browser at the page: sends what browsers send, and the CSRF token of the session."""

    def __init__(self, desk: Desk, **settings: object) -> None:
        self.desk = desk
        super().__init__(make_app(desk), f"http://127.0.0.1:{desk.port}", **settings)  # type: ignore[arg-type]
        self.headers["Sec-Fetch-Site"] = "same-origin"

    def enter(self) -> Browser:
        """Open the first address, with the token."""
        self.get(f"{PULSE}?{KEY}={self.desk.token}")
        session = self.desk.sessions.find(self.cookies[cookie_name(self.desk)])
        assert session is not None
        self.headers["X-CSRF-Token"] = self.desk.sessions.csrf(session)
        return self


@pytest.fixture
def client(desk: Desk) -> Browser:
    """A browser that holds the key: ``client.get("/")``, ``client.post("/huy", data={...})``.

    Add ``headers={"HX-Request": "true"}`` to ask for a fragment.
    """
    return Browser(desk).enter()


CHROMIUM = "/usr/bin/chromium"
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


class Live(Served):
    """A page that is really served, for a real browser."""

    def __init__(self, out: Path, **settings: object) -> None:
        super().__init__(Desk(out, alone="Nguyễn Thị Thử", **settings))  # type: ignore[arg-type]
        self.origin = f"http://127.0.0.1:{self.desk.port}"
        self.first = f"{self.origin}/?{KEY}={self.desk.token}"


@pytest.fixture
def live(sample_out: Path) -> Iterator[Live]:
    """The page of a copy of the samples, served: ``window.goto(live.first)``."""
    one = Live(sample_out)
    yield one
    one.stop()


@pytest.fixture
def window(live: Live) -> Iterator[Page]:
    """A browser window of a clerk's screen; the test fails on anything foreign or refused.

    That is: a request to another origin, an error of the page's scripts, a breach of its policy.
    """
    if not Path(CHROMIUM).exists():
        pytest.skip(f"needs {CHROMIUM}")
    wrong: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "console",
            lambda said: wrong.append(said.text) if "Content Security" in said.text else None,
        )
        page.on(
            "request",
            lambda one: None if one.url.startswith(live.origin) else wrong.append(one.url),
        )
        yield page
        browser.close()
    assert not wrong
