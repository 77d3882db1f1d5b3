"""Ruled tables in the picture of a page: the lines that are drawn, and the cells they enclose."""

from __future__ import annotations

import cv2
import numpy as np

from extractors.ocr.picture import ink
from extractors.ocr.words import Grey
from extractors.pdf.rulings import Box, Edge, Rulings, find_tables

_SHORTEST = 24.0  # points: no stroke of a letter is longer
_GAP = 3.0  # points of a line that a scanner or a fax may have lost
_THICKEST = 6.0  # points: anything thicker is a picture
_SHORT, _WHOLE = 48.0, 0.9  # points: so short a line must be ink to this share
_EDGES = 2_000  # a drawing, not a table


def find_grids(grey: Grey, scale: float) -> list[list[Box]]:
    """The cells of each table in points; ``scale`` is pixels a point."""
    dark = ink(grey)
    # Letters join into level lines soon, into upright ones hardly: those are looked for first.
    upright = _edges(np.asarray(cv2.transpose(dark), dtype=np.uint8), scale)
    rulings = Rulings(_edges(dark, scale) if upright else [], upright)
    if not rulings.is_grid() or len(rulings.level) + len(rulings.upright) > _EDGES:
        return []
    return [table for table in find_tables(rulings) if len(table) > 2]


def _edges(dark: Grey, scale: float) -> list[Edge]:
    """The level lines of a picture; of its transpose the upright ones."""
    gap, long = max(1, int(_GAP * scale)), max(3, int(_SHORTEST * scale))
    across = cv2.getStructuringElement(cv2.MORPH_RECT, (long, 1))
    bridge = cv2.getStructuringElement(cv2.MORPH_RECT, (gap, 1))
    # A line that falls by a pixel on its way must not end there.
    thick = np.asarray(cv2.dilate(dark, cv2.getStructuringElement(cv2.MORPH_RECT, (1, 3))))
    closed = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, bridge)
    lines = cv2.morphologyEx(closed, cv2.MORPH_OPEN, across)
    outlines, inside = cv2.findContours(lines, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for place, outline in enumerate(outlines):
        left, top, width, height = cv2.boundingRect(outline)
        is_hole = inside[0][place][3] >= 0
        if is_hole or height > _THICKEST * scale:
            continue
        # Stems of letters between two rulings look like a line across the gaps that are bridged.
        inked = thick[top : top + height, left : left + width].max(axis=0)
        if width >= _SHORT * scale or (inked > 0).mean() >= _WHOLE:
            middle = (top + height / 2) / scale
            found.append(Edge(middle, left / scale, (left + width) / scale))
    return found
