"""Into which class an obligation is counted: one definition for page, workbook and summary.

As DHIS2 reports completeness and timeliness: what was expected by a day, what of it came, what of
it in time. Two rules keep a count fair: what could not be concluded is never counted as missing,
and an obligation counts as expected only after its day.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from rules.model.dossier import Status

_DATA = Path(__file__).parent / "data" / "counting.toml"


class Due(StrEnum):
    """Whether the day of an obligation has passed; ``open`` where no day can be computed."""

    PASSED = "passed"
    AHEAD = "ahead"
    OPEN = "open"


class Stands(StrEnum):
    """What a clerk's decision makes of a problem: nothing yet, confirmed, or set aside."""

    UNDECIDED = ""
    CONFIRMED = "confirmed"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class CountClass:
    """A class of obligations, its label and definition; ``due`` classes make up the expected."""

    id: str
    label: str
    label_en: str
    means: str
    means_en: str
    statuses: tuple[str, ...]
    rules: tuple[str, ...]
    due: bool
    in_rates: bool


@cache
def classes() -> Mapping[str, CountClass]:
    """Every class by id, in the order of tables."""
    tables = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return {
        id: CountClass(
            id=id,
            label=one["label"],
            label_en=one["label_en"],
            means=one["means"],
            means_en=one["means_en"],
            statuses=tuple(one["statuses"]),
            rules=tuple(one["rules"]),
            due=one["due"],
            in_rates=one["in_rates"],
        )
        for id, one in tables.items()
    }


@cache
def status_rules() -> tuple[str, ...]:
    """The rules whose findings say that an obligation has a status: decisions on them count."""
    return tuple(rule for one in classes().values() for rule in one.rules)


@cache
def _class_of_status() -> Mapping[str, str]:
    return {status: one.id for one in classes().values() for status in one.statuses}


def due_of(kind: str, due_to: date | None, year_end: date, as_of: date) -> Due:
    """Whether a deadline has passed; the day itself is still in time.

    What is owed all year (``continuous``) is due when the reporting year has ended.

    >>> day = date(2024, 3, 31)
    >>> due_of("quarter", day, date(2024, 11, 30), day)
    <Due.AHEAD: 'ahead'>
    >>> due_of("relative", None, date(2024, 11, 30), day)
    <Due.OPEN: 'open'>
    """
    last = year_end if kind == "continuous" else due_to
    if last is None:
        return Due.OPEN
    return Due.PASSED if as_of > last else Due.AHEAD


def stands_for(kind: str, until: str, as_of: date) -> Stands:
    """What a decision makes of a problem; an extension holds until its day (ISO).

    >>> stands_for("extend", "2024-12-19", date(2024, 12, 20))
    <Stands.UNDECIDED: ''>
    """
    if kind == "confirm":
        return Stands.CONFIRMED
    over = kind == "extend" and until < as_of.isoformat()
    return Stands.ASIDE if kind and not over else Stands.UNDECIDED


def class_of(status: str, due: Due, stands: Stands = Stands.UNDECIDED) -> str:
    """The one class into which an obligation is counted.

    >>> class_of("late", Due.PASSED), class_of("met", Due.AHEAD), class_of("met", Due.OPEN)
    ('late', 'ahead', 'no_day')
    >>> class_of("missing", Due.PASSED, Stands.ASIDE), class_of("not_done", Due.AHEAD)
    ('settled', 'pending')
    """
    if due is Due.OPEN:
        return "no_day"
    if due is Due.AHEAD:
        return "ahead" if status == Status.MET else "pending"
    by_status = _class_of_status()[status]
    return "settled" if stands is Stands.ASIDE and by_status != "in_time" else by_status
