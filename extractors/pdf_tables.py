"""Ruled tables of a PDF page: characters laid into the cells that the lines enclose."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np

from extractors.characters import nfc
from extractors.document import Anchor, Cell, Table
from extractors.pdf_characters import Characters, Flags, Places
from extractors.pdf_rulings import Box

_TOLERANCE = 3.0  # pdfplumber's: a wider gap is a blank, a greater step down a new line


def lay_table(cells: list[Box], characters: Characters, page: int, number: int) -> Table:
    """The cells of one table with their text; a cell spans the columns and rows it covers."""
    lefts = sorted({cell[0] for cell in cells})
    tops = sorted({cell[1] for cell in cells})
    texts = cell_texts(cells, characters)
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


def inside(box: Box, characters: Characters) -> Flags:
    """Which characters have their middle in a box."""
    boxes = characters.boxes
    across = (boxes[:, 0] + boxes[:, 2]) / 2
    down = (boxes[:, 1] + boxes[:, 3]) / 2
    return (across >= box[0]) & (across < box[2]) & (down >= box[1]) & (down < box[3])


def cell_texts(cells: list[Box], characters: Characters) -> list[str]:
    """The text of each cell."""
    marked = inside(outline(cells), characters)
    places = np.nonzero(marked)[0]
    boxes = characters.boxes[places]
    across = (boxes[:, 0] + boxes[:, 2]) / 2
    down = (boxes[:, 1] + boxes[:, 3]) / 2
    texts = []
    for left, top, right, bottom in cells:
        held = (across >= left) & (across < right) & (down >= top) & (down < bottom)
        texts.append(_cell_text(places[held], characters))
    return texts


def _cell_text(places: Places, characters: Characters) -> str:
    """Characters as lines: clustered by their top, sorted across, blanks where gaps are."""
    if not len(places):
        return ""
    text = characters.text
    items = [
        (top, left, right, text[place])
        for place, (left, top, right, _) in zip(
            places.tolist(), characters.boxes[places].tolist(), strict=True
        )
        if text[place] not in "\r\n"
    ]
    items.sort(key=lambda item: item[0])
    lines: list[list[tuple[float, float, str]]] = []
    last = None
    for top, left, right, char in items:
        if last is None or top > last + _TOLERANCE:
            lines.append([])
        lines[-1].append((left, right, char))
        last = top
    joined = (_line_text(sorted(line, key=lambda item: item[0])) for line in lines)
    return nfc("\n".join(line for line in joined if line))


def _line_text(line: list[tuple[float, float, str]]) -> str:
    parts: list[str] = []
    end = None
    for left, right, char in line:
        blank = char.isspace()
        if not blank and end is not None and left > end + _TOLERANCE:
            parts.append(" ")
        parts.append(" " if blank else char)
        if not blank:
            end = right
    return " ".join("".join(parts).split())
