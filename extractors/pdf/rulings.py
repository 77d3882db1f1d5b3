"""The ruling lines of a PDF page and the cells they enclose.

The rules are pdfplumber's own (lines snapped and joined within 3 points, the smallest rectangle
at each crossing, cells that share a corner make a table), over PDFium's path objects, which are
read some twenty times faster than pdfplumber reads a page.
"""

from __future__ import annotations

import ctypes
import itertools
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.pdf.frame import Frame

Box = tuple[float, float, float, float]
Point = tuple[float, float]

_TOLERANCE = 3.0
_STRAIGHT = 1e-3
_SHORTEST = 3.0
_PREFILTER = 1.0
_PATH_LIMIT = 40_000  # a map or a drawing, not a table
_EDGE_LIMIT = 20_000
_FORM_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Edge:
    """A straight line along one axis: at ``at``, from ``start`` to ``end``."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Rulings:
    """The level and upright lines of a page."""

    level: list[Edge]
    upright: list[Edge]

    def is_grid(self) -> bool:
        """Whether at least 3 level and 2 upright lines are there to cross."""
        return len(self.level) >= 3 and len(self.upright) >= 2


class TooManyPathsError(Exception):
    """The page is a drawing; its lines are not looked at."""


def read_rulings(page: pdfium.PdfPage, frame: Frame) -> Rulings:
    """All straight lines of the page's paths: strokes, thin boxes, sides of boxes."""
    rulings = Rulings([], [])
    for path in _paths(page, frame):
        for (x0, y0), (x1, y1) in itertools.pairwise(path):
            if abs(y0 - y1) < _STRAIGHT and abs(x0 - x1) >= _PREFILTER:
                rulings.level.append(Edge(y0, min(x0, x1), max(x0, x1)))
            elif abs(x0 - x1) < _STRAIGHT and abs(y0 - y1) >= _PREFILTER:
                rulings.upright.append(Edge(x0, min(y0, y1), max(y0, y1)))
        if len(rulings.level) + len(rulings.upright) > _EDGE_LIMIT:
            raise TooManyPathsError
    return rulings


Matrix = tuple[float, float, float, float, float, float]
_UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _paths(page: pdfium.PdfPage, frame: Frame) -> Iterator[list[Point]]:
    """The corner points of each drawn subpath, in seen coordinates."""
    count = raw.FPDFPage_CountObjects(page.raw)
    if count > _PATH_LIMIT * 4:
        raise TooManyPathsError
    objects = (raw.FPDFPage_GetObject(page.raw, index) for index in range(count))
    for seen, (item, matrix) in enumerate(_flat(objects, _UNIT, 0)):
        if seen > _PATH_LIMIT:
            raise TooManyPathsError
        for path in _subpaths(item, matrix):
            yield [_seen(frame, point) for point in path]


def _flat(objects: Iterator[object], matrix: Matrix, depth: int) -> Iterator[tuple[object, Matrix]]:
    """The path objects, those inside form objects too, with the matrix that places them."""
    for item in objects:
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            if _is_drawn(item):
                yield item, _times(_matrix(item), matrix)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _FORM_DEPTH:
            inner = (
                raw.FPDFFormObj_GetObject(item, index)
                for index in range(raw.FPDFFormObj_CountObjects(item))
            )
            yield from _flat(inner, _times(_matrix(item), matrix), depth + 1)


def _is_drawn(item: object) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke)):
        return False
    return bool(fill.value or stroke.value)


