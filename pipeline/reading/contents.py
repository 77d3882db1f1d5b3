"""What containers hold: each member an entry, down to the containers inside them.

Runs in a reading process: nothing that takes an archive or a mail apart runs in the supervisor.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractors.archives import archive
from extractors.archives.container import DEPTH_LIMIT, Member, Opened, Source
from extractors.document import ExtractError, Reason
from extractors.formats import detect, may_be_container
from pipeline.reading.entry import Entry, Sent, is_temporary, is_unfinished

_HEAD = 4096
_MEMBERS_LIMIT = 20_000  # in all archives nested in one file
_BYTES_LIMIT = 4 * 1024 * 1024 * 1024


@dataclass(slots=True)
class _Budget:
    """What one file of the inbox may still unpack to."""

    members: int = _MEMBERS_LIMIT
    size: int = _BYTES_LIMIT


def contents_of(entry: Entry) -> Iterator[Entry] | None:
    """What a file of the inbox holds; None where it is no container."""
    if not _is_container(entry.source):
        return None
    return _members(entry, entry.source, 1, _Budget())


@dataclass(frozen=True, slots=True)
class Listing:
    """The question what a file holds."""

    entry: Entry


# A member as plain values, for a reading process is not believed in anything but these:
# path, way into the container, size, time, reason, hash, detail.
Plain = tuple[str, tuple[str, ...], int, float, str, str, str]
NO_CONTAINER = "no container"
_TOGETHER = 100


def told_members(entry: Entry) -> Iterator[list[Plain] | str]:
    """What a file holds, some at a time; or that it is no container, or not what was counted."""
    try:
        found = contents_of(entry)
        some: list[Plain] = []
        for one in found or ():
            reason = "" if one.reason is None else one.reason.value
            some.append((one.path, one.member, one.size, one.mtime, reason, one.sha256, one.detail))
            if len(some) >= _TOGETHER:
                yield some
                some = []
        yield NO_CONTAINER if found is None else some
    except OSError as error:
        yield [_itself(entry, Reason.NO_ACCESS, error.strerror or "")]
    except MemoryError:
        yield [_itself(entry, Reason.MEMORY, "")]
    except Exception as error:  # our own fault costs this archive only
        yield [_itself(entry, Reason.CRASHED, type(error).__name__)]


def _itself(entry: Entry, reason: Reason, detail: str) -> Plain:
    return entry.path, entry.member, entry.size, entry.mtime, reason.value, entry.sha256, detail


def _is_container(source: Source) -> bool:
    data = source if isinstance(source, bytes) else source.read_bytes()
    return detect(data) in archive.FORMATS


def _members(outer: Entry, source: Source, depth: int, budget: _Budget) -> Iterator[Entry]:
    """The members of a container; it stands itself only where some cannot be listed."""
    if depth > DEPTH_LIMIT:
        detail = f"tệp nén lồng quá {DEPTH_LIMIT} lớp"
        yield replace(outer, reason=Reason.ARCHIVE_LIMIT, detail=detail)
        return
    try:
        with archive.opened(source) as container:
            yield from _listed(outer, container, depth, budget)
    except ExtractError as error:
        yield replace(outer, reason=error.reason, detail=error.detail)


def _listed(outer: Entry, container: Opened, depth: int, budget: _Budget) -> Iterator[Entry]:
    lost = container.lost
    if lost is not None:
        yield replace(outer, reason=lost.reason, detail=lost.detail)
    elif not container.members:
        yield replace(outer, reason=Reason.NO_TEXT, detail="tệp nén rỗng")
    budget.members -= len(container.members)
    if budget.members < 0:
        yield replace(outer, reason=Reason.ARCHIVE_LIMIT, detail="quá nhiều tệp trong tệp nén")
        return
    for member in container.members:
        yield from _member(outer, container, member, depth, budget)


def _is_temporary(parts: list[str]) -> bool:
    return is_temporary(parts[-1]) or any(is_temporary(one, folder=True) for one in parts[:-1])


def _member(
    outer: Entry, container: Opened, member: Member, depth: int, budget: _Budget
) -> Iterator[Entry]:
    entry = Entry(
        f"{outer.path}/{member.name}", outer.source, (*outer.member, member.name),
        member.size, member.mtime or outer.mtime, member.reason, "", member.detail,
    )  # fmt: skip
    if entry.reason is not None:
        yield entry
    elif _is_temporary(member.name.split("/")):
        yield replace(entry, reason=Reason.TEMPORARY)
    elif is_unfinished(member.name):
        yield replace(entry, reason=Reason.STILL_GROWING)
    elif member.size > budget.size:
        yield replace(entry, reason=Reason.ARCHIVE_LIMIT, detail="vượt dung lượng giải nén")
    else:
        try:
            data = container.read(member.name)
        except ExtractError as error:
            yield replace(entry, reason=error.reason, detail=error.detail)
            return
        budget.size -= len(data)
        entry = replace(entry, size=len(data), sha256=hashlib.sha256(data).hexdigest())
        if not data:
            yield replace(entry, reason=Reason.EMPTY_FILE)
        elif _is_nested(data):
            yield from _members(entry, data, depth + 1, budget)
        else:
            yield entry


def _is_nested(data: bytes) -> bool:
    tail = data[-archive.ENDING_ROOM :] if data.startswith(b"PK") else b""
    return may_be_container(data[:_HEAD], tail) and _is_container(data)


def open_entry(entry: Entry) -> bytes:
    """The bytes of an entry; a container's member is unpacked along its path."""
    if not entry.member:
        return entry.source.read_bytes()
    sent = isinstance(entry.source, Sent)
    data: Source = entry.source.read_bytes() if sent else entry.source
    for name in entry.member:
        data = archive.read_member(data, name)
    return data if isinstance(data, bytes) else data.read_bytes()
