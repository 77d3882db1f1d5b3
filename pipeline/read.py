"""Reading the inbox: each document in a process that may die without costing another.

One thread minds one reading process. A process that hangs, dies or eats memory is killed with
its group and replaced; its document gets the reason, all others are read as if nothing happened.
"""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from dataclasses import dataclass, field

from extractors.document import Document, Reason, Unreadable
from extractors.formats import EXTRACTORS
from pipeline.inventory import Entry
from pipeline.reading_process import Limits, ReadingProcess, Result

Cache = MutableMapping[tuple[str, str], Result]
OnResult = Callable[[Entry, Result], None]

# What says nothing about the file itself is tried again in the next run.
_PASSING = {Reason.TIMEOUT, Reason.MEMORY, Reason.CRASHED, Reason.NO_ACCESS, Reason.STILL_GROWING}

READER_VERSION = "+".join(sorted({form.version for form in EXTRACTORS.values() if form.version}))


def read_all(
    entries: Iterable[Entry],
    workers: int = 0,
    on_result: OnResult | None = None,
    cache: Cache | None = None,
    limits: Limits | None = None,
) -> Iterator[tuple[Entry, Result]]:
    """Read the entries; results come as they are ready, in any order.

    Files of the same content are read once. ``cache`` maps (sha256, reader version) to what an
    earlier run read.
    """
    known: Cache = {} if cache is None else cache
    unread, waiting = _to_read(entries, known)
    for entry, result in unread:
        yield _told(entry, result, on_result)
    pool = _Pool(limits or Limits(), workers or default_workers())
    try:
        pool.start([same[0] for same in waiting.values()])
        for first, result in pool.results():
            if _is_lasting(result) and first.sha256:
                known[first.sha256, READER_VERSION] = result
            for entry in waiting[_identity(first)]:
                yield _told(entry, result, on_result)
    finally:
        pool.stop()


def default_workers() -> int:
    """One process for each processor, at most eight."""
    return max(1, min(8, os.cpu_count() or 1))


def _told(entry: Entry, result: Result, on_result: OnResult | None) -> tuple[Entry, Result]:
    if on_result is not None:
        on_result(entry, result)
    return entry, result


def _identity(entry: Entry) -> str:
    return entry.sha256 or entry.path


def _is_lasting(result: Result) -> bool:
    if isinstance(result, Document):
        return not any(reason in _PASSING for reason, _ in result.skipped)
    return result.reason not in _PASSING


def _to_read(
    entries: Iterable[Entry], known: Cache
) -> tuple[list[tuple[Entry, Result]], dict[str, list[Entry]]]:
    """What needs no process (refused or cached), and the rest by content."""
    done: list[tuple[Entry, Result]] = []
    waiting: dict[str, list[Entry]] = {}
    for entry in entries:
        cached = known.get((entry.sha256, READER_VERSION)) if entry.sha256 else None
        if entry.reason is not None:
            done.append((entry, Unreadable("", entry.reason, entry.detail)))
        elif cached is not None:
            done.append((entry, cached))
        else:
            waiting.setdefault(_identity(entry), []).append(entry)
    return done, waiting


@dataclass(slots=True)
class _Pool:
    """Threads that each mind one reading process."""

    limits: Limits
    workers: int
    total: int = 0
    stopped: threading.Event = field(default_factory=threading.Event)
    tasks: queue.SimpleQueue[Entry] = field(default_factory=queue.SimpleQueue)
    answers: queue.SimpleQueue[tuple[Entry, Result] | BaseException] = field(
        default_factory=queue.SimpleQueue
    )
    threads: list[threading.Thread] = field(default_factory=list)
    children: list[ReadingProcess] = field(default_factory=list)

    def start(self, entries: list[Entry]) -> None:
        """Begin reading; large files first, so that none is left for the end."""
        self.total = len(entries)
        for entry in sorted(entries, key=lambda entry: (-entry.size, entry.path)):
            self.tasks.put(entry)
        for _ in range(min(self.workers, self.total)):
            child = ReadingProcess(self.limits)
            thread = threading.Thread(target=self._mind, args=(child,), daemon=True)
            self.children.append(child)
            self.threads.append(thread)
            thread.start()

    def _mind(self, child: ReadingProcess) -> None:
        try:
            while not self.stopped.is_set():
                try:
                    entry = self.tasks.get_nowait()
                except queue.Empty:
                    return
                self.answers.put((entry, child.read(entry)))
        except BaseException as error:  # handed to the caller, who alone may decide
            self.answers.put(error)
        finally:
            child.close()

    def results(self) -> Iterator[tuple[Entry, Result]]:
        """Each result as it arrives."""
        for _ in range(self.total):
            answer = self.answers.get()
            if isinstance(answer, BaseException):
                raise answer
            yield answer

    def stop(self) -> None:
        """End all processes, those in the middle of a document too."""
        self.stopped.set()
        for child in self.children:
            child.kill()
        for thread in self.threads:
            thread.join(timeout=10)
