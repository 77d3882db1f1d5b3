"""What stands around the body of a paper; columns of report tables; task numbers."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.model.papers import Modality
from rules.vietnamese.frame import read_frame
from rules.vietnamese.hints import find_hint
from rules.vietnamese.report_columns import is_counter_row, name_report_column, read_columns
from tests.factories import plan, task

DATA = Path(__file__).parents[2] / "rules" / "data"
FRAMES = tomllib.loads((DATA / "paper_frame.toml").read_text(encoding="utf-8"))["frame"]
COLUMNS = tomllib.loads((DATA / "report_columns.toml").read_text(encoding="utf-8"))["column"]
PLAN = plan(task("III.6"), task("I.3"))


@pytest.mark.parametrize(
    ("text", "name"), [(text, frame["name"]) for frame in FRAMES for text in frame["examples"]]
)
def test_examples_of_frames(text: str, name: str) -> None:
    assert read_frame(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "Sở đã ban hành Kế hoạch kiểm tra công vụ.",
        "Căn cứ kết quả rà soát, UBND huyện phê duyệt 1.046 hộ nghèo; " + "niêm yết tại bản " * 20,
        "Chủ tịch UBND huyện đối thoại với nhân dân 02 cuộc",
        "Số lượng hồ sơ tiếp nhận là 1.204 hồ sơ",
    ],
)  # fmt: skip
def test_body_is_no_frame(text: str) -> None:
    assert read_frame(text) == ""


def test_a_long_legal_basis() -> None:
    assert (
        read_frame("Căn cứ Nghị định số 93/2019/NĐ-CP " + "quy định về tổ chức " * 20 + ";")
        == "basis"
    )


@pytest.mark.parametrize(
    ("heading", "name"),
    [(text, column["name"]) for column in COLUMNS for text in column["examples"]],
)  # fmt: skip
def test_examples_of_columns(heading: str, name: str) -> None:
    assert name_report_column(heading) == name


@pytest.mark.parametrize(
    ("headings", "places"),
    [
        (["TT", "Nhiệm vụ", "Kết quả thực hiện"], {"number": 0, "task": 1, "result": 2}),
        (["STT", "Nội dung", "Nhiệm vụ", "Kết quả"], {"number": 0, "task": 2, "result": 3}),
        (["TT", "Nội dung thực hiện", "Tiến độ thực hiện"], {"number": 0, "task": 1, "status": 2}),
        (["Nhiệm vụ", "Cơ quan chủ trì", "Thời gian", "Ghi chú"],
         {"task": 0, "lead": 1, "deadline": 2, "note": 3}),
    ],
)  # fmt: skip
def test_heading_rows(headings: list[str], places: dict[str, int]) -> None:
    columns = read_columns(headings)
    assert columns is not None
    assert columns.places == places


def test_columns_to_be_ticked() -> None:
    columns = read_columns(["TT", "Nhiệm vụ", "Đã hoàn thành", "Đang thực hiện", "Chưa thực hiện"])
    assert columns is not None
    assert columns.marks == {2: Modality.DONE, 3: Modality.IN_PROGRESS, 4: Modality.NOT_DONE}


def test_rows_that_head_no_table_of_tasks() -> None:
    assert read_columns(["TT", "Đơn vị", "Số hồ sơ"]) is None
    assert read_columns(["Nhiệm vụ"]) is None
    assert is_counter_row(["(1)", "(2)", "(3)"])
    assert not is_counter_row(["", "", ""])


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("III.6. Tiếp công dân định kỳ", "III.6"),
        ("Thực hiện nhiệm vụ số 6 Mục III Phụ lục, Sở đã ban hành", "III.6"),
        ("nhiem vu 6, phan III", "III.6"),
        ("(nhiệm vụ III.6)", "III.6"),
        ("điểm 6 nội dung 3", "III.6"),
        ("III.9. Nhiệm vụ mà kế hoạch không có", ""),
        ("III.6 và I.3", ""),
        ("Quý III/2024", ""),
        ("khóa XIII.6 tháng", ""),
        ("", ""),
    ],
)
def test_task_numbers_in_words(text: str, hint: str) -> None:
    assert find_hint(text, PLAN) == hint


@given(st.text(max_size=120))
def test_any_text_is_read(text: str) -> None:
    read_frame(text)
    find_hint(text, PLAN)
    read_columns([text, "Nhiệm vụ", "Kết quả"])
