"""Deadlines counted from an event: "15 ngày làm việc kể từ ngày …".

The day of the event is in the words or a clerk enters it; otherwise there is no due day. The day
of the event is not counted itself (Bộ luật Dân sự 2015, Điều 147 khoản 2).
"""

from __future__ import annotations

import calendar
import re
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from rules.model.plan import Deadline
from rules.plan.deadline_words import phrases, read_times
from rules.settings import PLAIN, Settings
from rules.vietnamese.text import fold
from rules.working_days import add_working_days, next_working_day

# "15 ngày", but neither "15 tháng 6" nor "6 tháng đầu năm".
_COUNT = re.compile(
    r"\b(?P<n>\d{1,3}) (?P<unit>ngay lam viec|ngay|tuan|thang)\b(?! (?:\d|dau|cuoi))"
)
_BACKWARDS = re.compile(r"\d (?:ngay lam viec|ngay|tuan|thang) truoc\b")
_UNITS = {"ngay": "day", "ngay lam viec": "working_day", "tuan": "day", "thang": "month"}
_WEEK = 7


def read_relative(text: str, plan_year: int | None, settings: Settings = PLAIN) -> Deadline | None:
    """A deadline counted from an event; None where the words are none, or are not understood."""
    folded = fold(text)
    found = [
        match
        for phrase in phrases("relative")
        for match in re.finditer(rf"\b{re.escape(phrase)}\b", folded)
    ]
    # Before the event only "chậm nhất là 15 ngày" may stand; other words are not understood.
    if not found or not _lead_in().fullmatch(folded[: min(one.start() for one in found)]):
        return None
    deadline = Deadline(text, "relative")
    count = None if _BACKWARDS.search(folded) else _COUNT.search(folded)
    if count is None:
        return deadline
    number = int(count["n"]) * (_WEEK if count["unit"] == "tuan" else 1)
    deadline = replace(deadline, relative_days=number, relative_unit=_UNITS[count["unit"]])
    base = _written_day(folded[max(one.end() for one in found) :], plan_year)
    return with_base(deadline, base, settings=settings) if base else deadline


def with_base(
    deadline: Deadline,
    base: date,
    paper: str = "",
    entered: str = "",
    settings: Settings = PLAIN,
) -> Deadline:
    """The deadline counted from a day; without a number of days, or a calendar, it has none."""
    due = _count(deadline, base, settings)
    moved = next_working_day(due, settings.holidays) if due and settings.move_off_holidays else due
    return replace(
        deadline,
        base=base,
        base_paper=paper,
        entered=entered,
        due_to=moved,
        moved_from=due if moved != due else None,
    )


def _count(deadline: Deadline, base: date, settings: Settings) -> date | None:
    number = deadline.relative_days
    if number is None:
        return None
    if deadline.relative_unit == "working_day":
        return add_working_days(base, number, settings.holidays)
    if deadline.relative_unit == "month":
        return _months_after(base, number)
    return base + timedelta(days=number)


def _months_after(day: date, months: int) -> date:
    """The same day of a later month; the month's last day where it has no such day (Điều 148)."""
    years, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


def _written_day(folded: str, plan_year: int | None) -> date | None:
    """The day of the event, where the words say it and nothing else."""
    reading = read_times(folded)
    if reading is None or len(reading.times) != 1 or reading.words - {"filler"}:
        return None
    time = reading.times[0]
    year = time.year or plan_year
    if time.unit != "day" or time.before or year is None:
        return None
    try:
        return replace(time, year=year).first()
    except ValueError:  # 31/02
        return None


@cache
def _lead_in() -> re.Pattern[str]:
    latest = "|".join(map(re.escape, phrases("latest")))
    within = "sau|trong|trong thoi han|trong thoi gian|thoi han|toi da"
    count = r"\d{1,3}(?: (?:ngay lam viec|ngay|tuan|thang))?"
    return re.compile(rf"(?:(?:{latest}|{within}) )*(?:{count}[ ,]*)?")
