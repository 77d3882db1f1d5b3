"""Papers with the frame of a task and another object, beside those that are about the task."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.matching.matcher import Matcher
from pipeline.matching.query import Candidate, Query
from pipeline.matching.titles import Opening, read_titles
from pipeline.plans.plan import load_plan
from rules.agencies import load
from rules.document_types import DocumentTypes
from rules.model.papers import Band

PLAN = Path(__file__).parents[3] / "samples/plan/plan.docx"


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(load_plan(PLAN), load(), DocumentTypes.load())


def best(matcher: Matcher, text: str, agency: str, doc_type: str = "") -> Candidate:
    kind = "document" if doc_type else "statement"
    return matcher.match([Query(text, agency=agency, doc_type=doc_type, kind=kind)])[0][0]


@pytest.mark.parametrize(
    ("text", "agency", "doc_type", "task"),
    [
        (
            "QUY CHẾ Phối hợp giữa các cơ quan trong quản lý, sử dụng tài sản công",
            "Sở Tài chính",
            "Quyết định",
            "I.5",
        ),
        ("Đã ban hành quy chế phối hợp trong công tác quản lý thị trường", "", "", "I.5"),
        (
            "KẾ HOẠCH Nâng cấp Trang thông tin điện tử của Sở Tư pháp",
            "Sở Tư pháp",
            "Kế hoạch",
            "II.1",
        ),
        ("KẾ HOẠCH Khảo sát sự hài lòng của nhân viên y tế", "Sở Y tế", "Kế hoạch", "IV.7"),
    ],
)
def test_the_frame_alone_is_not_sure(
    matcher: Matcher, text: str, agency: str, doc_type: str, task: str
) -> None:
    found = best(matcher, text, agency, doc_type)
    assert (found.task_id, found.band) == (task, Band.UNSURE)
    assert found.held_back
    assert any("nhiệm vụ" in reason for reason in found.reasons)


@pytest.mark.parametrize(
    ("text", "agency", "doc_type", "task"),
    [
        # The object in the plan's words.
        (
            "QUY CHẾ Phối hợp giữa các cơ quan trong hoạt động cứu trợ",
            "Sở Tài chính",
            "Quyết định",
            "I.5",
        ),
        # In other words for it, and with much else said.
        (
            "Đã ban hành quy chế phối hợp giữa các ngành, đoàn thể khi quyên góp cho đồng bào bị "
            "thiệt hại",
            "Sở Tài chính",
            "",
            "I.5",
        ),
        # By its abbreviation.
        (
            "KẾ HOẠCH Vận hành, nâng cấp Trang thông tin điện tử PBGDPL",
            "Sở Tư pháp",
            "Kế hoạch",
            "II.1",
        ),
        (
            "KẾ HOẠCH Khảo sát sự hài lòng của người bệnh về thái độ của nhân viên y tế",
            "Sở Y tế",
            "Kế hoạch",
            "IV.7",
        ),
    ],
)
def test_the_object_in_any_words_is_sure(
    matcher: Matcher, text: str, agency: str, doc_type: str, task: str
) -> None:
    found = best(matcher, text, agency, doc_type)
    assert (found.task_id, found.band) == (task, Band.SURE)


def test_the_object_may_stand_around_the_text(matcher: Matcher) -> None:
    text = "Ban hành quy chế phối hợp giữa các ngành trong quản lý thị trường xăng dầu"
    context = f"Về công tác cứu trợ: {text}"
    alone, inside = matcher.match(
        [Query(text, agency="Sở Tài chính"), Query(text, context, agency="Sở Tài chính")]
    )
    assert (alone[0].band, inside[0].band) == (Band.UNSURE, Band.SURE)


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("Tuyên truyền an toàn giao thông nông thôn tại 40 bản", Band.UNSURE),
        ("Tập huấn kỹ năng lái xe an toàn trên đường giao thông nông thôn", Band.UNSURE),
        # Other work again, but most of what is said is the task.
        (
            "Thẩm định thiết kế đường giao thông nông thôn thuộc các Chương trình mục tiêu quốc "
            "gia",
            Band.SURE,
        ),
    ],
)
def test_other_work_on_something_else_is_not_sure(matcher: Matcher, text: str, band: Band) -> None:
    found = best(matcher, text, "Sở Giao thông vận tải")
    assert (found.task_id, found.band) == ("VI.8", band)


@pytest.mark.parametrize(("whom", "band"), [("thanh niên", Band.UNSURE), ("nhân dân", Band.SURE)])
def test_an_opening_does_not_outweigh_what_the_title_ends_with(
    matcher: Matcher, whom: str, band: Band
) -> None:
    title = f"Kế hoạch Đối thoại với {whom} năm 2024"
    query = Query(title, sender_id="so-noi-vu", doc_type="Kế hoạch", kind="document")
    opening = f"Tổ chức đối thoại giữa Chủ tịch UBND tỉnh với {whom}."
    found = read_titles([Opening(query, opening)], matcher)[0][0]
    assert (found.task_id, found.band) == ("III.2", band)
