"""The sign of a state: one letter, a class for its colour, and the words beside it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from rules.messages import load


@dataclass(frozen=True, slots=True)
class Sign:
    """How a state of an output is shown."""

    mark: str
    group: str
    words: str
    means: str


@cache
def sign_of(status: str) -> Sign:
    """The sign of a state, as messages.toml has it."""
    entry = load()["status"][status]
    return Sign(entry.mark, entry.group, entry.vi, entry.means)


def signs() -> tuple[Sign, ...]:
    """Every sign, in the order of the legend."""
    return tuple(sign_of(status) for status in load()["status"])
