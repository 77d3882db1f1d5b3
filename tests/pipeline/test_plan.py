"""The real plan in its three forms, the tables of other plans, and files that are none."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from pipeline.errors import UserError
from pipeline.plans.plan import load_plan, plan_json
from rules.model.plan import Plan, PlanDefect
from tests.benchmarks import bench_plans as bench


@pytest.fixture(scope="module", params=["docx", "pdf", "txt"])
def plan(request: pytest.FixtureRequest, root: Path) -> Plan:
    return load_plan(root / f"samples/plan/plan.{request.param}")


def test_every_task_is_exact(plan: Plan, root: Path) -> None:
    truth = json.loads((root / "samples/plan/tasks.json").read_text("utf-8"))
    assert bench.wrong_cells(plan, truth["tasks"]) == []
    assert {s.id: s.title for s in plan.sections} == truth["sections"]


def test_what_the_plan_says_of_itself(plan: Plan) -> None:
    assert plan.title == "Nâng cao Chỉ số Hiệu quả Quản trị và Hành chính công năm 2024"
    assert (plan.year, plan.province, plan.report_to) == (2024, "Sơn La", "Sở Nội vụ")
    assert (plan.number, plan.issued_on) == ("", None)  # left blank in the paper
    assert plan.columns == ("number", "text", "outputs", "leads", "coordinating", "deadlines")


def test_reporting_duties(plan: Plan) -> None:
    police, courts = ("Công an tỉnh",), ("Tòa án nhân dân hai cấp",)
    all_of_us = ("các sở, ban, ngành", "UBND các huyện, thành phố")
    half, whole = "trước ngày 10/6/2024", "trước ngày 10/12/2024"
    start = date(2023, 12, 1)
    duties = [(d.output, d.owes, d.deadline, d.data_from, d.data_to) for d in plan.duties]
    assert duties == [
        ("report:6m", police, half, None, None),
        ("report:year", police, whole, None, None),
        ("report:6m", courts, half, None, None),
        ("report:year", courts, whole, None, None),
        ("report:plan", all_of_us, "chậm nhất ngày 30/01/2024", None, None),
        ("report:6m", all_of_us, half, start, date(2024, 5, 31)),
        ("report:year", all_of_us, whole, start, date(2024, 11, 30)),
    ]


def test_measures(plan: Plan) -> None:
    ids = [measure.id for measure in plan.measures]
    # Part II has a to d for each of the 8 contents, but only a to c for the 5th and the 8th.
    assert len([id for id in ids if id.startswith("II.")]) == 30
    assert [id for id in ids if id.startswith("IV.1") and id.count(".") == 1] == [
        "IV.11",
        "IV.12",
        "IV.13",
    ]
    assert next(m.bodies for m in plan.measures if m.id == "IV.8") == ("Sở Tư pháp",)


@pytest.mark.parametrize("form", ["docx", "pdf", "txt"])
def test_tables_of_other_plans(shared: Path, form: str) -> None:
    results = [r for r in bench.tables(shared / "bench" / "plans") if r[0].endswith(form)]
    assert len(results) == 4
    for name, exact, total, rows in results:
        assert rows == 0, name
        assert exact / total >= (0.96 if form == "txt" else 0.98), name


def test_ids_of_other_plans(shared: Path) -> None:
    folder = shared / "bench" / "plans"
    continued = load_plan(folder / "kh617-ubnd-dongthap-1.docx")
    assert [t.id for t in continued.tasks][:5] == ["I.1", "I.2", "I.3", "II.4", "II.5"]
    nested = load_plan(folder / "kh179-ubnd-dongnai-1.pdf")
    assert [s.id for s in nested.sections][:3] == ["A", "I", "II"]
    assert [t.id for t in nested.tasks][:2] == ["I.1.1", "II.2.1"]
    assert nested.duties == ()


def test_json_form(plan: Plan) -> None:
    defect = PlanDefect("plan-deadline-unclear", "I.6", "Không có ngày.", "No day.")
    data = json.loads(json.dumps(plan_json(plan, [defect]), ensure_ascii=False))
    assert data["sections"][0] == {"id": "I", "title": "Tham gia của người dân ở cấp cơ sở"}
    assert set(data["tasks"][0]) == {
        "id", "section", "number", "text", "outputs", "leads", "coordinating", "deadlines",
        "anchor",
    }  # fmt: skip
    assert data["tasks"][0]["outputs"] == ["Kế hoạch của Chủ tịch UBND tỉnh", "Báo cáo kết quả"]
    assert data["tasks"][0]["number"] == "1"
    assert data["tasks"][0]["anchor"]
    assert len(data["duties"]) == 7
    assert [problem["rule"] for problem in data["problems"]] == ["plan-deadline-unclear"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("trong.txt", b"", "không đọc được tệp kế hoạch"),
        ("thu.txt", "Kính gửi các đồng chí.\n".encode(), "không thấy bảng nhiệm vụ"),
        (
            "thieu-cot.csv",
            "TT;Nhiệm vụ;Thời gian\n1;Việc một;Quý I/2025\n".encode(),
            "không có cột cơ quan chủ trì",
        ),
        ("hong.pdf", b"%PDF-1.7\nnothing", "không đọc được tệp kế hoạch"),
    ],
)
def test_what_is_no_plan_is_said_in_one_line(
    tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UserError) as raised:
        load_plan(path)
    assert says in str(raised.value)
    assert name in str(raised.value)
    assert "\n" not in str(raised.value)
    assert "; hãy" in str(raised.value) or "; bảng phải" in str(raised.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="không tìm thấy tệp kế hoạch"):
        load_plan(tmp_path / "khong-co.docx")
    with pytest.raises(UserError, match="là thư mục"):
        load_plan(tmp_path)


def test_a_plan_without_any_deadline_is_still_a_plan(tmp_path: Path) -> None:
    path = tmp_path / "khong-han.csv"
    path.write_text("TT;Nhiệm vụ;Cơ quan chủ trì\n1;Việc một;Sở Y tế\n", "utf-8")
    plan = load_plan(path)
    assert [(t.id, t.leads, t.deadlines) for t in plan.tasks] == [("1", ("Sở Y tế",), ())]
