"""The ruled tables of a plan as rows: headings found, broken rows joined, sections told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extractors.document import Anchor, Cell, Document, Table
from extractors.ocr.numerals import without_numbers
from rules.plan.cells import join_broken, join_lines
from rules.plan.columns import is_counter_row, name_columns
from rules.plan.told_columns import name_by_content
from rules.vietnamese.text import key


@dataclass(frozen=True, slots=True)
class Row:
    """One row as written: ``cells`` by column name; a section row has number and text only."""

    kind: str  # section or task
    table: int  # counts the plan's task tables from 1
    cells: dict[str, str]
    anchor: Anchor = Anchor()
    extra: tuple[str, ...] = field(default=())  # cells of columns that mean nothing here

    def cell(self, name: str) -> str:
        """The text of a column, empty where the table has none."""
        return self.cells.get(name, "")


@dataclass(frozen=True, slots=True)
class Heading:
    """The columns of a table with the words over them, by place from the left."""

    names: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A table's row laid out on its grid: one text for each place, merged ones once."""

    texts: tuple[str, ...]
    widths: tuple[int, ...]  # columns covered by the cell that begins at this place, else 0
    copied: tuple[bool, ...]  # the cell hangs down from the row above
    anchor: Anchor
    doubtful: frozenset[int] = frozenset()  # places of whose numbers OCR is unsure


ROMAN = re.compile(r"M{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_SECTION_MARK = re.compile(
    r"(?:(?:PHẦN|MỤC|NHÓM|CHƯƠNG)\s+)?([A-ZĐ]|[IVXL]+)\s*[.):/-]?", re.IGNORECASE
)
_MARKED_TITLE = re.compile(
    r"(?:(?:phần|mục|nhóm)\s+)?([A-ZĐ]|[IVXL]+|\d{1,2})\s*[.)/:-]\s+(\S.*)", re.DOTALL
)
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})*|[a-zđ]|[IVXLA-Z]{1,5}(?:[.-]\d{1,3})*")


def lay_out(table: Table) -> list[Line]:
    """A table's rows on its grid, spans filled in."""
    lines: list[Line] = []
    hanging: dict[int, tuple[Cell, int]] = {}
    for cells in table.rows:
        texts: dict[int, str] = {}
        widths: dict[int, int] = {}
        copied: dict[int, bool] = {}
        doubtful: dict[int, bool] = {}
        place, waiting = 0, list(cells)
        while waiting or place in hanging:
            if place in hanging:
                cell, left = hanging.pop(place)
                if left > 1:
                    hanging[place] = (cell, left - 1)
                texts[place], widths[place], copied[place] = cell.text, cell.col_span, True
            else:
                cell = waiting.pop(0)
                if cell.row_span > 1:
                    hanging[place] = (cell, cell.row_span - 1)
                texts[place], widths[place], copied[place] = cell.text, cell.col_span, False
            doubtful[place] = cell.doubtful
            place += max(1, cell.col_span)
        anchor = cells[0].anchor if cells else table.anchor
        lines.append(
            Line(
                tuple(texts.get(i, "") for i in range(place)),
                tuple(widths.get(i, 0) for i in range(place)),
                tuple(copied.get(i, False) for i in range(place)),
                anchor,
                frozenset(i for i in range(place) if doubtful.get(i)),
            )
        )
    return lines


def find_heading(lines: Sequence[Line]) -> tuple[Heading, int] | None:
    """The heading of a table and the number of rows down to its end."""
    for at, line in enumerate(lines[:6]):
        for rows in (2, 1):
            if at + rows > len(lines):
                continue
            words = _stacked(lines[at : at + rows]) if rows == 2 else _spread(line)
            if rows == 2 and not _is_second_row(line, lines[at + 1]):
                continue
            names = name_columns(words)
            if names:
                return Heading(names, tuple(words)), at + rows
    return None


def _spread(line: Line) -> list[str]:
    """The words over each place, where a merged heading covers several."""
    words, current, left = [], "", 0
    for text, width in zip(line.texts, line.widths, strict=True):
        if width:
            current, left = text, width
        words.append(join_lines(current).replace("\n", " ") if left > 0 else "")
        left -= 1
    return words


def _stacked(lines: Sequence[Line]) -> list[str]:
    """Two heading rows as one: the lower words, else the upper."""
    upper, lower = _spread(lines[0]), _spread(lines[1])
    width = max(len(upper), len(lower))
    upper += [""] * (width - len(upper))
    lower += [""] * (width - len(lower))
    return [low or up for up, low in zip(upper, lower, strict=True)]


def _is_second_row(first: Line, second: Line) -> bool:
    """Whether the second row splits merged headings of the first ("Chủ trì | Phối hợp")."""
    fresh = [t for t, c in zip(second.texts, second.copied, strict=True) if t.strip() and not c]
    merged = any(width > 1 for width in first.widths) or any(second.copied)
    return merged and bool(fresh) and not is_counter_row(fresh) and all(len(t) < 60 for t in fresh)


