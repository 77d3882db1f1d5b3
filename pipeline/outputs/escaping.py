"""Jinja as used here: everything escaped, every text cleaned, nothing missing silently."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline.outputs.clean import QUOTE_LIMIT, clean


def environment(package: str) -> Environment:
    """What makes pages of the templates in a package."""
    return Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
        auto_reload=False,  # an update of the program must not mix with the one that is running
    )


def _finalize(value: object) -> object:
    """Jinja calls this on every value that it prints, before it escapes it."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return clean(value, QUOTE_LIMIT)
    return value
