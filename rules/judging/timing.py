"""Whether a paper is of the period an obligation asks for, and whether it came in time.

A plan, letter or decision dated before its period is in time; a report must be of its period:
the year's report answers quarter IV, December and the year, the 6-month report answers quarter
II and the half-year, any other period is answered by a report dated from its first day on. A
report on an earlier period never counts.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from rules.model.papers import Paper, Period, Role
from rules.model.plan import Deadline


@dataclass(frozen=True, slots=True)
class ReportingYear:
    """The days that papers of a plan are dated in; ``plan_year`` is the year of the plan itself."""

    start: date
    end: date
    plan_year: int

    def holds(self, day: date) -> bool:
        """Whether the day lies in the reporting year."""
        return self.start <= day <= self.end


def period_end(period: Period) -> date | None:
    """The last day a report speaks of, as stated or as its period implies; null where unknown."""
    if period.data_to is not None:
        return period.data_to
    if period.year is None:
        return None
    months = {"6m": 6, "9m": 9, "year": 12}
    if period.kind == "quarter" and period.part:
        month = period.part * 3
    elif period.kind == "month" and period.part:
        month = period.part
    elif period.kind in months:
        month = months[period.kind]
    else:
        return None
    return date(period.year, month, calendar.monthrange(period.year, month)[1])


def asked_period(deadline: Deadline) -> str:
    """``year`` for quarter IV, December and the year, ``half`` for quarter II and the half-year."""
    due = deadline.due_to
    if due is None or deadline.due_from is None:
        return ""
    span = (due - deadline.due_from).days
    if due.month == 12 and span > 26:
        return "year"
    if due.month == 6 and span > 26:
        return "half"
    return ""


def is_of_period(paper: Paper, deadline: Deadline, year: ReportingYear) -> bool:
    """Whether a report answers the period of a deadline."""
    if deadline.kind == "continuous" or deadline.due_from is None:
        return in_reporting_year(paper, year)
    stated_year = paper.sure_period.year
    if stated_year is not None and stated_year != deadline.due_from.year:
        return False
    asked = asked_period(deadline)
    stated = _stated(paper)
    if (stated, asked) in (("year", "year"), ("6m", "half")):
        return True
    if deadline.kind == "recurring" and not _covers(paper, deadline):
        return False
    end = period_end(paper.sure_period)
    if end is not None and end < deadline.due_from:
        return False
    if stated == "6m" and end is None and deadline.due_from.month > 6:
        return False
    day = paper.header.issued_on
    return day is None or day >= deadline.due_from


def _stated(paper: Paper) -> str:
    if paper.period.doubtful:
        return ""
    if paper.role is Role.REPORT_YEAR:
        return "year"
    if paper.role is Role.REPORT_6M:
        return "6m"
    return paper.period.kind


# How many months a report speaks of.
_MONTHS = {"month": 1, "quarter": 3, "6m": 6, "9m": 9, "year": 12}


def _covers(paper: Paper, deadline: Deadline) -> bool:
    """Of several reports in a year, each answers its own period or one within it.

    The report of quarter III is neither that of quarter II nor that of the half-year; the
    half-year's report holds quarter I. A report that states no period may be any.
    """
    stated, part = _stated(paper), paper.sure_period.part
    if stated not in _MONTHS or deadline.due_from is None or deadline.due_to is None:
        return True
    last = part * _MONTHS[stated] if part and stated in ("month", "quarter") else _MONTHS[stated]
    first = last - _MONTHS[stated] + 1
    return first <= deadline.due_from.month and deadline.due_to.month <= last


def in_reporting_year(paper: Paper, year: ReportingYear) -> bool:
    """Whether a report speaks of the reporting year, by its period or else by its date."""
    stated_year = paper.sure_period.year
    if stated_year is not None:
        return stated_year == year.plan_year
    day = paper.header.issued_on
    return day is None or day >= year.start


def days_late(day: date, deadline: Deadline) -> int:
    """How many days after the due day; 0 where in time or where no day is due."""
    if deadline.due_to is None or day <= deadline.due_to:
        return 0
    return (day - deadline.due_to).days


def is_pending(deadline: Deadline, year: ReportingYear, as_of: date) -> bool:
    """Whether the due day is still to come; a continuous output is due when the year ends.

    An output whose day a clerk put off is due then, continuous or not.
    """
    if deadline.kind == "continuous" and deadline.due_to is None:
        return as_of <= year.end
    return deadline.due_to is not None and as_of <= deadline.due_to


def is_open(deadline: Deadline) -> bool:
    """Whether no due day can be computed and the output is not a continuous one."""
    return deadline.due_to is None and deadline.kind != "continuous"


_YEAR = re.compile(r"(?<!\d)20\d{2}(?!\d)")
# A register names its year on the cover or in its first entries.
_OPENING = 4000


def named_years(paper: Paper) -> frozenset[int]:
    """The years that a paper without a date of its own names: in its title, else in its rows."""
    title = frozenset(map(int, _YEAR.findall(paper.header.title)))
    if title:
        return title
    if paper.sure_period.year is not None:
        return frozenset((paper.sure_period.year,))
    text = paper.document.text()[:_OPENING] if paper.document else ""
    return frozenset(map(int, _YEAR.findall(text)))
