"""Characters of a line set in order across, where a PDF draws some of them later.

A font without Vietnamese letters makes a printer draw the rest of a line first and the missing
letters, from another font, after it; PDFium gives them in the order they are drawn.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from extractors.pdf.frame import Frame

_BACK = 0.3  # of the lower height; a smaller step back is kerning or a slanted letter
_SAME_ROW = 0.5  # of the lower height that two pieces of one row share
_ROW_STEP = 0.4  # of the height: middles farther apart stand on two rows
_BLANK = 0.12  # of the height: a wider gap is a blank between words
_COVERED = 0.6  # of the narrower character: drawn over each other, not beside


@dataclass(frozen=True, slots=True)
class Placed:
    """One character: its place in PDFium's text, and how it stands to the one before."""

    place: int
    joined: bool  # no blank before it
    first: bool  # the first of its row


@dataclass(frozen=True, slots=True)
class _Character:
    place: int
    left: float
    top: float
    right: float
    bottom: float
    blank: bool

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        return max(1.0, self.bottom - self.top)


def in_order(
    textpage: pdfium.PdfTextPage, frame: Frame, text: str, start: int, end: int
) -> list[Placed]:
    """The characters of a line across; empty where the line is drawn in order."""
    if not _steps_back(textpage, frame, start, end):
        return []
    rows = _rows(_characters(textpage, frame, text, start, end))
    if any(_is_covered(row) for row in rows):
        return []  # drawn twice, for bold, or marks set over letters
    return [placed for row in rows for placed in _placed(row)]


def _steps_back(textpage: pdfium.PdfTextPage, frame: Frame, start: int, end: int) -> bool:
    """Whether PDFium comes to a piece that begins before the end of the last one on its row."""
    count = raw.FPDFText_CountRects(textpage.raw, start, end - start)
    if count < 2:
        return False
    sides = [ctypes.c_double() for _ in range(4)]
    pointers = [ctypes.byref(side) for side in sides]
    found = []
    for number in range(count):
        raw.FPDFText_GetRect(textpage.raw, number, *pointers)
        left, top, right, bottom = (side.value for side in sides)
        found.append((left, bottom, right, top))
    boxes = frame.seen(np.array(found)).tolist()
    return any(_is_back(before, after) for before, after in pairwise(boxes))


def _is_back(before: list[float], after: list[float]) -> bool:
    height = min(before[3] - before[1], after[3] - after[1])
    shared = min(before[3], after[3]) - max(before[1], after[1])
    return shared > _SAME_ROW * height and after[0] < before[2] - _BACK * height


def _characters(
    textpage: pdfium.PdfTextPage, frame: Frame, text: str, start: int, end: int
) -> list[_Character]:
    """The characters that are drawn; blanks that PDFium put in are not."""
    rect = raw.FS_RECTF()
    places, found = [], []
    for place in range(start, end):
        if text[place].isspace() and raw.FPDFText_IsGenerated(textpage.raw, place) != 0:
            continue
        raw.FPDFText_GetLooseCharBox(textpage.raw, place, ctypes.byref(rect))
        places.append(place)
        found.append((rect.left, rect.bottom, rect.right, rect.top))
    boxes: NDArray[np.float64] = frame.seen(np.array(found).reshape(-1, 4))
    return [
        _Character(place, left, top, right, bottom, text[place].isspace())
        for place, (left, top, right, bottom) in zip(places, boxes.tolist(), strict=True)
    ]


def _rows(characters: list[_Character]) -> list[list[_Character]]:
    """The characters by rows from the top down, each from left to right."""
    rows: list[list[_Character]] = []
    last: _Character | None = None
    for one in sorted(characters, key=lambda one: (one.middle, one.left)):
        if last is None or one.middle - last.middle > _ROW_STEP * last.height:
            rows.append([])
        rows[-1].append(one)
        last = one
    return [sorted(row, key=lambda one: (one.left, one.place)) for row in rows]


def _is_covered(row: list[_Character]) -> bool:
    drawn = [one for one in row if not one.blank]
    return any(
        before.right - after.left
        > _COVERED * min(before.right - before.left, after.right - after.left)
        for before, after in pairwise(drawn)
    )


def _placed(row: list[_Character]) -> list[Placed]:
    found: list[Placed] = []
    right, blank = 0.0, True
    for one in row:
        if one.blank:
            blank = True
            continue
        joined = bool(found) and not blank and one.left - right <= _BLANK * one.height
        found.append(Placed(one.place, joined, not found))
        right, blank = one.right, False
    return found
