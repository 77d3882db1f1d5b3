"""Searching findings: what is typed must stand so, or each of its words somewhere.

Words typed without marks find words with any ("hop" finds "họp" and "hộp"); a word typed with
marks is found as it is typed. Code, message, agency, task, file, number and quotes are searched.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from pipeline.review.findings.kept_tables import has_words
from pipeline.review.findings.search_texts import words_of

_FEW = 2_000
_INDEXED = "SELECT rowid FROM finding_words WHERE finding_words MATCH ?"
_TEXTS = "SELECT id FROM finding_texts WHERE"

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

    ``places`` says for each row of ``finding_texts`` where its finding stands in the list, of
    ``number`` findings; ``agency`` and ``task`` give each finding's agency and task by number,
    ``agencies`` and ``tasks`` their words.
    """

    number: int
    places: NDArray[np.int64]
    agency: NDArray[np.intp]
    agencies: tuple[tuple[str, str], ...]
    task: NDArray[np.intp]
    tasks: tuple[tuple[str, str], ...]

    def look(self, db: Database, piece: Piece) -> Mask:
        """Which findings hold a piece."""
        return self._linked(piece) | self._placed(_standing(db, piece))

    def look_among(self, db: Database, pieces: Iterable[Piece]) -> Mask:
        """Which findings hold each of these pieces, somewhere.

        The longest words first, for they are seldom the frequent ones; once few findings are
        left, these are read instead of asking for all that hold the next word.
        """
        left = np.ones(self.number, dtype=bool)
        for piece in sorted(pieces, key=lambda one: -len(one.folded)):
            linked = self._linked(piece)
            open_ = left & ~linked
            few = np.count_nonzero(open_) <= _FEW
            rows = self._rows(open_) if few else None
            left &= linked | self._placed(_standing(db, piece, rows))
            if not left.any():
                break
        return left

    def _linked(self, piece: Piece) -> Mask:
        """The findings whose agency or task holds a piece."""
        found = np.zeros(self.number, dtype=bool)
        for codes, texts in ((self.agency, self.agencies), (self.task, self.tasks)):
            having = np.array([piece.stands_in(words) for words in texts], dtype=bool)
            if having.any():
                found |= having[codes]
        return found

    def _placed(self, rows: NDArray[np.int64]) -> Mask:
        """The findings of some rows of ``finding_texts``; newer ones are left out."""
        found = np.zeros(self.number + 1, dtype=bool)  # one more, for rows without a finding
        found[self.places[rows[rows < len(self.places)]]] = True
        return found[:-1]

    def _rows(self, some: Mask) -> list[int]:
        """The rows of ``finding_texts`` of some findings."""
        wanted = np.append(some, False)[self.places]
        return [int(row) for row in np.flatnonzero(wanted)]


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
    each = shelves.look_among(db, singles)
    return Found(each, apart=bool(each.any()))


def _standing(db: Database, piece: Piece, rows: list[int] | None = None) -> NDArray[np.int64]:
    """The rows of ``finding_texts`` in which a piece stands, of all or of these few."""
    if rows is None and has_words(db):
        asked = " AND ".join([_asked("folded", piece.folded), *_marked(piece)])
        query, values = _INDEXED, [asked]
    else:
        these = "" if rows is None else "id IN (SELECT value FROM json_each(?)) AND "
        query = f"{_TEXTS} {these}instr(folded, ?)" + " AND instr(marked, ?)" * len(piece.marked)
        values = [piece.folded, *piece.marked]
        values = values if rows is None else [json.dumps(rows), *values]
    found: Iterable[tuple[int]] = db.execute(query, values)
    return np.fromiter((id for (id,) in found), dtype=np.int64)


def _marked(piece: Piece) -> list[str]:
    return [_asked("marked", run) for run in piece.marked]


def _asked(column: str, words: str) -> str:
    """The words in a row, the last one at least begun, as the index is asked for them.

    >>> _asked("folded", " so y te"), _asked("folded", " bc 5.")
    ('folded : "so y te" *', 'folded : "bc 5."')
    """
    # A number is closed by its dot, and nothing begins with it but itself.
    return f'{column} : "{words.strip()}"' + ("" if words.endswith(".") else " *")


def words_in_order(texts: Mapping[str, str], names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The words of each name's text, in the order of the names; a name is found by itself too."""
    return tuple(words_of(f"{name} {texts.get(name, '')}") for name in names)
