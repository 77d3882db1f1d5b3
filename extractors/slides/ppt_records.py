"""The records of a PowerPoint 97-2003 file ([MS-PPT]): a tree, and the newest state of each part.

A file that was saved several times holds old states of its parts too; the persist directory,
read from the newest edit back to the first, tells where the newest of each stands.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.document import ExtractError, Reason

DOCUMENT, SLIDE, MAIN_MASTER = 0x03E8, 0x03EE, 0x03F8
SLIDE_ATOM, SLIDE_PERSIST, LIST = 0x03EF, 0x03F3, 0x0FF0
ENVIRONMENT, FONTS, FONT = 0x03F2, 0x07D5, 0x0FB7
DRAWING, SHAPE, TEXT_BOX, CLIENT_DATA = 0x040C, 0xF004, 0xF00D, 0xF011
OUTLINE_REFERENCE, PLACEHOLDER = 0x0F9E, 0x0BC3
TEXT_HEADER, TEXT_CHARS, TEXT_BYTES = 0x0F9F, 0x0FA0, 0x0FA8
TEXT_STYLE, MASTER_STYLE = 0x0FA1, 0x0FA3
META = {0x0FD8, 0x0FF7, 0x0FF8, 0x0FF9, 0x0FFA, 0x1015}  # number, date, header, footer

_EDIT, _DIRECTORY = 0x0FF5, 0x1772
_EDIT_OF_LOCKED = 32  # bytes of an edit that names a session of encryption
_LOCKED = b"\xdf\xc4\xd1\xf3"  # the token of "Current User" in a file with a password
_DEPTH = 30  # groups in groups; deeper nesting is an attack
_RECORD = struct.Struct("<HHI")


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its kind, instance, and where its content stands in the stream."""

    kind: int
    instance: int
    start: int
    end: int
    is_container: bool


@dataclass(frozen=True, slots=True)
class Stream:
    """The stream "PowerPoint Document" and where the newest state of each part begins."""

    data: bytes
    parts: dict[int, int]  # persist id -> offset
    document: int  # persist id

    def part(self, identifier: int) -> Record | None:
        """The record of a part; none where the directory leads nowhere."""
        place = self.parts.get(identifier, len(self.data))
        return next(records(self.data, place, len(self.data)), None)

    def content(self, record: Record) -> bytes:
        """The bytes of a record without its head."""
        return self.data[record.start : record.end]

    def children(self, record: Record) -> Iterator[Record]:
        """The records directly in a container; none in an atom."""
        if record.is_container:
            yield from records(self.data, record.start, record.end)

    def first(self, record: Record, kind: int) -> Record | None:
        """The first child of a kind."""
        return next((child for child in self.children(record) if child.kind == kind), None)

    def below(self, record: Record, kind: int, depth: int = 0) -> Iterator[Record]:
        """Every record of a kind under a container, in order; none inside one another."""
        if depth > _DEPTH:
            raise ExtractError(Reason.DAMAGED, "lồng quá sâu")
        for child in self.children(record):
            if child.kind == kind:
                yield child
            else:
                yield from self.below(child, kind, depth + 1)

    def integer(self, record: Record, offset: int = 0, form: str = "<I") -> int:
        """A number in an atom; -1 where the atom is too short."""
        place = record.start + offset
        if place + struct.calcsize(form) > record.end:
            return -1
        return int(struct.unpack_from(form, self.data, place)[0])


def records(data: bytes, start: int, end: int) -> Iterator[Record]:
    """The records of a range one after another; a length beyond the range is cut to it."""
    end = min(end, len(data))
    while start + _RECORD.size <= end:
        head, kind, length = _RECORD.unpack_from(data, start)
        start += _RECORD.size
        yield Record(kind, head >> 4, start, min(start + length, end), head & 15 == 15)
        start += length


def opened(data: bytes, current_user: bytes) -> Stream:
    """The stream of a presentation; ``current_user`` is the content of that stream, or empty.

    Raises ExtractError where the file has a password or its parts cannot be found.
    """
    if current_user[12:16] == _LOCKED:
        raise ExtractError(Reason.ENCRYPTED, "PowerPoint 97-2003 có mật khẩu")
    place = int.from_bytes(current_user[16:20], "little") if len(current_user) >= 20 else 0
    newest = next(records(data, place, len(data)), None)
    if newest is None or newest.kind != _EDIT:
        edits = [one for one in records(data, 0, len(data)) if one.kind == _EDIT]
        if not edits:
            raise ExtractError(Reason.DAMAGED, "no edit in the presentation")
        newest = edits[-1]
    if newest.end - newest.start >= _EDIT_OF_LOCKED:
        raise ExtractError(Reason.ENCRYPTED, "PowerPoint 97-2003 có mật khẩu")
    return _by_edits(data, newest)


def _by_edits(data: bytes, newest: Record) -> Stream:
    """Follow the edits back to the first; an older place of a part never replaces a newer."""
    parts: dict[int, int] = {}
    document = -1
    edit: Record | None = newest
    while edit is not None and edit.kind == _EDIT and edit.end - edit.start >= 20:
        earlier, directory, document_id = struct.unpack_from("<III", data, edit.start + 8)
        document = document_id if document < 0 else document
        for identifier, place in _directory(data, directory):
            parts.setdefault(identifier, place)
        here = edit.start - _RECORD.size
        # An edit points to an earlier place; anything else would go round for ever.
        edit = next(records(data, earlier, len(data)), None) if 0 < earlier < here else None
    return Stream(data, parts, document)


def _directory(data: bytes, place: int) -> Iterator[tuple[int, int]]:
    """The entries of one persist directory: identifiers and places."""
    record = next(records(data, place, len(data)), None)
    if record is None or record.kind != _DIRECTORY:
        return
    length = (record.end - record.start) // 4 * 4
    words = [one[0] for one in struct.iter_unpack("<I", data[record.start : record.start + length])]
    at = 0
    while at < len(words):
        first, count = words[at] & 0xFFFFF, words[at] >> 20
        for number, offset in enumerate(words[at + 1 : at + 1 + count]):
            yield first + number, offset
        at += 1 + count
