"""Excel 97-2003 workbooks."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from extractors.document import Document, Kind, Reason, Unreadable
from extractors.formats import extract_bytes
from extractors.office import programs


def as_xls(book: openpyxl.Workbook) -> bytes:
    if programs.soffice() is None:
        pytest.skip("needs LibreOffice to write an .xls")
    target = io.BytesIO()
    book.save(target)
    made = programs.converted(target.getvalue(), "xlsx", "xls")
    assert made is not None
    return made


def test_fonts_dates_merged_ranges_and_hidden_sheets() -> None:
    book = openpyxl.Workbook()
    sheet = book["Sheet"]
    sheet.title = "Biểu 01"
    sheet["A1"], sheet["A1"].font = "kÕ ho¹ch n¨m", Font(name=".VnTimeH")
    sheet["A2"] = CellRichText("Sơn La, ", TextBlock(InlineFont(rFont="VNI-Times"), "huyeän"), "!")
    for column, text in enumerate(("TT", "Nhiệm vụ", "Ngày", "Tỷ lệ"), start=1):
        sheet.cell(4, column, text)
    sheet["A5"], sheet["B5"], sheet["C5"], sheet["D5"] = 1, "Tiếp dân", date(2024, 6, 5), 0.985
    sheet["B5"].font, sheet["D5"].number_format = Font(name="Arial"), "0.0%"
    sheet["A6"] = "Cộng"
    sheet.merge_cells("A6:C6")
    book.create_sheet("Số liệu")["A1"] = "ẩn"
    book["Số liệu"].sheet_state = "hidden"
    document = extract_bytes(as_xls(book))
    assert isinstance(document, Document), document
    assert [(b.kind, b.text) for b in document.blocks[:3]] == [
        (Kind.HEADING, "Biểu 01"),
        (Kind.PARAGRAPH, "KẾ HOẠCH NĂM"),
        (Kind.PARAGRAPH, "Sơn La, huyện!"),
    ]
    table = document.blocks[3].table
    assert table is not None
    assert [cell.text for cell in table.rows[1]] == ["1", "Tiếp dân", "05/06/2024", "98,5%"]
    assert (table.rows[2][0].text, table.rows[2][0].col_span) == ("Cộng", 3)
    assert document.blocks[-1].anchor.sheet == "Số liệu (ẩn)"


@pytest.mark.parametrize(
    ("records", "reason"),
    [(b"", Reason.DAMAGED), (b"\x09\x08\x02\0\0\6\x2f\0\4\0\0\0\0\0", Reason.ENCRYPTED)],
)
def test_what_cannot_be_opened_is_told(records: bytes, reason: Reason) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + records.ljust(512, b"\0")
    unreadable = extract_bytes(data + "Workbook".encode("utf-16-le"))
    assert isinstance(unreadable, Unreadable)
    assert unreadable.reason is reason
