"""Set phrases of official style that say nothing of a task (``rules/data/stop_phrases.toml``)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from rules.vietnamese.phrases import Phrases
from rules.vietnamese.text import key, tokens
from rules.vietnamese.texts_in_hand import once_in_hand

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


def formulas(words: Sequence[str]) -> list[tuple[int, int, Stop]]:
    """The words of official style in a list of folded words, as (first, after the last, kind).

    >>> formulas(tokens("trên địa bàn tỉnh"))
    [(0, 4, <Stop.FORMULA: 'formula'>)]
    """
    return list(_folded().find(words))


@once_in_hand
def doubts(text: str) -> tuple[Stop, ...]:
    """What makes a text no statement of work: a frame, mere praise or complaint, an occasion.

    Diacritics count: "nâng lương" is an occasion, "năng lượng" is not. In a text without any,
    only the longer phrases are trusted.

    >>> doubts("Kính gửi: UBND tỉnh"), doubts("tiết kiệm năng lượng"), doubts("giay moi du hop")
    ((<Stop.FRAME: 'frame'>,), (), ())
    """
    compared = key(text)
    phrases = _plain() if compared.isascii() else _written()
    return tuple(kind for _, _, kind in phrases.find(_WORD.findall(compared)))


_WORD = re.compile(r"\w+")
_TRUSTED = 3  # words of a phrase that is known without its diacritics


@cache
def _folded() -> Phrases[Stop]:
    return _table(tokens, lambda kind: kind is Stop.FORMULA)


@cache
def _written() -> Phrases[Stop]:
    return _table(lambda words: _WORD.findall(key(words)), lambda kind: kind is not Stop.FORMULA)


@cache
def _plain() -> Phrases[Stop]:
    return _table(
        lambda words: tokens(words) if len(tokens(words)) >= _TRUSTED else [],
        lambda kind: kind is not Stop.FORMULA,
    )


def _table(split: Callable[[str], list[str]], wanted: Callable[[Stop], bool]) -> Phrases[Stop]:
    return Phrases(
        (split(words), entry.kind)
        for entry in entries()
        if wanted(entry.kind)
        for words in entry.words
    )
