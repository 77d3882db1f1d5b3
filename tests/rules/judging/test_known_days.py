from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rules.catalogue import CHECKS
from rules.judging.known import without_coming_days
from tests import factories as make

TODAY = date(2024, 12, 20)


@pytest.mark.parametrize(
    ("day", "kept"),
    [
        (date(2024, 12, 20), date(2024, 12, 20)),
        (date(2024, 12, 21), None),
        (date(2042, 2, 20), None),  # 2024 mistyped
        (None, None),
    ],
)
def test_a_day_still_to_come_is_no_day(day: date | None, kept: date | None) -> None:
    paper = make.paper(header=make.header(issued_on=day))
    (found,) = without_coming_days([paper], TODAY)
    assert found.header.issued_on == kept
    assert found.header.impossible_day == (day if day != kept else None)


def test_it_is_told_with_the_day_that_is_printed() -> None:
    paper = make.paper(header=make.header(issued_on=date(2042, 2, 20)))
    papers = without_coming_days([paper], TODAY)
    (problem,) = CHECKS["no-date"](replace(make.dossier(), papers=papers))
    assert "ghi ngày 20/02/2042, là ngày chưa tới" in problem.message
