"""Which settings there are, of what type, and what each means: ``rules/data/settings.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data" / "settings.toml"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: where it stands, its type, an example line and what it means."""

    table: str
    key: str
    type: str
    example: str
    means: str
    choices: tuple[str, ...] = ()


@cache
def setting_list() -> tuple[Setting, ...]:
    """Every setting, in the order in which the example file has them."""
    entries = tomllib.loads(_DATA.read_text(encoding="utf-8"))["setting"]
    return tuple(
        Setting(**{**entry, "choices": tuple(entry.get("choices", ()))}) for entry in entries
    )


def settings_of(table: str) -> dict[str, Setting]:
    """The settings of one table by key; of the top where it is empty."""
    return {one.key: one for one in setting_list() if one.table == table}
