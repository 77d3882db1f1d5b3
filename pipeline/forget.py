"""Forgetting what earlier runs wrote down of a paper that is only now known to be secret.

A stamp may have been overlooked: by an older program, or on a page that was not read at first.
What was kept of the paper then (its reading, quotes of findings that are gone, messages of older
runs, pictures of its pages) goes in the run that sees the stamp, and the file is written anew so
that no byte of it is left. What clerks typed themselves stays, for decisions are never changed.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from extractors.document import Document, Reason
from pipeline.reading.packing import pack, unpack
from pipeline.reading.read import READER_VERSION
from pipeline.reading.readings import Readings
from pipeline.reading.secret import Sealer
from pipeline.storage.database_file import written_anew
from pipeline.storage.store import Store
from rules.document_types import DocumentTypes
from rules.messages import load
from rules.model.papers import Paper

_LONG = 12  # characters of a title that cannot stand in a sentence by chance


@dataclass(frozen=True, slots=True)
class Forgotten:
    """The contents that are secret, and those of which nothing was left before this run."""

    secret: frozenset[str]
    before: frozenset[str]

    @property
    def fresh(self) -> frozenset[str]:
        """Those of which earlier runs may have left something."""
        return self.secret - self.before


def forget_words(store: Store, papers: Iterable[Paper], types: DocumentTypes) -> Forgotten:
    """Take out of the database what it says of secret papers; before the run is written."""
    found = [paper for paper in papers if paper.read_reason is Reason.SECRET and paper.sha256]
    secret = frozenset(paper.sha256 for paper in found)
    known = frozenset(sha256 for (sha256,) in store.db.execute("SELECT sha256 FROM forgotten"))
    forgotten = Forgotten(secret, known)
    if fresh := forgotten.fresh:
        store.readings.flush()
        ids = {paper.id for paper in found if paper.sha256 in fresh}
        store.db.execute("PRAGMA secure_delete = ON")
        with store.writing():
            before = list(_as_known(store.db, fresh))
            ids |= {id for id, _ in before}
            titles = {title for _, title in before if len(title) >= _LONG}
            _seal(store.readings, fresh, Sealer(types))
            _unsay(store.db, ids, titles)
    return forgotten


def forget_bytes(store: Store, out: Path, forgotten: Forgotten) -> None:
    """Leave no byte of it; where somebody is reading the database the next run does it."""
    if forgotten.fresh:
        # Only here, for a run that meets no such paper need not load what draws pages.
        from pipeline.erase import erase_pictures

        erase_pictures(out, forgotten.fresh)
        try:
            if not written_anew(store.db, patience=0):
                return
        except sqlite3.OperationalError:
            return
    if forgotten.secret == forgotten.before:
        return
    with store.writing():
        store.db.execute("DELETE FROM forgotten")
        store.db.conn.executemany(
            "INSERT INTO forgotten VALUES (?)", ((one,) for one in sorted(forgotten.secret))
        )


def _as_known(db: Database, contents: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The papers of some contents as the last run knew them: id and title."""
    wanted = json.dumps(sorted(contents))
    found = db.execute(
        "SELECT id, coalesce(title, '') FROM documents "
        "WHERE sha256 IN (SELECT value FROM json_each(?))",
        [wanted],
    )
    yield from found.fetchall()


def _seal(readings: Readings, contents: Iterable[str], sealer: Sealer) -> None:
    """Leave of each reading what may be known; of other readers' that missed the stamp, nothing."""
    connection = readings.connection
    for sha256 in contents:
        rows = connection.execute(
            "SELECT reader, body FROM readings WHERE sha256 = ?", [sha256]
        ).fetchall()
        for reader, body in rows:
            reading = unpack(body)
            sealed = sealer.seal(reading)
            if sealed is not reading:
                connection.execute(
                    "UPDATE readings SET body = ? WHERE sha256 = ? AND reader = ?",
                    [pack(sealed), sha256, reader],
                )
            elif isinstance(reading, Document) and reader != READER_VERSION:
                connection.execute(
                    "DELETE FROM readings WHERE sha256 = ? AND reader = ?", [sha256, reader]
                )


def _unsay(db: Database, ids: Iterable[str], titles: Iterable[str]) -> None:
    """Take the quotes of these papers, and every sentence with a title, out of findings."""
    words = load()["notice"]["secret_forgotten"]
    papers, named = json.dumps(sorted(ids)), json.dumps(sorted(titles))
    about = (
        "SELECT fingerprint FROM findings f WHERE document_id IN (SELECT value FROM json_each(?1)) "
        "OR EXISTS (SELECT 1 FROM json_each(coalesce(f.evidence, '[]')) e "
        "WHERE e.value ->> '$.document_id' IN (SELECT value FROM json_each(?1))) "
        "OR EXISTS (SELECT 1 FROM json_each(?2) t WHERE instr(f.message, t.value) > 0)"
    )
    found = json.dumps([one for (one,) in db.execute(about, [papers, named])])
    these = "fingerprint IN (SELECT value FROM json_each(?1))"
    db.execute(
        "UPDATE findings SET message = ?2, message_en = ?3, evidence = '[]', subject = NULL "
        f"WHERE {these}",
        [found, words.vi, words.en],
    )
    db.execute(
        f"UPDATE run_findings SET message = ?2 WHERE {these} "
        "OR EXISTS (SELECT 1 FROM json_each(?3) t WHERE instr(message, t.value) > 0)",
        [found, words.vi, named],
    )
    db.execute(f"DELETE FROM finding_texts WHERE {these}", [found])
