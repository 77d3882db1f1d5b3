"""Outputs and deadlines pair by name."""

from __future__ import annotations

import pytest

from rules.model.plan import Task
from rules.plan.outputs import pair, pairing


def task(outputs: tuple[str, ...], deadlines: tuple[str, ...]) -> Task:
    return Task("I.1", "I", "1", "", outputs, ("Sở Nội vụ",), (), deadlines)


@pytest.mark.parametrize(
    ("outputs", "deadlines", "pairs"),
    [
        # a single deadline holds for all
        (("Kế hoạch",), ("Quý I/2024",), [(1, "Quý I/2024")]),
        (
            ("Kế hoạch", "Công văn"),
            ("Trong năm 2024",),
            [(1, "Trong năm 2024"), (2, "Trong năm 2024")],
        ),
        # by name, whatever the order
        (
            ("Kế hoạch của Chủ tịch UBND tỉnh", "Báo cáo kết quả"),
            ("Báo cáo Quý IV/2024", "Kế hoạch quý I/2024"),
            [(1, "quý I/2024"), (2, "Quý IV/2024")],
        ),
        (
            ("Sổ ghi chép, theo dõi tiếp công dân", "Báo cáo."),
            ("Sổ ghi chép thường xuyên", "Báo cáo quý IV/2024"),
            [(1, "thường xuyên"), (2, "quý IV/2024")],
        ),
        (
            ("Sổ ghi chép, theo dõi tiếp công dân", "Báo cáo kết quả"),
            ("Thường xuyên ghi chép Sổ tiếp công dân", "Báo cáo quý IV/2024"),
            [(1, "Thường xuyên"), (2, "quý IV/2024")],
        ),
        (
            ("Kế hoạch", "Phiếu khảo sát, đánh giá mức độ hài lòng", "Báo cáo"),
            ("Kế hoạch quý I/2024", "Báo cáo kết quả theo quý, 6 tháng, năm 2024."),
            [(1, "quý I/2024"), (2, ""), (3, "theo quý, 6 tháng, năm 2024")],
        ),
        (
            ("Kế hoạch", "Báo cáo"),
            ("Kế hoạch quý I/2024", "Báo cáo 6 tháng; năm 2024."),
            [(1, "quý I/2024"), (2, "6 tháng; năm 2024")],
        ),
        # the same, split by another reader
        (
            ("Kế hoạch", "Báo cáo"),
            ("Kế hoạch quý I/2024", "Báo cáo 6 tháng", "năm 2024"),
            [(1, "quý I/2024"), (2, "6 tháng; năm 2024")],
        ),
        # two in one entry
        (
            ("Kế hoạch", "Báo cáo"),
            ("Kế hoạch: quý I/2024; Báo cáo: quý IV/2024",),
            [(1, "quý I/2024"), (2, "quý IV/2024")],
        ),
        # one output, several days
        (("Báo cáo",), ("30/6/2024", "31/12/2024"), [(1, "30/6/2024"), (1, "31/12/2024")]),
        # unnamed, one each, as they stand
        (
            ("Kế hoạch", "Báo cáo"),
            ("Quý I/2024", "Quý IV/2024"),
            [(1, "Quý I/2024"), (2, "Quý IV/2024")],
        ),
        # an unnamed deadline is of the outputs that no other names
        (
            ("Kế hoạch", "Báo cáo", "Phiếu"),
            ("Kế hoạch quý I/2024", "Quý IV/2024"),
            [(1, "quý I/2024"), (2, "Quý IV/2024"), (3, "Quý IV/2024")],
        ),
        # a condition is no name
        (
            ("Quy chế",),
            ("Quý I/2024 (sau khi có ý kiến)",),
            [(1, "Quý I/2024 (sau khi có ý kiến)")],
        ),
        (("Kế hoạch",), ("Theo tiến độ",), [(1, "Theo tiến độ")]),
        (("Kế hoạch",), (), [(1, "")]),
        ((), ("Thường xuyên",), [(1, "Thường xuyên")]),
        ((), (), [(1, "")]),
    ],
)
def test_pairs(
    outputs: tuple[str, ...], deadlines: tuple[str, ...], pairs: list[tuple[int, str]]
) -> None:
    assert [(number, words) for number, _, words in pair(task(outputs, deadlines))] == pairs


def test_the_words_of_an_output_lose_their_last_sign() -> None:
    assert pair(task(("Báo cáo.",), ("Quý I/2024",))) == ((1, "Báo cáo", "Quý I/2024"),)


def test_what_does_not_pair() -> None:
    stray = pairing(task(("Kế hoạch",), ("Kế hoạch quý I/2024", "Tờ rơi quý II/2024")))
    assert stray.stray == ("Tờ rơi quý II/2024",)
    undated = pairing(task(("Kế hoạch", "Phiếu"), ("Kế hoạch quý I/2024",)))
    assert undated.undated == (2,)
    uneven = pairing(task(("Kế hoạch", "Báo cáo", "Phiếu"), ("Quý I/2024", "Quý II/2024")))
    assert uneven.uneven
    assert [words for _, _, words in uneven.pairs] == ["", "", ""]
