"""RAR archives, by bsdtar where it is installed: repacked to a stream, read member by member.

bsdtar writes no file; names come as labels in the stream, so none is ever a path here.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tarfile
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from extractors.archives.container import (
    ENTRY_LIMIT,
    RATIO_FLOOR,
    RATIO_LIMIT,
    TOTAL_LIMIT,
    Member,
    Source,
    Unpacked,
    label,
    refused,
    unique,
)
from extractors.archives.rar_locks import is_locked
from extractors.document import ExtractError, Reason

_TIMEOUT = 120.0
_CHUNK = 1 << 20
_SAID = 4_000  # of what bsdtar says, as much is looked at
_LOCKED = ("ncrypt", "assphrase", "assword")


def unpack_rar(source: Source) -> Unpacked:
    """The members of a RAR, as far as bsdtar can unpack them."""
    tool = shutil.which("bsdtar")
    if tool is None:
        raise ExtractError(Reason.NEEDS_TOOL, "tệp nén RAR: cần cài bsdtar (libarchive-tools)")
    room = Unpacked()
    with _as_file(source) as stream, tempfile.TemporaryFile() as said:
        size = stream.seek(0, io.SEEK_END)
        stream.seek(0)
        if is_locked(stream):
            raise ExtractError(Reason.ENCRYPTED, "tệp nén RAR có mật khẩu")
        process = subprocess.Popen(
            [tool, "-c", "-f", "-", "--format=pax", "@-"],
            stdin=stream, stdout=subprocess.PIPE, stderr=said,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )  # fmt: skip
        timer = threading.Timer(_TIMEOUT, process.kill)
        timer.start()
        try:
            ended = _filled(room, process.stdout, size)
        finally:
            timer.cancel()
            process.kill()
            process.wait()
            if process.stdout is not None:
                process.stdout.close()
        said.seek(0)
        words = said.read(_SAID).decode("utf-8", "replace")
    _judge(room, ended, words)
    return room


@contextmanager
def _as_file(source: Source) -> Iterator[IO[bytes]]:
    """The archive as a file that has a descriptor."""
    if isinstance(source, bytes):
        with tempfile.TemporaryFile() as stream:
            stream.write(source)
            yield stream
    else:
        with source.open("rb") as opened:
            yield opened


def _judge(room: Unpacked, ended: ExtractError | None, words: str) -> None:
    """What is lost, if anything; where nothing was unpacked, the archive is refused."""
    lost = ended
    if any(word in words for word in _LOCKED):
        lost = ExtractError(Reason.ENCRYPTED, "tệp nén RAR có mật khẩu")
    elif lost is None and words.strip():
        lost = ExtractError(Reason.DAMAGED, "rar: không giải nén được hết")
    if lost is not None and (not room.members or lost.reason is Reason.ARCHIVE_LIMIT):
        room.close()
        raise lost
    room.lost = lost


def _filled(room: Unpacked, stream: IO[bytes] | None, packed: int) -> ExtractError | None:
    """Take the members of the stream into the room; what ended it before its end."""
    found: dict[str, Member] = {}
    try:
        with tarfile.open(fileobj=stream, mode="r|", encoding="utf-8") as tape:
            for entry in tape:
                if not entry.isdir():
                    _take(room, tape, entry, found, packed)
    except ExtractError as error:
        return error
    except (tarfile.TarError, OSError, EOFError, ValueError) as error:
        return ExtractError(Reason.DAMAGED, f"rar: {type(error).__name__}")
    finally:
        room.members = tuple(found.values())
    return None


def _take(
    room: Unpacked, tape: tarfile.TarFile, entry: tarfile.TarInfo, found: dict[str, Member],
    packed: int,
) -> None:  # fmt: skip
    if len(found) >= ENTRY_LIMIT:
        raise ExtractError(Reason.ARCHIVE_LIMIT, f"quá {ENTRY_LIMIT} tệp trong một tệp nén")
    name = unique(label(entry.name), found)
    reason, detail = refused(entry.size, packed)
    if not entry.isreg():
        reason, detail = Reason.LINK, "liên kết hoặc thiết bị trong tệp nén"
    start = room.spool.seek(0, io.SEEK_END)
    if start + entry.size > min(TOTAL_LIMIT, max(RATIO_FLOOR, RATIO_LIMIT * packed)):
        raise ExtractError(Reason.ARCHIVE_LIMIT, "dung lượng sau giải nén quá lớn")
    data = None if reason else tape.extractfile(entry)
    while data is not None and (chunk := data.read(_CHUNK)):
        room.spool.write(chunk)
    room.spans.update({name: (start, entry.size)} if data is not None else {})
    found[name] = Member(name, entry.size, float(entry.mtime), reason, detail)
