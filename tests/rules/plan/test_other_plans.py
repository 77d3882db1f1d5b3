"""Tables of four real plans of elsewhere: the obligations of some rows of each, by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.plans.prepare import Prepared, prepare

PLANS = Path(__file__).parents[4] / "shared" / "bench" / "plans"
pytestmark = pytest.mark.skipif(not PLANS.exists(), reason="the plans are not on this machine")

DONG_NAI = "kh179-ubnd-dongnai-1"
DONG_THAP = "kh552-ubnd-dongthap-1"
DONG_THAP_2 = "kh617-ubnd-dongthap-1"
MINISTRIES = "qd2597-ttg-1"
# Plan, task, then of each obligation: output, kind of paper, who owes it, kind of deadline, day.
ROWS = [
    (
        DONG_NAI,
        "I.1.1",
        [
            ("Các cơ chế, chính sách", "Chính sách", "Sở Tư pháp", "years", 2030),
            (
                "các văn bản quy phạm pháp luật",
                "Văn bản quy phạm pháp luật",
                "Sở Tư pháp",
                "years",
                2030,
            ),
        ],
    ),
    (DONG_NAI, "III.3", [("Kế hoạch", "Kế hoạch", "Sở Khoa học và Công nghệ", "year", 2026)]),
    (
        DONG_NAI,
        "VI.6.3",
        [
            ("Chương trình", "Chương trình", "Sở Giáo dục và Đào tạo", "years", 2030),
            ("Chương trình", "Chương trình", "Sở Văn hóa, Thể thao và Du lịch", "years", 2030),
        ],
    ),
    (
        DONG_NAI,
        "VII.7.6",
        [("Kế hoạch", "Kế hoạch", "Báo và Phát thanh, Truyền hình Đồng Nai", "years", 2030)],
    ),
    (DONG_NAI, "IX.9.5", [("Chương trình", "Chương trình", "Thuế Đồng Nai", "years", 2030)]),
    (DONG_NAI, "IV.4.2", []),  # names no body: told as a defect
    (DONG_THAP, "I.1", [("", "", "Sở Tài chính", "continuous", None)]),
    (DONG_THAP, "I.2", [("", "", "Sở Tài chính", "year", 2026)]),
    (DONG_THAP, "II.2", [("", "", "Sở Khoa học và Công nghệ", "years", 2035)]),
    (DONG_THAP, "III.4", [("", "", "Sở Văn hóa, Thể thao và Du lịch", "years", 2030)]),
    (DONG_THAP, "IV.5", [("", "", "Hiệp hội Doanh nghiệp", "continuous", None)]),
    (DONG_THAP_2, "I.1", [("", "", "Sở Khoa học và Công nghệ", "continuous", None)]),
    (DONG_THAP_2, "I.3", [("", "", "Sở Nội vụ", "continuous", None)]),  # thường xuyên, hằng năm
    (DONG_THAP_2, "II.4", [("", "", "Sở Khoa học và Công nghệ", "quarter", 2025)]),
    (DONG_THAP_2, "II.5", [("", "", "Sở Công Thương", "quarter", 2025)]),
    (DONG_THAP_2, "II.7", [("", "", "Sở Khoa học và Công nghệ", "continuous", None)]),
    (
        MINISTRIES,
        "I.4",
        [("Văn bản quy định được ban hành", "Văn bản", "Bộ Xây dựng", "years", 2027)],
    ),
    (
        MINISTRIES,
        "I.5",
        [("Văn bản quy định được ban hành", "Văn bản", "Bộ Khoa học và Công nghệ", "years", 2027)],
    ),
    (
        MINISTRIES,
        "III.1",
        [("Hạ tầng công nghệ thông tin đồng bộ", "", "Bộ Xây dựng", "years", 2030)],
    ),
    (MINISTRIES, "III.6", [("Bản đồ số quy hoạch khoáng sản", "", "Bộ Xây dựng", "years", 2028)]),
    (MINISTRIES, "VII.3", [("Đẩy mạnh hợp tác quốc tế", "", "Bộ Tài chính", "years", 2030)]),
]


@pytest.fixture(scope="module")
def plans() -> dict[str, Prepared]:
    return {path.stem: prepare(path) for path in PLANS.glob("*.docx")}


@pytest.mark.parametrize(("name", "task_id", "expected"), ROWS)
def test_a_row_obliges(
    plans: dict[str, Prepared], name: str, task_id: str, expected: list[tuple[object, ...]]
) -> None:
    plan = plans[name]
    found = [
        (
            due.output,
            due.doc_type,
            plan.registry.name(due.agency_id),
            due.deadline.kind,
            due.deadline.due_to,
        )
        for due in plan.obligations
        if due.task_id == task_id
    ]
    assert found == [(*rest, year and date(int(str(year)), 12, 31)) for *rest, year in expected]


@pytest.mark.parametrize(
    ("name", "tasks"), [(DONG_NAI, 47), (DONG_THAP, 19), (DONG_THAP_2, 11), (MINISTRIES, 25)]
)
def test_every_task_is_owed_or_told_as_owed_by_nobody(
    plans: dict[str, Prepared], name: str, tasks: int
) -> None:
    plan = plans[name]
    assert len(plan.plan.tasks) == tasks
    owed = {due.task_id for due in plan.obligations}
    told = {one.task_id for one in plan.plan.defects if one.rule == "plan-unknown-agency"}
    assert {task.id for task in plan.plan.tasks} <= owed | told


def test_leads_that_name_nobody_are_told_in_plans_of_elsewhere_too(
    plans: dict[str, Prepared],
) -> None:
    def told(name: str) -> list[str]:
        defects = plans[name].plan.defects
        return [str(one.task_id) for one in defects if one.rule == "plan-unknown-agency"]

    assert told(DONG_NAI) == ["IV.4.2", "VI.6.5"]
    assert told(MINISTRIES) == ["III.1", "V.1", "VI.2"]  # "Bộ Xây dựng, các địa phương"
    assert told(DONG_THAP) == told(DONG_THAP_2) == []
