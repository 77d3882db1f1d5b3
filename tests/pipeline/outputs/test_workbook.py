from __future__ import annotations

import re
import zipfile
from pathlib import Path
from urllib.parse import unquote

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.outputs.workbook import write_workbook
from pipeline.outputs.workbook_findings import split_by_agency
from rules.catalogue import rulebook
from rules.messages import load
from tests import factories as make
from tests.pipeline.outputs import scene

SHEETS = [
    "Hướng dẫn",
    "Tổng hợp",
    "Sai lệch",
    "Bản in",
    "Theo nhiệm vụ",
    "Theo cơ quan",
    "Số liệu",
    "Văn bản đã nhận",
    "Chưa ghép",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    inbox = scene.lay_inbox(folder / "Hộp thư")
    write_workbook(scene.report(inbox=inbox), folder / "ket-qua" / "sai-lech.xlsx")
    return folder


@pytest.fixture(scope="module")
def book(folder: Path) -> Workbook:
    return load_workbook(folder / "ket-qua" / "sai-lech.xlsx")


def table(sheet: Worksheet) -> list[list[object]]:
    """The rows that a person sees; below a list may lie a hidden row for the program."""
    listed = sheet.auto_filter.ref
    last = int(re.findall(r"\d+", listed)[-1]) if listed else sheet.max_row
    return [list(row) for row in sheet.iter_rows(values_only=True, max_row=last)]


def column(sheet: Worksheet, heading: str) -> list[object]:
    rows = table(sheet)
    at = rows[0].index(heading)
    return [row[at] for row in rows[1:]]


def test_the_sheets_in_their_order(book: Workbook) -> None:
    assert book.sheetnames == [*SHEETS, "doichieu"]
    assert book["doichieu"].sheet_state == "veryHidden"
    assert book.active is not None
    assert book.active.title == "Tổng hợp"


def test_each_finding_is_a_line(book: Workbook) -> None:
    rows = table(book["Sai lệch"])
    assert rows[0] == [
        "Mã",
        "Mức độ",
        "So với lần trước",
        "Cơ quan",
        "Nhiệm vụ",
        "Sản phẩm",
        "Hạn",
        "Nội dung sai lệch",
        "Minh chứng",
        "Vị trí",
        "Trích dẫn",
        "Quyết định",
        "Lý do",
        "Dấu dòng",
        "Ngày gia hạn / Văn bản gắn",
        "Ghi chú",
        "Người quyết định",
        "Loại sai lệch",
        "Nội dung nhiệm vụ",
        "Dấu kiểm soát",
    ]
    marks = [number for number, heading in enumerate(rows[0]) if str(heading).startswith("Dấu")]
    seen = [cell for number, cell in enumerate(rows[2]) if number not in marks]
    assert seen == [
        "PH-0000-0003-3",
        "Cảnh báo",
        "Như cũ",
        "Sở Y tế",
        "VI.1",
        "Kế hoạch",
        "Quý I/2024",
        "Kế hoạch chậm 12 ngày.",
        "SYT/gói.zip/KH 22 #1.pdf",
        "trang 2, đoạn 7",
        "ngày 12/4\n• 01. Sở Nội vụ/r1.docx, trang 2, đoạn 7: đã ban hành",
        *[None] * 5,
        "Sản phẩm chậm hạn",
        "Nâng cao chất lượng khám, chữa bệnh",
    ]


@pytest.mark.parametrize("name", [name for name in SHEETS[2:] if name != "Số liệu"])
def test_lists_are_frozen_filtered_and_print_across(book: Workbook, name: str) -> None:
    sheet = book[name]
    assert sheet.freeze_panes in ("B2", "C2")
    assert sheet.auto_filter.ref
    assert sheet.auto_filter.ref.startswith("A1:")
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0, "as many pages down as it takes"
    assert sheet.print_title_rows == "$1:$1"


def test_severities_have_colours(book: Workbook) -> None:
    fills = {cell.value: cell.fill.fgColor.rgb for (cell,) in book["Sai lệch"]["B2:B4"]}
    assert fills == {"Lỗi": "FFFDE2E0", "Cảnh báo": "FFFFF0C9"}


def test_links_lead_to_received_files_and_nowhere_else(folder: Path, book: Workbook) -> None:
    found = set()
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.hyperlink:
                    found.add(cell.hyperlink.target)
    files = {str((folder / "ket-qua" / unquote(target)).resolve()) for target in found}
    inbox = (folder / "Hộp thư").resolve()
    assert files == {
        str(inbox / "01. Sở Nội vụ" / "Kế hoạch số 15 (ký).docx"),
        str(inbox / "01. Sở Nội vụ" / "r1.docx"),
        str(inbox / "SYT" / "gói.zip"),
        str(inbox / "SYT" / "hỏng.pdf"),
    }
    assert all(target.startswith("../H") and "\\" not in target for target in found)


def test_every_output_is_listed_met_ones_too(book: Workbook) -> None:
    sheet = book["Theo nhiệm vụ"]
    assert column(sheet, "Kết quả") == [
        "Đạt",
        "Thiếu",
        "Chậm hạn",
        "Cần người xem",
        "Chưa nhận được gì",
    ]
    assert column(sheet, "Số ngày chậm") == [None, None, 12, None, None]
    assert column(sheet, "Sản phẩm")[-1] == "Báo cáo năm"


def test_every_file_is_listed_unread_ones_too(book: Workbook) -> None:
    sheet = book["Văn bản đã nhận"]
    assert sorted(map(str, column(sheet, "Tệp"))) == [
        "01. Sở Nội vụ/Kế hoạch số 15 (ký).docx",
        "01. Sở Nội vụ/r1.docx",
        "SYT/gói.zip/KH 22 #1.pdf",
        "SYT/hỏng.pdf",
        "~$a.docx",
    ]
    assert "Tệp hỏng; đề nghị cơ quan gửi lại." in column(sheet, "Lý do, cách xử lý")


def test_agencies_with_what_they_owe_and_sent(book: Workbook) -> None:
    sheet = book["Theo cơ quan"]
    assert column(sheet, "Cơ quan") == ["Sở Nội vụ", "Sở Y tế", "UBND huyện Mộc Châu"]
    assert column(sheet, "Sản phẩm phải có") == [3, 1, 1]
    assert column(sheet, "Văn bản đã gửi") == [2, 2, 0]
    assert column(sheet, "Báo cáo đã gửi") == ["Báo cáo năm (05/12/2024)", None, None]


def test_near_misses_for_a_sample_check(book: Workbook) -> None:
    sheet = book["Chưa ghép"]
    assert column(sheet, "Đoạn trích")[0] == "Đã khảo sát sự hài lòng"
    assert column(sheet, "Nhiệm vụ gần nhất")[0] == "VI.1"
    assert column(sheet, "Độ giống")[0] == "42 %"


def test_the_summary_has_native_charts_that_read_its_tables(folder: Path, book: Workbook) -> None:
    texts = [row[0] for row in table(book["Tổng hợp"]) if row[0]]
    assert texts.index("Những gì chưa kiểm tra được") < texts.index("Theo cơ quan")
    assert "•  1 tệp chưa đọc hết" in texts
    with zipfile.ZipFile(folder / "ket-qua" / "sai-lech.xlsx") as parts:
        charts = [name for name in parts.namelist() if "charts/chart" in name]
        assert len(charts) == 2
        xml = parts.read(charts[0]).decode()
    assert "<c:barChart>" in xml
    assert 'val="stacked"' in xml
    assert "'Tổng hợp'!$B$" in xml


def test_the_guide_explains_every_status_and_rule(book: Workbook) -> None:
    said = {row[0] for row in table(book["Hướng dẫn"])}
    assert {entry.vi for entry in load()["status"].values()} <= said
    assert {f"{rule.title}\n({rule.id})" for rule in rulebook().values()} <= said


def test_english(tmp_path: Path) -> None:
    write_workbook(scene.report(lang="en"), tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames[2] == "Findings"
    assert column(book["Findings"], "Finding")[1] == "The plan is 12 days late."
    assert column(book["Findings"], "Place")[1] == "page 2, paragraph 7"


def test_a_run_without_anything(tmp_path: Path) -> None:
    empty = dict.fromkeys(
        ("papers", "statements", "matches", "citations", "judgements", "findings"), ()
    )
    write_workbook(scene.report(**empty), tmp_path / "a.xlsx")
    assert load_workbook(tmp_path / "a.xlsx").sheetnames == [*SHEETS, "doichieu"]


@pytest.mark.parametrize("text", scene.HOSTILE)
def test_hostile_text_stays_text(tmp_path: Path, text: str) -> None:
    path = tmp_path / "sai-lech.xlsx"
    write_workbook(scene.hostile_report(text, inbox=tmp_path), path)
    for sheet in load_workbook(path).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.coordinate
                assert cell.hyperlink is None, cell.coordinate
                if isinstance(cell.value, str):
                    assert not re.match(r"[=@]|[+-]\S", cell.value)
                    assert len(cell.value) <= 32_767
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            part = parts.read(name)
            assert b"<f>" not in part or name.startswith("xl/charts/")
            assert b"External" not in part or not name.endswith(".rels")


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(scene.report(), tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_large_workbook_is_streamed_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / ".a.xlsx.tmp").mkdir()
    (tmp_path / ".a.xlsx.tmp" / "left by a killed run").write_text("x")
    write_workbook(scene.report(), tmp_path / "a.xlsx", streamed=1)
    assert [one.name for one in tmp_path.iterdir()] == ["a.xlsx"]
    sheet = load_workbook(tmp_path / "a.xlsx")["Sai lệch"]
    assert column(sheet, "Mã") == ["PH-0000-0001-1", "PH-0000-0003-3", "PH-0000-0002-2"]


def test_more_findings_than_a_sheet_holds_are_split_by_agency() -> None:
    def of(agency: str, count: int) -> list[object]:
        problem = make.problem(agency_id=agency)
        return [make.finding(f"{agency}{number}", problem=problem) for number in range(count)]

    findings = [*of("a", 2), *of("b", 2), *of("c", 7), *of("d", 1)]
    portions = split_by_agency(findings, 3)  # type: ignore[arg-type]
    assert [[one.code for one in portion] for portion in portions] == [
        ["a0", "a1"],
        ["b0", "b1"],
        ["c0", "c1", "c2"],
        ["c3", "c4", "c5"],
        ["c6", "d0"],
    ]
    assert split_by_agency([], 3) == [[]]
