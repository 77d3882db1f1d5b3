"""The words of a deadline, one by one: days, months, quarters, years and what stands between.

The vocabulary is ``rules/data/deadlines.toml``; a word that is neither there nor a time makes the
whole deadline unclear.
"""

from __future__ import annotations

import re
import tomllib
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from rules.vietnamese.text import fold

_DATA = Path(__file__).parent.parent / "data" / "deadlines.toml"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_YEAR = r"20\d\d"
# In this order: a day before a month, a month before a year, phrases before single words.
_TIMES = (
    ("filler", r"\d{1,2}(?:h|g| gio)\d{0,2}(?: phut)?\b"),  # "trước 17h00 ngày 15/3"
    ("day", rf"(?P<d>\d{{1,2}})\s*[/.-]\s*(?P<m>\d{{1,2}})\s*[/.-]\s*(?P<y>{_YEAR})\b"),
    ("day", rf"(?P<d>\d{{1,2}}) thang (?P<m>\d{{1,2}})(?:,? nam (?P<y>{_YEAR}))?\b"),
    ("half", r"(?P<n>0?[69]|sau|chin) thang\b(?: (?P<part>dau|cuoi)(?: nam\b)?)?"),
    ("quarter", r"q(?:u[yi])?\.? ?(?P<n>iv|iii|ii|i|[1-4])\b"),
    ("month", r"(?:thang|t\.?) ?(?P<n>\d{1,2})\b(?!/\d{1,2}\b(?!\d))"),
    ("month", rf"(?P<n>\d{{1,2}})\s*[/-]\s*(?P<y>{_YEAR})\b"),
    ("day", r"(?P<d>\d{1,2})/(?P<m>\d{1,2})\b"),
    ("year", rf"(?:nam )?(?P<n>{_YEAR})\b"),
    ("whole_year", r"(?:0?1 )?nam\b"),
    ("same", r"(?P<n>iv|iii|ii|i|\d{1,2})\b"),  # of the unit before it: "quý III, IV"
)
_JOINTS = (("attach", r"/"), ("range", r"-"), ("list", r"[,;&+]|va\b"))


@dataclass(frozen=True, slots=True)
class Time:
    """One day or period named: ``unit`` is day, month, quarter, half or year.

    ``joined`` says how it follows the time before it: "" (first), list or range. ``part`` is "cuoi"
    for the second half of the year. ``before`` where "trước" stands right in front of it.
    """

    unit: str
    number: int = 0
    year: int | None = None
    month: int = 0
    part: str = ""
    joined: str = ""
    before: bool = False

    def first(self) -> date:
        """The first day; ValueError where there is no such day, TypeError without a year."""
        return self._days()[0]

    def last(self) -> date:
        """The last day."""
        return self._days()[1]

    def _days(self) -> tuple[date, date]:
        assert self.year is not None
        if self.unit == "day":
            day = date(self.year, self.month, self.number)
            return day, day
        start, end = self._months()
        return date(self.year, start, 1), date(self.year, end, monthrange(self.year, end)[1])

    def _months(self) -> tuple[int, int]:
        if self.unit == "month":
            if not 1 <= self.number <= 12:
                raise ValueError("no such month")
            return self.number, self.number
        if self.unit == "quarter":
            return 3 * self.number - 2, 3 * self.number
        if self.unit == "half":
            return (7, 12) if self.part == "cuoi" else (1, self.number)
        return 1, 12


@dataclass(frozen=True, slots=True)
class Reading:
    """The times of a deadline and the words about them (``before``, ``from``, ``open`` ...)."""

    times: tuple[Time, ...]
    words: frozenset[str]


@cache
def phrases(name: str) -> tuple[str, ...]:
    """The folded words of one phrase of the data file, longest first."""
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    words = {
        fold(word) for entry in data["phrase"] if entry["name"] == name for word in entry["words"]
    }
    return tuple(sorted(words, key=len, reverse=True))


def read_times(folded: str) -> Reading | None:
    """The times that folded words name; None where a word is neither time nor vocabulary."""
    times: list[Time] = []
    words: set[str] = set()
    joint, before = "", False
    place = 0
    while place < len(folded):
        if folded[place] in " .:":
            place += 1
            continue
        found = _next(folded, place)
        if found is None:
            return None
        place = found.end()
        name = str(found.lastgroup).rstrip("0123456789")
        if name in ("range", "list", "attach") or (name == "latest" and times):
            joint = "range" if name == "latest" else name
        elif name in _UNITS:
            time = _time(name, found, times, joint)
            if time is None:
                return None
            _append(times, replace(time, before=before), joint)
            joint, before = "", False
        elif name == "before":
            before = True
        else:
            words.add(name)
    return None if before else Reading(tuple(times), frozenset(words))


_UNITS = {"day", "half", "quarter", "month", "year", "same", "whole_year"}


def _next(folded: str, place: int) -> re.Match[str] | None:
    """What stands at a place: a phrase of the data, a time, or a joint."""
    for pattern in _patterns():
        found = pattern.match(folded, place)
        if found:
            return found
    return None


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    vocabulary = (
        "open",
        "continuous",
        "yearly",
        "every_quarter",
        "every_month",
        "before",
        "latest",
        "from",
        "filler",
    )
    named = [
        (len(phrase), name, rf"{re.escape(phrase)}\b")
        for name in vocabulary
        for phrase in phrases(name)
    ]
    named.sort(key=lambda item: -item[0])
    times = [(name, pattern) for name, pattern in _TIMES]
    # "năm" of a year or of "6 tháng đầu năm" is taken by the times; alone it is the whole year.
    ordered = [*times[:4], *[(name, pattern) for _, name, pattern in named], *times[4:], *_JOINTS]
    return tuple(re.compile(rf"(?:{pattern})(?P<{name}>)") for name, pattern in ordered)


def _time(name: str, found: re.Match[str], times: list[Time], joint: str) -> Time | None:
    """The time that was found; None where "same" follows nothing."""
    groups = found.groupdict()
    year = int(groups["y"]) if groups.get("y") else None
    joined = (joint or "list") if times else ""
    if name == "day":
        return Time("day", int(groups["d"]), year, month=int(groups["m"]), joined=joined)
    if name == "whole_year":
        return Time("year", joined=joined)
    if name == "year":
        return Time("year", year=int(groups["n"]), joined=joined)
    written = groups["n"]
    if name == "month" and groups.get("y") and times and times[-1].unit == "quarter":
        # "Quý 3, 4/2024": what looks like a month is a quarter while its list has no year yet.
        name = "quarter" if times[-1].year is None and int(written) <= 4 else name
    number = {**_ROMAN, "sau": 6, "chin": 9}.get(written) or int(written)
    if name == "same":
        if not times or times[-1].unit not in ("quarter", "month"):
            return None
        name = times[-1].unit
        if number > 4 if name == "quarter" else written in _ROMAN:
            return None
    return Time(name, number, year, part=groups.get("part") or "", joined=joined)


def _append(times: list[Time], time: Time, joint: str) -> None:
    """Adds a time; a year directly after a month or quarter is that one's year."""
    last = times[-1] if times else None
    follows = joint in ("", "attach") or (
        joint == "range" and last is not None and last.unit != "year"
    )
    if last and time.unit == "year" and time.year and last.year is None and follows:
        times[-1] = replace(last, year=time.year)
    else:
        times.append(time)
