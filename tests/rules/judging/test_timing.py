"""Days past and to come: what a list as of an earlier day knows, and what only time can change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.judging.known import known_by
from rules.judging.timing import ReportingYear, is_pending
from rules.model.dossier import Status
from rules.model.plan import Deadline
from tests import factories as make
from tests.rules.judging.test_judge import PLAN_Q1, Q1, REPORT_Q4, outcome, paper, says, unrelated

JULY = date(2024, 7, 1)
DAYS = st.dates(date(2023, 12, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("issued", "received", "known"),
    [
        (date(2024, 7, 1), None, True),  # of that very day
        (date(2024, 7, 2), None, False),
        (date(2024, 6, 30), date(2024, 7, 5), True),  # the day of issue decides
        (None, date(2024, 7, 5), False),  # the register says that it came in later
        (None, date(2024, 6, 5), True),
        (None, None, True),  # nothing is known: it is there
    ],
)
def test_what_was_there_by_a_day(issued: date | None, received: date | None, known: bool) -> None:
    one = make.paper(header=make.header(issued_on=issued), received_on=received)
    assert known_by([one], JULY) == (((one,), ()) if known else ((), (one,)))


def test_an_annex_is_known_when_its_paper_is() -> None:
    late = make.paper("d1", header=make.header(issued_on=date(2024, 7, 2)))
    undated = {"header": make.header(issued_on=None), "received_on": None}
    annex = make.paper("d2", parent_id="d1", **undated)
    other = make.paper("d3", **undated)
    assert known_by([late, annex, other], JULY) == ((other,), (late, annex))


def test_a_day_put_off_holds_for_continuous_work_too() -> None:
    year = ReportingYear(date(2023, 12, 1), date(2024, 11, 30), 2024)
    always = Deadline("Thường xuyên", "continuous")
    later = replace(always, due_to=date(2025, 1, 31), extended=True)
    assert not is_pending(always, year, date(2024, 12, 1))
    assert is_pending(later, year, date(2025, 1, 31))
    assert not is_pending(later, year, date(2025, 2, 1))


def test_what_is_due_next_year() -> None:
    """A plan of 2024 asks for something in the first quarter of 2025."""
    next_q1 = Deadline("Quý I/2025", "quarter", date(2025, 1, 1), date(2025, 3, 31))
    owed = replace(PLAN_Q1, deadline=next_q1)
    assert outcome(owed, unrelated(), as_of=date(2024, 12, 31)).status is Status.PENDING
    assert outcome(owed, unrelated(), as_of=date(2025, 4, 1)).status is Status.MISSING
    spring = paper(day=date(2025, 2, 20))
    assert outcome(owed, spring, as_of=date(2025, 4, 1)).status is Status.MET
    book = replace(owed, doc_type="Sổ", output="Sổ ghi chép")
    register = paper("Sổ", None, title="Sổ theo dõi năm 2025")
    assert outcome(book, register, as_of=date(2025, 4, 1)).status is Status.MET
    report = replace(REPORT_Q4, deadline=next_q1)
    said = says(day=date(2024, 12, 5))  # the report of the year before is no answer
    assert outcome(report, said, as_of=date(2025, 4, 1)).status is Status.MISSING


@settings(deadline=None, max_examples=60)
@given(DAYS, DAYS, DAYS)
def test_a_later_day_never_turns_missing_into_pending(one: date, other: date, due: date) -> None:
    earlier, later = sorted((one, other))
    owed = replace(PLAN_Q1, deadline=replace(Q1, due_from=None, due_to=due))
    before = outcome(owed, unrelated(), as_of=earlier).status
    after = outcome(owed, unrelated(), as_of=later).status
    assert (before, after) != (Status.MISSING, Status.PENDING)
    assert before in (Status.MISSING, Status.PENDING)


@settings(deadline=None, max_examples=60)
@given(DAYS, DAYS, DAYS)
def test_what_was_found_is_still_there_later(issued: date, one: date, other: date) -> None:
    """A later day knows more papers, never fewer."""
    held = [make.paper(header=make.header(issued_on=issued))]
    earlier, later = sorted((one, other))
    assert len(known_by(held, earlier)[0]) <= len(known_by(held, later)[0])
