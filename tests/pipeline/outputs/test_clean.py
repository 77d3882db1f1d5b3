from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text

from pipeline.outputs.clean import clean, for_cell, for_csv, for_terminal, one_line, whole
from tests.pipeline.outputs.scene import HOSTILE

ANYTHING = st.text(alphabet=st.characters(codec=None, exclude_categories=()))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kế hoạch số 15/KH-SNV", "Kế hoạch số 15/KH-SNV"),
        ("một\r\nhai\x0bba\u2028bốn", "một\nhai\nba\nbốn"),
        ("\x1b[31mđỏ", "�[31mđỏ"),
        ("fdp.\u202exslx", "fdp.�xslx"),
        ("một\ud800hai", "một�hai"),
        ("a\x00b\ufffec", "a�b�c"),
        ("cột\tcột", "cột\tcột"),
    ],
)
def test_what_acts_or_hides_is_shown_as_a_sign(text: str, expected: str) -> None:
    assert clean(text) == expected


def test_what_is_too_long_is_cut_where_it_can_be_seen() -> None:
    assert clean("một hai ba bốn", 8) == "một hai…"
    assert len(clean("x" * 40_000)) == 32_000
    assert clean("x" * 40_000).endswith("x…")


@pytest.mark.parametrize(
    ("text", "cell", "csv"),
    [
        ("=1+1", "'=1+1", "'=1+1"),
        ("+1", "'+1", "'+1"),
        ("-2+3", "'-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)", "'@SUM(A1)"),
        ("＝1", "'＝1", "'＝1"),
        ("\t=1", "'\t=1", "'\t=1"),
        (" =1", "' =1", "' =1"),
        ("- Kế hoạch;", "- Kế hoạch;", "'- Kế hoạch;"),
        ("+ Tổ chức", "+ Tổ chức", "'+ Tổ chức"),
        ("a=1", "a=1", "a=1"),
        ("", "", ""),
    ],
)
def test_no_formula_begins(text: str, cell: str, csv: str) -> None:
    assert for_cell(text) == cell
    assert for_csv(text) == csv


def test_the_terminal_shows_marks_as_text() -> None:
    shown = Text.from_markup(for_terminal("[red]đỏ[/red]\n\x1b[1m[link=http://x]y[/link]"))
    assert shown.plain == "[red]đỏ[/red] �[1m[link=http://x]y[/link]"
    assert not shown.spans


@given(ANYTHING)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    clean(text).encode("utf-8")
    whole(text).encode("utf-8")


@pytest.mark.parametrize("text", HOSTILE)
def test_one_line_is_one_line(text: str) -> None:
    assert "\n" not in one_line(text)
    assert len(one_line(text)) <= 300
