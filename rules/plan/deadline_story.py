"""How the day of a deadline came about: the words, the reading, the day, and what moved it."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from rules.model.plan import Deadline

_DATA = Path(__file__).parent.parent / "data" / "deadline_story.toml"
_ROMAN = ("", "I", "II", "III", "IV")


def explain_deadline(deadline: Deadline, lang: str = "vi") -> str:
    """The story of a due day in one line, its steps joined by arrows.

    >>> explain_deadline(Deadline("Quý I/2024", "quarter", None, date(2024, 3, 31), unit="quarter"))
    '“Quý I/2024” → ngày cuối của quý I/2024 → 31/03/2024'
    """
    return " → ".join(deadline_steps(deadline, lang))


def deadline_steps(deadline: Deadline, lang: str = "vi") -> tuple[str, ...]:
    """The words, the reading and the day, then each move of the day; only what there is."""
    tell = _Teller(lang)
    steps = [f"“{deadline.text}”"] if deadline.text.strip() else []
    first = _first_day(deadline)
    steps.append(tell.reading(deadline, first))
    if deadline.kind != "continuous" or first is not None:
        steps.append(_shown(first) if first else tell("no_day"))
    if deadline.moved_from is not None:
        due = deadline.extended_from if deadline.extended else deadline.due_to
        steps += [tell("moved", day=_shown(deadline.moved_from)), _shown(due)]
    if deadline.extended:
        paper = tell("by_paper", paper=deadline.granted_by) if deadline.granted_by else ""
        before = deadline.extended_from
        said = {"paper": paper or tell("by_clerk")}
        told = tell("extended", day=_shown(before), **said) if before else tell("first_set", **said)
        steps += [told, _shown(deadline.due_to)]
    return tuple(steps)


def _first_day(deadline: Deadline) -> date | None:
    """The day as the words give it, before anything moved it."""
    if deadline.moved_from is not None:
        return deadline.moved_from
    return deadline.extended_from if deadline.extended else deadline.due_to


def _shown(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "…"


class _Teller:
    """The sentences of one language."""

    def __init__(self, lang: str) -> None:
        self._lang = "en" if lang == "en" else "vi"

    def __call__(self, id: str, **values: object) -> str:
        return self._fill("reading", id, values)

    def _fill(self, table: str, id: str, values: dict[str, object]) -> str:
        return _sentences()[table][id][self._lang].format(**values)

    def reading(self, deadline: Deadline, due: date | None) -> str:
        """How the words are understood."""
        if deadline.given_by and deadline.kind != "relative":
            return self("given", file=deadline.given_by)
        if deadline.kind == "relative":
            return self._relative(deadline)
        if deadline.entered:
            return self("entered", source=self._source(deadline))
        if not deadline.kind:
            return self("unclear" if deadline.text.strip() else "no_words")
        if deadline.kind == "continuous":
            return self("continuous")
        if due is None:
            label = deadline.label
            return self("recurring_no_year", label=label) if label else self("no_year")
        return self._dated(deadline, due)

    def _dated(self, deadline: Deadline, due: date) -> str:
        if deadline.kind == "before":
            return self._before(deadline, due)
        if deadline.kind == "date":
            return self("the_day")
        last = self("last_day", period=self._period(deadline, due))
        if deadline.kind == "recurring":
            return self("recurring", label=deadline.label, rest=last)
        if deadline.kind == "open_range":
            return self("open", period=self._period(deadline, due))
        if deadline.unit == "day" and deadline.due_from:
            return self("last_of_days", start=_shown(deadline.due_from), end=_shown(due))
        return last

    def _before(self, deadline: Deadline, due: date) -> str:
        if deadline.inclusive:
            return self("inclusive", day=_shown(due))
        after = due + timedelta(days=1)
        if deadline.unit == "day":
            return self("day_before", day=_shown(after))
        return self("period_before", period=self._period(deadline, after))

    def _period(self, deadline: Deadline, day: date) -> str:
        """The period that a day ends, or begins where it is the first day after the due one."""
        unit = deadline.unit or "day"
        if unit == "half" and (day.month, deadline.due_from and deadline.due_from.month) != (6, 1):
            unit = "nine" if day.month == 9 else "second_half"
        return self._fill(
            "unit",
            unit,
            {
                "roman": _ROMAN[(day.month + 2) // 3],
                "month": day.month,
                "year": day.year,
                "day": _shown(day),
            },
        )

    def _relative(self, deadline: Deadline) -> str:
        if deadline.relative_days is None:
            entered = deadline.entered and deadline.due_to is not None
            source = self._source(deadline)
            return self("entered", source=source) if entered else self("to_enter")
        n = deadline.relative_days
        count = self._fill("count", deadline.relative_unit, {"n": n})
        if deadline.base is None:
            if deadline.entered and deadline.due_to is not None:
                return self("entered", source=self._source(deadline))
            return self("to_count", count=count)
        source = self._source(deadline) if deadline.entered else self("from_words")
        known = deadline.due_to is not None
        return self(
            "counted" if known else "no_calendar",
            count=count,
            base=_shown(deadline.base),
            source=source,
        )

    def _source(self, deadline: Deadline) -> str:
        """Where a clerk wrote a day, and the paper she named for it."""
        paper = f"; {deadline.base_paper}" if deadline.base_paper else ""
        return self("from_file", file=deadline.entered, paper=paper)


@cache
def _sentences() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))
