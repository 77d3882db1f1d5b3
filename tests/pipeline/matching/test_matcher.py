"""The matcher as a whole, over a small plan of tasks that are easily taken for one another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.matching.matcher import Matcher
from pipeline.matching.query import Candidate, Query
from rules.agencies import load
from rules.document_types import DocumentTypes
from rules.model.papers import Band
from tests import factories as make

DEPARTMENTS = ("Các sở, ban, ngành", "UBND cấp huyện")
TASKS = (
    make.task("I.3"),
    make.task(
        "II.5",
        text="Tổ chức điều tra, rà soát hộ nghèo; công khai danh sách hộ nghèo, hộ cận nghèo",
        outputs=("Báo cáo",),
        leads=("UBND cấp huyện",),
        coordinating=(),
    ),
    make.task(
        "II.6",
        text="Hướng dẫn, đôn đốc các cấp công khai ngân sách nhà nước theo biểu mẫu",
        outputs=("Công văn", "Báo cáo"),
        leads=("Sở Tài chính",),
        coordinating=("UBND cấp huyện",),
    ),
    make.task(
        "III.6",
        text="Thực hiện tốt công tác tiếp công dân, giải quyết tố cáo có dấu hiệu tham nhũng",
        outputs=("Báo cáo",),
        leads=("Thanh tra tỉnh",),
        coordinating=("Các cơ quan, đơn vị, địa phương có liên quan",),
    ),
    make.task(
        "IV.3",
        text="Thực hiện tốt công tác tiếp công dân, giải quyết tố cáo có dấu hiệu tham nhũng lĩnh "
        "vực tài nguyên và môi trường",
        outputs=("Sổ theo dõi tiếp công dân", "Báo cáo"),
        leads=("Sở Tài nguyên và Môi trường",),
        coordinating=DEPARTMENTS,
    ),
    make.task(
        "IV.12",
        text="Thực hiện tốt công tác tiếp công dân, giải quyết tố cáo có dấu hiệu tham nhũng",
        outputs=("Sổ theo dõi tiếp công dân", "Báo cáo kết quả"),
        leads=DEPARTMENTS,
        coordinating=("Thanh tra tỉnh",),
    ),
    make.task(
        "V.8",
        text="Rà soát, cắt giảm thời gian giải quyết thủ tục cấp Giấy chứng nhận quyền sử dụng đất",
        outputs=("Báo cáo",),
        leads=("Sở Tài nguyên và Môi trường",),
        coordinating=("UBND cấp huyện",),
    ),
    make.task(
        "IV.10",
        text="Phê duyệt kế hoạch tuyển dụng viên chức, công chức cấp xã; đăng tải kết quả",
        outputs=("Quyết định phê duyệt Kế hoạch tuyển dụng",),
        leads=("Sở Nội vụ",),
        coordinating=(),
    ),
    make.task(
        "IV.11",
        text="Thanh tra, kiểm tra công tác tuyển dụng công chức cấp xã",
        outputs=("Kế hoạch", "Báo cáo"),
        leads=("Sở Nội vụ",),
        coordinating=(),
    ),
    make.task(
        "IV.9",
        text="Xây dựng quy định mức học phí giáo dục mầm non, phổ thông năm học 2024 - 2025",
        outputs=("Nghị quyết HĐND tỉnh",),
        leads=("Sở Giáo dục và Đào tạo",),
        coordinating=(),
    ),
)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(make.plan(*TASKS), load(), DocumentTypes.load())


def best(matcher: Matcher, text: str, **known: Any) -> Candidate | None:
    found = matcher.match([Query(text, **known)])[0]
    return found[0] if found else None


@pytest.mark.parametrize(
    ("text", "agency", "section", "task"),
    [
        (
            "Đã bình xét hộ nghèo, niêm yết danh sách ở nhà văn hóa",
            "UBND huyện Vân Hồ",
            "II",
            "II.5",
        ),
        (
            "da ra soat ho ngheo, cong khai danh sach ho can ngheo",
            "UBND huyen Van Ho",
            "II",
            "II.5",
        ),
        ("Rút ngắn 5 ngày làm sổ đỏ cho bà con", "Sở TN&MT", "V", "V.8"),
        ("Công khai dự toán, quyết toán NSNN đúng biểu mẫu", "Sở Tài chính", "II", "II.6"),
        ("Tiếp CD, giải quyết đơn tố cáo có dấu hiệu TN", "Sở Công Thương", "IV", "IV.12"),
        ("Tiếp công dân, giải quyết tố cáo tham nhũng", "Thanh tra tỉnh", "III", "III.6"),
        (
            "Tiêp công dân, giái quyêt tô cáo có dâu hiêu tham nhũng",
            "Thanh tra tỉnh",
            "III",
            "III.6",
        ),
    ],
)
def test_surely_speaks_of(
    matcher: Matcher, text: str, agency: str, section: str, task: str
) -> None:
    found = best(matcher, text, agency=agency, section=section)
    assert found is not None
    assert (found.task_id, found.band) == (task, Band.SURE)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Kính gửi: Ủy ban nhân dân tỉnh", {}),
        ("Trồng mới 200 ha rừng phòng hộ", {"agency": "UBND huyện Vân Hồ", "section": "II"}),
        ("Công tác tiếp công dân có nơi, có lúc còn hạn chế", {"agency": "Sở Công Thương"}),
        (
            "NGHỊ QUYẾT Quy định mức học phí năm học 2022 - 2023",
            {"agency": "HĐND tỉnh", "doc_type": "Nghị quyết", "kind": "document"},
        ),
        (
            "BÁO CÁO Kết quả rà soát hộ nghèo năm 2023",
            {
                "agency": "UBND huyện Vân Hồ",
                "doc_type": "Báo cáo",
                "kind": "document",
                "date": date(2023, 11, 20),
            },
        ),
        (
            "BÁO CÁO Kết quả rà soát hộ nghèo trên địa bàn tỉnh Lai Châu",
            {"agency": "UBND tỉnh Lai Châu", "doc_type": "Báo cáo", "kind": "document"},
        ),
        (
            "GIẤY MỜI Dự hội nghị công khai ngân sách nhà nước",
            {"agency": "Sở Tài chính", "doc_type": "Giấy mời", "kind": "document"},
        ),
        (
            "KẾ HOẠCH cải thiện Chỉ số PAPI năm 2024",
            {"agency": "Sở Nội vụ", "doc_type": "Kế hoạch", "kind": "document"},
        ),
    ],
)
def test_is_sure_of_no_task(matcher: Matcher, text: str, known: dict[str, Any]) -> None:
    found = matcher.match([Query(text, **known)])[0]
    assert not [one for one in found if one.band is Band.SURE]


def test_siblings_that_nothing_tells_apart_share(matcher: Matcher) -> None:
    text = "Tiếp công dân, giải quyết tố cáo có dấu hiệu tham nhũng"
    found = best(matcher, text, agency="Sở Tài nguyên và Môi trường")
    assert found is not None
    assert {found.task_id, *found.shared_with} == {"IV.3", "IV.12"}


def test_words_of_one_sibling_decide(matcher: Matcher) -> None:
    text = "Tiếp công dân, giải quyết tố cáo tham nhũng lĩnh vực tài nguyên và môi trường"
    found = best(matcher, text, agency="Sở Tài nguyên và Môi trường")
    assert found is not None
    assert (found.task_id, found.band, found.shared_with) == ("IV.3", Band.SURE, ())


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("Qua kiểm tra công tác tuyển dụng viên chức tại 07 đơn vị không có sai phạm", "IV.11"),
        ("Đã phê duyệt kế hoạch tuyển dụng công chức cho 05 huyện", "IV.10"),
    ],
)
def test_the_verb_of_work_tells_siblings_apart(matcher: Matcher, text: str, task: str) -> None:
    found = matcher.match([Query(text, agency="Sở Nội vụ", section="IV")])[0]
    assert (found[0].task_id, found[0].band) == (task, Band.SURE)
    assert [one.task_id for one in found if one.band is Band.SURE] == [task]


def test_an_own_name_in_a_title_is_no_content(matcher: Matcher) -> None:
    found = best(
        matcher,
        "Sổ TIẾP CÔNG DÂN NĂM 2024 Sở Tài nguyên và Môi trường",
        sender_id="so-tai-nguyen-va-moi-truong",
        doc_type="Sổ",
        kind="document",
    )
    assert found is not None
    assert found.band is Band.SURE
    assert {found.task_id, *found.shared_with} == {"IV.3", "IV.12"}


@pytest.mark.parametrize(
    "known",
    [
        {"text": "KẾ HOẠCH triển khai Luật Thực hiện dân chủ ở cơ sở năm 2025"},
        {"text": "KẾ HOẠCH triển khai Luật Thực hiện dân chủ ở cơ sở năm 2023"},
        {
            "text": "KẾ HOẠCH triển khai Luật Thực hiện dân chủ ở cơ sở năm 2024",
            "agency": "SỞ NỘI VỤ TỈNH HÒA BÌNH",
        },
    ],
)
def test_what_is_of_another_year_or_province_needs_no_clerk(
    matcher: Matcher, known: dict[str, Any]
) -> None:
    asked = {"agency": "Sở Nội vụ", "doc_type": "Kế hoạch", "kind": "document", **known}
    assert {one.band for one in matcher.match([Query(**asked)])[0]} <= {Band.NONE}


def test_a_year_in_an_opening_is_left_to_a_clerk(matcher: Matcher) -> None:
    text = "Tiếp tục triển khai Luật Thực hiện dân chủ ở cơ sở theo Kế hoạch năm 2023"
    found = best(matcher, text, agency="Sở Nội vụ", kind="document", titled=False)
    assert found is not None
    assert found.band is Band.UNSURE


def test_an_own_task_under_another_heading(matcher: Matcher) -> None:
    text = "Đã ban hành kế hoạch triển khai Luật Thực hiện dân chủ ở cơ sở"
    found = best(matcher, text, agency="Sở Nội vụ", section="V")
    assert found is not None
    assert (found.task_id, found.band) == ("I.3", Band.SURE)


@given(
    st.lists(
        st.builds(
            Query,
            text=st.text(),
            context=st.text(),
            agency=st.text(),
            doc_type=st.sampled_from(["", "Kế hoạch", "?"]),
            section=st.sampled_from(["", "IV", "XX"]),
            kind=st.sampled_from(["statement", "document"]),
            task_hint=st.sampled_from(["", "II.6", "XX.1"]),
        )
    )
)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_text_has_an_answer(matcher: Matcher, queries: list[Query]) -> None:
    found = matcher.match(queries)
    assert len(found) == len(queries)
    assert all(len(candidates) <= 3 for candidates in found)
    assert all(0 <= one.score <= 1 for candidates in found for one in candidates)


def test_two_tasks_in_one_text(matcher: Matcher) -> None:
    text = (
        "Huyện rà soát hộ nghèo, niêm yết danh sách hộ cận nghèo; "
        "công khai ngân sách nhà nước theo biểu mẫu"
    )
    found = matcher.match([Query(text, agency="UBND huyện Vân Hồ", section="II")])[0]
    assert {one.task_id for one in found if one.band is Band.SURE} == {"II.5", "II.6"}


def test_a_printed_number_decides(matcher: Matcher) -> None:
    found = best(matcher, "Đã hoàn thành", agency="Sở Tài chính", task_hint="II.6")
    assert found is not None
    assert (found.task_id, found.band) == ("II.6", Band.SURE)


@pytest.mark.parametrize(
    ("text", "hint", "task"),
    [
        # The sixth row under their own heading II is not the plan's II.6.
        ("Rà soát hộ nghèo, công khai danh sách hộ cận nghèo", "II.6", "II.5"),
        ("Công khai ngân sách", "II.6", "II.6"),
        # Tasks that say nearly the same: the number tells.
        ("Tiếp công dân, giải quyết tố cáo có dấu hiệu tham nhũng", "IV.12", "IV.12"),
    ],
)
def test_a_printed_number_counts_unless_other_work_is_named(
    matcher: Matcher, text: str, hint: str, task: str
) -> None:
    found = best(matcher, text, agency="UBND huyện Vân Hồ", task_hint=hint)
    assert found is not None
    assert found.task_id == task
    named = any(f"nhiệm vụ {hint}" in reason for reason in found.reasons)
    assert named is (hint == task)


def test_the_sender_counts_beside_the_issuer(matcher: Matcher) -> None:
    text = "NGHỊ QUYẾT Quy định mức học phí giáo dục mầm non năm học 2024 - 2025"
    found = best(
        matcher, text, agency="HĐND tỉnh", sender_id="so-giao-duc-va-dao-tao",
        doc_type="Nghị quyết", kind="document",
    )  # fmt: skip
    assert found is not None
    assert found.task_id == "IV.9"
    assert "đúng cơ quan chủ trì" in found.reasons


def test_the_paragraph_helps_its_clause(matcher: Matcher) -> None:
    clause = "niêm yết ở 99 bản trong 7 ngày"
    paragraph = f"Rà soát hộ nghèo, hộ cận nghèo cuối năm; {clause}"
    alone = best(matcher, clause, agency="UBND huyện Vân Hồ")
    inside = best(matcher, clause, context=paragraph, agency="UBND huyện Vân Hồ")
    assert inside is not None
    assert inside.task_id == "II.5"
    assert alone is None or alone.score < inside.score


def test_reasons_are_words_of_a_clerk(matcher: Matcher) -> None:
    found = best(matcher, "Rút ngắn 5 ngày làm sổ đỏ", agency="Sở TN&MT", section="V")
    assert found is not None
    assert "cùng nghĩa: cắt giảm thời gian, giấy chứng nhận quyền sử dụng đất" in found.reasons
    assert "đúng cơ quan chủ trì" in found.reasons
    assert "đúng nội dung V" in found.reasons


def test_an_empty_plan_matches_nothing() -> None:
    empty = Matcher(replace(make.plan(), tasks=(), text=""), load(), DocumentTypes.load())
    assert empty.match([Query("Rà soát hộ nghèo")]) == [[]]


def test_unexplained_answers_are_the_same_without_reasons(matcher: Matcher) -> None:
    query = Query("Rà soát hộ nghèo; công khai ngân sách nhà nước", agency="Sở Tài chính")
    explained = matcher.match([query])[0]
    assert any(one.reasons for one in explained)
    assert matcher.match([query], explain=False)[0] == [
        replace(one, reasons=()) for one in explained
    ]


def test_what_is_farther_than_asked_for_is_not_answered(matcher: Matcher) -> None:
    near = Query("Công khai dự toán ngân sách nhà nước theo biểu mẫu", agency="Sở Tài chính")
    far = Query("Công khai kết quả bình xét thi đua của cơ quan")
    # A text counts by its nearest part, too.
    part = Query(f"Bình xét thi đua cuối năm của cơ quan; {near.text}", agency="Sở Tài chính")
    answers = matcher.match([near, far, part])
    least = 0.45
    assert [bool(found) and found[0].score >= least for found in answers] == [True, False, True]
    assert matcher.match([near, far, part], least=least) == [answers[0], [], answers[2]]
