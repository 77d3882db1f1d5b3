"""The words in which plans are compared and revised (``rules/data/plan_diff.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources


def plan_words(table: str, entry: str, lang: str = "vi", **values: object) -> str:
    """A sentence of a table in one language, its blanks filled.

    >>> plan_words("effect", "count", old=2, new=3)
    'số nghĩa vụ: 2 → 3'
    """
    return _tables()[table][entry][lang].format(**values)


@cache
def _tables() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    source = resources.files("rules").joinpath("data/plan_diff.toml")
    return tomllib.loads(source.read_text("utf-8"))
