"""What a workbook may ask of its reader: looked at before any of it is built in memory."""

from __future__ import annotations

import re

from extractors.document import ExtractError, Reason
from extractors.office.package import Package, has_doctype

SHEET_LIMIT = 500
STORED_LIMIT = 1_000_000  # cells, empty ones too: openpyxl takes half a kilobyte for each
MERGED_LIMIT = 2_000_000  # cells under merged areas: openpyxl makes every one of them
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s")
_CELL = re.compile(rb"<(?:\w+:)?c[\s>]")
_MERGED = re.compile(rb'mergeCell\s[^>]*?ref=["\']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["\']')


def missing_sheets(data: bytes) -> int:
    """How many sheets a workbook names and does not hold; refuses one that asks too much."""
    package = Package(data)
    cells = merged = 0
    for name in package.names():
        if not name.endswith((".xml", ".rels")):
            continue
        part = package.read(name)
        if has_doctype(part):
            raise ExtractError(Reason.DAMAGED, f"part {name} declares a DTD")
        if name.endswith("workbook.xml"):
            _refuse(len(_SHEET.findall(part)), SHEET_LIMIT, "trang tính")
        elif "worksheets/" in name:
            cells += sum(1 for _ in _CELL.finditer(part))
            merged += sum(_area(*found.groups()) for found in _MERGED.finditer(part))
            _refuse(cells, STORED_LIMIT, "ô")
            _refuse(merged, MERGED_LIMIT, "ô gộp")
    _, main = package.main_part()
    sheets = [name for kind, name in package.relations(main).values() if kind == "worksheet"]
    return sum(name not in package for name in sheets)


def _refuse(count: int, limit: int, what: str) -> None:
    if count > limit:
        raise ExtractError(Reason.TOO_LARGE, f"hơn {limit} {what}")


def _area(left: bytes, top: bytes, right: bytes, bottom: bytes) -> int:
    return (abs(_column(right) - _column(left)) + 1) * (abs(int(bottom) - int(top)) + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
