"""Rows of a table that a page break cuts in two, made whole again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from extractors.document import Block, Cell, Kind, Table

_NUMBERED = re.compile(r"\(?(\d+([.\-]\d+)*|[IVXLC]+|[a-zđ])[.)]?")
_ENDED = (".", ";", "!", "?", ":")

Cells = tuple[Cell, ...]


def whole_rows(blocks: Iterable[Block]) -> list[Block]:
    """The blocks with the first row of a page's table joined to the row it continues.

    A row goes on where its number is empty and what it says follows on from the row above, in a
    table as wide on the page before; a heading that is printed again stands between them.
    """
    found: list[Block] = []
    above: int | None = None  # the table that only running lines stand behind
    for block in blocks:
        if block.table is not None and above is not None:
            upper, lower = _joined(found[above], block)
            found[above] = upper
            block = lower
            if lower.table is not None and not lower.table.rows:
                continue  # all of it was the rest of that row
        if block.table is not None:
            above = len(found)
        elif block.kind is not Kind.RUNNING:
            above = None
        found.append(block)
    return found


def _joined(upper: Block, lower: Block) -> tuple[Block, Block]:
    if upper.table is None or lower.table is None or not upper.table.rows:
        return upper, lower
    if upper.anchor.page is None or lower.anchor.page == upper.anchor.page:
        return upper, lower
    rows = lower.table.rows
    first = _after_heading(upper.table, rows)
    if first >= len(rows) or not _goes_on(upper.table.rows[-1], rows[first]):
        return upper, lower
    last = tuple(
        _one(cell, more) if more.text.strip() else cell
        for cell, more in zip(upper.table.rows[-1], rows[first], strict=True)
    )
    whole = replace(upper.table, rows=(*upper.table.rows[:-1], last))
    rest = replace(lower.table, rows=(*rows[:first], *rows[first + 1 :]))
    return replace(upper, table=whole), replace(lower, table=rest)


def _one(cell: Cell, more: Cell) -> Cell:
    """A cell with its rest, as sure as the less sure of both."""
    known = [one.confidence for one in (cell, more) if one.text and one.confidence is not None]
    text = f"{cell.text} {more.text}".strip()
    return replace(cell, text=text, confidence=min(known, default=None))


def _after_heading(upper: Table, rows: tuple[Cells, ...]) -> int:
    """The first row that is not the heading of the table above once more."""
    first = 0
    for known, row in zip(upper.rows, rows, strict=False):
        if [cell.text for cell in known] != [cell.text for cell in row]:
            break
        first += 1
    return first


def _goes_on(last: Cells, row: Cells) -> bool:
    if len(last) != len(row) or len(row) < 3 or any(c.col_span > 1 for c in (*last, *row)):
        return False
    if row[0].text.strip() or not _NUMBERED.fullmatch(last[0].text.strip()):
        return False
    pairs = [(a.text.strip(), b.text.strip()) for a, b in zip(last, row, strict=True)]
    said = [(before, more) for before, more in pairs if more]
    return bool(said) and all(
        before and (more[0].islower() or not before.endswith(_ENDED)) for before, more in said
    )
