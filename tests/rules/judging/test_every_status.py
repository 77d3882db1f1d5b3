"""The order of DESIGN, section 6, as a table: what decides where two or more are found."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest

from rules.judging.judge import ORDER
from rules.model.dossier import Status
from rules.model.papers import Band, Modality, Role
from tests import factories as make
from tests.rules.judging.test_judge import (
    AS_OF,
    LADDER,
    PLAN_Q1,
    Q1,
    REPORT_Q4,
    Piece,
    outcome,
    paper,
    says,
    unreadable,
    unrelated,
)

# Two ways to each status, by hand: as a paper of the owed kind, and as another case of the same.
OTHERS = [
    (paper("Quyết định", title="ban hành Kế hoạch năm 2024"), Status.MET),
    (paper(day=date(2024, 12, 30)), Status.LATE),
    (paper("Quyết định", None, title="ban hành Kế hoạch năm 2024"), Status.UNDATED),
    (paper(issuer_id="so-y-te"), Status.WRONG_ISSUER),
    (paper("Thông báo"), Status.WRONG_TYPE),
    (says(cites=True, role=Role.REPORT_6M, day=date(2024, 6, 5)), Status.CITED),
    (says(Modality.NOT_DONE, role=Role.REPORT_6M, day=date(2024, 6, 5)), Status.NOT_DONE),
    (says(cites=True, band=Band.UNSURE), Status.REVIEW),
    (unreadable(read_status="partial"), Status.UNREADABLE),
    (unrelated(), Status.MISSING),
]


def test_the_order_is_that_of_the_design() -> None:
    assert [status.value for status in ORDER] == [
        *("met", "late", "undated", "wrong_issuer", "wrong_type", "cited", "not_done", "review")
    ]
    assert [status for _, status in LADDER] == [*ORDER, Status.UNREADABLE, Status.MISSING]
    assert [status for _, status in OTHERS] == [status for _, status in LADDER]


@pytest.mark.parametrize(("piece", "status"), OTHERS, ids=[s.value for _, s in OTHERS])
def test_another_case_of_each_status(piece: Piece, status: Status) -> None:
    assert outcome(PLAN_Q1, piece).status is status


PAIRS = list(combinations(range(len(LADDER)), 2))


@pytest.mark.parametrize(
    ("better", "worse"), PAIRS, ids=[f"{LADDER[a][1]}-{LADDER[b][1]}" for a, b in PAIRS]
)
def test_the_better_of_any_two_decides(better: int, worse: int) -> None:
    status = LADDER[better][1]
    for first in (LADDER[better][0], OTHERS[better][0]):
        for second in (LADDER[worse][0], OTHERS[worse][0]):
            assert outcome(PLAN_Q1, first, second).status is status
            assert outcome(PLAN_Q1, second, first).status is status


def test_of_all_together_the_best_decides() -> None:
    for place in range(len(LADDER)):
        pieces = [piece for piece, _ in LADDER[place:]]
        assert outcome(PLAN_Q1, *reversed(pieces)).status is LADDER[place][1]


@pytest.mark.parametrize(
    ("pieces", "status", "via"),
    [
        # Of two that are late the one that is less late; of two in time a paper of its own.
        ((paper(day=date(2024, 5, 1)), paper(day=date(2024, 4, 2))), Status.LATE, "document"),
        (
            (says(), paper("Báo cáo", date(2024, 12, 10), title="kết quả năm 2024")),
            Status.MET,
            "document",
        ),
        ((says(),), Status.MET, "embedded"),
    ],
)
def test_of_two_alike(pieces: tuple[Piece, ...], status: Status, via: str) -> None:
    owed = PLAN_Q1 if status is Status.LATE else REPORT_Q4
    for order in (pieces, pieces[::-1]):
        found = outcome(owed, *order, as_of=date(2025, 1, 15))
        assert (found.status, found.via) == (status, via)
        assert found.days_late in (None, 2)


GROUP = make.obligation(
    "I.3", "ubnd-cap-xa", deadline=Q1, members=("ubnd-xa-a", "ubnd-xa-b", "ubnd-xa-c")
)


def of(member: str, day: date | None = date(2024, 2, 20), **changes: object) -> Piece:
    """A commune's plan."""
    sender = changes.pop("sender", member)
    return paper(day=day, sender_id=sender, issuer_id=member, **changes)


@pytest.mark.parametrize(
    ("pieces", "status", "heard"),
    [
        ((), Status.NOT_RECEIVED, 0),
        ((of("ubnd-xa-a"),), Status.MET, 1),
        ((of("ubnd-xa-a"), of("ubnd-xa-b", date(2024, 4, 5))), Status.MET, 2),
        ((of("ubnd-xa-a", date(2024, 4, 5)), of("ubnd-xa-b", date(2024, 4, 9))), Status.LATE, 2),
        ((of("ubnd-xa-a"), of("ubnd-xa-a", date(2024, 3, 5))), Status.MET, 1),  # the same twice
        ((of("ubnd-xa-x"),), Status.NOT_RECEIVED, 0),  # not of the group
        ((of("ubnd-xa-a", doc_type="Công văn"),), Status.WRONG_TYPE, 1),
        ((of("ubnd-xa-a", band=Band.UNSURE),), Status.REVIEW, 1),
        ((unreadable(sender_id="ubnd-xa-b"),), Status.UNREADABLE, 0),
        # A commune's paper on something else, in the folder of its district: heard of, not silent.
        ((of("ubnd-xa-a", band=Band.NONE, sender="ubnd-huyen-a"),), Status.MISSING, 0),
        ((of("ubnd-xa-c"), unreadable(sender_id="ubnd-xa-b")), Status.MET, 1),
    ],
)
def test_a_group_that_owes_as_one(pieces: tuple[Piece, ...], status: Status, heard: int) -> None:
    found = outcome(GROUP, *pieces)
    assert (found.status, len(found.heard_from)) == (status, heard)
    assert f"Đã nhận được của {heard}/3 đơn vị trong nhóm." in found.reason


def test_a_letter_of_another_agency_is_nothing_of_the_groups() -> None:
    world = outcome(GROUP, paper(), as_of=AS_OF)
    assert (world.status, world.heard_from) == (Status.NOT_RECEIVED, ())