def read_tables(document: Document) -> tuple[tuple[Row, ...], tuple[Heading, ...]]:
    """The rows of all task tables of a document in order, and each table's heading."""
    rows: list[Row] = []
    headings: list[Heading] = []
    for table in (block.table for block in document.blocks if block.table is not None):
        lines = lay_out(table)
        found = find_heading(lines)
        if found:
            heading, skip = found
            heading = Heading(name_by_content(heading.names, _cells(lines[skip:])), heading.words)
            if not headings or not _same(headings[-1], heading):
                headings.append(heading)
            lines = lines[skip:]
        elif not headings or not _goes_on(headings[-1], lines):
            continue
        for row in _rows(lines, headings[-1], len(headings), bool(rows)):
            _add(rows, row)
    return tuple(rows), tuple(headings)


def _cells(lines: Sequence[Line]) -> list[tuple[str, ...]]:
    """The cells of a table's rows that hold more than a section's number and title."""
    rows = [line.texts for line in lines if not is_counter_row(line.texts)]
    return [row for row in rows if sum(1 for cell in row if cell.strip()) > 2]


def _same(first: Heading, second: Heading) -> bool:
    return [key(w) for w in first.words] == [key(w) for w in second.words]


def _goes_on(heading: Heading, lines: Sequence[Line]) -> bool:
    """Whether a table without a heading is the rest of the one before: as many columns."""
    return bool(lines) and max(len(line.texts) for line in lines) == len(heading.names)


def _rows(lines: Sequence[Line], heading: Heading, table: int, running: bool) -> Iterator[Row]:
    numbered = "number" in heading.names
    for at, line in enumerate(lines):
        if is_counter_row(line.texts) or not any(text.strip() for text in line.texts):
            continue
        if name_columns(_spread(line)) and len(line.texts) == len(heading.names):
            continue  # the heading again, at the top of a page
        row = _as_section(line, table) or _as_task(line, heading, table)
        broken = running or at > 0
        if row.kind == "task" and broken and _continues(row, line, numbered, at == 0):
            row = Row("rest", table, row.cells, row.anchor, row.extra)
        yield row


def _as_section(line: Line, table: int) -> Row | None:
    """A section row: its title covers the other columns, or they are all empty."""
    filled = [
        (text.strip(), width)
        for text, width in zip(line.texts, line.widths, strict=True)
        if text.strip()
    ]
    total = len(line.texts)
    if not filled or len(filled) > 2:
        return None
    title = join_lines(filled[-1][0]).replace("\n", " ")
    wide = filled[-1][1] >= max(2, total - 2)
    if len(filled) == 2:
        mark = filled[0][0]
        roman = bool(_SECTION_MARK.fullmatch(mark)) and mark.upper() == mark
        if (roman and len(filled[-1][0]) > 1) or (wide and _NUMBER.fullmatch(mark.rstrip("."))):
            return Row(
                "section", table, {"number": mark.rstrip(".)/:- "), "text": title}, line.anchor
            )
        return None
    marked = _MARKED_TITLE.fullmatch(title)
    if marked and (wide or title.upper() == title):
        return Row("section", table, {"number": marked[1], "text": marked[2]}, line.anchor)
    if wide:
        return Row("section", table, {"number": "", "text": title}, line.anchor)
    return None


def _as_task(line: Line, heading: Heading, table: int) -> Row:
    cells: dict[str, str] = {}
    extra: list[str] = []
    for place, text in enumerate(line.texts):
        name = heading.names[place] if place < len(heading.names) else ""
        if line.copied[place] and name in ("number", "text"):
            continue  # a merged number or task goes on: nothing new
        if name == "deadlines" and place in line.doubtful:
            text = without_numbers(text)  # no day rather than a wrong one
        if name and name != "other":
            cells[name] = f"{cells[name]}\n{text}".strip() if name in cells else text.strip()
        elif text.strip():
            extra.append(text.strip())
    return Row("task", table, cells, line.anchor, tuple(extra))


def _continues(row: Row, line: Line, numbered: bool, at_top: bool) -> bool:
    """Whether a row is the rest of the one before: no number, or only scraps without one."""
    if numbered:
        return not row.cell("number")
    if not row.cell("text"):
        return True
    empty = sum(1 for text in line.texts if not text.strip())
    return at_top and row.cell("text")[:1].islower() and empty > 0


def _add(rows: list[Row], row: Row) -> None:
    if row.kind != "rest":
        rows.append(row)
        return
    if not rows or rows[-1].kind == "section":
        rows.append(Row("task", row.table, row.cells, row.anchor, row.extra))
        return
    last = rows[-1]
    names = list(last.cells) + [name for name in row.cells if name not in last.cells]
    cells = {name: join_broken(last.cell(name), row.cell(name)) for name in names}
    rows[-1] = Row("task", last.table, cells, last.anchor, last.extra + row.extra)
