from __future__ import annotations

import doctest

import pytest

from pipeline.matching import parts as module
from pipeline.matching.parts import merge, parts
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
    by_part = [[candidate("V.4", 0.9, SURE)], [candidate("V.5", 0.8, SURE)]]
    assert [(one.task_id, one.band) for one in merge(whole, by_part)] == [
        ("V.4", SURE),
        ("V.5", SURE),
    ]


def test_one_part_alone_adds_no_task() -> None:
    whole = [candidate("II.3", 0.66, UNSURE), candidate("II.4", 0.64, UNSURE)]
    by_part = [[candidate("II.4", 0.8, SURE), candidate("II.3", 0.5, UNSURE)], []]
    assert merge(whole, by_part) == whole


def test_a_part_that_fits_the_whole_as_well_adds_none() -> None:
    whole = [candidate("VI.6", 0.9, SURE)]
    by_part = [[candidate("VII.1", 0.6, SURE), candidate("VI.6", 0.55, UNSURE)], []]
    assert merge(whole, by_part) == whole


def test_examples_in_docstrings() -> None:
    assert doctest.testmod(module).failed == 0
