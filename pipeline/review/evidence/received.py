"""The received file behind a document: found by its place in the inbox, never by what it says.

A file is only what was read if its content still has the same hash. A link is never followed,
and nothing outside the inbox is ever opened.
"""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from io import BufferedReader
from pathlib import Path, PurePosixPath
from typing import IO

from extractors.archives import archive
from extractors.archives.container import DEPTH_LIMIT, MEMBER_LIMIT, SIZE_LIMIT, Source
from extractors.document import ExtractError, Reason
from pipeline.reading.entry import shown_name

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Received:
    """A file of the inbox, and the path inside it where the document is an archive's member."""

    source: Path
    inner: str = ""


def find_place(inbox: Path | None, path: str) -> Received | None:
    """Where the document of a shown path lies; None where no such file is there."""
    parts = PurePosixPath(path).parts
    if inbox is None or not parts:
        return None
    if inbox.is_file():  # a run over one file
        return Received(inbox, "/".join(parts[1:])) if shown_name(inbox.name) == parts[0] else None
    place = inbox
    for number, part in enumerate(parts, start=1):
        found = _entry(place, part)
        if found is None:
            return None
        kind = found.lstat().st_mode
        if stat.S_ISREG(kind):
            return Received(found, "/".join(parts[number:]))
        if not stat.S_ISDIR(kind):  # a link, a device
            return None
        place = found
    return None


def _entry(folder: Path, shown: str) -> Path | None:
    """The entry of a folder that is shown by this name; Macs and e-office spell names otherwise."""
    if shown in ("..", ".", "/") or "\x00" in shown:
        return None
    try:
        exact = folder / shown
        if os.path.lexists(exact):
            return exact
        with os.scandir(folder) as entries:
            named = [one.name for one in entries if shown_name(one.name) == shown]
    except OSError:
        return None
    return folder / named[0] if len(named) == 1 else None


def contents(place: Received) -> bytes:
    """The bytes of a document, a member unpacked within the bounds of archives.

    Opens what others wrote: only called in a process that may die.
    """
    if not place.inner:
        return _whole(place.source)
    data: Source = place.source
    rest = place.inner
    for _ in range(DEPTH_LIMIT):
        names = sorted((one.name for one in archive.members(data)), key=len, reverse=True)
        name = next((one for one in names if rest == one or rest.startswith(f"{one}/")), None)
        if name is None:
            raise ExtractError(Reason.DAMAGED, "không còn trong tệp nén")
        data, rest = archive.read_member(data, name), rest[len(name) + 1 :]
        if not rest:
            return data
    raise ExtractError(Reason.ARCHIVE_LIMIT, f"tệp nén lồng quá {DEPTH_LIMIT} lớp")


def _whole(path: Path) -> bytes:
    with _opened(path) as stream:
        data = stream.read(SIZE_LIMIT + 1)
    if len(data) > SIZE_LIMIT:
        raise ExtractError(Reason.TOO_LARGE, f"hơn {SIZE_LIMIT} byte")
    return data


def _opened(path: Path) -> BufferedReader:
    """A regular file opened for reading; a link put in its place meanwhile is refused."""
    number = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(number).st_mode):
        os.close(number)
        raise OSError(f"{path.name}: không phải tệp thường")
    return os.fdopen(number, "rb")


def copied(place: Received, sha256: str) -> IO[bytes] | None:
    """A copy of the very bytes whose hash is this; None where the file is another by now."""
    copy = tempfile.TemporaryFile()  # noqa: SIM115 - handed to the caller, who closes it
    digest, size = hashlib.sha256(), 0
    try:
        with _opened(place.source) as stream:
            while (chunk := stream.read(_CHUNK)) and size <= SIZE_LIMIT:
                size += len(chunk)
                digest.update(chunk)
                copy.write(chunk)
    except OSError:
        size = SIZE_LIMIT + 1
    if size > SIZE_LIMIT or digest.hexdigest() != sha256:
        copy.close()
        return None
    copy.seek(0)
    return copy


@dataclass(frozen=True, slots=True)
class Check:
    """Whether the file is still what was read: ok, gone, changed or closed (no right to open)."""

    state: str
    place: Received | None = None

    @property
    def ok(self) -> bool:
        """Whether the file may be shown for what was read."""
        return self.state == "ok"


def check(inbox: Path | None, path: str, sha256: str) -> Check:
    """Compare the file of a document with what was read; an archive's member is not unpacked.

    A member is compared by whoever unpacks it, in a process of its own.
    """
    try:
        place = find_place(inbox, path)
        if place is None:
            return Check("gone")
        if place.inner:
            return Check("ok", place)
        facts = place.source.lstat()
        now = _hashed(place.source, facts.st_size, facts.st_mtime_ns, facts.st_ino)
    except OSError:
        return Check("closed")
    return Check("ok" if now == sha256 else "changed", place)


@lru_cache(maxsize=4096)
def _hashed(path: Path, size: int, changed: int, node: int) -> str:
    """The hash of a file, computed once for each state that its folder knows it in."""
    del size, changed, node  # the key
    with _opened(path) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


MOST_SENT = MEMBER_LIMIT  # of one member, from the process that unpacks
