"""Files that are still being written: looked at twice, and left for the next run."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.reading.entry import Entry

FRESH = 5.0  # seconds: a file changed since then may still be being copied
APART = 2.0  # seconds between the two looks at it

_Facts = tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Fresh:
    """The files that had just been changed when they were first looked at."""

    looked_at: float
    files: dict[Path, _Facts]

    @classmethod
    def of(cls, entries: Iterable[Entry], now: float | None = None) -> Fresh:
        """Look at the files that the entries lie in."""
        now = time.time() if now is None else now
        files: dict[Path, _Facts] = {}
        for source in {entry.source for entry in entries if entry.sha256}:
            facts = _facts(source)
            if facts is not None and abs(now - facts[1] / 1e9) < FRESH:
                files[source] = facts
        return cls(now, files)

    def changing(self) -> frozenset[Path]:
        """Those that have changed since; waits where the first look was too short a while ago."""
        if not self.files:
            return frozenset()
        time.sleep(min(APART, max(0.0, self.looked_at + APART - time.time())))
        return frozenset(source for source, facts in self.files.items() if _facts(source) != facts)


def _facts(source: Path) -> _Facts:
    try:
        facts = source.lstat()
    except OSError:
        return None
    return facts.st_size, facts.st_mtime_ns
