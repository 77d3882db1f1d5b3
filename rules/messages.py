"""The words a user reads, in Vietnamese or English: statuses, reasons, columns, sentences.

The data is ``rules/data/messages.toml``; messages of findings come from their checks.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data" / "messages.toml"


@dataclass(frozen=True, slots=True)
class Entry:
    """One word or sentence in both languages, with what it means where that must be said.

    ``group`` and ``mark`` are set for statuses only: the class in charts and the sign in the
    matrix.
    """

    vi: str
    en: str
    means: str = ""
    means_en: str = ""
    examples: tuple[str, ...] = ()
    group: str = ""
    mark: str = ""


@cache
def load() -> Mapping[str, Mapping[str, Entry]]:
    """All entries by table and id, in the order of the file."""
    tables = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return {
        table: {
            id: Entry(**{**fields, "examples": tuple(fields.get("examples", ()))})
            for id, fields in entries.items()
        }
        for table, entries in tables.items()
    }


@dataclass(frozen=True, slots=True)
class Words:
    """The entries in one language.

    >>> Words("vi")("status", "late"), Words("en")("status", "late")
    ('Chậm hạn', 'Late')
    >>> Words("vi").say("unread_files", n=3)
    '3 tệp chưa đọc hết'
    """

    lang: str = "vi"

    def __call__(self, table: str, id: str) -> str:
        """The word for an id; the empty id has no word."""
        return self.pick(load()[table][id]) if id else ""

    def pick(self, entry: Entry) -> str:
        """An entry in this language."""
        return entry.en if self.lang == "en" else entry.vi

    def means(self, table: str, id: str) -> str:
        """What the word means, empty where it speaks for itself."""
        entry = load()[table][id]
        return entry.means_en if self.lang == "en" else entry.means

    def say(self, id: str, **values: object) -> str:
        """A sentence with its blanks filled."""
        return self.fill("text", id, **values)

    def fill(self, table: str, id: str, **values: object) -> str:
        """A word or sentence of any table with its blanks filled."""
        return self.pick(load()[table][id]).format(**values)

    def choose(self, vi: str, en: str) -> str:
        """One of two texts that already exist in both languages; Vietnamese where en is empty."""
        return en if self.lang == "en" and en else vi
