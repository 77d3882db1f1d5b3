"""What reading a content gave, kept so that it is read once: the cache of a re-run."""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Iterator, MutableMapping
from functools import partial

from extractors.document import Document
from pipeline.reading.packing import Reading, facts_of, pack, unpack, weight
from pipeline.storage.kept import Blocks, Kept

Key = tuple[str, str]  # sha256 of the content, version of the reader

# One transaction costs one sync of the disk; a killed run loses at most this many readings.
_TOGETHER = 32
_PICTURES = "ocr-"  # the part of a version that tells what reads pictures
_OPEN = 16  # documents whose blocks are held at once
_HEAVY = 10_000  # blocks and cells held at once, but for those of one document


class Readings(MutableMapping[Key, Reading]):
    """A mapping (sha256, reader version) -> Document or Unreadable, on the store's file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._waiting: dict[Key, Reading] = {}
        self._open: OrderedDict[Key, Blocks] = OrderedDict()

    def __getitem__(self, key: Key) -> Reading:
        if key in self._waiting:
            return self._waiting[key]
        found = self.connection.execute(
            "SELECT body FROM readings WHERE sha256 = ? AND reader = ?", key
        ).fetchone()
        if found is None:
            raise KeyError(key)
        return unpack(found[0])

    def __setitem__(self, key: Key, reading: Reading) -> None:
        self._waiting[key] = reading
        if len(self._waiting) >= _TOGETHER or weight(_blocks(reading)) > _HEAVY:
            self.flush()

    def __delitem__(self, key: Key) -> None:
        self.flush()
        with self.connection:
            gone = self.connection.execute(
                "DELETE FROM readings WHERE sha256 = ? AND reader = ?", key
            )
        if not gone.rowcount:
            raise KeyError(key)

    def __contains__(self, key: object) -> bool:
        if key in self._waiting:
            return True
        where = "SELECT 1 FROM readings WHERE sha256 = ? AND reader = ?"
        return isinstance(key, tuple) and self.connection.execute(where, key).fetchone() is not None

    def __iter__(self) -> Iterator[Key]:
        self.flush()
        return iter(self.connection.execute("SELECT sha256, reader FROM readings").fetchall())

    def __len__(self) -> int:
        self.flush()
        return int(self.connection.execute("SELECT count(*) FROM readings").fetchone()[0])

    def light(self, key: Key) -> Reading | None:
        """What was read, a document without its blocks, which it fetches when asked for them."""
        if key in self._waiting:
            facts = self._waiting[key]
        else:
            # The facts of a document are short and come first.
            row = self.connection.execute(
                "SELECT substr(body, 1, 4096) FROM readings WHERE sha256 = ? AND reader = ?",
                key,
            ).fetchone()
            if row is None:
                return None
            found = facts_of(row[0])
            facts = self[key] if found is None else found
        return Kept(facts, partial(self._blocks, key)) if isinstance(facts, Document) else facts

    def last_reader(self, sha256: str) -> str | None:
        """The version that read a content last; None where none did."""
        found = self.connection.execute(
            "SELECT reader FROM readings WHERE sha256 = ? ORDER BY rowid DESC LIMIT 1", [sha256]
        ).fetchone()
        return found and str(found[0])

    def renew(self, version: str) -> None:
        """Let what earlier versions read count as read by this one where it would read the same.

        A version names all readers; a document needs its own, and that of pictures for its scans.
        What this version has read anew needs no earlier reading.
        """
        rows = self.connection.execute(
            "SELECT sha256, reader, substr(body, 1, 4096) FROM readings AS r WHERE reader <> ?1 "
            "AND NOT EXISTS (SELECT 1 FROM readings WHERE sha256 = r.sha256 AND reader = ?1)",
            [version],
        )
        same = [
            (version, sha256, reader)
            for sha256, reader, body in rows
            if _would_be_same(facts_of(body), reader, version)
        ]
        with self.connection:
            self.connection.executemany(
                "UPDATE OR IGNORE readings SET reader = ? WHERE sha256 = ? AND reader = ?", same
            )
            self.connection.execute(
                "DELETE FROM readings AS r WHERE reader <> ?1 AND EXISTS "
                "(SELECT 1 FROM readings WHERE sha256 = r.sha256 AND reader = ?1)",
                [version],
            )

    def _blocks(self, key: Key) -> Blocks:
        if key not in self._open:
            reading = self[key]
            assert isinstance(reading, Document)
            self._open[key] = reading.blocks
            held = sum(map(weight, self._open.values()))
            while len(self._open) > _OPEN or (held > _HEAVY and len(self._open) > 1):
                held -= weight(self._open.popitem(last=False)[1])
        self._open.move_to_end(key)
        return self._open[key]

    def flush(self) -> None:
        """Write what is waiting, in one transaction."""
        if not self._waiting:
            return
        rows = [(*key, pack(reading)) for key, reading in self._waiting.items()]
        with self.connection:
            self.connection.executemany("INSERT OR REPLACE INTO readings VALUES (?, ?, ?)", rows)
        self._waiting.clear()


class Lightly(MutableMapping[Key, Reading]):
    """The same readings, each document light; ``seal`` takes out what may be kept nowhere."""

    def __init__(self, readings: Readings, seal: Callable[[Reading], Reading]) -> None:
        self._readings = readings
        self._seal = seal

    def __getitem__(self, key: Key) -> Reading:
        found = self._readings.light(key)
        if found is None:
            raise KeyError(key)
        return found

    def __setitem__(self, key: Key, reading: Reading) -> None:
        self._readings[key] = self._seal(reading)

    def __delitem__(self, key: Key) -> None:
        del self._readings[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._readings)

    def __len__(self) -> int:
        return len(self._readings)


def _would_be_same(facts: Document | None, reader: str, version: str) -> bool:
    """Whether a document of which nothing is missing was read by readers that have not changed."""
    if facts is None or facts.skipped or not facts.reader:
        return False
    needed = set(facts.reader.split("+"))
    if facts.pages_ocr:
        needed.update(part for part in reader.split("+") if part.startswith(_PICTURES))
    return needed <= set(version.split("+"))


def _blocks(reading: Reading) -> Blocks:
    return reading.blocks if isinstance(reading, Document) else ()
