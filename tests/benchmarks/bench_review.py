"""The review page's list with 5,000 and with 200,000 findings: medians, and their ratio.

Nothing is a threshold: two runs on one machine differ, and the noise is printed beside.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

from starlette.testclient import TestClient

from pipeline.review.desk import Desk
from pipeline.review.findings_page import list_page
from pipeline.review.findings_view import asked_by
from pipeline.review.ledger_load import Keeper
from pipeline.review.security import KEY, PULSE, cookie_name
from pipeline.review.server import make_app
from pipeline.store import Store
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


def report() -> str:
    """A table: what is measured, milliseconds at either size, how many times as long."""
    with TemporaryDirectory() as folder:
        columns = [_measure(Path(folder) / str(size), size) for size in SIZES]
    lines = [
        f"{'milliseconds (median, spread of the middle half)':<46}{SIZES[0]:>18,}{SIZES[1]:>18,}"
    ]
    for name in columns[0]:
        small, large = (column[name] for column in columns)
        ratio = large[0] / small[0]
        lines.append(f"{name:<46}{_cell(small):>18}{_cell(large):>18}   x {ratio:.1f}")
    return "\n".join(lines)


def _cell(measured: tuple[float, float]) -> str:
    middle, spread = measured
    return f"{middle:,.1f} ±{spread:,.1f}"


def _measure(out: Path, size: int) -> dict[str, tuple[float, float]]:
    written = write_results(out, size)
    again = write_results(out, size)
    figures = {"writing a run": (written * 1000, 0.0), "the same run again": (again * 1000, 0.0)}
    with Store.read(out / "doichieu.db") as store:
        keeper = Keeper()
        figures["reading the ledger after a run"] = _timed(lambda: keeper.ledger(store), 1)
        for name, query in VIEWS.items():
            view = asked_by(query)

            def look(view=view) -> None:  # type: ignore[no-untyped-def]
                ledger = keeper.ledger(store)
                ledger.found.clear()  # as if searched for the first time
                list_page(store, ledger, view)

            figures[f"rows and facets: {name}"] = _timed(look)
    return {**figures, **_over_http(out)}


def _over_http(out: Path) -> dict[str, tuple[float, float]]:
    desk = Desk(out)
    client = TestClient(make_app(desk), f"http://127.0.0.1:{desk.port}")
    client.headers["Sec-Fetch-Site"] = "same-origin"
    client.get(f"{PULSE}?{KEY}={desk.token}")
    session = desk.sessions.find(client.cookies[cookie_name(desk)])
    assert session is not None
    client.headers["X-CSRF-Token"] = desk.sessions.csrf(session)
    with Store.read(desk.path) as store:
        codes = [
            code for (code,) in store.db.execute("SELECT code FROM findings ORDER BY code LIMIT 99")
        ]
    htmx = {"HX-Request": "true", "HX-Current-URL": f"http://127.0.0.1:{desk.port}/sai-lech"}
    waiting = iter(codes)

    def decide() -> None:
        data = {"code": next(waiting), "kind": "confirm"}
        assert client.post("/quyet-dinh", data=data, headers=htmx).status_code == 200

    def evidence() -> None:
        assert client.get(f"/minh-chung/{next(waiting)}", headers=htmx).status_code == 200

    client.get("/sai-lech")
    part = {**htmx, "HX-Target": "listing"}
    return {
        "answer: whole screen": _timed(lambda: client.get("/sai-lech")),
        "answer: list and facets after a filter": _timed(
            lambda: client.get("/sai-lech?muc-do=error", headers=part)
        ),
        "answer: decision": _timed(decide),
        "answer: evidence of the next finding": _timed(evidence),
    }


def _timed(act: Callable[[], object], times: int = TIMES) -> tuple[float, float]:
    taken = []
    for _ in range(times):
        began = perf_counter()
        act()
        taken.append((perf_counter() - began) * 1000)
    if times < 4:
        return median(taken), 0.0
    low, _, high = quantiles(taken, n=4)
    return median(taken), (high - low) / 2
