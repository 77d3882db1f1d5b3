"""What reading a content gave, kept so that it is read once: the cache of a re-run."""

from __future__ import annotations

import json
import sqlite3
import struct
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterator, MutableMapping
from dataclasses import replace
from functools import partial

from extractors.document import Document, Unreadable
from pipeline.storage.codec import coder
from pipeline.storage.kept import Blocks, Kept

Reading = Document | Unreadable
Key = tuple[str, str]  # sha256 of the content, version of the reader

# One transaction costs one sync of the disk; a killed run loses at most this many readings.
_TOGETHER = 32
_OPEN = 16  # documents whose blocks are held at once
_HEAVY = 10_000  # blocks and cells held at once, but for those of one document
_MARK = b"\x02"  # a document in two parts: facts, then blocks
_LENGTH = struct.Struct(">I")


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
        if len(self._waiting) >= _TOGETHER or _weight(_blocks(reading)) > _HEAVY:
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
            found = _facts(row[0])
            facts = self[key] if found is None else found
        return Kept(facts, partial(self._blocks, key)) if isinstance(facts, Document) else facts

    def _blocks(self, key: Key) -> Blocks:
        if key not in self._open:
            reading = self[key]
            assert isinstance(reading, Document)
            self._open[key] = reading.blocks
            held = sum(map(_weight, self._open.values()))
            while len(self._open) > _OPEN or (held > _HEAVY and len(self._open) > 1):
                held -= _weight(self._open.popitem(last=False)[1])
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


def pack(reading: Reading) -> bytes:
    """A reading as JSON: a document's facts as they are, its blocks compressed behind them."""
    if isinstance(reading, Document):
        facts = _plain(coder(Document).pack(replace(reading, blocks=())))
        blocks = zlib.compress(_plain(coder(Blocks).pack(reading.blocks)), 3)
        return b"".join((_MARK, _LENGTH.pack(len(facts)), facts, blocks))
    return zlib.compress(_plain(["unreadable", coder(Unreadable).pack(reading)]), 3)


def unpack(body: bytes) -> Reading:
    """The reading that ``pack`` was given."""
    facts = _facts(body)
    if facts is not None:
        (length,) = _LENGTH.unpack_from(body, 1)
        packed = body[1 + _LENGTH.size + length :]
        blocks = coder(Blocks).unpack(json.loads(zlib.decompress(packed)))
        assert isinstance(blocks, tuple)
        return replace(facts, blocks=blocks)
    name, plain = json.loads(zlib.decompress(body))
    if name == "document":  # as earlier versions of the program packed it
        document = coder(Document).unpack(plain)
        assert isinstance(document, Document)
        return document
    unreadable = coder(Unreadable).unpack(plain)
    assert isinstance(unreadable, Unreadable)
    return unreadable


def _blocks(reading: Reading) -> Blocks:
    return reading.blocks if isinstance(reading, Document) else ()


def _weight(blocks: Blocks) -> int:
    """How much blocks hold, their cells counted."""
    tables = (block.table for block in blocks if block.table)
    return len(blocks) + sum(len(row) for table in tables for row in table.rows)


def _plain(value: object) -> bytes:
    # JSON escapes keep lone surrogates, which UTF-8 refuses.
    return json.dumps(value).encode("ascii")


def _facts(body: bytes) -> Document | None:
    """The facts that a body begins with; None where it is packed otherwise, or cut before."""
    if not body.startswith(_MARK):
        return None
    (length,) = _LENGTH.unpack_from(body, 1)
    start = 1 + _LENGTH.size
    if len(body) < start + length:
        return None
    facts = coder(Document).unpack(json.loads(body[start : start + length]))
    assert isinstance(facts, Document)
    return facts
