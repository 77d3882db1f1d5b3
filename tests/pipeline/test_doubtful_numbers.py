"""Numbers of which OCR is unsure stand for nothing: no figure, no day, no share is taken from them.

Words of the same places are kept, so that a statement still answers its task.
"""

from __future__ import annotations

import pytest

from extractors.document import Anchor, Block, Cell, Document, Kind, Table
from pipeline.papers.cite import cite
from pipeline.papers.segment import segment
from pipeline.papers.split_rows import whole_rows
from pipeline.papers.tables import read_tables
from pipeline.storage.codec import coder
from rules.document_types import DocumentTypes
from rules.model.papers import Modality, Role, Statement
from tests.factories import document, plan, report_paper

TYPES = DocumentTypes.load()
SURE, UNSURE = 91.0, 40.0
Texts = tuple[str, ...]


def table(confidence: float | None, *rows: Texts, page: int = 1) -> Block:
    cells = tuple(
        tuple(
            Cell(text, Anchor(page, table=1, row=y, column=x), confidence=confidence)
            for x, text in enumerate(row, 1)
        )
        for y, row in enumerate(rows, 1)
    )
    anchor = Anchor(page, table=1)
    return Block("", Kind.TABLE, anchor, table=Table(cells, anchor))


def said(*blocks: Block) -> list[Statement]:
    return segment(report_paper(document=document(blocks=blocks)), plan())


@pytest.mark.parametrize(
    ("confidence", "figures"), [(None, ["85%"]), (SURE, ["85%"]), (79.9, []), (UNSURE, [])]
)
def test_figures_of_a_row_and_of_a_clause(confidence: float | None, figures: list[str]) -> None:
    row = ("1", "Giải quyết hồ sơ đúng hạn", "Đã giải quyết đạt 85%")
    (one,) = said(table(confidence, ("TT", "Nhiệm vụ", "Kết quả"), row))
    assert [figure.text for figure in one.figures] == figures
    assert one.text == "Giải quyết hồ sơ đúng hạn - Đã giải quyết đạt 85%"
    text = "Đã giải quyết hồ sơ đúng hạn đạt 85%."
    (other,) = said(Block(text, Kind.PARAGRAPH, Anchor(1), confidence=confidence))
    assert [figure.text for figure in other.figures] == figures


def test_a_share_in_the_column_of_states() -> None:
    rows = (("TT", "Nhiệm vụ", "Trạng thái"), ("1", "Kiểm tra công vụ năm nay", "50%"))
    assert [one.modality for one in said(table(SURE, *rows))] == [Modality.IN_PROGRESS]
    assert [one.modality for one in said(table(UNSURE, *rows))] != [Modality.IN_PROGRESS]


@pytest.mark.parametrize(("confidence", "day"), [(SURE, "2024-02-20"), (UNSURE, "None")])
def test_the_day_of_a_paper_that_is_named(confidence: float, day: str) -> None:
    text = "Đã ban hành Kế hoạch số 15/KH-SNV ngày 20/02/2024"
    rows = (("TT", "Nhiệm vụ", "Kết quả"), ("1", "Ban hành kế hoạch năm", text))
    for block in (
        table(confidence, *rows),
        Block(text, Kind.PARAGRAPH, Anchor(1), confidence=confidence),
    ):
        report = report_paper(document=document(blocks=(block,)))
        (found,) = cite(report, segment(report, plan()), TYPES)
        assert (found.number, str(found.issued_on)) == ("15", day)


@pytest.mark.parametrize(
    ("confidence", "words"), [(SURE, "Trước 30/11/2024"), (UNSURE, "Trước ?/?/?")]
)
def test_the_deadline_of_an_agencys_own_row(confidence: float, words: str) -> None:
    rows = (
        ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Sản phẩm", "Thời gian hoàn thành"),
        ("1", "Ban hành kế hoạch cải cách", "Sở Nội vụ", "Kế hoạch", "Trước 30/11/2024"),
    )
    own = report_paper(document=document(blocks=(table(confidence, *rows),)), role=Role.PLAN)
    (task,) = read_tables([own])["r1"].tasks
    assert (task.deadlines, task.text) == ((words,), "Ban hành kế hoạch cải cách")


def test_a_row_over_two_pages_is_as_unsure_as_its_less_sure_half() -> None:
    upper = table(SURE, ("TT", "Nhiệm vụ", "Kết quả"), ("1", "Công khai", "Đã công khai"))
    lower = table(UNSURE, ("", "", "tại 15 xã"), page=2)
    (whole,) = whole_rows([upper, lower])
    assert whole.table is not None
    assert [cell.doubtful for cell in whole.table.rows[1]] == [False, False, True]


def test_how_sure_a_cell_is_is_kept() -> None:
    one = document(blocks=(table(UNSURE, ("1", "2")),))
    assert coder(Document).unpack(coder(Document).pack(one)) == one
