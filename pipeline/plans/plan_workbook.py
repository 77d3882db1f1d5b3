"""A plan as a workbook that a clerk can correct, and the way back (see ``plan_workbook_read``).

Every text is written as a text: no cell can become a formula or a link.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

import xlsxwriter

from extractors.document import Anchor
from pipeline.outputs.clean import CELL_LIMIT, clean
from pipeline.outputs.replace import replace_file
from rules.model.plan import Duty, Measure, Plan, Section, Task

TASKS, SECTIONS, DUTIES, FACTS = "Nhiệm vụ", "Nội dung", "Chế độ báo cáo", "Thông tin"
MEASURES, TEXT, GUIDE = "Giải pháp chung", "Toàn văn", "Hướng dẫn"
ANCHOR = "Vị trí gốc (không sửa)"
# Excel keeps such a cell as text even when somebody edits it; the text itself stays as the plan
# has it, for this workbook is read back.
_TEXT = {"num_format": "@", "quote_prefix": True}


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a sheet: its heading, the field it holds, and how wide it is."""

    heading: str
    field: str
    width: int


TASK_COLUMNS = (
    SheetColumn("Mã", "id", 9),
    SheetColumn("Nội dung", "section", 10),
    SheetColumn("TT", "number", 6),
    SheetColumn("Nhiệm vụ", "text", 60),
    SheetColumn("Sản phẩm đầu ra", "outputs", 30),
    SheetColumn("Cơ quan chủ trì", "leads", 30),
    SheetColumn("Cơ quan phối hợp", "coordinating", 34),
    SheetColumn("Thời gian hoàn thành", "deadlines", 28),
    SheetColumn(ANCHOR, "anchor", 14),
)
SECTION_COLUMNS = (SheetColumn("Mã", "id", 9), SheetColumn("Tên nội dung", "title", 90))
DUTY_COLUMNS = (
    SheetColumn("Loại báo cáo", "output", 16),
    SheetColumn("Cơ quan phải báo cáo", "owes", 40),
    SheetColumn("Thời hạn", "deadline", 26),
    SheetColumn("Số liệu từ ngày", "data_from", 16),
    SheetColumn("Số liệu đến ngày", "data_to", 16),
    SheetColumn("Câu trong kế hoạch", "text", 80),
    SheetColumn(ANCHOR, "anchor", 14),
)
MEASURE_COLUMNS = (
    SheetColumn("Mã", "id", 10),
    SheetColumn("Giải pháp", "text", 100),
    SheetColumn("Cơ quan được nêu", "bodies", 40),
    SheetColumn(ANCHOR, "anchor", 14),
)
FACT_ROWS = (
    ("Tên kế hoạch", "title"),
    ("Năm", "year"),
    ("Tỉnh, thành phố", "province"),
    ("Số, ký hiệu", "number"),
    ("Ngày ban hành", "issued_on"),
    ("Nơi nhận báo cáo", "report_to"),
    ("Tệp gốc", "source"),
    ("Các cột của bảng", "columns"),
)
_GUIDE = (
    "Sổ tính này là kế hoạch như chương trình đã đọc. Hãy sửa chỗ sai rồi dùng lại:"
    " doichieu run THƯ_MỤC --plan TỆP_NÀY.xlsx",
    "Trang tính “Nhiệm vụ”: mỗi dòng một nhiệm vụ. Ô có nhiều sản phẩm, cơ quan hoặc thời hạn"
    " thì mỗi mục một dòng trong ô (Alt+Enter).",
    "Thêm nhiệm vụ: thêm một dòng, ghi Nội dung, TT và Nhiệm vụ; cột Mã có thể để trống."
    " Bỏ nhiệm vụ: xóa cả dòng.",
    "Có thể đổi thứ tự cột, nhưng giữ nguyên tên cột ở dòng đầu và tên các trang tính.",
    "Trang tính “Nội dung”: các mục lớn của phụ lục.",
    "Trang tính “Chế độ báo cáo”: ai phải gửi kế hoạch (report:plan), báo cáo 6 tháng (report:6m),"
    " báo cáo năm (report:year) và hạn gửi.",
    "Ngày ghi theo dạng ngày/tháng/năm, ví dụ 10/6/2024. Không dùng công thức.",
    "Cột “Vị trí gốc” và trang tính “Toàn văn” (đang ẩn) để chương trình tìm lại chỗ trong"
    " tệp gốc; không cần sửa.",
)


