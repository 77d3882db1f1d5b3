"""The plan workbook that a clerk corrected, read back; every error names the sheet and the cell."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from extractors.document import Anchor
from pipeline.errors import UserError
from pipeline.plans.plan_workbook import (
    DUTIES,
    DUTY_COLUMNS,
    FACT_ROWS,
    FACTS,
    MEASURE_COLUMNS,
    MEASURES,
    SECTION_COLUMNS,
    SECTIONS,
    TASK_COLUMNS,
    TASKS,
    TEXT,
    SheetColumn,
)
from rules.model.plan import Duty, Measure, Plan, Section, Task
from rules.vietnamese.dates import parse_date
from rules.vietnamese.text import key, nfc

_OUTPUTS = ("report:plan", "report:6m", "report:year")
_NEEDED = {
    TASKS: ("text", "leads"),
    SECTIONS: ("id",),
    DUTIES: ("output", "owes", "deadline"),
    MEASURES: ("id", "text"),
}


def is_plan_workbook(path: Path) -> bool:
    """Whether a file is a workbook that ``doichieu plan --xlsx`` wrote."""
    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        return False
    try:
        book = load_workbook(path, read_only=True)
    except (InvalidFileException, BadZipFile, KeyError, ValueError, OSError):
        return False
    names = set(book.sheetnames)
    book.close()
    return {TASKS, FACTS} <= names


class _Row:
    """One row of a sheet by field, with words for its cells."""

    def __init__(
        self, book: str, sheet: str, cells: dict[str, Cell | MergedCell], number: int
    ) -> None:
        self._book, self._sheet, self._cells, self.number = book, sheet, cells, number

    def text(self, field: str) -> str:
        """The text of a field; a formula is refused."""
        cell = self._cells.get(field)
        value = cell.value if cell is not None else None
        if cell is not None and cell.data_type == "f":
            raise self.error(field, "có công thức; hãy thay bằng chữ")
        return _plain(value)

    def items(self, field: str) -> tuple[str, ...]:
        """The items of a list cell, one a line."""
        return tuple(line.strip() for line in self.text(field).split("\n") if line.strip())

    def day(self, field: str) -> date | None:
        """The day of a field."""
        text = self.text(field)
        found = parse_date(text) if text else None
        if text and found is None:
            raise self.error(field, f"“{text}” không phải là ngày; hãy ghi dạng 10/6/2024")
        return found

    def anchor(self) -> Anchor:
        """The place in the plan's file; of an added row, its place in the workbook."""
        text = self.text("anchor")
        if not text:
            return Anchor(sheet=self._sheet, row=self.number)
        try:
            known = json.loads(text)
            names = {f.name for f in fields(Anchor)}
            values = {name: value for name, value in known.items() if name in names}
        except (ValueError, AttributeError) as error:
            raise self.error("anchor", "đã bị sửa; hãy xóa trắng ô này") from error
        box = values.pop("box", None)
        return Anchor(**values, box=tuple(box) if box else None)

    def error(self, field: str, what: str) -> UserError:
        """An error at the cell of a field."""
        cell = self._cells.get(field)
        column = (cell.column if cell is not None else None) or 1
        place = f"{get_column_letter(column)}{self.number}"
        return UserError(f"{self._book}: trang tính “{self._sheet}”, ô {place}: {what}")


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return f"{value.day}/{value.month}/{value.year}"  # Excel made a day of "12/2025"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return nfc(str(value)).replace("\r\n", "\n").strip()


def read_plan_workbook(path: Path) -> Plan:
    """The plan of a corrected workbook."""
    try:
        book = load_workbook(path)
    except (InvalidFileException, BadZipFile, KeyError, ValueError, OSError) as error:
        raise UserError(
            f"{path.name}: không mở được sổ tính; hãy mở bằng Excel và lưu lại"
        ) from error
    sections = tuple(
        Section(row.text("id"), row.text("title"))
        for row in _rows(book, path, SECTIONS, SECTION_COLUMNS)
    )
    tasks = _tasks(
        list(_rows(book, path, TASKS, TASK_COLUMNS)), {section.id for section in sections}
    )
    if not tasks:
        raise UserError(
            f"{path.name}: trang tính “{TASKS}”, ô A2: không có nhiệm vụ nào;"
            " hãy ghi ít nhất một dòng"
        )
    facts = _facts(book, path)
    year = facts["year"].text("value")
    if year and not (year.isdigit() and len(year) == 4):
        raise facts["year"].error(
            "value", f"“{year}” không phải là năm; hãy ghi bốn chữ số, ví dụ 2024"
        )
    return Plan(
        title=facts["title"].text("value"),
        sections=sections,
        tasks=tasks,
        duties=tuple(_duty(row) for row in _rows(book, path, DUTIES, DUTY_COLUMNS)),
        measures=tuple(
            Measure(row.text("id"), row.text("text"), row.items("bodies"), row.anchor())
            for row in _rows(book, path, MEASURES, MEASURE_COLUMNS)
        ),
        year=int(year) if year else None,
        province=facts["province"].text("value"),
        number=facts["number"].text("value"),
        issued_on=facts["issued_on"].day("value"),
        report_to=facts["report_to"].text("value"),
        text=_text(book),
        columns=facts["columns"].items("value")
        or ("number", "text", "outputs", "leads", "coordinating", "deadlines"),
        source=facts["source"].text("value") or path.name,
    )


