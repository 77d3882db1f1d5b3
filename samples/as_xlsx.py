"""Papers as workbooks: reports, registers and annexes kept in Excel."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

from samples.paper import MOTTO, Paper, parts
from samples.stable import freeze

_THIN = Side(style="thin")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def write(paper: Paper, file: Path) -> None:
    """Write the paper as XLSX on one sheet, the same bytes every time."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Báo cáo" if paper.kind == "letterhead" else "Sheet1"
    if paper.kind == "letterhead":
        for left, right in (
            (paper.parent, MOTTO[0]),
            (paper.issuer, MOTTO[1]),
            (f"Số: {paper.number}", paper.place_and_date),
        ):
            sheet.append([left, None, right])
        sheet.append([])
    for text in filter(None, (paper.type, paper.title, paper.attached)):
        sheet.append([text])
        sheet.cell(sheet.max_row, 1).font = Font(bold=True)
    for part in parts(paper.body):
        if part.kind == "table":
            _table(sheet, part.rows)
        else:
            sheet.append([part.text])
    for text in filter(None, (*paper.sign, paper.signer)):
        sheet.append([None, None, text])
    for letter, width in zip("ABCDEFG", (7, 38, 70, 22, 18, 18, 18), strict=True):
        sheet.column_dimensions[letter].width = width
    book.save(file)
    freeze(file)


def _table(sheet: Worksheet, rows: tuple[tuple[str, ...], ...]) -> None:
    for number, row in enumerate(rows):
        sheet.append([int(text) if text.isdigit() else text or None for text in row])
        for cell in sheet[sheet.max_row][: len(rows[0])]:
            cell.border = _BOX
            cell.font = Font(bold=number == 0)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
