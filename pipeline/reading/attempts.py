"""Which content is being read and how often that broke, kept so that it is not tried forever.

An attempt is written down before the file is opened. What a file did to a reading process (it
crashed, took too long, took all memory) counts at once. Where the whole run died with it, by a
power cut or by the file, nobody knows: such a file is read last and alone in the next run, and
only dying then counts.
"""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from extractors.document import Document, Reason, Unreadable

MOST = 3
BROKEN = frozenset({Reason.TIMEOUT, Reason.MEMORY, Reason.CRASHED})
_STOPPED = "stopped"  # by the user: nobody's fault
_GIVEN_UP = f"đã thử {MOST} lần, không thử lại nữa"


def broke(reading: Document | Unreadable) -> Reason | None:
    """What broke the reading of a file, if anything did."""
    if isinstance(reading, Unreadable):
        return reading.reason if reading.reason in BROKEN else None
    return next((reason for reason, _ in reading.skipped if reason in BROKEN), None)


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What earlier runs left: contents given up, and contents that were open when a run died."""

    given_up: dict[str, Reason]
    interrupted: frozenset[str]


class Attempts:
    """The table ``attempts`` of a database, written from the threads that mind the readers."""

    def __init__(self, path: Path, reader: str) -> None:
        self._reader = reader
        self._guard = threading.Lock()
        self._db = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
        # Survives the death of the program; two syncs for each file would double the time.
        self._db.execute("PRAGMA synchronous = NORMAL")

    def earlier(self) -> Suspicion:
        """What to make of the attempts of earlier runs."""
        rows = self._all("SELECT sha256, count, outcome FROM attempts WHERE reader = ?")
        given_up = {
            sha256: Reason(outcome) if outcome in set(Reason) else Reason.CRASHED
            for sha256, count, outcome in rows
            if count >= MOST
        }
        interrupted = {sha256 for sha256, _, outcome in rows if outcome is None}
        return Suspicion(given_up, frozenset(interrupted - given_up.keys()))

    def begin(self, sha256: str, alone: bool) -> None:
        """A content is about to be read."""
        self._all(
            "INSERT INTO attempts (reader, sha256, count, started_at) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (sha256, reader) DO UPDATE SET count = count + excluded.count, "
            "outcome = NULL, started_at = excluded.started_at",
            sha256,
            int(alone),
            datetime.now().isoformat(timespec="seconds"),
        )

    def end(self, sha256: str, alone: bool, reason: Reason | None) -> bool:
        """How reading it ended; whether the content is given up now."""
        if reason is None:
            self._all("DELETE FROM attempts WHERE reader = ? AND sha256 = ?", sha256)
            return False
        ((count,),) = self._all(
            "UPDATE attempts SET count = count + ?2, outcome = ?3 "
            "WHERE reader = ?1 AND sha256 = ?4 RETURNING count",
            int(not alone),
            reason.value,
            sha256,
        )
        return int(count) >= MOST

    def abandon(self, sha256: str, alone: bool) -> None:
        """The run was told to stop in the middle of it."""
        self._all(
            "UPDATE attempts SET count = count - ?2, outcome = ?3 "
            "WHERE reader = ?1 AND sha256 = ?4",
            int(alone),
            _STOPPED,
            sha256,
        )

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def _all(self, statement: str, *values: str | int) -> list[Any]:
        with self._guard:
            return self._db.execute(statement, (self._reader, *values)).fetchall()


def given_up(reason: Reason, detail: str = "") -> Unreadable:
    """What is said of a file that broke as often as it was tried."""
    return Unreadable("", reason, "; ".join(filter(None, (detail, _GIVEN_UP))))


def try_again(db: sqlite3.Connection) -> None:
    """Forget what was given up, so that the next run tries it once more."""
    with db:
        db.execute(
            "DELETE FROM readings WHERE (sha256, reader) IN "
            "(SELECT sha256, reader FROM attempts WHERE count >= ?)",
            [MOST],
        )
        db.execute("DELETE FROM attempts")
