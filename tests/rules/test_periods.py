"""The period of a report."""

from __future__ import annotations

from datetime import date

import pytest

from rules.vietnamese.periods import data_window, named_years, read_period


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Kết quả thực hiện nâng cao Chỉ số PAPI 6 tháng đầu năm 2024", "6 tháng 2024"),
        ("Kết quả 06 tháng năm 2024", "6 tháng 2024"),
        ("KẾT QUẢ SÁU THÁNG ĐẦU NĂM 2024", "6 tháng 2024"),
        ("Quý II và 6 tháng đầu năm 2024", "6 tháng 2024"),
        ("Kết quả 9 tháng năm 2024", "9 tháng 2024"),
        ("Kết quả công tác quý I/2024", "quý 1/2024"),
        ("Kết quả công tác quý I năm 2024", "quý 1/2024"),
        ("Tình hình quý 3-2024", "quý 3/2024"),
        ("Kết quả quý IV và năm 2024", "năm 2024"),
        ("Kết quả tháng 12 và cả năm 2024", "năm 2024"),
        ("Tình hình tháng 01/2025", "tháng 1/2025"),
        ("Tình hình tháng 7 năm 2024", "tháng 7/2024"),
        ("Kết quả thực hiện nâng cao Chỉ số PAPI năm 2024", "năm 2024"),
        ("Sơ kết giai đoạn 2021-2025", ""),
        ("Nhiệm vụ 6 tháng cuối năm 2024", "năm 2024"),
        ("Về việc kiểm tra ngày 12 tháng 3 năm 2024", "năm 2024"),
        ("Kết quả giải quyết thủ tục hành chính", ""),
    ],
)
def test_period_of_a_title(title: str, words: str) -> None:
    assert read_period(title).words() == words


def test_the_opening_counts_where_the_title_names_no_period() -> None:
    period = read_period("Kết quả thực hiện Kế hoạch", "Sở báo cáo kết quả quý II/2024 như sau")
    assert (period.kind, period.part, period.year) == ("quarter", 2, 2024)


@pytest.mark.parametrize(
    ("text", "window"),
    [
        (
            "(thời gian chốt số liệu tính từ ngày 01/12/2023 đến ngày 31/5/2024)",
            (date(2023, 12, 1), date(2024, 5, 31)),
        ),
        (
            "Số liệu từ 01/12/2023 - 31/5/2024",
            (date(2023, 12, 1), date(2024, 5, 31)),
        ),
        (
            "(Từ ngày 01 tháng 12 năm 2023 đến hết ngày 30 tháng 11 năm 2024)",
            (date(2023, 12, 1), date(2024, 11, 30)),
        ),
        ("Số liệu tính đến ngày 31/5/2024", (None, date(2024, 5, 31))),
        ("Hội nghị diễn ra từ ngày 01/3/2024 đến ngày 03/3/2024", (None, None)),
        ("Số liệu từ 31/5/2024 đến 01/12/2023", (None, None)),
        ("Kế hoạch số 12/KH-UBND ngày 15/01/2024", (None, None)),
    ],
)
def test_data_window(text: str, window: tuple[date | None, date | None]) -> None:
    assert data_window(text) == window


def test_named_years() -> None:
    assert named_years("giai đoạn 2021-2025, năm 2024; Quyết định 15/2024/QĐ-UBND") == (
        2021,
        2025,
        2024,
    )
