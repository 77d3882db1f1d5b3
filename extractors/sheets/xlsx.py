"""Workbooks (.xlsx): each sheet a table, its title lines before it, stored values only."""

from __future__ import annotations

import io
import itertools
import zipfile
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.worksheet.worksheet import Worksheet

from extractors.characters import nfc
from extractors.document import Block, Document, ExtractError, Reason
from extractors.legacy.fonts import Encoding, Run, encoding_of, join_runs
from extractors.sheets.sheet import CELL_LIMIT, Sheet, sheet_blocks, shown
from extractors.sheets.xlsx_bounds import missing_sheets
from extractors.sheets.xlsx_formulas import told, without_value

VERSION = "workbook-4"
_TITLE_CELLS = 500
# What openpyxl raises on damaged workbooks: it does not tell bad input from its own faults.
_LOAD_ERRORS = (KeyError, ValueError, TypeError, AttributeError, IndexError, AssertionError,
                SyntaxError, zipfile.BadZipFile, EOFError, OSError, NotImplementedError,
                RuntimeError, OverflowError, StopIteration)  # fmt: skip


def read_workbook(data: bytes) -> Document:
    """An .xlsx or .xlsm by its stored values."""
    missing = missing_sheets(data)
    try:
        book = load_workbook(io.BytesIO(data), data_only=True, keep_links=False, rich_text=True)
    except _LOAD_ERRORS as error:
        raise ExtractError(Reason.DAMAGED, f"{type(error).__name__}: {error}"[:200]) from error
    blocks: list[Block] = []
    skipped: list[tuple[Reason, str]] = []
    if missing:
        skipped.append((Reason.DAMAGED, f"thiếu {missing} trang tính trong tệp"))
    if cells := without_value(data):
        skipped.append((Reason.PAGES_SKIPPED, told(cells)))
    left = CELL_LIMIT
    # openpyxl names the fonts of a book nowhere else.
    fonts = book._fonts  # type: ignore[attr-defined]
    old = any(encoding_of(font.name or "") is not Encoding.UNICODE for font in fonts)
    for worksheet in book.worksheets:
        try:
            sheet, total = _filled(worksheet, left, old)
        except IndexError as error:  # Excel calls such a file damaged, too
            detail = f"{worksheet.title}: a cell in a style that is not there"
            raise ExtractError(Reason.DAMAGED, detail) from error
        left -= len(sheet.grid)
        if len(sheet.grid) < total:
            skipped.append((Reason.TOO_LARGE, f"{sheet.title}: {len(sheet.grid)}/{total} ô"))
        blocks += sheet_blocks(sheet, number=len(blocks))
    if not blocks and skipped:
        raise ExtractError(*skipped[0])
    if not blocks:
        raise ExtractError(Reason.NO_TEXT, "no filled cell")
    return Document("xlsx", tuple(blocks), skipped=tuple(skipped), reader=VERSION)


def _filled(worksheet: Worksheet, limit: int, old: bool) -> tuple[Sheet, int]:
    """The filled cells, at most ``limit``, and how many there are.

    The stated extent of a sheet may be absurd (one formatted cell in row 1048576), so only
    cells that hold something are walked. ``old``: the book has fonts older than Unicode.
    """
    sheet = Sheet(worksheet.title, worksheet.sheet_state != "visible")
    # openpyxl offers no public walk over existing cells; iter_rows() creates those it passes.
    cells = sorted(worksheet._cells.items())
    total = 0
    for place, cell in cells:
        text = _text(cell, old) if cell.value is not None else ""
        if text:
            total += 1
            if len(sheet.grid) < limit:
                sheet.grid[place] = text
    for area in worksheet.merged_cells.ranges:
        size = area.max_row - area.min_row + 1, area.max_col - area.min_col + 1
        sheet.merged[area.min_row, area.min_col] = size
    sheet.hidden_rows = {row for row, one in worksheet.row_dimensions.items() if one.hidden}
    _mark(worksheet, sheet)
    return sheet, total


def _mark(worksheet: Worksheet, sheet: Sheet) -> None:
    """Note which of the first cells, where titles stand, are bold and centred."""
    for place in itertools.islice(sheet.grid, _TITLE_CELLS):
        cell = worksheet.cell(*place)
        if cell.font.b:
            sheet.bold.add(place)
        if cell.alignment.horizontal in ("center", "centerContinuous"):
            sheet.centred.add(place)


def _number_format(cell: Any) -> str:
    """How a cell's number is written; Excel takes a format that is not there for the general."""
    try:
        return str(cell.number_format)
    except IndexError:
        return "General"


def _text(cell: Any, old: bool) -> str:
    """What a cell shows; its parts may be in several fonts."""
    value = cell.value
    if not isinstance(value, (str, CellRichText)):
        return shown(value, _number_format(cell))
    font = cell.font.name or "" if old else ""
    parts = [value] if isinstance(value, str) else value
    runs: list[Run] = []
    for part in parts:
        if isinstance(part, TextBlock):
            runs.append((part.text or "", encoding_of(part.font.rFont or font)))
        else:
            runs.append((str(part), encoding_of(font)))
    return nfc(join_runs(runs)).strip()
