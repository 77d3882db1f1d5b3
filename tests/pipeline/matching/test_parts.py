from __future__ import annotations

import doctest
from dataclasses import replace

import pytest

from pipeline.matching import parts as module
from pipeline.matching.parts import can_add, merge, parts
from pipeline.matching.query import Candidate
from rules.model.papers import Band


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Rà soát hộ nghèo", []),
        (
            "Khảo sát ý kiến người bệnh; ghi sổ tiếp công dân",
            ["Khảo sát ý kiến người bệnh", "ghi sổ tiếp công dân"],
        ),
        ("Tiếp 12 lượt dân; 100% đúng hạn", []),
        ("thu gom, vận chuyển và xử lý rác", []),
        ("kiểm tra liên ngành tại 4 sở và 5 huyện về việc cung cấp thông tin", []),
        (
            "ban hành kế hoạch tuyên truyền luật và kế hoạch kiểm tra các chủ dự án",
            ["ban hành kế hoạch tuyên truyền luật", "kế hoạch kiểm tra các chủ dự án"],
        ),
    ],
)
def test_parts(text: str, found: list[str]) -> None:
    assert parts(text) == found


def candidate(task: str, score: float, band: Band) -> Candidate:
    return Candidate(task, score, band)


SURE, UNSURE = Band.SURE, Band.UNSURE


def test_two_parts_that_are_sure_make_two_tasks() -> None:
    whole = [candidate("V.4", 0.7, UNSURE), candidate("V.5", 0.69, UNSURE)]
    added = [candidate("V.4", 0.9, SURE), candidate("V.5", 0.8, SURE)]
    assert [(one.task_id, one.band) for one in merge(whole, added)] == [
        ("V.4", SURE),
        ("V.5", SURE),
    ]


def test_one_part_alone_adds_no_task() -> None:
    whole = [candidate("II.3", 0.66, UNSURE), candidate("II.4", 0.64, UNSURE)]
    assert merge(whole, [candidate("II.4", 0.8, SURE)]) == whole


def test_one_part_makes_the_first_task_sure() -> None:
    whole = [candidate("II.3", 0.66, UNSURE), candidate("II.4", 0.64, UNSURE)]
    assert merge(whole, [candidate("II.3", 0.8, SURE)])[0] == candidate("II.3", 0.8, SURE)


FRAME = replace(candidate("I.5", 0.5, UNSURE), other_object=True)


@pytest.mark.parametrize(
    ("whole", "task", "score", "of_first", "can"),
    [
        ([candidate("VI.6", 0.9, UNSURE)], "VII.1", 0.6, 0.2, True),
        # It fits the task of the whole nearly as well.
        ([candidate("VI.6", 0.9, SURE)], "VII.1", 0.6, 0.55, False),
        ([candidate("VI.6", 0.9, UNSURE)], "VI.6", 0.6, 0.6, True),
        # The whole is sure of it anyhow, or has only the frame of it.
        ([candidate("VI.6", 0.9, SURE)], "VI.6", 0.6, 0.6, False),
        ([candidate("VI.6", 0.9, UNSURE), FRAME], "I.5", 0.8, 0.2, False),
        ([], "VII.1", 0.6, 0.0, True),
    ],
)
def test_what_a_part_can_add(
    whole: list[Candidate], task: str, score: float, of_first: float, can: bool
) -> None:
    assert can_add(whole, task, score, of_first) is can


def test_examples_in_docstrings() -> None:
    assert doctest.testmod(module).failed == 0
