"""Rows of number and text alone that head the rows below them: "1 | CẢI CÁCH THỂ CHẾ | | |"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rules.plan.rows import Row


def group_rows(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows with such heads made sections.

    A head is followed by numbers of its own ("1.1" under "1") or by numbers that begin anew.
    """
    heads = {at for at in range(len(rows) - 1) if _heads(rows, at)}
    grouped = []
    for at, row in enumerate(rows):
        grouped.append(replace(row, kind="section") if at in heads else row)
    return tuple(grouped)


def _heads(rows: Sequence[Row], at: int) -> bool:
    row, below = rows[at], rows[at + 1]
    if row.kind != "task" or below.kind != "task" or not _is_bare(row) or below.table != row.table:
        return False
    number, first = _number(row), _number(below)
    if not number or not first:
        return False
    return first.startswith(f"{number}.") or (first == "1" and not _is_bare(below))


def _is_bare(row: Row) -> bool:
    """Whether a row has a number and a text and nothing else."""
    filled = {name for name, cell in row.cells.items() if cell.strip()}
    return filled == {"number", "text"} and not row.extra


def _number(row: Row) -> str:
    return row.cell("number").strip().rstrip(".)")
