"""Reports due in the last month of a period: "6 tháng, năm trước ngày 15 của tháng cuối kỳ".

The half year and the year give a day; quarters and months are no duty that is followed here, and
what is not followed is named, never lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rules.plan.prose_words import either
from rules.vietnamese.dates import make_date

_UNTIL = rf"(?P<until>{either('until')})\s+(?:vào\s+)?"
_DUE = re.compile(
    rf"{_UNTIL}ngày\s+(?P<day>\d{{1,2}})\s+(?:của\s+)?tháng\s+cuối"
    r"(?:\s+(?:của\s+)?(?:mỗi\s+|từng\s+)?(?:kỳ|quý|kì)(?:\s+báo cáo)?)?",
    re.IGNORECASE,
)
_ANY_DAY = re.compile(rf"{_UNTIL}(?:ngày\s+)?\d{{1,2}}\b", re.IGNORECASE)
_HALF = re.compile(r"\b(?:0?6|sáu)\s+tháng\b", re.IGNORECASE)
_YEAR = re.compile(
    r"(?:\b(?:hằng|hàng|cả)\s+năm\b|,\s*năm\b|\bvà\s+năm\b|báo cáo\s+năm\b)(?!\s+\d)",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:hằng|hàng|mỗi|từng|theo|định kỳ|báo cáo)\s+(?:quý|tháng)\b"
    r"|\bquý\s*,|\b(?:0?9|0?3)\s+tháng\b",
    re.IGNORECASE,
)
_REPORT = re.compile(r"báo cáo", re.IGNORECASE)
_CLAUSES = re.compile(r";|\n|(?<=[^\d/])\.\s+(?=[A-ZĐÀ-Ỹ])")
_LONGEST = 400


def periodic_reports(text: str, year: int | None) -> Iterator[tuple[str, str]]:
    """Output and deadline of the half year's and the year's report due so.

    >>> list(periodic_reports("báo cáo quý, 6 tháng, năm trước ngày 15 của tháng cuối kỳ", 2024))
    [('report:6m', 'trước ngày 15/6/2024'), ('report:year', 'trước ngày 15/12/2024')]
    """
    for clause in _reporting(text):
        due = _DUE.search(clause)
        if due is None or year is None:
            continue
        until, day = " ".join(due["until"].split()).lower(), int(due["day"])
        for output, period, month in (("report:6m", _HALF, 6), ("report:year", _YEAR, 12)):
            if period.search(clause) and make_date(day, month, year):
                yield output, f"{until} ngày {day}/{month}/{year}"


def unread_reports(text: str) -> list[str]:
    """The clauses that ask for reports by a day, of periods that no duty stands for."""
    found = []
    for clause in _reporting(text):
        due = _DUE.search(clause)
        derived = due and (_HALF.search(clause) or _YEAR.search(clause))
        if (_OTHER.search(clause) and _ANY_DAY.search(clause)) or (due and not derived):
            found.append(" ".join(clause.split()).strip(" .,:"))
    return list(dict.fromkeys(found))


def _reporting(text: str) -> Iterator[str]:
    for clause in _CLAUSES.split(text):
        if _REPORT.search(clause) and len(clause) <= _LONGEST:
            yield clause
