"""The folder of a round: safe names, and nothing overwritten that a person has changed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from pipeline.outputs.clean import one_line
from pipeline.outputs.replace import replace_file
from rules.reminders import say

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\ufffd]')
_LONGEST = 180  # bytes in UTF-8; file systems take 255, and a path on Windows 260 in all


class Folder:
    """The folder that the letters of one round lie in, and whose each of them is."""

    def __init__(self, path: Path, known: Iterable[Mapping[str, Any]] = ()) -> None:
        self.path = path
        self._owners = {row["file"].casefold(): row["agency_id"] for row in known}

    def put(
        self, name: str, agency_id: str, data: bytes, old: Mapping[str, Any] | None
    ) -> tuple[str, str, str]:
        """Write a letter: its file name, its hash, and why it was left as it lay, if it was."""
        file = self._free(name, agency_id)
        path, new = self.path / file, sha256(data).hexdigest()
        if old and old["file"] != file:
            self.remove(old)
        lying = _hash_of(path)
        if lying not in ("", new, old["sha256"] if old else ""):
            return file, lying, say("left_out", "edited")
        if lying != new:
            replace_file(path, lambda draft: _write(draft, data))
        return file, new, ""

    def remove(self, old: Mapping[str, Any]) -> bool:
        """Remove a letter that still is as it was written; false where someone changed it."""
        path = self.path / old["file"]
        lying = _hash_of(path)
        if lying and lying != old["sha256"]:
            return False
        path.unlink(missing_ok=True)
        return True

    def _free(self, name: str, agency_id: str) -> str:
        """A name that no other agency's letter has, also where capitals do not count."""
        file, number = f"{safe_name(name)}.docx", 1
        while self._owners.setdefault(file.casefold(), agency_id) != agency_id:
            number += 1
            file = f"{safe_name(name)} ({number}).docx"
        return file


def safe_name(name: str) -> str:
    """A name that Windows and Linux take, with its Vietnamese letters.

    >>> safe_name('Sở "A/B": thử?.')
    'Sở A B thử'
    """
    plain = unicodedata.normalize("NFC", one_line(name))
    plain = " ".join(_FORBIDDEN.sub(" ", plain).split())
    while len(plain.encode()) > _LONGEST:
        plain = plain[:-1]
    return plain.rstrip(" .") or "cong-van"


def _hash_of(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _write(draft: Path, data: bytes) -> None:
    draft.write_bytes(data)
