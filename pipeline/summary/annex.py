"""The annex: every agency, section and month, and how each figure is counted."""

from __future__ import annotations

from collections.abc import Mapping

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Length, Mm

from pipeline.figures import Line
from pipeline.outputs.clean import one_line
from pipeline.summary import wording
from pipeline.summary.facts import SOON, Facts
from pipeline.summary.sheet import add_landscape, add_table, write
from rules.counting import classes
from rules.decisions import kinds
from rules.summary import say

_SIZE = 10.0
COLUMNS = (
    "owed",
    "expected",
    "received",
    "in_time",
    "late",
    "flawed",
    "missing",
    "confirmed",
    "unchecked",
    "settled",
    "completeness",
    "timeliness",
    "ahead",
    "pending",
    "no_day",
)
_WORDS, _NUMBERS = 59, 13  # widths in millimetres
# Figures of the two pages that are no column of the annex.
_OTHERS = ("judged", "silent", "files", "unmatched", "findings", "changes", "soon")


def write_annex(document: Document, facts: Facts) -> None:
    """Annex I with the figures, annex II with their definitions, on pages across."""
    add_landscape(document)
    _title(document, "1", say("annex", "note_1"))
    told = facts.figures
    _write_figures(document, facts, "agency", (*told.by_agency, told.total))
    write(document, "", size=6)
    _write_figures(document, facts, "section", told.by_section)
    write(document, "", size=6)
    _write_figures(document, facts, "month", told.by_month)
    note = say(
        "annex",
        "note_2",
        run=facts.run.number,
        day=wording.day_words(facts.run.as_of),
        year_end=wording.day_words(facts.year_end),
    )
    _title(document, "2", note, new_page=True)
    rows = [[f"[{number}]", name, text] for number, (name, text) in enumerate(_counted(), 1)]
    headings = [say("columns", id) for id in ("order", "figure", "counted")]
    add_table(document, headings, rows, (Mm(14), Mm(62), Mm(181)), 10, left=3)


def figure_values(facts: Facts, line: Line) -> dict[str, str]:
    """The figures of a line as the annex prints them, by column."""
    return {
        "owed": str(line.owed),
        "expected": str(line.expected),
        "received": str(line.received),
        "confirmed": str(facts.confirmed(line)),
        "completeness": wording.percent(line.completeness),
        "timeliness": wording.percent(line.timeliness),
        **{id: str(line[id]) for id in classes()},
    }


def _title(document: Document, number: str, note: str, new_page: bool = False) -> None:
    first = write(document, say("annex", f"title_{number}"), ALIGN.CENTER, 14, bold=True)
    first.paragraph_format.page_break_before = new_page
    write(document, say("annex", f"name_{number}"), ALIGN.CENTER, 13, bold=True)
    write(document, note, ALIGN.CENTER, 11, italic=True, after=4)


def _write_figures(document: Document, facts: Facts, of: str, lines_: tuple[Line, ...]) -> None:
    numbered = [f"{say('columns', id)} [{number}]" for number, id in enumerate(COLUMNS, 1)]
    rows = []
    for line in lines_:
        values = figure_values(facts, line)
        rows.append([one_line(line.name, 120), *(values[id] for id in COLUMNS)])
    widths: list[Length] = [Mm(_WORDS), *[Mm(_NUMBERS)] * len(COLUMNS)]
    add_table(
        document,
        [say("columns", of), *numbered],
        rows,
        widths,
        _SIZE,
        last_bold=of == "agency",
    )


def _counted() -> list[tuple[str, str]]:
    """Name and definition of each figure; those of the columns first, in their order."""
    values: Mapping[str, object] = {
        "days": SOON,
        "parts": ", ".join(one.label.lower() for one in classes().values() if one.due),
        "kinds": ", ".join(one.label for one in kinds().values() if one.id != "confirm"),
    }
    columns = [(say("columns", id), _definition(id, values)) for id in COLUMNS]
    others = [(say("counted_name", id), say("counted", id, **values)) for id in _OTHERS]
    return columns + others


def _definition(id: str, values: Mapping[str, object]) -> str:
    one = classes().get(id)
    if one is None:
        return say("counted", id, **values)
    by = "status" if one.due and one.statuses else id
    return f"{one.means} {say('counted', by, statuses=', '.join(one.statuses), **values)}"