def _matrix(item: object) -> Matrix:
    held = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, ctypes.byref(held)):
        return _UNIT
    return held.a, held.b, held.c, held.d, held.e, held.f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that applies ``inner`` and then ``outer``."""
    if outer == _UNIT:
        return inner
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j,
            e * g + f * i + k, e * h + f * j + m)  # fmt: skip


def _subpaths(item: object, matrix: Matrix) -> Iterator[list[Point]]:
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    x_at, y_at = ctypes.byref(x), ctypes.byref(y)
    points: list[Point] = []
    for index in range(min(raw.FPDFPath_CountSegments(item), 4 * _EDGE_LIMIT)):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        raw.FPDFPathSegment_GetPoint(segment, x_at, y_at)
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = []
        points.append(point)
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points


def _seen(frame: Frame, point: Point) -> Point:
    x, y = point
    match frame.turns:
        case 1:
            return y - frame.bottom, x - frame.left
        case 2:
            return frame.right - x, y - frame.bottom
        case 3:
            return frame.top - y, frame.right - x
    return x - frame.left, frame.top - y


def merged(edges: list[Edge]) -> list[Edge]:
    """Edges snapped to common lines and joined along them; short remains are dropped."""
    lines: list[Edge] = []
    for group in _clusters(sorted(edges, key=lambda edge: edge.at)):
        at = sum(edge.at for edge in group) / len(group)
        start, end = None, 0.0
        for edge in sorted(group, key=lambda edge: edge.start):
            if start is not None and edge.start <= end + _TOLERANCE:
                end = max(end, edge.end)
                continue
            if start is not None:
                lines.append(Edge(at, start, end))
            start, end = edge.start, edge.end
        if start is not None:
            lines.append(Edge(at, start, end))
    return [line for line in lines if line.end - line.start >= _SHORTEST]


def _clusters(edges: list[Edge]) -> Iterator[list[Edge]]:
    group: list[Edge] = []
    for edge in edges:
        if group and edge.at > group[-1].at + _TOLERANCE:
            yield group
            group = []
        group.append(edge)
    if group:
        yield group


def find_tables(rulings: Rulings) -> list[list[Box]]:
    """The cells of each table, tables from the top down.

    A stack of single boxes is no table: some programs draw a white box behind each line.
    """
    level, upright = merged(rulings.level), merged(rulings.upright)
    cells = list(_cells(_crossings(level, upright)))
    tables = [table for table in _touching(cells) if len(table) > len({c[1] for c in table})]
    return sorted(tables, key=lambda table: min((cell[1], cell[0]) for cell in table))


_Crossings = dict[Point, tuple[set[int], set[int]]]  # point -> upright lines, level lines


def _crossings(level: list[Edge], upright: list[Edge]) -> _Crossings:
    found: _Crossings = defaultdict(lambda: (set(), set()))
    level = sorted(level, key=lambda edge: edge.at)
    heights = [edge.at for edge in level]
    for number, line in enumerate(upright):
        first = bisect_left(heights, line.start - _TOLERANCE)
        for index in range(first, len(level)):
            other = level[index]
            if other.at > line.end + _TOLERANCE:
                break
            if other.start - _TOLERANCE <= line.at <= other.end + _TOLERANCE:
                lines = found[line.at, other.at]
                lines[0].add(number)
                lines[1].add(index)
    return found


def _cells(crossings: _Crossings) -> Iterator[Box]:
    """For each crossing the smallest rectangle below and to the right of it."""
    below, right = defaultdict(list), defaultdict(list)
    for x, y in sorted(crossings):
        below[x].append(y)
        right[y].append(x)
    for x, y in sorted(crossings):
        downs = [
            lower for lower in below[x][bisect_left(below[x], y) + 1 :]
            if crossings[x, y][0] & crossings[x, lower][0]
        ]  # fmt: skip
        sides = [
            wider for wider in right[y][bisect_left(right[y], x) + 1 :]
            if crossings[x, y][1] & crossings[wider, y][1]
        ]  # fmt: skip
        box = next((
            (x, y, wider, lower) for lower in downs for wider in sides
            if (wider, lower) in crossings
            and crossings[wider, lower][0] & crossings[wider, y][0]
            and crossings[wider, lower][1] & crossings[x, lower][1]
        ), None)  # fmt: skip
        if box is not None:
            yield box


def _touching(cells: list[Box]) -> list[list[Box]]:
    """Cells grouped so that those sharing a corner are together."""
    by_corner: dict[Point, list[int]] = defaultdict(list)
    for index, (x0, y0, x1, y1) in enumerate(cells):
        for corner in ((x0, y0), (x0, y1), (x1, y0), (x1, y1)):
            by_corner[corner].append(index)
    group = [-1] * len(cells)
    tables: list[list[Box]] = []
    for index in range(len(cells)):
        if group[index] >= 0:
            continue
        waiting, members = [index], []
        group[index] = len(tables)
        while waiting:
            current = waiting.pop()
            members.append(current)
            x0, y0, x1, y1 = cells[current]
            for corner in ((x0, y0), (x0, y1), (x1, y0), (x1, y1)):
                for other in by_corner[corner]:
                    if group[other] < 0:
                        group[other] = len(tables)
                        waiting.append(other)
        tables.append([cells[member] for member in sorted(members)])
    return tables
