"""The review page's list with 5,000 and with 200,000 findings: medians, and their ratio.

Nothing is a threshold: two runs on one machine differ, and the noise is printed beside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from html import unescape
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from urllib.parse import quote

from starlette.testclient import TestClient

from pipeline.review.desk import Desk
from pipeline.review.door.security import KEY, PULSE, cookie_name
from pipeline.review.findings.findings_page import list_page
from pipeline.review.findings.findings_view import View, asked_by
from pipeline.review.findings.ledger_load import Keeper
from pipeline.review.server import make_app
from pipeline.storage.store import Store
from tests.benchmarks.review_browser import in_browser
from tests.benchmarks.review_data import write_results

SIZES = (5_000, 200_000)
TIMES = 15
VIEWS = {
    "first view": "",
    "two facets": "muc-do=error&co-quan=so-noi-vu&co-quan=so-y-te",
    "page 30": "sap-xep=han&trang=30",
    "rare words": "q=dia ban 4321",
    "words with marks": "q=%C4%91%E1%BB%8Ba b%C3%A0n",
}


ANSWERS = {
    "one facet": "muc-do=error",
    "two facets": "muc-do=error&co-quan=so-noi-vu&co-quan=so-y-te",
    "last page": "sap-xep=co-quan&trang=999999",
    "by deadline": "sap-xep=han",
    "by rule, last page": "sap-xep=quy-tac&trang=999999",
}
Act = Callable[[], object]
Figure = tuple[float, float]  # the median, and half the width of the middle half


def report() -> str:
    """A table: what is measured, milliseconds at either size, how many times as long."""
    lines = [f"{'milliseconds (median, spread of the middle half)':<50}" + _cells(SIZES)]
    with TemporaryDirectory() as folder, ExitStack() as held:
        outs = [Path(folder) / str(size) for size in SIZES]
        for again in ("writing a run", "the same run again"):
            taken = [[write_results(o, n) * 1000] for o, n in zip(outs, SIZES, strict=True)]
            lines.append(_line(again, taken))
        acts = [{**_of_database(out, held), **_over_http(out)} for out in outs]
        lines += [_line(name, _in_turn([one[name] for one in acts])) for name in acts[0]]
        browsers = [in_browser(out, TIMES) for out in outs]
        lines += [_line(name, [one[name] for one in browsers]) for name in browsers[0]]
    return "\n".join(lines)


def _cells(texts: Iterable[object]) -> str:
    return "".join(f"{text:>18,}" if isinstance(text, int) else f"{text:>18}" for text in texts)


def _line(name: str, taken: list[list[float]]) -> str:
    middles = [_middle(one) for one in taken]
    cells = _cells(f"{middle:,.1f} ±{spread:,.1f}" for middle, spread in middles)
    return f"{name:<50}{cells}   x {middles[1][0] / middles[0][0]:.1f}"


def _in_turn(acts: list[Act]) -> list[list[float]]:
    """Milliseconds of each; taken in turn, so that a busy minute of the machine meets both."""
    taken: list[list[float]] = [[] for _ in acts]
    for _ in range(TIMES):
        for act, times in zip(acts, taken, strict=True):
            began = perf_counter()
            act()
            times.append((perf_counter() - began) * 1000)
    return taken


def _middle(taken: list[float]) -> Figure:
    if len(taken) < 4:
        return median(taken), 0.0
    low, _, high = quantiles(taken, n=4)
    return median(taken), (high - low) / 2


def _of_database(out: Path, held: ExitStack) -> dict[str, Act]:
    """Finding the rows of a page and counting the facets, without making a page of them."""
    store, keeper = held.enter_context(Store.read(out / "doichieu.db")), Keeper()

    def look(view: View) -> None:
        ledger = keeper.ledger(store)
        ledger.found.clear()  # as if searched for the first time
        list_page(store, ledger, view)

    keeper.ledger(store)
    return {
        "reading the ledger after a run": lambda: Keeper().ledger(store),
        **{
            f"rows and facets: {name}": partial(look, asked_by(query))
            for name, query in VIEWS.items()
        },
    }


def _searches(words: str) -> Iterator[str]:
    """The same words, typed each time in other letters, so that no answer is remembered."""
    for number in count(1):
        yield quote(
            "".join(one.upper() if number >> at & 1 else one for at, one in enumerate(words))
        )


def _over_http(out: Path) -> dict[str, Act]:
    """Whole answers, as a browser gets them."""
    desk = Desk(out)
    client = TestClient(make_app(desk), f"http://127.0.0.1:{desk.port}")
    client.headers["Sec-Fetch-Site"] = "same-origin"
    client.get(f"{PULSE}?{KEY}={desk.token}")
    session = desk.sessions.find(client.cookies[cookie_name(desk)])
    assert session is not None
    client.headers["X-CSRF-Token"] = desk.sessions.csrf(session)
    with Store.read(desk.path) as store:
        found = store.db.execute("SELECT code FROM findings ORDER BY code LIMIT 99").fetchall()
    waiting = iter([code for (code,) in found])
    htmx = {"HX-Request": "true", "HX-Current-URL": f"http://127.0.0.1:{desk.port}/sai-lech"}
    part = {**htmx, "HX-Target": "listing"}

    def decide() -> None:
        data = {"code": next(waiting), "kind": "confirm"}
        assert client.post("/quyet-dinh", data=data, headers=htmx).status_code == 200

    def evidence() -> None:
        assert client.get(f"/minh-chung/{next(waiting)}", headers=htmx).status_code == 200

    def page(query: str) -> None:
        assert client.get(f"/sai-lech?{query}", headers=part).status_code == 200

    def first() -> None:
        """What a program that has just started holds: nothing."""
        desk.findings._held = None
        assert client.get("/sai-lech").status_code == 200

    frequent, rare = _searches("địa bàn"), _searches("địa bàn 4321")
    asked = client.get("/sai-lech").text
    older = unescape(asked.partition('data-older="')[2].partition('"')[0]).partition("?")[2]
    return {
        "answer: first after start": first,
        "answer: whole screen": lambda: client.get("/sai-lech"),
        **{f"answer: {name}": partial(page, query) for name, query in ANSWERS.items()},
        "answer: next page": partial(page, older),
        "answer: search, every finding has it": lambda: page(f"q={next(frequent)}"),
        "answer: search, one finding has it": lambda: page(f"q={next(rare)}"),
        "answer: decision": decide,
        "answer: evidence of the next finding": evidence,
    }
