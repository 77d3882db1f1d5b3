"""One PDF page: is it text or a picture, and what stands on it."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.document import Block, Kind, Table
from extractors.pdf.characters import Flags, Units, count_letters, look, read_units, split
from extractors.pdf.layout import Column, Paragraph, body_column, lay_out
from extractors.pdf.lines import Piece, read_lines
from extractors.pdf.lost_letters import has_lost_letters
from extractors.pdf.rulings import (
    Box,
    Rulings,
    TooManyPathsError,
    find_tables,
    read_rulings,
)
from extractors.pdf.stamps import has_stamps
from extractors.pdf.tables import crossing, holders, lay_table

_PICTURE = 0.5  # of the page covered by images: a scan, unless its text layer is good
_STAMP_ONLY = 150  # letters: on a picture less than this is a stamp, not the page's text
_FOREIGN = 0.08  # letters beyond ASCII in Vietnamese text: 20-30 %; in garbage layers: ~1 %
_PRIVATE = 0.1  # units without Unicode meaning
_WITHOUT_MEANING = re.compile("[\x00\x01\x03-\x08\x0e-\x1f\ue000-\uf8ff\ufffd]")
_DRAWN = 300  # paths on a page without text: its letters are drawn as outlines
_OBJECT_LIMIT = 100_000  # of a page that are looked at
_OUTLINES = 1_000  # paths on a page with a stamp or a page number only: its letters are outlines


class State(Enum):
    """Whether a page can be read as it is."""

    TEXT = "text"
    PICTURE = "picture"  # needs OCR
    BLANK = "blank"


@dataclass(slots=True)
class Page:
    """What was found on one page."""

    number: int
    state: State
    width: float
    height: float
    column: Column | None = None  # None where no line stands outside tables
    parts: list[Paragraph | Table] = field(default_factory=list)
    letters: int = 0
    stamped: bool = False  # something is drawn over it: a signature's appearance, a typed note
    scanned: bool = False  # read from its picture
    lost: bool = False  # its text has lost letters, so that only its picture tells what it says

    @property
    def paragraphs(self) -> list[Paragraph]:
        """The parts that are not tables."""
        return [part for part in self.parts if isinstance(part, Paragraph)]


def read_page(document: pdfium.PdfDocument, index: int, tables_before: int) -> Page:
    """Read one page and close it."""
    page = document[index]
    textpage = page.get_textpage()
    try:
        units = read_units(page, textpage)
        frame = units.frame
        found = Page(index + 1, State.TEXT, frame.width, frame.height)
        found.letters = count_letters(units.text)
        found.stamped = has_stamps(page)
        drawn = _drawn(page, frame.width * frame.height)
        found.state = _state(drawn, units.text, found.letters)
        found.lost = found.state is State.PICTURE and _is_without_meaning(units.text, found.letters)
        if found.state is State.TEXT:
            cells = _tables(page, units) if drawn.may_have_lines else []
            _fill(found, cells, textpage, units, tables_before)
            if has_lost_letters(list(texts(found))):
                found.state, found.lost, found.parts = State.PICTURE, True, []
    finally:
        textpage.close()
        page.close()
    return found


def texts(page: Page) -> Iterator[str]:
    """The text of each paragraph and each cell."""
    for part in page.parts:
        if isinstance(part, Table):
            yield from (cell.text for row in part.rows for cell in row)
        else:
            yield part.text()


def _fill(
    found: Page,
    cells: list[list[Box]],
    textpage: pdfium.PdfTextPage,
    units: Units,
    tables_before: int,
) -> None:
    for table in cells:
        out = crossing(table, units)
        if out.any():
            units = split(units, textpage, out)
    tables = [
        lay_table(table, units, found.number, tables_before + number)
        for number, table in enumerate(cells, start=1)
    ]

    def seen(index: int) -> tuple[bool, bool]:
        return look(textpage, index, units)[:2]

    lines = read_lines(units, seen, _in_tables(cells, units))
    found.column = body_column(lines, found.width) if lines else None
    found.parts = _in_order(lines, tables, found)


def _tables(page: pdfium.PdfPage, units: Units) -> list[list[Box]]:
    """The tables of a page that hold any text."""
    try:
        rulings = read_rulings(page, units.frame)
    except TooManyPathsError:
        rulings = Rulings([], [])
    if len(rulings.level) < 2 or len(rulings.upright) < 2:
        return []
    return [table for table in find_tables(rulings) if bool((holders(table, units) >= 0).any())]


def _in_tables(cells: list[list[Box]], units: Units) -> Flags | None:
    if not cells or not units.text:
        return None
    marks = np.zeros(len(units.starts), dtype=bool)
    for table in cells:
        marks |= holders(table, units) >= 0
    return marks


def _in_order(lines: list[list[Piece]], tables: list[Table], page: Page) -> list[Paragraph | Table]:
    """Paragraphs and tables from the top down."""
    parts: list[Paragraph | Table] = []
    column = page.column or Column(0.0, page.width, 0.0)
    tops = sorted((t.anchor.box[1], t.anchor.table or 0, t) for t in tables if t.anchor.box)
    start = 0
    for top, _, table in tops:
        end = start
        while end < len(lines) and lines[end][0].top < top:
            end += 1
        parts += lay_out(lines[start:end], page.number, column)
        parts.append(table)
        start = end
    return parts + lay_out(lines[start:], page.number, column)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What is drawn on a page beside its text."""

    pictures: float  # the share of the page under images
    paths: int
    may_have_lines: bool


