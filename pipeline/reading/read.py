"""Reading the inbox: each document in a process that may die without costing another.

One thread minds one reading process. A process that hangs, dies or eats memory is killed with
its group and replaced; its document gets the reason, all others are read as if nothing happened.
"""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from dataclasses import dataclass, field
from typing import Protocol

from extractors.document import Document, Reason, Unreadable
from extractors.formats import EXTRACTORS
from pipeline.reading.attempts import BROKEN, Attempts, Suspicion, broke, given_up
from pipeline.reading.entry import Entry
from pipeline.reading.reading_process import Limits, ReadingProcess, Result
from pipeline.run_log import RunLog

Cache = MutableMapping[tuple[str, str], Result]
OnResult = Callable[[Entry, Result], None]

# What says nothing about the file itself is tried again in the next run.
_OF_THE_PLACE = frozenset({Reason.NO_ACCESS, Reason.STILL_GROWING})
_PASSING = BROKEN | _OF_THE_PLACE

READER_VERSION = "+".join(sorted({form.version for form in EXTRACTORS.values() if form.version}))


def read_all(
    entries: Iterable[Entry],
    workers: int = 0,
    on_result: OnResult | None = None,
    cache: Cache | None = None,
    limits: Limits | None = None,
    attempts: Attempts | None = None,
    log: RunLog | None = None,
    make_pool: MakePool | None = None,
) -> Iterator[tuple[Entry, Result]]:
    """Read the entries; results come as they are ready, in any order.

    Files of the same content are read once. ``cache`` maps (sha256, reader version) to what an
    earlier run read. ``make_pool`` makes what reads elsewhere than in processes of this machine.
    """
    known: Cache = {} if cache is None else cache
    suspicion = attempts.earlier() if attempts else Suspicion({}, frozenset())
    unread, waiting = _to_read(entries, known, suspicion)
    for entry, result in unread:
        yield _told(entry, result, on_result)
    # What was open when a run died may have killed it: it comes last, and alone.
    suspects = [same for key, same in waiting.items() if key in suspicion.interrupted]
    others = [same for key, same in waiting.items() if key not in suspicion.interrupted]
    for groups, many in ((others, workers or default_workers()), (suspects, 1)):
        alone = groups is suspects
        if make_pool is None:
            pool: Pool = _Pool(limits or Limits(), many, attempts, alone, log or RunLog())
        else:
            pool = make_pool(alone, is_lasting)
        try:
            pool.start(groups)
            for same, result, lasting in pool.results():
                if lasting and same[0].sha256:
                    known[same[0].sha256, READER_VERSION] = result
                for entry in same:
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


def is_lasting(result: Result) -> bool:
    """Whether a result says something of the file itself, so that no later run need try."""
    if isinstance(result, Document):
        return not any(reason in _PASSING for reason, _ in result.skipped)
    return result.reason not in _PASSING


def _to_read(
    entries: Iterable[Entry], known: Cache, suspicion: Suspicion
) -> tuple[list[tuple[Entry, Result]], dict[str, list[Entry]]]:
    """What needs no process (refused, cached, given up), and the rest by content."""
    done: list[tuple[Entry, Result]] = []
    waiting: dict[str, list[Entry]] = {}
    for entry in entries:
        cached = known.get((entry.sha256, READER_VERSION)) if entry.sha256 else None
        if entry.reason is not None:
            done.append((entry, Unreadable("", entry.reason, entry.detail)))
        elif cached is not None:
            done.append((entry, cached))
        elif entry.sha256 in suspicion.given_up:
            done.append((entry, given_up(suspicion.given_up[entry.sha256])))
        else:
            waiting.setdefault(_identity(entry), []).append(entry)
    return done, waiting


_Same = list[Entry]  # entries of one content
_Answer = tuple[_Same, Result, bool]  # what they gave, and whether that is for good


class Pool(Protocol):
    """What reads contents somewhere and answers as they are ready."""

    def start(self, groups: list[_Same]) -> None: ...
    def results(self) -> Iterator[_Answer]: ...
    def stop(self) -> None: ...


MakePool = Callable[[bool, Callable[[Result], bool]], Pool]


@dataclass(slots=True)
class _Pool:
    """Threads that each mind one reading process."""

    limits: Limits
    workers: int
    attempts: Attempts | None = None
    alone: bool = False
    log: RunLog = field(default_factory=RunLog)
    left: int = 0
    stopped: threading.Event = field(default_factory=threading.Event)
    tasks: queue.SimpleQueue[_Same] = field(default_factory=queue.SimpleQueue)
    answers: queue.SimpleQueue[list[_Answer] | BaseException] = field(
        default_factory=queue.SimpleQueue
    )
    threads: list[threading.Thread] = field(default_factory=list)
    children: list[ReadingProcess] = field(default_factory=list)

    def start(self, groups: list[_Same]) -> None:
        """Begin reading; large files first, so that none is left for the end."""
        self.left = len(groups)
        for same in sorted(groups, key=lambda same: (-same[0].size, same[0].path)):
            self.tasks.put(same)
        for _ in range(min(self.workers, self.left)):
            child = ReadingProcess(self.limits)
            thread = threading.Thread(target=self._mind, args=(child,), daemon=True)
            self.children.append(child)
            self.threads.append(thread)
            thread.start()

    def _mind(self, child: ReadingProcess) -> None:
        try:
            while not self.stopped.is_set():
                try:
                    same = self.tasks.get_nowait()
                except queue.Empty:
                    return
                self.answers.put(self._read(child, same))
        except BaseException as error:  # handed to the caller, who alone may decide
            self.answers.put(error)
        finally:
            child.close()

    def _read(self, child: ReadingProcess, same: _Same) -> list[_Answer]:
        """Read one of the files of a content; where it has changed meanwhile, the next one."""
        answers: list[_Answer] = []
        while True:
            result, lasting = self._attempt(child, same[0])
            changed = isinstance(result, Unreadable) and result.reason in _OF_THE_PLACE
            if not changed or len(same) == 1:
                return [*answers, (same, result, lasting)]
            answers.append(([same[0]], result, False))
            same = same[1:]

    def _attempt(self, child: ReadingProcess, entry: Entry) -> tuple[Result, bool]:
        """What reading an entry gave, and whether that is for good; written down beforehand."""
        if self.attempts is None or not entry.sha256:
            result = self._timed(child, entry)
            return result, is_lasting(result)
        self.attempts.begin(entry.sha256, self.alone)
        result = self._timed(child, entry)
        if self.stopped.is_set():
            self.attempts.abandon(entry.sha256, self.alone)
            return result, False
        reason = broke(result)
        if not self.attempts.end(entry.sha256, self.alone, reason):
            return result, is_lasting(result)
        if isinstance(result, Unreadable):
            result = given_up(result.reason, result.detail)
        return result, True

    def _timed(self, child: ReadingProcess, entry: Entry) -> Result:
        self.log.reading(entry.path)
        began = time.perf_counter()
        result = child.read(entry)
        self.log.was_read(entry.path, entry.size, time.perf_counter() - began, result)
        return result

    def results(self) -> Iterator[_Answer]:
        """Each result as it arrives."""
        for _ in range(self.left):
            answers = self.answers.get()
            if isinstance(answers, BaseException):
                raise answers
            yield from answers

    def stop(self) -> None:
        """End all processes, those in the middle of a document too."""
        self.stopped.set()
        for child in self.children:
            child.kill()
        for thread in self.threads:
            thread.join(timeout=10)
