"""Figures of statements."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.vietnamese.figures import find_figures

DATA = Path(__file__).parents[2] / "rules" / "data" / "figure_words.toml"
TABLE = tomllib.loads(DATA.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "text", [text for name in ("name_before", "name_after") for text in TABLE[name][0]["examples"]]
)
def test_names_and_times_are_no_figures(text: str) -> None:
    assert find_figures(text) == ()


@pytest.mark.parametrize(
    ("text", "value", "role"),
    [(text, value, role["name"]) for role in TABLE["role"] for text, value in role["examples"]],
)
def test_roles(text: str, value: float, role: str) -> None:
    last = find_figures(text)[-1]
    assert (last.value, last.role) == (value, role)


@pytest.mark.parametrize(("text", "value"), TABLE["turn"][0]["examples"])
def test_a_result_after_a_target(text: str, value: float) -> None:
    first, last = find_figures(text)
    assert (first.role, last.role, last.value) == ("target", "result", value)


@pytest.mark.parametrize(
    ("text", "unit"), TABLE["unit"][0]["examples"] + TABLE["of_plan"][0]["examples"]
)
def test_units(text: str, unit: str) -> None:
    assert find_figures(text)[0].unit == unit


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("đạt 98,2% so với mục tiêu 99%", [(98.2, "%", "result"), (99.0, "%", "target")]),
        (
            "ước đạt 98,7%, phấn đấu hết năm đạt 99% theo KH",
            [(98.7, "%", "estimate"), (99.0, "%", "target")],
        ),
        ("Thực hiện Kế hoạch số 12/KH-SNV ngày 15/01/2024", []),
        ("98 tổ tiếp nhận 41 vụ việc", [(98.0, "tổ", "result"), (41.0, "vụ việc", "result")]),
        ("cấp 1.250.000 thẻ", [(1250000.0, "thẻ", "result")]),
        ("1. Công khai 12 thủ tục", [(12.0, "thủ tục", "result")]),
        ("Lắp mới 46 trạm BTS 4G", [(46.0, "trạm", "result")]),
        (
            "từ 20 ngày còn 14 ngày làm việc",
            [(20.0, "ngày", "result"), (14.0, "ngày làm việc", "result")],
        ),
        ("giảm 30% thời gian", [(30.0, "%", "change")]),
    ],
)
def test_sentences(text: str, read: list[tuple[float, str, str]]) -> None:
    assert [(one.value, one.unit, one.role) for one in find_figures(text)] == read


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    find_figures(text)


@given(st.text(alphabet="0123456789.,/%- đạt", max_size=60))
def test_any_digits_are_read(text: str) -> None:
    find_figures(text)
