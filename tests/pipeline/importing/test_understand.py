from __future__ import annotations

import unicodedata
from datetime import date

import pytest

from pipeline.importing.sheets import Cell
from pipeline.importing.understand import day_in, understood_day, understood_kind
from rules.decisions import kinds


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("Đúng", "confirm"),
        ("đung - don đốc", "confirm"),
        ("6", "extend"),
        ("Gia han den", "extend"),
        ("Máy nhận", "misread"),
        ("chấp nhận có lí do", "accept"),
        ("da nop gan van bna", "attach"),
        ("Right - remind", "confirm"),
        ("CHỜ GIẢI TRÌNH.", "await"),
    ],
)
def test_what_is_clear(typed: str, kind: str) -> None:
    assert understood_kind(typed) == kind
    assert understood_kind(unicodedata.normalize("NFD", typed)) == kind


@pytest.mark.parametrize(
    "typed",
    ["", "Đừng - đôn đốc", "Dùng đôn đốc", "chưa nộp", "không chấp nhận có lý do", "sai", "7", "11",
     "Máy nhận đúng", "đôn đốc", "đúng; chờ giải trình", "=1", "x" * 5_000, "ok"],
)  # fmt: skip
def test_what_is_not_clear_is_nothing(typed: str) -> None:
    assert understood_kind(typed) == ""


def test_every_label_means_itself() -> None:
    for kind in kinds().values():
        assert {understood_kind(text) for text in (kind.label, kind.label_en, kind.key)} == {
            kind.id
        }


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("05/06/2025", date(2025, 6, 5)),
        ("5.6.2025", date(2025, 6, 5)),
        ("2025-06-05", date(2025, 6, 5)),
        ("Ngày 5 tháng 6 năm 2025.", date(2025, 6, 5)),
        ("đến ngày 5/6/2025", date(2025, 6, 5)),
        ("29/02/2024", date(2024, 2, 29)),
        ("29/02/2025", None),
        ("2025-13-01", None),
        ("13/2025", None),
        ("5/6/25", None),
        ("06/05/2025 06:00 sáng", None),
        ("trước 5/6/2025", None),
        ("5/6/2025, 6/6/2025", None),
        ("", None),
    ],
)
def test_days_in_words(typed: str, day: date | None) -> None:
    assert day_in(typed) == day


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (Cell("day", "2025-06-05"), date(2025, 6, 5)),
        (Cell("number", "45813"), date(2025, 6, 5)),
        (Cell("number", "45813.5"), None),
        (Cell("number", "5"), None),
        (Cell("number", "20250605"), None),
        (Cell("text", "45813"), None),
    ],
)
def test_days_of_excel(cell: Cell, day: date | None) -> None:
    assert understood_day(cell) == day
