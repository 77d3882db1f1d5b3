from __future__ import annotations

import pytest

from pipeline.matching.facts import read_facts


@pytest.mark.parametrize(
    ("text", "papers"),
    [
        ("Nghị định số 93/2021/NĐ-CP của Chính phủ", {"93/2021"}),
        ("Quyết định 43/2019 về bảng giá đất", {"43/2019"}),
        ("Luật số 10/2022/QH15", {"10/2022"}),
        ("Nghị quyết liên tịch 09/2008/NQLT-CP-UBTWMTTQVN ngày 17/4/2008", {"09/2008"}),
        ("Quy định số 429-QĐi/TU ngày 01/7/2022", {"429-qdi/tu"}),
        ("Quyết định số 942/QĐ-TTg", {"942-qd/ttg"}),
        ("ngày 05/02/2024", set()),
        ("tháng 12/2024", set()),
    ],
)
def test_finds_laws_by_number(text: str, papers: set[str]) -> None:
    assert read_facts(text).papers == papers


@pytest.mark.parametrize(
    ("text", "years", "ranges"),
    [
        ("kế hoạch năm 2023", {2023}, set()),
        ("giai đoạn 2021-2025, năm 2024", {2024}, {(2021, 2025)}),
        ("năm học 2024 - 2025", set(), {(2024, 2025)}),
        ("Nghị định 93/2021/NĐ-CP ngày 01/11/2021", set(), set()),
        ("1.215 người", set(), set()),
        ("2024 hộ", {2024}, set()),
    ],
)
def test_tells_years_of_work_from_years_of_papers(
    text: str, years: set[int], ranges: set[tuple[int, int]]
) -> None:
    facts = read_facts(text)
    assert facts.years == years
    assert facts.ranges == ranges


@pytest.mark.parametrize(
    ("text", "provinces"),
    [
        ("trên địa bàn tỉnh Lai Châu", {"lai chau"}),
        ("UBND tỉnh Sơn La", {"son la"}),
        ("cuộc sống hòa bình", set()),
    ],
)
def test_finds_provinces(text: str, provinces: set[str]) -> None:
    assert read_facts(text).provinces == provinces


def test_finds_short_names_of_papers() -> None:
    assert read_facts("theo NĐ 116 và Thông tư số 343").numbers == {"nghi dinh 116", "thong tu 343"}
    assert read_facts("đạt 96.5% và 99 %").percents == {"96,5", "99"}
