"""Laws of a whole run, tried on the second hand-in: days, one file more, the order of files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.memory import Memory
from pipeline.plans.prepare import Prepared, prepare
from pipeline.reading.inbox import Desk, Reading, read_inbox
from pipeline.run import identify_papers, judge_papers
from pipeline.storage.shelf import Shelf
from pipeline.storage.store import Store
from rules.judging.judge import ORDER
from rules.model.dossier import Dossier, Status
from tests.test_samples import SAMPLES, Quiet
from tests.test_samples_2025 import AS_OF

# Best first; nothing at all is as bad whether the agency has sent other things or not.
RANK = {
    **{status: rank for rank, status in enumerate(ORDER)},
    Status.UNREADABLE: 8,
    Status.DEADLINE_UNKNOWN: 9,
    Status.MISSING: 9,
    Status.NOT_RECEIVED: 9,
}
# Who answers for whom in this hand-in: a successor's paper is for its predecessors too.
ANSWERS_FOR = {
    "so-nong-nghiep-va-moi-truong": {
        "so-nong-nghiep-va-phat-trien-nong-thon",
        "so-tai-nguyen-va-moi-truong",
    },
}
DAYS = [date(2024, 1, 15) + timedelta(60 * step) for step in range(10)]
FEW = settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture(scope="module")
def plan() -> Prepared:
    return prepare(SAMPLES / "plan/plan.docx")


@dataclass(frozen=True, slots=True)
class HandIn:
    """What was received, judged as often as asked; what a paper says is worked out once."""

    plan: Prepared
    readings: list[Reading]
    memory: Memory

    def judged(self, readings: Sequence[Reading], as_of: date = AS_OF) -> Dossier:
        papers = identify_papers(self.plan, list(readings), memory=self.memory)
        return judge_papers(self.plan, papers, Shelf(), as_of, memory=self.memory)


@pytest.fixture(scope="module")
def hand_in(plan: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HandIn]:
    out: Path = tmp_path_factory.mktemp("ket-qua")
    path = out / "doichieu.db"
    with Store.open(path) as store:
        readings = read_inbox(Desk(SAMPLES / "inbox_2025", out, path, store.readings), Quiet())
        memory = Memory(store.db.conn, plan.plan, plan.registry)
        papers = identify_papers(plan, readings, memory=memory)
        judge_papers(plan, papers, Shelf(), AS_OF, memory=memory)
        memory.finish()
        yield HandIn(plan, readings, Memory(store.db.conn, plan.plan, plan.registry))


def statuses(dossier: Dossier) -> dict[str, Status]:
    return {one.obligation.id: one.status for one in dossier.judgements}


def test_no_later_day_makes_anything_pending_again(hand_in: HandIn) -> None:
    seasons = [statuses(hand_in.judged(hand_in.readings, day)) for day in DAYS]
    for earlier, later in pairwise(seasons):
        again = {
            identity: status
            for identity, status in earlier.items()
            if status is not Status.PENDING and later[identity] is Status.PENDING
        }
        assert not again
    assert Status.PENDING in seasons[0].values()
    assert Status.PENDING not in seasons[-1].values()


@FEW
@given(st.data())
def test_one_file_more_makes_no_other_agency_worse(hand_in: HandIn, data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(range(len(hand_in.readings))))
    others = [reading for number, reading in enumerate(hand_in.readings) if number != one]
    before = statuses(hand_in.judged(others))
    dossier = hand_in.judged(hand_in.readings)
    paper = next(p for p in dossier.papers if p.path == hand_in.readings[one][0].path)
    whose = {paper.sender_id, paper.issuer_id}
    whose |= {ended for body in whose for ended in ANSWERS_FOR.get(body, ())}
    for judgement in dossier.judgements:
        owed = judgement.obligation
        if owed.agency_id not in whose:
            assert RANK[judgement.status] <= RANK[before[owed.id]], (paper.path, owed.id)


@FEW
@given(st.randoms(use_true_random=False))
def test_the_order_of_files_decides_nothing(hand_in: HandIn, random: Random) -> None:
    shuffled = list(hand_in.readings)
    random.shuffle(shuffled)
    first, second = hand_in.judged(hand_in.readings), hand_in.judged(shuffled)
    assert first.judgements == second.judgements
