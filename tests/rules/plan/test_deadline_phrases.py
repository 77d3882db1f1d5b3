"""Every phrase of time in the plans we know, its days looked up in a calendar by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rules.plan.deadlines import read_deadline
from rules.plan.outputs import pair
from tests.rules.plan.plans import other_plan, papi_plan

D = date
QUARTERS = [
    ("recurring", D(2024, 1, 1), D(2024, 3, 31)),
    ("recurring", D(2024, 4, 1), D(2024, 6, 30)),
    ("recurring", D(2024, 7, 1), D(2024, 9, 30)),
    ("recurring", D(2024, 10, 1), D(2024, 12, 31)),
]
HALF = ("recurring", D(2024, 1, 1), D(2024, 6, 30))
WHOLE = ("recurring", D(2024, 1, 1), D(2024, 12, 31))
NONE = [("continuous", None, None)]
Read = list[tuple[str, date | None, date | None]]

# The plan of 2024: words -> kind, due_from, due_to of each deadline that they give.
PAPI: dict[str, Read] = {
    "Quý I/2024": [("quarter", D(2024, 1, 1), D(2024, 3, 31))],
    "Quý I/2024 (sau khi có ý kiến của Thường trực Tỉnh uỷ)": [
        ("quarter", D(2024, 1, 1), D(2024, 3, 31))
    ],
    "quý I/2024": [("quarter", D(2024, 1, 1), D(2024, 3, 31))],
    "quý II/2024": [("quarter", D(2024, 4, 1), D(2024, 6, 30))],
    "quý II/ 2024": [("quarter", D(2024, 4, 1), D(2024, 6, 30))],
    "quý IV/2024": [("quarter", D(2024, 10, 1), D(2024, 12, 31))],
    "Quý IV/2024": [("quarter", D(2024, 10, 1), D(2024, 12, 31))],
    "Quý III, IV/2024": [("range", D(2024, 7, 1), D(2024, 12, 31))],
    "tháng 01/2024": [("month", D(2024, 1, 1), D(2024, 1, 31))],
    "Tháng 7/2024": [("month", D(2024, 7, 1), D(2024, 7, 31))],
    "Tháng 8/2024": [("month", D(2024, 8, 1), D(2024, 8, 31))],
    "Tháng 12/2024": [("month", D(2024, 12, 1), D(2024, 12, 31))],
    "tháng 12/2024": [("month", D(2024, 12, 1), D(2024, 12, 31))],
    "Trong năm 2024": [("year", D(2024, 1, 1), D(2024, 12, 31))],
    "Trước ngày 31/12/2024": [("before", None, D(2024, 12, 30))],
    "chậm nhất ngày 30/01/2024": [("date", None, D(2024, 1, 30))],
    "trước ngày 10/6/2024": [("before", None, D(2024, 6, 9))],
    "trước ngày 10/12/2024": [("before", None, D(2024, 12, 9))],
    "Thường xuyên": NONE,
    "thường xuyên": NONE,
    "theo quý, 6 tháng, năm 2024": [*QUARTERS, HALF, WHOLE],
    "6 tháng; năm 2024": [HALF, WHOLE],
    "Chậm nhất là 15 ngày kể từ ngày được cơ quan nhà nước có thẩm quyền quyết định, phê duyệt": [
        ("relative", None, None)
    ],
    "": [("", None, None)],
}
# Other bodies' plans: several years, ministries, one year alone.
OTHERS: dict[str, dict[str, Read]] = {
    "kh179-ubnd-dongnai-1": {
        "2025": [("year", D(2025, 1, 1), D(2025, 12, 31))],
        "2026": [("year", D(2026, 1, 1), D(2026, 12, 31))],
        "2026 - 2030": [("years", D(2026, 1, 1), D(2030, 12, 31))],
    },
    "kh552-ubnd-dongthap-1": {
        "Thường xuyên": NONE,
        "2026": [("year", D(2026, 1, 1), D(2026, 12, 31))],
        "2025 - 2030": [("years", D(2025, 1, 1), D(2030, 12, 31))],
        "2025 - 2035": [("years", D(2025, 1, 1), D(2035, 12, 31))],
    },
    "kh617-ubnd-dongthap-1": {
        "Thường xuyên": NONE,
        "Hằng năm": NONE,
        "Thường xuyên, hằng năm": NONE,
        "Quí IV-2025": [("quarter", D(2025, 10, 1), D(2025, 12, 31))],
    },
    "qd2597-ttg-1": {
        "2026": [("year", D(2026, 1, 1), D(2026, 12, 31))],
        "2026-2027": [("years", D(2026, 1, 1), D(2027, 12, 31))],
        "2026-2028": [("years", D(2026, 1, 1), D(2028, 12, 31))],
        "2026-2030": [("years", D(2026, 1, 1), D(2030, 12, 31))],
    },
}


def read(words: str, year: int | None) -> Read:
    return [(one.kind, one.due_from, one.due_to) for one in read_deadline(words, year)]


@pytest.mark.parametrize(("words", "days"), PAPI.items())
def test_the_plan_of_2024(words: str, days: Read) -> None:
    assert read(words, 2024) == days


def test_no_phrase_of_the_plan_is_left_out(root: Path) -> None:
    plan = papi_plan(root)
    words = {words for task in plan.tasks for _, _, words in pair(task)}
    assert words | {duty.deadline for duty in plan.duties} == set(PAPI)


@pytest.mark.parametrize("name", OTHERS)
def test_other_plans(name: str, shared: Path) -> None:
    plan = other_plan(shared / "bench" / "plans" / f"{name}.truth.json")
    words = {words for task in plan.tasks for _, _, words in pair(task)}
    assert words == set(OTHERS[name])
    for phrase, days in OTHERS[name].items():
        assert read(phrase, plan.year) == days


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("Quý I/2025", [("quarter", D(2025, 1, 1), D(2025, 3, 31))]),
        ("Tháng 01/2025", [("month", D(2025, 1, 1), D(2025, 1, 31))]),
        ("Quý IV/2024 - Quý I/2025", [("range", D(2024, 10, 1), D(2025, 3, 31))]),
        ("Trước ngày 15/01/2025", [("before", None, D(2025, 1, 14))]),
    ],
)
def test_next_years_days_in_a_plan_of_this_year(words: str, days: Read) -> None:
    assert read(words, 2024) == days
