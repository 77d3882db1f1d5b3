"""The first sheet: how to use the workbook, and what its words mean."""

from __future__ import annotations

from collections.abc import Iterable

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from pipeline.outputs.clean import for_cell
from pipeline.outputs.report import Report
from pipeline.outputs.workbook_sheet import Cell, Styles, Toned, row_height, set_up, write_cell
from rules.messages import load

_WIDTHS = (26, 52, 46, 46)
_STEPS = ("how_1", "how_2", "how_3", "how_4", "how_5", "how_6", "how_7", "how_8")


def write_guide(book: Workbook, styles: Styles, report: Report) -> None:
    """The sheet "Hướng dẫn", made from the words table and the rule catalogue."""
    words = report.words
    name = words("sheet", "guide")
    sheet = book.add_worksheet(name)
    set_up(sheet, report, name)
    sheet.hide_gridlines(2)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    row = _block(sheet, styles, 0, words.say("how_title"))
    for step in _STEPS:
        sheet.merge_range(row, 0, row, 3, words.say(step), styles.make(text_wrap=True))
        sheet.set_row(row, 20)
        row += 1
    row = _notices(sheet, styles, report, row)
    row = _statuses(sheet, styles, report, row + 1)
    row = _severities(sheet, styles, report, row + 1)
    row = _columns(sheet, styles, report, row + 1)
    _rules(sheet, styles, report, row + 1)


def _notices(sheet: Worksheet, styles: Styles, report: Report, row: int) -> int:
    """What shaped the run: settings, days entered, agencies left out."""
    for notice in report.notices:
        strong = styles.make(text_wrap=True, bold=True, font_color="#7A4B00")
        sheet.merge_range(row, 0, row, 3, for_cell(notice), strong)
        sheet.set_row(row, row_height((notice,), (sum(_WIDTHS),)))
        row += 1
    return row


def _block(
    sheet: Worksheet, styles: Styles, row: int, title: str, headings: Iterable[str] = ()
) -> int:
    big = styles.make(bold=True, font_size=13, font_color="#1F4E79")
    sheet.write_string(row, 0, title, big)
    row += 1
    headed = False
    for column, heading in enumerate(headings):
        sheet.write_string(row, column, heading, styles.heading())
        headed = True
    return row + 1 if headed else row


def _row(sheet: Worksheet, styles: Styles, row: int, cells: Iterable[Cell]) -> None:
    cells = list(cells)
    sheet.set_row(row, row_height(cells, _WIDTHS))
    for column, cell in enumerate(cells):
        write_cell(sheet, styles, row, column, cell)


def _statuses(sheet: Worksheet, styles: Styles, report: Report, row: int) -> int:
    words = report.words
    headings = [words("column", "status"), words.say("meaning"), words.say("example")]
    if words.lang == "en":  # the examples are phrases of Vietnamese papers
        headings = headings[:2]
    row = _block(sheet, styles, row, words.say("statuses_title"), headings)
    for id, entry in load()["status"].items():
        cells: list[Cell] = [Toned(words.pick(entry), entry.group), words.means("status", id)]
        cells += [*entry.examples[:1]] if words.lang == "vi" else []
        _row(sheet, styles, row, cells)
        row += 1
    return row


def _severities(sheet: Worksheet, styles: Styles, report: Report, row: int) -> int:
    words = report.words
    title = f"{words('column', 'severity')} · {words('column', 'state')}"
    row = _block(sheet, styles, row, title, [words.say("word"), words.say("meaning")])
    for table in ("severity", "state"):
        for id, entry in load()[table].items():
            word = words.pick(entry)
            first: Cell = Toned(word, id) if table == "severity" else word
            _row(sheet, styles, row, [first, words.means(table, id)])
            row += 1
    return row


def _columns(sheet: Worksheet, styles: Styles, report: Report, row: int) -> int:
    words = report.words
    headings = [words.say("word"), words.say("meaning")]
    row = _block(sheet, styles, row, words.say("columns_title"), headings)
    for id, entry in load()["column"].items():
        if entry.means:
            _row(sheet, styles, row, [words.pick(entry), words.means("column", id)])
            row += 1
    return row


def _rules(sheet: Worksheet, styles: Styles, report: Report, row: int) -> int:
    words = report.words
    headings = [
        words("column", "rule"),
        words.say("meaning"),
        words.say("fires"),
        words.say("holds"),
    ]
    row = _block(sheet, styles, row, words.say("rules_title"), headings)
    for rule in report.rules.values():
        title = f"{words.choose(rule.title, rule.title_en)}\n({rule.id})"
        title += "" if rule.on else f"\n{words('notice', 'is_off')}"
        means = words.choose(rule.means, rule.means_en)
        cells: list[Cell] = [Toned(title, rule.severity.value), means, rule.fires, rule.holds]
        _row(sheet, styles, row, cells)
        row += 1
    return row
