"""One page of the list: which hundred of what is selected, where the pages around it begin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from pipeline.review.findings.facets import Facet, Selection, facets, label_of, select
from pipeline.review.findings.findings_rows import Row, read_rows
from pipeline.review.findings.findings_view import FACETS, View
from pipeline.review.findings.ledger import Ledger
from pipeline.review.screens.paging import PAGE
from pipeline.storage.store import Store


@dataclass(frozen=True, slots=True)
class Token:
    """A facet or words asked for, with the address that does without it."""

    label: str
    value: str
    address: str


@dataclass(frozen=True, slots=True)
class Listed:
    """What the list shows. ``totals`` count the selection by agency, for the headings.

    ``outside`` is set where the open finding is not among what is asked for.
    """

    view: View
    rows: tuple[Row, ...]
    start: int
    total: int
    open: int
    apart: bool
    outside: bool
    facets: tuple[Facet, ...]
    tokens: tuple[Token, ...]
    totals: Mapping[str, int]
    newer: str  # address of the page before; empty on the first
    older: str  # address of the page after; empty on the last
    decided: int  # the last decision that this page knows of

    @property
    def end(self) -> int:
        """How many there are up to the end of the page."""
        return self.start + len(self.rows)


def list_page(store: Store, ledger: Ledger, view: View, code: str = "", most: int = PAGE) -> Listed:
    """The page that a view asks for, or the one on which the open finding stands.

    ``most`` 0: the numbers and facets alone.
    """
    selection = select(store, ledger, view)
    places = _places(store, ledger, {view.after, view.before, code} - {""})
    start, outside = _start(ledger, view, selection, places, code)
    shown = selection.rows[start : start + most]
    rows = read_rows(store, [int(id) for id in ledger.ids[shown]], ledger.as_of)
    end, total = start + len(shown), len(selection.rows)
    agencies = ledger.columns["co-quan"]
    return Listed(
        view=view,
        rows=tuple(rows),
        start=start,
        total=total,
        open=selection.open,
        apart=bool(selection.found and selection.found.apart),
        outside=outside,
        facets=facets(ledger, view, selection),
        tokens=tuple(_tokens(ledger, view)),
        totals=agencies.count(selection.part),
        newer=_beside(view, before=rows[0].code) if rows and start else "",
        older=_beside(view, after=rows[-1].code) if rows and end < total else "",
        decided=ledger.decided,
    )


def _beside(view: View, after: str = "", before: str = "") -> str:
    return replace(view, page=1, after=after, before=before).address()


def _places(store: Store, ledger: Ledger, codes: set[str]) -> dict[str, int]:
    """Where the findings of these codes stand in the ledger."""
    marks = ", ".join("?" * len(codes))
    found = store.db.execute(
        "SELECT f.code, t.id FROM findings f JOIN finding_texts t "
        f"ON t.fingerprint = f.fingerprint WHERE f.code IN ({marks})",
        sorted(codes),
    )
    placed = ((code, ledger.place_of(id)) for code, id in found.fetchall())
    return {code: place for code, place in placed if place is not None}


def _start(
    ledger: Ledger, view: View, selection: Selection, places: Mapping[str, int], code: str
) -> tuple[int, bool]:
    """How many rows stand before the page, and whether the open finding is not among them.

    A page after or before a finding goes by that finding's place in the order, so that no row
    is skipped when decided ones have left the selection.
    """
    total, start = len(selection.rows), (view.page - 1) * PAGE
    order = ledger.orders[view.order] if places else selection.rows[:0]
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order] = np.arange(len(order))
    selected = ranks[selection.rows] if places else ranks
    if view.after in places:
        start = int(selected.searchsorted(ranks[places[view.after]], "right"))
    elif view.before in places:
        start = max(0, int(selected.searchsorted(ranks[places[view.before]])) - PAGE)
    if start >= total:
        start = max(0, total - 1) // PAGE * PAGE
    if code not in places:
        return start, False
    at = int(selected.searchsorted(ranks[places[code]]))
    inside = at < total and int(selection.rows[at]) == places[code]
    if inside and not start <= at < start + PAGE:
        start = at // PAGE * PAGE
    return start, not inside


def _tokens(ledger: Ledger, view: View) -> list[Token]:
    tokens = [Token("Tìm", view.typed, view.without("q").address())] if view.typed else []
    for name, label in FACETS.items():
        values = [label_of(ledger, name, value) for value in view.chosen.get(name, ())]
        if values:
            tokens.append(Token(label, ", ".join(values), view.without(name).address()))
    return tokens
