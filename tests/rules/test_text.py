from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.vietnamese.text import fold, key, tokens

VIETNAMESE = st.text(
    alphabet="aàảãáạăằẵâầấậeèẻẽéẹêềếệiìíoòóọôồốộơờớợuùúụưừứựyỳýỵđĐÀÊƠ bcghklmnpqrstvx-–'’\u200b1/"
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà giải", "hòa giải"),
        ("Uỷ ban nhân dân", "ỦY BAN NHÂN DÂN"),
        ("thuý", "thúy"),
        ("Sơn La – 2024", "sơn la - 2024"),
        ("“một cửa”", '"một cửa"'),
        ("an\u200bninh", "anninh"),
    ],
)
def test_two_writers_of_the_same_have_one_key(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("bản", "bàn"), ("quý", "quy"), ("hoàn", "hoan"), ("nâng lương", "năng lượng")],
)
def test_other_words_keep_other_keys(one: str, other: str) -> None:
    assert key(one) != key(other)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đơn vị", "don vi"),
        ("TỈNH SƠN LA", "tinh son la"),
        ("  Quyết   định ", "quyet dinh"),
        ("Ưu đãi – khuyến khích", "uu dai - khuyen khich"),
        (unicodedata.normalize("NFD", "Nghị quyết"), "nghi quyet"),
        ("Å ñ", "a n"),
    ],
)
def test_folds(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("đạt 96,5% (quý IV/2024)", ["dat", "96,5", "%", "quy", "iv", "2024"]),
        ("", []),
        ("1.215 người", ["1.215", "nguoi"]),
    ],
)
def test_splits_into_words(text: str, words: list[str]) -> None:
    assert tokens(text) == words


@given(VIETNAMESE)
def test_keys_are_stable(text: str) -> None:
    assert key(key(text)) == key(text)
    assert key(unicodedata.normalize("NFD", text)) == key(unicodedata.normalize("NFC", text))
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)
