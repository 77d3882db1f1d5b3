from __future__ import annotations

import pytest

from rules.plan.cells import join_broken, join_lines, split_agencies, split_items


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (
            "Chương trình giai đoạn 2021-\n2025 của tỉnh",
            "Chương trình giai đoạn 2021-2025 của tỉnh",
        ),
        ("Chuyên mục Hỏi -\nĐáp", "Chuyên mục Hỏi - Đáp"),
        ("các tổ chức chính trị\n- xã hội", "các tổ chức chính trị - xã hội"),
        ("Gồm hai việc:\n- Việc một;\n- Việc\nhai", "Gồm hai việc:\n- Việc một;\n- Việc hai"),
        ("Một  việc\u00a0nhỏ \n\n xong", "Một việc nhỏ xong"),
    ],
)
def test_lines_are_joined(raw: str, text: str) -> None:
    assert join_lines(raw) == text


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("Sở Giáo", "dục và Đào tạo", "Sở Giáo dục và Đào tạo"),
        ("- Kế hoạch;", "- Báo cáo", "- Kế hoạch;\n- Báo cáo"),
        ("giai đoạn 2026-", "2030", "giai đoạn 2026-2030"),
        ("", "Quý I", "Quý I"),
        ("Quý I", "", "Quý I"),
    ],
)
def test_a_cell_broken_by_a_page(first: str, second: str, whole: str) -> None:
    assert join_broken(first, second) == whole


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        ("Kế hoạch", ("Kế hoạch",)),
        ("- Kế hoạch;\n- Báo cáo.", ("Kế hoạch", "Báo cáo.")),
        ("- Kế hoạch; - Báo cáo", ("Kế hoạch", "Báo cáo")),
        ("- Tờ rơi; bản tin\n- Báo cáo", ("Tờ rơi; bản tin", "Báo cáo")),
        ("Đề án; Quyết định phê duyệt", ("Đề án", "Quyết định phê duyệt")),
        ("Ấn phẩm (sổ tay; tờ rơi)", ("Ấn phẩm (sổ tay; tờ rơi)",)),
        ("- Báo cáo 6 tháng; năm 2025.", ("Báo cáo 6 tháng; năm 2025.",)),
        ("", ()),
    ],
)
def test_items_of_a_cell(cell: str, items: tuple[str, ...]) -> None:
    assert split_items(cell) == items


@pytest.mark.parametrize(
    ("cell", "bodies"),
    [
        ("Sở Y tế", ("Sở Y tế",)),
        ("Các sở, ban, ngành; UBND cấp xã", ("Các sở, ban, ngành", "UBND cấp xã")),
        ("Sở Tài chính, Sở Xây dựng", ("Sở Tài chính", "Sở Xây dựng")),
        ("Sở Văn hóa, Thể thao và Du lịch", ("Sở Văn hóa, Thể thao và Du lịch",)),
        (
            "Công an tỉnh, Sở Văn hóa, Thể thao và Du lịch",
            ("Công an tỉnh", "Sở Văn hóa, Thể thao và Du lịch"),
        ),
        ("UBND các phường, xã", ("UBND các phường, xã",)),
        ("Sở Nội vụ và các cơ quan liên quan", ("Sở Nội vụ và các cơ quan liên quan",)),
        ("Các sở, ban, ngành, hội, đoàn thể, UBND cấp xã",) * 1
        + (("Các sở, ban, ngành, hội, đoàn thể, UBND cấp xã",),),
        ("Doanh nghiệp, Sở, ban, ngành", ("Doanh nghiệp, Sở, ban, ngành",)),
        ("Sở Y tế\nSở Nội vụ", ("Sở Y tế", "Sở Nội vụ")),
        ("Sở Tài nguyên và\nMôi trường", ("Sở Tài nguyên và Môi trường",)),
        ("Văn phòng\nUBND tỉnh", ("Văn phòng UBND tỉnh",)),
        ("- Sở Y tế\n- UBND cấp xã;", ("Sở Y tế", "UBND cấp xã")),
    ],
)
def test_bodies_of_a_cell(cell: str, bodies: tuple[str, ...]) -> None:
    assert split_agencies(cell) == bodies
