"""What a picture says unsurely of a report's time is not held against it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from extractors.document import Anchor, Block, Document, Kind
from pipeline.papers.sure_period import with_doubt
from rules.judging.timing import ReportingYear, is_of_period
from rules.model.papers import Period, Role
from tests import factories as make

TITLE = "Kết quả công tác cải cách hành chính quý II năm 2024"
QUARTER = Period("quarter", 2024, 2)


def scan(*lines: tuple[str, float]) -> Document:
    blocks = tuple(
        Block(text, Kind.PARAGRAPH, Anchor(page=1, paragraph=at), confidence=sure)
        for at, (text, sure) in enumerate(lines, 1)
    )
    return make.document(format="pdf", blocks=blocks, pages_ocr=1)


@pytest.mark.parametrize(
    ("lines", "doubtful"),
    [
        ([(TITLE, 91.0)], False),
        ([(TITLE, 40.0)], True),
        # The title runs over two lines; the number stands in the unsure one.
        ([("Kết quả công tác cải cách hành chính", 93.0), ("quý II năm 2024", 40.0)], True),
        ([("Kết quả công tác cải cách hành chính", 40.0), ("quý II năm 2024", 93.0)], False),
        # Another line is unsure, and says nothing of the time.
        ([(TITLE, 91.0), ("Đã tiếp 215 lượt công dân", 40.0)], False),
        # The opening says the same surely.
        ([(TITLE, 40.0), ("Sở báo cáo kết quả quý II năm 2024 như sau", 92.0)], False),
    ],
)
def test_a_period_is_as_sure_as_its_numbers(lines: list[tuple[str, float]], doubtful: bool) -> None:
    found = with_doubt(QUARTER, make.header(title=TITLE), scan(*lines))
    assert found == replace(QUARTER, doubtful=doubtful)


def test_a_digital_report_is_sure() -> None:
    assert with_doubt(QUARTER, make.header(title=TITLE), make.document(TITLE)) == QUARTER


def test_a_doubtful_quarter_may_be_any() -> None:
    asked = make.deadline(kind="recurring")
    year = ReportingYear(date(2024, 1, 1), date(2025, 2, 28), 2024)
    header = make.header(issued_on=date(2024, 4, 5), doc_type="Báo cáo")
    told = make.paper(header=header, role=Role.EVIDENCE, period=QUARTER)
    assert not is_of_period(told, asked, year)
    assert is_of_period(replace(told, period=replace(QUARTER, doubtful=True)), asked, year)
