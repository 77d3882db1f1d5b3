"""The process that opens a clerk's workbook: bytes in on standard input, JSON out.

Run by ``pipeline.importing.sheets`` as ``python -m pipeline.importing.sheet_child``: a file made
to hang, crash or eat memory ends this process and nothing else. Nothing is computed and nothing
saved; a formula is told as a formula.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from extractors.document import ExtractError, Reason
from extractors.office.package import Package, has_doctype
from pipeline.importing.columns import META_MARK, column_of_key
from pipeline.importing.guard import is_echo, is_ground, parse_guard
from pipeline.reading.process_bounds import bound_this_process

MOST_ROWS = 1_048_576
MOST_CELLS = 3_000_000
MOST_SHEETS = 200
_LONGEST = 4_000  # of a cell's text
_MOST_AREAS = 20
_SORTED = re.compile(rb'<(?:\w+:)?sortState\b[^<>]*\bref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_LOOKED = 200  # filled rows after which a sheet without our marks is let go
# What openpyxl raises on damaged workbooks: it does not tell bad input from its own faults.
_LOAD_ERRORS = (KeyError, ValueError, TypeError, AttributeError, IndexError, AssertionError,
                SyntaxError, zipfile.BadZipFile, EOFError, OSError, NotImplementedError,
                RuntimeError, OverflowError, StopIteration)  # fmt: skip

Cells = list[tuple[int, int, str, str, str]]  # row, column, kind, text, ground


def read(data: bytes) -> dict[str, Any]:
    """The sheets that carry our marks, or in a word why the file cannot be read."""
    try:
        package = _checked(data)
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        sheets = [_sheet(one, package) for one in book.worksheets[:MOST_SHEETS]]
    except ExtractError as error:
        return {"error": "limit" if error.reason is Reason.ARCHIVE_LIMIT else "damaged"}
    except MemoryError:
        return {"error": "limit"}
    except _LOAD_ERRORS:
        return {"error": "damaged"}
    if sum(len(one["cells"]) for one in sheets) > MOST_CELLS:
        return {"error": "limit"}
    return {"sheets": sheets}


def _checked(data: bytes) -> Package:
    """Read every part within bounds before openpyxl trusts any of them."""
    package = Package(data)
    if not any(name.startswith("xl/workbook") for name in package.names()):
        raise ExtractError(Reason.DAMAGED, "no workbook")
    for name in package.names():
        part = package.read(name)
        if name.endswith((".xml", ".rels")) and has_doctype(part):
            raise ExtractError(Reason.DAMAGED, f"part {name} declares a DTD")
    return Package(data)


def _sheet(sheet: Any, package: Package) -> dict[str, Any]:
    cells: Cells = []
    marked, codes, filled = False, 0, 0
    sheet.reset_dimensions()  # the stated extent may be absurd
    for row in sheet.iter_rows(max_row=MOST_ROWS):
        found = list(_filled(row))
        if not found:
            continue
        filled += 1
        cells += found
        marked = marked or any(_is_mark(text) for _, _, _, text, _ in found)
        codes += sum(text.startswith("PH-") for _, _, _, text, _ in found)
        if (not marked and filled >= _LOOKED) or len(cells) > MOST_CELLS:
            break
    if not marked:
        return {"title": sheet.title, "codes": codes, "cells": [], "sorted": []}
    return {"title": sheet.title, "codes": codes, "cells": cells, "sorted": _sorted(sheet, package)}


def _sorted(sheet: Any, package: Package) -> list[str]:
    """The areas that Excel says were sorted last, ``L2:L145``; openpyxl does not tell them."""
    part = package.read(sheet._worksheet_path.lstrip("/"))
    return [ref.decode() for ref in _SORTED.findall(part)][:_MOST_AREAS]


def _filled(row: Any) -> Iterator[tuple[int, int, str, str, str]]:
    """The cells of a row that hold a value or lie on one of our grounds."""
    for cell in row:
        if not hasattr(cell, "row"):  # what openpyxl puts for a cell that is not there
            continue
        kind, text = _value(cell)
        ground = _ground(cell)
        if text or ground:
            yield cell.row, cell.column, kind, text, ground


def _value(cell: Any) -> tuple[str, str]:
    value = cell.value
    if cell.data_type == "f":
        return "formula", "="
    if value is None:
        return "text", ""
    if cell.data_type == "e":
        return "error", str(value)[:_LONGEST]
    if isinstance(value, bool):
        return "text", "TRUE" if value else "FALSE"
    if isinstance(value, datetime | date):
        return "day", value.isoformat()[:10]
    if isinstance(value, int | float):
        return "number", f"{value:.15g}"
    return "text", unescape(str(value))[:_LONGEST]


def _ground(cell: Any) -> str:
    """The colour a cell lies on, where that is one of our grounds."""
    fill = cell.fill if cell.has_style else None
    if fill is None or fill.fill_type != "solid" or fill.fgColor.type != "rgb":
        return ""
    colour = str(fill.fgColor.rgb)[-6:].upper()
    return colour if is_ground(colour) else ""


def _is_mark(text: str) -> bool:
    known = parse_guard(text) is not None or is_echo(text) or text == META_MARK
    return known or bool(column_of_key(text))


def _serve(memory: int) -> None:
    """Read one workbook; only the copy made here carries the answer, for parsers print warnings."""
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (1, 2):
        os.dup2(nothing, number)
    data = sys.stdin.buffer.read()
    bound_this_process(memory)
    json.dump(read(data), answer, ensure_ascii=True)
    answer.close()


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
