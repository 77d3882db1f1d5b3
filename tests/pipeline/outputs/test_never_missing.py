"""What could not be concluded is shown as missing nowhere: terminal, workbook, page."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path

import openpyxl
import pytest
from lxml import html
from rich.console import Console

from pipeline.outputs.page import write_page
from pipeline.outputs.report import Report
from pipeline.outputs.terminal import print_summary
from pipeline.outputs.workbook import write_workbook
from rules.model.dossier import Status
from tests import factories as make
from tests.pipeline.outputs import scene

ABSENT = ("Chưa có", "Chưa thấy", "Thiếu")
EMPTY = ("", "0", "–", "None")
OPEN = (Status.REVIEW, Status.UNREADABLE, Status.DEADLINE_UNKNOWN)


def report(*statuses: Status) -> Report:
    """Outputs of Sở Nội vụ of these statuses, nothing else."""
    judgements = [
        make.judgement(status, make.obligation("VI.1", scene.HOME, number))
        for number, status in enumerate(statuses, 1)
    ]
    return scene.report(judgements=judgements, findings=[])


def counted_absent(tables: Iterable[list[list[str]]]) -> list[list[str]]:
    """The rows of tables that count or name something as absent."""
    found = []
    for rows in tables:
        columns: list[int] = []
        for row in rows:
            if any(cell in ABSENT for cell in row) and sum(map(bool, row)) > 3:
                heads = [at for at, cell in enumerate(row) if cell in ABSENT]
                if not any(cell.isdigit() for cell in row):
                    columns = heads
                    continue
                found.append(row)
            elif any(row[at] not in EMPTY for at in columns if at < len(row)):
                found.append(row)
    return found


def page_tables(path: Path) -> Iterator[list[list[str]]]:
    for table in html.fromstring(path.read_text(encoding="utf-8")).iter("table"):
        yield [
            [" ".join(cell.text_content().split()) for cell in row.iter("td", "th")]
            for row in table.iter("tr")
        ]


def sheets(path: Path) -> Iterator[list[list[str]]]:
    for sheet in openpyxl.load_workbook(path):
        if sheet.title not in ("Hướng dẫn", "doichieu"):
            yield [
                ["" if cell is None else str(cell) for cell in row]
                for row in sheet.iter_rows(values_only=True)
            ]


def absent_in_terminal(shown: Report) -> str:
    console = Console(file=io.StringIO(), width=160, color_system=None)
    print_summary(shown, Path("ket-qua"), console)
    lines = console.file.getvalue().splitlines()  # type: ignore[attr-defined]
    rule = next(at for at, line in enumerate(lines) if line.lstrip().startswith("─"))
    # The last word of the heading "Chưa có" stands over the column's figures.
    head = next(line for line in lines[rule - 2 : rule] if " có" in line)
    end = head.index("có") + 2
    row = next(line for line in lines if line.strip().startswith("Sở Nội vụ"))
    return row[end - 3 : end].strip()


@pytest.mark.parametrize("status", OPEN)
def test_in_no_output(status: Status, tmp_path: Path) -> None:
    shown = report(status, status)
    write_workbook(shown, tmp_path / "a.xlsx")
    write_page(shown, tmp_path / "a.html")
    assert counted_absent(sheets(tmp_path / "a.xlsx")) == []
    assert counted_absent(page_tables(tmp_path / "a.html")) == []
    assert absent_in_terminal(shown) == ""


def test_what_is_missing_is_seen_by_the_same_eyes(tmp_path: Path) -> None:
    shown = report(Status.MISSING, Status.REVIEW)
    write_workbook(shown, tmp_path / "a.xlsx")
    write_page(shown, tmp_path / "a.html")
    assert counted_absent(sheets(tmp_path / "a.xlsx"))
    assert counted_absent(page_tables(tmp_path / "a.html"))
    assert absent_in_terminal(shown) == "1"
