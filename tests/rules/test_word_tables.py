"""Every example of the word tables that matching reads."""

from __future__ import annotations

import doctest
from types import ModuleType

import pytest

from rules.vietnamese import (
    abbreviations,
    phrases,
    provinces,
    stop_phrases,
    syllables,
    synonyms,
)
from rules.vietnamese.abbreviations import Abbreviation
from rules.vietnamese.stop_phrases import Stop, StopEntry
from rules.vietnamese.synonyms import Concept
from rules.vietnamese.text import fold, tokens


def spelt_out(text: str) -> list[str]:
    """The words with every abbreviation in its commonest reading, as a plan's lexicon would."""
    known = abbreviations.readings()
    words: list[str] = []
    for word in tokens(text):
        words.extend(
            known[word][0] if word in known and not syllables.is_syllable(word) else (word,)
        )
    return words


@pytest.mark.parametrize("entry", abbreviations.entries(), ids=lambda entry: entry.short)
def test_abbreviations(entry: Abbreviation) -> None:
    assert entry.examples
    assert all(fold(entry.short) in fold(example) for example in entry.examples)
    known = abbreviations.readings()[fold(entry.short)]
    assert all(tuple(tokens(long)) in known for long in entry.long)


def test_an_abbreviation_stands_once() -> None:
    shorts = [entry.short for entry in abbreviations.entries()]
    assert len(shorts) == len(set(shorts))


@pytest.mark.parametrize("entry", synonyms.concepts(), ids=lambda entry: entry.name)
def test_concepts(entry: Concept) -> None:
    number = synonyms.concepts().index(entry)
    assert entry.examples
    for example in entry.examples:
        assert number in synonyms.spot(spelt_out(example))
    assert not set(entry.same) & set(entry.near)


@pytest.mark.parametrize("entry", stop_phrases.entries(), ids=lambda entry: entry.kind.value)
def test_stop_phrases(entry: StopEntry) -> None:
    for example in entry.examples:
        if entry.kind is Stop.FORMULA:
            assert stop_phrases.formulas(tokens(example)), example
        else:
            assert entry.kind in stop_phrases.doubts(example), example


@pytest.mark.parametrize("name", provinces.table()["names"])
def test_provinces(name: str) -> None:
    assert provinces.provinces(tokens(f"UBND tỉnh {name}"))


@pytest.mark.parametrize(
    ("word", "can_be"),
    [("nghieng", True), ("khuyu", True), ("oang", True), ("tthc", False), ("strach", False)],
)
def test_syllables(word: str, can_be: bool) -> None:
    assert syllables.is_syllable(word) is can_be


@pytest.mark.parametrize(
    "module", [abbreviations, phrases, provinces, stop_phrases, syllables, synonyms]
)
def test_examples_in_docstrings(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0
