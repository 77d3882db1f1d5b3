"""Excel 97-2003 workbooks (.xls) by xlrd, which alone tells the font of every run of a cell."""

from __future__ import annotations

import io
import itertools
import struct
from typing import Any

import xlrd
from xlrd.compdoc import CompDocError

from extractors.characters import nfc
from extractors.document import Block, Document, ExtractError, Reason
from extractors.legacy.fonts import Run, encoding_of, join_runs
from extractors.sheets.sheet import CELL_LIMIT, Sheet, sheet_blocks, shown

VERSION = "xls-3"

# What xlrd raises on damaged workbooks: it does not tell bad input from its own faults.
_LOAD_ERRORS = (xlrd.XLRDError, CompDocError, struct.error, AssertionError, AttributeError,
                IndexError, KeyError, NotImplementedError, OverflowError, TypeError,
                UnicodeDecodeError, ValueError, ZeroDivisionError)  # fmt: skip


def read_xls(data: bytes) -> Document:
    """An .xls or .xlt by its stored values."""
    if is_encrypted(data):
        raise ExtractError(Reason.ENCRYPTED, "Excel 97-2003 có mật khẩu")
    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
        sheets = [_filled(book, sheet) for sheet in book.sheets()]
    except _LOAD_ERRORS as error:
        raise ExtractError(Reason.DAMAGED, f"{type(error).__name__}: {error}"[:200]) from error
    blocks: list[Block] = []
    skipped: list[tuple[Reason, str]] = []
    left = CELL_LIMIT
    for sheet in sheets:
        total = len(sheet.grid)
        if total > left:
            sheet.grid = dict(itertools.islice(sheet.grid.items(), left))
            skipped.append((Reason.TOO_LARGE, f"{sheet.title}: {left}/{total} ô"))
        left -= len(sheet.grid)
        blocks += sheet_blocks(sheet, number=len(blocks))
    if not blocks:
        raise ExtractError(Reason.NO_TEXT, "no filled cell")
    return Document("xls", tuple(blocks), skipped=tuple(skipped), reader=VERSION)


def is_encrypted(data: bytes) -> bool:
    """Whether a FILEPASS record stands among the first records of a workbook stream."""
    at = next((i for i in range(512, len(data), 512) if data[i : i + 2] == b"\x09\x08"), -1)
    for _ in range(8):
        if at < 0 or at + 4 > len(data):
            return False
        kind = int.from_bytes(data[at : at + 2], "little")
        if kind == 0x2F:
            return True
        at += 4 + int.from_bytes(data[at + 2 : at + 4], "little")
    return False


def _filled(book: Any, source: Any) -> Sheet:
    """The filled cells of one sheet."""
    sheet = Sheet(source.name, source.visibility != 0)
    for row in range(source.nrows):
        for column in range(source.row_len(row)):
            cell = source.cell(row, column)
            if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                continue
            format = book.xf_list[cell.xf_index]
            place = row + 1, column + 1
            if text := _text(book, cell, format, source.rich_text_runlist_map.get((row, column))):
                sheet.grid[place] = text
                if book.font_list[format.font_index].bold:
                    sheet.bold.add(place)
                if format.alignment.hor_align in (2, 6):  # centred, centred across columns
                    sheet.centred.add(place)
    sheet.hidden_rows = {row + 1 for row, one in source.rowinfo_map.items() if one.hidden}
    for top, bottom, left, right in source.merged_cells:
        sheet.merged[top + 1, left + 1] = bottom - top, right - left
    return sheet


def _text(book: Any, cell: Any, format: Any, changes: list[tuple[int, int]] | None) -> str:
    """What a cell shows; ``changes`` are the places at which its font changes, and to which."""
    match cell.ctype:
        case xlrd.XL_CELL_TEXT:
            return nfc(join_runs(_runs(book, cell.value, format.font_index, changes))).strip()
        case xlrd.XL_CELL_DATE:
            try:
                return shown(xlrd.xldate_as_datetime(cell.value, book.datemode))
            except (OverflowError, ValueError):
                return shown(cell.value)
        case xlrd.XL_CELL_BOOLEAN:
            return shown(bool(cell.value))
        case xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(cell.value, "#?"))
    pattern = book.format_map.get(format.format_key)
    return shown(cell.value, pattern.format_str if pattern is not None else "")


def _runs(book: Any, text: str, font: int, changes: list[tuple[int, int]] | None) -> list[Run]:
    """The text of a cell in pieces of one font."""
    fonts = book.font_list
    runs: list[Run] = []
    start = 0
    for place, following in [*(changes or ()), (len(text), font)]:
        name = fonts[font].name if font < len(fonts) else ""
        runs.append((text[start:place], encoding_of(name)))
        start, font = max(start, place), following
    return runs
