"""Set phrases of official style that say nothing of a task (``rules/data/stop_phrases.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from rules.vietnamese.phrases import Phrases
from rules.vietnamese.text import tokens

_DATA = Path(__file__).resolve().parent.parent / "data" / "stop_phrases.toml"


class Stop(StrEnum):
    """What a set phrase is."""

    FORMULA = "formula"
    FRAME = "frame"
    ASSESSMENT = "assessment"
    OCCASION = "occasion"


@dataclass(frozen=True, slots=True)
class StopEntry:
    """The set phrases of one kind, with sentences they stand in."""

    kind: Stop
    words: tuple[str, ...]
    examples: tuple[str, ...]


@cache
def entries() -> tuple[StopEntry, ...]:
    """Every entry of the table."""
    table = tomllib.loads(_DATA.read_text(encoding="utf-8"))["phrase"]
    return tuple(
        StopEntry(Stop(row["kind"]), tuple(row["words"]), tuple(row["examples"])) for row in table
    )


@cache
def _phrases() -> Phrases[Stop]:
    return Phrases((tokens(words), entry.kind) for entry in entries() for words in entry.words)


def stops(words: Sequence[str]) -> list[tuple[int, int, Stop]]:
    """The set phrases in a list of folded words, as (first, after the last, kind).

    >>> [kind.value for _, _, kind in stops(tokens("Kính gửi: UBND tỉnh"))]
    ['frame']
    """
    return list(_phrases().find(words))
