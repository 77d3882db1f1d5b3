from __future__ import annotations

import pytest

from extractors.document import Anchor
from pipeline.matching.matcher import Matcher
from pipeline.matching.papers import match_papers, match_statements
from rules.agencies import load
from rules.document_types import DocumentTypes
from rules.model.papers import Band
from tests import factories as make

TASKS = (
    make.task("I.3"),
    make.task(
        "I.4",
        text="Hướng dẫn thông tin, tuyên truyền để cử tri nắm được quy định về bầu trưởng bản",
        outputs=("Công văn",),
    ),
)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(make.plan(*TASKS), load(), DocumentTypes.load())


def test_a_paper_is_matched_by_its_title(matcher: Matcher) -> None:
    found = match_papers([make.paper()], matcher)
    assert [(one.document_id, one.task_id, one.band) for one in found[:1]] == [
        ("d1", "I.3", Band.SURE)
    ]
    assert found[0].statement_id == ""


def test_a_paper_without_a_title_is_matched_by_its_opening(matcher: Matcher) -> None:
    paper = make.paper(
        header=make.header(title="", doc_type="Công văn"),
        text="Hướng dẫn các huyện tuyên truyền để cử tri nắm được quy định về bầu trưởng bản",
    )
    assert match_papers([paper], matcher)[0].task_id == "I.4"


@pytest.mark.parametrize(
    ("title", "opening", "band"),
    [
        # The title in the writer's own words, the opening in those of the plan.
        (
            "vận động bà con tìm hiểu quy định bầu cử ở bản",
            "Sở hướng dẫn tuyên truyền để cử tri nắm được quy định về bầu trưởng bản.",
            Band.SURE,
        ),
        (
            "vận động bà con tìm hiểu quy định bầu cử ở bản",
            "Căn cứ Luật Thực hiện dân chủ ở cơ sở, Sở hướng dẫn tuyên truyền để cử tri nắm được "
            "quy định về bầu trưởng bản.",
            Band.SURE,
        ),
        # A legal basis says nothing of the work.
        (
            "vận động bà con tìm hiểu quy định bầu cử ở bản",
            "Căn cứ Công văn hướng dẫn tuyên truyền để cử tri nắm được quy định bầu trưởng bản;",
            Band.UNSURE,
        ),
        ("vận động bà con tìm hiểu quy định bầu cử ở bản", "Các huyện nghiên cứu.", Band.UNSURE),
    ],
)
def test_the_opening_helps_the_title(
    matcher: Matcher, title: str, opening: str, band: Band
) -> None:
    paper = make.paper(
        header=make.header(title=title, doc_type="Công văn"), text=f"{title}\n{opening}"
    )
    found = match_papers([paper], matcher)[0]
    assert (found.task_id, found.band) == ("I.4", band)


def test_what_could_not_be_read_matches_nothing(matcher: Matcher) -> None:
    assert match_papers([make.unreadable_paper()], matcher) == ()


def test_a_statement_knows_its_paper(matcher: Matcher) -> None:
    statement = make.statement(
        text="Đã tuyên truyền cho cử tri về bầu trưởng bản", section="I", document_id="r1"
    )
    found = match_statements([statement], [make.report_paper()], matcher)
    assert (found[0].task_id, found[0].band, found[0].statement_id) == (
        "I.4",
        Band.SURE,
        statement.id,
    )
    assert "đúng cơ quan chủ trì" in found[0].reasons


def test_clauses_of_one_passage_are_read_together(matcher: Matcher) -> None:
    clauses = ("Tuyên truyền cho cử tri", "quy định bầu cử ở bản")
    passage = "; ".join(clauses)
    statements = [
        make.statement(f"r1#{at}", text=text, context=passage, section="", document_id="r1")
        for at, text in enumerate(clauses)
    ]
    alone = [match_statements([one], [make.report_paper()], matcher)[0] for one in statements]
    assert Band.UNSURE in {one.band for one in alone}
    found = match_statements(statements, [make.report_paper()], matcher)
    assert {(one.task_id, one.band) for one in found if one.task_id == "I.4"} == {
        ("I.4", Band.SURE)
    }
    assert any("các ý cùng đoạn đều nói về nhiệm vụ này" in one.reasons for one in found)


def test_a_near_miss_is_kept_as_none(matcher: Matcher) -> None:
    statement = make.statement(text="Nắm tình hình trưởng bản", section="I", document_id="r1")
    found = match_statements([statement], [make.report_paper()], matcher)
    assert [one.band for one in found] != []


def test_what_is_far_from_every_task_is_left_out(matcher: Matcher) -> None:
    statement = make.statement(text="Đàn trâu 1.200 con", section="", document_id="r1")
    assert match_statements([statement], [make.report_paper()], matcher) == ()


CELL = "Tuyên truyền quy định bầu trưởng bản"
RESULT = (
    "Tổ chức 02 cuộc cho 350 lượt cán bộ đảng viên dự không có vi phạm kinh phí 12 triệu đồng từ "
    "nguồn chi thường xuyên đã quyết toán xong trước thời hạn và lưu hồ sơ"
)


@pytest.mark.parametrize(
    ("anchor", "result", "band"),
    [
        (Anchor(table=1, row=4), RESULT, Band.SURE),
        # No row: what stands before the dash is a part of the sentence.
        (Anchor(page=1, paragraph=4), RESULT, Band.UNSURE),
        # The result speaks against it.
        (Anchor(table=1, row=4), f"{RESULT} năm 2019", Band.UNSURE),
    ],
)
def test_a_task_cell_is_heard_apart_from_its_result(
    matcher: Matcher, anchor: Anchor, result: str, band: Band
) -> None:
    row = make.statement(
        text=f"{CELL} - {result}", context=f"4 | {CELL} | {result}", anchor=anchor, section=""
    )
    found = match_statements([row], [make.report_paper()], matcher)[0]
    assert (found.task_id, found.band is Band.SURE) == ("I.4", band is Band.SURE)
