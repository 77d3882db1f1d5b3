"""Runs over a few real samples: with settings and days beside the plan, as of earlier days, and
for one agency only."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline.explain import explain_code
from pipeline.outputs.report import Report
from pipeline.plans.dates_entered import renew_dates
from pipeline.plans.dates_workbook import SHEET
from pipeline.plans.prepare import prepare, prepare_as_written
from pipeline.run import Order, run_order
from pipeline.storage.store import Store
from tests.test_samples import SAMPLES, Quiet

TAKEN = (
    "01. Sở Nội vụ/BC 6 thang dau nam.docx",
    "01. Sở Nội vụ/BC nam 2024 (chinh thuc).docx",
    "01. Sở Nội vụ/Minh chung/KH 33 dan chu co so.docx",
    "Sở Y tế/BC 165 quy I.docx",
    "TNMT bổ sung/BC nam PAPI (bang).docx",
)
WINTER, SUMMER = date(2024, 12, 20), date(2024, 7, 1)
TOML = """
before_is_inclusive = true
[rules.no-signer]
on = false
[rules.late-output]
severity = "error"
[[deadline]]
words = "Trong năm 2024"
kind = "date"
day = 2024-12-15
"""


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An inbox of five papers of three departments, and the plan."""
    folder = tmp_path_factory.mktemp("thiet-lap")
    for path in TAKEN:
        target = folder / "hop-thu" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(SAMPLES / "inbox" / path, target)
    for name in ("tron", "kem"):
        (folder / name).mkdir()
        shutil.copy(SAMPLES / "plan" / "plan.docx", folder / name / "plan.docx")
    (folder / "kem" / "doichieu.toml").write_text(TOML, encoding="utf-8")
    return folder


def run(
    work: Path, out: str, day: date = WINTER, plan: str = "tron", agencies: tuple[str, ...] = ()
) -> Report:
    file = work / plan / "plan.docx"
    order = Order(work / "hop-thu", file, work / out, day, agencies=agencies)
    return run_order(order, Quiet())


def status(report: Report, obligation: str) -> tuple[str, int | None]:
    judgement = report.judgements_by_id[obligation]
    return judgement.status.value, judgement.days_late


def test_settings_and_days_beside_the_plan(work: Path) -> None:
    plan = work / "kem" / "plan.docx"
    written = prepare_as_written(plan)
    assert not any(due.deadline.entered for due in written.obligations)
    dates = plan.parent / "han.xlsx"
    renew_dates(written.plan, written.registry, written.obligations, dates)
    book = load_workbook(dates)
    book[SHEET]["G2"], book[SHEET]["H2"] = "02/3/2024", "Quyết định số 45/QĐ-UBND"
    book.save(dates)
    report = run(work, "kq-kem", plan="kem")
    assert report.notices == (
        "Theo doichieu.toml: 1 quy tắc đã tắt (no-signer); sai lệch của quy tắc này không có "
        "trong danh sách.",
        "Theo doichieu.toml: 1 quy tắc đổi mức độ (late-output).",
        "Theo doichieu.toml: đã đổi before_is_inclusive, deadline.",
        "Đã dùng ngày cán bộ nhập ở han.xlsx cho 1 sản phẩm.",
    )
    rules = {finding.rule: finding.severity.value for finding in report.findings}
    assert rules["late-output"] == "error"
    assert "no-signer" not in rules
    due = {one.obligation.id: one.obligation.deadline.due_to for one in report.judgements}
    assert due["II.7/1/so-tai-nguyen-va-moi-truong"] == date(2024, 3, 17)
    assert due["II.7/2/so-tai-nguyen-va-moi-truong"] is None
    assert due["report:year/so-noi-vu"] == date(2024, 12, 10)
    assert {day for id, day in due.items() if id.startswith("VIII.2/")} == {date(2024, 12, 15)}
    code = next(
        finding.code
        for finding in report.findings
        if finding.problem.obligation_id == "II.7/1/so-tai-nguyen-va-moi-truong"
    )
    told = explain_code(work / "kq-kem", code)
    assert "15 ngày sau ngày căn cứ 02/03/2024 (do cán bộ nhập ở han.xlsx; Quyết định" in told
    page = (work / "kq-kem" / "bao-cao.html").read_text(encoding="utf-8")
    assert "1 quy tắc đã tắt (no-signer)" in page
    guide = load_workbook(work / "kq-kem" / "sai-lech.xlsx")["Hướng dẫn"]
    assert any("no-signer" in str(row[0].value) for row in guide.iter_rows(max_row=14))


