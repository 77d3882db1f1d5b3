"""Words of the trade that mean, or tell of, the same thing (``rules/data/synonyms.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rules.vietnamese.phrases import Phrases
from rules.vietnamese.text import tokens

_DATA = Path(__file__).resolve().parent.parent / "data" / "synonyms.toml"


@dataclass(frozen=True, slots=True)
class Concept:
    """A thing of the trade with the words for it and the words that tell of it."""

    name: str
    same: tuple[str, ...]
    near: tuple[str, ...]
    examples: tuple[str, ...]
    names: tuple[str, ...] = ()  # names that only hold a word for it: "Ủy ban nhân dân"
    not_here: tuple[str, ...] = ()  # texts with such a name that do not speak of the thing


@dataclass(frozen=True, slots=True)
class Spotted:
    """A concept found in a text, by a word for it (``same``) or one that tells of it."""

    concept: int
    same: bool


@cache
def concepts() -> tuple[Concept, ...]:
    """Every concept of the table."""
    table = tomllib.loads(_DATA.read_text(encoding="utf-8"))["concept"]
    return tuple(
        Concept(
            row["name"],
            *(
                tuple(row.get(part, ()))
                for part in ("same", "near", "examples", "names", "not_here")
            ),
        )
        for row in table
    )


_NUMBER = "0"  # in a phrase: any number


@cache
def _phrases(numbered: bool) -> Phrases[tuple[Spotted, ...]]:
    """The phrases of all concepts; those with a number in them apart."""
    table: dict[tuple[str, ...], dict[int, bool]] = {}
    for number, concept in enumerate(concepts()):
        for same, words in ((False, concept.near), (True, concept.same)):
            for phrase in words:
                split = tuple(tokens(phrase))
                if (_NUMBER in split) is numbered:
                    table.setdefault(split, {})[number] = same
    return Phrases(
        (words, tuple(Spotted(number, same) for number, same in found.items()))
        for words, found in table.items()
    )


@cache
def _before_last_number() -> frozenset[str]:
    """One word of each phrase with a number: a quick look tells that no such phrase stands."""
    phrases = (
        tokens(phrase)
        for concept in concepts()
        for phrase in (*concept.near, *concept.same)
        if _NUMBER in tokens(phrase)
    )
    return frozenset(words[len(words) - 2 - words[::-1].index(_NUMBER)] for words in phrases)


@cache
def _before_last_of_name() -> frozenset[str]:
    """One word of each name, as quick a look."""
    return frozenset(tokens(name)[-2] for concept in concepts() for name in concept.names)


def spot(words: Sequence[str]) -> dict[int, bool]:
    """The concepts in a list of folded words, true where a word for the thing itself stands.

    >>> [concepts()[number].name for number in spot(tokens("cấp bìa đỏ cho bà con"))]
    ['giấy chứng nhận quyền sử dụng đất', 'người dân']
    """
    return gathered(spans(words))


def gathered(found: Iterable[tuple[int, int, tuple[Spotted, ...]]]) -> dict[int, bool]:
    """The concepts of places that were found, true where a word for the thing itself stands."""
    concepts: dict[int, bool] = {}
    for _, _, spotted in found:
        for one in spotted:
            concepts[one.concept] = concepts.get(one.concept, False) or one.same
    return concepts


@cache
def _names() -> Phrases[frozenset[int]]:
    """The names that only hold a word for a thing, with the concepts they do not stand for."""
    table: dict[tuple[str, ...], frozenset[int]] = {}
    for number, concept in enumerate(concepts()):
        for name in concept.names:
            words = tuple(tokens(name))
            table[words] = table.get(words, frozenset()) | {number}
    return Phrases(table.items())


def spans(words: Sequence[str]) -> list[tuple[int, int, tuple[Spotted, ...]]]:
    """Where in a list of folded words which concepts stand: first word, word after the last."""
    found = list(_phrases(False).find(words))
    if not _before_last_number().isdisjoint(words):
        masked = [_NUMBER if word[0].isdigit() else word for word in words]
        found.extend(_phrases(True).find(masked))
    if found and not _before_last_of_name().isdisjoint(words):
        found = list(_outside(found, list(_names().find(words))))
    return found


def _outside(
    found: Sequence[tuple[int, int, tuple[Spotted, ...]]],
    names: Sequence[tuple[int, int, frozenset[int]]],
) -> Iterator[tuple[int, int, tuple[Spotted, ...]]]:
    """Without the concepts whose word is but part of a name."""
    for start, end, spotted in found:
        inside = [meant for first, last, meant in names if first <= start and end <= last]
        left = tuple(one for one in spotted if not any(one.concept in meant for meant in inside))
        if left:
            yield start, end, left
