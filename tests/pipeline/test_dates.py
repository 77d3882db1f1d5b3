"""han.xlsx: written for what has no day, read back as clerks type, refused by cell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.errors import UserError
from pipeline.plans.dates_entered import enter_dates, read_entered, renew_dates
from pipeline.plans.dates_workbook import LEFT, SHEET
from rules import agencies
from rules.model.plan import Deadline, Obligation
from rules.settings import PLAIN, Settings
from tests import factories as make

REGISTRY = agencies.load()
APPROVED = "Chậm nhất là 15 ngày kể từ ngày được phê duyệt"
COUNTED = make.obligation(
    "II.7", deadline=Deadline(APPROVED, "relative", relative_days=15), output="Kế hoạch"
)
WORKING = make.obligation(
    "II.8",
    deadline=Deadline(
        "05 ngày làm việc sau khi họp", "relative", relative_days=5, relative_unit="working_day"
    ),
)
UNCLEAR = make.obligation("IV.1", deadline=Deadline("Theo tiến độ", ""))
ALWAYS = make.obligation("IV.2", deadline=Deadline("Thường xuyên", "continuous"))
DATED = make.obligation("I.3")
OWED = (COUNTED, WORKING, UNCLEAR, ALWAYS, DATED)
PLAN = make.plan(make.task("II.7", text="=1+1"), make.task("II.8"), make.task("IV.1"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The workbook as it is written first."""
    path = tmp_path / "han.xlsx"
    assert renew_dates(PLAN, REGISTRY, OWED, path) == 3
    return path


def typed(path: Path, change: Callable[[Worksheet], None]) -> None:
    book = load_workbook(path)
    change(book[SHEET])
    book.save(path)


def entered(path: Path, owed: tuple[Obligation, ...] = OWED, settings: Settings = PLAIN):
    return {due.id: due.deadline for due in enter_dates(owed, read_entered(path), settings, 2024)}


def test_only_what_has_no_day_is_listed(path: Path) -> None:
    sheet = load_workbook(path)[SHEET]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == ["II.7", "II.8", "IV.1"]
    assert rows[0][1:6] == (
        "'=1+1",  # a text of the plan never becomes a formula
        "Kế hoạch",
        "Sở Nội vụ",
        APPROVED,
        "15 ngày sau một việc chưa biết ngày; cần cán bộ nhập ngày căn cứ ở han.xlsx",
    )
    assert sheet["B2"].data_type == "s"
    assert sheet.column_dimensions["J"].hidden
    assert sheet["G2"].number_format == "@"
    assert entered(path) == {due.id: due.deadline for due in OWED}


@pytest.mark.parametrize(
    "value",
    ["02/3/2024", "2.3.2024", "2024-03-02", "ngày 02 tháng 3 năm 2024", datetime(2024, 3, 2)],
)
def test_a_base_date_as_clerks_type_it(path: Path, value: object) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["G2"] = value
        sheet["H2"] = "Quyết định số 45/QĐ-UBND"

    typed(path, change)
    found = entered(path)[COUNTED.id]
    assert (found.base, found.due_to) == (date(2024, 3, 2), date(2024, 3, 17))
    assert (found.base_paper, found.entered) == ("Quyết định số 45/QĐ-UBND", "han.xlsx")
    moved = entered(path, settings=Settings(move_off_holidays=True))[COUNTED.id]
    assert (moved.due_to, moved.moved_from) == (date(2024, 3, 18), date(2024, 3, 17))


def test_working_days_and_days_set_outright(path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["G3"] = "07/02/2024"
        sheet["I4"] = "30/9/2024"

    typed(path, change)
    found = entered(path)
    assert found[WORKING.id].due_to == date(2024, 2, 21)  # 15, 16, 19, 20, 21: Tết is between
    assert found[UNCLEAR.id].due_to == date(2024, 9, 30)
    assert found[COUNTED.id].due_to is None


@pytest.mark.parametrize(
    ("cell", "value", "said"),
    [
        ("G2", "mai", "han.xlsx!G2: “mai” không phải là ngày; hãy ghi dạng 02/3/2024"),
        ("G2", "2/3", "han.xlsx!G2: “2/3” không phải là ngày"),
        ("G2", "31/02/2024", "han.xlsx!G2: “31/02/2024” không phải là ngày"),
        ("G2", "02/3/2042", "han.xlsx!G2: năm 2042 quá xa năm 2024"),
        ("G2", "=TODAY()", "han.xlsx!G2: có công thức"),
        ("G4", "02/3/2024", "han.xlsx!G4: kế hoạch không ghi số ngày tính từ việc này"),
        ("G3", "28/12/2026", "han.xlsx!G3: chưa có lịch nghỉ lễ của năm này"),
    ],
)
def test_what_is_refused_by_cell(path: Path, cell: str, value: str, said: str) -> None:
    typed(path, lambda sheet: sheet.__setitem__(cell, value))
    with pytest.raises(UserError) as refused:
        entered(path)
    assert str(refused.value).startswith(said)


def test_a_row_of_another_plan_is_refused(path: Path) -> None:
    typed(path, lambda sheet: sheet.__setitem__("G2", "02/3/2024"))
    with pytest.raises(UserError, match=r"han\.xlsx!J2: dòng này không thuộc kế hoạch đang dùng"):
        entered(path, (WORKING,))
    other = make.obligation("II.7", deadline=Deadline("Sau khi họp", "relative"))
    with pytest.raises(UserError, match=r"han\.xlsx!E2: thời hạn ghi “Chậm nhất"):
        entered(path, (other,))
    typed(path, lambda sheet: sheet.__setitem__("I2", "02/4/2024"))
    with pytest.raises(UserError, match=r"han\.xlsx!I2: ghi cả ngày căn cứ và hạn"):
        entered(path)


def test_sorted_rows_and_moved_columns_stay_with_their_output(path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["G2"] = "02/3/2024"
        sheet.move_range("A2:J2", rows=5)
        sheet.insert_cols(1)

    typed(path, change)
    assert entered(path)[COUNTED.id].due_to == date(2024, 3, 17)


def test_writing_again_keeps_what_was_entered(path: Path) -> None:
    typed(path, lambda sheet: sheet.__setitem__("G2", "2/3/2024"))
    assert renew_dates(PLAN, REGISTRY, OWED, path) == 3
    assert entered(path)[COUNTED.id].due_to == date(2024, 3, 17)
    assert renew_dates(PLAN, REGISTRY, (WORKING,), path) == 1
    left = load_workbook(path)[LEFT]
    assert [cell.value for cell in left[2]] == [APPROVED, "02/03/2024", None, None, COUNTED.id]


def test_files_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="không tìm thấy sổ ngày căn cứ"):
        read_entered(tmp_path / "han.xlsx")
    (tmp_path / "han.xlsx").write_text("chữ", encoding="utf-8")
    with pytest.raises(UserError, match=r"han\.xlsx: không mở được sổ tính"):
        read_entered(tmp_path / "han.xlsx")
