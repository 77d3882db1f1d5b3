"""Holding the results before the program is loaded: a second start is refused at once."""

from __future__ import annotations

from pathlib import Path
from sqlite3 import Connection

from pipeline.storage.hold import DATABASE, reserve


def held_early(inbox: Path, out: Path) -> Connection | None:
    """The hold on the results; None where the run will refuse these folders."""
    if not inbox.is_dir() or out.resolve() == inbox.resolve():
        return None
    return reserve(out / DATABASE)
