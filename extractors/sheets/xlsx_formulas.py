"""Formulas of a workbook that no program has worked out: what their cells show is unknown.

Excel and LibreOffice store what a formula gives; programs that only write workbooks do not.
"""

from __future__ import annotations

import re

from extractors.office.package import Package

_CELL = re.compile(rb"<(?:\w+:)?c[\s>]")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
# An empty result is a text; without that type nobody has worked the formula out.
_VALUE = re.compile(rb'<(?:\w+:)?(?:v(?:\s[^>]*)?>[^<]|is[\s/>])|^[^>]*?\st="str"')
_NAME = re.compile(rb'[^>]*?\sr="([A-Z]{1,3}\d{1,7})"')
_TOLD = 3  # cells that are named; of the others their number is told


def without_value(data: bytes) -> list[str]:
    """The cells with a formula and nothing stored for it, over all sheets."""
    package = Package(data)
    found: list[str] = []
    for name in package.names():
        if "worksheets/" in name and name.endswith(".xml"):
            part = package.read(name)
            if _FORMULA.search(part):
                found += _open_cells(part)
    return found


def _open_cells(part: bytes) -> list[str]:
    starts = [match.start() for match in _CELL.finditer(part)]
    cells = []
    for start, end in zip(starts, [*starts[1:], len(part)], strict=True):
        cell = part[start:end]
        if _FORMULA.search(cell) and not _VALUE.search(cell):
            named = _NAME.match(cell)
            cells.append(named[1].decode() if named else "?")
    return cells


def told(cells: list[str]) -> str:
    """Such cells for the clerk.

    >>> told(["D7", "D8", "E8", "F8"])
    '4 ô công thức chưa có kết quả (D7, D8, E8, …): cần mở bằng Excel và lưu lại'
    """
    more = ", …" if len(cells) > _TOLD else ""
    named = ", ".join(cells[:_TOLD]) + more
    return f"{len(cells)} ô công thức chưa có kết quả ({named}): cần mở bằng Excel và lưu lại"
