"""Which files have not changed since their content was hashed, so that a re-run need not open them.

Size, inode and the times of change decide. A file that was changed within two seconds of being
hashed is hashed again: a second change may have left the same time (git calls such files racy).
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractors.document import Reason
from pipeline.reading.entry import Entry

RACY = 2_000_000_000  # nanoseconds
_TOGETHER = 512
# What may be otherwise next time is not remembered.
_PASSING = frozenset(
    {Reason.TIMEOUT, Reason.MEMORY, Reason.CRASHED, Reason.NO_ACCESS, Reason.STILL_GROWING}
)


class SeenFiles:
    """The table ``seen_files``; ``program`` names what lists containers."""

    def __init__(self, connection: sqlite3.Connection, program: str) -> None:
        self._connection = connection
        self._program = program
        self._asked: set[bytes] = set()
        self._waiting: list[tuple[object, ...]] = []

    def find(self, entry: Entry, facts: os.stat_result) -> tuple[Entry, ...] | None:
        """What a file is, or holds, if it looks as it did; None where it must be opened."""
        path = _path(entry)
        self._asked.add(path)
        row = self._connection.execute(
            "SELECT facts, seen_ns, sha256, members, program FROM seen_files WHERE path = ?",
            (path,),
        ).fetchone()
        if row is None or row[0] != _look(facts) or _is_racy(facts, row[1]):
            return None
        known = replace(entry, sha256=row[2])
        if row[3] is None:
            return (known,)
        return tuple(_unpacked(known, json.loads(row[3]))) if row[4] == self._program else None

    def keep(
        self, entry: Entry, facts: os.stat_result, seen_ns: int, members: Sequence[Entry] | None
    ) -> None:
        """Remember a file that was hashed, and its members where it is a container."""
        if any(one.reason in _PASSING for one in members or ()):
            return
        packed = None if members is None else json.dumps([_packed(entry, one) for one in members])
        self._waiting.append(
            (_path(entry), _look(facts), seen_ns, entry.sha256, packed, self._program)
        )
        if len(self._waiting) >= _TOGETHER:
            self._write()

    def finish(self) -> None:
        """Write what waits; forget files that the inbox no longer holds."""
        self._write()
        known = [path for (path,) in self._connection.execute("SELECT path FROM seen_files")]
        gone = [(path,) for path in known if path not in self._asked]
        if gone:
            with self._connection:
                self._connection.executemany("DELETE FROM seen_files WHERE path = ?", gone)

    def _write(self) -> None:
        if self._waiting:
            with self._connection:
                self._connection.executemany(
                    "INSERT OR REPLACE INTO seen_files VALUES (?, ?, ?, ?, ?, ?)", self._waiting
                )
        self._waiting.clear()


def _path(entry: Entry) -> bytes:
    # Not resolved: no link is followed.
    return os.fsencode(entry.source.absolute())


def _look(facts: os.stat_result) -> str:
    return f"{facts.st_size} {facts.st_mtime_ns} {facts.st_ctime_ns} {facts.st_ino}"


def _is_racy(facts: os.stat_result, seen_ns: int) -> bool:
    return max(facts.st_mtime_ns, facts.st_ctime_ns) > seen_ns - RACY


def _packed(outer: Entry, one: Entry) -> list[object]:
    shown = one.path.removeprefix(outer.path)
    reason = one.reason.value if one.reason else ""
    return [shown, one.member, one.size, one.mtime, reason, one.sha256, one.detail]


def _unpacked(outer: Entry, packed: Iterable[Sequence[object]]) -> Iterable[Entry]:
    for shown, member, size, mtime, reason, sha256, detail in packed:
        assert isinstance(member, list)
        assert isinstance(size, int)
        assert isinstance(mtime, int | float)
        yield Entry(
            f"{outer.path}{shown}", outer.source, tuple(map(str, member)), size, mtime,
            Reason(str(reason)) if reason else None, str(sha256), str(detail),
        )  # fmt: skip
