"""When something is due: the words, the reading, the day. What is doubtful has no day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from rules.model.plan import Deadline
from rules.plan.deadline_words import Reading, Time, phrases, read_times
from rules.plan.relative import read_relative
from rules.settings import PLAIN, Settings
from rules.vietnamese.text import fold, nfc
from rules.working_days import next_working_day

_BRACKETS = re.compile(r"\s*\(([^()]*)\)")
_NUMERALS = ("", "I", "II", "III", "IV")


def read_deadline(
    text: str, plan_year: int | None, settings: Settings = PLAIN
) -> tuple[Deadline, ...]:
    """The deadlines that the words name, in their order; one of kind "" where they are unclear.

    A year that is not written is the plan's. Several come from "6 tháng; năm 2024" (recurring) and
    from days that lie apart ("tháng 6, tháng 12/2024"). A clerk's own reading of the words, by her
    settings, comes first.
    """
    given = _given(text, settings)
    if given is not None:
        return (given,)
    return tuple(_moved(one, settings) for one in _understand(text, plan_year, settings))


def _understand(text: str, plan_year: int | None, settings: Settings) -> tuple[Deadline, ...]:
    written = " ".join(nfc(text).split())
    inclusive = settings.before_is_inclusive
    counted = read_relative(written, plan_year, settings)
    if counted is not None and counted.relative_days is not None:
        return (replace(counted, text=text),)  # "6 tháng kể từ ngày 01/7/2024" is no half-year
    conditions: list[str] = []
    bare = _BRACKETS.sub(lambda found: _unbracketed(found, conditions), written).strip(" ;.,-")
    found = _read(bare, plan_year, inclusive)
    if found is None:
        bare, condition = _cut_condition(bare)
        found = _read(bare, plan_year, inclusive) if bare else None
        conditions.append(condition)
        if found is None:
            return (replace(counted or Deadline(text, ""), text=text),)
    condition = "; ".join(filter(None, conditions))
    return tuple(replace(deadline, text=text, condition=condition) for deadline in found)


def _given(text: str, settings: Settings) -> Deadline | None:
    """The reading that a clerk gave these words."""
    given = settings.readings.get(fold(text).strip(" ;.,-"))
    if given is None:
        return None
    unit = "working_day" if given.working_days else "day"
    return Deadline(
        text,
        given.kind,
        given.due_from,
        given.due_to,
        relative_days=given.days,
        relative_unit=unit,
        given_by=settings.source,
    )


def _moved(deadline: Deadline, settings: Settings) -> Deadline:
    """A due day on which offices are closed is moved on where the settings say so, only then."""
    if not settings.move_off_holidays or deadline.due_to is None or deadline.moved_from:
        return deadline
    day = next_working_day(deadline.due_to, settings.holidays)
    if day == deadline.due_to:
        return deadline
    return replace(deadline, due_to=day, moved_from=deadline.due_to)


def _unbracketed(found: re.Match[str], conditions: list[str]) -> str:
    """A time in brackets is a part of the deadline, "Quý I (2025)"; other words are a condition."""
    inside = read_times(fold(found.group(1)))
    if inside is not None and inside.times:
        return f" {found.group(1)}"
    conditions.append(found.group(1))
    return ""


def _read(
    text: str, plan_year: int | None, before_is_inclusive: bool
) -> tuple[Deadline, ...] | None:
    """The deadlines of words without a condition; None where unclear."""
    reading = read_times(fold(text))
    if reading is None:
        return None
    times = _with_years(reading.times, plan_year)
    try:
        return _interpret(Reading(times, reading.words), plan_year, before_is_inclusive)
    except ValueError:  # 31/02, tháng 13, a range that runs backwards
        return None


def _interpret(
    reading: Reading, plan_year: int | None, before_is_inclusive: bool
) -> tuple[Deadline, ...] | None:
    times, words = reading.times, reading.words
    if words & {"every_quarter", "every_month"}:
        return _every(words, times, plan_year)
    constant = words & {"continuous", "yearly"}
    if constant and all(time.unit == "year" for time in times):
        return (Deadline("", "continuous"),)
    if not times or "continuous" in words:
        return None
    if any(time.before for time in times):
        found_before = _all_before(times, before_is_inclusive)
        open_ended = "yearly" in words
        return found_before and tuple(replace(d, open_ended=open_ended) for d in found_before)
    if _is_recurring(times):
        return tuple(_recurring(time) for time in times)
    groups = _groups(times)
    opened = "open" in words or ("from" in words and len(times) == 1)
    if opened and len(groups) > 1:
        return None
    found = tuple(_period(group, opened) for group in groups)
    return tuple(replace(d, open_ended=d.open_ended or "yearly" in words) for d in found)


def _with_years(times: Sequence[Time], plan_year: int | None) -> tuple[Time, ...]:
    """Every time with its year: its own, else a later one's, an earlier one's, the plan's."""
    later: int | None = None
    result: list[Time] = []
    for time in reversed(times):
        later = time.year or later
        result.append(replace(time, year=later))
    earlier = next((time.year for time in reversed(result) if time.year), plan_year)
    return tuple(time if time.year else replace(time, year=earlier) for time in reversed(result))


