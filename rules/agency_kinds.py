"""The kinds of agencies by which lists can be narrowed; data in ``agency_kinds.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data" / "agency_kinds.toml"


@dataclass(frozen=True, slots=True)
class AgencyKind:
    """One choice: its words, and the kinds of the register that it holds."""

    id: str
    name: str
    kinds: tuple[str, ...]
    examples: tuple[str, ...]


@cache
def agency_kinds() -> Mapping[str, AgencyKind]:
    """Every choice by id, in the order in which they are offered."""
    tables = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return {
        id: AgencyKind(id, entry["name"], tuple(entry["kinds"]), tuple(entry["examples"]))
        for id, entry in tables.items()
    }


@cache
def kind_of_agency(kind: str) -> str:
    """The choice that holds a kind of the register; the last for an unknown one.

    >>> kind_of_agency("court"), kind_of_agency("chưa từng có")
    ('doc', 'khac')
    """
    found = [id for id, one in agency_kinds().items() if kind in one.kinds]
    return found[0] if found else list(agency_kinds())[-1]
