"""The sheet of figures: expected, received and in time, by agency, section and month due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from pipeline.figures import Counted, Figures, Line, add_up
from pipeline.outputs.clean import for_cell
from pipeline.outputs.report import Report
from pipeline.outputs.workbook_sheet import Styles, row_height, set_up, write_cell
from rules.counting import Stands, class_of, classes, due_of, stands_for, status_rules
from rules.model.dossier import Judgement, Status
from rules.plan.obligations import reporting_year

_WIDTH = 11
_NAME_WIDTH = 38


def write_figures(book: Workbook, styles: Styles, report: Report) -> None:
    """The sheet "Số liệu"; agencies in the order of all lists, never ranked."""
    words = report.words
    name = words("sheet", "figures")
    sheet = book.add_worksheet(name)
    set_up(sheet, report, name)
    headings = _headings(report)
    sheet.set_column(0, 0, _NAME_WIDTH)
    sheet.set_column(1, len(headings), _WIDTH)
    sheet.freeze_panes(0, 1)
    row = _write_intro(sheet, styles, report, len(headings))
    told = figures_of(report)
    for title, lines in (
        (words("column", "agency"), (*told.by_agency, told.total)),
        (words("column", "section"), told.by_section),
        (words("column", "month"), told.by_month),
    ):
        row = _write_block(sheet, styles, row, [title, *headings], lines)
    for one in classes().values():
        text = words.choose(f"{one.label}: {one.means}", f"{one.label_en}: {one.means_en}")
        sheet.write_string(row, 0, for_cell(text), styles.make(italic=True))
        row += 1


def figures_of(report: Report) -> Figures:
    """The figures of a run as ``pipeline.figures.figures`` reads them from its database."""
    names = {id: agency.name for id, agency in report.agencies.items()}
    return add_up(_counted(report), report.as_of, report.plan, names, report.words)


def _counted(report: Report) -> Iterator[Counted]:
    stands, year_end = _stands(report), reporting_year(report.plan)[1]
    for one in report.judgements:
        deadline = one.obligation.deadline
        task = report.tasks_by_id.get(one.obligation.task_id)
        decided = stands.get(_subject(one), Stands.UNDECIDED)
        due = due_of(deadline.kind, deadline.due_to, year_end, report.as_of)
        yield Counted(
            agency_id=one.obligation.agency_id,
            section=task.section if task else "",
            month=f"{deadline.due_to:%Y-%m}" if deadline.due_to else "",
            class_id=class_of(one.status, due, decided),
            stands=decided,
            number=1,
        )


def _subject(judgement: Judgement) -> str:
    """What a finding on an obligation's status is about: the obligation, or a silent agency."""
    due = judgement.obligation
    return due.agency_id if judgement.status is Status.NOT_RECEIVED else due.id


def _stands(report: Report) -> dict[str, Stands]:
    found = {}
    for finding in report.findings:
        held = report.standings.get(finding.fingerprint)
        if held is None or finding.rule not in status_rules() or finding.state == "fixed":
            continue
        if held.basis == finding.basis and not held.awaits_second_look:
            day = held.value.get("day", "")
            subject = finding.problem.obligation_id or finding.problem.agency_id
            found[subject] = stands_for(held.kind, day, report.as_of)
    return found


def _headings(report: Report) -> list[str]:
    words = report.words
    labels = {one.id: words.choose(one.label, one.label_en) for one in classes().values()}
    due = [labels[one.id] for one in classes().values() if one.due]
    later = [labels[one.id] for one in classes().values() if not one.due]
    column = [words("column", id) for id in ("expected", "received", "completeness", "timeliness")]
    return [words("column", "obligations"), *column[:2], *due, *column[2:], *later]


def _values(line: Line) -> list[int | float | None]:
    due = [line[one.id] for one in classes().values() if one.due]
    later = [line[one.id] for one in classes().values() if not one.due]
    rates = [line.completeness, line.timeliness]
    return [line.owed, line.expected, line.received, *due, *rates, *later]


def _write_intro(sheet: Worksheet, styles: Styles, report: Report, width: int) -> int:
    text = report.words.say("figures_intro")
    box = styles.make(text_wrap=True, valign="top", bg_color="#E3EEF9", font_color="#1F4E79")
    sheet.merge_range(0, 0, 0, width, text, box)
    sheet.set_row(0, row_height([text], [_NAME_WIDTH + _WIDTH * width]))
    return 2


def _write_block(
    sheet: Worksheet, styles: Styles, row: int, headings: list[str], lines: Iterable[Line]
) -> int:
    """A heading row and its lines; the first row after them and a blank one."""
    for column, text in enumerate(headings):
        sheet.write_string(row, column, text, styles.heading())
    sheet.set_row(row, 48)
    for line in lines:
        row += 1
        write_cell(sheet, styles, row, 0, line.name, "strong")
        sheet.set_row(row, row_height([line.name], [_NAME_WIDTH]))
        for column, value in enumerate(_values(line), 1):
            if isinstance(value, float):
                sheet.write_number(row, column, value, _percent(styles))
            elif value is None:
                sheet.write_string(row, column, "–", styles.get("centre"))
            else:
                write_cell(sheet, styles, row, column, value, "number")
    return row + 2


def _percent(styles: Styles) -> object:
    return styles.make(
        border=1, border_color="#C9CED3", align="center", valign="top", num_format="0.0%"
    )
