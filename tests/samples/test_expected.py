import tomllib
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from rules.model.dossier import Status
from samples.paper import load, own_plan, parts

SAMPLES = Path(__file__).parents[2] / "samples"
EXPECTED = tomllib.loads((SAMPLES / "expected.toml").read_text(encoding="utf-8"))
RULES = [
    "missing-output",
    "late-output",
    "undated-output",
    "wrong-issuer",
    "wrong-type",
    "cited-not-attached",
    "reported-not-done",
    "needs-review",
    "not-checkable",
    "task-not-reported",
    "missing-report",
    "late-report",
    "report-period-mismatch",
    "plan-section-missing",
    "row-missing-output",
    "row-missing-deadline",
    "row-missing-lead",
    "unreadable-file",
    "partly-read",
    "encrypted-file",
    "secret-marked",
    "unmatched-document",
    "duplicate-document",
    "no-number",
    "no-date",
    "no-signer",
    "issuer-not-sender",
    "number-date-conflict",
    "target-missed",
]


def _received() -> set[str]:
    inbox = SAMPLES / "inbox"
    files = [file for file in inbox.rglob("*") if file.is_file()]
    found = {file.relative_to(inbox).as_posix() for file in files}
    for file in files:
        if file.suffix == ".zip":
            with zipfile.ZipFile(file) as archive:
                found |= {f"{file.relative_to(inbox).as_posix()}/{n}" for n in archive.namelist()}
    return found


def test_the_inbox_holds_the_papers_of_the_content_files():
    received = {path for path in _received() if not path.endswith(".zip")}
    assert received == {paper.path for paper in load()}


def test_named_documents_were_received():
    rows = EXPECTED["obligation"] + EXPECTED["finding"]
    assert {row["document"] for row in rows if "document" in row} <= _received()


def test_an_obligation_is_judged_once_and_with_a_reason():
    keys = Counter(
        (row["agency"], row["task"], row.get("output_no"), row.get("output"), row.get("due"))
        for row in EXPECTED["obligation"]
    )
    assert set(keys.values()) == {1}
    assert all(row["reason"] for row in EXPECTED["obligation"] + EXPECTED["finding"])


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_about_the_inbox_occurs(rule):
    assert rule in {row["rule"] for row in EXPECTED["finding"]}


def test_every_status_occurs():
    given = {row["status"] for row in EXPECTED["obligation"]} | {EXPECTED["rest"]}
    assert given == {status.value for status in Status}


def test_review_is_not_a_way_out():
    given = Counter(row["status"] for row in EXPECTED["obligation"])
    assert given["review"] <= 0.05 * given.total()


def test_a_body_is_read_as_headings_items_tables_and_paragraphs():
    body = "# I. KẾT QUẢ\nMở đầu.\n- Một việc\n| TT | Việc\n| 1 | \n"
    assert [(part.kind, part.text or part.rows) for part in parts(body)] == [
        ("heading", "I. KẾT QUẢ"),
        ("paragraph", "Mở đầu."),
        ("item", "- Một việc"),
        ("table", (("TT", "Việc"), ("1", ""))),
    ]


def test_a_plan_can_lack_a_section_and_a_cell():
    names = dict.fromkeys(("ten", "vp", "cm", "kt", "tt"), "Sở")
    rows = parts(own_plan("", {"names": names, "without": ["VII"], "blank": ["V.lead"]}))
    (table,) = [part.rows for part in rows if part.kind == "table"]
    sections = [row[0] for row in table if not row[0].isdigit()]
    assert sections == ["TT", "I", "II", "III", "IV", "V", "VI", "VIII"]
    after_v = table[[row[0] for row in table].index("V") + 1]
    assert after_v[3] == ""
    assert after_v[2] == "Báo cáo rà soát"
