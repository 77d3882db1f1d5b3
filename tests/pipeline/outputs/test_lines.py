from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from rich.console import Console

from pipeline.errors import UserError
from pipeline.outputs.lines import csv_text, finding_table, json_text, print_findings, write_lines
from pipeline.storage.store import Run, Store
from pipeline.storage.stored import load_report
from tests.pipeline.outputs import scene

NOW = datetime(2024, 12, 31, 8, tzinfo=UTC)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    inbox = scene.lay_inbox(tmp_path / "inbox")
    with Store.open(tmp_path / "out" / "doichieu.db") as store:
        store.write_run(scene.report(inbox=inbox), Run(NOW, NOW, "0.1.0"))
    return tmp_path / "out"


def test_each_line_is_a_finding_as_the_database_has_it(tmp_path: Path) -> None:
    write_lines(scene.report(), tmp_path / "findings.jsonl")
    lines = (tmp_path / "findings.jsonl").read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    assert [one["code"] for one in found] == [
        "PH-0000-0001-1",
        "PH-0000-0003-3",
        "PH-0000-0002-2",
    ]
    late = found[1]
    assert list(late)[:14] == [
        "code", "fingerprint", "basis", "rule", "severity", "state", "agency_id", "task_id",
        "output_no", "obligation_id", "document_id", "message", "message_en", "evidence",
    ]  # fmt: skip
    assert (late["agency_id"], late["task_id"], late["agency"]) == ("so-y-te", "VI.1", "Sở Y tế")
    assert late["evidence"][0] == {
        "document_id": "d2",
        "path": "SYT/gói.zip/KH 22 #1.pdf",
        "anchor": "trang 2, đoạn 7",
        "quote": "ngày 12/4",
        "place": {"page": 2, "paragraph": 7},
    }
    assert found[2]["task_id"] is None


def test_csv_opens_in_excel_with_its_diacritics() -> None:
    text = csv_text(scene.report())
    assert text.startswith("\ufeffMã,Mức độ,")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) == 4
    assert rows[2][:5] == ["PH-0000-0003-3", "Cảnh báo", "Như cũ", "Sở Y tế", "VI.1"]


@pytest.mark.parametrize("text", scene.HOSTILE)
def test_hostile_text_stays_text(tmp_path: Path, text: str) -> None:
    report = scene.hostile_report(text)
    for row in csv.reader(io.StringIO(csv_text(report).removeprefix("\ufeff"))):
        assert not any(field.lstrip()[:1] in {*"=+-@＝＋－＠"} for field in row if field)
    assert len(json.loads(json_text(report))) == 3
    write_lines(report, tmp_path / "findings.jsonl")
    lines = (tmp_path / "findings.jsonl").read_text(encoding="utf-8").split("\n")
    assert len(lines) == 4
    console = Console(file=io.StringIO(), width=100, force_terminal=True, color_system=None)
    console.print(finding_table(report))
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    assert "\x1b[31m" not in shown
    assert "\x1b]8" not in shown, "no link in the terminal"


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_the_last_run_is_printed(
    out: Path, form: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert print_findings(out, form, "vi") == 3
    printed = capfdbinary.readouterr().out.decode()
    assert "PH-0000-0003-3" in printed


def test_the_workbook_is_printed_with_links_from_the_folder_of_outputs(
    out: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    print_findings(out, "xlsx", "vi")
    book = load_workbook(io.BytesIO(capfdbinary.readouterr().out))
    assert book["Sai lệch"]["A3"].value == "PH-0000-0003-3"
    assert book["Sai lệch"]["I3"].hyperlink.target == "../inbox/SYT/g%C3%B3i.zip"
    assert sorted(one.name for one in out.iterdir() if one.suffix == ".xlsx") == []


def test_nothing_to_print_before_a_run(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="doichieu run"):
        print_findings(tmp_path, "json", "vi")
    with Store.open(tmp_path / "doichieu.db"):
        pass
    with pytest.raises(UserError, match="doichieu run"):
        print_findings(tmp_path, "json", "vi")


def test_a_report_comes_back_from_the_database_as_it_was(out: Path) -> None:
    written, read = scene.report(), load_report(out / "doichieu.db")
    assert read.findings == written.findings
    assert read.judgements == written.judgements
    for table in ("statements", "matches", "citations"):
        assert list(read.said.rows(table)) == list(written.said.rows(table))
    assert read.plan == written.plan
    assert list(read.agencies.values()) == list(written.agencies.values())
    assert read.counts.by_agency == written.counts.by_agency
    assert [paper.header for paper in read.papers] == [paper.header for paper in written.papers]
    assert [paper.received_on for paper in read.papers] == [
        paper.received_on for paper in written.papers
    ]