def test_a_named_file_comes_before_the_one_beside(work: Path) -> None:
    plain = work / "trong.toml"
    plain.touch()
    prepared = prepare(work / "kem" / "plan.docx", settings_file=plain)
    assert prepared.settings.source == "trong.toml"
    assert not prepared.settings.before_is_inclusive


def test_what_the_list_would_have_been_on_an_earlier_day(work: Path) -> None:
    then, now = run(work, "kq-som", SUMMER), run(work, "kq-som")
    back = run(work, "kq-som", SUMMER)
    assert back.notices[0].startswith("Lần chạy trước vào thư mục này tính đến ngày 20/12/2024")
    plan_of_q1 = "I.3/1/so-noi-vu"  # due on 31/3, issued on 4/4/2024: by the 3rd nothing was there
    early = run(work, "kq-rat-som", date(2024, 4, 3))
    assert status(early, plan_of_q1) == ("not_received", None)
    assert status(then, plan_of_q1) == status(now, plan_of_q1) == ("late", 4)
    # The 6-month report of June was there; the year's report of December was not.
    assert status(then, "report:6m/so-noi-vu") == status(now, "report:6m/so-noi-vu")
    assert status(then, "report:year/so-noi-vu") == ("pending", None)
    assert status(now, "report:year/so-noi-vu")[0] == "met"
    # Its only paper is of December: in July this department had sent nothing.
    assert status(then, "report:plan/so-tai-nguyen-va-moi-truong") == ("not_received", None)
    assert status(now, "report:plan/so-tai-nguyen-va-moi-truong") == ("missing", None)
    assert [paper.path for paper in then.papers] == [paper.path for paper in now.papers]
    assert then.notices == (
        "2 văn bản ghi ngày sau 01/07/2024 không tính vào lần chạy này (TNMT bổ sung/BC nam PAPI "
        "(bang).docx; 01. Sở Nội vụ/BC nam 2024 (chinh thuc).docx); nếu ngày đọc sai, hãy sửa rồi "
        "chạy lại.",
    )
    assert now.notices == ()


def test_only_the_agencies_whose_hand_in_is_complete(work: Path) -> None:
    whole = run(work, "kq-rieng")
    report = run(work, "kq-rieng", agencies=("Sở Y tế",))
    assert status(report, "IV.7/3/so-y-te/quý I") == status(whole, "IV.7/3/so-y-te/quý I")
    others = {
        one.status.value for one in report.judgements if one.obligation.agency_id != "so-y-te"
    }
    assert others == {"pending"}
    assert {finding.problem.agency_id for finding in report.findings} <= {"so-y-te", ""}
    assert report.notices[0].startswith("Chỉ đối chiếu 1 cơ quan (Sở Y tế);")
    with Store.read(work / "kq-rieng" / "doichieu.db") as store:
        query = "SELECT count(*), count(DISTINCT state) FROM findings WHERE present"
        assert store.db.execute(query).fetchone() == (len(whole.findings), 2)
        totals = store.db.execute("SELECT totals FROM runs ORDER BY id DESC").fetchone()[0]
    assert json.loads(totals)["notices"] == list(report.notices)
    again = run(work, "kq-rieng")
    assert {finding.state for finding in again.findings} == {"unchanged"}
