"""Ruled tables of a PDF page: characters laid into the cells that the lines enclose."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np

from extractors.characters import nfc
from extractors.document import Anchor, Cell, Table
from extractors.pdf_characters import Flags, Places, Units
from extractors.pdf_rulings import Box

_OUT = 1.0  # points a character may reach over the line of its cell
_TOLERANCE = 3.0  # pdfplumber's: a wider gap is a blank, a greater step down a new line


def lay_table(cells: list[Box], units: Units, page: int, number: int) -> Table:
    """The cells of one table with their text; a cell spans the columns and rows it covers."""
    lefts = sorted({cell[0] for cell in cells})
    tops = sorted({cell[1] for cell in cells})
    texts = cell_texts(cells, units)
    rows: dict[float, list[Cell]] = {top: [] for top in tops}
    for cell, text in sorted(zip(cells, texts, strict=True), key=lambda pair: pair[0][0]):
        left, top, right, bottom = cell
        column, row = bisect_left(lefts, left), bisect_left(tops, top)
        anchor = Anchor(page, rounded(cell), table=number, row=row + 1, column=column + 1)
        wide, tall = bisect_left(lefts, right) - column, bisect_left(tops, bottom) - row
        rows[top].append(Cell(text, anchor, max(1, tall), max(1, wide)))
    anchor = Anchor(page, rounded(outline(cells)), table=number)
    return Table(tuple(tuple(row) for row in rows.values()), anchor)


def outline(cells: list[Box]) -> Box:
    """The box around cells."""
    lefts, tops, rights, bottoms = zip(*cells, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def rounded(box: Box) -> Box:
    """A box in tenths of a point, enough to find the place and the same on every machine."""
    left, top, right, bottom = box
    return round(left, 1), round(top, 1), round(right, 1), round(bottom, 1)


def inside(box: Box, units: Units) -> Flags:
    """Which units have their middle in a box."""
    boxes = units.boxes
    across = (boxes[:, 0] + boxes[:, 2]) / 2
    down = (boxes[:, 1] + boxes[:, 3]) / 2
    held = (across >= box[0]) & (across < box[2]) & (down >= box[1]) & (down < box[3])
    return np.asarray(held, dtype=np.bool_)


def crossing(cells: list[Box], units: Units) -> Flags:
    """Units that reach out of the cell of their middle, or stand in none though in the table."""
    held = inside(outline(cells), units)
    for left, top, right, bottom in cells:
        mine = inside((left, top, right, bottom), units)
        boxes = units.boxes
        held &= ~(mine & (boxes[:, 0] > left - _OUT) & (boxes[:, 2] < right + _OUT))
    return held


def cell_texts(cells: list[Box], units: Units) -> list[str]:
    """The text of each cell."""
    places = np.nonzero(inside(outline(cells), units))[0]
    boxes = units.boxes[places]
    across = (boxes[:, 0] + boxes[:, 2]) / 2
    down = (boxes[:, 1] + boxes[:, 3]) / 2
    texts = []
    for left, top, right, bottom in cells:
        held = (across >= left) & (across < right) & (down >= top) & (down < bottom)
        texts.append(_cell_text(places[held], units))
    return texts


def _cell_text(places: Places, units: Units) -> str:
    """Units as lines: clustered by their feet, sorted across, blanks where gaps are."""
    if not len(places):
        return ""
    items = sorted(
        (bottom, left, right, place)
        for place, (left, _, right, bottom) in zip(
            places.tolist(), units.boxes[places].tolist(), strict=True
        )
    )
    lines: list[list[tuple[float, float, int]]] = []
    last = None
    for bottom, left, right, place in items:
        if last is None or bottom > last + _TOLERANCE:
            lines.append([])
        lines[-1].append((left, right, place))
        last = bottom
    return nfc("\n".join(_line_text(sorted(line), units) for line in lines))


def _line_text(line: list[tuple[float, float, int]], units: Units) -> str:
    """Units of one line; those that PDFium writes without a blank between stay together."""
    parts: list[str] = []
    end, after = None, None
    for left, right, place in line:
        close = after == units.starts[place]
        if end is not None and (not close or left > end + _TOLERANCE):
            parts.append(" ")
        parts.append(units.words(place))
        end, after = right, units.ends[place]
    return " ".join("".join(parts).split())
