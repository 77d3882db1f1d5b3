"""The sheet of findings: one line each, the worst of each agency first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from xlsxwriter import Workbook

from pipeline.outputs import workbook_decisions as decisions
from pipeline.outputs.cells import finding_cells
from pipeline.outputs.clean import clean
from pipeline.outputs.links import Links
from pipeline.outputs.report import Report
from pipeline.outputs.workbook_sheet import (
    Cell,
    Column,
    Linked,
    Styles,
    Toned,
    set_up,
    write_table,
)
from rules.model.dossier import Finding

MOST_ROWS = 1_000_000  # a sheet of Excel holds 1,048,576
_QUOTE = 600  # longer ones make rows that fill the screen; the page shows more

_PRINTED = 11  # what was found; decisions are printed by the sheet made for it
COLUMNS = (
    Column("code", 17.5, "strong"),
    Column("severity", 10),
    Column("state", 10, "centre"),
    Column("agency", 17),
    Column("task", 8.5, "centre"),
    Column("output", 17),
    Column("deadline", 12),
    Column("message", 42),
    Column("evidence", 24),
    Column("place", 12),
    Column("quote", 38),
    *decisions.COLUMNS,
    Column("rule", 17),
    Column("task_text", 46),
    decisions.GUARD,
)
PRINT_COLUMNS = (
    Column("code", 17.5, "strong"),
    Column("agency", 20),
    Column("task", 8.5, "centre"),
    Column("output", 20),
    Column("deadline", 13),
    Column("message", 52),
    Column("decision", 24),
)


def write_findings(
    book: Workbook, styles: Styles, report: Report, links: Links, most: int = MOST_ROWS
) -> None:
    """The sheet "Sai lệch"; more than fit are split by agency into numbered sheets."""
    name = report.words("sheet", "findings")
    names = decisions.paper_names(report)
    for number, some in enumerate(split_by_agency(report.findings, most), 1):
        title = name if number == 1 else f"{name} {number}"
        sheet = book.add_worksheet(title)
        set_up(sheet, report, title)
        rows = _rows(report, some, links, names)
        last = write_table(sheet, styles, report, COLUMNS, rows, frozen=2, printed=_PRINTED)
        decisions.write_key_row(sheet, styles, COLUMNS, last)
        decisions.offer_choices(book, sheet, report, COLUMNS, last)


def write_print(book: Workbook, styles: Styles, report: Report, most: int = MOST_ROWS) -> None:
    """The sheet "Bản in": seven columns that fit on A4, with what is decided so far."""
    name = report.words("sheet", "print")
    names = decisions.paper_names(report)
    for number, some in enumerate(split_by_agency(report.findings, most), 1):
        title = name if number == 1 else f"{name} {number}"
        sheet = book.add_worksheet(title)
        set_up(sheet, report, title)
        rows = _print_rows(report, some, names)
        write_table(sheet, styles, report, PRINT_COLUMNS, rows)


def split_by_agency(findings: Sequence[Finding], most: int) -> list[list[Finding]]:
    """The findings in portions of at most ``most``; an agency is split only when it must be."""
    portions: list[list[Finding]] = [[]]
    for _, group in groupby(findings, key=lambda finding: finding.problem.agency_id):
        of_agency = list(group)
        if len(portions[-1]) + len(of_agency) > most and portions[-1]:
            portions.append([])
        for finding in of_agency:
            if len(portions[-1]) == most:
                portions.append([])
            portions[-1].append(finding)
    return portions


def _print_rows(
    report: Report, findings: Sequence[Finding], names: Mapping[str, str]
) -> Iterator[list[Cell]]:
    for finding in findings:
        cells = finding_cells(report, finding)
        yield [
            cells.code,
            cells.agency,
            cells.task,
            cells.output,
            cells.deadline,
            cells.message,
            decisions.decided_words(decisions.filled_in(report, finding, names)),
        ]


def _rows(
    report: Report, findings: Sequence[Finding], links: Links, names: Mapping[str, str]
) -> Iterator[list[Cell]]:
    for finding in findings:
        cells = finding_cells(report, finding)
        decided = decisions.filled_in(report, finding, names)
        quote = clean(cells.quote, _QUOTE)
        yield [
            cells.code,
            Toned(cells.severity, finding.severity.value),
            cells.state,
            cells.agency,
            cells.task,
            cells.output,
            cells.deadline,
            cells.message,
            Linked(cells.evidence, links.to(cells.evidence)) if cells.evidence else None,
            cells.place,
            quote,
            *decisions.decision_cells(finding, decided),
            cells.rule,
            cells.task_text,
            decisions.guard_cell(report, finding, decided),
        ]
