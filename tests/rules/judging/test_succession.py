"""What a body owed that has ended is answered by its successors, with what they did after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rules import agencies
from rules.judging.timing import ReportingYear
from rules.model.dossier import Status
from rules.model.papers import Band, Period, Role
from rules.model.plan import Deadline
from tests import factories as make
from tests.rules.judging.test_judge import (
    Piece,
    World,
    outcome,
    paper,
    says,
    unreadable,
    unrelated,
)

AFTER = date(2025, 7, 15)  # departments merged on 1 March, districts ended on 30 June 2025
Q1_2025 = Deadline("Quý I/2025", "quarter", date(2025, 1, 1), date(2025, 3, 31))
INVESTMENT = make.obligation("I.3", "so-ke-hoach-va-dau-tu", deadline=Q1_2025)
FINANCE = {"sender_id": "so-tai-chinh", "issuer_id": "so-tai-chinh"}
DISTRICT = make.obligation("I.3", "ubnd-huyen-sop-cop", deadline=Q1_2025)
TAKEN_OVER = "Sở Tài chính thực hiện thay Sở Kế hoạch và Đầu tư từ 01/03/2025."
TITLE = "thực hiện dân chủ ở cơ sở năm 2025"


def given(day: date | None, **changes: object) -> Piece:
    """A plan of that day on the task."""
    return paper(day=day, title=TITLE, **changes)


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (date(2025, 2, 28), Status.NOT_RECEIVED),  # the department still existed: not its paper
        (date(2025, 3, 1), Status.MET),
        (date(2025, 3, 31), Status.MET),
        (date(2025, 4, 10), Status.LATE),
        (None, Status.NOT_RECEIVED),  # Sở Tài chính was there before: perhaps for itself
    ],
)
def test_a_successors_paper_counts_from_the_day_after_the_end(
    day: date | None, status: Status
) -> None:
    found = outcome(INVESTMENT, given(day, **FINANCE), as_of=AFTER)
    assert found.status is status
    assert found.reason.endswith(TAKEN_OVER)


def test_a_paper_of_no_day_counts_of_a_body_that_is_new() -> None:
    owed = make.obligation("I.3", "so-tai-nguyen-va-moi-truong", deadline=Q1_2025)
    new = {"sender_id": "so-nong-nghiep-va-moi-truong", "issuer_id": "so-nong-nghiep-va-moi-truong"}
    undated = given(None, received_on=None, **new)
    assert outcome(owed, undated, as_of=AFTER).status is Status.UNDATED


@pytest.mark.parametrize(
    ("piece", "status"),
    [
        (given(date(2025, 3, 20), **{**FINANCE, "doc_type": "Công văn"}), Status.WRONG_TYPE),
        (given(date(2025, 3, 20), **{**FINANCE, "band": Band.UNSURE}), Status.REVIEW),
        # The successor hands in what its predecessor had issued, and the other way round.
        (given(date(2025, 2, 20), **{**FINANCE, "issuer_id": INVESTMENT.agency_id}), Status.MET),
        (given(date(2025, 3, 20), **{**FINANCE, "sender_id": INVESTMENT.agency_id}), Status.MET),
        (given(date(2025, 3, 20), sender_id="so-y-te", issuer_id="so-y-te"), Status.NOT_RECEIVED),
    ],
)
def test_what_else_a_successor_may_send(piece: Piece, status: Status) -> None:
    assert outcome(INVESTMENT, piece, as_of=AFTER).status is status


def test_its_own_paper_needs_no_note() -> None:
    own = given(date(2025, 2, 20), sender_id=INVESTMENT.agency_id)
    found = outcome(INVESTMENT, own, as_of=AFTER)
    assert found.status is Status.MET
    assert "thực hiện thay" not in found.reason


def test_before_the_end_nobody_else_is_named() -> None:
    found = outcome(INVESTMENT, as_of=date(2025, 2, 28))
    assert found.status is Status.PENDING
    assert "thực hiện thay" not in found.reason


def test_a_day_that_is_not_certain_is_not_named() -> None:
    owed = make.obligation("I.3", "ban-dan-van-tinh-uy", deadline=Q1_2025)
    assert outcome(owed, as_of=AFTER).reason.endswith(
        "Ban Tuyên giáo và Dân vận Tỉnh ủy thực hiện thay Ban Dân vận Tỉnh ủy."
    )


def test_any_of_several_successors_answers_and_all_are_named_where_none_does() -> None:
    commune = {"sender_id": "ubnd-xa-muong-lan", "issuer_id": "ubnd-xa-muong-lan"}
    found = outcome(DISTRICT, given(date(2025, 7, 10), **commune), as_of=AFTER)
    assert (found.status, found.days_late) == (Status.LATE, 101)
    assert "UBND xã Mường Lạn thực hiện thay UBND huyện Sốp Cộp từ 01/07/2025." in found.reason
    assert outcome(DISTRICT, as_of=AFTER).reason.endswith(
        "UBND xã Sốp Cộp; UBND xã Púng Bánh; UBND xã Mường Lạn; UBND xã Mường Lèo "
        "thực hiện thay UBND huyện Sốp Cộp từ 01/07/2025."
    )


def test_a_successors_report_speaks_for_the_ended_body() -> None:
    owed = replace(INVESTMENT, output="Báo cáo", doc_type="Báo cáo")
    of_2025 = {**FINANCE, "period": Period("year", 2025)}
    assert outcome(owed, says(day=date(2025, 3, 20), **of_2025), as_of=AFTER).status is Status.MET
    before = says(day=date(2025, 2, 20), **of_2025)
    assert outcome(owed, before, as_of=AFTER).status is Status.NOT_RECEIVED


def test_a_duty_is_met_by_the_successors_report() -> None:
    owed = make.obligation(
        "", INVESTMENT.agency_id, output="report:year", doc_type="Báo cáo",
        deadline=Deadline("trước ngày 10/12/2025", "before", None, date(2025, 12, 9)),
    )  # fmt: skip
    year = date(2025, 12, 31)
    assert outcome(owed, says(day=date(2025, 12, 5), **FINANCE), as_of=year).status is Status.MET
    half = says(role=Role.REPORT_6M, day=date(2025, 6, 5), **FINANCE)
    assert outcome(owed, half, as_of=year).status is Status.NOT_RECEIVED


def test_the_required_issuer_may_have_ended_too() -> None:
    owed = make.obligation("I.3", "so-noi-vu", issuer_id=INVESTMENT.agency_id, deadline=Q1_2025)
    assert outcome(owed, given(date(2025, 3, 20), **FINANCE), as_of=AFTER).status is Status.MET
    before = given(date(2025, 2, 20), sender_id="so-noi-vu", issuer_id="so-tai-chinh")
    assert outcome(owed, before, as_of=AFTER).status is Status.WRONG_ISSUER


def test_what_cannot_be_read_of_a_successor_is_never_missing() -> None:
    own = paper("Công văn", date(2025, 1, 5), sender_id=INVESTMENT.agency_id, title="nghỉ lễ")
    broken = unreadable(sender_id="so-tai-chinh", received_on=None)
    world = World()
    own(world, make.obligation("VIII.3"))
    assert world.judge(INVESTMENT, AFTER).status is Status.MISSING
    broken(world, INVESTMENT)
    found = world.judge(INVESTMENT, AFTER)
    assert found.status is Status.UNREADABLE
    assert found.reason.startswith("Chưa thấy, nhưng có 1 tệp của cơ quan, cơ quan kế thừa không")
    assert world.judge(INVESTMENT, date(2025, 2, 28)).status is Status.PENDING


def test_a_successors_other_papers_are_not_the_ended_bodys() -> None:
    assert outcome(INVESTMENT, unrelated(), as_of=AFTER).status is Status.NOT_RECEIVED
    other = make.obligation("II.4", INVESTMENT.agency_id, deadline=Q1_2025)
    world = World(others=[other])
    given(date(2025, 3, 20), **FINANCE)(world, other)
    # It sent something for one output: the others are missing one by one.
    assert world.judge(INVESTMENT, AFTER).status is Status.MISSING


def test_whoever_took_over_from_a_successor_answers_too() -> None:
    one = make.agency("so-a", "Sở A", valid_to=date(2024, 6, 30), successors=("so-b",))
    two = make.agency(
        "so-b",
        "Sở B",
        valid_from=date(2024, 7, 1),
        valid_to=date(2025, 2, 28),
        successors=("so-c",),
    )
    registry = agencies.Registry((one, two, make.agency("so-c", "Sở C")), "Sơn La")
    assert registry.successor("so-a", date(2024, 8, 1)) == ("so-b",)
    assert registry.successor("so-a", date(2025, 3, 1)) == ("so-c",)
    assert registry.predecessors("so-c") == {
        "so-b": date(2025, 3, 1),
        "so-a": date(2025, 3, 1),
    }


GROUP = replace(
    make.obligation("I.3", "ubnd-cap-xa", deadline=Q1_2025),
    members=("ubnd-xa-sam-kha-sop-cop", "ubnd-xa-pung-banh-sop-cop", "ubnd-xa-muong-leo-sop-cop"),
)


@pytest.mark.parametrize(
    ("who", "day", "heard"),
    [
        ("ubnd-xa-sam-kha-sop-cop", date(2025, 3, 20), 1),
        ("ubnd-xa-pung-banh", date(2025, 7, 10), 2),  # took over Sam Kha and Púng Bánh
        ("ubnd-xa-muong-leo", date(2025, 7, 10), 1),
        ("ubnd-xa-sop-cop", date(2025, 7, 10), 0),
    ],
)
def test_members_of_a_group_are_heard_through_their_successors(
    who: str, day: date, heard: int
) -> None:
    found = outcome(GROUP, given(day, sender_id=who, issuer_id=who), as_of=AFTER)
    assert len(found.heard_from) == heard
    assert f"Đã nhận được của {heard}/3 đơn vị trong nhóm." in found.reason


def test_the_year_of_the_samples_is_not_touched() -> None:
    assert ReportingYear(date(2023, 12, 1), date(2024, 11, 30), 2024).end < date(2025, 2, 28)
    owed = replace(INVESTMENT, deadline=Deadline("Quý I/2024", "quarter", None, date(2024, 3, 31)))
    finance = paper(day=date(2024, 3, 20), **FINANCE)
    found = outcome(owed, finance, as_of=date(2024, 12, 20))
    assert found.status is Status.NOT_RECEIVED
    assert found.reason == "Cơ quan chưa gửi tài liệu nào."
