"""Whether a RAR is locked, by its own headers: bsdtar takes some locked bytes for plain ones."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import IO

_RAR5 = b"Rar!\x1a\x07\x01\x00"
_BLOCKS = 20_000
_HEAD_LIMIT = 2 * 1024 * 1024
# RAR 4: block types and flags
_MAIN, _FILE, _LOCKED_HEADS, _LOCKED_FILE, _LARGE, _HAS_DATA = 0x73, 0x74, 0x80, 0x04, 0x100, 0x8000
# RAR 5: header types, flags, and the record of a file's extra area
_FILE5, _SERVICE5, _LOCK5, _END5, _EXTRA5, _DATA5, _FILE_LOCK5 = 2, 3, 4, 5, 1, 2, 1


def is_locked(stream: IO[bytes]) -> bool:
    """Whether names or contents are encrypted; the stream is left at its beginning."""
    try:
        new = stream.read(8) == _RAR5
        return any(_locks_5(stream) if new else _locks_4(stream))
    except (struct.error, IndexError):
        return False  # cut off here: bsdtar says what is wrong
    finally:
        stream.seek(0)


def _locks_4(stream: IO[bytes]) -> Iterator[bool]:
    at = 7
    for _ in range(_BLOCKS):
        stream.seek(at)
        head = stream.read(36)
        if len(head) < 7:
            return
        _, kind, flags, size = struct.unpack_from("<HBHH", head)
        yield (kind == _MAIN and bool(flags & _LOCKED_HEADS)) or (
            kind == _FILE and bool(flags & _LOCKED_FILE)
        )
        more = struct.unpack_from("<I", head, 7)[0] if flags & _HAS_DATA or kind == _FILE else 0
        if kind == _FILE and flags & _LARGE:
            more += struct.unpack_from("<I", head, 32)[0] << 32
        at += max(7, size) + more


def _locks_5(stream: IO[bytes]) -> Iterator[bool]:
    at = 8
    for _ in range(_BLOCKS):
        stream.seek(at + 4)
        size, used = _number(stream.read(10), 0)
        stream.seek(at + 4 + used)
        head = stream.read(min(size, _HEAD_LIMIT))
        kind, place = _number(head, 0)
        flags, place = _number(head, place)
        extra, place = _number(head, place) if flags & _EXTRA5 else (0, place)
        data, place = _number(head, place) if flags & _DATA5 else (0, place)
        locked = kind in (_FILE5, _SERVICE5) and extra > 0 and _has_lock(head[-extra:])
        yield kind == _LOCK5 or locked
        if kind == _END5:
            return
        at += 4 + used + size + data


def _has_lock(extra: bytes) -> bool:
    place = 0
    while place < len(extra):
        size, start = _number(extra, place)
        if _number(extra, start)[0] == _FILE_LOCK5:
            return True
        place = start + size
    return False


def _number(data: bytes, place: int) -> tuple[int, int]:
    """A number of seven bits a byte, and the place after it."""
    value = shift = 0
    while True:
        byte = data[place]
        value |= (byte & 0x7F) << shift
        place, shift = place + 1, shift + 7
        if byte < 0x80 or shift > 63:
            return value, place
