"""Where a run's time goes, and its log: JSON lines beside the results, without document text."""

from __future__ import annotations

import heapq
import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from importlib import metadata
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from extractors.document import Document, Unreadable
from pipeline.outputs.clean import whole

LOG = "nhat-ky.jsonl"
SLOWEST = 10
_LARGEST = 8 * 1024 * 1024  # bytes of log before it is put aside
_TOLD = 0.2  # seconds between two names of files shown

Facts = str | int | float | bool | None


@dataclass(slots=True)
class Spent:
    """Seconds that a stage took: on the clock, of this process, of those it waited for."""

    wall: float = 0.0
    own: float = 0.0
    children: float = 0.0


@dataclass(frozen=True, slots=True, order=True)
class Slow:
    """A file and how long reading it took."""

    seconds: float
    path: str


@dataclass(slots=True)
class RunLog:
    """What a run tells of itself; writes nothing where it has no folder.

    ``begun`` is told which file is being read.
    """

    folder: Path | None = None
    begun: Callable[[str], None] | None = None
    stages: dict[str, Spent] = field(default_factory=dict)
    read: int = 0
    _slowest: list[Slow] = field(default_factory=list)
    _guard: threading.Lock = field(default_factory=threading.Lock)
    _file: TextIO | None = None
    _shown: float = 0.0

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Measure what is done meanwhile; a stage done in parts is summed up."""
        before, began = os.times(), time.perf_counter()
        try:
            yield
        finally:
            after, spent = os.times(), self.stages.setdefault(name, Spent())
            wall = time.perf_counter() - began
            own = after.user + after.system - before.user - before.system
            children = (
                after.children_user + after.children_system
                - before.children_user - before.children_system
            )  # fmt: skip
            spent.wall += wall
            spent.own += own
            spent.children += max(0.0, children)
            self.write("stage", stage=name, wall=wall, cpu=own, cpu_children=children)

    def reading(self, path: str) -> None:
        """A file is being opened."""
        now = time.monotonic()
        if self.begun is not None and now - self._shown > _TOLD:
            self._shown = now
            self.begun(path)

    def was_read(self, path: str, size: int, seconds: float, result: Document | Unreadable) -> None:
        """A file has been read, or could not be."""
        with self._guard:
            self.read += 1
            heapq.heappush(self._slowest, Slow(seconds, path))
            if len(self._slowest) > SLOWEST:
                heapq.heappop(self._slowest)
        facts: dict[str, Facts] = {"path": path, "bytes": size, "seconds": seconds}
        if isinstance(result, Unreadable):
            facts |= {"format": result.format, "reason": result.reason.value}
        else:
            facts |= {"format": result.format, "pages": result.pages, "ocr": result.pages_ocr}
            facts |= {"reason": result.skipped[0][0].value} if result.skipped else {}
        self.write("read", **facts)

    @property
    def slowest(self) -> list[Slow]:
        """The files that took longest, the slowest first."""
        return sorted(self._slowest, reverse=True)

    def write(self, event: str, **facts: Facts) -> None:
        """One line of the log."""
        if self.folder is None or not self.folder.is_dir():
            return
        told = {"at": datetime.now().isoformat(timespec="milliseconds"), "event": event}
        rounded = {
            name: round(value, 4) if isinstance(value, float) else value
            for name, value in facts.items()
        }
        line = whole(json.dumps(told | rounded, ensure_ascii=False))
        with self._guard:
            if self._file is None:
                self._file = _opened(self.folder / LOG)
            self._file.write(line + "\n")

    def __enter__(self) -> Self:
        loaded = time.process_time()
        self.stages["start"] = Spent(loaded, loaded)
        self.write("start", version=metadata.version("doichieu"))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.write("end", error=kind.__name__ if kind else None, read=self.read)
        self.close()

    def close(self) -> None:
        """Put the log away."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _opened(path: Path) -> TextIO:
    """The log to add to; a large one is put aside, the one put aside before goes."""
    if path.is_file() and path.stat().st_size > _LARGEST:
        path.replace(path.with_suffix(".cu.jsonl"))
    return path.open("a", encoding="utf-8", buffering=1)
