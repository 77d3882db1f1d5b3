"""An explanation (giải trình) sent instead of the output is said, and never counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rules.checks.status import of_status
from rules.model.dossier import Status
from rules.model.papers import Band, Role
from tests import factories as make
from tests.rules.judging.test_judge import (
    AS_OF,
    BROKEN,
    CITED,
    FOREIGN,
    IN_TIME,
    LATE,
    LETTER,
    NOT_DONE,
    PLAN_Q1,
    Q1,
    Piece,
    World,
    outcome,
    paper,
    says,
)

LETTER_OWED = make.obligation("I.3", output="Công văn", doc_type="Công văn", deadline=Q1)
WHY = paper("Công văn", date(2024, 3, 20), title="V/v giải trình chậm", role=Role.EXPLANATION)
SAID = "Cơ quan có gửi giải trình: "


def general(world: World, _: object) -> None:
    """An explanation that names no task."""
    head = make.header(doc_type="Công văn", number="9", symbol="SNV-VP", title="V/v giải trình")
    world.papers.append(make.paper("e1", role=Role.EXPLANATION, header=head))


@pytest.mark.parametrize("owed", [PLAN_Q1, LETTER_OWED], ids=["Kế hoạch", "Công văn"])
@pytest.mark.parametrize("band", [Band.SURE, Band.UNSURE])
def test_an_explanation_is_never_the_output(owed: object, band: Band) -> None:
    """Not even where the output is a letter: neither met, nor the wrong type, nor to look at."""
    why = paper("Công văn", date(2024, 3, 20), band=band, role=Role.EXPLANATION)
    found = outcome(owed, why)
    assert found.status is Status.MISSING
    assert found.explained_by == ("d0",)
    assert found.document_id == ""
    assert SAID in found.reason


@pytest.mark.parametrize(
    ("piece", "status"),
    [
        (LATE, Status.LATE),
        (FOREIGN, Status.WRONG_ISSUER),
        (LETTER, Status.WRONG_TYPE),
        (CITED, Status.CITED),
        (NOT_DONE, Status.NOT_DONE),
        (BROKEN, Status.UNREADABLE),
    ],
)
def test_it_stands_beside_every_status_and_changes_none(piece: Piece, status: Status) -> None:
    assert outcome(PLAN_Q1, piece).status is status
    assert SAID not in outcome(PLAN_Q1, piece).reason
    for pieces in ((piece, WHY), (WHY, piece)):
        found = outcome(PLAN_Q1, *pieces)
        assert found.status is status
        assert SAID in found.reason


def test_what_is_met_needs_no_explanation() -> None:
    found = outcome(PLAN_Q1, IN_TIME, WHY)
    assert found.status is Status.MET
    assert (SAID in found.reason, found.explained_by) == (False, ())


def test_one_on_no_task_is_said_of_all_one_on_a_task_of_that() -> None:
    assert SAID in outcome(PLAN_Q1, general).reason
    world = World()
    WHY(world, make.obligation("II.4"))
    assert SAID not in world.judge(PLAN_Q1).reason
    assert SAID in world.judge(make.obligation("II.4", deadline=Q1)).reason


def test_a_sentence_that_is_sure_of_a_task_names_it_too() -> None:
    """Its title alone may be near several tasks: "giải trình việc chưa ban hành kế hoạch"."""
    world = World()
    says(role=Role.EXPLANATION)(world, make.obligation("II.4"))
    assert SAID not in world.judge(PLAN_Q1).reason
    assert SAID in world.judge(make.obligation("II.4", deadline=Q1)).reason


def test_another_agencys_explanation_is_not_ours() -> None:
    theirs = paper("Công văn", sender_id="so-y-te", issuer_id="so-y-te", role=Role.EXPLANATION)
    found = outcome(PLAN_Q1, theirs)
    assert (found.status, found.explained_by) == (Status.NOT_RECEIVED, ())


def test_a_copy_is_named_once() -> None:
    world = World()
    general(world, PLAN_Q1)
    world.papers.append(replace(world.papers[0], id="e2", duplicate_of="e1"))
    assert world.judge(PLAN_Q1).explained_by == ("e1",)


def test_one_that_comes_later_marks_the_decision_as_changed() -> None:
    """What a clerk decided rested on nobody having explained anything."""
    world = World()
    NOT_DONE(world, PLAN_Q1)
    check = of_status(Status.NOT_DONE)

    def facts() -> tuple[str, ...]:
        judgement = world.judge(PLAN_Q1)
        dossier = make.dossier(papers=tuple(world.papers), judgements=(judgement,), as_of=AS_OF)
        (problem,) = check(dossier)
        return problem.facts

    before = facts()
    general(world, PLAN_Q1)
    assert facts() != before
