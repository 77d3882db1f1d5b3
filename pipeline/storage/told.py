"""What the papers of a run say, read back from the tables that hold it."""

from __future__ import annotations

import heapq
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TypeVar

from pipeline.storage.from_rows import Named, citation_of, match_of, statement_of
from pipeline.storage.rows import Row
from rules.model.papers import Band, Citation, Match, Statement

# What the papers say, table by table, with the columns of each (pipeline/storage/schema.py).
COLUMNS = {
    "statements": (
        "id", "document_id", "anchor", "text", "section", "modality", "place", "context",
        "heading", "figures", "task_hint", "measure_id",
    ),
    "matches": (
        "id", "statement_id", "document_id", "task_id", "score", "band", "reasons", "shared_with",
        "obligation_id",
    ),
    "citations": (
        "document_id", "anchor", "type", "number", "symbol", "issued_on", "found_document_id",
        "text", "title", "statement_id", "place", "issuer", "year",
    ),
}  # fmt: skip
T = TypeVar("T")
Reads = Callable[[Named], T]


@dataclass(frozen=True, slots=True)
class Likeness:
    """The best match of a statement or paper that nothing was surely matched to."""

    score: float
    document_id: str
    statement_id: str
    number: int  # of the match


class Told:
    """The tables ``statements``, ``matches`` and ``citations`` behind a connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def statement(self, statement_id: str) -> Statement | None:
        """One statement; null where the paper has none of that name."""
        return next(self._read(statement_of, "statements WHERE id = ?", statement_id), None)

    def statements(self, document_id: str) -> tuple[Statement, ...]:
        """What one paper says, in its order."""
        where = "statements WHERE document_id = ? ORDER BY rowid"
        return tuple(self._read(statement_of, where, document_id))

    def matches(self, document_id: str) -> tuple[Match, ...]:
        """The tasks that one paper, and what it says, was compared with."""
        where = "matches WHERE document_id = ? ORDER BY id"
        return tuple(self._read(match_of, where, document_id))

    def citations(self, document_id: str) -> tuple[Citation, ...]:
        """What one paper cites."""
        where = "citations WHERE document_id = ? ORDER BY rowid"
        return tuple(self._read(citation_of, where, document_id))

    def of_papers(self) -> Iterator[Match]:
        """The matches of papers as a whole."""
        return self._read(match_of, "matches WHERE statement_id IS NULL ORDER BY id")

    def found(self) -> Iterator[Citation]:
        """The citations whose paper was received."""
        where = "citations WHERE found_document_id IS NOT NULL ORDER BY rowid"
        return self._read(citation_of, where)

    def sure_tasks(self, document_id: str) -> tuple[str, ...]:
        """The tasks that one paper, or what it says, is surely of, first things first."""
        found = self._connection.execute(
            "SELECT task_id FROM matches WHERE document_id = ? AND band = ? ORDER BY id",
            (document_id, Band.SURE.value),
        )
        return tuple(dict.fromkeys(task_id for (task_id,) in found))

    def near(self, most: int, counts: Callable[[str, str], bool]) -> tuple[list[Likeness], int]:
        """The nearest of what nothing was surely matched to, and how many there are.

        ``counts`` says of a paper and a statement (empty: the paper as a whole) whether it is
        wanted.
        """
        number = 0

        def unsure() -> Iterator[tuple[tuple[float, str, str], Likeness]]:
            nonlocal number
            for one in self._likenesses():
                if counts(one.document_id, one.statement_id):
                    number += 1
                    yield (-one.score, one.document_id, one.statement_id), one

        nearest = heapq.nsmallest(most, unsure(), key=itemgetter(0))
        return [one for _, one in nearest], number

    def _likenesses(self) -> Iterator[Likeness]:
        # All matches of one statement, or of one paper, stand one after another.
        rows = self._connection.execute(
            "SELECT document_id, coalesce(statement_id, ''), band = 'sure', score, id FROM matches "
            "ORDER BY id"
        )
        for (document_id, statement_id), some in groupby(rows, key=itemgetter(0, 1)):
            group = list(some)
            if not any(sure for _, _, sure, _, _ in group):
                *_, score, number = max(group, key=itemgetter(3))
                yield Likeness(score, document_id, statement_id, number)

    def match(self, number: int) -> Match:
        """The match of a number."""
        return next(self._read(match_of, "matches WHERE id = ?", number))

    def of_measures(self, most: int) -> tuple[list[Statement], int]:
        """Statements that no task came near and that speak of a general measure; how many."""
        alone = (
            "statements s WHERE measure_id IS NOT NULL "
            "AND NOT EXISTS (SELECT 1 FROM matches m "
            "WHERE m.document_id = s.document_id AND m.statement_id = s.id)"
        )
        (number,) = self._connection.execute(f"SELECT count(*) FROM {alone}").fetchone()
        where = f"{alone} ORDER BY s.rowid LIMIT ?"
        return list(self._read(statement_of, where, max(0, most))), number

    def rows(self, table: str) -> Iterable[Row]:
        """All rows of one of the tables, in their order."""
        return self._connection.execute(f"SELECT * FROM {table} ORDER BY rowid")

    def _read(self, reads: Reads[T], where: str, *values: object) -> Iterator[T]:
        cursor = self._connection.cursor()
        cursor.row_factory = sqlite3.Row
        return map(reads, cursor.execute(f"SELECT * FROM {where}", values))
