"""How a sheet of the discrepancy workbook looks: columns, colours, printing; text stays text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.url import Url
from xlsxwriter.worksheet import Worksheet

from pipeline.outputs.clean import for_cell, one_line
from pipeline.outputs.report import Report

FONT = "Times New Roman"
# Dark text on a light ground of the same hue: readable, also in black and white print.
TONES: Mapping[str, tuple[str, str]] = {
    "error": ("#9B1C1C", "#FDE2E0"),
    "warning": ("#7A4B00", "#FFF0C9"),
    "info": ("#1F4E79", "#E3EEF9"),
    "met": ("#1E5B34", "#DDF2E3"),
    "flawed": ("#7A4B00", "#FFF0C9"),
    "absent": ("#9B1C1C", "#FDE2E0"),
    "unchecked": ("#4B2E83", "#EBE4F7"),
    "pending": ("#4A5560", "#EDF0F2"),
}
CHART_COLOURS = {
    "met": "#3A9D5D",
    "flawed": "#E8A317",
    "absent": "#C93B34",
    "unchecked": "#7C5BB5",
    "pending": "#B4BDC5",
}
_LINE = 15.0  # points of a line of text
_LETTERS = 1.2  # mean letters of a word in the width of one digit, blanks at line ends allowed
_MOST_LINES = 24  # a row of Excel is at most 409 points high
_MOST_LINKS = 60_000  # Excel opens at most 65,530 in a sheet


class FileLink(Url):  # type: ignore[misc]
    """A link to a received file; XlsxWriter writes ``\\``, which only Windows understands."""

    def _target(self) -> str:
        return str(self._relationship_link).replace("\\", "/")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the id of its heading, its width in characters, and how it is set.

    ``look`` is text, centre, day, number, strong, entry (a person writes there) or hidden.
    """

    id: str
    width: float
    look: str = "text"
    heading: str = ""  # where the heading is no word of the table "column"


@dataclass(frozen=True, slots=True)
class Linked:
    """A cell whose text opens a received file; without an address it is text."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Toned:
    """A cell in the colours of a severity or of a class of statuses."""

    text: str
    tone: str


@dataclass(frozen=True, slots=True)
class Shaded:
    """A cell to write in, on a ground of its own, filled with what already stands."""

    text: str
    colour: str


Cell = str | int | date | Linked | Toned | Shaded | None


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[object, ...], Format] = {}

    def get(self, look: str = "text", tone: str = "", link: bool = False) -> Format:
        """The format of a body cell."""
        properties: dict[str, object] = {
            "border": 1,
            "border_color": "#C9CED3",
            "text_wrap": True,
            "valign": "top",
            # Excel keeps such a cell as text even when somebody edits it.
            "quote_prefix": look not in ("day", "number"),
        }
        if look in ("centre", "day", "number") or tone:
            properties["align"] = "center"
        if look == "day":
            properties["num_format"] = "dd/mm/yyyy"
        if look == "strong" or tone:
            properties["bold"] = True
        if tone:
            properties["font_color"], properties["bg_color"] = TONES[tone]
        if link:
            properties |= {"font_color": "#0B57A4", "underline": 1}
        return self.make(**properties)

    def make(self, **properties: object) -> Format:
        """A format of the house's font."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(
                {"font_name": FONT, "font_size": 11, **properties}
            )
        return self._made[key]

    def shaded(self, colour: str) -> Format:
        """A cell to write in: always text, so that no program takes 5/6 for a day of its own."""
        return self.make(
            border=1,
            border_color="#C9CED3",
            text_wrap=True,
            valign="top",
            num_format="@",
            bg_color=colour,
        )

    def heading(self, look: str = "text") -> Format:
        """The format of the heading row, in another colour over cells to write in."""
        return self.make(
            bold=True,
            font_color="#FFFFFF",
            bg_color="#8A5A00" if look == "entry" else "#1F4E79",
            border=1,
            border_color="#C9CED3",
            text_wrap=True,
            align="center",
            valign="vcenter",
        )


