"""Outputs appear whole or not at all: written beside, synced, then renamed into place."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from pipeline.errors import UserError
from rules.messages import Words


def replace_file(path: Path, write: Callable[[Path], None], lang: str = "vi") -> None:
    """Write a file by ``write(temporary path)`` and put it in the place of the old one.

    The temporary name is always the same, so that a killed run leaves at most one beside it,
    which the next run overwrites.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.part")
    try:
        write(draft)
        _sync(draft)
        draft.replace(path)
    except PermissionError as error:
        # Excel on Windows locks the workbook that it shows.
        raise UserError(Words(lang).say("file_open_elsewhere", file=path)) from error
    finally:
        draft.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # a folder cannot be opened there, and renames are journalled
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
