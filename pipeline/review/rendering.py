"""Templates made into pages: everything escaped, every text cleaned, nothing missing silently."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from importlib import metadata
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline.outputs.cells import day_words
from pipeline.outputs.clean import QUOTE_LIMIT, clean
from pipeline.review.statics import static
from rules.messages import Words


def render(template: str, values: Mapping[str, Any]) -> str:
    """The text of a page."""
    return _environment().get_template(template).render(values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("pipeline.review"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
        auto_reload=False,  # an update of the program must not mix with the one that is running
    )
    environment.globals.update(
        static=static, words=Words("vi"), version=metadata.version("doichieu")
    )
    environment.filters.update(day=day, moment=moment)
    return environment


def _finalize(value: object) -> object:
    """Jinja calls this on every value that it prints, before it escapes it."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return clean(value, QUOTE_LIMIT)
    return value


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
