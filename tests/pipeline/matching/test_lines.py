from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from pipeline.errors import UserError
from pipeline.matching.lines import match_file, query_of
from pipeline.matching.matcher import Matcher
from pipeline.matching.words import explain_text
from rules.agencies import load
from rules.document_types import DocumentTypes
from tests import factories as make


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(make.plan(make.task("I.3")), load(), DocumentTypes.load())


def write(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


ROWS = (
    {"id": 7, "text": "Đã có kế hoạch triển khai Luật Thực hiện dân chủ ở cơ sở",
     "agency": "Sở Nội vụ", "section": "I", "date": "2024-03-01"},
    {"id": "b", "text": "Đàn trâu 1.200 con"},
)  # fmt: skip


def test_writes_a_line_for_each_line(tmp_path: Path, matcher: Matcher) -> None:
    source, target = write(tmp_path / "in.jsonl", *ROWS), tmp_path / "out.jsonl"
    assert list(match_file(source, target, matcher)) == []
    answers = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [answer["id"] for answer in answers] == [7, "b"]
    first = answers[0]["tasks"][0]
    assert (first["id"], first["band"]) == ("I.3", "sure")
    assert 0 < first["score"] <= 1
    assert "đúng cơ quan chủ trì" in first["reasons"]
    assert answers[1]["tasks"] == []


def test_hands_the_lines_on_without_a_target(tmp_path: Path, matcher: Matcher) -> None:
    lines = list(match_file(write(tmp_path / "in.jsonl", *ROWS), None, matcher))
    assert [json.loads(line)["id"] for line in lines] == [7, "b"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"id": 1}', 'dòng 1 thiếu "text"'),
        ('{"id": 1, "text": "a"}\nxyz', "dòng 2 không phải JSON"),
        ("[1]", 'dòng 1 thiếu "text"'),
    ],
)
def test_says_which_line_is_wrong(tmp_path: Path, matcher: Matcher, text: str, says: str) -> None:
    (tmp_path / "in.jsonl").write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=says):
        list(match_file(tmp_path / "in.jsonl", None, matcher))


def test_says_that_there_is_no_file(tmp_path: Path, matcher: Matcher) -> None:
    with pytest.raises(UserError, match="không tìm thấy"):
        list(match_file(tmp_path / "none.jsonl", None, matcher))


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ({"text": "a", "doc_type": "Kế hoạch"}, "document"),
        ({"text": "a", "doc_type": None, "agency": None, "date": "nay"}, "statement"),
    ],
)
def test_a_text_with_a_type_is_a_document(row: dict[str, Any], kind: str) -> None:
    assert query_of(row).kind == kind


def test_shows_one_text_on_the_terminal(matcher: Matcher) -> None:
    console = Console(record=True, width=100)
    explain_text("Kế hoạch triển khai Luật Thực hiện dân chủ ở cơ sở", matcher, console)
    shown = console.export_text()
    assert "I.3" in shown
    assert "trùng từ:" in shown


def test_says_that_no_task_fits(matcher: Matcher) -> None:
    console = Console(record=True, width=100)
    explain_text("Đàn trâu 1.200 con", matcher, console)
    assert "Không nhiệm vụ nào" in console.export_text()
