"""The plan as a workbook: written, corrected by a clerk, read back."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from extractors.document import Anchor
from pipeline.errors import UserError
from pipeline.plans.plan import load_plan
from pipeline.plans.plan_workbook import write_plan_workbook
from pipeline.plans.plan_workbook_read import is_plan_workbook, read_plan_workbook
from rules.model.plan import Plan, Section, Task

PLAN = Plan(
    title="Kế hoạch thử",
    sections=(Section("I", "Mục một"), Section("II", "Mục hai")),
    tasks=(
        Task(
            "I.1", "I", "1", "Việc một:\n- Phần a;\n- Phần b", ("Kế hoạch", "Báo cáo"),
            ("Sở Y tế",), (), ("Quý I/2025",), Anchor(page=2, box=(1.5, 2.0, 3.0, 4.25), row=3),
        ),
        Task("II.1", "II", "1", "=1+1", ("+Công văn",), ("@Sở",), ("-UBND",), ("2025",)),
    ),
    year=2025,
    columns=("number", "text", "outputs", "leads", "coordinating", "deadlines"),
    source="ke-hoach.docx",
    text="dòng một\n\n=2+2\n" + "x" * 70_000 + "\ncuối",
)  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A written workbook."""
    written = tmp_path / "ke-hoach-sua.xlsx"
    write_plan_workbook(PLAN, written)
    return written


def edited(path: Path, sheet: str, **cells: object) -> Path:
    """The workbook with cells changed, as Excel would save it."""
    book = load_workbook(path)
    for place, value in cells.items():
        book[sheet][place] = value
    book.save(path)
    return path


@pytest.mark.parametrize("form", ["docx", "pdf", "txt"])
def test_the_real_plan_comes_back_whole(root: Path, tmp_path: Path, form: str) -> None:
    plan = load_plan(root / f"samples/plan/plan.{form}")
    path = tmp_path / "plan.xlsx"
    write_plan_workbook(plan, path)
    assert is_plan_workbook(path)
    assert load_plan(path) == plan


def test_any_text_comes_back_and_none_becomes_a_formula(path: Path) -> None:
    assert read_plan_workbook(path) == PLAN
    with zipfile.ZipFile(path) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        assert sheets
        assert all(b"<f>" not in parts.read(name) for name in sheets)


def test_sheets_a_clerk_sees(path: Path) -> None:
    book = load_workbook(path)
    assert [s.title for s in book.worksheets if s.sheet_state == "visible"] == [
        "Nhiệm vụ", "Nội dung", "Chế độ báo cáo", "Thông tin", "Giải pháp chung", "Hướng dẫn",
    ]  # fmt: skip
    tasks = book["Nhiệm vụ"]
    assert tasks["E2"].value == "Kế hoạch\nBáo cáo"
    assert tasks.freeze_panes == "A2"
    assert tasks.auto_filter.ref == "A1:I3"


def test_a_changed_and_an_added_row(path: Path) -> None:
    edited(
        path, "Nhiệm vụ",
        F2="Sở Y tế\nSở Nội vụ", H2="Quý II/2025", B4="II", C4=2, D4="Việc thêm", F4="Công an tỉnh",
    )  # fmt: skip
    plan = read_plan_workbook(path)
    assert plan.tasks[0] == replace(
        PLAN.tasks[0], leads=("Sở Y tế", "Sở Nội vụ"), deadlines=("Quý II/2025",)
    )
    added = plan.tasks[2]
    assert (added.id, added.number, added.leads) == ("II.2", "2", ("Công an tỉnh",))
    assert added.anchor == Anchor(sheet="Nhiệm vụ", row=4)


def test_a_deleted_row_and_columns_in_another_order(path: Path) -> None:
    book = load_workbook(path)
    sheet = book["Nhiệm vụ"]
    assert isinstance(sheet, Worksheet)
    sheet.delete_rows(3)
    sheet.move_range("D1:D2", cols=10)
    sheet.delete_cols(4)
    book.save(path)
    assert read_plan_workbook(path).tasks == PLAN.tasks[:1]


def test_a_day_that_excel_made_of_a_text(path: Path) -> None:
    edited(path, "Nhiệm vụ", H2=datetime(2025, 12, 31))
    assert read_plan_workbook(path).tasks[0].deadlines == ("31/12/2025",)


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "says"),
    [
        ("Nhiệm vụ", "D2", None, "trang tính “Nhiệm vụ”, ô D2: chưa ghi nhiệm vụ"),
        ("Nhiệm vụ", "B2", "IX", "trang tính “Nhiệm vụ”, ô B2: nội dung “IX” không có"),
        ("Nhiệm vụ", "A3", "I.1", "trang tính “Nhiệm vụ”, ô A3: mã “I.1” đã dùng"),
        ("Nhiệm vụ", "E2", "=A1", "trang tính “Nhiệm vụ”, ô E2: có công thức"),
        ("Nhiệm vụ", "F1", "Ai làm", "trang tính “Nhiệm vụ”, dòng 1: thiếu cột “Cơ quan chủ trì”"),
        ("Nhiệm vụ", "I2", "hỏng", "trang tính “Nhiệm vụ”, ô I2: đã bị sửa"),
        ("Thông tin", "B2", "hai nghìn", "trang tính “Thông tin”, ô B2: “hai nghìn” không phải"),
        ("Chế độ báo cáo", "A2", "quý", "trang tính “Chế độ báo cáo”, ô A2: “quý” không phải"),
    ],
)
def test_errors_name_the_sheet_and_the_cell(
    path: Path, sheet: str, cell: str, value: object, says: str
) -> None:
    edited(path, sheet, **{cell: value})
    with pytest.raises(UserError) as raised:
        read_plan_workbook(path)
    assert str(raised.value).startswith(f"{path.name}: {says}")


def test_a_missing_sheet(path: Path) -> None:
    book = load_workbook(path)
    del book["Nội dung"]
    book.save(path)
    with pytest.raises(UserError, match="thiếu trang tính “Nội dung”"):
        read_plan_workbook(path)


def test_what_is_no_plan_workbook(tmp_path: Path) -> None:
    other = tmp_path / "khac.xlsx"
    other.write_bytes(b"PK\x03\x04")
    assert not is_plan_workbook(other)
    assert not is_plan_workbook(tmp_path / "plan.docx")
