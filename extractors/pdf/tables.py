"""Ruled tables of a PDF page: characters laid into the cells that the lines enclose."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

from extractors.characters import nfc
from extractors.document import Anchor, Cell, Table
from extractors.pdf.characters import Flags, Places, Units
from extractors.pdf.rulings import Box

_OUT = 1.0  # points a character may reach over the line of its cell
_TOLERANCE = 3.0  # pdfplumber's: a wider gap is a blank, a greater step down a new line


def lay_table(cells: list[Box], units: Units, page: int, number: int) -> Table:
    """The cells of one table with the text that stands in them."""
    return lay_texts(cells, cell_texts(cells, units), page, number)


def lay_texts(
    cells: list[Box],
    texts: list[str],
    page: int,
    number: int,
    sure: Sequence[float | None] = (),
) -> Table:
    """The cells of one table with their text; a cell spans the columns and rows it covers.

    ``sure`` tells of each cell how surely OCR read it.
    """
    sure = sure or [None] * len(cells)
    lefts = sorted({cell[0] for cell in cells})
    tops = sorted({cell[1] for cell in cells})
    rows: dict[float, list[Cell]] = {top: [] for top in tops}
    read = zip(cells, texts, sure, strict=True)
    for cell, text, confidence in sorted(read, key=lambda one: one[0][0]):
        left, top, right, bottom = cell
        column, row = bisect_left(lefts, left), bisect_left(tops, top)
        anchor = Anchor(page, rounded(cell), table=number, row=row + 1, column=column + 1)
        wide, tall = bisect_left(lefts, right) - column, bisect_left(tops, bottom) - row
        rows[top].append(Cell(text, anchor, max(1, tall), max(1, wide), confidence))
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


def holders(cells: list[Box], units: Units) -> Places:
    """For each unit the number of the cell its middle stands in; -1 where it stands in none."""
    held = np.full(len(units.starts), -1, dtype=np.intp)
    boxes = units.boxes
    across = (boxes[:, 0] + boxes[:, 2]) / 2
    down = (boxes[:, 1] + boxes[:, 3]) / 2
    left, top, right, bottom = outline(cells)
    near = (across >= left) & (across < right) & (down >= top) & (down < bottom)
    places = np.nonzero(near)[0]
    across, down = across[places], down[places]
    for number, (left, top, right, bottom) in enumerate(cells):
        mine = (across >= left) & (across < right) & (down >= top) & (down < bottom)
        held[places[mine]] = number
    return held


def crossing(cells: list[Box], units: Units) -> Flags:
    """Units that reach over the side of the cell that holds them."""
    held = holders(cells, units)
    sides = np.array(cells)[held]
    boxes = units.boxes
    out = (boxes[:, 0] < sides[:, 0] - _OUT) | (boxes[:, 2] > sides[:, 2] + _OUT)
    # Of a unit whose middle is in no cell a part may be in one.
    left, top, right, bottom = outline(cells)
    loose = (boxes[:, 0] < right) & (boxes[:, 2] > left)
    loose &= (boxes[:, 1] < bottom) & (boxes[:, 3] > top)
    return np.where(held >= 0, out, loose)


def cell_texts(cells: list[Box], units: Units) -> list[str]:
    """The text of each cell."""
    held = holders(cells, units)
    order = np.argsort(held, kind="stable")
    ends = np.searchsorted(held[order], np.arange(len(cells) + 1))
    return [
        _cell_text(order[start:end], units)
        for start, end in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True)
    ]


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
        close = after == units.starts[place] or place in units.joined
        if end is not None and (not close or left > end + _TOLERANCE):
            parts.append(" ")
        parts.append(units.words(place))
        end, after = right, units.ends[place]
    return " ".join("".join(parts).split())
