"""The samples run once, and a browser that holds the key."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pipeline.review.desk import Desk
from pipeline.review.security import KEY, PULSE, cookie_name
from pipeline.review.server import make_app
from pipeline.run import Order, run_order

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
