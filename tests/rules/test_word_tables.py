"""Every example of the word tables that matching reads."""

from __future__ import annotations

import doctest
from types import ModuleType

import pytest

from rules.vietnamese import (
    abbreviations,
    joining_words,
    phrases,
    provinces,
    stop_phrases,
    syllables,
    synonyms,
    work_verbs,
)
from rules.vietnamese.abbreviations import Abbreviation
from rules.vietnamese.joining_words import JoiningWords
from rules.vietnamese.stop_phrases import Stop, StopEntry
from rules.vietnamese.synonyms import Concept
from rules.vietnamese.text import fold, tokens
from rules.vietnamese.work_verbs import WorkVerb


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
    assert bool(entry.names) == bool(entry.not_here)
    for example in entry.not_here:
        assert number not in synonyms.spot(spelt_out(example))


@pytest.mark.parametrize("entry", joining_words.entries(), ids=lambda entry: entry.name)
def test_joining_words(entry: JoiningWords) -> None:
    for example in entry.examples:
        left = [word for word in tokens(example.text) if word not in joining_words.joining_words()]
        assert left == tokens(example.names)
    said = {word for example in entry.examples for word in tokens(example.text)}
    assert said.issuperset(word for one in entry.words for word in tokens(one))


@pytest.mark.parametrize("entry", stop_phrases.entries(), ids=lambda entry: entry.kind.value)
def test_stop_phrases(entry: StopEntry) -> None:
    for example in entry.examples:
        if entry.kind is Stop.FORMULA:
            assert stop_phrases.formulas(tokens(example)), example
        else:
            assert entry.kind in stop_phrases.doubts(example), example


@pytest.mark.parametrize("entry", work_verbs.entries(), ids=lambda entry: entry.name)
def test_work_verbs(entry: WorkVerb) -> None:
    for example in entry.examples:
        assert work_verbs.work_verbs(tokens(example))[0] == entry.name


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Thanh tra tỉnh phối hợp công khai kết luận", ["công khai"]),
        ("ngành thanh tra, Ban Giám sát", []),
        ("thực hiện kế hoạch của tỉnh", []),
    ],
)
def test_a_body_is_no_verb(text: str, named: list[str]) -> None:
    assert work_verbs.work_verbs(tokens(text)) == named


@pytest.mark.parametrize(
    ("text", "is_cut"),
    [
        ("rút từ 20 xuống 14 ngày", True),
        ("giảm từ 15 ngày làm việc xuống còn 10 ngày làm việc", True),
        ("tăng từ 20 xuống dòng 14", False),
        ("từ ngày 20 đến ngày 14", False),
    ],
)
def test_a_number_in_a_phrase_is_any_number(text: str, is_cut: bool) -> None:
    found = [synonyms.concepts()[number].name for number in synonyms.spot(tokens(text))]
    assert ("cắt giảm thời gian" in found) is is_cut


def test_nothing_is_found_in_no_words() -> None:
    assert list(phrases.Phrases([(["a"], 1), ([], 2)]).find([])) == []
    assert synonyms.spot([]) == {}
    assert stop_phrases.formulas([]) == []
    assert work_verbs.work_verbs([]) == []


@pytest.mark.parametrize("name", provinces.table()["names"])
def test_provinces(name: str) -> None:
    assert provinces.provinces(tokens(f"UBND tỉnh {name}"))


@pytest.mark.parametrize(
    ("word", "can_be"),
    [
        ("nghieng", True),
        ("ko", False),
        ("khuyu", True),
        ("oang", True),
        ("tthc", False),
        ("strach", False),
    ],
)
def test_syllables(word: str, can_be: bool) -> None:
    assert syllables.is_syllable(word) is can_be


@pytest.mark.parametrize(
    "module",
    [
        abbreviations,
        joining_words,
        phrases,
        provinces,
        stop_phrases,
        syllables,
        synonyms,
        work_verbs,
    ],
)
def test_examples_in_docstrings(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0
