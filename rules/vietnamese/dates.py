"""Dates as official papers write them: in words, with strokes, dots or dashes.

A blank day ("ngày     tháng 01 năm 2024") or a day that no calendar has is no date.

>>> parse_date("Sơn La, ngày12 tháng 10 năm2020")
datetime.date(2020, 10, 12)
>>> parse_date("ngày ... tháng 01 năm 2024") is None
True
"""

from __future__ import annotations

import re
from datetime import date

from rules.vietnamese.text import nfc

# "ngày 15 tháng 01 năm 2024", also without blanks, with a dot or comma after a number
# ("ngày 12. tháng 1. Năm 2021") and with blanks inside a number that a form was padded with.
_IN_WORDS = (
    r"(?:ng[àa]y\s*:?\s*)?(?P<d1>(?<!\d)\d{1,2})[\s.,]*th[áa]ng[\s:]*(?P<m1>\d{1,2})"
    r"[\s.,]*n[ăa]m[\s:]*(?P<y1>\d{4})(?!\d)"
)
# "15/01/2024", "15-1-2024", "15.01.2024", the same mark twice; never a part of a longer chain
# of numbers ("1.15.01.2024", a phone number) or of a document number ("01/2/2024/NQ-HĐND").
_WITH_MARKS = (
    r"(?<![\d/.\-])(?P<d2>\d{1,2})\s?(?P<mark>[/.\-])\s?(?P<m2>\d{1,2})\s?(?P=mark)\s?"
    r"(?P<y2>\d{4})(?![\d]|[/\-]\w)"
)
_DATE = re.compile(f"{_IN_WORDS}|{_WITH_MARKS}", re.IGNORECASE)
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


def find_dates(text: str) -> list[tuple[int, int, date]]:
    """All dates of a text with their first and last character, in order.

    Places are those of the text in NFC, which every block of a document is.
    """
    found = []
    for match in _DATE.finditer(nfc(text)):
        names = ("d1", "m1", "y1") if match.group("d1") else ("d2", "m2", "y2")
        value = make_date(*(int(match.group(name)) for name in names))
        if value is not None:
            found.append((match.start(), match.end(), value))
    return found


def parse_date(text: str) -> date | None:
    """The one date of a text; None where there is none, or where two differ."""
    values = {value for _, _, value in find_dates(text)}
    return values.pop() if len(values) == 1 else None


def make_date(day: int, month: int, year: int) -> date | None:
    """The day, or None where the calendar has none or the year is no year of a paper."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
