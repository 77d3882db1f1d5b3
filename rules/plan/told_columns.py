"""Columns whose heading says nothing known, told by what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rules.plan.cells import split_items
from rules.plan.content import opens_product, opens_time, time_leftover

_MOSTLY = 0.7
_FEWEST = 2  # cells that must be filled to tell anything
_LEFT_OVER = 3  # words beside the phrase of time: "Phiếu khảo sát: Quý I/2025"


def name_by_content(names: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The names with unknown columns told: mostly times, or mostly kinds of papers.

    Only columns that the table has no heading for are looked for.

    >>> rows = [["Mở lớp", "Lớp tập huấn", "Quý I/2025"], ["Lập sổ", "Sổ", "Tháng 6/2025"]]
    >>> name_by_content(("text", "", ""), rows)
    ('text', 'outputs', 'deadlines')
    """
    told = list(names)
    for wanted, test in (("deadlines", _is_time), ("outputs", opens_product)):
        if wanted in told:
            continue
        shares = [
            (_share(place, rows, test), -place) for place, name in enumerate(told) if not name
        ]
        if shares and max(shares)[0] >= _MOSTLY:
            told[-max(shares)[1]] = wanted
    return tuple(told)


def _share(place: int, rows: Sequence[Sequence[str]], test: Callable[[str], bool]) -> float:
    filled = [row[place] for row in rows if place < len(row) and row[place].strip()]
    if len(filled) < _FEWEST:
        return 0.0
    fitting = sum(1 for cell in filled if all(test(item) for item in split_items(cell) or [""]))
    return fitting / len(filled)


def _is_time(text: str) -> bool:
    left = time_leftover(text)
    return left is not None and (opens_time(text) or left <= _LEFT_OVER)
