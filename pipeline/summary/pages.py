"""The two pages that the chairman reads: head, three sentences, five short sections."""

from __future__ import annotations

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Cm, Mm

from pipeline.figures import Line
from pipeline.outputs.clean import one_line
from pipeline.summary import wording
from pipeline.summary.chart import Series, add_chart
from pipeline.summary.facts import PROBLEMS, Facts
from pipeline.summary.sheet import add_plain_table, add_table, rule_under, write
from rules.counting import classes
from rules.summary import lines, say

_INDENT = Cm(1)
_TITLE = 180  # letters of a plan's title that leave room for two pages
_MOST_BARS = 16
_BARS_HEIGHT = 60  # millimetres
_COLOURS = {
    "in_time": "2F7D4A",
    "late": "F0C24B",
    "flawed": "E08A1E",
    "missing": "B3352E",
    "unchecked": "7C5BB5",
    "settled": "9AA5AF",
}
_DARK = ("late", "settled")  # light bars, dark numbers
GROUP_COLUMNS = (
    ("group", 38),
    ("agencies", 13),
    ("expected", 13),
    ("in_time", 13),
    ("late", 13),
    ("flawed", 13),
    ("missing", 13),
    ("confirmed", 16),
    ("unchecked", 14),
    ("settled", 14),
    ("timeliness", 16),
)


def write_pages(document: Document, facts: Facts) -> None:
    """Everything before the annex; its length does not depend on how many agencies there are."""
    _write_head(document, facts)
    write(document, wording.opening(facts), ALIGN.JUSTIFY, indent=_INDENT, before=4)
    _heading(document, "doubts")
    for line in wording.doubts(facts):
        write(document, f"- {line}", ALIGN.JUSTIFY, indent=_INDENT)
    _heading(document, "sections")
    _write_chart(document, facts)
    _heading(document, "agencies")
    _write_groups(document, facts)
    write(document, wording.confirmed(facts), ALIGN.JUSTIFY, indent=_INDENT, before=3)
    _write_problems(document, facts)
    write(document, wording.decided(facts), ALIGN.JUSTIFY, indent=_INDENT, before=3)
    _heading(document, "changes")
    write(document, wording.changed(facts), ALIGN.JUSTIFY, indent=_INDENT)
    _heading(document, "advice")
    for number, line in enumerate(wording.advice(facts), 1):
        write(document, f"{number}. {line}", ALIGN.JUSTIFY, indent=_INDENT)
    _write_foot(document)


def _write_head(document: Document, facts: Facts) -> None:
    left, right = add_plain_table(document, (Mm(62), Mm(98)))
    province = _province(facts)
    write(left, f"UBND {province}".upper(), ALIGN.CENTER, 12)
    write(left, one_line(facts.office, 80).upper(), ALIGN.CENTER, 12, bold=True)
    rule_under(left, 2)
    write(left, say("head", "number"), ALIGN.CENTER, before=4)
    write(right, say("head", "motto_1"), ALIGN.CENTER, 12, bold=True)
    write(right, say("head", "motto_2"), ALIGN.CENTER, 13, bold=True)
    rule_under(right, 2.1)
    place = facts.plan.province or "…………"
    written = say("head", "place", province=one_line(place, 40))
    write(right, written, ALIGN.CENTER, italic=True, before=4)
    write(document, say("head", "kind"), ALIGN.CENTER, 14, bold=True, before=8)
    title = say("head", "title", plan=one_line(facts.plan_words, _TITLE))
    write(document, title, ALIGN.CENTER, bold=True)
    day = wording.day_words(facts.run.as_of)
    write(document, say("head", "as_of", day=day), ALIGN.CENTER, italic=True)
    write(document, say("head", "to", province=province), ALIGN.CENTER, before=4, after=2)


def _province(facts: Facts) -> str:
    return f"tỉnh {one_line(facts.plan.province, 40)}" if facts.plan.province else "tỉnh"


def _heading(document: Document, id: str) -> None:
    paragraph = write(document, say("heading", id), bold=True, before=5, after=1)
    paragraph.paragraph_format.keep_with_next = True


def _write_chart(document: Document, facts: Facts) -> None:
    due = [line for line in facts.figures.by_section if line.expected][:_MOST_BARS]
    if not due:
        write(document, say("sections", "none"), indent=_INDENT)
        return
    series = [
        Series(
            one.label,
            _COLOURS[one.id],
            tuple(line[one.id] for line in due),
            dark=one.id in _DARK,
        )
        for one in classes().values()
        if one.due and facts.figures.total[one.id]
    ]
    title = say("sections", "chart")
    paragraph = write(document, "", ALIGN.CENTER)
    paragraph.paragraph_format.keep_with_next = True
    size = (Mm(160), Mm(22 + min(6.5 * len(due), _BARS_HEIGHT)))
    names = [f"{one_line(line.name, 52)} ({line.expected})" for line in due]
    add_chart(document, paragraph, names, series, size, title)
    write(document, title, ALIGN.CENTER, 11, italic=True)


def _write_groups(document: Document, facts: Facts) -> None:
    if not facts.groups:
        return
    intro = write(document, say("agencies", "intro"), ALIGN.JUSTIFY, indent=_INDENT, after=3)
    intro.paragraph_format.keep_with_next = True
    headings = [say("columns", id) for id, _ in GROUP_COLUMNS]
    rows = [_group_row(facts, line, agencies) for line, agencies in facts.groups]
    everybody = sum(agencies for _, agencies in facts.groups)
    total = facts.figures.total
    rows.append([say("columns", "total"), *_group_row(facts, total, everybody)[1:]])
    widths = [Mm(width * 160 / sum(one for _, one in GROUP_COLUMNS)) for _, width in GROUP_COLUMNS]
    add_table(document, headings, rows, widths, 10.5, last_bold=True)


def _group_row(facts: Facts, line: Line, agencies: int) -> list[str]:
    return [
        line.name,
        str(agencies),
        str(line.expected),
        str(line["in_time"]),
        *(str(line[id]) for id in PROBLEMS),
        str(facts.confirmed(line)),
        str(line["unchecked"]),
        str(line["settled"]),
        wording.percent(line.timeliness),
    ]


def _write_problems(document: Document, facts: Facts) -> None:
    """Late, not right, not seen: what a clerk confirmed, and what only the program says."""
    if not facts.problems():
        return
    total = facts.figures.total
    write(document, say("agencies", "problems"), ALIGN.JUSTIFY, indent=_INDENT, before=3, after=3)
    rows = []
    for id in PROBLEMS:
        confirmed = total.confirmed.get(id, 0)
        rows.append([classes()[id].label, *map(str, (total[id], confirmed, total[id] - confirmed))])
    headings = [say("columns", id) for id in ("problem", "total", "sure", "unsure")]
    add_table(document, headings, rows, (Mm(64), *[Mm(32)] * 3), 11)


def _write_foot(document: Document) -> None:
    write(document, "", size=6)
    left, right = add_plain_table(document, (Mm(80), Mm(80)))
    write(left, say("head", "recipients"), size=12, bold=True, italic=True)
    for line in lines("head", "recipient_lines"):
        write(left, line, size=11)
    write(right, say("head", "signer"), ALIGN.CENTER, bold=True)
    write(right, say("head", "signer_note"), ALIGN.CENTER, 12, italic=True)
