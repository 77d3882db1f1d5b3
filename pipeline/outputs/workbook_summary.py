"""The sheet of counts: what could not be checked, then sections and agencies with charts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from pipeline.outputs.cells import day_words
from pipeline.outputs.clean import for_cell
from pipeline.outputs.report import Report, grouped
from pipeline.outputs.workbook_sheet import (
    CHART_COLOURS,
    FONT,
    TONES,
    Styles,
    Toned,
    set_up,
    write_cell,
)
from rules.messages import load
from rules.model.dossier import Severity, Status

_CHART_COLUMN = 11
_ROW_PIXELS = 24
_ONE_PAGE = 75  # rows that stay readable on one page
Counted = tuple[str, Counter[Status], Counter[Severity] | None]


def write_summary(book: Workbook, styles: Styles, report: Report) -> Worksheet:
    """The sheet "Tổng hợp"."""
    words, counts = report.words, report.counts
    name = words("sheet", "summary")
    sheet = book.add_worksheet(name)
    set_up(sheet, report, name)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, 9, 11)
    row = _write_unchecked(sheet, styles, report, _write_title(sheet, styles, report))
    sections: list[Counted] = [
        (report.section_title(id), counts.by_section[id], None)
        for id in (*(section.id for section in report.plan.sections), "")
        if id in counts.by_section
    ]
    row = _write_block(book, sheet, styles, report, row, "counts_section", sections)
    agencies: list[Counted] = [
        (
            report.agency_name(id),
            counts.by_agency.get(id, Counter()),
            counts.severities.get(id, Counter()),
        )
        for id in report.shown
    ]
    last = _write_block(book, sheet, styles, report, row, "counts_agency", agencies)
    sheet.fit_to_pages(1, 1 if last <= _ONE_PAGE else 0)
    return sheet


def _write_title(sheet: Worksheet, styles: Styles, report: Report) -> int:
    words = report.words
    big = styles.make(bold=True, font_size=16, font_color="#1F4E79")
    sheet.write_string(0, 0, words.say("title"), big)
    sheet.set_row(0, 26)
    strong = styles.make(bold=True, text_wrap=True, valign="top")
    sheet.merge_range(1, 0, 1, 9, for_cell(report.plan.title, 500), strong)
    sheet.set_row(1, 32)
    sheet.write_string(2, 0, words.say("as_of", day=day_words(report.as_of)), styles.make())
    facts = words.say(
        "run_facts",
        papers=len(report.papers),
        agencies=len(report.shown),
        obligations=len(report.judgements),
        findings=len(report.findings),
    )
    sheet.write_string(3, 0, facts, styles.make())
    return 5


def _write_unchecked(sheet: Worksheet, styles: Styles, report: Report, row: int) -> int:
    words, counts = report.words, report.counts
    sheet.write_string(row, 0, words.say("unchecked_title"), _title(styles))
    lines = [
        words.say(id, n=number)
        for id, number in (
            ("unread_files", len(counts.unread)),
            ("unchecked_outputs", len(counts.unchecked)),
            ("unmatched_papers", len(counts.unmatched)),
            ("strange_folders", len(counts.strangers)),
            ("silent_agencies", len(counts.silent)),
        )
        if number
    ]
    colour, ground = TONES["unchecked"]
    box = styles.make(text_wrap=True, valign="top", bg_color=ground, font_color=colour)
    intro = words.say("unchecked_intro" if lines else "unchecked_none")
    sheet.merge_range(row + 1, 0, row + 1, 9, intro, box)
    sheet.set_row(row + 1, 34)
    for number, line in enumerate(lines, row + 2):
        sheet.merge_range(number, 0, number, 9, f"•  {line}", box)
    return row + 3 + len(lines)


def _title(styles: Styles) -> object:
    return styles.make(bold=True, font_size=13, font_color="#1F4E79")


def _write_block(
    book: Workbook,
    sheet: Worksheet,
    styles: Styles,
    report: Report,
    row: int,
    title: str,
    counted: Sequence[Counted],
) -> int:
    """A table of counts with its chart beside it; the first row after both."""
    words = report.words
    with_findings = any(severities is not None for *_, severities in counted)
    headings = [words.pick(entry) for entry in load()["group"].values()]
    headings.append(words("column", "total"))
    if with_findings:
        headings += [words("column", id) for id in ("errors", "warnings", "notes")]
    sheet.write_string(row, 0, words.say(title), _title(styles))
    first = row + 1
    heading = words("column", "agency" if with_findings else "section")
    for column, text in enumerate((heading, *headings)):
        sheet.write_string(first, column, text, styles.heading())
    sheet.set_row(first, 32)
    for number, (name, statuses, severities) in enumerate(counted, first + 1):
        sheet.set_row_pixels(number, _ROW_PIXELS if len(name) <= 42 else 2 * _ROW_PIXELS - 8)
        write_cell(sheet, styles, number, 0, name)
        sums = grouped(statuses)
        for column, (group, count) in enumerate(sums.items(), 1):
            cell = Toned(str(count), group) if count else None
            _write_count(sheet, styles, number, column, count, cell)
        write_cell(sheet, styles, number, len(sums) + 1, statuses.total(), "number")
        if severities is not None:
            for column, severity in enumerate(Severity, len(sums) + 2):
                write_cell(sheet, styles, number, column, severities[severity] or None, "number")
    if counted:
        _insert_chart(book, sheet, first, len(counted), words.say(title))
    return first + max(len(counted), 10) + 3


def _write_count(
    sheet: Worksheet, styles: Styles, row: int, column: int, count: int, cell: Toned | None
) -> None:
    """A number in the colours of its class; nothing for none, so that the eye finds the rest."""
    if cell is None:
        sheet.write_blank(row, column, None, styles.get("number"))
    else:
        sheet.write_number(row, column, count, styles.get("number", cell.tone))


def _insert_chart(book: Workbook, sheet: Worksheet, first: int, length: int, title: str) -> None:
    """A native stacked bar chart that reads the table beside it."""
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    last = first + length
    for column, group in enumerate(load()["group"], 1):
        chart.add_series(
            {
                "name": [sheet.name, first, column],
                "categories": [sheet.name, first + 1, 0, last, 0],
                "values": [sheet.name, first + 1, column, last, column],
                "fill": {"color": CHART_COLOURS[group]},
                "gap": 45,
            }
        )
    font = {"name": FONT, "size": 10}
    chart.set_title({"name": title, "name_font": {**font, "size": 12}, "overlay": False})
    chart.set_legend({"position": "bottom", "font": font})
    lines = {"visible": True, "line": {"color": "#DDE1E5", "width": 0.5}}
    # The first row on top, as in the table.
    chart.set_y_axis({"reverse": True, "num_font": font, "major_gridlines": {"visible": False}})
    chart.set_x_axis({"num_font": font, "major_gridlines": lines})
    chart.set_size({"width": 760, "height": max(300, 120 + _ROW_PIXELS * length)})
    chart.set_chartarea({"border": {"color": "#C9CED3"}})
    sheet.insert_chart(first, _CHART_COLUMN, chart, {"object_position": 2, "description": title})
