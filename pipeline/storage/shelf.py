"""What the papers of a run say, put away as they are read and looked up where it is needed.

Held as values it would cost fifty kilobytes a paper, which is the memory of a small machine for
an inbox of a year. SQLite keeps it in a file of its own that no other program sees and that is
gone with the run.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.storage.from_rows import list_of, match_of
from pipeline.storage.rows import Row
from pipeline.storage.told import COLUMNS, Reads, T, Told
from rules.model.papers import PERIODIC, Band, Citation, Match, Paper

_REPORTED = """
CREATE TABLE reported (task_id TEXT, match INTEGER, PRIMARY KEY (task_id, match)) WITHOUT ROWID
"""
# Made when the first question is asked: half as dear as kept up with every row.
_INDEXES = """
CREATE INDEX IF NOT EXISTS statements_id ON statements (id);
CREATE INDEX IF NOT EXISTS statements_document ON statements (document_id);
CREATE INDEX IF NOT EXISTS matches_document ON matches (document_id);
CREATE INDEX IF NOT EXISTS citations_document ON citations (document_id);
"""
_STATEMENT, _TASK, _BAND, _SHARED = (
    COLUMNS["matches"].index(name) for name in ("statement_id", "task_id", "band", "shared_with")
)
_CITING_HELD = 200  # papers
_TASKS_HELD = 4  # what reports say of a task is asked for once for each of its obligations


@dataclass(frozen=True, slots=True)
class Sayings:
    """What one paper says, as rows: its statements, its matches and theirs, its citations.

    The matches of the paper as a whole come first, then those of its statements in their order.
    """

    statements: Sequence[Row] = ()
    matches: Sequence[Row] = ()
    citations: Sequence[Row] = ()


class Shelf(Told):
    """The sayings of the papers of one run."""

    def __init__(self) -> None:
        connection = sqlite3.connect("", isolation_level=None)
        for pragma in ("journal_mode = OFF", "synchronous = OFF"):
            connection.execute(f"PRAGMA {pragma}")
        for table, columns in COLUMNS.items():
            named = ("id INTEGER PRIMARY KEY", *columns[1:]) if table == "matches" else columns
            connection.execute(f"CREATE TABLE {table} ({', '.join(named)})")
        connection.execute(_REPORTED)
        super().__init__(connection)
        self._indexed = False
        self._reports = lru_cache(maxsize=_TASKS_HELD)(self._of_reports)
        self._cited = lru_cache(maxsize=_CITING_HELD)(super().citations)

    def put(self, some: Iterable[tuple[Paper, Sayings]]) -> None:
        """Put away what papers say, in the order in which lists are to show it.

        The rows are such as SQLite can hold (``pipeline.storage.rows.storable``).
        """
        run = self._connection
        run.execute("BEGIN")
        for paper, said in some:
            _insert(run, "statements", said.statements)
            (last,) = run.execute("SELECT coalesce(max(id), 0) FROM matches").fetchone()
            _insert(run, "matches", said.matches)
            _insert(run, "citations", said.citations)
            if paper.role in PERIODIC:
                _insert(run, "reported", list(_reported(said, last)))
        run.execute("COMMIT")
        self._reports.cache_clear()
        self._cited.cache_clear()

    def of_reports(self, task_id: str) -> tuple[Match, ...]:
        """What periodic reports say of a task, no near misses (``rules.model.said``)."""
        return self._reports(task_id)

    def citations(self, document_id: str) -> tuple[Citation, ...]:
        """What one paper cites."""
        return self._cited(document_id)

    def _read(self, reads: Reads[T], where: str, *values: object) -> Iterator[T]:
        if not self._indexed:
            self._connection.executescript(_INDEXES)
            self._indexed = True
        return super()._read(reads, where, *values)

    def _of_reports(self, task_id: str) -> tuple[Match, ...]:
        where = "matches WHERE id IN (SELECT match FROM reported WHERE task_id = ?) ORDER BY id"
        return tuple(self._read(match_of, where, task_id))


def _reported(said: Sayings, last: int) -> Iterator[Row]:
    settled = {row[_STATEMENT] for row in said.matches if row[_BAND] == Band.SURE.value}
    for number, row in enumerate(said.matches, last + 1):
        sure = row[_BAND] == Band.SURE.value
        open_to_all = row[_BAND] == Band.UNSURE.value and row[_STATEMENT] not in settled
        if row[_STATEMENT] and (sure or open_to_all):
            for task_id in {str(row[_TASK]), *list_of(str(row[_SHARED]))}:
                yield task_id, number


def _insert(run: sqlite3.Connection, table: str, some: Sequence[Row]) -> None:
    if some:
        marks = ", ".join("?" * len(some[0]))
        run.executemany(f"INSERT INTO {table} VALUES ({marks})", some)
