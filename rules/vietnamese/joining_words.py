"""Words that join others and name nothing (``rules/data/joining_words.toml``)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from rules.vietnamese.text import tokens


@dataclass(frozen=True, slots=True)
class Example:
    """A phrase, and the words of it that name something."""

    text: str
    names: str


@dataclass(frozen=True, slots=True)
class JoiningWords:
    """Words that join in one way."""

    name: str
    words: tuple[str, ...]
    examples: tuple[Example, ...]


@cache
def entries() -> tuple[JoiningWords, ...]:
    """Every entry of the table."""
    data = resources.files("rules").joinpath("data/joining_words.toml").read_text("utf-8")
    return tuple(
        JoiningWords(
            row["name"], tuple(row["words"]), tuple(Example(**one) for one in row["examples"])
        )
        for row in tomllib.loads(data)["joining"]
    )


@cache
def joining_words() -> frozenset[str]:
    """All of them, folded.

    >>> [word for word in tokens("hài lòng của người bệnh") if word not in joining_words()]
    ['hai', 'long', 'nguoi', 'benh']
    """
    return frozenset(word for entry in entries() for one in entry.words for word in tokens(one))