def set_up(sheet: Worksheet, report: Report, name: str) -> None:
    """Printing: A4 across, as wide as the page, the plan and page number on every sheet."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    # In a header "&" opens a command, and Excel takes at most 255 characters.
    title = one_line(report.plan.title, 110).replace("&", "&&")
    sheet.set_header(f'&L&"{FONT}"&9{title}&R&"{FONT}"&9{name.replace("&", "&&")}')
    sheet.set_footer(f'&C&"{FONT}"&9{report.words.say("page_of")}')


def write_table(
    sheet: Worksheet,
    styles: Styles,
    report: Report,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
    frozen: int = 1,
    printed: int | None = None,
) -> int:
    """A list with a frozen heading row, a filter and repeated headings in print; its length.

    Columns after the first ``printed`` ones are for the screen only.
    """
    for number, column in enumerate(columns):
        hidden = {"hidden": column.look == "hidden"}
        sheet.set_column(number, number, column.width, None, hidden)
        heading = column.heading or report.words("column", column.id)
        sheet.write_string(0, number, for_cell(heading), styles.heading(column.look))
    sheet.set_row(0, 32)
    sheet.freeze_panes(1, frozen)
    sheet.repeat_rows(0)
    # A column for the screen only does not stretch the rows of what is printed.
    widths = [column.width for column in columns[:printed]]
    last = 0
    for last, row in enumerate(rows, 1):
        sheet.set_row(last, row_height(row, widths))
        for number, (column, cell) in enumerate(zip(columns, row, strict=True)):
            write_cell(sheet, styles, last, number, cell, column.look)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    if printed:
        sheet.print_area(0, 0, last, printed - 1)
    return last


def row_height(cells: Sequence[Cell], widths: Sequence[float]) -> float:
    """Points that the fullest cell needs: not every program fits rows when it opens a file."""
    lines = [_lines(cell, width) for cell, width in zip(cells, widths, strict=False)]
    return _LINE * min(max(lines, default=1), _MOST_LINES) + 3


def _lines(cell: Cell, width: float) -> int:
    text = cell.text if isinstance(cell, Linked | Toned | Shaded) else cell
    if not isinstance(text, str):
        return 1
    return sum(ceil(len(part) / (width * _LETTERS)) or 1 for part in text.split("\n"))


def write_cell(
    sheet: Worksheet, styles: Styles, row: int, column: int, cell: Cell, look: str = "text"
) -> None:
    """One cell, by its type; a text can never become a formula or a link."""
    if cell is None or cell == "":
        sheet.write_blank(row, column, None, styles.get(look))
    elif isinstance(cell, Shaded):
        _write_shaded(sheet, styles, row, column, cell)
    elif isinstance(cell, Linked):
        _write_link(sheet, styles, row, column, cell)
    elif isinstance(cell, Toned):
        sheet.write_string(row, column, for_cell(cell.text), styles.get(look, cell.tone))
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, styles.get("day"))
    elif isinstance(cell, int):
        sheet.write_number(row, column, cell, styles.get("number"))
    else:
        sheet.write_string(row, column, for_cell(cell), styles.get(look))


def _write_shaded(sheet: Worksheet, styles: Styles, row: int, column: int, cell: Shaded) -> None:
    style = styles.shaded(cell.colour)
    if cell.text:
        sheet.write_string(row, column, for_cell(cell.text), style)
    else:
        sheet.write_blank(row, column, None, style)


def _write_link(sheet: Worksheet, styles: Styles, row: int, column: int, cell: Linked) -> None:
    text = for_cell(cell.text, 255)
    if not cell.address or row > _MOST_LINKS:
        sheet.write_string(row, column, text, styles.get())
        return
    link = FileLink(f"external:{cell.address}")
    link.text = text
    sheet.write_url(row, column, link, styles.get(link=True))


def file_name(path: str) -> str:
    """The last part of a path, which is what fits into a cell."""
    return Path(path).name or path
