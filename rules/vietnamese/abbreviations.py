"""What the abbreviations of official writing stand for (``rules/data/abbreviations.toml``)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rules.vietnamese.text import fold, tokens

_DATA = Path(__file__).resolve().parent.parent / "data" / "abbreviations.toml"


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """An abbreviation with its readings, the commonest first, and phrases it stands in."""

    short: str
    long: tuple[str, ...]
    examples: tuple[str, ...]


@cache
def entries() -> tuple[Abbreviation, ...]:
    """Every abbreviation of the table."""
    table = tomllib.loads(_DATA.read_text(encoding="utf-8"))["abbreviation"]
    return tuple(
        Abbreviation(row["short"], tuple(row["long"]), tuple(row["examples"])) for row in table
    )


@cache
def readings() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Folded abbreviation to its readings as folded words.

    >>> readings()["tthc"]
    (('thu', 'tuc', 'hanh', 'chinh'),)
    """
    table: dict[str, tuple[tuple[str, ...], ...]] = {}
    for entry in entries():
        words = tuple(tuple(tokens(long)) for long in entry.long)
        # Đ and D fall together when folded: "ĐT" and "DT" keep all their readings.
        table[fold(entry.short)] = table.get(fold(entry.short), ()) + words
    return table
