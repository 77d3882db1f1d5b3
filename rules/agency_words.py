"""The words of agency names, made comparable: folded, shortened, each with its place.

"SỞ TÀI NGUYÊN & MÔI TRƯỜNG", "So Tai nguyen va Moi truong" and "Sở TN&MT" are all the two words
``so tnmt``. The table is ``rules/data/agency_words.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from rules.vietnamese.text import fold, tokens

_DATA = Path(__file__).parent / "data" / "agency_words.toml"
# A word is letters (with loose tone marks, in text that is not composed) or digits; never "_",
# which stands for a blank in folder names.
_WORD = re.compile(r"(?:[^\W\d_][\u0300-\u036f]*)+|\d+")


@dataclass(frozen=True, slots=True)
class Word:
    """One comparable word and the characters it stands on."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class WordTable:
    """The ways of writing words, and lists of words that mean something in a name."""

    ways: dict[tuple[str, ...], tuple[str, ...]]
    longest: dict[str, int]  # words of the longest way that begins with a word
    lists: dict[str, tuple[str, ...]]


@cache
def word_table() -> WordTable:
    """The table of the data file."""
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    ways: dict[tuple[str, ...], tuple[str, ...]] = {}
    for entry in data["word"]:
        for way in entry["ways"]:
            ways[_plain(way)] = tuple(entry["to"].split())
    lists = {name: tuple(data[name]["words"]) for name in data if name != "word"}
    longest: dict[str, int] = {}
    for way in ways:
        longest[way[0]] = max(len(way), longest.get(way[0], 0))
    return WordTable(ways, longest, lists)


def words(text: str) -> tuple[Word, ...]:
    """The comparable words of a text; "và" is dropped, as is every sign between words.

    >>> [word.key for word in words("Uỷ ban nhân dân TP. Sơn La")]
    ['ubnd', 'tp', 'son', 'la']
    """
    table = word_table()
    plain = [
        Word(folded, found.start(), found.end())
        for found in _WORD.finditer(text)
        if (folded := _folded(found.group())) != "va"
    ]
    result: list[Word] = []
    place = 0
    while place < len(plain):
        length, targets = _longest_way(table, plain, place)
        if length == 0:
            result.append(plain[place])
            place += 1
            continue
        start, end = plain[place].start, plain[place + length - 1].end
        result.extend(Word(target, start, end) for target in targets)
        place += length
    return tuple(result)


def keys(text: str) -> tuple[str, ...]:
    """The comparable words of a text without their places."""
    return tuple(word.key for word in words(text))


def slug(name: str) -> str:
    """The id of a name: ``Sở Nội vụ`` is ``so-noi-vu``."""
    return "-".join(tokens(name))


def well_formed(name: str) -> bool:
    """Whether the words look like the name of a body: a head word and something after it."""
    plain = keys(name)
    heads = [head for head in word_list("heads") if plain[: len(head)] == head]
    if not heads:
        return False
    head = max(heads, key=len)
    rest = plain[len(head) :]
    if head in (("ubnd",), ("hdnd",), ("bo",), ("so",)) and rest[:1] == ("cac",):
        return False
    return bool(rest) and rest[0] not in ("nganh", "lien", "co")


@cache
def word_list(name: str) -> tuple[tuple[str, ...], ...]:
    """A list of the data file (``heads``, ``titles``, ``offices`` ...), comparable."""
    return tuple(keys(entry) for entry in word_table().lists[name])


def begins_name(text: str) -> bool:
    """Whether a text begins with the head word of a name."""
    plain = keys(text)
    return any(plain[: len(head)] == head for head in word_list("heads"))


def _longest_way(
    table: WordTable, plain: Sequence[Word], place: int
) -> tuple[int, tuple[str, ...]]:
    """How many words from ``place`` on are one way of writing, and what it stands for."""
    longest = table.longest.get(plain[place].key, 0)
    for length in range(min(longest, len(plain) - place), 0, -1):
        way = tuple(word.key for word in plain[place : place + length])
        if way in table.ways:
            return length, table.ways[way]
    return 0, ()


def _plain(text: str) -> tuple[str, ...]:
    return tuple(
        folded for found in _WORD.finditer(text) if (folded := _folded(found.group())) != "va"
    )


@lru_cache(maxsize=50_000)
def _folded(word: str) -> str:
    return fold(word)
