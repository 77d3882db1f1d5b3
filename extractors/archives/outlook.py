"""Outlook mails (.msg): an OLE file of properties; read by olefile where it is installed."""

from __future__ import annotations

import importlib.util
import io
import struct
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from extractors.archives.container import (
    DEPTH_LIMIT,
    ENTRY_LIMIT,
    MEMBER_LIMIT,
    TOTAL_LIMIT,
    Held,
    Member,
    Source,
    label,
    unique,
)
from extractors.archives.mail import LETTER, html_words, letter
from extractors.document import ExtractError, Reason

_SUBJECT, _BODY, _HTML, _CLASS = "0037", "1000", "1013", "001A"
_HEADS = (("Từ", "0C1A"), ("Đến", "0E04"), ("Đồng gửi", "0E03"), ("Tiêu đề", _SUBJECT))
_FILE_NAMES = ("3707", "3704", "3001")  # long, short, shown
_TIMES = (0x0039, 0x0E06)  # sent, received
_TIME_TYPE = 0x0040
_ENTRY = 16  # bytes of one fixed property
_HEADER = {True: 32, False: 24}  # bytes before them, in a mail and in a mail in a mail
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_ERRORS = (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, struct.error,
           OverflowError, RecursionError)  # fmt: skip


@dataclass(slots=True)
class _Found:
    """What has been taken out so far."""

    members: list[Member] = field(default_factory=list)
    data: dict[str, bytes] = field(default_factory=dict)

    def add(self, name: str, data: bytes, when: float | None, reason: Reason | None = None) -> None:
        """Keep one file, within bounds."""
        if len(self.members) >= ENTRY_LIMIT:
            raise ExtractError(Reason.ARCHIVE_LIMIT, f"quá {ENTRY_LIMIT} tệp đính kèm")
        name = unique(label(name), {member.name for member in self.members})
        if len(data) > MEMBER_LIMIT:
            reason = Reason.TOO_LARGE
        elif sum(map(len, self.data.values())) + len(data) > TOTAL_LIMIT:
            raise ExtractError(Reason.ARCHIVE_LIMIT, "tổng dung lượng tệp đính kèm quá lớn")
        detail = "thư đã mã hoá" if reason is Reason.ENCRYPTED else ""
        self.members.append(Member(name, len(data), when, reason, detail))
        if reason is None:
            self.data[name] = data


def open_msg(source: Source) -> Held:
    """An Outlook mail with its attachments; mails in it stand under their names."""
    if importlib.util.find_spec("olefile") is None:
        raise ExtractError(Reason.NEEDS_TOOL, "thư Outlook: cần cài olefile")
    import olefile

    data = source if isinstance(source, bytes) else source.read_bytes()
    found = _Found()
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            for said in (ole.root.size, ole.num_mini_fat_sectors * ole.sector_size):
                _check_size(said, len(data))
            _message(ole, (), "", 1, found)
    except _ERRORS as error:
        raise ExtractError(Reason.DAMAGED, f"msg: {type(error).__name__}") from error
    return Held(tuple(found.members), found.data)


def _message(ole: Any, at: tuple[str, ...], folder: str, depth: int, found: _Found) -> None:
    sent = _sent(ole, at)
    when = None if sent is None else sent.timestamp()
    heads = [(title, " ".join(_text(ole, at, code).split())) for title, code in _HEADS]
    words = _text(ole, at, _BODY) or html_words(_page(ole, at))
    found.add(folder + LETTER, letter(heads, sent, words), when)
    locked = _text(ole, at, _CLASS).upper().endswith(".SMIME")
    for number, inner in enumerate(_attachments(ole, at), start=1):
        names = (_text(ole, inner, code) for code in _FILE_NAMES)
        name = next((name for name in names if name.strip()), f"tep-kem-{number}")
        held = (*inner, "__substg1.0_3701000D")
        if ole.exists([*held, "__properties_version1.0"]):
            if depth >= DEPTH_LIMIT:
                found.add(folder + name, b"", when, Reason.ARCHIVE_LIMIT)
            else:
                _message(ole, held, f"{folder}{label(name)}/", depth + 1, found)
        else:
            reason = Reason.ENCRYPTED if locked else None
            found.add(folder + name, _stream(ole, (*inner, "__substg1.0_37010102")), when, reason)


def _attachments(ole: Any, at: tuple[str, ...]) -> list[tuple[str, ...]]:
    names = ole.listdir(streams=False, storages=True)
    here = [tuple(name) for name in names if len(name) == len(at) + 1]
    return sorted(
        name for name in here if name[: len(at)] == at and name[-1].startswith("__attach_version")
    )


def _stream(ole: Any, path: tuple[str, ...]) -> bytes:
    if not ole.exists(list(path)):
        return b""
    _check_size(ole.get_size(list(path)), ole.fp.getbuffer().nbytes)
    with ole.openstream(list(path)) as stream:
        return bytes(stream.read(MEMBER_LIMIT + 1))


def _check_size(said: int, most: int) -> None:
    """Refuse a stream larger than its file: olefile would go round in it as long as that says."""
    if said > most:
        raise ExtractError(Reason.DAMAGED, "msg: a part is larger than the file")


def _text(ole: Any, at: tuple[str, ...], code: str) -> str:
    """A text property, in Unicode or in the eight-bit form of old clients."""
    wide = _stream(ole, (*at, f"__substg1.0_{code}001F"))
    if wide:
        return wide.decode("utf-16-le", "replace").rstrip("\0")
    return _eight_bit(_stream(ole, (*at, f"__substg1.0_{code}001E"))).rstrip("\0")


def _eight_bit(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1258", "replace")


def _page(ole: Any, at: tuple[str, ...]) -> str:
    return _text(ole, at, _HTML) or _eight_bit(_stream(ole, (*at, f"__substg1.0_{_HTML}0102")))


def _sent(ole: Any, at: tuple[str, ...]) -> datetime | None:
    """When the mail was sent, by its table of fixed properties."""
    data = _stream(ole, (*at, "__properties_version1.0"))[_HEADER[not at] :]
    times = {}
    for place in range(0, len(data) - _ENTRY + 1, _ENTRY):
        kind, code, _, value = struct.unpack_from("<HHIQ", data, place)
        if kind == _TIME_TYPE:
            times[code] = value
    for code in _TIMES:
        if times.get(code):
            try:
                return _EPOCH + timedelta(microseconds=times[code] // 10)
            except OverflowError:
                return None
    return None
