"""Links from an output to the files of the inbox, and to nothing else.

A link is made from the inventory's path, never from what a document says, and only to a file
that is there; a member of an archive links to the archive.
"""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from urllib.parse import quote

_LONGEST = 2_000  # Excel refuses more than 2,079 characters


class Links:
    """Relative, percent-encoded addresses as seen from the folder of the outputs."""

    def __init__(self, inbox: Path | None, folder: Path) -> None:
        self._inbox = inbox.absolute() if inbox else None
        self._folder = folder.absolute()
        self._known: dict[str, str] = {}

    def to(self, path: str) -> str:
        """The address of a received file; empty where it cannot be linked."""
        if path not in self._known:
            self._known[path] = self._make(path)
        return self._known[path]

    def _make(self, path: str) -> str:
        try:
            file = self._file(path)
        except OSError:  # a name that this system refuses, such as one too long
            return ""
        if file is None:
            return ""
        try:
            relative = os.path.relpath(file, self._folder)
        except ValueError:  # another drive on Windows
            return ""
        address = quote(os.fsencode(relative.replace(os.sep, "/")))
        return address if len(address) <= _LONGEST else ""

    def _file(self, path: str) -> Path | None:
        if self._inbox is None or not path:
            return None
        place = self._inbox
        for part in PurePosixPath(path).parts:
            if part in ("..", "/", "\\") or "\x00" in part:
                return None
            place = place / part
            if place.is_symlink():
                return None
            if place.is_file():
                return place
        return None
