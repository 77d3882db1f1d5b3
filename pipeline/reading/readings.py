"""What reading a content gave, kept so that it is read once: the cache of a re-run."""

from __future__ import annotations

import json
import sqlite3
import struct
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import Any

from extractors.document import Block, Document, Unreadable
from pipeline.storage.codec import coder
from pipeline.storage.kept import Blocks, Kept

Reading = Document | Unreadable
_Piece = tuple[bool, Block]  # whether it goes on with the table before it
_Pieces = tuple[_Piece, ...]
Key = tuple[str, str]  # sha256 of the content, version of the reader

# One transaction costs one sync of the disk; a killed run loses at most this many readings.
_TOGETHER = 32
_OPEN = 16  # documents whose blocks are held at once
_HEAVY = 10_000  # blocks and cells held at once, but for those of one document
_MARK = b"\x03"  # a document: its facts, then blocks in portions, each with its length
_WHOLE = b"\x02"  # the same with all blocks in one, as earlier versions of the program packed it
_LENGTH = struct.Struct(">I")
_PORTION = 1_000  # blocks or rows that are plain data at once, which take three times as much


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
        return _MARK + b"".join(map(_measured, chain([facts], _portions(reading.blocks))))
    return zlib.compress(_plain(["unreadable", coder(Unreadable).pack(reading)]), 3)


def unpack(body: bytes) -> Reading:
    """The reading that ``pack`` was given."""
    facts = _facts(body)
    if facts is not None:
        rest = memoryview(body)[1 + _LENGTH.size + _length(body, 1) :]
        if body.startswith(_WHOLE):
            return replace(facts, blocks=_unpacked(Blocks, rest))
        return replace(facts, blocks=_joined(_pieces(rest)))
    name, plain = json.loads(zlib.decompress(body))
    if name == "document":  # as the first versions of the program packed it
        document = coder(Document).unpack(plain)
        assert isinstance(document, Document)
        return document
    unreadable = coder(Unreadable).unpack(plain)
    assert isinstance(unreadable, Unreadable)
    return unreadable


def _portions(blocks: Blocks) -> Iterator[bytes]:
    held: list[_Piece] = []
    weight = 0
    for piece in chain.from_iterable(map(_cut, blocks)):
        held.append(piece)
        weight += _weight(piece[1:])
        if weight >= _PORTION:
            yield _packed(held)
            held, weight = [], 0
    if held:
        yield _packed(held)


def _cut(block: Block) -> Iterator[_Piece]:
    """A block, a long table in several pieces."""
    table = block.table
    if table is None or len(table.rows) <= _PORTION:
        yield False, block
        return
    for start in range(0, len(table.rows), _PORTION):
        rows = table.rows[start : start + _PORTION]
        yield bool(start), replace(block, table=replace(table, rows=rows))


def _packed(pieces: list[_Piece]) -> bytes:
    return zlib.compress(_plain(coder(_Pieces).pack(pieces)), 3)


def _joined(portions: Iterable[bytes | memoryview]) -> Blocks:
    """The blocks of which portions hold the pieces."""
    blocks: list[Block] = []
    for portion in portions:
        for goes_on, block in _unpacked(_Pieces, portion):
            table, more = blocks[-1].table if goes_on else None, block.table
            if table is None or more is None:
                blocks.append(block)
            else:
                rows = (*table.rows, *more.rows)
                blocks[-1] = replace(blocks[-1], table=replace(table, rows=rows))
    return tuple(blocks)


def _unpacked(kind: object, data: bytes | memoryview) -> Any:
    return coder(kind).unpack(json.loads(zlib.decompress(data)))


def _measured(piece: bytes) -> bytes:
    return _LENGTH.pack(len(piece)) + piece


def _pieces(rest: memoryview) -> Iterator[memoryview]:
    while rest:
        end = _LENGTH.size + _length(rest, 0)
        yield rest[_LENGTH.size : end]
        rest = rest[end:]


def _length(body: bytes | memoryview, at: int) -> int:
    (length,) = _LENGTH.unpack_from(body, at)
    assert isinstance(length, int)
    return length


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
    if not body.startswith((_MARK, _WHOLE)):
        return None
    start = 1 + _LENGTH.size
    end = start + _length(body, 1)
    if len(body) < end:
        return None
    facts = coder(Document).unpack(json.loads(body[start:end]))
    assert isinstance(facts, Document)
    return facts
