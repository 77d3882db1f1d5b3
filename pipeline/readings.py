"""What reading a content gave, kept so that it is read once: the cache of a re-run."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator, MutableMapping

from extractors.document import Document, Unreadable
from pipeline.codec import coder

Reading = Document | Unreadable
Key = tuple[str, str]  # sha256 of the content, version of the reader

# One transaction costs one sync of the disk; a killed run loses at most this many readings.
_TOGETHER = 32


class Readings(MutableMapping[Key, Reading]):
    """A mapping (sha256, reader version) -> Document or Unreadable, on the store's file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._waiting: dict[Key, Reading] = {}

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
        if len(self._waiting) >= _TOGETHER:
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

    def flush(self) -> None:
        """Write what is waiting, in one transaction."""
        if not self._waiting:
            return
        rows = [(*key, pack(reading)) for key, reading in self._waiting.items()]
        with self.connection:
            self.connection.executemany("INSERT OR REPLACE INTO readings VALUES (?, ?, ?)", rows)
        self._waiting.clear()


def pack(reading: Reading) -> bytes:
    """A reading as compressed JSON."""
    if isinstance(reading, Document):
        tagged = ["document", coder(Document).pack(reading)]
    else:
        tagged = ["unreadable", coder(Unreadable).pack(reading)]
    # JSON escapes keep lone surrogates, which UTF-8 refuses.
    plain = json.dumps(tagged)
    return zlib.compress(plain.encode("ascii"), 3)


def unpack(body: bytes) -> Reading:
    """The reading that ``pack`` was given."""
    name, plain = json.loads(zlib.decompress(body))
    if name == "document":
        document = coder(Document).unpack(plain)
        assert isinstance(document, Document)
        return document
    unreadable = coder(Unreadable).unpack(plain)
    assert isinstance(unreadable, Unreadable)
    return unreadable
