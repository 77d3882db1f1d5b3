"""Workbooks (.xlsx): each sheet a table, its title lines before it, stored values only."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from extractors.characters import nfc
from extractors.document import (
    Anchor,
    Block,
    Cell,
    Document,
    ExtractError,
    Kind,
    Reason,
    Table,
)
from extractors.opc import Package, has_doctype

VERSION = "workbook-1"
CELL_LIMIT = 200_000
_FILLED_WIDTH = 256  # columns between which blank cells are told
_DEFAULT_NAME = re.compile(r"(?i)(sheet|trang tính|trang_tính|bảng|chart|feuil|tabelle)\s*\d*")

# What openpyxl raises on damaged workbooks: it does not tell bad input from its own faults.
_LOAD_ERRORS = (KeyError, ValueError, TypeError, AttributeError, IndexError, AssertionError,
                SyntaxError, zipfile.BadZipFile, EOFError, OSError, NotImplementedError,
                RuntimeError, OverflowError, StopIteration)  # fmt: skip

_Grid = dict[tuple[int, int], str]  # (row, column) -> text
_Merged = dict[tuple[int, int], tuple[int, int]]  # top left cell -> rows, columns


def read_workbook(data: bytes) -> Document:
    """An .xlsx or .xlsm by its stored values."""
    _refuse_doctype(data)
    try:
        book = load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    except _LOAD_ERRORS as error:
        raise ExtractError(Reason.DAMAGED, f"{type(error).__name__}: {error}"[:200]) from error
    blocks: list[Block] = []
    skipped: list[tuple[Reason, str]] = []
    left = CELL_LIMIT
    for sheet in book.worksheets:
        grid, merged, total = _filled(sheet, left)
        left -= len(grid)
        if len(grid) < total:
            skipped.append((Reason.TOO_LARGE, f"{sheet.title}: {len(grid)}/{total} ô"))
        blocks += _sheet(sheet, grid, merged, number=len(blocks))
    if not blocks:
        raise ExtractError(Reason.NO_TEXT, "no filled cell")
    return Document("xlsx", tuple(blocks), skipped=tuple(skipped), reader=VERSION)


def _refuse_doctype(data: bytes) -> None:
    package = Package(data)
    for name in package.names():
        if name.endswith((".xml", ".rels")) and has_doctype(package.read(name)):
            raise ExtractError(Reason.DAMAGED, f"part {name} declares a DTD")


def _filled(sheet: Worksheet, limit: int) -> tuple[_Grid, _Merged, int]:
    """The filled cells, at most ``limit``, the merged ranges, and how many cells are filled.

    The stated extent of a sheet may be absurd (one formatted cell in row 1048576), so only
    cells that hold something are walked.
    """
    # openpyxl offers no public walk over existing cells; iter_rows() creates those it passes.
    cells = sorted(sheet._cells.items())
    grid: _Grid = {}
    total = 0
    for place, cell in cells:
        text = _text(cell.value, cell.number_format) if cell.value is not None else ""
        if text:
            total += 1
            if len(grid) < limit:
                grid[place] = text
    merged = {
        (area.min_row, area.min_col): (
            area.max_row - area.min_row + 1,
            area.max_col - area.min_col + 1,
        )
        for area in sheet.merged_cells.ranges
    }
    return grid, merged, total


def _text(value: object, shape: str) -> str:
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
            shown = f"{value * 100 if percent else value:.12g}".replace(".", ",")
            return shown + "%" if percent else shown
    return nfc(str(value)).strip()


def _sheet(sheet: Worksheet, grid: _Grid, merged: _Merged, number: int) -> Iterator[Block]:
    """The blocks of one sheet: its name, its title lines, its table."""
    if not grid:
        return
    name = sheet.title if sheet.sheet_state == "visible" else f"{sheet.title} (ẩn)"
    if not _DEFAULT_NAME.fullmatch(sheet.title):
        yield Block(nfc(sheet.title), Kind.HEADING, Anchor(sheet=name))
    rows: dict[int, list[int]] = {}
    for row, column in grid:
        rows.setdefault(row, []).append(column)
    top = _table_top(rows, merged)
    for row in (row for row in rows if row < top):
        for column in rows[row]:
            yield Block(
                grid[row, column], Kind.PARAGRAPH, _anchor(name, row, column),
                bold=_is_bold(sheet, row, column), centred=_is_centred(sheet, row, column),
            )  # fmt: skip
    body = {row: columns for row, columns in rows.items() if row >= top}
    if body:
        anchor = Anchor(sheet=name, table=number + 1)
        table = Table(_rows(name, body, grid, merged), anchor)
        yield Block("", Kind.TABLE, anchor, table=table)


def _table_top(rows: dict[int, list[int]], merged: _Merged) -> int:
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


def _rows(
    name: str, body: dict[int, list[int]], grid: _Grid, merged: _Merged
) -> tuple[tuple[Cell, ...], ...]:
    """The rows of the table, blank cells between filled ones included."""
    first = min(min(columns) for columns in body.values())
    last = max(max(columns) for columns in body.values())
    # Far-off stray cells must not make every row thousands of cells wide.
    wide = last - first < _FILLED_WIDTH
    covered = _covered(merged, body)
    table = []
    for row, columns in body.items():
        cells = []
        for column in range(first, last + 1) if wide else columns:
            if (row, column) not in covered:
                spans = merged.get((row, column), (1, 1))
                text = grid.get((row, column), "")
                cells.append(Cell(text, _anchor(name, row, column), *spans))
        table.append(tuple(cells))
    return tuple(table)


def _covered(merged: _Merged, body: dict[int, list[int]]) -> set[tuple[int, int]]:
    """Cells that lie under a merged one, within the rows of the table."""
    covered: set[tuple[int, int]] = set()
    for (row, column), (tall, wide) in merged.items():
        for under in range(row, row + min(tall, CELL_LIMIT)):
            if under in body and len(covered) < CELL_LIMIT:
                covered.update((under, beside) for beside in range(column, column + wide))
        covered.discard((row, column))
    return covered


def _anchor(name: str, row: int, column: int) -> Anchor:
    return Anchor(sheet=name, cell=f"{get_column_letter(column)}{row}")


def _is_bold(sheet: Worksheet, row: int, column: int) -> bool:
    return bool(sheet.cell(row, column).font.b)


def _is_centred(sheet: Worksheet, row: int, column: int) -> bool:
    return sheet.cell(row, column).alignment.horizontal in ("center", "centerContinuous")
