"""What must hold whatever comes in: no paper harms another agency, and no order of files counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.counting import Due, class_of, classes
from rules.judging.judge import ORDER
from rules.model.dossier import Judgement, Status
from rules.model.papers import Band, Modality, Role
from rules.model.plan import Obligation
from tests import factories as make
from tests.rules.judging.test_judge import Q1, Q4, Piece, World, paper, says, unreadable

OURS, THEIRS = "so-noi-vu", "ubnd-huyen-moc-chau"
OWED = (
    make.obligation("I.3", OURS, deadline=Q1),
    make.obligation("I.3", OURS, 2, output="Báo cáo", doc_type="Báo cáo", deadline=Q4),
    make.obligation("II.4", OURS, deadline=Q1, issuer_id="ubnd-tinh"),
    make.obligation("II.4", THEIRS, deadline=Q1, issuer_id="ubnd-tinh"),
    make.obligation("I.3", THEIRS, deadline=Q1),
)
JUDGED_ON = date(2025, 1, 15)
# Nothing found at all is as bad whether the agency has sent other things or nothing.
RANK = {
    **{status: rank for rank, status in enumerate(ORDER)},
    Status.UNREADABLE: 8,
    Status.MISSING: 9,
    Status.NOT_RECEIVED: 9,
}

Kind = Callable[[str], Piece]
KINDS: tuple[Kind, ...] = (
    lambda who: paper(sender_id=who, issuer_id=who),
    lambda who: paper(day=date(2024, 4, 20), sender_id=who, issuer_id=who),
    lambda who: paper(day=None, sender_id=who, issuer_id=who),
    lambda who: paper("Công văn", sender_id=who, issuer_id=who),
    lambda who: paper(band=Band.UNSURE, sender_id=who, issuer_id=who),
    lambda who: paper(sender_id=who, issuer_id="ubnd-tinh"),
    lambda who: paper("Báo cáo", date(2024, 12, 3), sender_id=who, issuer_id=who),
    lambda who: paper("Công văn", role=Role.EXPLANATION, sender_id=who, issuer_id=who),
    lambda who: says(sender_id=who, issuer_id=who),
    lambda who: says(Modality.NOT_DONE, sender_id=who, issuer_id=who),
    lambda who: says(cites=True, sender_id=who, issuer_id=who),
    lambda who: says(cites=True, band=Band.UNSURE, sender_id=who, issuer_id=who),
    lambda who: unreadable(sender_id=who),
)
PIECES = st.lists(
    st.tuples(st.sampled_from(KINDS), st.sampled_from((OURS, THEIRS)), st.sampled_from(OWED)),
    max_size=6,
)


def world_of(pieces: list[tuple[Kind, str, Obligation]]) -> World:
    world = World(others=list(OWED))
    for kind, who, owed in pieces:
        kind(who)(world, owed)
    return world


def judged(world: World) -> list[Judgement]:
    return [world.judge(owed, JUDGED_ON) for owed in OWED]


@given(PIECES, st.sampled_from(KINDS), st.sampled_from(OWED))
@settings(max_examples=30, deadline=None)
def test_a_paper_never_makes_another_agency_worse(
    pieces: list[tuple[Kind, str, Obligation]], kind: Kind, owed: Obligation
) -> None:
    world = world_of(pieces)
    before = judged(world)
    kind(THEIRS)(world, owed)
    for was, now in zip(before, judged(world), strict=True):
        if was.obligation.agency_id == OURS:
            assert RANK[now.status] <= RANK[was.status]


@given(PIECES, st.sampled_from(KINDS), st.sampled_from(OWED))
@settings(max_examples=30, deadline=None)
def test_evidence_never_makes_its_own_agency_worse(
    pieces: list[tuple[Kind, str, Obligation]], kind: Kind, owed: Obligation
) -> None:
    world = world_of(pieces)
    before = judged(world)
    kind(OURS)(world, owed)
    for was, now in zip(before, judged(world), strict=True):
        assert RANK[now.status] <= RANK[was.status]


@given(PIECES, st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_the_order_of_files_does_not_matter(
    pieces: list[tuple[Kind, str, Obligation]], random: Random
) -> None:
    world = world_of(pieces)
    before = judged(world)
    random.shuffle(world.papers)
    random.shuffle(world.others)
    place = {one.id: at for at, one in enumerate(world.papers)}
    for said in (world.statements, world.matches, world.citations):
        said.sort(key=lambda one: place[one.document_id])  # type: ignore[attr-defined]
    assert judged(world) == before


@given(PIECES, st.dates(date(2023, 12, 1), date(2025, 7, 15)), st.integers(0, 400))
@settings(max_examples=30, deadline=None)
def test_a_later_day_never_makes_anything_pending_again(
    pieces: list[tuple[Kind, str, Obligation]], day: date, days: int
) -> None:
    world = world_of(pieces)
    for owed in OWED:
        if world.judge(owed, day).status is not Status.PENDING:
            assert world.judge(owed, day + timedelta(days)).status is not Status.PENDING


@given(PIECES)
@settings(max_examples=30, deadline=None)
def test_nothing_is_missing_of_an_agency_whose_file_was_not_read(
    pieces: list[tuple[Kind, str, Obligation]],
) -> None:
    world = world_of(pieces)
    unreadable(sender_id=OURS)(world, OWED[0])
    ours = [one for one in judged(world) if one.obligation.agency_id == OURS]
    assert not {one.status for one in ours} & {Status.MISSING, Status.NOT_RECEIVED}


def test_what_could_not_be_concluded_is_never_counted_as_missing() -> None:
    missing = {class_of(Status.MISSING, Due.PASSED), class_of(Status.NOT_RECEIVED, Due.PASSED)}
    open_ones = (Status.REVIEW, Status.UNREADABLE, Status.DEADLINE_UNKNOWN)
    for status in open_ones:
        for due in Due:
            counted = class_of(status, due)
            assert counted not in missing
            assert not classes()[counted].in_rates
