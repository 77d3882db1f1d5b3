"""ZIP archives: members listed and read one by one, within bounds."""

from __future__ import annotations

import io
import itertools
import stat
import zipfile
from datetime import datetime
from typing import IO

from extractors.archives.container import (
    ENTRY_LIMIT,
    MEMBER_LIMIT,
    RATIO_FLOOR,
    RATIO_LIMIT,
    TOTAL_LIMIT,
    Member,
    Source,
    label,
    refused,
    unique,
)
from extractors.document import ExtractError, Reason
from extractors.office.package import ZIP_ERRORS

_CHUNK = 1 << 20
_UTF8_FLAG = 0x800
_NO_BYTES = 14  # what packing nothing leaves, a password before it


class Zip:
    """An open ZIP."""

    lost: ExtractError | None = None

    def __init__(self, source: Source) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
        except ZIP_ERRORS as error:
            raise ExtractError(Reason.DAMAGED, f"zip: {error}"[:200]) from error
        try:
            self._entries = _named(self._zip)
        except ExtractError:
            self._zip.close()
            raise
        self.members = tuple(_member(name, entry) for name, entry in self._entries.items())

    def read(self, name: str) -> bytes:
        """The bytes of one member, counted while they are unpacked."""
        try:
            entry = self._entries[name]
            with self._zip.open(entry) as stream:
                return _bounded(stream, entry.compress_size)
        except KeyError as error:
            raise ExtractError(Reason.DAMAGED, "zip: the member is gone") from error
        except NotImplementedError as error:
            raise ExtractError(Reason.UNSUPPORTED, f"zip: {error}"[:200]) from error
        except ZIP_ERRORS as error:
            raise ExtractError(Reason.DAMAGED, f"zip: {error}"[:200]) from error

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()


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
        # A folder holds no bytes; a file may be called like one, so that programs overlook it.
        if entry.file_size or entry.compress_size > _NO_BYTES or not _names_folder(entry):
            named[unique(member_name(entry), named)] = entry
    return named


def _names_folder(entry: zipfile.ZipInfo) -> bool:
    return entry.orig_filename.endswith(("/", "\\"))


def _refuse_overlaps(entries: list[zipfile.ZipInfo]) -> None:
    """Members that share their bytes are a bomb: many large files out of one small one."""
    spans = sorted((e.header_offset, e.header_offset + e.compress_size) for e in entries)
    for (_, end), (start, _) in itertools.pairwise(spans):
        if start < end:
            raise ExtractError(Reason.ARCHIVE_LIMIT, "các tệp trong tệp nén chồng lên nhau")


def _member(name: str, entry: zipfile.ZipInfo) -> Member:
    reason: Reason | None
    mode = entry.external_attr >> 16
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        reason, detail = Reason.LINK, "liên kết hoặc thiết bị trong tệp nén"
    elif entry.flag_bits & 1:
        reason, detail = Reason.ENCRYPTED, "thành viên có mật khẩu"
    else:
        reason, detail = refused(entry.file_size, entry.compress_size)
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


def _bounded(stream: IO[bytes], packed: int) -> bytes:
    limit = min(MEMBER_LIMIT, max(RATIO_FLOOR, RATIO_LIMIT * packed))
    parts = []
    while chunk := stream.read(_CHUNK):
        limit -= len(chunk)
        if limit < 0:
            raise ExtractError(Reason.ARCHIVE_LIMIT, "tỉ lệ nén hoặc dung lượng vượt giới hạn")
        parts.append(chunk)
    return b"".join(parts)
