"""Templates made into pages: everything escaped, every text cleaned, nothing missing silently."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from importlib import metadata
from typing import Any

from jinja2 import Environment

from pipeline.outputs.cells import day_words
from pipeline.outputs.escaping import environment
from pipeline.review.statics import static
from rules.messages import Words


def render(template: str, values: Mapping[str, Any]) -> str:
    """The text of a page."""
    return _environment().get_template(template).render(values)


@cache
def _environment() -> Environment:
    made = environment("pipeline.review")
    made.globals.update(static=static, words=Words("vi"), version=metadata.version("doichieu"))
    made.filters.update(day=day, moment=moment)
    return made


def day(text: str | None) -> str:
    """A day of the database as people write it; empty where there is none.

    >>> day("2024-12-20"), day(None)
    ('20/12/2024', '')
    """
    return day_words(date.fromisoformat(text[:10])) if text else ""


def moment(text: str | None) -> str:
    """A time of the database as people write it; empty where there is none.

    >>> moment("2024-12-20T14:05:09")
    '14:05 ngày 20/12/2024'
    """
    return datetime.fromisoformat(text).strftime("%H:%M ngày %d/%m/%Y") if text else ""
