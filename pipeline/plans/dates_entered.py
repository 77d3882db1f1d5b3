"""The days that a clerk entered in han.xlsx; every error names the file and the cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.errors import UserError
from pipeline.importing.sheets import Cell
from pipeline.importing.understand import understood_day
from pipeline.outputs.clean import for_cell
from pipeline.plans.dates_workbook import COLUMNS, SHEET, dateless, day_cell, write_dates
from rules.agencies import Registry
from rules.model.plan import Deadline, Obligation, Plan
from rules.plan.relative import with_base
from rules.settings import Settings
from rules.vietnamese.text import key, nfc

_ENTRIES = ("base", "paper", "due")
_HEADINGS = {column.field: column.heading for column in COLUMNS}
_FAR = 6  # years from the plan's: farther, the year was mistyped


@dataclass(frozen=True, slots=True)
class EnteredRow:
    """One filled row: the obligation, the words it was written for, and what a clerk entered."""

    book: str
    number: int
    id: str
    words: str
    base: Cell
    due: Cell
    paper: str
    places: Mapping[str, str] = field(default_factory=dict)  # field -> letter of its column

    def error(self, name: str, what: str) -> UserError:
        """An error at the cell of a field: ``han.xlsx!G12: …``."""
        return UserError(f"{self.book}!{self.places.get(name, 'A')}{self.number}: {what}")

    def cells(self) -> dict[str, str]:
        """What the clerk entered, as a new workbook shows it."""
        found = {"base": _text(self.base), "due": _text(self.due), "paper": self.paper}
        found["words"] = self.words
        return {name: text for name, text in found.items() if text}


def read_entered(path: Path) -> tuple[EnteredRow, ...]:
    """The rows of a workbook in which a clerk entered something."""
    try:
        book = load_workbook(path)
    except FileNotFoundError as error:
        raise UserError(
            f"{path}: không tìm thấy sổ ngày căn cứ; hãy tạo bằng doichieu plan KẾ_HOẠCH "
            f"--dates {path.name}"
        ) from error
    except (InvalidFileException, BadZipFile, KeyError, ValueError, OSError) as error:
        raise UserError(
            f"{path.name}: không mở được sổ tính; hãy mở bằng Excel và lưu lại dạng .xlsx"
        ) from error
    for sheet in book.worksheets:
        if key(sheet.title) == key(SHEET):
            return tuple(_rows(sheet, path.name))
    raise UserError(
        f"{path.name}: thiếu trang tính “{SHEET}”; hãy tạo lại bằng doichieu plan --dates"
    )


def renew_dates(
    plan: Plan, registry: Registry, obligations: Iterable[Obligation], path: Path
) -> int:
    """Write the workbook anew with what a clerk entered in the old one; how many rows it has."""
    entered = {row.id: row.cells() for row in read_entered(path)} if path.is_file() else {}
    owed = dateless(obligations)
    write_dates(plan, registry, owed, path, entered)
    return len(owed)


def enter_dates(
    obligations: Iterable[Obligation],
    rows: Iterable[EnteredRow],
    settings: Settings,
    plan_year: int | None,
) -> tuple[Obligation, ...]:
    """The obligations with the days that were entered; UserError for what cannot be meant."""
    found = {due.id: due for due in obligations}
    taken: set[str] = set()
    for row in rows:
        due = found.get(row.id)
        if due is None:
            raise row.error(
                "id", "dòng này không thuộc kế hoạch đang dùng; hãy tạo lại tệp bằng doichieu plan "
                "--dates rồi nhập lại"
            )  # fmt: skip
        if key(row.words) != key(for_cell(due.deadline.text)):
            raise row.error(
                "words", f"thời hạn ghi “{row.words}”, kế hoạch ghi “{due.deadline.text}”; hãy tạo "
                "lại tệp bằng doichieu plan --dates"
            )  # fmt: skip
        if row.id in taken:
            raise row.error("id", "sản phẩm này đã có ở dòng trên; hãy giữ một dòng")
        taken.add(row.id)
        found[row.id] = replace(due, deadline=_entered(due.deadline, row, settings, plan_year))
    return tuple(found.values())


def _entered(
    deadline: Deadline, row: EnteredRow, settings: Settings, plan_year: int | None
) -> Deadline:
    base, due = _day(row, "base", plan_year), _day(row, "due", plan_year)
    if deadline.due_to is not None:
        raise row.error("base", "kế hoạch đã có hạn; hãy xóa ngày ghi ở dòng này")
    if base and due:
        raise row.error("due", "ghi cả ngày căn cứ và hạn; hãy để một trong hai")
    if base is None and due is None:
        return deadline
    if due is not None:
        return replace(deadline, due_to=due, entered=row.book, base_paper=row.paper)
    assert base is not None
    if deadline.kind != "relative" or deadline.relative_days is None:
        raise row.error(
            "base",
            "kế hoạch không ghi số ngày tính từ việc này; hãy ghi thẳng ngày ở cột "
            f"“{_HEADINGS['due']}”",
        )
    counted = with_base(deadline, base, row.paper, row.book, settings)
    if counted.due_to is None:
        raise row.error(
            "base", "chưa có lịch nghỉ lễ của năm này để đếm ngày làm việc; hãy thêm ở holidays "
            "trong doichieu.toml hoặc ghi thẳng cột Hạn"
        )  # fmt: skip
    return counted


def _day(row: EnteredRow, name: str, plan_year: int | None) -> date | None:
    cell = row.base if name == "base" else row.due
    if not cell.text:
        return None
    if cell.kind == "formula":
        raise row.error(name, "có công thức; hãy ghi ngày bằng chữ, ví dụ 02/3/2024")
    day = understood_day(cell)
    if day is None:
        raise row.error(name, f"“{cell.text}” không phải là ngày; hãy ghi dạng 02/3/2024")
    if plan_year and abs(day.year - plan_year) > _FAR:
        raise row.error(
            name, f"năm {day.year} quá xa năm {plan_year} của kế hoạch; hãy kiểm tra lại năm"
        )
    return day


def _rows(sheet: Worksheet, book: str) -> Iterator[EnteredRow]:
    columns = _columns(sheet, book)
    letters = {name: get_column_letter(column) for name, column in columns.items()}
    for number in range(2, sheet.max_row + 1):
        cells = {name: _cell(sheet, number, column) for name, column in columns.items()}
        if not any(cells[name].text for name in _ENTRIES if name in cells):
            continue
        yield EnteredRow(
            book=book,
            number=number,
            id=cells["id"].text,
            words=cells["words"].text,
            base=cells["base"],
            due=cells["due"],
            paper=cells["paper"].text,
            places=letters,
        )


def _columns(sheet: Worksheet, book: str) -> dict[str, int]:
    """The columns by field, in whatever order they stand."""
    fields = {key(heading): name for name, heading in _HEADINGS.items()}
    found: dict[str, int] = {}
    for cell in sheet[1]:
        name = fields.get(key(str(cell.value or "")))
        if name and name not in found and cell.column:
            found[name] = cell.column
    for name in ("id", "words", *_ENTRIES):
        if name not in found:
            raise UserError(
                f"{book}: trang tính “{SHEET}”, dòng 1: thiếu cột “{_HEADINGS[name]}”; hãy ghi lại "
                "tên cột hoặc tạo lại tệp"
            )
    return found


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    value = cell.value
    if value is None:
        return Cell()
    if cell.data_type == "f":
        return Cell("formula", str(value))
    if isinstance(value, datetime | date):
        return Cell("day", value.isoformat()[:10])
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Cell("number", f"{value:.15g}")
    return Cell("text", nfc(str(value)).strip())


def _text(cell: Cell) -> str:
    day = understood_day(cell) if cell.text and cell.kind != "formula" else None
    return day_cell(day) if day else cell.text
