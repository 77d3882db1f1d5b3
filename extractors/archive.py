"""ZIP archives: members listed and read within bounds; a name is a label, never a path."""

from __future__ import annotations

import io
import itertools
import stat
import unicodedata
import zipfile
from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO

from extractors.document import ExtractError, Reason
from extractors.opc import ZIP_ERRORS

DEPTH_LIMIT = 3
ENTRY_LIMIT = 5_000
MEMBER_LIMIT = 256 * 1024 * 1024
TOTAL_LIMIT = 2 * 1024 * 1024 * 1024
RATIO_LIMIT = 200  # office files and scans shrink 50 times at most; bombs 1000 times
_RATIO_FLOOR = 32 * 1024 * 1024  # a small member may shrink as it likes
_CHUNK = 1 << 20
_UTF8_FLAG = 0x800

# An archive is known by the record at its end; anything may stand before its beginning.
ENDING = b"PK\x05\x06"
ENDING_ROOM = 66_000


Source = bytes | Path  # an archive in a file, or one that was a member itself


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive; ``name`` is unique within it."""

    name: str
    size: int
    mtime: float | None = None
    reason: Reason | None = None  # why it cannot be read
    detail: str = ""


def members(source: Source) -> tuple[Member, ...]:
    """The files of a ZIP in its order; a bomb is refused as a whole."""
    with _opened(source) as opened:
        return tuple(_member(name, entry) for name, entry in _named(opened).items())


def read_member(source: Source, name: str) -> bytes:
    """The bytes of one member, counted while they are unpacked."""
    try:
        with _opened(source) as opened:
            entry = _named(opened)[name]
            with opened.open(entry) as stream:
                return _bounded(stream, entry.compress_size)
    except KeyError as error:
        raise ExtractError(Reason.DAMAGED, "zip: the member is gone") from error
    except ZIP_ERRORS as error:
        raise ExtractError(Reason.DAMAGED, f"zip: {error}"[:200]) from error


def _opened(source: Source) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
    except ZIP_ERRORS as error:
        raise ExtractError(Reason.DAMAGED, f"zip: {error}"[:200]) from error


def _named(opened: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Name -> entry for the files; a name that stands twice is told apart by a number."""
    entries = opened.infolist()
    if len(entries) > ENTRY_LIMIT:
        raise ExtractError(Reason.ARCHIVE_LIMIT, f"{len(entries)} tệp trong một tệp nén")
    if sum(entry.file_size for entry in entries) > TOTAL_LIMIT:
        raise ExtractError(Reason.ARCHIVE_LIMIT, "tổng dung lượng sau giải nén quá lớn")
    if any(entry.volume for entry in entries):
        raise ExtractError(Reason.DAMAGED, "chỉ là một phần của tệp nén nhiều tập")
    _refuse_overlaps(entries)
    named: dict[str, zipfile.ZipInfo] = {}
    for entry in entries:
        if not entry.filename.endswith("/"):  # is_dir() fails on an empty name
            named[unique(member_name(entry), named)] = entry
    return named


def unique(name: str, taken: Container[str]) -> str:
    """The name, with a number before its ending where it is taken."""
    path, number, wanted = PurePosixPath(name), 2, name
    while wanted in taken:
        wanted = str(path.with_name(f"{path.stem} ({number}){path.suffix}"))
        number += 1
    return wanted


def _refuse_overlaps(entries: list[zipfile.ZipInfo]) -> None:
    """Members that share their bytes are a bomb: many large files out of one small one."""
    spans = sorted((e.header_offset, e.header_offset + e.compress_size) for e in entries)
    for (_, end), (start, _) in itertools.pairwise(spans):
        if start < end:
            raise ExtractError(Reason.ARCHIVE_LIMIT, "các tệp trong tệp nén chồng lên nhau")


def _member(name: str, entry: zipfile.ZipInfo) -> Member:
    reason, detail = None, ""
    mode = entry.external_attr >> 16
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        reason, detail = Reason.LINK, "liên kết hoặc thiết bị trong tệp nén"
    elif entry.flag_bits & 1:
        reason, detail = Reason.ENCRYPTED, "thành viên có mật khẩu"
    elif entry.file_size > MEMBER_LIMIT:
        reason, detail = Reason.TOO_LARGE, f"{entry.file_size} bytes"
    elif entry.file_size > _RATIO_FLOOR and entry.file_size > RATIO_LIMIT * entry.compress_size:
        reason, detail = Reason.ARCHIVE_LIMIT, "tỉ lệ nén bất thường"
    return Member(name, entry.file_size, _time(entry), reason, detail)


def _time(entry: zipfile.ZipInfo) -> float | None:
    try:
        return datetime(*entry.date_time).timestamp()
    except (ValueError, OverflowError, OSError):
        return None


def member_name(entry: zipfile.ZipInfo) -> str:
    """The name as its author wrote it, as a relative label with forward slashes.

    Without the UTF-8 flag Python decodes as cp437. Windows and e-office tools of Vietnam write
    UTF-8 without the flag, or cp1258; a name that is neither keeps its cp437 form.
    """
    name = entry.orig_filename
    if not entry.flag_bits & _UTF8_FLAG:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            raw = b""
        name = _decoded(raw) or name
    return label(name)


def _decoded(raw: bytes) -> str:
    if raw.isascii():
        return ""
    for encoding in ("utf-8", "cp1258"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""


def label(name: str) -> str:
    """A name made safe to show: NFC, no control or direction marks, no climbing, no drive."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/"))
    name = "".join(char for char in name if unicodedata.category(char) not in ("Cc", "Cf", "Cs"))
    parts = [part for part in name.split("/") if part not in ("", ".", "..")]
    if parts and len(parts[0]) == 2 and parts[0][1] == ":":
        parts = parts[1:]
    return "/".join(parts) or "khong-ten"


def _bounded(stream: IO[bytes], packed: int) -> bytes:
    limit = min(MEMBER_LIMIT, max(_RATIO_FLOOR, RATIO_LIMIT * packed))
    parts = []
    while chunk := stream.read(_CHUNK):
        limit -= len(chunk)
        if limit < 0:
            raise ExtractError(Reason.ARCHIVE_LIMIT, "tỉ lệ nén hoặc dung lượng vượt giới hạn")
        parts.append(chunk)
    return b"".join(parts)
