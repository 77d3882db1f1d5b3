"""Containers: which kind one is, and its members, whatever the kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from extractors.archives.container import Member, Opened, Source
from extractors.document import ExtractError, Reason

# A ZIP is known by the record at its end; anything may stand before its beginning.
ENDING = b"PK\x05\x06"
ENDING_ROOM = 66_000

FORMATS = frozenset({"zip", "7z", "rar", "eml", "msg"})
_STARTS = ((b"7z\xbc\xaf\x27\x1c", "7z"), (b"Rar!\x1a\x07", "rar"),
           (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "msg"), (b"PK", "zip"))  # fmt: skip
_SOLID = ("7z", "rar")


def kind_of(source: Source) -> str:
    """Which of the kinds a file is that is known to be a container."""
    head, tail = _ends(source)
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    return "zip" if ENDING in tail else "eml"


def _ends(source: Source) -> tuple[bytes, bytes]:
    if isinstance(source, bytes):
        return source[:16], source[-ENDING_ROOM:]
    with source.open("rb") as stream:
        head = stream.read(16)
        stream.seek(max(0, source.stat().st_size - ENDING_ROOM))
        return head, stream.read()


@contextmanager
def opened(source: Source) -> Iterator[Opened]:
    """A container for as long as it is needed."""
    found = _reader(kind_of(source))(source)
    try:
        yield found
    finally:
        found.close()


def _reader(kind: str) -> Callable[[Source], Opened]:
    """The reader of a kind, imported when one is met: most inboxes hold no archive."""
    if kind == "zip":
        from extractors.archives.zip_archive import Zip

        return Zip
    if kind == "7z":
        from extractors.archives.seven_zip import unpack_7z

        return unpack_7z
    if kind == "rar":
        from extractors.archives.rar import unpack_rar

        return unpack_rar
    if kind == "msg":
        from extractors.archives.outlook import open_msg

        return open_msg
    from extractors.archives.mail import open_eml

    return open_eml


def members(source: Source) -> tuple[Member, ...]:
    """The files of a container in its order; a bomb is refused as a whole."""
    with opened(source) as found:
        return found.members


def read_member(source: Source, name: str) -> bytes:
    """The bytes of one member."""
    if isinstance(source, Path) and kind_of(source) in _SOLID:
        facts = source.stat()
        return _kept(source, facts.st_size, facts.st_mtime_ns).read(name)
    with opened(source) as found:
        return found.read(name)


@lru_cache(maxsize=1)
def _kept(source: Path, size: int, changed: int) -> Opened:
    """A solid archive, kept unpacked: its members are asked for one after the other."""
    if not size or not changed:
        raise ExtractError(Reason.DAMAGED, "tệp nén rỗng")
    return _reader(kind_of(source))(source)
