"""Working days: holidays by the law and as announced, their days by hand."""

from __future__ import annotations

import doctest
import tomllib
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import working_days
from rules.working_days import add_working_days, is_working_day, next_working_day

YEARS = tomllib.loads(working_days._DATA.read_text(encoding="utf-8"))["year"]


@pytest.mark.parametrize("year", YEARS, ids=lambda year: str(year["year"]))
def test_every_year_has_what_the_law_gives(year) -> None:
    names = Counter(entry["name"] for entry in year["closed"])
    tet = sum(
        number for name, number in names.items() if name.startswith("Tết") and "D" not in name
    )
    assert tet == 5
    assert names["Quốc khánh"] == 2
    assert sum(number for name, number in names.items() if "Giỗ Tổ" in name) == 1
    swapped = [entry for entry in year["closed"] if "hoán đổi" in entry["name"]]
    assert len(swapped) == len(year["worked"])
    assert all(entry["day"].weekday() < 5 for entry in year["closed"])
    assert all(entry["day"].weekday() == 5 for entry in year["worked"])
    assert all(entry["day"].year == year["year"] for entry in year["closed"] + year["worked"])
    assert year["source"]


@pytest.mark.parametrize(
    ("day", "count", "last"),
    [
        (date(2024, 3, 1), 15, date(2024, 3, 22)),  # three whole weeks
        (date(2024, 2, 7), 1, date(2024, 2, 15)),  # over Tết Giáp Thìn
        (date(2024, 4, 26), 1, date(2024, 5, 2)),  # 29/4 swapped, 30/4, 1/5
        (date(2024, 5, 3), 1, date(2024, 5, 4)),  # a Saturday that is worked
        (date(2025, 1, 24), 1, date(2025, 2, 3)),  # over Tết Ất Tỵ
        (date(2026, 2, 13), 1, date(2026, 2, 23)),  # over Tết Bính Ngọ
        (date(2024, 8, 30), 1, date(2024, 9, 4)),
        (date(2026, 12, 30), 5, None),  # 2027 is not known yet
    ],
)
def test_counting(day: date, count: int, last: date | None) -> None:
    assert add_working_days(day, count) == last


def test_a_clerk_adds_holidays() -> None:
    more = frozenset({date(2027, 1, 4)})
    assert not is_working_day(date(2027, 1, 4), more)
    assert add_working_days(date(2026, 12, 31), 1, more) == date(2027, 1, 5)
    assert next_working_day(date(2024, 12, 14)) == date(2024, 12, 16)


@given(st.dates(date(2024, 1, 1), date(2026, 6, 1)), st.integers(1, 60))
def test_a_working_day_is_never_before_the_same_number_of_days(day: date, count: int) -> None:
    last = add_working_days(day, count)
    assert last is not None
    assert last >= day + timedelta(days=count) - timedelta(days=count // 5)
    assert is_working_day(last)


def test_examples_in_docstrings() -> None:
    assert doctest.testmod(working_days).failed == 0
