"""Working days of offices: weekdays but public holidays, by ``rules/data/holidays.toml``.

They count only where words say "ngày làm việc", or where a clerk's settings ask for it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data" / "holidays.toml"
_SATURDAY = 5
NONE: frozenset[date] = frozenset()
# Holidays of the sun's calendar are the same in every year, also in one that is not listed.
_EVERY_YEAR = frozenset(((1, 1), (4, 30), (5, 1), (9, 2)))


@dataclass(frozen=True, slots=True)
class Calendar:
    """The years that are known, the weekdays on which offices are closed, and days worked."""

    years: frozenset[int]
    closed: frozenset[date]
    worked: frozenset[date]


@cache
def calendar() -> Calendar:
    """The calendar of the data file."""
    years = tomllib.loads(_DATA.read_text(encoding="utf-8"))["year"]
    return Calendar(
        frozenset(year["year"] for year in years),
        frozenset(entry["day"] for year in years for entry in year["closed"]),
        frozenset(entry["day"] for year in years for entry in year["worked"]),
    )


def is_working_day(day: date, more_holidays: frozenset[date] = NONE) -> bool:
    """Whether offices work on a day.

    >>> is_working_day(date(2024, 2, 12)), is_working_day(date(2024, 5, 4))
    (False, True)
    """
    if day in more_holidays or day in calendar().closed or (day.month, day.day) in _EVERY_YEAR:
        return False
    return day in calendar().worked or day.weekday() < _SATURDAY


def add_working_days(day: date, count: int, more_holidays: frozenset[date] = NONE) -> date | None:
    """The last of so many working days after a day; null where a year's holidays are unknown.

    The day itself is not counted (Bộ luật Dân sự 2015, Điều 147 khoản 2). A year is known by the
    data file or by the holidays that a clerk added for it.

    >>> add_working_days(date(2024, 2, 7), 1)
    datetime.date(2024, 2, 15)
    >>> add_working_days(date(2030, 2, 7), 1) is None
    True
    """
    known = calendar().years | {holiday.year for holiday in more_holidays}
    left = count
    while left > 0:
        day += timedelta(days=1)
        if day.year not in known:
            return None
        left -= is_working_day(day, more_holidays)
    return day


def next_working_day(day: date, more_holidays: frozenset[date] = NONE) -> date:
    """The day itself, or the first working day after it.

    >>> next_working_day(date(2024, 3, 31)), next_working_day(date(2024, 4, 1))
    (datetime.date(2024, 4, 1), datetime.date(2024, 4, 1))
    """
    while not is_working_day(day, more_holidays):
        day += timedelta(days=1)
    return day
