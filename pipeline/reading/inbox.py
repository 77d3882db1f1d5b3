"""The reading stage of a run: take stock, read what is new, leave what is still being copied."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from extractors.document import Document, Reason, Unreadable
from pipeline.memory import program
from pipeline.reading.attempts import Attempts, try_again
from pipeline.reading.cluster import Cluster, FarPool
from pipeline.reading.entry import Entry
from pipeline.reading.growing import Fresh
from pipeline.reading.inventory import take
from pipeline.reading.listing import Lister
from pipeline.reading.read import READER_VERSION, MakePool, read_all
from pipeline.reading.reading_process import Limits, Result
from pipeline.reading.readings import Lightly, Readings
from pipeline.reading.secret import Sealer
from pipeline.reading.seen_files import SeenFiles
from pipeline.run_log import RunLog
from rules.document_types import DocumentTypes

Reading = tuple[Entry, Document | Unreadable]

_WORK = ".tam"  # beside the results: where the reading processes may write


class Watcher(Protocol):
    """Whoever is told how reading goes on."""

    def start(self, total: int) -> None: ...
    def advance(self, path: str) -> None: ...
    def end(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a run reads: the folder received, the folder of results, and what was read before."""

    inbox: Path
    results: Path
    database: Path
    readings: Readings
    workers: int = 0
    again: bool = False  # also what was given up
    cluster: Cluster | None = None  # null: this machine reads
    log: RunLog = field(default_factory=RunLog)


def read_inbox(desk: Desk, watcher: Watcher) -> list[Reading]:
    """Everything in the inbox as it was read, or why it was not."""
    if desk.again:
        try_again(desk.readings.connection)
    desk.readings.renew(READER_VERSION)
    work = _emptied(desk.results / _WORK)
    attempts = Attempts(desk.database, READER_VERSION)
    limits = Limits(work=work)
    try:
        with desk.log.stage("inventory"):
            entries = _inventory(desk, limits)
            fresh = Fresh.of(entries)
        watcher.start(len(entries))
        with desk.log.stage("read"):
            found = list(_read(desk, entries, limits, attempts, watcher))
        watcher.end()
        return list(_settled(found, fresh.changing()))
    finally:
        attempts.close()
        shutil.rmtree(work, ignore_errors=True)


def _read(
    desk: Desk, entries: Iterable[Entry], limits: Limits, attempts: Attempts, watcher: Watcher
) -> Iterator[Reading]:
    known = Lightly(desk.readings, Sealer(DocumentTypes.load()).seal)
    pools = _far(desk, desk.cluster, limits, attempts) if desk.cluster else None
    for entry, result in read_all(
        entries, desk.workers, None, known, limits, attempts, desk.log, pools
    ):
        watcher.advance(entry.path)
        # What is kept in the database need not be kept in memory.
        yield entry, known.get((entry.sha256, READER_VERSION), result)


def _far(desk: Desk, cluster: Cluster, limits: Limits, attempts: Attempts) -> MakePool:
    def pool(alone: bool, lasting: Callable[[Result], bool]) -> FarPool:
        return FarPool(cluster, limits, attempts, alone, desk.log, lasting)

    return pool


def _emptied(work: Path) -> Path:
    """The folder to work in, without what a killed run left there."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True, exist_ok=True)
    return work.resolve()


def _inventory(desk: Desk, limits: Limits) -> tuple[Entry, ...]:
    lister = Lister(limits)

    def contents(entry: Entry) -> Iterable[Entry] | None:
        # What was read as a document is no container.
        known = (entry.sha256, READER_VERSION) in desk.readings
        return None if known else lister.contents(entry)

    seen = SeenFiles(desk.readings.connection, program())
    try:
        return take(desk.inbox, desk.results, contents, seen)
    finally:
        lister.close()
        seen.finish()


def _settled(found: Iterable[Reading], changing: frozenset[Path]) -> Iterable[Reading]:
    """The readings, but for those of files that are still being written."""
    for entry, result in found:
        if entry.source in changing:
            yield entry, Unreadable("", Reason.STILL_GROWING, "tệp đang được ghi")
        else:
            yield entry, result
