"""What statements claim about the work."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.model.papers import Modality
from rules.vietnamese.modality import combine, marked_modality, read_modality, read_status
from tests.benchmarks.bench_language import modality_cases

DATA = Path(__file__).parents[2] / "rules" / "data" / "modality.toml"
TABLE = tomllib.loads(DATA.read_text(encoding="utf-8"))


def test_sentences_of_real_reports_are_read_as_a_careful_person_does() -> None:
    cases = modality_cases()
    right = [case for case in cases if read_modality(case.text, case.heading) is case.modality]
    assert len(cases) >= 120
    assert len(right) / len(cases) >= 0.95


@pytest.mark.parametrize(
    ("sentence", "modality"),
    [
        (sentence, marker.get("decides") or marker["modality"])
        for marker in TABLE["marker"]
        for sentence in marker["examples"]
    ],
)
def test_every_marker_decides_its_examples(sentence: str, modality: str) -> None:
    assert (marked_modality(sentence) or Modality.DONE).value == modality


@pytest.mark.parametrize("sentence", TABLE["relative"]["examples"])
def test_what_is_said_of_a_thing_named_is_no_marker(sentence: str) -> None:
    assert marked_modality(sentence) is None


@pytest.mark.parametrize(
    ("cell", "modality"),
    [(cell, entry["modality"]) for entry in TABLE["status"] for cell in entry["examples"]],
)
def test_words_of_a_status_column(cell: str, modality: str) -> None:
    assert read_status(cell) == modality


def test_a_sentence_is_no_status_word() -> None:
    assert read_status("Đã ban hành Kế hoạch số 12/KH-SNV") is None


@pytest.mark.parametrize(
    ("modalities", "whole"),
    [
        (["done", "done"], "done"),
        (["done", "not_done"], "in_progress"),
        (["done", "planned"], "done"),
        (["in_progress", "not_done"], "in_progress"),
        (["not_arisen", "planned"], "not_arisen"),
        (["not_done", "planned"], "not_done"),
    ],
)
def test_a_row_of_several_claims(modalities: list[str], whole: str) -> None:
    assert combine([Modality(modality) for modality in modalities]).value == whole


@pytest.mark.parametrize(
    ("text", "heading", "modality"),
    [
        # the same words, told apart by the part of the report
        ("Kiểm tra 5 xã", "II. Kết quả thực hiện", "done"),
        ("Kiểm tra 5 xã", "III. Phương hướng, nhiệm vụ thời gian tới", "planned"),
        ("Kiểm tra 5 xã", "IV. Kiến nghị, đề xuất", "planned"),
        # a heading that only sounds like a part
        ("Tiếp 120 lượt công dân", "Các giải pháp phòng ngừa tham nhũng", "done"),
        ("Trả lời 57 ý kiến", "Tiếp nhận phản ánh, kiến nghị", "done"),
        # a parenthesis about a part changes nothing
        ("Đã kiểm tra 12 đơn vị (02 đơn vị chưa kiểm tra)", "", "done"),
        ("Chưa ban hành (đã có dự thảo)", "", "not_done"),
        # "tiếp tục" opens a plan only without a result
        ("Tiếp tục tuyên truyền Luật Bảo vệ môi trường", "", "planned"),
        ("Tiếp tục tuyên truyền, tổ chức 12 hội nghị", "", "done"),
        ("Công tác tuyên truyền tiếp tục được đẩy mạnh", "", "done"),
    ],
)
def test_neighbours(text: str, heading: str, modality: str) -> None:
    assert read_modality(text, heading).value == modality


@given(st.text(max_size=200), st.text(max_size=60))
def test_any_text_has_a_modality(text: str, heading: str) -> None:
    assert read_modality(text, heading) in Modality