def _sheet(book: Workbook, path: Path, name: str) -> Worksheet:
    for sheet in book.worksheets:
        if key(sheet.title) == key(name):
            return sheet
    raise UserError(
        f"{path.name}: thiếu trang tính “{name}”;"
        " hãy lấy lại từ sổ tính do doichieu plan --xlsx ghi ra"
    )


def _rows(book: Workbook, path: Path, name: str, columns: Sequence[SheetColumn]) -> Iterator[_Row]:
    """The filled rows of a sheet; its columns may stand in any order."""
    if name in (MEASURES, DUTIES) and all(key(s.title) != key(name) for s in book.worksheets):
        return
    sheet = _sheet(book, path, name)
    headings = {key(column.heading): column.field for column in columns}
    places: dict[str, int] = {}
    for cell in sheet[1]:
        field = headings.get(key(str(cell.value or "")))
        if field and field not in places and cell.column:
            places[field] = cell.column
    for field in _NEEDED[name]:
        if field not in places:
            heading = next(column.heading for column in columns if column.field == field)
            raise UserError(
                f"{path.name}: trang tính “{name}”, dòng 1: thiếu cột “{heading}”;"
                " hãy ghi lại tên cột"
            )
    for number in range(2, sheet.max_row + 1):
        cells = {field: sheet.cell(number, place) for field, place in places.items()}
        if any(_plain(cell.value) for field, cell in cells.items() if field != "anchor"):
            yield _Row(path.name, name, cells, number)


def _tasks(rows: Sequence[_Row], sections: set[str]) -> tuple[Task, ...]:
    taken: Counter[str] = Counter()
    tasks: list[Task] = []
    for row in rows:
        section, number = row.text("section"), row.text("number")
        if not row.text("text"):
            raise row.error("text", "chưa ghi nhiệm vụ; hãy ghi nội dung nhiệm vụ hoặc xóa cả dòng")
        if section and section not in sections:
            raise row.error(
                "section",
                f"nội dung “{section}” không có trong trang tính “{SECTIONS}”;"
                " hãy sửa hoặc thêm nội dung đó",
            )
        number = number or row.text("id").rpartition(".")[2] or str(len(tasks) + 1)
        task_id = row.text("id") or (f"{section}.{number}" if section else number)
        taken[task_id] += 1
        if taken[task_id] > 1:
            raise row.error("id", f"mã “{task_id}” đã dùng ở dòng khác; hãy đổi TT hoặc mã")
        tasks.append(Task(
            task_id, section, number, row.text("text"), row.items("outputs"), row.items("leads"),
            row.items("coordinating"), row.items("deadlines"), row.anchor(),
        ))  # fmt: skip
    return tuple(tasks)


def _duty(row: _Row) -> Duty:
    output = row.text("output")
    if output not in _OUTPUTS:
        raise row.error(
            "output", f"“{output}” không phải loại báo cáo; hãy ghi một trong {', '.join(_OUTPUTS)}"
        )
    return Duty(output, row.items("owes"), row.text("deadline"), row.text("text"),
                row.day("data_from"), row.day("data_to"), row.anchor())  # fmt: skip


def _facts(book: Workbook, path: Path) -> dict[str, _Row]:
    sheet = _sheet(book, path, FACTS)
    labels = {key(label): field for label, field in FACT_ROWS}
    facts = {field: _Row(path.name, FACTS, {}, 1) for _, field in FACT_ROWS}
    for number in range(1, sheet.max_row + 1):
        field = labels.get(key(str(sheet.cell(number, 1).value or "")))
        if field:
            facts[field] = _Row(path.name, FACTS, {"value": sheet.cell(number, 2)}, number)
    return facts


def _text(book: Workbook) -> str:
    """The whole plan from its hidden sheet; empty where a clerk removed it."""
    for sheet in book.worksheets:
        if key(sheet.title) == key(TEXT):
            lines: list[str] = []
            for row in sheet.iter_rows(min_row=1, max_col=2, values_only=True):
                piece = str(row[0] if row[0] is not None else "")
                if len(row) > 1 and row[1] == "+" and lines:
                    lines[-1] += piece
                else:
                    lines.append(piece)
            return "\n".join(lines)
    return ""