def _state(drawn: _Drawn, text: str, letters: int) -> State:
    """Text, picture or blank, by what covers the page and whether its text can be text."""
    if letters == 0:
        full = drawn.pictures > 0.05 or drawn.paths > _DRAWN
        return State.PICTURE if full else State.BLANK
    if _is_without_meaning(text, letters):
        return State.PICTURE
    if letters < _STAMP_ONLY and drawn.paths > _OUTLINES:
        return State.PICTURE
    if drawn.pictures < _PICTURE:
        return State.TEXT
    if letters < _STAMP_ONLY:
        return State.PICTURE
    foreign = sum(char.isalpha() and not char.isascii() for char in text)
    return State.TEXT if foreign > letters * _FOREIGN else State.PICTURE


def _is_without_meaning(text: str, letters: int) -> bool:
    return len(_WITHOUT_MEANING.findall(text)) > max(10, letters * _PRIVATE)


def _drawn(page: pdfium.PdfPage, area: float) -> _Drawn:
    """The images and paths of a page, those in forms too."""
    covered, paths, forms = 0.0, 0, 0
    sides = [ctypes.c_float() for _ in range(4)]
    pointers = [ctypes.byref(side) for side in sides]
    waiting = [raw.FPDFPage_GetObject(page.raw, n) for n in range(_count(page))]
    depth = 0
    while waiting and depth < _OBJECT_LIMIT:
        item = waiting.pop()
        depth += 1
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            paths += 1
        elif kind == raw.FPDF_PAGEOBJ_FORM:
            forms += 1
            inner = raw.FPDFFormObj_CountObjects(item)
            waiting += [raw.FPDFFormObj_GetObject(item, n) for n in range(min(inner, 5000))]
        elif kind == raw.FPDF_PAGEOBJ_IMAGE and raw.FPDFPageObj_GetBounds(item, *pointers):
            left, bottom, right, top = (side.value for side in sides)
            covered += max(0.0, right - left) * max(0.0, top - bottom)
    # Of very many objects not all were looked at: there may be lines among the others.
    may_have_lines = bool(paths or forms or depth >= _OBJECT_LIMIT)
    return _Drawn(covered / max(1.0, area), paths, may_have_lines)


def _count(page: pdfium.PdfPage) -> int:
    return min(int(raw.FPDFPage_CountObjects(page.raw)), _OBJECT_LIMIT)


def page_blocks(page: Page, number: int) -> list[Block]:
    """The blocks of a page; ``number`` paragraphs stand on the pages before it."""
    blocks = []
    for part in page.parts:
        if isinstance(part, Table):
            blocks.append(Block("", Kind.TABLE, part.anchor, table=part))
        else:
            number += 1
            blocks.append(part.block(number))
    return blocks
