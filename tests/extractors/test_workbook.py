"""Workbooks: sheets as tables with the title lines before them."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from extractors.document import Block, Document, Kind, Reason, Unreadable
from extractors.formats import extract_bytes
from extractors.sheets.sheet import shown


def saved(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def read(book: openpyxl.Workbook) -> tuple[Block, ...]:
    document = extract_bytes(saved(book))
    assert isinstance(document, Document), document
    return document.blocks


def test_titles_then_table() -> None:
    book = openpyxl.Workbook()
    sheet = book["Sheet"]
    sheet.title = "Biểu 01"
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("A3:D3")
    sheet["A1"], sheet["C1"], sheet["A3"] = "SỞ NỘI VỤ", "CỘNG HÒA", "PHỤ LỤC"
    for column, text in enumerate(("TT", "Nhiệm vụ", "Ngày", "Tỷ lệ"), start=1):
        sheet.cell(5, column, text)
    sheet["A6"], sheet["B6"], sheet["C6"], sheet["D6"] = 1, "Tiếp dân", date(2024, 6, 5), 0.985
    sheet["D6"].number_format = "0.0%"
    blocks = read(book)
    assert [(b.kind, b.text, b.anchor.cell) for b in blocks[:-1]] == [
        (Kind.HEADING, "Biểu 01", None),
        (Kind.PARAGRAPH, "SỞ NỘI VỤ", "A1"),
        (Kind.PARAGRAPH, "CỘNG HÒA", "C1"),
        (Kind.PARAGRAPH, "PHỤ LỤC", "A3"),
    ]
    table = blocks[-1].table
    assert table is not None
    assert [c.text for c in table.rows[1]] == ["1", "Tiếp dân", "05/06/2024", "98,5%"]
    assert table.rows[1][1].anchor.words() == 'trang tính "Biểu 01", ô B6'


def test_merged_cells_stand_once() -> None:
    book = openpyxl.Workbook()
    sheet = book["Sheet"]
    for row in (("TT", "Kết quả", None), (None, "Quý I", "Quý II"), (1, "a", "b")):
        sheet.append(row)
    sheet.merge_cells("A1:A2")
    sheet.merge_cells("B1:C1")
    table = read(book)[-1].table
    assert table is not None
    spans = [[(c.text, c.row_span, c.col_span) for c in row] for row in table.rows]
    assert spans[0] == [("TT", 2, 1), ("Kết quả", 1, 2)]
    assert spans[1] == [("Quý I", 1, 1), ("Quý II", 1, 1)]


def test_absurd_extents_are_not_walked() -> None:
    book = openpyxl.Workbook()
    sheet = book["Sheet"]
    sheet["A1"], sheet["B1"], sheet["A2"] = "a", "b", "c"
    sheet["XFD1048576"].number_format = "0.0"
    sheet["XFC1048575"] = "xa"
    table = read(book)[-1].table
    assert table is not None
    assert [len(row) <= 64 for row in table.rows] == [True] * 3


def test_hidden_sheet_is_marked() -> None:
    book = openpyxl.Workbook()
    book["Sheet"]["A1"] = "hiện"
    hidden = book.create_sheet("Số liệu")
    hidden["A1"] = "ẩn"
    hidden.sheet_state = "hidden"
    assert read(book)[-1].anchor.sheet == "Số liệu (ẩn)"


VALUES = [
    (5, "General", "5"),
    (98.2, "General", "98,2"),
    (1234567, "#,##0", "1234567"),
    (0.5, "0%", "50%"),
    (datetime(2024, 6, 5), "dd/mm/yyyy", "05/06/2024"),
    (datetime(2024, 6, 5, 7, 30), "General", "05/06/2024 07:30"),
    (True, "General", "TRUE"),
    (" Hòa ", "@", "Hòa"),
]


@pytest.mark.parametrize(("value", "shape", "text"), VALUES)
def test_values(value: object, shape: str, text: str) -> None:
    assert shown(value, shape) == text


def test_empty_workbook() -> None:
    unreadable = extract_bytes(saved(openpyxl.Workbook()))
    assert isinstance(unreadable, Unreadable)
    assert unreadable.reason is Reason.NO_TEXT


def test_text_that_looks_like_a_formula_stays_text() -> None:
    book = openpyxl.Workbook()
    book["Sheet"]["A1"].value = "=1+1"
    book["Sheet"]["A1"].data_type = "s"
    assert read(book)[-1].text == "=1+1"


def test_old_fonts_are_read_run_by_run() -> None:
    book = openpyxl.Workbook()
    sheet = book["Sheet"]
    sheet["A1"], sheet["A1"].font = "kÕ ho¹ch", Font(name=".VnTimeH")
    sheet["A2"] = CellRichText("Sơn La, ", TextBlock(InlineFont(rFont="VNI-Times"), "huyeän"), " á")
    assert [block.text for block in read(book)] == ["KẾ HOẠCH", "Sơn La, huyện á"]


def test_a_formula_without_a_result_is_told_as_not_read() -> None:
    book = openpyxl.Workbook()
    sheet = book["Sheet"]
    for row in (("TT", "Nhiệm vụ", "Kết quả"), (1, "Tiếp dân", 12), ("Cộng", "", "=SUM(C2:C2)")):
        sheet.append(row)
    document = extract_bytes(saved(book))
    assert isinstance(document, Document)
    assert document.skipped == (
        (
            Reason.PAGES_SKIPPED,
            "1 ô công thức chưa có kết quả (C3): cần mở bằng Excel và lưu lại",
        ),
    )
    assert "Tiếp dân" in document.text()


def changed(book: openpyxl.Workbook, part: str, pattern: bytes, by: bytes) -> bytes:
    """A saved workbook with one of its parts rewritten."""
    source, target = zipfile.ZipFile(io.BytesIO(saved(book))), io.BytesIO()
    with zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            data = source.read(name)
            copy.writestr(name, re.sub(pattern, by, data) if name == part else data)
    return target.getvalue()


def test_a_number_in_a_format_that_is_not_there_is_shown_as_it_stands() -> None:
    book = openpyxl.Workbook()
    book["Sheet"]["A1"], book["Sheet"]["A1"].number_format = 0.985, "0.0%"
    document = extract_bytes(changed(book, "xl/styles.xml", rb'(<xf numFmtId=)"164"', rb'\1"999"'))
    assert isinstance(document, Document), document
    assert document.text() == "0,985"


def test_a_cell_in_a_font_that_is_not_there_makes_a_damaged_workbook() -> None:
    book = openpyxl.Workbook()
    book["Sheet"]["A1"], book["Sheet"]["A1"].font = "Tiếp dân", Font(name="Arial")
    unreadable = extract_bytes(changed(book, "xl/styles.xml", rb'fontId="1"', b'fontId="9"'))
    assert isinstance(unreadable, Unreadable)
    assert unreadable.reason is Reason.DAMAGED


def test_a_formula_with_its_result_is_read_whole() -> None:
    book = openpyxl.Workbook()
    book["Sheet"].append(("Tổng số lượt tiếp", "=SUM(A2:A3)", "Đã tiếp"))
    data = changed(book, "xl/worksheets/sheet1.xml", rb"(</f>)(<v ?/>|<v></v>)?", rb"\1<v>215</v>")
    document = extract_bytes(data)
    assert isinstance(document, Document)
    assert document.read_complete
    assert "215" in document.text()


def test_hidden_rows_are_read_and_marked() -> None:
    book = openpyxl.Workbook()
    sheet = book["Sheet"]
    sheet.title = "Biểu 02"
    for row in (("TT", "Nhiệm vụ", "Kết quả"), (1, "Tiếp dân", "Xong"), (2, "Công khai", "Chưa")):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    table = read(book)[-1].table
    assert table is not None
    assert [row[1].anchor.words() for row in table.rows[1:]] == [
        'trang tính "Biểu 02", ô B2',
        'trang tính "Biểu 02", ô B3 (dòng ẩn)',
    ]
