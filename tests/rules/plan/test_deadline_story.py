"""How due days are told: each kind, by hand."""

from __future__ import annotations

import doctest
from dataclasses import replace
from datetime import date

import pytest

from rules.model.plan import Deadline
from rules.plan import deadline_story
from rules.plan.deadline_story import deadline_steps, explain_deadline
from rules.plan.deadlines import read_deadline
from rules.plan.relative import with_base
from rules.settings import GivenReading, Settings

RELATIVE = read_deadline("Chậm nhất là 15 ngày kể từ ngày được phê duyệt", 2024)[0]


@pytest.mark.parametrize(
    ("text", "story"),
    [
        ("Quý III, IV/2024", "ngày cuối của quý IV/2024 → 31/12/2024"),
        ("Tháng 3 - 5/2024", "ngày cuối của tháng 5/2024 → 31/05/2024"),
        ("Năm 2025 - 2026", "ngày cuối của năm 2026 → 31/12/2026"),
        ("6 tháng đầu năm 2024", "ngày cuối của 6 tháng đầu năm 2024 → 30/06/2024"),
        ("9 tháng năm 2024", "ngày cuối của 9 tháng đầu năm 2024 → 30/09/2024"),
        ("06 tháng cuối năm 2024", "ngày cuối của 6 tháng cuối năm 2024 → 31/12/2024"),
        ("Trước ngày 31/12/2024", "ngày liền trước ngày 31/12/2024 → 30/12/2024"),
        ("Trước tháng 6/2024", "ngày liền trước tháng 6/2024 → 31/05/2024"),
        ("Chậm nhất ngày 30/01/2024", "đúng ngày kế hoạch ghi → 30/01/2024"),
        ("6 tháng; năm 2024", "kỳ 6 tháng: ngày cuối của 6 tháng đầu năm 2024 → 30/06/2024"),
        ("Thường xuyên", "làm thường xuyên, xét khi hết năm báo cáo"),
        ("Quý I/2025", "ngày cuối của quý I/2025 → 31/03/2025"),
        (
            "Từ 01/3/2024",
            "ngày cuối của năm 2024, kỳ đầu của thời hạn còn tiếp tục → 31/12/2024",
        ),
        (
            "Từ 01/3/2024 đến 30/4/2024",
            "ngày cuối của thời kỳ từ 01/03/2024 đến 30/04/2024 → 30/04/2024",
        ),
        (
            "Trong 15 ngày kể từ ngày 01/3/2024",
            "15 ngày sau ngày căn cứ 01/03/2024 ghi trong kế hoạch → 16/03/2024",
        ),
        (
            "Theo tiến độ",
            "không hiểu được cụm từ này; nhập hạn ở han.xlsx hoặc cách hiểu ở doichieu.toml "
            "→ chưa có ngày",
        ),
    ],
)
def test_what_the_words_give(text: str, story: str) -> None:
    assert explain_deadline(read_deadline(text, 2024)[0]) == f"“{text}” → {story}"


def test_what_a_clerk_enters() -> None:
    unknown = explain_deadline(RELATIVE)
    assert unknown.endswith("cần cán bộ nhập ngày căn cứ ở han.xlsx → chưa có ngày")
    known = with_base(RELATIVE, date(2024, 3, 2), "Quyết định số 45/QĐ-UBND", "han.xlsx")
    assert explain_deadline(known).endswith(
        "→ 15 ngày sau ngày căn cứ 02/03/2024 (do cán bộ nhập ở han.xlsx; "
        "Quyết định số 45/QĐ-UBND) → 17/03/2024"
    )
    day = replace(
        read_deadline("Theo tiến độ", 2024)[0], due_to=date(2024, 9, 4), entered="han.xlsx"
    )
    assert explain_deadline(day) == (
        "“Theo tiến độ” → hạn cán bộ ấn định (do cán bộ nhập ở han.xlsx) → 04/09/2024"
    )


def test_what_moves_a_day() -> None:
    moved = read_deadline("Quý I/2024", 2024, Settings(move_off_holidays=True))[0]
    assert deadline_steps(moved)[2:] == (
        "31/03/2024",
        "31/03/2024 là ngày nghỉ, dời sang ngày làm việc tiếp theo (thiết lập move_off_holidays)",
        "01/04/2024",
    )
    later = replace(moved, extended=True, extended_from=moved.due_to, due_to=date(2024, 4, 30))
    assert deadline_steps(replace(later, granted_by="Công văn số 5/UBND-NC"))[-2:] == (
        "gia hạn từ 01/04/2024 theo Công văn số 5/UBND-NC",
        "30/04/2024",
    )
    set_first = Deadline("Theo tiến độ", "", None, date(2024, 4, 30), extended=True)
    assert explain_deadline(set_first).endswith(
        "chưa có ngày → cán bộ ấn định hạn theo quyết định của cán bộ → 30/04/2024"
    )


def test_what_settings_say() -> None:
    given = Settings(
        readings={"theo tien do": GivenReading("date", None, date(2024, 9, 4))},
        source="doichieu.toml",
    )
    read = read_deadline("Theo tiến độ.", 2024, given)[0]
    assert (read.kind, read.due_to) == ("date", date(2024, 9, 4))
    assert "hiểu theo doichieu.toml → 04/09/2024" in explain_deadline(read)
    inclusive = read_deadline("Trước ngày 31/12/2024", 2024, Settings(before_is_inclusive=True))[0]
    assert "tính cả ngày 31/12/2024" in explain_deadline(inclusive)


def test_in_english_and_in_the_docstring() -> None:
    assert explain_deadline(read_deadline("Quý I/2024", 2024)[0], "en") == (
        "“Quý I/2024” → the last day of quarter I/2024 → 31/03/2024"
    )
    assert doctest.testmod(deadline_story).failed == 0
