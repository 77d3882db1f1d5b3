"""What lies in the inbox: every file, link and archive member, each accounted for once."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from extractors.archives import archive
from extractors.archives.container import unique
from extractors.document import Reason
from extractors.formats import SIZE_LIMIT, may_be_container
from pipeline.reading.contents import contents_of
from pipeline.reading.contents import open_entry as open_entry
from pipeline.reading.entry import Entry as Entry
from pipeline.reading.entry import is_temporary, is_unfinished
from pipeline.reading.entry import shown_name as shown_name
from pipeline.reading.seen_files import SeenFiles

# What a container holds, None where a file is none. A run asks a reading process.
Contents = Callable[[Entry], Iterable[Entry] | None]

_CHUNK = 1 << 20
_HEAD = 4096
_JUNCTION = 0xA0000003  # a folder that is another one, on Windows
_IN_USE = (32, 33)  # Windows: another program holds the file, which is being written


def take(
    inbox: Path,
    results: Path | None = None,
    contents: Contents = contents_of,
    seen: SeenFiles | None = None,
) -> tuple[Entry, ...]:
    """Every entry under a folder (or the one file given), ordered by the path shown.

    ``results`` is the folder that the run writes to: what lies there was not handed in.
    ``seen`` spares opening the files that have not changed since an earlier run.
    """
    found: dict[str, Entry] = {}
    for entry in _walk(inbox, results.resolve() if results else None, contents, seen):
        shown = unique(entry.path, found)
        found[shown] = replace(entry, path=shown)
    return tuple(found[path] for path in sorted(found))


def _walk(
    inbox: Path, results: Path | None, contents: Contents, seen: SeenFiles | None
) -> Iterator[Entry]:
    if not inbox.is_dir():
        yield from _file(inbox, inbox.name, contents, seen)
        return
    waiting = [(inbox, "")]
    while waiting:
        folder, shown = waiting.pop()
        try:
            with os.scandir(folder) as scanned:
                # Sorted by the bytes of the name: names need not be valid text.
                items = sorted(scanned, key=lambda item: os.fsencode(item.name))
        except OSError as error:
            yield _not_opened(Entry(shown or inbox.name, folder), error)
            continue
        for item in items:
            path = folder / item.name
            name = f"{shown}/{shown_name(item.name)}".lstrip("/")
            if _is_folder(path) and not is_temporary(item.name, folder=True):
                if path.resolve() != results:
                    waiting.append((path, name))
            else:
                yield from _file(path, name, contents, seen)


def _is_folder(path: Path) -> bool:
    try:
        facts = path.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(facts.st_mode) and not _is_junction(facts)


def _is_junction(facts: os.stat_result) -> bool:
    return getattr(facts, "st_reparse_tag", 0) == _JUNCTION


def _not_opened(entry: Entry, error: OSError) -> Entry:
    """An entry that the system does not let us open, and why."""
    if getattr(error, "winerror", 0) in _IN_USE:
        return replace(entry, reason=Reason.STILL_GROWING, detail="chương trình khác đang giữ tệp")
    detail = "đường dẫn quá dài" if error.errno == errno.ENAMETOOLONG else error.strerror or ""
    return replace(entry, reason=Reason.NO_ACCESS, detail=detail)


def _file(path: Path, shown: str, contents: Contents, seen: SeenFiles | None) -> Iterator[Entry]:
    """The entry of one file, or those of its members where it is an archive."""
    try:
        facts = path.lstat()
    except OSError as error:
        yield _not_opened(Entry(shown, path), error)
        return
    entry = Entry(shown, path, (), facts.st_size, facts.st_mtime)
    if stat.S_ISLNK(facts.st_mode) or _is_junction(facts):
        yield replace(entry, reason=Reason.LINK, detail="liên kết, không mở theo")
    elif is_temporary(path.name):
        yield replace(entry, reason=Reason.TEMPORARY)
    elif is_unfinished(path.name) and stat.S_ISREG(facts.st_mode):
        yield replace(entry, reason=Reason.STILL_GROWING)
    elif not stat.S_ISREG(facts.st_mode):
        yield replace(entry, reason=Reason.LINK, detail="không phải tệp thường")
    elif facts.st_size == 0:
        yield replace(entry, reason=Reason.EMPTY_FILE, sha256=hashlib.sha256().hexdigest())
    elif facts.st_size > SIZE_LIMIT:
        yield replace(entry, reason=Reason.TOO_LARGE, detail=f"{facts.st_size} byte")
    else:
        known = seen.find(entry, facts) if seen else None
        yield from _regular(entry, contents, facts, seen) if known is None else known


def _regular(
    entry: Entry, contents: Contents, facts: os.stat_result, seen: SeenFiles | None
) -> Iterator[Entry]:
    began = time.time_ns()
    try:
        digest, head, tail = _hashed(entry.source)
        after = entry.source.lstat()
    except OSError as error:
        yield _not_opened(entry, error)
        return
    entry = replace(entry, sha256=digest)
    if (after.st_size, after.st_mtime) != (entry.size, entry.mtime):
        yield replace(entry, reason=Reason.STILL_GROWING)
        return
    held = contents(entry) if may_be_container(head, tail) else None
    members = None if held is None else tuple(held)
    if seen:
        seen.keep(entry, facts, began, members)
    yield from (entry,) if members is None else members


def _hashed(path: Path) -> tuple[str, bytes, bytes]:
    """The hash of a file, and its first and last bytes, by which a container is known."""
    digest, head, tail = hashlib.sha256(), b"", b""
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            head = head or chunk[:_HEAD]
            tail = (tail + chunk)[-archive.ENDING_ROOM :]
            digest.update(chunk)
    return digest.hexdigest(), head, tail
