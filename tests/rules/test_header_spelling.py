"""Names of agencies and types as a picture gives them: every example of the table."""

from __future__ import annotations

import doctest
import tomllib
from pathlib import Path

import pytest

from rules.document_types import DocumentTypes
from rules.vietnamese import header_spelling
from rules.vietnamese.header_spelling import agency_spellings, restored_sign, type_spellings

TABLE = tomllib.loads(
    (Path(__file__).resolve().parents[2] / "rules" / "data" / "agency_spellings.toml").read_text(
        encoding="utf-8"
    )
)
TYPES = DocumentTypes.load()


@pytest.mark.parametrize(("read", "printed"), TABLE["examples"])
def test_a_name_is_spelt_as_it_was_printed(read: str, printed: str) -> None:
    assert agency_spellings().restored(read) == printed


@pytest.mark.parametrize("read", TABLE["no_examples"])
def test_what_is_right_or_near_two_names_stays_as_read(read: str) -> None:
    assert agency_spellings().restored(read) == read


def test_every_name_of_the_table_is_one_that_stays() -> None:
    spellings = agency_spellings()
    names = [f"{body} {field}" for body in TABLE["bodies"] for field in TABLE["fields"]]
    names += [*TABLE["names"], *TABLE["short"]]
    names += [
        f"UBND {place['kinds'][0]} {name}" for place in TABLE["place"] for name in place["names"]
    ]
    assert [name for name in names if spellings.restored(name.upper()) != name.upper()] == []


def test_two_districts_of_the_same_letters_are_not_told_apart() -> None:
    assert agency_spellings().restored("UBND HUYỆNPHÚ NINH") == "UBND HUYỆNPHÚ NINH"
    assert agency_spellings().restored("UBND HUYỆN TAM DUONG") == "UBND HUYỆN TAM DUONG"


@pytest.mark.parametrize("word", ["BÌNN", "PHÒNC", "5Ở", "THUẬH", "NGHk"])
def test_words_that_nobody_prints_are_doubtful(word: str) -> None:
    assert agency_spellings().is_doubtful(word)


@pytest.mark.parametrize("word", ["BÌNH", "ĐẮK", "KRÔNG", "THCS", "BQLDA", "19/8", "138", "BCĐ138"])
def test_short_forms_numbers_and_other_languages_are_not(word: str) -> None:
    assert not agency_spellings().is_doubtful(word)


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("KÉ HOẠCH TRIỄN KHAI", "KẾ HOẠCH TRIỄN KHAI"),
        ("CHÍ THỊ", "CHỈ THỊ"),
        ("QIJYẾT ĐINH", "QUYẾT ĐỊNH"),
        ("TỜ IRÌNH", "TỜ TRÌNH"),
        ("THÔNG TƯ LIÊN TĨCH", "THÔNG TƯ LIÊN TỊCH"),
        ("báo cao của Sở", "báo cao của Sở"),
        ("TỔ CHỨC HỘI NGHỊ", "TỔ CHỨC HỘI NGHỊ"),
    ],
)
def test_the_type_that_opens_a_line(read: str, printed: str) -> None:
    assert type_spellings(TYPES).opening(read) == printed


def test_a_sign_is_restored_only_to_one_of_the_type_told() -> None:
    assert restored_sign("OĐ-UBND", ["QĐ"]) == "QĐ-UBND"
    assert restored_sign("TB-UBND", ["TTr"]) == "TB-UBND"
    assert doctest.testmod(header_spelling).failed == 0
