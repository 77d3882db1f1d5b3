"""One whole run over the samples, compared with what a careful person wrote by hand.

Everything is read from the database that the run wrote, as other programs would read it.
"""

from __future__ import annotations

import sqlite3
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pipeline.run import Order, run_order

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
EXPECTED = tomllib.loads((SAMPLES / "expected.toml").read_text(encoding="utf-8"))
LABELS = {"quý I", "quý II", "quý III", "quý IV", "6 tháng", "năm"}


class Quiet:
    """Nobody watches."""

    def start(self, total: int) -> None: ...
    def advance(self, path: str) -> None: ...
    def end(self) -> None: ...


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    out = tmp_path_factory.mktemp("ket-qua")
    day = date.fromisoformat(EXPECTED["as_of"])
    run_order(Order(SAMPLES / "inbox", SAMPLES / "plan/plan.docx", out, day), Quiet())
    connection = sqlite3.connect(out / "doichieu.db")
    connection.row_factory = sqlite3.Row
    yield connection
    connection.close()


def place(row: sqlite3.Row) -> tuple[str, str, int | str, str]:
    """Agency, task, output number (the output itself for a duty), and which of several dates."""
    label = row["id"].rsplit("/", 1)[-1]
    return (
        row["agency_id"],
        row["task_id"] or "",
        row["output_no"] if row["task_id"] else row["output"],
        label if label in LABELS else "",
    )


def hand_place(item: dict[str, object]) -> tuple[object, ...]:
    which = item["output_no"] if item["task"] else item["output"]
    return (item["agency"], item["task"], which, item.get("due", ""))


def test_every_obligation_is_judged_as_by_hand(db: sqlite3.Connection) -> None:
    judged = {
        place(row): (row["status"], row["path"], row["reason"])
        for row in db.execute(
            "SELECT o.*, d.path FROM obligations o LEFT JOIN documents d ON d.id = o.document_id"
        )
    }
    wrong = []
    for item in EXPECTED["obligation"]:
        status, path, reason = judged.get(hand_place(item), ("no such obligation", "", ""))
        wanted = item.get("document")
        if status != item["status"]:
            wrong.append(
                f"{hand_place(item)}: {status}, not {item['status']}: {item['reason']} | {reason}"
            )
        elif wanted and status not in ("unreadable", "not_done") and path != wanted:
            wrong.append(f"{hand_place(item)}: {status} by {path}, not {wanted}")
    assert not wrong, "\n" + "\n".join(wrong)


def test_obligations_of_the_agencies_are_all_expected(db: sqlite3.Connection) -> None:
    expected = Counter(hand_place(item) for item in EXPECTED["obligation"])
    agencies = {item["agency"] for item in EXPECTED["obligation"]}
    judged = Counter(
        place(row)
        for row in db.execute("SELECT * FROM obligations")
        if row["agency_id"] in agencies
    )
    assert judged == expected


def test_agencies_that_sent_nothing(db: sqlite3.Connection) -> None:
    silent = {
        row["agency_id"]
        for row in db.execute("SELECT agency_id FROM findings WHERE rule = 'nothing-received'")
    }
    assert silent == set(EXPECTED["nothing_received"])
    statuses = {
        row["status"]
        for row in db.execute("SELECT agency_id, status FROM obligations")
        if row["agency_id"] in silent
    }
    assert statuses <= {EXPECTED["rest"], EXPECTED["rest_before_due"]}


def finding_place(row: sqlite3.Row) -> tuple[object, ...]:
    task = row["task_id"] or ""
    output = row["output_no"] if task else (row["output"] or None)
    return (row["rule"], row["agency_id"] or "", task, output)


def test_findings_are_those_written_by_hand(db: sqlite3.Connection) -> None:
    rows = db.execute(
        "SELECT f.*, o.output FROM findings f LEFT JOIN obligations o ON o.id = f.obligation_id"
    )
    found = Counter(
        finding_place(row)
        for row in rows
        if (row["rule"] != "nothing-received" and not row["rule"].startswith("plan-"))
        or row["rule"] == "plan-section-missing"
    )
    expected = Counter(
        (
            item["rule"],
            item["agency"],
            item.get("task", ""),
            item.get("output_no", item.get("output")),
        )
        for item in EXPECTED["finding"]
    )
    extra = "\n".join(f"not expected: {one}" for one in (found - expected))
    lacking = "\n".join(f"lacking: {one}" for one in (expected - found))
    assert found == expected, f"\n{extra}\n{lacking}"


def test_findings_about_a_file_name_it(db: sqlite3.Connection) -> None:
    named = {
        (row["rule"], row["path"])
        for row in db.execute(
            "SELECT f.rule, d.path FROM findings f JOIN documents d ON d.id = f.document_id"
        )
    }
    for item in EXPECTED["finding"]:
        if "document" in item and item["rule"] not in ("not-checkable", "reported-not-done"):
            assert (item["rule"], item["document"]) in named


def test_defects_of_the_plan(db: sqlite3.Connection) -> None:
    for rule, tasks in EXPECTED["plan_findings"].items():
        found = " ".join(
            row["task_id"] + " " + row["message"]
            for row in db.execute("SELECT task_id, message FROM findings WHERE rule = ?", [rule])
        )
        for task in tasks:
            assert task in found, (rule, task)


def test_review_is_not_a_way_out(db: sqlite3.Connection) -> None:
    statuses = Counter(row[0] for row in db.execute("SELECT status FROM obligations"))
    judged = sum(statuses.values()) - statuses["not_received"] - statuses["pending"]
    assert statuses["review"] <= 0.05 * judged


def test_every_file_is_accounted_for(db: sqlite3.Connection) -> None:
    paths = {row[0] for row in db.execute("SELECT path FROM documents")}
    files = {
        file.relative_to(SAMPLES / "inbox").as_posix()
        for file in (SAMPLES / "inbox").rglob("*")
        if file.is_file()
    }
    archives = {path for path in files if path.endswith(".zip")}
    assert files - archives <= paths
    for archive in archives:
        assert any(path.startswith(f"{archive}/") for path in paths)
