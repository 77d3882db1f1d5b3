"""All findings by number, held in memory, so that facets are counted in milliseconds.

The database is the truth: a new run is read anew, decisions taken since are read on top. Values
are numbers in arrays in the order of the list; texts stay in the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pipeline.review.findings.search import Found, Shelves

Mask = NDArray[np.bool_]
Numbers = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Part:
    """Some of all findings by their places; where ``left_out``, all but those.

    Whichever is fewer is kept, so that counting nearly all costs as little as counting few.
    """

    places: NDArray[np.int64]
    left_out: bool

    @classmethod
    def of(cls, mask: Mask) -> Part:
        """The findings of a mask."""
        most = int(np.count_nonzero(mask)) * 2 > len(mask)
        return cls(np.flatnonzero(~mask if most else mask), most)


@dataclass(frozen=True, slots=True)
class Column:
    """One facet of all findings: each has one of ``values``, and may have marks beside it."""

    values: tuple[str, ...]
    codes: Numbers
    marks: Mapping[str, Mask]
    totals: NDArray[np.int64]  # of the values
    marked: Mapping[str, int]  # how many there are of each mark

    @classmethod
    def of(
        cls, values: tuple[str, ...], codes: Numbers, marks: Mapping[str, Mask] | None = None
    ) -> Column:
        """A column with its totals counted."""
        marks = marks or {}
        totals = np.bincount(codes, minlength=len(values))
        marked = {name: int(np.count_nonzero(mask)) for name, mask in marks.items()}
        return cls(values, codes, marks, totals, marked)

    def having(self, wanted: tuple[str, ...]) -> Mask:
        """Which findings have one of these values or marks."""
        known = {value: number for number, value in enumerate(self.values)}
        chosen = np.zeros(len(self.values), dtype=bool)
        chosen[[known[value] for value in wanted if value in known]] = True
        mask: Mask = chosen[self.codes]
        for name in wanted:
            if name in self.marks:
                mask = mask | self.marks[name]
        return mask

    def count(self, part: Part) -> dict[str, int]:
        """How many of these findings have each value and mark; those that none has left out."""
        numbers = np.bincount(self.codes[part.places], minlength=len(self.values))
        marked = {
            name: int(np.count_nonzero(mask[part.places])) for name, mask in self.marks.items()
        }
        if part.left_out:
            numbers = self.totals - numbers
            marked = {name: self.marked[name] - number for name, number in marked.items()}
        counts = {self.values[at]: int(numbers[at]) for at in np.flatnonzero(numbers)}
        return counts | {name: number for name, number in marked.items() if number}


@dataclass(frozen=True, slots=True)
class Ledger:
    """All findings of one state of the database; ``run`` and ``decided`` say of which.

    ``ids`` are the rows of ``finding_texts``, ``places`` where each row stands among them;
    ``orders`` are the ways to sort them; ``labels`` the words of values that the plan gives.
    """

    run: tuple[int, str]
    decided: int
    as_of: str
    ids: NDArray[np.int64]
    places: NDArray[np.int64]
    columns: Mapping[str, Column]
    orders: Mapping[str, NDArray[np.int64]]
    labels: Mapping[str, Mapping[str, str]]
    shelves: Shelves
    found: dict[str, Found | None] = field(default_factory=dict)  # by what was typed

    def place_of(self, id: int) -> int | None:
        """Where a finding stands in ``ids``; None where it came after they were read."""
        place = int(self.places[id]) if id < len(self.places) else -1
        return place if place >= 0 else None
