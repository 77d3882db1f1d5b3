"""A reading as bytes for the store: facts first, blocks in portions behind them, and back.

A document of two hundred thousand cells is never plain data as a whole, which would take three
times as much memory as the document.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Any

from extractors.document import Block, Document, Unreadable
from pipeline.storage.codec import coder
from pipeline.storage.kept import Blocks

Reading = Document | Unreadable

_MARK = b"\x03"  # a document: its facts, then blocks in portions, each with its length
_WHOLE = b"\x02"  # the same with all blocks in one, as earlier versions of the program packed it
_LENGTH = struct.Struct(">I")
_PORTION = 1_000  # blocks or rows that are plain data at once, which take three times as much

_Piece = tuple[bool, Block]  # whether it goes on with the table before it
_Pieces = tuple[_Piece, ...]


def pack(reading: Reading) -> bytes:
    """A reading as JSON: a document's facts as they are, its blocks compressed behind them."""
    if isinstance(reading, Document):
        facts = _plain(coder(Document).pack(replace(reading, blocks=())))
        return _MARK + b"".join(map(_measured, chain([facts], _portions(reading.blocks))))
    return zlib.compress(_plain(["unreadable", coder(Unreadable).pack(reading)]), 3)


def unpack(body: bytes) -> Reading:
    """The reading that ``pack`` was given."""
    facts = facts_of(body)
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
    heavy = 0
    for piece in chain.from_iterable(map(_cut, blocks)):
        held.append(piece)
        heavy += weight(piece[1:])
        if heavy >= _PORTION:
            yield _packed(held)
            held, heavy = [], 0
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


def weight(blocks: Blocks) -> int:
    """How much blocks hold, their cells counted."""
    tables = (block.table for block in blocks if block.table)
    return len(blocks) + sum(len(row) for table in tables for row in table.rows)


def _plain(value: object) -> bytes:
    # JSON escapes keep lone surrogates, which UTF-8 refuses.
    return json.dumps(value).encode("ascii")


def facts_of(body: bytes) -> Document | None:
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
