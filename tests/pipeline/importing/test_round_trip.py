"""What clerks do to the workbook, and what becomes of their decisions."""

from __future__ import annotations

import shutil
import unicodedata
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from xlsxwriter import Workbook as XlsxWorkbook

from pipeline.errors import UserError
from pipeline.outputs.links import Links
from pipeline.outputs.workbook_decisions import write_meta
from pipeline.outputs.workbook_findings import write_findings
from pipeline.outputs.workbook_sheet import Styles
from pipeline.storage.stored import load_report
from tests.pipeline.importing import clerk as desk
from tests.pipeline.importing.clerk import CODES, HOA, LAN, Clerk

CONFIRM, MISREAD, AWAIT = "Đúng - đôn đốc", "Máy nhận sai", "Chờ giải trình"
ATTACH, EXTEND, ACCEPT = "Đã nộp - gắn văn bản", "Gia hạn đến ngày", "Chấp nhận có lý do"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    desk.run(folder, desk.findings())
    desk.opened(folder)
    return folder


@pytest.fixture
def clerk(made: Path, tmp_path: Path) -> Clerk:
    """A clerk with results of her own."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return Clerk(tmp_path, load_workbook(tmp_path / "sai-lech.xlsx"))


def reasons(clerk: Clerk) -> dict[str, str]:
    """Place -> why, of what is not taken."""
    items = clerk.preview().items
    return {item.place: item.why for item in items if item.result in ("refused", "conflict")}


def three(clerk: Clerk) -> None:
    clerk.decide(2, CONFIRM)
    clerk.decide(4, MISREAD, reason="Ghép nhầm nhiệm vụ", note="xem trang 3")
    clerk.decide(7, AWAIT)


def kinds(clerk: Clerk) -> list[str]:
    return [clerk.stands(number).kind for number in range(1, 9)]


def test_nothing_is_pre_decided(clerk: Clerk) -> None:
    assert not [clerk.cell(1, id).value for id in desk.DECIDING if clerk.cell(1, id).value]
    assert clerk.said() == {}
    assert clerk.apply().batch == 0


def test_three_decisions(clerk: Clerk) -> None:
    three(clerk)
    assert clerk.said() == {2: "applied", 4: "applied", 7: "applied"}
    assert kinds(clerk) == [""] * 8, "a preview writes nothing"
    outcome = clerk.apply()
    assert (len(outcome.ids), outcome.refused) == (3, ())
    assert kinds(clerk) == ["", "confirm", "", "misread", "", "", "await", ""]
    held = clerk.stands(4)
    assert (held.reason, held.note, held.decided_by) == ("Ghép nhầm nhiệm vụ", "xem trang 3", "Lan")
    assert held.batch == clerk.stands(2).batch == outcome.batch, "one batch, one undo"


def test_sorted_as_a_whole(clerk: Clerk) -> None:
    three(clerk)
    clerk.sort(key=lambda row: str(clerk.sheet.cell(row, clerk.column("guard")).value)[-6:])
    assert clerk.said() == {2: "applied", 4: "applied", 7: "applied"}


def test_sorted_as_a_whole_where_grounds_stay(clerk: Clerk) -> None:
    three(clerk)
    clerk.sort(key=lambda row: -row, grounds=False)
    assert clerk.said() == {2: "applied", 4: "applied", 7: "applied"}


def test_rows_deleted(clerk: Clerk) -> None:
    three(clerk)
    for number in (1, 4, 8):
        clerk.sheet.delete_rows(clerk.row(number))
    preview = clerk.preview()
    assert clerk.said() == {2: "applied", 7: "applied"}
    absent = {item.code for item in preview.items if item.result == "absent"}
    assert absent == {CODES[0], CODES[3], CODES[7]}
    clerk.apply()
    assert kinds(clerk)[3] == ""


def test_columns_inserted_and_moved(clerk: Clerk) -> None:
    three(clerk)
    clerk.sheet.insert_cols(1)
    clerk.sheet.insert_cols(13, 2)
    clerk.sheet.cell(1, 1).value = "STT"
    clerk.sheet.move_range(f"{clerk.cell(1, 'note').column_letter}1:"
                           f"{clerk.cell(1, 'note').column_letter}20", cols=30)  # fmt: skip
    assert clerk.said() == {2: "applied", 4: "applied", 7: "applied"}
    clerk.apply()
    assert clerk.stands(4).note == "xem trang 3"


def key_row(clerk: Clerk) -> int:
    return next(row for row in range(1, 99) if clerk.sheet.cell(row, 1).value == "#code")


def test_key_row_deleted(clerk: Clerk) -> None:
    three(clerk)
    clerk.sheet.delete_rows(key_row(clerk))
    assert clerk.said() == {2: "applied", 4: "applied", 7: "applied"}


def test_headers_renamed(clerk: Clerk) -> None:
    three(clerk)
    for cell in clerk.sheet[1]:
        cell.value = f"Cột {cell.column}"
    data = clerk.saved()
    assert clerk.preview(data).counts["applied"] == 3
    assert clerk.preview(data).counts["refused"] == 0


def test_key_row_deleted_and_headers_renamed(clerk: Clerk) -> None:
    three(clerk)
    clerk.sheet.delete_rows(key_row(clerk))
    for id in ("decision", "note"):
        clerk.cell(2, id)
        clerk.sheet.cell(1, clerk.column(id)).value = f"Ý kiến {id}"
    with pytest.raises(UserError, match=r"không tìm thấy cột “Quyết định”, “Ghi chú”"):
        clerk.preview(clerk.saved())


def test_only_the_code_column_sorted(clerk: Clerk) -> None:
    three(clerk)
    rows = [clerk.row(number) for number in (2, 4, 7)]
    clerk.sort(["code"], key=lambda row: -row)
    found = clerk.preview()
    assert (found.counts["applied"], found.counts["refused"]) == (0, 3)
    assert {item.place for item in found.items if item.why and item.result == "refused"} == {
        f"Sai lệch!A{row}" for row in rows
    }


@pytest.mark.parametrize("grounds", [True, False])
def test_only_the_decision_column_sorted(clerk: Clerk, grounds: bool) -> None:
    three(clerk)
    clerk.sort(["decision"], grounds=grounds)
    assert clerk.preview().counts["applied"] == 0
    assert clerk.apply().batch == 0


def test_only_the_decision_column_sorted_where_nothing_else_was_written(clerk: Clerk) -> None:
    clerk.decide(3, CONFIRM)
    clerk.decide(6, AWAIT)
    clerk.sort(["decision"])
    assert clerk.preview().counts["applied"] == 0
    assert "sắp xếp" in next(iter(reasons(clerk).values()))


def test_the_decision_columns_sorted_together(clerk: Clerk) -> None:
    three(clerk)
    clerk.sort(["decision", "reason", "echo", "value", "note", "by"], grounds=False)
    assert clerk.preview().counts["applied"] == 0


@pytest.mark.parametrize("ids", [["decision", "reason"], ["decision", "reason", "value", "note"]])
def test_some_decision_columns_sorted_together(clerk: Clerk, ids: list[str]) -> None:
    three(clerk)
    clerk.sort(ids)
    assert clerk.preview().counts["applied"] == 0


def test_cells_deleted_upwards(clerk: Clerk) -> None:
    three(clerk)
    column = clerk.column("decision")
    rows = clerk.rows
    for row, below in pairwise(rows):
        value, style = clerk._held(below, column)
        clerk.sheet.cell(row, column).value = value  # type: ignore[assignment]
        clerk.sheet.cell(row, column)._style = style  # type: ignore[union-attr]
    assert clerk.preview().counts["applied"] == 0


def test_prefilled_decisions_sorted_alone_by_values(tmp_path: Path) -> None:
    desk.run(tmp_path, desk.findings())
    desk.colleague(tmp_path, 5, "await")
    desk.colleague(tmp_path, 8, "confirm")
    again = desk.opened(tmp_path)
    again.sort(["decision"], grounds=False)
    assert again.preview().counts["applied"] == 0


def test_a_decision_copied_down(clerk: Clerk) -> None:
    clerk.decide(1, MISREAD, reason="Ghép nhầm nhiệm vụ")
    source = clerk.row(1)
    for number in (2, 3, 4, 5):
        for id in ("decision", "reason", "echo", "value", "note", "by"):
            value, style = clerk._held(source, clerk.column(id))
            clerk.cell(number, id).value = value  # type: ignore[assignment]
            clerk.cell(number, id)._style = style  # type: ignore[assignment]
    assert clerk.said() == dict.fromkeys((1, 2, 3, 4, 5), "applied")


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("đúng", "confirm"),
        ("Dung - don doc", "confirm"),
        (1, "confirm"),
        ("ĐÚNG – ĐÔN ĐỐC ", "confirm"),
        ("may nhan sai", "misread"),
        (unicodedata.normalize("NFD", "Chờ giải trình"), "await"),
        ("đúng đôn đốk", "confirm"),
    ],
)
def test_decisions_retyped(clerk: Clerk, typed: object, kind: str) -> None:
    clerk.decide(1, typed, reason="Ghép nhầm nhiệm vụ")
    assert clerk.said() == {1: "applied"}
    assert [one.kind for one in clerk.preview().wanted] == [kind]


@pytest.mark.parametrize("typed", ["Đừng đôn đốc", "không đúng", "sai", "để sau", 9, True])
def test_decisions_that_are_not_clear(clerk: Clerk, typed: object) -> None:
    clerk.decide(1, typed)
    assert clerk.said() == {1: "refused"}
    place, why = next(iter(reasons(clerk).items()))
    assert place == f"Sai lệch!{clerk.cell(1, 'decision').coordinate}"
    assert "hãy chọn “Đúng - đôn đốc”" in why


def test_code_retyped(clerk: Clerk) -> None:
    three(clerk)
    clerk.cell(2, "code").value = CODES[1].lower().replace("-", " ")
    assert clerk.preview().counts["applied"] == 3


def test_code_retyped_with_an_error(clerk: Clerk) -> None:
    three(clerk)
    cell = clerk.cell(2, "code")
    code = CODES[1]
    cell.value = code[:-1] + ("0" if code[-1] != "0" else "1")
    assert clerk.preview().counts["applied"] == 2
    assert "gõ sai" in reasons(clerk)[f"Sai lệch!{cell.coordinate}"]


def test_code_retyped_as_another_one(clerk: Clerk) -> None:
    three(clerk)
    cell = clerk.cell(2, "code")
    cell.value = CODES[0]
    assert clerk.preview().counts["applied"] == 2
    assert "không đúng với dòng này" in reasons(clerk)[f"Sai lệch!{cell.coordinate}"]


def copy_row(clerk: Clerk, number: int) -> int:
    """Copy the row of a finding under the list; the new row."""
    source, target = clerk.row(number), max(clerk.rows) + 1
    for column in range(1, clerk.sheet.max_column + 1):
        value, style = clerk._held(source, column)
        clerk.sheet.cell(target, column).value = value  # type: ignore[assignment]
        clerk.sheet.cell(target, column)._style = style  # type: ignore[union-attr]
    return target


def test_row_copied(clerk: Clerk) -> None:
    clerk.decide(2, CONFIRM)
    copy_row(clerk, 2)
    results = [item.result for item in clerk.preview().items if item.code == CODES[1]]
    assert sorted(results) == ["applied", "same"]


def test_row_copied_and_decided_otherwise(clerk: Clerk) -> None:
    clerk.decide(2, CONFIRM)
    copy = copy_row(clerk, 2)
    clerk.sheet.cell(copy, clerk.column("decision")).value = AWAIT
    assert clerk.preview().counts["applied"] == 0
    assert "nhiều dòng" in next(iter(reasons(clerk).values()))


def test_row_typed_in_by_hand(clerk: Clerk) -> None:
    row = max(clerk.rows) + 1
    clerk.sheet.cell(row, clerk.column("code")).value = CODES[1]
    clerk.sheet.cell(row, clerk.column("decision")).value = CONFIRM
    assert clerk.said() == {2: "refused"}


@pytest.mark.parametrize("decision", [MISREAD, ACCEPT])
def test_reason_missing(clerk: Clerk, decision: str) -> None:
    three(clerk)
    clerk.decide(1, decision)
    assert clerk.said() == {1: "refused", 2: "applied", 4: "applied", 7: "applied"}
    assert "cần lý do" in reasons(clerk)[f"Sai lệch!{clerk.cell(1, 'reason').coordinate}"]


def test_other_reason_without_words(clerk: Clerk) -> None:
    clerk.decide(1, MISREAD, reason="Khác")
    assert clerk.said() == {1: "refused"}
    clerk.decide(1, MISREAD, reason="Khác", note="phụ lục bị ngược")
    assert clerk.said() == {1: "applied"}


@pytest.mark.parametrize(
    "day",
    [
        date(2024, 12, 31),
        datetime(2024, 12, 31),
        "31/12/2024",
        "31-12-2024",
        "2024-12-31",
        "31.12.2024",
        "ngày 31 tháng 12 năm 2024",
        45657,
    ],
)
def test_dates_in_many_forms(clerk: Clerk, day: object) -> None:
    clerk.decide(1, EXTEND, value=day)
    assert clerk.said() == {1: "applied"}
    assert clerk.preview().wanted[0].value == {"day": "2024-12-31"}


@pytest.mark.parametrize(
    "day",
    ["31/02/2025", "12/31/2024", "5/6/24", "quý I", "31/12", 12, "1/1/2025 hoặc 1/2/2025",
     "01/01/2024", None],
)  # fmt: skip
def test_days_that_are_not_clear_or_not_later(clerk: Clerk, day: object) -> None:
    clerk.decide(1, EXTEND, value=day)
    assert clerk.said() == {1: "refused"}
    assert list(reasons(clerk)) == [f"Sai lệch!{clerk.cell(1, 'value').coordinate}"]


@pytest.mark.parametrize(
    "paper",
    ["15/KH-SNV", "Số 15/KH-SNV", "015/kh-snv", "Kế hoạch 15.docx", "ke hoach 15",
     "Sở Nội vụ\\Kế hoạch 15.docx", "Kế hoạch số 15/KH-SNV ngày 20/02/2024", "d1"],
)  # fmt: skip
def test_papers_by_number_name_or_path(clerk: Clerk, paper: str) -> None:
    clerk.decide(1, ATTACH, value=paper)
    assert clerk.said() == {1: "applied"}
    clerk.apply()
    assert clerk.stands(1).value["sha256"] == "a" * 64


def test_a_name_of_two_papers_is_that_of_the_agency(clerk: Clerk) -> None:
    clerk.decide(1, ATTACH, value="BC.docx")
    clerk.decide(2, ATTACH, value="không có.docx")
    assert clerk.said() == {1: "applied", 2: "refused"}
    clerk.apply()
    assert clerk.stands(1).value["sha256"] == "b" * 64


def test_an_extension_with_the_paper_that_grants_it(clerk: Clerk, tmp_path: Path) -> None:
    clerk.decide(1, EXTEND, value="31/12/2024; 15/KH-SNV")
    clerk.apply()
    assert clerk.stands(1).value["sha256"] == "a" * 64
    again = desk.opened(tmp_path)
    assert again.cell(1, "value").value == "31/12/2024; 15/KH-SNV"
    assert again.said() == {1: "same"}


@pytest.mark.parametrize("id", desk.DECIDING)
def test_a_formula(clerk: Clerk, id: str) -> None:
    clerk.decide(1, MISREAD, reason="Ghép nhầm nhiệm vụ")
    clerk.decide(2, CONFIRM)
    clerk.cell(1, id).value = '=IF(TRUE,"Máy nhận sai","")'
    assert clerk.said() == {1: "refused", 2: "applied"}
    assert reasons(clerk) == {
        f"Sai lệch!{clerk.cell(1, id).coordinate}": "ô có công thức; hãy thay bằng chữ"
    }


def test_a_colleague_decided_meanwhile(clerk: Clerk, tmp_path: Path) -> None:
    three(clerk)
    desk.colleague(tmp_path, 2, "await")
    desk.colleague(tmp_path, 4, "misread", reason="Ghép nhầm nhiệm vụ", note="xem trang 3")
    assert clerk.said() == {2: "conflict", 4: "same", 7: "applied"}
    assert list(reasons(clerk).values()) == [
        "Hoa đã ghi “Chờ giải trình” lúc 08:30 ngày 20/12/2024; hãy xem lại"
    ]
    clerk.apply()
    assert (clerk.stands(2).kind, clerk.stands(2).decided_by) == ("await", "Hoa")


def test_a_colleague_who_only_took_the_finding_on_is_no_conflict(
    clerk: Clerk, tmp_path: Path
) -> None:
    three(clerk)
    desk.colleague(tmp_path, 2, "assign", value={"owner": "Hoa"})
    assert clerk.said()[2] == "applied"
    assert clerk.apply().refused == ()
    assert clerk.stands(2).owner == "Hoa"


def test_an_old_file(clerk: Clerk, tmp_path: Path) -> None:
    three(clerk)
    changed = desk.findings(f4="e" * 32)
    desk.run(tmp_path, [one for one in changed if one.code != CODES[6]])
    preview = clerk.preview()
    assert clerk.said() == {2: "applied", 4: "conflict", 7: "refused"}
    assert preview.notes == (
        "Sổ lập từ lần chạy trước (tính đến ngày 31/12/2024); "
        "chỉ nhận những dòng mà nội dung chưa thay đổi.",
    )


def test_the_same_file_twice(clerk: Clerk) -> None:
    three(clerk)
    data = clerk.saved()
    first = clerk.apply(data)
    assert clerk.said(data=data) == {2: "same", 4: "same", 7: "same"}
    assert clerk.apply(data).batch == 0
    assert clerk.said(data=data, by=HOA) == {2: "same", 4: "same", 7: "same"}
    assert clerk.stands(7).batch == first.batch


def test_what_stands_is_filled_in_and_can_be_changed(clerk: Clerk, tmp_path: Path) -> None:
    three(clerk)
    clerk.apply()
    again = desk.opened(tmp_path)
    assert [again.cell(4, id).value for id in ("decision", "reason", "value", "note")] == [
        MISREAD,
        "Ghép nhầm nhiệm vụ",
        None,
        "xem trang 3",
    ]
    assert str(again.cell(4, "by").value).startswith("Lan, ")
    assert again.said() == {2: "same", 4: "same", 7: "same"}
    again.decide(4, CONFIRM, reason=None, note=None)
    assert again.said() == {2: "same", 4: "applied", 7: "same"}
    again.decide(2, None)
    assert again.said()[2] == "refused", "a blank cell takes nothing back"


def test_a_decision_whose_facts_changed_is_marked_and_can_be_affirmed(
    clerk: Clerk, tmp_path: Path
) -> None:
    three(clerk)
    clerk.apply()
    desk.run(tmp_path, desk.findings(f2="e" * 32))
    again = desk.opened(tmp_path)
    assert "nội dung đã đổi" in str(again.cell(2, "by").value)
    assert again.said()[2] == "same"
    again.cell(2, "by").value = "Lan"
    assert again.said()[2] == "applied"
    again.apply()
    assert clerk.stands(2).basis == "e" * 32


def test_another_name_in_the_row_goes_into_the_note(clerk: Clerk) -> None:
    clerk.decide(1, CONFIRM, by="Nguyễn Thị Mai")
    clerk.decide(2, CONFIRM, by="Lan", note="đã gọi")
    data = clerk.saved()
    clerk.apply(data)
    assert clerk.stands(1).note == "Người quyết định ghi trong sổ: Nguyễn Thị Mai"
    assert (clerk.stands(2).note, clerk.stands(2).decided_by) == ("đã gọi", "Lan")
    assert clerk.said(data=data, by=HOA) == {1: "same", 2: "same"}


def test_english(tmp_path: Path) -> None:
    desk.run(tmp_path, desk.findings())
    desk.colleague(tmp_path, 3, "await")
    clerk = desk.opened(tmp_path, lang="en")
    clerk.title = "Findings"
    at = {cell.value: cell.column for cell in clerk.sheet[1]}
    row = next(r for r in range(2, 10) if clerk.sheet.cell(r, 1).value == CODES[0])
    clerk.sheet.cell(row, at["Decision"]).value = "Right - remind"
    assert clerk.said() == {1: "applied", 3: "same"}


def test_a_streamed_workbook(tmp_path: Path) -> None:
    desk.run(tmp_path, desk.findings())
    clerk = desk.opened(tmp_path, streamed=1)
    three(clerk)
    assert clerk.said() == {2: "applied", 4: "applied", 7: "applied"}


def test_the_workbook_of_another_plan(clerk: Clerk) -> None:
    clerk.book["doichieu"]["B2"] = "0" * 16
    with pytest.raises(UserError, match="kế hoạch khác"):
        clerk.preview()


def test_a_bare_workbook(clerk: Clerk) -> None:
    bare = Workbook()
    assert bare.active is not None
    bare.active.append(["Mã", "Quyết định"])  # type: ignore[union-attr]
    clerk.book = bare
    with pytest.raises(UserError, match="không phải sổ sai lệch của doichieu"):
        clerk.preview()
    bare.active.append([CODES[0], CONFIRM])  # type: ignore[union-attr]
    with pytest.raises(UserError, match="chưa có cột quyết định kèm dấu kiểm soát"):
        clerk.preview()


def test_the_guard_column_deleted(clerk: Clerk) -> None:
    three(clerk)
    clerk.sheet.delete_cols(clerk.column("guard"))
    with pytest.raises(UserError, match="cột ẩn “Dấu kiểm soát” đã bị xóa"):
        clerk.preview()


def test_the_hidden_sheet_deleted(clerk: Clerk) -> None:
    three(clerk)
    del clerk.book["doichieu"]
    assert clerk.said(by=LAN) == {2: "applied", 4: "applied", 7: "applied"}


def test_a_list_split_into_numbered_sheets(tmp_path: Path) -> None:
    desk.run(tmp_path, desk.findings())
    report = load_report(tmp_path / "doichieu.db")
    with XlsxWorkbook(str(tmp_path / "a.xlsx"), {"strings_to_formulas": False}) as book:
        write_findings(book, Styles(book), report, Links(None, tmp_path), most=3)
        write_meta(book, report)
    clerk = Clerk(tmp_path, load_workbook(tmp_path / "a.xlsx"))
    where = {}
    for title in ("Sai lệch", "Sai lệch 2", "Sai lệch 3"):
        clerk.title = title
        for row in clerk.rows:
            where[CODES.index(str(clerk.sheet.cell(row, 1).value)) + 1] = title
    assert len(where) == 8
    for number in (1, 8):
        clerk.title = where[number]
        clerk.decide(number, CONFIRM)
    assert clerk.said() == {1: "applied", 8: "applied"}
    places = {item.place.split("!")[0] for item in clerk.preview().items}
    assert places == {where[1], where[8]}