def _is_recurring(times: Sequence[Time]) -> bool:
    """ "6 tháng; năm 2024": a part of the year and the year, listed."""
    units = {time.unit for time in times}
    listed = all(time.joined != "range" for time in times)
    return len(times) > 1 and listed and "half" in units and units <= {"half", "year", "quarter"}


def _every(
    words: frozenset[str], times: Sequence[Time], plan_year: int | None
) -> tuple[Deadline, ...] | None:
    """One deadline for each quarter or month, and for what is listed beside ("6 tháng, năm")."""
    year = times[-1].year if times else plan_year
    if year is None:
        return (Deadline("", "recurring"),)
    unit, count = ("quarter", 4) if "every_quarter" in words else ("month", 12)
    each = [Time(unit, number, year) for number in range(1, count + 1)]
    # "Hằng quý trong năm 2024": the year only says which year.
    beside = [time for time in times if time.unit != "year" or len(times) > 1]
    if any(time.unit not in ("half", "year") for time in beside):
        return None
    return tuple(_recurring(time) for time in (*each, *beside))


def _recurring(time: Time) -> Deadline:
    label = _label(time)
    if time.year is None:
        return Deadline("", "recurring", label=label, unit=time.unit)
    return Deadline("", "recurring", time.first(), time.last(), label=label, unit=time.unit)


def _label(time: Time) -> str:
    if time.unit == "quarter":
        return f"quý {_NUMERALS[time.number]}"
    if time.unit == "half":
        return f"{time.number} tháng" + (" cuối năm" if time.part == "cuoi" else "")
    return f"tháng {time.number}" if time.unit == "month" else "năm"


def _groups(times: Sequence[Time]) -> list[list[Time]]:
    """Times that make one period: joined by a dash, or listed one right after the other.

    "Quý III, IV/2024" is one period; "quý II và quý IV/2024" are two.
    """
    groups: list[list[Time]] = []
    for time in times:
        last = groups[-1][-1] if groups else None
        if last and (time.joined == "range" or _adjacent(last, time)):
            groups[-1].append(time)
        else:
            groups.append([time])
    return groups


def _adjacent(last: Time, time: Time) -> bool:
    if last.unit == "day" or last.unit != time.unit:
        return False
    if last.year is None or time.year is None:
        return time.number == last.number + 1
    return time.first() == last.last() + timedelta(days=1)


def _period(group: Sequence[Time], opened: bool) -> Deadline:
    """The deadline of one period: its last day."""
    start, end = group[0], group[-1]
    kind = _kind(group)
    label = _label(start) if start.unit == "half" else ""
    if start.year is None or end.year is None:
        return Deadline("", kind, label=label, unit=end.unit)
    first, last = start.first(), end.last()
    if last < first:
        raise ValueError("the range runs backwards")
    if opened:
        # "Từ 01/3/2024" has no last day but that of the year.
        last = date(last.year, 12, 31) if start.unit == "day" else last
        unit = "year" if start.unit == "day" else end.unit
        return Deadline("", "open_range", first, last, open_ended=True, unit=unit)
    start_day = None if kind == "date" else first
    return Deadline("", kind, start_day, last, label=label, unit=end.unit)


def _kind(group: Sequence[Time]) -> str:
    unit = group[0].unit
    if len(group) == 1:
        return {"day": "date", "half": "range"}.get(unit, unit)
    return "years" if unit == "year" else "range"


def _all_before(times: Sequence[Time], inclusive: bool) -> tuple[Deadline, ...] | None:
    """Days after "trước", each with the period it is the day of: "cả năm trước ngày 10/12"."""
    found: list[Deadline] = []
    period: Time | None = None
    for time in times:
        if time.joined == "range" or (period and time.unit != "day"):
            return None
        # "trước ngày 15/6 và 15/12": the word holds for the days listed after it.
        if time.before or (found and period is None and time.unit == "day"):
            found.append(_before(time, inclusive, _label(period) if period else ""))
            period = None
        elif period is None and time.unit in ("half", "quarter", "year") and not time.month:
            period = time
        else:
            return None
    return tuple(found) if period is None else None


def _before(time: Time, inclusive: bool, label: str) -> Deadline:
    """The day before; "trước tháng 6" is before its first day, whatever the setting."""
    if time.year is None:
        return Deadline("", "before", label=label, unit=time.unit)
    if time.unit == "day" and inclusive:
        due = time.last()
        return Deadline("", "before", None, due, label=label, unit="day", inclusive=True)
    due = time.first() - timedelta(days=1)
    return Deadline("", "before", None, due, label=label, unit=time.unit)


def _cut_condition(text: str) -> tuple[str, str]:
    """The words before a condition, and the condition."""
    folded = fold(text)
    starts = [
        found.start()
        for name in ("condition", "relative")
        for phrase in phrases(name)
        if (found := re.search(rf"\b{re.escape(phrase)}\b", folded))
    ]
    if not starts or len(folded) != len(text):
        return "", ""
    return text[: min(starts)].strip(" ;.,-"), text[min(starts) :].strip()
