"""Papers named in running text."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.document_types import DocumentTypes
from rules.vietnamese.citations import find_citations, is_legal
from rules.vietnamese.text import nfc
from tests.benchmarks.bench_language import citation_cases, citation_scores

TYPES = DocumentTypes.load()
DATA = Path(__file__).parents[2] / "rules" / "data" / "citation_words.toml"
TABLE = tomllib.loads(DATA.read_text(encoding="utf-8"))


def test_passages_of_real_reports() -> None:
    right, invented, missed = citation_scores()
    assert sum(map(len, citation_cases().values())) >= 100
    assert right / (right + len(invented)) >= 0.97, invented
    assert right / (right + len(missed)) >= 0.97, missed


@pytest.mark.parametrize(
    ("text", "name"), TABLE["citable"]["examples"] + TABLE["untyped"]["examples"]
)
def test_examples_of_types(text: str, name: str) -> None:
    assert [one.doc_type for one in find_citations(text, TYPES)] == [name]


def test_every_citable_type_is_known() -> None:
    listed = TABLE["citable"]["types"] + TABLE["legal"]["types"] + TABLE["bare_number"]["types"]
    assert [name for name in listed if TYPES.get(name) is None] == []


@pytest.mark.parametrize(("text", "legal"), TABLE["legal"]["examples"])
def test_legal_bases_are_told_apart(text: str, legal: bool) -> None:
    [found] = find_citations(text, TYPES)
    assert is_legal(found.doc_type, found.symbol, TYPES) is legal


@pytest.mark.parametrize(("text", "number"), TABLE["bare_number"]["examples"])
def test_numbers_without_the_word_number(text: str, number: str) -> None:
    assert [one.number for one in find_citations(text, TYPES)] == [number]


@pytest.mark.parametrize("text", TABLE["counted"]["examples"] + TABLE["other_things"]["examples"])
def test_numbers_of_other_things(text: str) -> None:
    assert find_citations(text, TYPES) == []


@pytest.mark.parametrize(("text", "day"), TABLE["issued"]["examples"])
def test_days_without_a_number(text: str, day: str) -> None:
    assert [one.issued_on for one in find_citations(text, TYPES)] == [date.fromisoformat(day)]


@pytest.mark.parametrize(("text", "title"), TABLE["subject"]["examples"])
def test_subjects(text: str, title: str) -> None:
    assert find_citations(text, TYPES)[0].title == title


@pytest.mark.parametrize(
    ("text", "issuer", "year"),
    [
        (
            "Quyết định số 12/QĐ-UBND ngày 02/01/2024 của UBND tỉnh về giao chỉ tiêu",
            "UBND tỉnh",
            None,
        ),
        ("Công văn số 77 ngày 8/3 của Sở Tài chính", "Sở Tài chính", None),
        ("Quyết định của UBND tỉnh ngày 12/3/2024", "UBND tỉnh", None),
        ("Kế hoạch số 12/KH-UBND năm 2023 của UBND huyện", "UBND huyện", 2023),
        ("Kế hoạch số 12/KH-SNV", "", None),
    ],
)
def test_issuer_and_year(text: str, issuer: str, year: int | None) -> None:
    [found] = find_citations(text, TYPES)
    assert (found.issuer, found.year) == (issuer, year)


def test_a_day_without_a_year_is_no_day() -> None:
    [found] = find_citations("Công văn số 77/STC-NS ngày 8/3", TYPES)
    assert found.issued_on is None


@given(st.text(max_size=300))
def test_any_text_is_read_and_places_hold(text: str) -> None:
    for found in find_citations(text, TYPES):
        assert 0 <= found.start < found.end <= len(nfc(text))


WORDS = ["Kế hoạch", "số", "12", "/", "KH-SNV", ",", "và", "ngày", "5/1/2024", "QĐ", "năm 2024",
         "của", "UBND tỉnh", "415/SNV-XDCQ", " ", "về"]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS)))
def test_any_order_of_its_words_is_read(words: list[str]) -> None:
    find_citations(" ".join(words), TYPES)
