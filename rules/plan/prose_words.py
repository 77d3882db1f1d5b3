"""The phrases of a plan's prose that lay duties on bodies (``rules/data/plan_prose.toml``)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources


@cache
def tables() -> dict[str, dict[str, list[str]]]:
    """The word table: for each entry its ``patterns`` and ``examples``."""
    source = resources.files("rules").joinpath("data/plan_prose.toml")
    return tomllib.loads(source.read_text("utf-8"))


def either(name: str) -> str:
    """The patterns of an entry as one alternative, to stand in a greater pattern."""
    return "(?:" + "|".join(tables()[name]["patterns"]) + ")"
