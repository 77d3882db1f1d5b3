"""Defects of the real plan, listed by hand, and a case for each rule that fires and does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.agencies import load
from rules.document_types import DocumentTypes
from rules.model.plan import Plan, PlanDefect, Task
from rules.plan.defects import find_defects
from rules.plan.obligations import oblige
from tests.rules.plan.plans import COLUMNS, other_plan, papi_plan

REGISTRY = load()
TYPES = DocumentTypes.load()


def defects(plan: Plan) -> list[PlanDefect]:
    return list(find_defects(plan, REGISTRY, oblige(plan, REGISTRY, TYPES)))


def plan_of(*tasks: Task, **changes) -> Plan:
    return Plan(
        "", (), tasks, **{"year": 2024, "province": "Sơn La", "columns": COLUMNS, **changes}
    )


def task(id: str = "I.1", **changes) -> Task:
    values = {
        "text": f"Việc thứ {id}",
        "outputs": ("Kế hoạch",),
        "leads": ("Sở Nội vụ",),
        "coordinating": ("UBND cấp huyện",),
        "deadlines": ("Quý I/2024",),
    }
    return Task(id, "I", "1", **{**values, **changes})


def test_the_real_plan(root: Path) -> None:
    found = sorted((d.rule, d.task_id, d.subject.split("-")[0]) for d in defects(papi_plan(root)))
    assert found == [
        ("plan-deadline-unclear", "II.7", "cham"),
        ("plan-lead-coordinates", "III.7", "toa"),
        ("plan-lead-coordinates", "IV.6", "ubnd"),
        ("plan-lead-coordinates", "V.4", "so"),
        ("plan-lead-coordinates", "V.5", "so"),
        ("plan-lead-coordinates", "V.5", "ubnd"),
        ("plan-lead-coordinates", "VIII.2", "ubnd"),
        ("plan-near-duplicate-tasks", "III.6", "IV.3, IV.12"),
        ("plan-near-duplicate-tasks", "IV.12", "III.6, IV.3"),
        ("plan-near-duplicate-tasks", "IV.3", "III.6, IV.12"),
        ("plan-outputs-deadlines-mismatch", "IV.7", "output:2"),
        ("plan-outputs-deadlines-mismatch", "VI.2", "report"),
        ("plan-outputs-deadlines-mismatch", "VII.1", "output:2"),
        ("plan-unknown-agency", "IV.12", "cac"),
    ]


@pytest.mark.parametrize(
    ("changes", "rules"),
    [
        ({}, []),
        ({"coordinating": ("Sở Nội vụ", "Sở Y tế")}, ["plan-lead-coordinates"]),
        ({"leads": ("UBND các huyện, TP",)}, ["plan-lead-coordinates"]),
        # a department among "các sở, ban, ngành" is no second time the lead
        ({"coordinating": ("Các sở, ban, ngành",)}, []),
        (
            {
                "outputs": ("Kế hoạch", "Báo cáo"),
                "deadlines": ("Kế hoạch quý I/2024", "Báo cáo quý IV/2024"),
            },
            [],
        ),
        ({"outputs": ("Kế hoạch", "Báo cáo"), "deadlines": ("Trong năm 2024",)}, []),
        (
            {
                "outputs": ("Kế hoạch", "Báo cáo"),
                "deadlines": ("Kế hoạch quý I/2024", "Báo cáo quý I/2024"),
            },
            ["plan-outputs-deadlines-mismatch"],
        ),
        (
            {"outputs": ("Kế hoạch", "Phiếu"), "deadlines": ("Kế hoạch quý I/2024",)},
            ["plan-outputs-deadlines-mismatch"],
        ),
        (
            {"deadlines": ("Kế hoạch quý I/2024", "Tờ rơi quý II/2024")},
            ["plan-outputs-deadlines-mismatch"],
        ),
        (
            {
                "outputs": ("Kế hoạch", "Phiếu", "Tin, bài"),
                "deadlines": ("Quý I/2024", "Quý II/2024"),
            },
            ["plan-outputs-deadlines-mismatch"],
        ),
        ({"deadlines": ("Theo tiến độ",)}, ["plan-deadline-unclear"]),
        ({"deadlines": ("Ngay sau khi được phê duyệt",)}, ["plan-deadline-unclear"]),
        ({"deadlines": ("Thường xuyên",)}, []),
        ({"leads": ("Trung tâm Điều hành thông minh",)}, ["plan-unknown-agency"]),
        ({"leads": ("Chị Lan",)}, ["plan-unknown-agency"]),
        ({"leads": ("Bộ Xây dựng",)}, []),
        ({"leads": ("Sở NN&PTNT",)}, []),
        ({"leads": ("Các cơ quan, đơn vị có liên quan",)}, ["plan-unknown-agency"]),
        ({"outputs": ()}, ["row-missing-output"]),
        ({"deadlines": ()}, ["row-missing-deadline"]),
        ({"leads": ()}, ["row-missing-lead"]),
    ],
)
def test_each_rule(changes: dict[str, tuple[str, ...]], rules: list[str]) -> None:
    assert [defect.rule for defect in defects(plan_of(task(**changes)))] == rules


def test_another_province_is_not_measured_by_our_list() -> None:
    strange = task(leads=("Thuế Đồng Nai",))
    assert defects(plan_of(strange, province="Đồng Nai")) == []
    assert [d.rule for d in defects(plan_of(strange, province="tỉnh Sơn La"))] == [
        "plan-unknown-agency"
    ]


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        (
            "Tổ chức thực hiện tốt công tác tiếp công dân định kỳ",
            "Tiếp tục thực hiện tốt công tác tiếp công dân định kỳ",
            True,
        ),
        (
            "Chuyển đổi số trong quản lý, khai thác hạ tầng đô thị",
            "Chuyển đổi số trong quản lý, khai thác hạ tầng giao thông",
            False,
        ),
        ("Rà soát thủ tục hành chính cấp phép xây dựng", "Kiểm tra thủ tục hành chính", False),
    ],
)
def test_near_duplicates(one: str, other: str, near: bool) -> None:
    found = defects(plan_of(task("I.1", text=one), task("I.2", text=other)))
    assert [(d.rule, d.task_id, d.subject) for d in found] == (
        [
            ("plan-near-duplicate-tasks", "I.1", "I.2"),
            ("plan-near-duplicate-tasks", "I.2", "I.1"),
        ]
        if near
        else []
    )


def test_one_text_that_only_says_more() -> None:
    short = "Kịp thời giải quyết các nội dung tố cáo có dấu hiệu, hành vi tham nhũng theo quy định"
    more = short.replace(" theo", " lĩnh vực đất đai theo")
    found = defects(plan_of(task("I.1", text=short), task("I.2", text=more)))
    assert {d.rule for d in found} == {"plan-near-duplicate-tasks"}


@pytest.mark.parametrize(
    ("name", "nobody"),
    [
        ("kh179-ubnd-dongnai-1", ["IV.4.2", "VI.6.5"]),
        ("kh552-ubnd-dongthap-1", []),
        ("kh617-ubnd-dongthap-1", []),
        ("qd2597-ttg-1", ["III.1", "V.1", "VI.2"]),
    ],
)
def test_other_plans_lack_a_column_and_some_leads_name_nobody(
    shared: Path, name: str, nobody: list[str]
) -> None:
    plan = other_plan(shared / "bench" / "plans" / f"{name}.truth.json")
    found = [(d.rule, d.task_id) for d in defects(plan) if d.rule != "row-missing-output"]
    assert found == [("plan-unknown-agency", task_id) for task_id in nobody]


def test_a_table_without_a_column_is_said_once() -> None:
    plan = plan_of(
        task("I.1", outputs=()), task("I.2", outputs=(), text="Khác hẳn"), columns=("text", "leads")
    )
    assert [(d.rule, d.task_id, d.message) for d in defects(plan)] == [
        ("row-missing-output", None, "Bảng nhiệm vụ của kế hoạch không có cột sản phẩm đầu ra.")
    ]


def test_messages_in_both_languages() -> None:
    (found,) = defects(plan_of(task("V.4", coordinating=("Sở Nội vụ",))))
    assert found.message == "Nhiệm vụ V.4: Sở Nội vụ vừa chủ trì vừa phối hợp."
    assert found.message_en == "Task V.4: Sở Nội vụ both leads and coordinates."
