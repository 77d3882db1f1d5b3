"""Dates of official papers."""

from __future__ import annotations

from datetime import date

import pytest

from rules.vietnamese.dates import find_dates, parse_date


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ngày 15 tháng 01 năm 2024", date(2024, 1, 15)),
        ("Sơn La, ngày 05 tháng 6 năm 2024", date(2024, 6, 5)),
        ("ngày12 tháng 10 năm2020", date(2020, 10, 12)),
        ("ngày12tháng10năm2020", date(2020, 10, 12)),
        ("Ngày 12. tháng 1. Năm 2021", date(2021, 1, 12)),
        ("NGÀY 3 THÁNG 4 NĂM 2024", date(2024, 4, 3)),
        ("ngay 3 thang 4 nam 2024", date(2024, 4, 3)),
        ("15/01/2024", date(2024, 1, 15)),
        ("15-1-2024", date(2024, 1, 15)),
        ("15.01.2024", date(2024, 1, 15)),
        ("ngày 5 / 1 / 2024", date(2024, 1, 5)),
        ("Quyết định số 12/QĐ-UBND ngày 03/12/2024 của UBND", date(2024, 12, 3)),
        ("ngày     tháng 01 năm 2024", None),
        ("ngày ... tháng 01 năm 2024", None),
        ("ngày ……/……/2024", None),
        ("31/02/2024", None),
        ("ngày 30 tháng 2 năm 2023", None),
        ("29/02/2024", date(2024, 2, 29)),
        ("45/13/2024", None),
        ("1.15.01.2024", None),
        ("15/01/24", None),
        ("15/01.2024", None),
        ("tháng 01 năm 2024", None),
        ("từ 01/12/2023 đến 31/5/2024", None),  # two dates: not one
        ("05/01/2024/NQ-HĐND", None),
        ("", None),
    ],
)
def test_parse_date(text: str, value: date | None) -> None:
    assert parse_date(text) == value


def test_find_dates_tells_where_they_stand() -> None:
    text = "từ 01/12/2023 đến ngày 31 tháng 5 năm 2024"
    assert [(text[a:b], day) for a, b, day in find_dates(text)] == [
        ("01/12/2023", date(2023, 12, 1)),
        ("ngày 31 tháng 5 năm 2024", date(2024, 5, 31)),
    ]
