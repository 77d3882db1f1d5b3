"""What lies in the inbox: every file, link and archive member, each accounted for once."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from extractors import archive
from extractors.container import DEPTH_LIMIT, Member, Opened, Source, label, unique
from extractors.document import ExtractError, Reason
from extractors.formats import SIZE_LIMIT, detect, may_be_container

_CHUNK = 1 << 20
_HEAD = 4096
_MEMBERS_LIMIT = 20_000  # in all archives nested in one file
_BYTES_LIMIT = 4 * 1024 * 1024 * 1024

# Office lock files, thumbnails and what other systems leave beside the papers.
_TEMPORARY_NAMES = {"thumbs.db", "desktop.ini", "ehthumbs.db", "__macosx", "$recycle.bin",
                    "system volume information", "@eadir"}  # fmt: skip
_TEMPORARY_STARTS = ("~$", ".", "~wrl")
_TEMPORARY_ENDS = (".tmp", ".crdownload", ".part", ".partial", ".lnk")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing found in the inbox.

    ``path`` is what people are shown: relative to the inbox, in NFC, with the member's name
    after the archive's (``STP/minh-chung.zip/bao-cao.pdf``). ``source`` opens the file, and
    ``member`` leads into it. A ``reason`` says why the entry will not be read.
    """

    path: str
    source: Path
    member: tuple[str, ...] = ()
    size: int = 0
    mtime: float = 0.0
    reason: Reason | None = None
    sha256: str = ""
    detail: str = ""
    gone: bool = False  # known from an earlier run, no longer there


@dataclass(slots=True)
class _Budget:
    """What one file of the inbox may still unpack to."""

    members: int = _MEMBERS_LIMIT
    size: int = _BYTES_LIMIT


def take(inbox: Path, results: Path | None = None) -> tuple[Entry, ...]:
    """Every entry under a folder (or the one file given), ordered by the path shown.

    ``results`` is the folder that the run writes to: what lies there was not handed in.
    """
    found: dict[str, Entry] = {}
    for entry in _walk(inbox, results.resolve() if results else None):
        shown = unique(entry.path, found)
        found[shown] = replace(entry, path=shown)
    return tuple(found[path] for path in sorted(found))


def _walk(inbox: Path, results: Path | None) -> Iterator[Entry]:
    if not inbox.is_dir():
        yield from _file(inbox, inbox.name)
        return
    waiting = [(inbox, "")]
    while waiting:
        folder, shown = waiting.pop()
        try:
            with os.scandir(folder) as scanned:
                # Sorted by the bytes of the name: names need not be valid text.
                items = sorted(scanned, key=lambda item: os.fsencode(item.name))
        except OSError as error:
            yield _refused(folder, shown or inbox.name, Reason.NO_ACCESS, error.strerror or "")
            continue
        for item in items:
            path = folder / item.name
            name = f"{shown}/{shown_name(item.name)}".lstrip("/")
            if _is_folder(path) and not is_temporary(item.name):
                if path.resolve() != results:
                    waiting.append((path, name))
            else:
                yield from _file(path, name)


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False


def shown_name(name: str) -> str:
    """A file's name as text: undecodable bytes become �, control and direction marks go."""
    text = os.fsencode(name).decode("utf-8", "replace") if os.name == "posix" else name
    return label(text.replace("/", "∕").replace("\\", "∕"))


def is_temporary(name: str) -> bool:
    """Whether a name is a lock file, a thumbnail store or a hidden file.

    >>> is_temporary("~$bao-cao.docx"), is_temporary("Thumbs.db"), is_temporary("BC 05.pdf")
    (True, True, False)
    """
    lower = name.lower()
    return (
        lower in _TEMPORARY_NAMES
        or lower.startswith(_TEMPORARY_STARTS)
        or lower.endswith(_TEMPORARY_ENDS)
    )


def _refused(path: Path, shown: str, reason: Reason, detail: str = "") -> Entry:
    return Entry(shown, path, reason=reason, detail=detail)


def _file(path: Path, shown: str) -> Iterator[Entry]:
    """The entry of one file, or those of its members where it is an archive."""
    try:
        facts = path.lstat()
    except OSError as error:
        yield _refused(path, shown, Reason.NO_ACCESS, error.strerror or "")
        return
    entry = Entry(shown, path, (), facts.st_size, facts.st_mtime)
    if stat.S_ISLNK(facts.st_mode):
        yield replace(entry, reason=Reason.LINK, detail="liên kết, không mở theo")
    elif is_temporary(path.name):
        yield replace(entry, reason=Reason.TEMPORARY)
    elif not stat.S_ISREG(facts.st_mode):
        yield replace(entry, reason=Reason.LINK, detail="không phải tệp thường")
    elif facts.st_size == 0:
        yield replace(entry, reason=Reason.EMPTY_FILE, sha256=hashlib.sha256().hexdigest())
    elif facts.st_size > SIZE_LIMIT:
        yield replace(entry, reason=Reason.TOO_LARGE, detail=f"{facts.st_size} byte")
    else:
        yield from _regular(entry)


def _regular(entry: Entry) -> Iterator[Entry]:
    try:
        digest, head, tail = _hashed(entry.source)
        after = entry.source.lstat()
        contained = may_be_container(head, tail) and _is_container(entry.source)
    except OSError as error:
        yield replace(entry, reason=Reason.NO_ACCESS, detail=error.strerror or "")
        return
    entry = replace(entry, sha256=digest)
    if (after.st_size, after.st_mtime) != (entry.size, entry.mtime):
        yield replace(entry, reason=Reason.STILL_GROWING)
    elif contained:
        yield from _members(entry, entry.source, 1, _Budget())
    else:
        yield entry


def _hashed(path: Path) -> tuple[str, bytes, bytes]:
    """The hash of a file, and its first and last bytes, by which a container is known."""
    digest, head, tail = hashlib.sha256(), b"", b""
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            head = head or chunk[:_HEAD]
            tail = (tail + chunk)[-archive.ENDING_ROOM :]
            digest.update(chunk)
    return digest.hexdigest(), head, tail


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


def _member(
    outer: Entry, container: Opened, member: Member, depth: int, budget: _Budget
) -> Iterator[Entry]:
    entry = Entry(
        f"{outer.path}/{member.name}", outer.source, (*outer.member, member.name),
        member.size, member.mtime or outer.mtime, member.reason, "", member.detail,
    )  # fmt: skip
    if entry.reason is not None:
        yield entry
    elif any(is_temporary(part) for part in member.name.split("/")):
        yield replace(entry, reason=Reason.TEMPORARY)
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
    data: Source = entry.source
    for name in entry.member:
        data = archive.read_member(data, name)
    return data if isinstance(data, bytes) else data.read_bytes()
