"""The one SQLite file that holds everything a run knows, and what clerks decided.

A run holds the file alone (a second run is told so at once); the page reads it meanwhile, for
the write-ahead log shows readers the last whole run until the next is committed.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlite_utils import Database

from pipeline.findings import Former
from pipeline.outputs.clean import whole
from pipeline.outputs.report import Report
from pipeline.reading.readings import Readings
from pipeline.review.findings import search_texts
from pipeline.storage import rows
from pipeline.storage.changes import keep_changes
from pipeline.storage.database_file import connect, existing, log_emptied
from pipeline.storage.hold import reserve
from pipeline.storage.portions import portions
from pipeline.storage.schema_kept import migrations
from pipeline.storage.told import COLUMNS
from rules.model.papers import Paper

# Children before the documents they point at.
_REPLACED = (
    "citations",
    "matches",
    "statements",
    "obligations",
    "documents",
    "tasks",
    "sections",
    "plans",
    "agencies",
)


@dataclass(frozen=True, slots=True)
class Run:
    """When a run began and ended, and which program made it."""

    started_at: datetime
    finished_at: datetime
    version: str


class Store:
    """``doichieu.db``: opened by a run with ``open``, by everything else with ``read``."""

    def __init__(self, db: Database, lock: sqlite3.Connection | None) -> None:
        self.db = db
        self._lock = lock
        self.readings = Readings(db.conn)

    @classmethod
    def open(cls, path: Path, lock: sqlite3.Connection | None = None) -> Self:
        """The file for a run, made where it is missing; RunHeld while another run has it.

        ``lock`` is the hold on it, where the caller has taken it already.
        """
        lock = lock or reserve(path)
        try:
            db = connect(path)
            migrations.apply(db)
        except BaseException:
            lock.close()
            raise
        return cls(db, lock)

    @classmethod
    def read(cls, path: Path) -> Self:
        """The file for looking things up, also during a run: all of it as one moment left it."""
        db = existing(path)
        db.execute("PRAGMA query_only = ON")
        db.execute("BEGIN")
        return cls(db, None)

    @classmethod
    def decide(cls, path: Path) -> Self:
        """The file for adding decisions, also during a run."""
        return cls(existing(path), None)

    def close(self) -> None:
        """Write what waits and let the next run in."""
        self.readings.flush()
        self.db.close()
        if self._lock:
            self._lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One write transaction, begun at once so that what it reads cannot change under it.

        One that reads first and then writes is refused by SQLite, without any waiting, where
        somebody else wrote in between.
        """
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.db.execute("COMMIT")
        except BaseException:
            self.db.rollback()
            raise

    def previous_findings(self) -> dict[str, Former]:
        """What the last run knew of every finding ever made, by fingerprint."""
        found = self.db.execute("SELECT fingerprint, basis, present FROM findings")
        return {
            fingerprint: Former(basis=basis, present=bool(present))
            for fingerprint, basis, present in found
        }

    def last_as_of(self) -> date | None:
        """The day that the last run judged by; null before any run."""
        row = self.db.execute("SELECT as_of FROM runs ORDER BY id DESC LIMIT 1").fetchone()
        return date.fromisoformat(row[0]) if row else None

    def decisions(self) -> list[dict[str, Any]]:
        """Every decision ever taken, oldest first."""
        return list(self.db.query("SELECT * FROM decisions ORDER BY id"))

    def add_decision(self, **values: str | int) -> int:
        """Add one decision; its number. Rows are never changed."""
        names = ", ".join(values)
        marks = ", ".join("?" * len(values))
        with self.writing():
            added = self.db.execute(
                f"INSERT INTO decisions ({names}) VALUES ({marks})", list(values.values())
            )
        return int(added.lastrowid or 0)

    def first_seen(self, contents: Iterable[str], today: date) -> dict[str, date]:
        """The day each content (by sha256) was first seen; today for what is new."""
        wanted = sorted({sha256 for sha256 in contents if sha256})
        with self.writing():
            self.db.conn.executemany(
                "INSERT OR IGNORE INTO contents VALUES (?, ?)",
                ((sha256, today.isoformat()) for sha256 in wanted),
            )
        days: dict[str, date] = {}
        for marks, some in portions(wanted):
            found = self.db.execute(
                f"SELECT sha256, first_seen FROM contents WHERE sha256 IN ({marks})", some
            )
            days.update((sha256, date.fromisoformat(day)) for sha256, day in found)
        return days

    def receive(self, papers: Iterable[Paper], today: date) -> tuple[Paper, ...]:
        """The papers with the day each was first seen, where no register says it."""
        papers = tuple(papers)
        seen = self.first_seen((paper.sha256 for paper in papers), today)
        return tuple(
            replace(paper, received_on=paper.received_on or seen.get(paper.sha256))
            for paper in papers
        )

    def write_run(self, report: Report, run: Run) -> int:
        """Replace the tables by what this run knows, all or nothing; the run's number.

        Findings that are gone stay, with the state ``fixed``; those of agencies that this run did
        not judge stay as they were; decisions are never touched.
        """
        # Only here: whoever opens the database without writing a run needs no arrays.
        from pipeline.review.findings.ledger_kept import keep

        self.readings.flush()
        papers = self.receive(report.papers, run.started_at.date())
        with self.writing():
            for table in _REPLACED:
                self.db.execute(f"DELETE FROM {table}")
            number = self._write_run_row(report, run)
            self._write_plan(report)
            self._insert("documents", map(rows.document_row, papers))
            for table in COLUMNS:
                self._refill(table, report.said.rows(table))
            self._insert("obligations", rows.obligation_rows(report.judgements))
            self._write_findings(report, number)
            keep_changes(self.db, number)
            search_texts.fill(self.db)
            keep(self.db)
        log_emptied(self.db, patience=0)  # clerks who decide must not wait for those who read
        return number

    def _write_run_row(self, report: Report, run: Run) -> int:
        totals = {
            "papers": Counter(paper.read_status for paper in report.papers),
            "obligations": report.counts.by_status,
            "findings": Counter(finding.state for finding in report.findings),
            "notices": report.notices,
        }
        added = self.db.execute(
            "INSERT INTO runs (started_at, finished_at, as_of, inbox, plan, version, totals) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                run.started_at.isoformat(timespec="seconds"),
                run.finished_at.isoformat(timespec="seconds"),
                report.as_of.isoformat(),
                whole(str(report.inbox.absolute())) if report.inbox else None,
                whole(report.plan.source),
                run.version,
                json.dumps(totals),
            ],
        )
        return int(added.lastrowid or 0)

    def _write_plan(self, report: Report) -> None:
        self._insert("agencies", map(rows.agency_row, report.agencies.values()))
        self._insert("plans", [rows.plan_row(report.plan)])
        self._insert("sections", rows.section_rows(report.plan))
        self._insert("tasks", rows.task_rows(report.plan))

    def _write_findings(self, report: Report, number: int) -> None:
        # What a rule that is now off had found is not fixed: no run is said to have seen it go.
        off = json.dumps([rule.id for rule in report.rules.values() if not rule.on])
        self.db.execute(
            "UPDATE findings SET last_run = 0 "
            "WHERE present AND rule IN (SELECT value FROM json_each(?))",
            [off],
        )
        judged = json.dumps(sorted(report.judged))
        # Of agencies that were not judged everything stays as it was, and counts as seen.
        self.db.execute(
            "UPDATE findings SET last_run = CASE WHEN present THEN ? ELSE last_run END "
            "WHERE NOT (? OR coalesce(agency_id, '') = '' "
            "OR agency_id IN (SELECT value FROM json_each(?)))",
            [number, not report.judged, judged],
        )
        self.db.execute(
            "UPDATE findings SET present = 0, state = 'fixed' "
            "WHERE ? OR coalesce(agency_id, '') = '' "
            "OR agency_id IN (SELECT value FROM json_each(?))",
            [not report.judged, judged],
        )
        columns = [column.name for column in self.db.table("findings").columns]
        kept = ("fingerprint", "first_run")
        changed = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in kept)
        self._insert(
            "findings",
            (rows.finding_row(finding, number) for finding in report.findings),
            f"ON CONFLICT (fingerprint) DO UPDATE SET {changed}",
        )

    def _insert(self, table: str, values: Iterable[rows.Row], otherwise: str = "") -> None:
        self._fill(table, rows.storable(values), otherwise)

    def _refill(self, table: str, values: Iterable[rows.Row]) -> None:
        """Fill an emptied table, its indexes made anew after it: cheaper than row by row."""
        indexes = self.db.execute(
            "SELECT name, sql FROM sqlite_master "
            "WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL",
            [table],
        ).fetchall()
        for name, _ in indexes:
            self.db.execute(f"DROP INDEX [{name}]")
        self._fill(table, values)
        for _, sql in indexes:
            self.db.execute(sql)

    def _fill(self, table: str, values: Iterable[rows.Row], otherwise: str = "") -> None:
        marks = ", ".join("?" * len(self.db.table(table).columns))
        self.db.conn.executemany(f"INSERT INTO {table} VALUES ({marks}) {otherwise}", values)
