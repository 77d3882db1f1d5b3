"""The columns of the workbook in which clerks decide, and what lets the file be taken back.

Nothing is pre-decided: only what already stands is filled in. The hidden marks of a row are told
in ``pipeline.importing.guard``; the hidden key row below the list names the columns, so that they
may be moved and renamed. It lies below, after a blank row, where neither sorting nor the filter
takes it for data. Nothing is protected.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from pipeline.importing.columns import (
    LISTS,
    META_MARK,
    META_SHEET,
    key_cell,
)
from pipeline.importing.guard import FORMAT, colour_of, echo_text, guard_text, shade_of
from pipeline.importing.papers import Received, names_of
from pipeline.importing.prefill import Prefilled, plan_mark, prefill, run_mark
from pipeline.outputs.cells import number_words
from pipeline.outputs.clean import for_cell
from pipeline.outputs.report import Report
from pipeline.outputs.workbook_sheet import Cell, Column, Shaded, Styles
from rules.decisions import kinds
from rules.model.dossier import Finding

COLUMNS = (
    Column("decision", 22, "entry"),
    Column("decided_reason", 28, "entry"),
    Column("echo", 4, "hidden"),
    Column("decided_value", 24, "entry"),
    Column("decided_note", 30, "entry"),
    Column("decided_by", 20, "entry"),
)
GUARD = Column("guard", 4, "hidden")
_MOST_REASONS = 40  # rows of a list that the drop-down looks through


def paper_names(report: Report) -> Mapping[str, str]:
    """How cells name a paper, by content: its number where only it bears it, else its path."""
    # Duplicates last, as the reader of the workbook has them.
    papers = sorted(report.papers, key=lambda paper: bool(paper.duplicate_of))
    return names_of(
        Received(
            id=paper.id,
            path=paper.path,
            sha256=paper.sha256,
            number=number_words(paper) if paper.header.number and paper.header.symbol else "",
        )
        for paper in papers
    )


def filled_in(report: Report, finding: Finding, names: Mapping[str, str]) -> Prefilled:
    """The words of what stands on a finding, fit for cells; empty where nothing stands."""
    standing = report.standings.get(finding.fingerprint)
    if standing is None or not standing.kind:
        return Prefilled()
    kind = kinds()[standing.kind]
    label = report.words.choose(kind.label, kind.label_en)
    gone = report.words.say("paper_gone")
    words = prefill(standing, label, names.get(standing.value.get("sha256", ""), gone))
    if standing.basis != finding.basis:
        by = "\n".join((words.by, report.words.say("changed_since_decided")))
        words = Prefilled(words.decision, words.reason, words.value, words.note, by)
    return Prefilled(*map(for_cell, words))


def decision_cells(finding: Finding, words: Prefilled) -> list[Cell]:
    """The cells of the decision columns of one row, the hidden echo among them."""
    colour = colour_of(shade_of(finding.fingerprint))
    decision, reason, value, note, by = (Shaded(text, colour) for text in words)
    return [decision, reason, echo_text(finding.fingerprint), value, note, by]


def guard_cell(report: Report, finding: Finding, words: Prefilled) -> str:
    """The hidden guard of one row."""
    standing = report.standings.get(finding.fingerprint)
    version = standing.version if standing else 0
    return guard_text(
        finding.code, finding.fingerprint, finding.basis, version, words.said, words.by
    )


def decided_words(words: Prefilled) -> str:
    """A decision on few lines, for print."""
    return "\n".join(text for text in (words.decision, words.value, words.reason) if text)


def write_key_row(sheet: Worksheet, styles: Styles, columns: Sequence[Column], last: int) -> None:
    """Name the columns in a hidden row under the list of ``last`` rows."""
    row = last + 2
    sheet.set_row(row, None, None, {"hidden": True})
    for number, column in enumerate(columns):
        sheet.write_string(row, number, key_cell(column.id), styles.make(font_color="#808080"))


def offer_choices(
    book: Workbook, sheet: Worksheet, report: Report, columns: Sequence[Column], last: int
) -> None:
    """Drop-down lists of kinds and reasons, and a red ground where something is still missing."""
    if not last:
        return
    places = {column.id: number for number, column in enumerate(columns)}
    decision, reason, value = (places[id] for id in ("decision", "decided_reason", "decided_value"))
    words = report.words
    cell = f"${xl_col_to_name(decision)}2"
    heads = f"{META_SHEET}!{LISTS.heads}"
    sheet.data_validation(
        1, decision, last, decision,
        {"validate": "list", "source": f"={heads}", "error_type": "warning",
         "error_title": words("column", "decision"), "error_message": words.say("choose_kind")},
    )  # fmt: skip
    at = f"IFERROR(MATCH({cell},{heads},0),{len(kinds()) + 1})-1"
    count = f"MAX(1,COUNTA(OFFSET({META_SHEET}!{LISTS.first_column},0,{at})))"
    sheet.data_validation(
        1, reason, last, reason,
        {"validate": "list", "source": f"=OFFSET({META_SHEET}!{LISTS.first},0,{at},{count},1)",
         "show_error": False},
    )  # fmt: skip
    sheet.data_validation(
        1, value, last, value,
        {"validate": "any", "input_title": words("column", "decided_value"),
         "input_message": words.say("value_prompt")},
    )  # fmt: skip
    missing = book.add_format({"bg_color": "#F8D3CF"})
    for column, needed in ((reason, _needing(report, reasons=True)),
                           (value, _needing(report, reasons=False))):  # fmt: skip
        any_of = ",".join(f'{cell}="{label}"' for label in needed)
        blank = f'TRIM(${xl_col_to_name(column)}2)=""'
        criteria = f"=AND(OR({any_of}),{blank})"
        sheet.conditional_format(
            1, column, last, column, {"type": "formula", "criteria": criteria, "format": missing}
        )


def _needing(report: Report, reasons: bool) -> list[str]:
    """The labels of kinds that need a reason, or else a paper or a day."""
    choose = report.words.choose
    return [
        choose(kind.label, kind.label_en)
        for kind in kinds().values()
        if (kind.needs_reason if reasons else kind.needs)
    ]


def write_meta(book: Workbook, report: Report) -> None:
    """The hidden sheet: what the file is, for which plan and run, and the lists to choose from."""
    sheet = book.add_worksheet(META_SHEET)
    sheet.very_hidden()
    facts = {
        META_MARK: str(FORMAT),
        "plan": plan_mark(report.plan.title),
        "run": run_mark((one.fingerprint, one.basis) for one in report.findings),
        "as_of": report.as_of.isoformat(),
        "findings": str(len(report.findings)),
        "title": report.plan.title[:300],
    }
    # Row by row: a streamed workbook takes no other order.
    names = list(facts)
    lists = _lists(report)
    for row in range(max(len(names), _MOST_REASONS + 1)):
        if row < len(names):
            sheet.write_string(row, 0, names[row])
            sheet.write_string(row, 1, for_cell(facts[names[row]]))
        for column, items in enumerate(lists):
            if row < len(items):
                sheet.write_string(row, LISTS.column + column, items[row])


def _lists(report: Report) -> list[list[str]]:
    """A column for each kind, its label above its reasons; one with every reason after them."""
    choose = report.words.choose
    columns = [[choose(kind.label, kind.label_en), *kind.reasons] for kind in kinds().values()]
    every = dict.fromkeys(reason for column in columns for reason in column[1:-1])
    return [*columns, ["", *list(every)[: _MOST_REASONS - 1]]]
