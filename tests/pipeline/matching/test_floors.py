"""Floors under the measured figures, so that no change spoils matching unseen."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.matching.matcher import Matcher
from pipeline.plans.plan import load_plan
from rules.model.papers import Band
from tests.benchmarks.bench_matching import (
    HERE,
    OTHERS,
    answer,
    matcher_of,
    other_plan,
    read_rows,
    score,
)


@pytest.fixture(scope="module")
def matcher(shared: Path) -> Matcher:
    return matcher_of(load_plan(shared / "plan/plan.docx"))


def test_benchmark_of_the_real_plan(matcher: Matcher, shared: Path) -> None:
    rows = read_rows(shared / "bench/matching/dev.jsonl")
    got = score(rows, answer(matcher, rows))
    assert got.top1 >= 0.96
    assert got.recall3 >= 0.99
    assert got.precision >= 0.99
    assert got.held >= 0.75
    assert got.none_sure == 0
    assert score(rows, answer(matcher, rows, metadata=False)).top1 >= 0.90


@pytest.mark.parametrize(
    ("style", "floor"), [("a", 1.0), ("b", 0.95), ("c", 0.85), ("e", 0.9), ("f", 0.95), ("g", 0.85)]
)
def test_each_style(matcher: Matcher, shared: Path, style: str, floor: float) -> None:
    rows = [row for row in read_rows(shared / "bench/matching/dev.jsonl") if row["style"] == style]
    got = score(rows, answer(matcher, rows))
    assert (got.recall3 if style == "g" else got.top1) >= floor


def test_near_misses_are_hardly_ever_sure(matcher: Matcher) -> None:
    rows = [row for row in read_rows(HERE / "papi_fresh.jsonl") if not row["true"]]
    wrong = [
        (row["text"], found[0].task_id)
        for row, found in zip(rows, answer(matcher, rows), strict=True)
        if found and found[0].band is Band.SURE
    ]
    assert len(wrong) <= 0.02 * len(rows), wrong


@pytest.mark.parametrize("name", OTHERS)
def test_plans_of_other_provinces(shared: Path, name: str) -> None:
    assert shared
    rows = [row for row in read_rows(HERE / "other_plans.jsonl") if row["plan"] == name]
    got = score(rows, answer(matcher_of(other_plan(name)), rows))
    assert got.top1 >= 0.93
    assert got.precision >= 0.97
    assert got.held >= 0.7
    assert got.none_sure == 0