def write_plan_workbook(plan: Plan, path: Path) -> None:
    """Write the workbook of a plan."""

    def write(draft: Path) -> None:
        options = {"strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(str(draft), options) as book:
            _write_list(book, TASKS, TASK_COLUMNS, plan.tasks)
            _write_list(book, SECTIONS, SECTION_COLUMNS, plan.sections)
            _write_list(book, DUTIES, DUTY_COLUMNS, plan.duties)
            _write_facts(book, plan)
            _write_list(book, MEASURES, MEASURE_COLUMNS, plan.measures)
            _write_guide(book)
            _write_text(book, clean(plan.text, sys.maxsize))

    replace_file(path, write)


Noun = Task | Section | Duty | Measure


def _write_list(
    book: xlsxwriter.Workbook, name: str, columns: Sequence[SheetColumn], nouns: Iterable[Noun]
) -> None:
    sheet = book.add_worksheet(name)
    head = book.add_format(
        {
            "bold": True,
            "bg_color": "#1F4E78",
            "font_color": "#FFFFFF",
            "text_wrap": True,
            "valign": "vcenter",
            "border": 1,
        }
    )
    body = book.add_format({**_TEXT, "text_wrap": True, "valign": "top", "border": 1})
    for place, column in enumerate(columns):
        hidden = {"hidden": True} if column.field == "anchor" else {}
        sheet.set_column(place, place, column.width, body, hidden)
        sheet.write_string(0, place, column.heading, head)
    last = 0
    for last, noun in enumerate(nouns, 1):
        for place, column in enumerate(columns):
            text = clean(cell_text(getattr(noun, column.field)))
            if text:
                sheet.write_string(last, place, text, body)
            else:
                sheet.write_blank(last, place, None, body)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)


def cell_text(value: object) -> str:
    """A field as a cell's text: a list one item a line, a day as day/month/year."""
    if value is None:
        return ""
    if isinstance(value, Anchor):
        return anchor_text(value)
    if isinstance(value, date):
        return f"{value.day}/{value.month}/{value.year}"
    if isinstance(value, tuple):
        return "\n".join(str(item) for item in value)
    return str(value)


def anchor_text(anchor: Anchor) -> str:
    """An anchor as JSON of what is known of it."""
    known = {f.name: getattr(anchor, f.name) for f in fields(anchor)}
    known = {name: value for name, value in known.items() if value is not None}
    return json.dumps(known, ensure_ascii=False)


def _write_facts(book: xlsxwriter.Workbook, plan: Plan) -> None:
    sheet = book.add_worksheet(FACTS)
    bold = book.add_format({"bold": True, "valign": "top"})
    body = book.add_format({**_TEXT, "text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90, body)
    for row, (label, field) in enumerate(FACT_ROWS):
        sheet.write_string(row, 0, label, bold)
        text = clean(cell_text(getattr(plan, field)))
        sheet.write_string(row, 1, text, body)


def _write_guide(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet(GUIDE)
    body = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 110, body)
    for row, line in enumerate(_GUIDE):
        sheet.write_string(row, 0, line, body)


def _write_text(book: xlsxwriter.Workbook, text: str) -> None:
    """The whole plan, a line a row, on a hidden sheet: it weighs the words in matching."""
    sheet = book.add_worksheet(TEXT)
    sheet.hide()
    row = 0
    for line in text.split("\n"):
        pieces = [line[at : at + CELL_LIMIT] for at in range(0, len(line), CELL_LIMIT)] or [""]
        for at, piece in enumerate(pieces):
            sheet.write_string(row, 0, piece)
            sheet.write_string(row, 1, "+" if at else ".")  # "+" goes on with the row above
            row += 1
