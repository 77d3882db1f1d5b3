"""The known name that a mistyped one is nearest to, for sentences that refuse it."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process

_LIKE = 60.0  # of 100: below it, a name is no slip of the keyboard


def nearest(typed: str, known: Iterable[str], most: int = 1) -> tuple[str, ...]:
    """The known names most like what was typed, best first; none where nothing is alike.

    >>> nearest("late_output", ["late-output", "no-date"])
    ('late-output',)
    """
    found = process.extract(typed, list(known), scorer=fuzz.ratio, limit=most, score_cutoff=_LIKE)
    return tuple(name for name, _, _ in found)


def perhaps(typed: str, known: Iterable[str], most: int = 1) -> str:
    """ "; có lẽ là “late-output”", else what there is to choose from.

    >>> perhaps("x", ["on", "severity"])
    '; hãy dùng một trong: on, severity'
    """
    names = list(known)
    near = nearest(typed, names, most)
    if near:
        return f"; có lẽ là {' hoặc '.join(f'“{name}”' for name in near)}"
    return f"; hãy dùng một trong: {', '.join(names)}"
