"""The facets of the list: which findings a view leaves, and how many each choice would.

The numbers of a facet are counted with the other facets applied, so that each number is what
the clerk gets when she ticks it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.review.findings.findings_view import (
    CHANGED,
    FACETS,
    GONE,
    LINKED,
    NO_DAY,
    NONE,
    OFF,
    OFF_WORDS,
    OVERDUE,
    SECOND_LOOK,
    UNDECIDED,
    View,
)
from pipeline.review.findings.ledger import Column, Ledger, Mask, Part
from pipeline.review.findings.search import Found, find
from pipeline.storage.store import Store
from rules.catalogue import rulebook
from rules.decisions import kinds
from rules.messages import Words

_WORDS = Words("vi")
_MOST_REMEMBERED = 50  # searches, of which each is a few hundred kilobytes at most

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet with how many findings it has; ``mean`` explains it where needed."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet as the page shows it."""

    name: str
    label: str
    choices: tuple[Choice, ...]

    @property
    def chosen(self) -> int:
        """How many of its values are ticked."""
        return sum(one.chosen for one in self.choices)


@dataclass(frozen=True, slots=True)
class Selection:
    """What a view selects: rows of the ledger in the order asked for, and words found or not.

    ``open`` is how many of them wait for a decision; ``part`` are the same findings for counting,
    ``rest`` for each facet those with that facet left aside.
    """

    rows: Rows
    open: int
    found: Found | None
    part: Part
    rest: Mapping[str, Part]


def select(store: Store, ledger: Ledger, view: View) -> Selection:
    """The findings that a view asks for."""
    found = _found(store, ledger, view.typed)
    masks = {
        name: ledger.columns[name].having(values)
        for name, values in view.chosen.items()
        if name in ledger.columns
    }
    masks.setdefault("trang-thai", ~ledger.columns["trang-thai"].having(GONE))
    base = found.mask if found else np.ones(len(ledger.ids), dtype=bool)
    whole = _all_of(base, masks)
    part = Part.of(whole)
    rest = {
        name: Part.of(_all_of(base, {k: v for k, v in masks.items() if k != name}))
        for name in masks
    }
    order = ledger.orders[view.order]
    waits = ledger.columns["quyet-dinh"].count(part)
    return Selection(
        rows=np.flatnonzero(whole) if view.order == "co-quan" else order[whole[order]],
        open=waits.get(UNDECIDED, 0) + waits.get(CHANGED, 0),
        found=found,
        part=part,
        rest={name: rest.get(name, part) for name in FACETS},
    )


def _all_of(base: Mask, masks: Mapping[str, Mask]) -> Mask:
    whole = base.copy()
    for mask in masks.values():
        whole &= mask
    return whole


def _found(store: Store, ledger: Ledger, typed: str) -> Found | None:
    if not typed:
        return None
    if typed not in ledger.found:
        if len(ledger.found) >= _MOST_REMEMBERED:
            ledger.found.clear()
        ledger.found[typed] = find(store.db, ledger.shelves, typed)
    return ledger.found.get(typed)


def facets(ledger: Ledger, view: View, selection: Selection) -> tuple[Facet, ...]:
    """Every facet that the page shows, with its numbers."""
    return tuple(
        Facet(name, label, tuple(_choices(ledger, view, selection, name)))
        for name, label in FACETS.items()
        if name not in LINKED
    )


def _choices(ledger: Ledger, view: View, selection: Selection, name: str) -> Iterator[Choice]:
    column = ledger.columns[name]
    counts = column.count(selection.rest[name])
    chosen = view.chosen.get(name, ())
    for value in _in_order(name, column):
        if value in counts or value in chosen:
            label = label_of(ledger, name, value)
            yield Choice(value, label, counts.get(value, 0), value in chosen)
    for value in chosen:  # pasted, and known to nobody: shown, so that it can be unticked
        if value not in column.values and value not in column.marks:
            yield Choice(value, label_of(ledger, name, value), 0, True)


def _in_order(name: str, column: Column) -> tuple[str, ...]:
    """The values as they are listed: what is marked first, or right after "undecided"."""
    if name == "quyet-dinh":
        return (UNDECIDED, CHANGED, SECOND_LOOK, *column.values[1:])
    if name == "phu-trach":
        return tuple(sorted(column.values, key=lambda one: (one != NONE, one)))
    return (*column.marks, *column.values)


_LABELS = {
    ("quyet-dinh", UNDECIDED): "Chưa quyết định",
    ("quyet-dinh", CHANGED): "Đã quyết định nhưng dữ kiện đổi",
    ("quyet-dinh", SECOND_LOOK): "Chờ người thứ hai xem",
    ("han", OVERDUE): "Đã quá hạn",
    ("han", NO_DAY): "Không có ngày hạn",
    ("phu-trach", NONE): "Chưa giao",
    ("trang-thai", OFF): OFF_WORDS,
}


def label_of(ledger: Ledger, name: str, value: str) -> str:
    """A value of a facet in words; what nobody knows is shown as it is."""
    if (name, value) in _LABELS:
        return _LABELS[name, value]
    if name == "quyet-dinh" and value in kinds():
        return kinds()[value].label
    if name == "quy-tac" and value in rulebook():
        return rulebook()[value].title
    if name in _OF_MESSAGES and value in ledger.columns[name].values:
        return _WORDS(_OF_MESSAGES[name], value)
    if name == "han" and value in ledger.columns["han"].values:
        return f"Tháng {int(value[5:7])}/{value[:4]}"
    if name == "nhiem-vu":
        return value
    return ledger.labels.get(name, {}).get(value, value)


_OF_MESSAGES = {"trang-thai": "state", "muc-do": "severity"}
