"""A sheet of a workbook of any format as blocks: its name, its title lines, its table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from openpyxl.utils import get_column_letter

from extractors.characters import nfc
from extractors.document import Anchor, Block, Cell, Kind, Table

CELL_LIMIT = 200_000
_FILLED_WIDTH = 256  # columns between which blank cells are told
_DEFAULT_NAME = re.compile(r"(?i)(sheet|trang tính|trang_tính|bảng|chart|feuil|tabelle)\s*\d*")

Place = tuple[int, int]  # row, column, from 1
Grid = dict[Place, str]
Merged = dict[Place, tuple[int, int]]  # top left cell -> rows, columns


@dataclass(slots=True)
class Sheet:
    """The filled cells of a sheet, in the order of rows, and what joins and marks them."""

    title: str
    hidden: bool = False
    grid: Grid = field(default_factory=dict)
    merged: Merged = field(default_factory=dict)
    bold: set[Place] = field(default_factory=set)
    centred: set[Place] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)  # by hand or by a filter

    @property
    def name(self) -> str:
        """Its title as told to a reader."""
        return f"{self.title} (ẩn)" if self.hidden else self.title

    def anchor(self, row: int, column: int) -> Anchor:
        """The place of a cell."""
        cell = f"{get_column_letter(column)}{row}"
        return Anchor(sheet=self.name, cell=cell, hidden=row in self.hidden_rows)


def shown(value: object, shape: str = "") -> str:
    """A stored value as a Vietnamese reader sees it: 05/06/2024, 98,2%."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case datetime():
            day = f"{value:%d/%m/%Y}"
            return day if value.time() == time() else f"{day} {value:%H:%M}"
        case date():
            return f"{value:%d/%m/%Y}"
        case time():
            return f"{value:%H:%M}"
        case timedelta():
            return str(value)
        case int() | float():
            percent = "%" in (shape or "")
            number = f"{value * 100 if percent else value:.12g}".replace(".", ",")
            return number + "%" if percent else number
    return nfc(str(value)).strip()


def shown_as_stored(kind: str, stored: str) -> str:
    """A value that a file stores as text of a kind; empty where that tells nothing."""
    try:
        if kind in ("float", "currency"):
            return shown(float(stored))
        if kind == "percentage":
            return shown(float(stored), "%")
        return shown(datetime.fromisoformat(stored)) if kind == "date" else ""
    except (OverflowError, ValueError):
        return ""


def sheet_blocks(sheet: Sheet, number: int) -> Iterator[Block]:
    """The blocks of one sheet; ``number`` blocks stand before it."""
    grid, merged = sheet.grid, sheet.merged
    if not grid:
        return
    if not _DEFAULT_NAME.fullmatch(sheet.title):
        yield Block(nfc(sheet.title), Kind.HEADING, Anchor(sheet=sheet.name))
    rows: dict[int, list[int]] = {}
    for row, column in grid:
        rows.setdefault(row, []).append(column)
    top = _table_top(rows, merged)
    for row in (row for row in rows if row < top):
        for column in rows[row]:
            yield Block(
                grid[row, column], Kind.PARAGRAPH, sheet.anchor(row, column),
                bold=(row, column) in sheet.bold, centred=(row, column) in sheet.centred,
            )  # fmt: skip
    body = {row: columns for row, columns in rows.items() if row >= top}
    if body:
        anchor = Anchor(sheet=sheet.name, table=number + 1)
        table = Table(_rows(sheet, body), anchor)
        yield Block("", Kind.TABLE, anchor, table=table)


def _table_top(rows: dict[int, list[int]], merged: Merged) -> int:
    """The first row of the table: above it stand the letterhead and title lines.

    A title line is alone in its row. A row of two halves is a letterhead only where a title
    line follows; otherwise it is the head of the table.
    """
    top = 0
    for row, columns in rows.items():
        tall = any(merged.get((row, column), (1, 1))[0] > 1 for column in columns)
        wide = any(merged.get((row, column), (1, 1))[1] > 1 for column in columns)
        if len(columns) == 1:
            top = row + 1
        elif tall or len(columns) > 2 or not (wide or columns[1] - columns[0] > 1):
            break
    return top


def _rows(sheet: Sheet, body: dict[int, list[int]]) -> tuple[tuple[Cell, ...], ...]:
    """The rows of the table, blank cells between filled ones included."""
    first = min(min(columns) for columns in body.values())
    last = max(max(columns) for columns in body.values())
    # Far-off stray cells must not make every row thousands of cells wide.
    wide = last - first < _FILLED_WIDTH
    covered = _covered(sheet.merged, body)
    table = []
    for row, columns in body.items():
        cells = []
        for column in range(first, last + 1) if wide else columns:
            if (row, column) not in covered:
                spans = sheet.merged.get((row, column), (1, 1))
                text = sheet.grid.get((row, column), "")
                cells.append(Cell(text, sheet.anchor(row, column), *spans))
        table.append(tuple(cells))
    return tuple(table)


def _covered(merged: Merged, body: dict[int, list[int]]) -> set[tuple[int, int]]:
    """Cells that lie under a merged one, within the rows of the table."""
    covered: set[tuple[int, int]] = set()
    for (row, column), (tall, wide) in merged.items():
        for under in range(row, row + min(tall, CELL_LIMIT)):
            if under in body and len(covered) < CELL_LIMIT:
                covered.update((under, beside) for beside in range(column, column + wide))
        covered.discard((row, column))
    return covered
