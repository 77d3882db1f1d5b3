from __future__ import annotations

import pytest

from rules.plan.outline import paragraphs, walk
from rules.plan.prose import find_measures, find_province, find_title, find_year
from tests.rules.plan.made import document, paragraph, text_file

PLAN = """
ỦY BAN NHÂN DÂN
TỈNH LAI CHÂU
KẾ HOẠCH
Cải thiện môi trường đầu tư
của tỉnh năm 2026

Căn cứ Nghị quyết số 02/NQ-CP ngày 08/01/2026 của Chính phủ;
I. MỤC ĐÍCH
1. Tạo thuận lợi cho doanh nghiệp và
người dân trên địa bàn.
II. NHIỆM VỤ VÀ GIẢI PHÁP
1. Nội dung “Đất đai”
a) Sở Xây dựng công khai quy hoạch; UBND cấp xã
niêm yết tại trụ sở.
b) Giảm thời gian cấp giấy chứng nhận.
III. TỔ CHỨC THỰC HIỆN
1. Sở Tài chính: theo dõi việc thực hiện
Kế hoạch này.
Phụ lục
TT Nhiệm vụ Cơ quan chủ trì Thời gian
1 Rà soát bảng giá đất
Sở Tài chính Quý II/2026
"""


def test_plain_text_gives_paragraphs_title_and_measures() -> None:
    found = paragraphs(text_file(PLAN))
    title = find_title(found)
    assert title == "Cải thiện môi trường đầu tư của tỉnh năm 2026"
    assert find_year(title, None) == 2026
    assert find_province(found) == "Lai Châu"
    measures = find_measures(tuple(walk(found)))
    assert [(m.id, m.bodies) for m in measures] == [
        ("II.1.a", ("Sở Xây dựng", "UBND cấp xã")),
        ("II.1.b", ()),
        ("III.1", ("Sở Tài chính",)),
    ]
    assert measures[0].text == ("Sở Xây dựng công khai quy hoạch; UBND cấp xã niêm yết tại trụ sở.")


@pytest.mark.parametrize(
    ("title", "issued", "year"),
    [
        ("Cải cách hành chính năm 2025", 2024, 2025),
        ("Thực hiện Đề án", 2025, 2025),
        ("Thực hiện Đề án", None, None),
    ],
)
def test_year(title: str, issued: int | None, year: int | None) -> None:
    assert find_year(title, issued) == year


def test_a_table_alone_has_no_prose() -> None:
    found = paragraphs(document(paragraph("PHỤ LỤC"), paragraph("DANH MỤC NHIỆM VỤ")))
    assert find_title(found) == "DANH MỤC NHIỆM VỤ"
    assert find_province(found) == ""
    assert tuple(walk(found)) == ()
