"""What clerks taught is obeyed by content, and can be taken back."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from pipeline.decide import attach, decision_lines, reject, undo
from pipeline.decisions.corrections import (
    ATTACH,
    EXTEND,
    REJECT,
    UNDO,
    Correction,
    extend,
    in_force,
    obey,
    text_key,
)
from pipeline.errors import UserError
from pipeline.run import Order, run_order
from rules.model.papers import Band
from rules.plan.deadline_story import explain_deadline
from tests import factories as make
from tests.test_samples import EXPECTED, SAMPLES, Quiet

D1 = make.paper("d1").sha256


def row(number: int, kind: str, undoes: int | None = None, **value: str) -> dict[str, object]:
    return {
        "id": number,
        "fingerprint": "f1",
        "kind": kind,
        "undoes": undoes,
        "value": json.dumps({"task_id": "I.3", **value}),
        "reason": "",
        "note": "",
        "basis": "b",
        "decided_by": "Lan",
        "decided_at": "2024-12-20T08:00:00",
        "batch": None,
    }


@pytest.mark.parametrize(
    ("rows", "numbers"),
    [
        ([row(1, ATTACH, sha256=D1)], [1]),
        ([row(1, ATTACH, sha256=D1), row(2, UNDO, undoes=1)], []),
        ([row(1, ATTACH), row(2, REJECT), row(3, UNDO, undoes=1)], [2]),
        ([row(1, "accept")], []),  # decisions of other kinds correct no match
        ([row(1, ATTACH, sha256=D1), row(2, "confirm")], []),  # she thought better of it
        ([row(1, ATTACH, sha256=D1), row(2, "confirm"), row(3, UNDO, undoes=2)], [1]),
    ],
)
def test_what_is_in_force(rows: list[dict[str, object]], numbers: list[int]) -> None:
    assert [one.id for one in in_force(rows)] == numbers


MATCHES = (
    make.match("d1", "I.3", shared_with=("III.3",)),
    make.match("r1", "I.3", statement_id="r1#1"),
)
PAPERS = (make.paper("d1"), make.report_paper("r1"))
SAID = make.statement().text


def test_an_extension_keeps_the_day_before_and_the_paper() -> None:
    owed = make.obligation("I.3")
    move = Correction(7, EXTEND, "I.3", owed.id, sha256=D1, day="2024-05-31")
    (moved,) = extend([owed], [move], [make.paper("d1")])
    assert (moved.deadline.due_to, moved.deadline.extended_from) == (
        date(2024, 5, 31),
        date(2024, 3, 31),
    )
    assert moved.deadline.granted_by == "Kế hoạch số 15/KH-SNV ngày 20/02/2024"
    assert explain_deadline(moved.deadline).endswith(
        "→ 31/03/2024 → gia hạn từ 31/03/2024 theo Kế hoạch số 15/KH-SNV ngày 20/02/2024 "
        "→ 31/05/2024"
    )
    (alone,) = extend([owed], [Correction(8, EXTEND, "I.3", owed.id, day="2024-05-31")])
    assert "theo quyết định của cán bộ" in explain_deadline(alone.deadline)
    assert extend([make.obligation("I.4")], [move]) == (make.obligation("I.4"),)


@pytest.mark.parametrize(
    ("correction", "left"),
    [
        (Correction(1, REJECT, "I.3", sha256=D1), [("d1", "III.3"), ("r1", "I.3")]),
        (Correction(1, REJECT, "III.3", sha256=D1), [("d1", "I.3"), ("r1", "I.3")]),
        (Correction(1, REJECT, "I.3", text_key=text_key(SAID.upper())), [("d1", "I.3")]),
        (Correction(1, REJECT, "V.1", sha256=D1), [("d1", "I.3"), ("r1", "I.3")]),
        (
            Correction(1, ATTACH, "II.4", obligation_id="II.4/1/so-noi-vu", sha256=D1),
            [("d1", "I.3"), ("r1", "I.3"), ("d1", "II.4")],
        ),
    ],
)
def test_obeyed(correction: Correction, left: list[tuple[str, str]]) -> None:
    found = obey(MATCHES, PAPERS, (make.statement(),), (correction,))
    assert [(one.document_id, one.task_id) for one in found] == left
    attached = [one for one in found if one.obligation_id]
    assert all(one.band is Band.SURE for one in attached)


def test_a_rejected_text_does_not_return_in_another_file() -> None:
    again = make.match("r2", "I.3", statement_id="r2#1")
    said = make.statement("r2#1", "r2")
    gone = Correction(1, REJECT, "I.3", text_key=text_key(SAID))
    assert obey((again,), (make.report_paper("r2"),), (said,), (gone,)) == ()


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ket-qua")
    run(folder)
    return folder


def run(out: Path) -> dict[str, dict[str, str]]:
    """Run the samples; the findings by code."""
    day = date.fromisoformat(EXPECTED["as_of"])
    plan = SAMPLES / "plan" / "plan.docx"
    run_order(Order(SAMPLES / "inbox", plan, out, day), Quiet())
    lines = (out / "findings.jsonl").read_text(encoding="utf-8").splitlines()
    return {one["code"]: one for one in map(json.loads, lines)}


def code_of(out: Path, rule: str, agency: str, task: str) -> str:
    lines = (out / "findings.jsonl").read_text(encoding="utf-8").splitlines()
    for one in map(json.loads, lines):
        if (one["rule"], one["agency_id"], one["task_id"]) == (rule, agency, task):
            return str(one["code"])
    raise LookupError(rule)


def test_attached_rejected_and_taken_back(out: Path) -> None:
    """The last step leaves the list as it was, for the tests that follow."""
    missing = code_of(out, "missing-output", "so-noi-vu", "III.2")
    late = code_of(out, "late-output", "so-noi-vu", "I.3")
    first = attach(out, missing.lower(), "KH 27 kiem tra noi vu.docx", "đối thoại nằm trong KH này")
    second = reject(out, late, "kế hoạch về việc khác")
    after = run(out)
    assert missing not in after
    assert late not in after
    assert any(
        one["rule"] == "missing-output" and one["task_id"] == "I.3" for one in after.values()
    )
    for number in (first, second):
        undo(out, number)
    again = run(out)
    assert {missing, late} <= set(again)
    kinds = [line.split("  ")[3] for line in decision_lines(out)]
    assert kinds == ["attach", "misread", "reject-match", "undo", "undo", "undo"]


@pytest.mark.parametrize(
    ("act", "says"),
    [
        (lambda out: attach(out, "PH-0000-0001-9", "x"), "gõ chưa đúng"),
        (lambda out: attach(out, "PH-0000-0001-8", "x"), "không có mã này"),
        (lambda out: reject(out, "PH-0000-0001-8", " "), "không có mã này"),
        (lambda out: undo(out, 99), "không có quyết định số này"),
    ],
)
def test_what_cannot_be_kept(out: Path, act, says: str) -> None:
    with pytest.raises(UserError, match=says):
        act(out)


def test_a_file_must_be_one(out: Path) -> None:
    missing = code_of(out, "missing-output", "so-noi-vu", "III.2")
    with pytest.raises(UserError, match="không có trong tài liệu"):
        attach(out, missing, "khong-co.docx")
    with pytest.raises(UserError, match="trùng tên"):
        attach(out, missing, "KH 14 khao sat.docx")
