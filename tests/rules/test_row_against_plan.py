"""A row of an agency's table beside the plan's own deadline and lead."""

from __future__ import annotations

from datetime import date

import pytest

from rules.catalogue import CHECKS
from rules.model.dossier import Dossier, TableRow
from rules.model.papers import Role
from rules.plan.deadlines import read_deadline
from tests import factories as make


def beside(
    planned: dict[str, str], deadlines: tuple[str, ...], outputs: tuple[str, ...] = ("Kế hoạch",)
) -> Dossier:
    """The plan's deadline of each output of I.3, and a row of Sở Nội vụ's own table."""
    owed = [
        make.obligation(
            output_no=number,
            output=output,
            id=f"I.3/{number}",
            deadline=read_deadline(words, 2024)[0],
        )
        for number, (output, words) in enumerate(planned.items(), 1)
    ]
    row = TableRow("d1", make.task(outputs=outputs, deadlines=deadlines), "I.3")
    return make.dossier(
        papers=(make.paper("d1", role=Role.PLAN),),
        judgements=tuple(make.judgement(of=due) for due in owed),
        rows=(row,),
    )


@pytest.mark.parametrize(
    ("planned", "told", "fires"),
    [
        ("Quý II/2024", "Quý III/2024", True),
        ("Quý II/2024", "Quý II/2024", False),
        ("Quý II/2024", "Tháng 5/2024", False),  # a shorter period inside
        ("Quý II/2024", "Quý I/2024", False),  # earlier
        ("Quý II/2024", "Tháng 7/2024", True),
        ("Quý II/2024", "15/7/2024", True),
        ("Quý II/2024", "Năm 2024", False),  # names no later day
        ("Quý II/2024", "Năm 2025", True),
        ("Quý II/2024", "Thường xuyên", False),
        ("Quý II/2024", "Sau khi có hướng dẫn", False),
        ("Quý II/2024", "", False),
        ("Trước ngày 31/12/2024", "31/12/2024", False),  # a matter of reading "trước"
        ("Trước ngày 15/12/2024", "Tháng 12/2024", True),
        ("Thường xuyên", "Quý IV/2024", False),
        ("Chậm nhất là 15 ngày kể từ ngày được phê duyệt", "Quý IV/2024", False),
    ],
)
def test_a_later_day_than_the_plans(planned: str, told: str, fires: bool) -> None:
    dossier = beside({"Kế hoạch": planned}, (told,) if told else ())
    assert len(list(CHECKS["row-later-deadline"](dossier))) == fires


@pytest.mark.parametrize(
    ("outputs", "deadlines", "fires"),
    [
        (("Kế hoạch", "Báo cáo"), ("Kế hoạch quý I/2024", "Báo cáo quý IV/2024"), False),
        (("Kế hoạch", "Báo cáo"), ("Kế hoạch quý II/2024", "Báo cáo quý IV/2024"), True),
        (("Kế hoạch", "Báo cáo"), ("Quý IV/2024",), False),  # one day for the whole row
        (("Kế hoạch", "Báo cáo"), ("Quý I/2025",), True),
        (("Báo cáo",), ("Quý IV/2024",), False),
        (("Kế hoạch",), ("Quý II/2024",), True),  # the one output that the row names
        (("Kế hoạch",), ("Quý I/2024",), False),
        (("Kế hoạch, báo cáo",), ("Quý IV/2024",), False),  # both, in one cell
        ((), ("Quý IV/2024",), False),
    ],
)
def test_several_days_are_compared_output_by_output(
    outputs: tuple[str, ...], deadlines: tuple[str, ...], fires: bool
) -> None:
    dossier = beside({"Kế hoạch": "Quý I/2024", "Báo cáo": "Quý IV/2024"}, deadlines, outputs)
    assert len(list(CHECKS["row-later-deadline"](dossier))) == fires


def test_the_sentence_names_both_days() -> None:
    [problem] = CHECKS["row-later-deadline"](beside({"Kế hoạch": "Quý II/2024"}, ("Quý III/2024",)))
    assert "“Quý III/2024”, muộn hơn thời hạn của kế hoạch" in problem.message
    assert "(nhiệm vụ I.3: “Quý II/2024”, đến 30/06/2024)" in problem.message
    assert (problem.task_id, problem.document_id, problem.agency_id) == ("I.3", "d1", "so-noi-vu")
    assert problem.evidence[0].anchor == make.task().anchor


def test_a_deadline_put_off_by_a_decision_is_the_one_that_counts() -> None:
    dossier = beside({"Kế hoạch": "Quý III/2024"}, ("30/9/2024",))
    assert dossier.judgements[0].obligation.deadline.due_to == date(2024, 9, 30)
    assert not list(CHECKS["row-later-deadline"](dossier))


@pytest.mark.parametrize(
    ("leads", "fires"),
    [((), 0), (("so-noi-vu",), 0), (("so-noi-vu", "so-tu-phap"), 0), (("so-tu-phap",), 1)],
)
def test_another_lead_than_the_plans(leads: tuple[str, ...], fires: int) -> None:
    row = TableRow("d1", make.task(leads=("Sở Tư pháp",)), "I.3", leads, ("so-noi-vu",))
    dossier = make.dossier(papers=(make.paper("d1", role=Role.PLAN),), rows=(row,))
    problems = list(CHECKS["row-other-lead"](dossier))
    assert len(problems) == fires
    for problem in problems:
        assert "“Sở Tư pháp”, khác kế hoạch (nhiệm vụ I.3: “Sở Nội vụ”)" in problem.message
