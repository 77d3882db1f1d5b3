"""The sentences of the chairman's summary and the groups of agencies it counts by.

The data is ``rules/data/summary.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent / "data" / "summary.toml"


@dataclass(frozen=True, slots=True)
class Group:
    """Agencies counted together: by their kind, or one by its id."""

    id: str
    label: str
    kinds: tuple[str, ...]
    ids: tuple[str, ...] = ()


@cache
def _tables() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))


def say(table: str, id: str, **values: object) -> str:
    """A sentence with its blanks filled.

    >>> say("doubts", "files", files=5)
    '5 tệp không đọc được hoặc chưa đọc hết;'
    """
    return str(_tables()[table][id]).format(**values)


def lines(table: str, id: str) -> tuple[str, ...]:
    """Several lines that stand together."""
    return tuple(_tables()[table][id])


@cache
def groups() -> tuple[Group, ...]:
    """The groups of agencies, in the order of the table; the last holds what no other does."""
    return tuple(
        Group(id, one["label"], tuple(one["kinds"]), tuple(one.get("ids", ())))
        for id, one in _tables()["group"].items()
    )


def group_of_agency(agency_id: str, kind: str) -> Group:
    """The group that an agency is counted in.

    >>> group_of_agency("so-y-te", "so").id, group_of_agency("ubnd-cap-xa", "group").id
    ('departments', 'communes')
    >>> group_of_agency("cong-an-tinh", "vertical").id
    'other'
    """
    found = (one for one in groups() if kind in one.kinds or agency_id in one.ids)
    return next(found, groups()[-1])
