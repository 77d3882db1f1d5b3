"""The first page after a run (``/``): what could not be checked, then what to do first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from pipeline.review.desk import Desk
from pipeline.review.findings.findings_view import CHANGED, SECOND_LOOK, UNDECIDED
from pipeline.review.screens.documents_screen import PATH as PAPERS
from pipeline.review.screens.lookup import wish
from pipeline.review.screens.overview_counts import (
    Tally,
    findings,
    month_bars,
    outputs,
    progress_bars,
    section_bars,
)
from pipeline.review.screens.paging import address
from pipeline.review.screens.paper_lines import GONE, NOBODY, UNREAD, PaperLine, shelf
from pipeline.storage.changes import KINDS, changes
from pipeline.storage.store import Store
from rules.messages import load

_NAMED = 3  # so many files, folders or agencies are named; the link has all


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to know or to do: ``id`` chooses the sentence, ``names`` are examples."""

    id: str
    tally: Tally
    names: tuple[str, ...] = ()
    beside: int = 0  # a second number of the sentence, and a third
    further: int = 0

    @property
    def more(self) -> bool:
        """Whether there are more than are named."""
        return self.tally.number > len(self.names) > 0


def routes(desk: Desk) -> list[BaseRoute]:
    """The first page."""
    return [Route("/", lambda request: show(desk, request), methods=["GET"])]


def show(desk: Desk, request: Request) -> Response:
    """What could not be checked, what to do first, and how far the work is."""
    with desk.read() as store:
        unknown = tuple(_unknown(store))
        steps = tuple(line for line in _steps(store) if line.tally.number)
        charts = (section_bars(store.db), month_bars(store.db), progress_bars(store.db))
        since = _since(store)
    return desk.page(
        request,
        "overview.html.j2",
        unknown=[line for line in unknown if line.tally.number],
        fine=[line.id for line in unknown if not line.tally.number],
        steps=steps,
        since=since,
        sections=charts[0],
        months=charts[1],
        progress=charts[2],
        groups=[(id, entry.vi) for id, entry in load()["group"].items()],
    )


def _unknown(store: Store) -> Iterator[Line]:
    """What a clerk must know before she believes the rest."""
    db = store.db
    unread, found = papers(store, doc=UNREAD)
    yield Line("unread", unread, _paths(found))
    yield Line("unreadable", outputs(db, ket_qua="unreadable"))
    strangers, found = papers(store, **{"co-quan": NOBODY})
    folders = tuple(dict.fromkeys(line.row["path"].split("/", 1)[0] for line in found))
    yield Line("strangers", strangers, folders[:_NAMED], len(folders))
    silent = findings(db, {"quy-tac": ("nothing-received",)})
    yield Line("silent", silent, _silent(store), outputs(db, ket_qua="not_received").number)
    yield Line("unsure", outputs(db, ket_qua="review"))
    yield Line("no-day", outputs(db, ket_qua="deadline_unknown"))
    gone, found = papers(store, doc=GONE)
    yield Line("gone", gone, _paths(found))
    unmatched, found = papers(store, dung="chua-ghep")
    yield Line("unmatched", unmatched, _paths(found))


def _steps(store: Store) -> Iterator[Line]:
    """What to do, the most pressing first."""
    db = store.db
    yield Line("unread", papers(store, doc=UNREAD)[0])
    yield Line("strangers", papers(store, **{"co-quan": NOBODY})[0])
    yield Line("changed", findings(db, {"quyet-dinh": (CHANGED,)}))
    for id, asked in (
        ("gone", {"quy-tac": ("file-gone",)}),
        ("unsure", {"quy-tac": ("needs-review",)}),
        ("unmatched", {"quy-tac": ("unmatched-document",)}),
        ("silent", {"quy-tac": ("nothing-received",)}),
        ("errors", {"muc-do": ("error",)}),
        ("warnings", {"muc-do": ("warning",)}),
    ):
        yield Line(id, findings(db, {**asked, "quyet-dinh": (UNDECIDED,)}))
    yield Line("second", findings(db, {"quyet-dinh": (SECOND_LOOK,)}))
    confirmed = findings(db, {"quyet-dinh": ("confirm",)})
    agencies, unsent = _confirmed(store)
    yield Line("letters", confirmed, beside=agencies, further=unsent)


def _since(store: Store) -> list[tuple[str, int]]:
    """What the last run changed against the one before, in words; empty for a first run."""
    runs = store.db.execute("SELECT id FROM runs ORDER BY id DESC LIMIT 2").fetchall()
    if len(runs) < 2:
        return []
    kinds = Counter(one.kind for one in changes(store.db, runs[1][0], runs[0][0]))
    return [(load()["state"][kind].vi.lower(), kinds[kind]) for kind in KINDS if kinds[kind]]


def papers(store: Store, **wanted: str) -> tuple[Tally, list[PaperLine]]:
    """The papers asked for by the facets of their list: how many and where, and which."""
    found = shelf(store).find(wanted, wish(""))
    return Tally(len(found), address(PAPERS, wanted)), found


def _paths(found: list[PaperLine]) -> tuple[str, ...]:
    return tuple(line.row["path"] for line in found[:_NAMED])


def _silent(store: Store) -> tuple[str, ...]:
    query = (
        "SELECT a.name FROM findings f JOIN agencies a ON a.id = f.agency_id "
        "WHERE f.present AND f.rule = 'nothing-received' ORDER BY a.rowid LIMIT ?"
    )
    return tuple(name for (name,) in store.db.execute(query, [_NAMED]))


def _confirmed(store: Store) -> tuple[int, int]:
    """At how many agencies something is confirmed, and how many findings no letter names yet."""
    query = (
        "SELECT count(DISTINCT f.agency_id), coalesce(sum(NOT EXISTS "
        "(SELECT 1 FROM letter_items i WHERE i.fingerprint = f.fingerprint)), 0) "
        "FROM findings f JOIN standing s USING (fingerprint) "
        "WHERE f.present AND s.kind = 'confirm'"
    )
    found: tuple[int, int] = store.db.execute(query).fetchone()
    return found
