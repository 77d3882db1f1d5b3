"""Reading a folder of hostile files, with what each of them cost."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from extractors.document import Document, Unreadable
from pipeline.reading.entry import Entry
from pipeline.reading.inventory import take
from pipeline.reading.listing import Lister
from pipeline.reading.read import read_all
from pipeline.reading.reading_process import Limits, ReadingProcess, Told
from tests.hostile.processes import held_below

_EVERY = 0.05


@dataclass(slots=True)
class Cost:
    """What the costliest document took; memory is 0 where the system does not tell it."""

    seconds: float = 0.0
    memory: int = 0
    slowest: str = ""
    largest: str = ""
    guard: threading.Lock = field(default_factory=threading.Lock)

    def note(self, path: str, seconds: float, memory: int) -> None:
        """Keep the highest figures."""
        with self.guard:
            if seconds > self.seconds:
                self.seconds, self.slowest = seconds, path
            if memory > self.memory:
                self.memory, self.largest = memory, path


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an entry: ok, partial or the reason why it was not read."""

    said: str

    @classmethod
    def of(cls, result: Document | Unreadable) -> Outcome:
        """The outcome in one word, or two: ``partial too-large``."""
        if isinstance(result, Unreadable):
            return cls(result.reason.value)
        if result.read_complete:
            return cls("ok")
        return cls(f"partial {result.skipped[0][0].value}")


def read_measured(
    inbox: Path, work: Path, chosen: Callable[[Entry], bool] = lambda _: True
) -> tuple[dict[str, str], Cost, int]:
    """Entry -> outcome; what the costliest cost; how many entries were found."""
    cost = Cost()
    limits = Limits(work=work)
    lister = Lister(limits)
    try:
        found = take(inbox, None, lister.contents)
    finally:
        lister.close()
    entries = [entry for entry in found if chosen(entry)]
    asked = ReadingProcess.ask

    def measured(self: ReadingProcess, question: object, told: Told | None = None) -> object:
        stop, peak, started = threading.Event(), [0], time.monotonic()
        watch = threading.Thread(target=_watch, args=(self, stop, peak))
        watch.start()
        try:
            return asked(self, question, told)
        finally:
            stop.set()
            watch.join()
            path = question.path if isinstance(question, Entry) else ""
            cost.note(path, time.monotonic() - started, peak[0])

    ReadingProcess.ask = measured  # type: ignore[method-assign]
    try:
        outcomes = {
            entry.path: Outcome.of(result).said
            for entry, result in read_all(entries, 2, limits=limits)
        }
    finally:
        ReadingProcess.ask = asked  # type: ignore[method-assign]
    return outcomes, cost, len(entries)


def _watch(process: ReadingProcess, stop: threading.Event, peak: list[int]) -> None:
    """Note the most memory that a reading process and what it started hold, until told to stop."""
    if sys.platform != "linux":
        return
    first = True
    while not stop.wait(_EVERY):
        pid = process.pid
        if pid is None:
            continue
        try:
            if first:  # forget what earlier documents held
                Path(f"/proc/{pid}/clear_refs").write_text("5", encoding="ascii")
                first = False
            status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
        except OSError:
            continue
        peak[0] = max(peak[0], held_below(pid))  # with the office program that it started
        for line in status.splitlines():
            if line.startswith("VmHWM"):
                peak[0] = max(peak[0], int(line.split()[1]) * 1024)
