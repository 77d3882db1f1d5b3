"""The time a report speaks of: quarter, month, 6 months, 9 months, year, and its data window.

>>> read_period("Kết quả thực hiện 6 tháng đầu năm 2024").words()
'6 tháng 2024'
"""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

from rules.model.papers import Period
from rules.vietnamese.dates import find_dates
from rules.vietnamese.header_words import flat

_YEAR = r"(?:\s*(?:/|-|,|nam)?\s*(?:nam\s*)?(?P<year>20\d\d))?(?!\d)"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
# "6 tháng đầu năm 2024", "06 tháng năm 2024"; not the last six months, nor "ngày 06 tháng 12".
_HALF = re.compile(
    rf"(?<![\d.,/])(?:0?6|sau)\s+thang(?!\s*(?:cuoi|\d))(?:\s+dau)?(?:\s+nam)?{_YEAR}"
)
_NINE = re.compile(
    rf"(?<![\d.,/])(?:0?9|chin)\s+thang(?!\s*(?:cuoi|\d))(?:\s+dau)?(?:\s+nam)?{_YEAR}"
)
_QUARTER = re.compile(rf"(?<!\w)qu[iy]\s+(?P<part>iv|i{{1,3}}|[1-4])(?!\w){_YEAR}")
_MONTH = re.compile(rf"(?<!\w)thang\s+(?P<part>1[0-2]|0?[1-9])(?!\d){_YEAR}")
_WHOLE = re.compile(r"(?<!\w)(?:ca\s+)?nam\s+(?P<year>20\d\d)(?!\s*[-–]\s*20\d\d)(?!\d)")
# "quý IV và năm 2024", "tháng 12, cả năm 2024": the year, with its last part named too.
_WITH_YEAR = re.compile(r"(?:va|,|;)\s*(?:ca\s+)?nam\s+20\d\d")
_DAY = re.compile(r"ngay\s+\d{1,2}\s*$")
_WINDOW_WORDS = re.compile(
    r"so lieu|chot|ky bao cao|thoi gian bao cao|thoi diem bao cao|tinh tu|\(\s*tu"
)
_BETWEEN = re.compile(r"^\s*(?:den|-|toi)\s*(?:het\s*)?(?:ngay\s*)?$")
_UNTIL = re.compile(
    r"(?:so lieu[^.;]{0,40}|chot\s+(?:so lieu\s+)?|\(\s*tinh\s+)den\s*(?:het\s*)?(?:ngay\s*)?$"
)
_FAR = 90  # letters before a window in which its words stand


def read_period(title: str, opening: str = "") -> Period:
    """The period that the title names, else the opening; with the data window of either."""
    period = _named(title)
    if not period.kind and opening:
        period = _named(opening)
    start, end = data_window(f"{title}\n{opening}")
    return Period(period.kind, period.year, period.part, start, end)


def named_years(text: str) -> tuple[int, ...]:
    """The years a text names, in order; both ends of "giai đoạn 2021-2025"."""
    years = re.findall(r"(?<![\d/])(20\d\d)(?![\d])", text)
    return tuple(dict.fromkeys(map(int, years)))


def _named(text: str) -> Period:
    folded = flat(text)
    whole = _WHOLE.search(folded)
    for kind, pattern in (("6m", _HALF), ("9m", _NINE), ("quarter", _QUARTER), ("month", _MONTH)):
        for found in pattern.finditer(folded):
            if kind == "month" and (_DAY.search(folded[: found.start()]) or not found["year"]):
                continue
            if kind in ("quarter", "month") and _WITH_YEAR.match(folded[found.end() :].lstrip()):
                continue
            year = int(found["year"]) if found["year"] else _year_of(whole)
            part = _part(found["part"]) if kind in ("quarter", "month") else None
            return Period(kind, year, part)
    return Period("year", int(whole["year"])) if whole else Period()


def _part(written: str) -> int:
    return _ROMAN.get(written) or int(written)


def _year_of(whole: re.Match[str] | None) -> int | None:
    return int(whole["year"]) if whole else None


def data_window(text: str) -> tuple[date | None, date | None]:
    """First and last day of the data, where the text says so; null where it does not."""
    folded, dates = flat(text), find_dates(text)
    for first, second in pairwise(dates):
        before = folded[max(0, first[0] - _FAR) : first[0]]
        if _BETWEEN.match(folded[first[1] : second[0]]) and _WINDOW_WORDS.search(before):
            return (first[2], second[2]) if first[2] <= second[2] else (None, None)
    for start, _, day in dates:
        if _UNTIL.search(folded[max(0, start - _FAR) : start]):
            return None, day
    return None, None
