"""Cells of a plan that read otherwise, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pipeline.outputs.cells import day_words
from pipeline.outputs.clean import one_line
from pipeline.plans.plan_pairs import Difference
from rules.messages import Words, load
from rules.plan_words import plan_words

_DAYS = ("data_from", "data_to", "issued_on")


def duty_name(output: str, lang: str = "vi") -> str:
    """What a reporting duty is called."""
    return Words(lang)("output", output) if output in load()["output"] else output


def field_words(one: Difference, lang: str = "vi") -> str:
    """``Thời gian hoàn thành: “Quý I/2024” → “Quý II/2024”``."""
    part = plan_words("part", one.field, lang)
    old, new = (_values(one.field, values, lang) for values in (one.old, one.new))
    return plan_words("line", "field", lang, part=part, old=old, new=new)


def _values(field: str, values: Sequence[str], lang: str) -> str:
    shown = [day_of(value, "") if field in _DAYS else value for value in values if value]
    return f"“{one_line('; '.join(shown), 300)}”" if shown else plan_words("line", "none", lang)


def day_of(value: str, otherwise: str) -> str:
    """An ISO day as it is written here, or other words where there is none."""
    return day_words(date.fromisoformat(value)) if value else otherwise
