"""7-Zip archives, by py7zr where it is installed; unpacked by number, never by name."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import lzma
import stat
import struct
import zlib
from typing import IO, Any

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
from extractors.document import ExtractError, Reason

_WINDOW_LIMIT = 256 * 1024 * 1024  # what a packer may ask the unpacker to keep in memory
_LZMA, _LZMA2 = b"\x03\x01\x01", b"\x21"
_ERRORS = (OSError, EOFError, ValueError, TypeError, KeyError, IndexError, AttributeError,
           AssertionError, OverflowError, RuntimeError, struct.error, zlib.error,
           lzma.LZMAError)  # fmt: skip


def unpack_7z(source: Source) -> Unpacked:
    """The members of a 7z; those behind a damaged place are listed with their reason."""
    if importlib.util.find_spec("py7zr") is None:
        raise ExtractError(Reason.NEEDS_TOOL, "tệp nén 7z: cần cài py7zr")
    import py7zr
    from py7zr.exceptions import ArchiveError, PasswordRequired

    with contextlib.ExitStack() as held:
        stream: IO[bytes] = held.enter_context(
            io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")
        )
        size = stream.seek(0, io.SEEK_END)
        stream.seek(0)
        try:
            packed = held.enter_context(py7zr.SevenZipFile(stream))
            _refuse(packed, size)
            return _unpacked(packed, size)
        except PasswordRequired as error:
            raise ExtractError(Reason.ENCRYPTED, "tệp nén 7z có mật khẩu") from error
        except (ArchiveError, *_ERRORS) as error:
            raise ExtractError(Reason.DAMAGED, f"7z: {type(error).__name__}") from error


def _refuse(packed: Any, size: int) -> None:
    """Refuse what is locked or would unpack beyond the bounds, by what its directory says."""
    if packed.needs_password():
        raise ExtractError(Reason.ENCRYPTED, "tệp nén 7z có mật khẩu")
    files = list(packed.files)
    if len(files) > ENTRY_LIMIT:
        raise ExtractError(Reason.ARCHIVE_LIMIT, f"{len(files)} tệp trong một tệp nén")
    total = sum(_size(file) for file in files)
    if total > TOTAL_LIMIT:
        raise ExtractError(Reason.ARCHIVE_LIMIT, "tổng dung lượng sau giải nén quá lớn")
    # Members of a solid archive shrink together, so only the whole has a ratio.
    if total > max(RATIO_FLOOR, RATIO_LIMIT * size):
        raise ExtractError(Reason.ARCHIVE_LIMIT, "tỉ lệ nén bất thường")
    streams = getattr(packed.header, "main_streams", None)
    for folder in streams.unpackinfo.folders if streams is not None else ():
        for coder in folder.coders:
            if _window(coder) > _WINDOW_LIMIT:
                raise ExtractError(Reason.ARCHIVE_LIMIT, "tệp nén đòi quá nhiều bộ nhớ")


def _size(file: Any) -> int:
    return max(0, int(file.uncompressed or 0))


def _window(coder: dict[str, Any]) -> int:
    """The bytes of memory that a coder of the LZMA family reserves."""
    properties = bytes(coder.get("properties") or b"")
    if coder.get("method") == _LZMA and len(properties) >= 5:
        return int.from_bytes(properties[1:5], "little")
    if coder.get("method") == _LZMA2 and properties:
        bits = min(properties[0] & 0x3F, 40)
        return (2 | (bits & 1)) << (bits // 2 + 11)
    return 0


class _Numbered:
    """One member on its way into the temporary file."""

    def __init__(self, room: Unpacked, number: str, limit: int) -> None:
        self._room, self._number, self._left = room, number, limit
        self._start = room.spool.seek(0, io.SEEK_END)
        room.spans[number] = (self._start, 0)

    def write(self, data: bytes) -> int:
        """Append; more than the directory announced is a lie, and refused."""
        self._left -= len(data)
        if self._left < 0:
            raise ExtractError(Reason.ARCHIVE_LIMIT, "tệp lớn hơn dung lượng đã khai")
        self._room.spool.write(data)
        start, length = self._room.spans[self._number]
        self._room.spans[self._number] = (start, length + len(data))
        return len(data)

    def read(self, _size: int | None = None) -> bytes:
        """Nothing is read back here."""
        return b""

    def seek(self, offset: int, whence: int = 0) -> int:
        """The place stays at the end."""
        return offset + whence

    def flush(self) -> None:
        """Nothing is held back."""

    def size(self) -> int:
        """Bytes written."""
        return self._room.spans[self._number][1]

    def close(self) -> None:
        """The member is whole."""


class _Room:
    """Gives py7zr a numbered place in the temporary file for each member."""

    def __init__(self, room: Unpacked, sizes: dict[str, int]) -> None:
        self._room, self._sizes = room, sizes

    def create(self, filename: str) -> _Numbered:
        """The place of the member with this number."""
        return _Numbered(self._room, filename, self._sizes[filename])


def _unpacked(packed: Any, size: int) -> Unpacked:
    from py7zr.io import MemIO

    room = Unpacked()
    files = [file for file in packed.files if not file.is_directory]
    places: Any = _Room(room, {str(file.id): _size(file) for file in files})
    members = _members(files, size)
    for file, member in zip(files, members, strict=True):
        if member.reason is None:
            packed.worker.register_filelike(file.id, MemIO(str(file.id), places))
    failed = _run(packed)
    spans = room.spans
    room.spans = {}
    found: list[Member] = []
    for file, member in zip(files, members, strict=True):
        start, length = spans.get(str(file.id), (0, 0))
        whole = member.reason is not None or length == _size(file)
        if member.reason is None and whole:
            room.spans[member.name] = (start, length)
        found.append(
            member if whole else Member(member.name, member.size, member.mtime, *failed)
        )  # fmt: skip
    room.members = tuple(found)
    return room


def _run(packed: Any) -> tuple[Reason, str]:
    """Unpack as far as it goes, and why it ended early if it did."""
    from py7zr.exceptions import ArchiveError, UnsupportedCompressionMethodError

    try:
        packed.worker.extract(packed.fp, None, parallel=False)
    except ExtractError as error:
        return error.reason, error.detail
    except UnsupportedCompressionMethodError:
        return Reason.UNSUPPORTED, "kiểu nén 7z chưa đọc được"
    except (ArchiveError, *_ERRORS) as error:
        return Reason.DAMAGED, f"7z: {type(error).__name__}"
    return Reason.DAMAGED, "7z: tệp ngắn hơn dung lượng đã khai"


def _members(files: list[Any], packed: int) -> list[Member]:
    found: dict[str, Member] = {}
    for file in files:
        name = unique(label(str(file.filename)), found)
        mode = file.st_fmt
        reason, detail = refused(_size(file), packed)
        if (
            file.is_symlink
            or file.is_junction
            or file.is_socket
            or mode not in (None, 0, stat.S_IFREG)
        ):
            reason, detail = Reason.LINK, "liên kết hoặc thiết bị trong tệp nén"
        found[name] = Member(name, _size(file), _time(file), reason, detail)
    return list(found.values())


def _time(file: Any) -> float | None:
    try:
        written = file.lastwritetime
        return None if written is None else float(written.totimestamp())
    except (ValueError, OverflowError, OSError):
        return None
