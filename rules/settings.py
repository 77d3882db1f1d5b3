"""What a clerk may change without a programmer: the values of ``doichieu.toml``.

How the file is read and refused is ``pipeline/plans/settings.py``; what each setting means to
people is ``rules/data/settings.toml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from rules.model.dossier import Severity


@dataclass(frozen=True, slots=True)
class GivenReading:
    """What the words of a deadline mean, as a clerk says: kind and days, never computed.

    ``days`` is for words that count from an event ("15 ngày sau khi họp").
    """

    kind: str
    due_from: date | None = None
    due_to: date | None = None
    days: int | None = None
    working_days: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force; without a file, each has the value written here.

    ``off`` and ``severity`` are by rule; ``readings`` by folded words of a deadline; ``source``
    is the name of the file, empty where there is none.
    """

    before_is_inclusive: bool = False
    expand_communes: bool = False
    move_off_holidays: bool = False
    holidays: frozenset[date] = frozenset()
    agencies: Path | None = None
    year_from: date | None = None
    year_to: date | None = None
    off: frozenset[str] = frozenset()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    readings: Mapping[str, GivenReading] = field(default_factory=dict)
    source: str = ""


PLAIN = Settings()
