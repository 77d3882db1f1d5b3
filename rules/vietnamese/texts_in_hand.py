"""What was read off the texts in hand, remembered while they are in hand and no longer.

A sentence of a paper is asked for many times while the paper is understood, and hardly again
afterwards. To remember it longer would cost the memory of it, and of what lies around it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, ParamSpec, TypeVar, cast
from weakref import WeakSet

_MOST = 4096  # texts of one kind; more than the papers understood at once have
_Given = ParamSpec("_Given")
_Read = TypeVar("_Read")
_REMEMBERED: WeakSet[Any] = WeakSet()  # the memories; those of a matcher go with it


def once_in_hand(read: Callable[_Given, _Read]) -> Callable[_Given, _Read]:
    """Reads a text once while it is in hand, however often it is asked for."""
    memory = lru_cache(_MOST)(read)
    _REMEMBERED.add(memory)
    return cast("Callable[_Given, _Read]", memory)


def let_go() -> None:
    """Forget the texts that were in hand; others come."""
    for memory in _REMEMBERED:
        memory.cache_clear()
