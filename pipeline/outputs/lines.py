"""Findings as lines for other programs and for the terminal: JSONL, CSV, JSON, table."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from pipeline.outputs.cells import finding_cells
from pipeline.outputs.clean import CELL_LIMIT, for_csv, for_json, for_terminal
from pipeline.outputs.replace import replace_file
from pipeline.outputs.report import Report
from pipeline.outputs.terminal import print_notices
from pipeline.outputs.workbook import write_workbook
from pipeline.storage.rows import evidence_facts
from pipeline.storage.stored import load_report
from rules.model.dossier import Finding

CSV_COLUMNS = (
    "code",
    "severity",
    "state",
    "agency",
    "task",
    "output",
    "deadline",
    "message",
    "evidence",
    "place",
    "quote",
    "rule",
    "rule_id",
)
_TABLE_COLUMNS = ("code", "severity", "agency", "task", "message")


def finding_facts(report: Report, finding: Finding) -> dict[str, object]:
    """A finding as the database has it, with the names that stand behind its ids."""
    problem = finding.problem
    cells = finding_cells(report, finding)
    facts = {
        "code": finding.code,
        "fingerprint": finding.fingerprint,
        "basis": finding.basis,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "state": finding.state,
        "agency_id": problem.agency_id or None,
        "task_id": problem.task_id or None,
        "output_no": problem.output_no,
        "obligation_id": problem.obligation_id or None,
        "document_id": problem.document_id or None,
        "message": problem.message,
        "message_en": problem.message_en,
        "evidence": [evidence_facts(one) for one in problem.evidence],
        "agency": cells.agency if problem.agency_id else None,
        "task": cells.task_text or None,
        "output": cells.output or None,
        "deadline": cells.deadline or None,
    }
    return {name: for_json(value, CELL_LIMIT) for name, value in facts.items()}


def jsonl(report: Report) -> Iterator[str]:
    """Each finding as a line of JSON."""
    for finding in report.findings:
        yield json.dumps(finding_facts(report, finding), ensure_ascii=False) + "\n"


def write_lines(report: Report, path: Path) -> None:
    """Write findings.jsonl."""

    def write(draft: Path) -> None:
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(jsonl(report))

    replace_file(path, write, report.lang)


def csv_text(report: Report) -> str:
    """The list as CSV that Excel opens with its diacritics (byte order mark, CRLF)."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(report.words("column", column) for column in CSV_COLUMNS)
    for finding in report.findings:
        cells = finding_cells(report, finding)
        writer.writerow(for_csv(getattr(cells, column)) for column in CSV_COLUMNS)
    return "\ufeff" + text.getvalue()


def json_text(report: Report) -> str:
    """The list as one JSON document."""
    found = [finding_facts(report, finding) for finding in report.findings]
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def finding_table(report: Report) -> Table:
    """The list as a table for the terminal."""
    table = Table(header_style="bold", box=SIMPLE_HEAD, pad_edge=False)
    for column in _TABLE_COLUMNS:
        fixed = column in ("code", "severity", "task")
        widest = 14 if column == "agency" else None
        table.add_column(report.words("column", column), no_wrap=fixed, max_width=widest)
    for finding in report.findings:
        cells = finding_cells(report, finding)
        table.add_row(*(for_terminal(getattr(cells, column)) for column in _TABLE_COLUMNS))
    return table


def print_findings(out: Path, form: str, lang: str) -> int:
    """Print the findings of the last run to standard output; how many there are."""
    report = load_report(out / "doichieu.db", lang)
    print_notices(report.notices)
    if form == "table":
        Console().print(finding_table(report) if report.findings else _none(report))
        return len(report.findings)
    data = {"csv": csv_text, "json": json_text}
    body = data[form](report).encode("utf-8") if form in data else _workbook(report, out)
    sys.stdout.flush()
    sys.stdout.buffer.write(body)
    sys.stdout.buffer.flush()
    return len(report.findings)


def _none(report: Report) -> str:
    return report.words.say("no_findings")


def _workbook(report: Report, out: Path) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sai-lech.xlsx"
        write_workbook(report, path, links_from=out)
        return path.read_bytes()
