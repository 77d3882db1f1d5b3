"""Papers that were received and read, and whose files have gone from the inbox since.

Evidence that somebody once handed in does not become "missing" because a folder was tidied: it
is kept, marked, until a clerk accepts that it is gone. A file that was renamed, or replaced by
another under its name, has not gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from extractors.document import Document, Unreadable
from pipeline.reading.inventory import Entry
from pipeline.storage.store import Store

RULE = "file-gone"


def vanished(
    store: Store, present: Iterable[Entry]
) -> Iterator[tuple[Entry, Document | Unreadable]]:
    """What the last run knew and the inbox no longer holds, as it was read."""
    paths, contents = set(), set()
    for entry in present:
        paths.add(entry.path)
        contents.add(entry.sha256)
    for path, sha256, size in store.db.execute(_LAST_KNOWN, [RULE]).fetchall():
        if path in paths or sha256 in contents:
            continue
        contents.add(sha256)  # of several copies one is enough
        # It cannot be read again: what an earlier reader made of it is all there is.
        reader = store.readings.last_reader(sha256)
        reading = store.readings.light((sha256, reader)) if reader else None
        if isinstance(reading, Document):
            yield Entry(path, Path(path), size=size or 0, sha256=sha256, gone=True), reading


# Without those that a clerk has accepted as gone.
_LAST_KNOWN = """
SELECT path, sha256, size FROM documents
WHERE sha256 IS NOT NULL AND read_status IN ('ok', 'partial') AND id NOT IN (
    SELECT f.document_id FROM findings f JOIN standing s USING (fingerprint)
    WHERE f.rule = ? AND f.present AND s.kind = 'accept'
)
ORDER BY path
"""
