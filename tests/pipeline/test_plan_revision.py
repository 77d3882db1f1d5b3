"""Papers that revise a plan: what their rows and words do to its tasks, and what is only told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import docx
import pytest
from sqlite_utils import Database

from pipeline.cli import main
from pipeline.errors import UserError
from pipeline.plans.plan import load_plan
from pipeline.plans.plan_revision import revise
from pipeline.plans.plan_workbook import write_plan_workbook
from pipeline.storage.stored import load_report
from rules.model.plan import Plan
from rules.plan.revision_words import read_marks

PLANS = Path(__file__).parents[2] / "samples" / "plan"
TITLE = (
    "QUYẾT ĐỊNH",
    "Sửa đổi, bổ sung Kế hoạch nâng cao Chỉ số Hiệu quả Quản trị và Hành chính công năm 2024",
)
HEADING = ("TT", "Nhiệm vụ", "Sản phẩm đầu ra", "Cơ quan chủ trì", "Thời gian hoàn thành")
Rows = list[tuple[str, ...]]


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(PLANS / "plan.docx")


def paper(folder: Path, rows: Rows, *lines: str, heading: tuple[str, ...] = HEADING) -> Path:
    document = docx.Document()
    for line in (*TITLE, *lines):
        document.add_paragraph(line)
    if rows:
        table = document.add_table(rows=0, cols=len(heading))
        for row in [heading, *rows]:
            for text, cell in zip(row, table.add_row().cells, strict=True):
                cell.text = text
    path = folder / "QD-sua-doi.docx"
    document.save(str(path))
    return path


def kinds(plan: Plan) -> list[tuple[str, str]]:
    return [(change.kind, change.task_id) for change in plan.changes]


def test_a_row_replaces_the_task_of_its_id(plan: Plan, tmp_path: Path) -> None:
    row = ("III.6", plan.task("III.6").text, "Báo cáo", "Thanh tra tỉnh", "Quý II/2024")
    revised = revise(plan, [paper(tmp_path, [row])])
    task = revised.task("III.6")
    assert (task.leads, task.deadlines) == (("Thanh tra tỉnh",), ("Quý II/2024",))
    assert task.coordinating == plan.task("III.6").coordinating  # no such column: it stays
    assert kinds(revised) == [("replaced", "III.6")]
    assert "QD-sua-doi.docx sửa nhiệm vụ III.6: " in revised.changes[0].message
    assert "→ “Quý II/2024”" in revised.changes[0].message
    untouched = [one for one in revised.tasks if one.id != "III.6"]
    assert untouched == [one for one in plan.tasks if one.id != "III.6"]
    assert (revised.title, revised.source) == (plan.title, plan.source)


def test_an_empty_cell_and_one_that_says_so_leave_what_was_there(
    plan: Plan, tmp_path: Path
) -> None:
    row = ("III.6", plan.task("III.6").text, "Giữ nguyên", "", "Quý II/2024")
    task = revise(plan, [paper(tmp_path, [row])]).task("III.6")
    assert task == replace(plan.task("III.6"), deadlines=("Quý II/2024",))


def test_a_row_counted_by_the_revision_is_known_by_its_words(plan: Plan, tmp_path: Path) -> None:
    row = ("1", plan.task("IV.2").text, "Kế hoạch", "Sở Tư pháp", "Quý III/2024")
    revised = revise(plan, [paper(tmp_path, [row])])
    assert kinds(revised) == [("replaced", "IV.2")]
    assert len(revised.tasks) == 58


def test_a_row_of_no_task_is_added_to_its_section(plan: Plan, tmp_path: Path) -> None:
    row = ("III.9", "Lập đường dây nóng của UBND tỉnh", "Công văn", "Sở Nội vụ", "Quý IV/2024")
    revised = revise(plan, [paper(tmp_path, [row])])
    ids = [task.id for task in revised.tasks]
    assert ids[ids.index("III.8") + 1] == "III.9"
    assert revised.task("III.9").section == "III"
    assert kinds(revised) == [("added", "III.9")]


def test_a_new_row_with_the_revisions_own_number_takes_no_tasks_place(
    plan: Plan, tmp_path: Path
) -> None:
    row = ("1", "Lập đường dây nóng của UBND tỉnh", "Công văn", "Sở Nội vụ", "Quý IV/2024")
    revised = revise(plan, [paper(tmp_path, [row])])
    assert kinds(revised) == [("added", "BS.1")]


def test_other_words_under_a_tasks_id_are_told_as_such(plan: Plan, tmp_path: Path) -> None:
    row = ("III.6", "Mua sắm trang thiết bị y tế", "Quyết định", "Sở Y tế", "Quý IV/2024")
    revised = revise(plan, [paper(tmp_path, [row])])
    assert kinds(revised) == [("other", "III.6")]
    assert revised.task("III.6").text == "Mua sắm trang thiết bị y tế"


def test_what_is_dropped_is_gone(plan: Plan, tmp_path: Path) -> None:
    row = ("V.1", plan.task("V.1").text, "Bãi bỏ", "", "")
    words = "Bãi bỏ nhiệm vụ III.2 và nhiệm vụ số 4, mục III; bãi bỏ nhiệm vụ III.99."
    revised = revise(plan, [paper(tmp_path, [row], words)])
    assert kinds(revised) == [
        ("dropped", "V.1"),
        ("dropped", "III.2"),
        ("dropped", "III.4"),
        ("unknown", "III.99"),
    ]
    assert len(revised.tasks) == 55
    assert "hãy kiểm tra" in revised.changes[-1].message


def test_a_change_in_words_alone_is_told_and_not_guessed(plan: Plan, tmp_path: Path) -> None:
    words = "Điều chỉnh thời gian hoàn thành nhiệm vụ III.6 từ Quý I sang Quý III năm 2024."
    revised = revise(plan, [paper(tmp_path, [], words)])
    assert kinds(revised) == [("unread", "III.6")]
    assert revised.task("III.6") == plan.task("III.6")


def test_papers_are_applied_in_their_order(plan: Plan, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    row = ("III.6", plan.task("III.6").text, "Báo cáo", "Thanh tra tỉnh", "Quý II/2024")
    first = paper(tmp_path, [row])
    second = paper(tmp_path / "b", [], "Bãi bỏ nhiệm vụ III.6.")
    assert kinds(revise(plan, [first, second])) == [("replaced", "III.6"), ("dropped", "III.6")]


def test_a_corrected_workbook_revises_too(plan: Plan, tmp_path: Path) -> None:
    task = replace(plan.task("III.6"), deadlines=("Quý II/2024",))
    write_plan_workbook(replace(plan, tasks=(task,)), tmp_path / "sua.xlsx")
    revised = revise(plan, [tmp_path / "sua.xlsx"])
    assert kinds(revised) == [("replaced", "III.6")]
    assert len(revised.tasks) == 58


@pytest.mark.parametrize(
    ("lines", "said"),
    [(["Không có gì."], "không thấy nhiệm vụ nào được sửa"), (None, "không tìm thấy tệp")],
)
def test_a_paper_that_revises_nothing_is_refused(
    plan: Plan, tmp_path: Path, lines: list[str] | None, said: str
) -> None:
    path = paper(tmp_path, [], *lines) if lines else tmp_path / "thieu.docx"
    with pytest.raises(UserError, match=said):
        revise(plan, [path])


def test_a_revision_of_another_years_plan_is_refused(plan: Plan, tmp_path: Path) -> None:
    row = ("III.6", plan.task("III.6").text, "Báo cáo", "Thanh tra tỉnh", "Quý II/2024")
    with pytest.raises(
        UserError, match="là văn bản của năm 2024, không phải của kế hoạch năm 2025"
    ):
        revise(replace(plan, year=2025), [paper(tmp_path, [row])])


@pytest.mark.parametrize(
    ("text", "dropped", "spoken", "unclear"),
    [
        ("1. Bãi bỏ các nhiệm vụ sau: III.2; III.4 và V.1.", ("III.2", "III.4", "V.1"), (), 0),
        ("Bãi bỏ các nhiệm vụ sau:\n- Nhiệm vụ III.2\n- Giao Sở Nội vụ", ("III.2",), (), 0),
        ("Bãi bỏ cụm từ “hằng quý” tại nhiệm vụ III.2", (), ("III.2",), 0),
        ("Không bãi bỏ nhiệm vụ III.2", (), ("III.2",), 0),
        ("Bãi bỏ nhiệm vụ phối hợp của Sở Y tế tại nhiệm vụ III.2", (), (), 1),
        ("Bãi bỏ Quyết định số 12/QĐ-UBND ngày 03/02/2023", (), (), 0),
        ("Hủy bỏ nhiệm vụ tại mục III.2 Phụ lục", ("III.2",), (), 0),
    ],
)
def test_words_that_drop_and_words_that_only_sound_so(
    plan: Plan, text: str, dropped: tuple[str, ...], spoken: tuple[str, ...], unclear: int
) -> None:
    marks = read_marks(text, plan)
    assert (marks.dropped, marks.spoken, len(marks.unclear)) == (dropped, spoken, unclear)


def test_a_run_tells_and_keeps_what_a_revision_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    inbox = tmp_path / "hop-thu" / "Sở Nội vụ"
    inbox.mkdir(parents=True)
    (inbox / "ghi-chu.txt").write_text("Thông báo lịch nghỉ lễ", encoding="utf-8")

    def findings(*more: str) -> dict[str, str]:
        words = ["run", str(inbox.parent), "--plan", str(PLANS / "plan.docx"), *more]
        words += ["--out", str(tmp_path / "ket-qua"), "--as-of", "2024-12-20"]
        monkeypatch.setattr("sys.argv", ["doichieu", *words])
        with pytest.raises(SystemExit):
            main()
        db = Database(tmp_path / "ket-qua" / "doichieu.db")
        rows = db.query("SELECT * FROM findings WHERE present AND task_id <> 'III.2'")
        return {row["fingerprint"]: row["basis"] for row in rows}

    before = findings()
    after = findings("--revision", str(paper(tmp_path, [], "Bãi bỏ nhiệm vụ III.2.")))
    assert after == before
    assert "bãi bỏ nhiệm vụ III.2" in " ".join(capsys.readouterr().err.split())
    stored = load_report(tmp_path / "ket-qua" / "doichieu.db")
    assert kinds(stored.plan) == [("dropped", "III.2")]
    assert not [one for one in stored.judgements if one.obligation.task_id == "III.2"]
    assert stored.notices == ("QD-sua-doi.docx bãi bỏ nhiệm vụ III.2.",)
