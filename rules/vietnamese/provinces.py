"""Which provinces a text names (``rules/data/provinces.toml``)."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from rules.vietnamese.phrases import Phrases
from rules.vietnamese.text import tokens

_DATA = Path(__file__).resolve().parent.parent / "data" / "provinces.toml"

# Without one of these words before it "Hòa Bình" is peace and "Thái Nguyên" a street.
_BEFORE = ("tinh", "pho", "hdnd", "ubnd", "tp")


@cache
def table() -> dict[str, tuple[str, ...]]:
    """The lists of the table: ``names``, ``other_names`` and ``examples``."""
    rows = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return {name: tuple(words) for name, words in rows.items()}


@cache
def _phrases() -> Phrases[str]:
    return Phrases((tokens(name), name) for name in (*table()["names"], *table()["other_names"]))


def provinces(words: list[str]) -> list[str]:
    """The provinces named as such in a list of folded words.

    >>> provinces(tokens("UBND tỉnh Lai Châu")), provinces(tokens("vì hòa bình"))
    (['Lai Châu'], [])
    """
    return [
        name
        for start, _, name in _phrases().find(words)
        if start > 0 and words[start - 1] in _BEFORE
    ]
