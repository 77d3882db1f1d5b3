"""Paragraphs cut into clauses."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.vietnamese.clauses import split_clauses

DATA = Path(__file__).parents[2] / "rules" / "data" / "clause_words.toml"
TABLE = tomllib.loads(DATA.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("text", "count"),
    [example for entries in TABLE.values() for entry in entries for example in entry["examples"]],
)
def test_examples_of_the_words(text: str, count: int) -> None:
    assert len(split_clauses(text)) == count


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        (
            "Tổ chức 3 lớp tập huấn; kiểm tra tại 05 đơn vị trực thuộc.",
            ["Tổ chức 3 lớp tập huấn", "kiểm tra tại 05 đơn vị trực thuộc."],
        ),
        (
            "Ban hành Kế hoạch kiểm tra công vụ. Thành lập 02 đoàn kiểm tra.",
            ["Ban hành Kế hoạch kiểm tra công vụ.", "Thành lập 02 đoàn kiểm tra."],
        ),
        ("Tiếp 1.250 lượt công dân tại TP. Sơn La.", ["Tiếp 1.250 lượt công dân tại TP. Sơn La."]),
        (
            "Công khai (gồm dự toán; quyết toán) trên trang thông tin",
            ["Công khai (gồm dự toán; quyết toán) trên trang thông tin"],
        ),
        (
            "- Ban hành Kế hoạch số 12/KH-SNV\n- Tổ chức kiểm tra 04 đơn vị",
            ["- Ban hành Kế hoạch số 12/KH-SNV", "- Tổ chức kiểm tra 04 đơn vị"],
        ),
        ("Đạt 100%; tốt.", ["Đạt 100%; tốt."]),
        ("", []),
        ("  ;;; ", []),
    ],
)
def test_clauses(text: str, clauses: list[str]) -> None:
    assert [text[start:end] for start, end in split_clauses(text)] == clauses


@given(st.text(max_size=300))
def test_clauses_follow_each_other(text: str) -> None:
    spans = split_clauses(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


@given(st.text(alphabet="ab .;,\n-(“”)1", max_size=80))
def test_no_letter_is_lost(text: str) -> None:
    kept = "".join(text[start:end] for start, end in split_clauses(text))
    assert [char for char in kept if char.isalnum()] == [char for char in text if char.isalnum()]
