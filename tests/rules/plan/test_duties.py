"""Reporting duties in the words of invented plans."""

from __future__ import annotations

import re
from datetime import date

import pytest

from rules.plan.duties import bodies_of, find_duties, report_to
from rules.plan.outline import Paragraph, Passage, walk
from rules.plan.periodic import unread_reports
from rules.plan.prose_words import tables
from tests.rules.plan.made import paragraph

HERE = paragraph("").anchor


def passages(*texts: str) -> tuple[Passage, ...]:
    """The outline of a part on organisation with these paragraphs."""
    return tuple(walk([Paragraph(text, HERE) for text in ("V. TỔ CHỨC THỰC HIỆN", *texts)]))


Duties = list[tuple[str, tuple[str, ...], str]]


def duties(*texts: str, year: int | None = 2025) -> Duties:
    """What the paragraphs oblige, as output, bodies and deadline."""
    return [(d.output, d.owes, d.deadline) for d in find_duties(passages(*texts), year)]


CASES: list[tuple[str, Duties]] = [
    (
        "1. Các sở, ban, ngành; UBND cấp xã: định kỳ 6 tháng, hằng năm báo cáo kết quả về UBND tỉnh"
        " (qua Sở Tài chính) trước ngày 15/6 và 15/12.",
        [
            ("report:6m", ("Các sở, ban, ngành", "UBND cấp xã"), "trước ngày 15/6/2025"),
            ("report:year", ("Các sở, ban, ngành", "UBND cấp xã"), "trước ngày 15/12/2025"),
        ],
    ),
    (
        "2. Thủ trưởng các sở, ngành: tổ chức thực hiện và gửi báo cáo về Sở Tư pháp"
        " trước ngày 05/12/2025 để tổng hợp.",
        [("report:year", ("các sở, ngành",), "trước ngày 05/12/2025")],
    ),
    (
        "3. UBND các xã, phường căn cứ Kế hoạch này xây dựng kế hoạch cụ thể, gửi về Sở Nội vụ"
        " chậm nhất là ngày 28 tháng 02 năm 2025.",
        [
            (
                "report:plan",
                ("UBND các xã, phường",),
                "chậm nhất là ngày 28 tháng 02 năm 2025",
            )
        ],
    ),
    (
        "4. Công an tỉnh: báo cáo năm 2025 trước ngày 10/01.",
        [("report:year", ("Công an tỉnh",), "trước ngày 10/01/2026")],
    ),
    (
        "8. Giám đốc các sở; UBND các xã: báo cáo kết quả định kỳ quý, 6 tháng, năm trước ngày 15"
        " của tháng cuối kỳ, gửi Sở Nội vụ.",
        [
            ("report:6m", ("các sở", "UBND các xã"), "trước ngày 15/6/2025"),
            ("report:year", ("các sở", "UBND các xã"), "trước ngày 15/12/2025"),
        ],
    ),
    (
        "9. Các sở: hằng quý (chậm nhất ngày 20 tháng cuối quý) gửi báo cáo tiến độ về Sở Y tế.",
        [],
    ),
    ("5. Sở Nội vụ: theo dõi, đôn đốc, tổng hợp, báo cáo Chủ tịch UBND tỉnh theo quy định.", []),
    ("6. Sở Y tế: báo cáo hằng quý trước ngày 20/3.", []),
    ("7. Đề nghị Mặt trận Tổ quốc tỉnh: tuyên truyền đến hội viên trong năm 2025.", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_duties_of_a_point(text: str, expected: Duties) -> None:
    assert duties(text) == expected


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        (
            "Các sở lập kế hoạch trước ngày 15/4/2025; hằng quý (chậm nhất ngày 20 tháng cuối quý)"
            " gửi báo cáo tiến độ về Sở Y tế; báo cáo năm trước 05/12/2025.",
            ["hằng quý (chậm nhất ngày 20 tháng cuối quý) gửi báo cáo tiến độ về Sở Y tế"],
        ),
        (
            "Các sở báo cáo định kỳ quý, 6 tháng, năm trước ngày 15 của tháng cuối kỳ.",
            ["Các sở báo cáo định kỳ quý, 6 tháng, năm trước ngày 15 của tháng cuối kỳ"],
        ),
        ("Các sở báo cáo 6 tháng và năm trước ngày 15 của tháng cuối kỳ.", []),
        ("Báo cáo theo quý, 6 tháng, năm 2024", []),
        ("Báo cáo 6 tháng trước ngày 10/6/2024, báo cáo năm trước ngày 10/12/2024.", []),
    ],
)
def test_what_reports_are_not_followed_is_named(text: str, unread: list[str]) -> None:
    assert unread_reports(text) == unread


def test_plan_and_reports_in_one_point() -> None:
    texts = (
        "1. Giám đốc các sở; Chủ tịch UBND các xã, phường:",
        "a) Ban hành kế hoạch của cơ quan mình trước ngày 31/01/2026.",
        "b) Báo cáo 6 tháng trước ngày 12/6/2026 (số liệu tính từ ngày 15/12/2025 đến ngày"
        " 31/5/2026); báo cáo năm trước ngày 12/12/2026.",
    )
    found = find_duties(passages(*texts), 2026)
    bodies = ("các sở", "UBND các xã, phường")
    assert [(d.output, d.owes, d.deadline, d.data_from, d.data_to) for d in found] == [
        ("report:plan", bodies, "trước ngày 31/01/2026", None, None),
        ("report:6m", bodies, "trước ngày 12/6/2026", date(2025, 12, 15), date(2026, 5, 31)),
        ("report:year", bodies, "trước ngày 12/12/2026", None, None),
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("1. Các sở: báo cáo UBND tỉnh (qua Sở Tài chính) trước ngày 15/6.", "Sở Tài chính"),
        ("1. Các sở gửi báo cáo về Sở Y tế để tổng hợp.", "Sở Y tế"),
        ("1. UBND xã gửi về Sở Lao động và Xã hội trước ngày 5/6.", "Sở Lao động và Xã hội"),
        ("1. Các sở tổ chức thực hiện Kế hoạch này.", ""),
    ],
)  # fmt: skip
def test_who_collects(text: str, name: str) -> None:
    assert report_to(passages(text)) == name


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("1. Đề nghị Công an tỉnh: chủ trì giữ vững an ninh.", ("Công an tỉnh",)),
        ("2. Báo tỉnh; Đài Phát thanh tỉnh: đưa tin.", ("Báo tỉnh", "Đài Phát thanh tỉnh")),
        ("3. Sở Y tế có trách nhiệm theo dõi.", ("Sở Y tế",)),
    ],
)
def test_bodies_of_a_point(text: str, bodies: tuple[str, ...]) -> None:
    assert bodies_of(passages(text)[0]) == bodies


@pytest.mark.parametrize("name", sorted(tables()))
def test_every_example_of_the_word_table(name: str) -> None:
    pattern = re.compile("|".join(tables()[name]["patterns"]), re.IGNORECASE)
    missed = [text for text in tables()[name]["examples"] if not _found(pattern, name, text)]
    assert missed == []


def _found(pattern: re.Pattern[str], name: str, text: str) -> bool:
    return bool(pattern.search(f"{text} trước" if name == "year" else text))
