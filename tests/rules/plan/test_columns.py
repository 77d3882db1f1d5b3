from __future__ import annotations

import pytest

from rules.plan.columns import column_words, is_counter_row, name_column, name_columns
from rules.plan.content import content_words, opens_body, opens_product, time_leftover


@pytest.mark.parametrize(
    ("name", "example"),
    [(column.name, example) for column in column_words() for example in column.examples],
)
def test_every_example_names_its_column(name: str, example: str) -> None:
    assert name_column(example) == name


@pytest.mark.parametrize(
    ("headings", "names"),
    [
        (["TT", "Nội dung", "Nhiệm vụ", "Chủ trì"], ("number", "other", "text", "leads")),
        (
            [
                "Số TT",
                "Nội dung công việc",
                "Người/đơn vị đầu mối",
                "Đơn vị cùng thực hiện",
                "Kết quả phải đạt",
                "Hạn xong",
            ],
            ("number", "text", "leads", "coordinating", "outputs", "deadlines"),
        ),
        (
            ["TT", "Nhiệm vụ", "Đơn vị", "Cơ quan chủ trì", "Hoàn thành trước"],
            ("number", "text", "other", "leads", "deadlines"),
        ),
        (["Thời hạn", "Công việc", "Đơn vị"], ("deadlines", "text", "leads")),
        (
            ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Ghi chú"],
            ("number", "text", "leads", "coordinating", "other"),
        ),
    ],
)
def test_heading_row(headings: list[str], names: tuple[str, ...]) -> None:
    assert name_columns(headings) == names


@pytest.mark.parametrize(
    "cells",
    [
        ["ỦY BAN NHÂN DÂN TỈNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["TT", "Họ và tên", "Chức vụ", "Đơn vị"],
        ["1", "Xây dựng kế hoạch", "Sở Nội vụ", "Quý I/2025"],
    ],
)
def test_other_rows_are_no_heading(cells: list[str]) -> None:
    assert name_columns(cells) is None


def test_counter_row() -> None:
    assert is_counter_row(["(1)", "(2)", "(3)"])
    assert is_counter_row(["1", "2", "3", "4"])
    assert not is_counter_row(["1", "Một việc", "3"])
    assert not is_counter_row(["5", "7"])


def _examples(table: str) -> list[str]:
    import tomllib
    from importlib import resources

    source = resources.files("rules").joinpath("data/plan_content.toml")
    return list(tomllib.loads(source.read_text("utf-8"))[table]["examples"])


def test_content_examples() -> None:
    assert content_words().definite
    assert [text for text in _examples("bodies") if not opens_body(text)] == []
    assert [text for text in _examples("products") if not opens_product(text)] == []
    assert [text for text in _examples("times") if time_leftover(text) != 0] == []


@pytest.mark.parametrize("text", ["Báo cáo", "Ban hành quy chế", "Các văn bản được ban hành"])
def test_what_only_begins_like_a_body(text: str) -> None:
    assert not opens_body(text)
