"""Statements of the plan's general measures: labelled, and never a task's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractors.document import Anchor
from pipeline.matching.measures import label_measures
from pipeline.matching.papers import match_statements
from pipeline.plans.prepare import Prepared, prepare
from rules.model.papers import Band, Match, Statement
from tests import factories as make

ROOT = Path(__file__).parents[3]
DEV = ROOT.parent / "shared" / "bench" / "matching" / "dev.jsonl"


@pytest.fixture(scope="module")
def plan() -> Prepared:
    return prepare(ROOT / "samples" / "plan" / "plan.docx")


def labelled(plan: Prepared, *texts: str) -> tuple[list[str], tuple[Match, ...]]:
    statements = [Statement(str(at), "", Anchor(), text) for at, text in enumerate(texts)]
    matches = match_statements(statements, [], plan.matcher())
    found = label_measures(statements, [], matches, plan.plan, plan.registry, plan.types)
    return [one.measure_id for one in found], matches


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("Tuyên truyền nâng cao tỷ lệ người dân tham gia bảo hiểm y tế đạt 97%", "II.6.a"),
        ("Niêm yết công khai danh mục thu, chi ngân sách cấp xã tại trụ sở", "II.2.c"),
        ("Nâng cao chất lượng các trường mầm non, tiểu học; tăng tỷ lệ trường đạt chuẩn", "II.6.b"),
        ("Tổ chức hội nghị tổng kết công tác hội phụ nữ năm 2024", ""),
        ("Tình hình kinh tế xã hội của tỉnh tiếp tục phát triển", ""),
    ],
)
def test_a_statement_bears_the_measure_it_speaks_of(
    plan: Prepared, text: str, measure: str
) -> None:
    assert labelled(plan, text)[0] == [measure]


def test_an_agencys_report_is_labelled_alike(plan: Prepared) -> None:
    """Most measures name no body: whose report it is must not make them doubtful."""
    text = "Tuyên truyền nâng cao tỷ lệ người dân tham gia bảo hiểm y tế đạt 97%"
    statements = [Statement("s", "d1", Anchor(), text)]
    papers = [make.report_paper("d1", sender_id="so-ngoai-vu", issuer_id="so-ngoai-vu")]
    matches = match_statements(statements, papers, plan.matcher())
    found = label_measures(statements, papers, matches, plan.plan, plan.registry, plan.types)
    assert found[0].measure_id == "II.6.a"


def test_a_statement_surely_of_a_task_bears_no_measure(plan: Prepared) -> None:
    text = "Đã triển khai Chương trình cấp điện nông thôn, đóng điện cho 12 bản trên địa bàn tỉnh"
    [measure], matches = labelled(plan, text)
    assert (measure, matches[0].task_id, matches[0].band) == ("", "VI.5", Band.SURE)


@pytest.mark.skipif(not DEV.exists(), reason="the benchmark is not on this machine")
def test_no_statement_of_a_task_is_labelled(plan: Prepared) -> None:
    rows = [json.loads(line) for line in DEV.read_text(encoding="utf-8").splitlines()]
    texts = [row["text"] for row in rows if row["true"] and not row["doc_type"]]
    assert len(texts) > 100
    assert not [found for found in labelled(plan, *texts)[0] if found]
