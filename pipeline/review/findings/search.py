"""Searching findings: what is typed must stand so, or each of its words somewhere.

Words typed without marks find words with any ("hop" finds "họp" and "hộp"); a word typed with
marks is found as it is typed. Code, message, agency, task, file, number and quotes are searched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from pipeline.review.findings.search_texts import words_of

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that must stand somewhere: its words folded, and those typed with marks as typed."""

    folded: str
    marked: tuple[str, ...]

    def stands_in(self, words: tuple[str, str]) -> bool:
        """Whether the words of a text (``words_of``) hold this piece."""
        marked, folded = words
        return self.folded in folded and all(run in marked for run in self.marked)


def pieces_of(typed: str) -> tuple[Piece, tuple[Piece, ...]]:
    """What was typed as one piece, and word by word."""
    marked, folded = (text.split() for text in words_of(typed))
    runs: list[str] = []
    last = False
    for with_marks, without in zip(marked, folded, strict=True):
        exact = with_marks != without
        if exact and last:
            runs[-1] += f" {with_marks}"
        elif exact:
            runs.append(f" {with_marks}")
        last = exact
    singles = {
        with_marks: Piece(f" {without}", (f" {with_marks}",) if with_marks != without else ())
        for with_marks, without in zip(marked, folded, strict=True)
    }
    return Piece("".join(f" {word}" for word in folded), tuple(runs)), tuple(singles.values())


@dataclass(frozen=True, slots=True)
class Shelves:
    """Where a piece is looked for: the texts of findings, and the words of agencies and tasks.

    ``ids`` are the rows of ``finding_texts`` in the order of the list; ``agency`` and ``task``
    give each finding's agency and task by number, ``agencies`` and ``tasks`` their words.
    """

    ids: NDArray[np.int64]
    agency: NDArray[np.intp]
    agencies: tuple[tuple[str, str], ...]
    task: NDArray[np.intp]
    tasks: tuple[tuple[str, str], ...]

    def look(self, db: Database, piece: Piece) -> Mask:
        """Which findings hold a piece."""
        found = np.isin(self.ids, _own(db, piece))
        for codes, texts in ((self.agency, self.agencies), (self.task, self.tasks)):
            having = np.array([piece.stands_in(words) for words in texts], dtype=bool)
            if having.any():
                found |= having[codes]
        return found


@dataclass(frozen=True, slots=True)
class Found:
    """The findings found; ``apart`` where no text holds all words together."""

    mask: Mask
    apart: bool = False


def find(db: Database, shelves: Shelves, typed: str) -> Found | None:
    """What is found; None where nothing that can be searched for was typed."""
    whole, singles = pieces_of(typed)
    if not singles:
        return None
    together = shelves.look(db, whole)
    if together.any() or len(singles) == 1:
        return Found(together)
    each = np.logical_and.reduce([shelves.look(db, piece) for piece in singles])
    return Found(each, apart=bool(each.any()))


def _own(db: Database, piece: Piece) -> NDArray[np.int64]:
    asked = " AND ".join(["instr(folded, ?)", *("instr(marked, ?)" for _ in piece.marked)])
    rows: Iterable[tuple[int]] = db.execute(
        f"SELECT id FROM finding_texts WHERE {asked}", [piece.folded, *piece.marked]
    )
    return np.fromiter((id for (id,) in rows), dtype=np.int64)


def words_in_order(texts: Mapping[str, str], names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The words of each name's text, in the order of the names; a name is found by itself too."""
    return tuple(words_of(f"{name} {texts.get(name, '')}") for name in names)
