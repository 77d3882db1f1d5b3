"""Long lists of values in portions that one SQL statement takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

_TOGETHER = 500  # below SQLite's limit of variables in one statement

_Value = TypeVar("_Value")


def portions(values: Sequence[_Value]) -> Iterator[tuple[str, list[_Value]]]:
    """The marks for ``IN (...)`` and the values that they stand for, portion by portion.

    >>> list(portions(["a", "b"]))
    [('?, ?', ['a', 'b'])]
    """
    for start in range(0, len(values), _TOGETHER):
        some = list(values[start : start + _TOGETHER])
        yield ", ".join("?" * len(some)), some
