"""Which rows of an agency's table are surely a task's, and whom they name as leads."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from extractors.document import Anchor
from pipeline.papers.told_rows import tell_rows
from pipeline.plans.prepare import Prepared, prepare
from rules.model.dossier import TableRow
from rules.model.papers import Band, Header, Match, Period, Role, Statement
from rules.model.plan import Plan, Task
from tests import factories as make

PLAN = Path(__file__).parents[2] / "samples" / "plan" / "plan.docx"
OWN_WORDS = "Hướng dẫn bầu trưởng bản cho các xã"


@pytest.fixture(scope="module")
def plan() -> Prepared:
    return prepare(PLAN)


def told(
    plan: Prepared,
    text: str,
    *leads: str,
    matches: tuple[Match, ...] = (),
    title: str = "Kế hoạch thực hiện năm 2024",
    **changes: object,
) -> tuple[TableRow, ...]:
    row = Task("1", "", "1", text, (), leads, (), ("Quý I/2024",))
    paper = make.paper("d1", role=Role.PLAN, header=Header(title=title), **changes)
    statement = Statement("s1", "d1", Anchor(), f"{text} - Công văn")
    said = make.said([paper], [statement], matches)
    tables = {"d1": Plan("", (), (row,))}
    parts = (plan.obligations, plan.plan, plan.registry)
    return tell_rows(tables, [paper], said, *parts)


def sure(task_id: str, band: Band = Band.SURE, **changes: object) -> Match:
    return Match("d1", task_id, 0.8, band, (), "s1", **changes)  # type: ignore[arg-type]


def test_the_plans_own_words_tell_the_task(plan: Prepared) -> None:
    [row] = told(plan, plan.plan.task("I.4").text)
    assert (row.task_id, row.leads) == ("I.4", ())
    assert "so-noi-vu" in row.asked


def test_a_sure_statement_of_the_row_tells_the_task(plan: Prepared) -> None:
    [row] = told(plan, OWN_WORDS, matches=(sure("I.4"),))
    assert row.task_id == "I.4"


@pytest.mark.parametrize(
    "matches",
    [
        (),
        (sure("I.4", Band.UNSURE),),
        (sure("I.4"), sure("I.3")),
        (sure("I.4", shared_with=("I.3",)),),
    ],
)
def test_what_is_not_surely_of_one_task_is_no_row(
    plan: Prepared, matches: tuple[Match, ...]
) -> None:
    assert told(plan, OWN_WORDS, matches=matches) == ()


def test_next_years_own_plan_and_copies_are_left_out(plan: Prepared) -> None:
    text = plan.plan.task("I.4").text
    assert told(plan, text, title="Kế hoạch thực hiện năm 2025") == ()
    assert told(plan, text, title="Kế hoạch", period=Period("year", 2025)) == ()
    assert told(plan, text, duplicate_of="d0") == ()


@pytest.mark.parametrize(
    ("lead", "ids"),
    [
        ("Sở Tư pháp", {"so-tu-phap"}),
        ("UBND huyện Mộc Châu", {"ubnd-huyen-moc-chau"}),
        ("Phòng Cải cách hành chính", set()),
        ("Văn phòng Sở", set()),
        ("Văn phòng", set()),
        ("Thanh tra", set()),
        ("Các sở, ban, ngành", set()),
        ("Sở, ngành liên quan", set()),
        ("Các đơn vị trực thuộc", set()),
    ],
)
def test_only_whole_names_are_leads(plan: Prepared, lead: str, ids: set[str]) -> None:
    [row] = told(plan, plan.plan.task("I.4").text, lead)
    assert ids <= set(row.leads)
    assert bool(ids) == bool(row.leads)


def test_one_unclear_lead_leaves_all_open(plan: Prepared) -> None:
    [row] = told(plan, plan.plan.task("I.4").text, "Sở Tư pháp", "Phòng Nghiệp vụ")
    assert row.leads == ()


def test_the_heir_of_a_lead_is_no_other_lead(plan: Prepared) -> None:
    task = next(t for t in plan.plan.tasks if t.leads == ("Sở Tài nguyên và Môi trường",))
    [row] = told(plan, task.text, "Sở Nông nghiệp và Môi trường")
    assert not row.leads or set(row.leads) & set(row.asked)
    assert plan.registry.successor("so-tai-nguyen-va-moi-truong", date(2025, 7, 1))
