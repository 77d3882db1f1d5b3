"""The picture of a page as paragraphs and tables, with how sure each was read."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import cv2
import numpy as np

from extractors.document import Table
from extractors.ocr.grid import find_grids
from extractors.ocr.language import is_readable
from extractors.ocr.line_reader import upright_quarter
from extractors.ocr.numbers import blanks_cleared, certainty, checked
from extractors.ocr.numerals import numbers
from extractors.ocr.picture import (
    Colours,
    lies_on_its_side,
    pages_on_sheet,
    red_channel,
    straightened,
    turned,
    without_colours,
)
from extractors.ocr.readers import open_reader
from extractors.ocr.unsure_words import reconsidered, surer_of_block
from extractors.ocr.words import Grey, PixelBox, Word
from extractors.pdf.layout import Column, Paragraph, body_column, lay_out
from extractors.pdf.lines import Piece, gather
from extractors.pdf.rulings import Box
from extractors.pdf.tables import lay_texts

_WIDE_GAP = 1.1  # of the line's height: a wider gap parts runs
_INSIDE = 1.5  # points that a cell's rulings are thick, halved
_SPECKS = ".,;:'`´‘’\"|_~=—…·*^ˆ°!"  # what dust between words is read as
_BEFORE = re.compile(r"^[.,;:`´_~=|^ˆ°!]+(?=[^\W_])")  # signs that begin no word
_AFTER = re.compile(r"(?<=[^\W_])([.,;:)]*)[`´_~=|^ˆ{}]+$")  # and those that end none
_CELL_DPI, _PADDING = 300, 20
_TWO_LEVELS = 0.6  # of the pixels are black or white
_DARK, _SPECK = 0.6, 25  # of the paper's grey; pixels at 300 dpi: less is dust
_PALE, _LIGHT = 0.75, 215  # of the paper's grey; the least grey of paper
_EVEN = 0.94  # of the paper's grey, everywhere on a blank page
_LEAST_INK = 0.0005  # of a page's pixels: less is a blank page with dust


@dataclass(slots=True)
class Scanned:
    """What a picture gave: parts in reading order, in points of the upright picture."""

    width: float
    height: float
    column: Column | None = None
    parts: list[Paragraph | Table] = field(default_factory=list)
    letters: int = 0
    blank: bool = False


def read_picture(picture: Colours, scale: float, page: int, tables: int) -> list[Scanned]:
    """The pages on a picture; ``scale`` is pixels a point. Empty where nothing can be read."""
    if _is_blank(red_channel(picture)):
        height, width = picture.shape[:2]
        return [Scanned(width / scale, height / scale, blank=True)]
    for upright in _ways(without_colours(picture)):
        found = []
        for one in pages_on_sheet(upright):
            read = _read_upright(straightened(one), scale, page, tables)
            if read is not None:
                found.append(read)
                tables += sum(isinstance(part, Table) for part in read.parts)
        if found:
            return found
    return []


def _is_blank(grey: Grey) -> bool:
    height, width = grey.shape
    inner = grey[height // 12 : -height // 12, width // 12 : -width // 12]
    paper = float(np.percentile(inner[::4, ::4], 80))
    dark = float((inner[::2, ::2] < paper * _PALE).mean())
    # Blurred letters leave no dark pixel, but grey rows.
    coarse = cv2.resize(inner, (60, 80), interpolation=cv2.INTER_AREA)
    even = float(np.percentile(coarse, 2)) > paper * _EVEN
    return paper > _LIGHT and dark < _LEAST_INK and even


def _ways(picture: Colours) -> list[Colours]:
    """The picture as it lies and turned, the likeliest first."""
    grey = red_channel(picture)
    if not lies_on_its_side(grey):
        return [turned(picture, quarter) for quarter in (0, 2)]
    # Tesseract also reads lines that stand on their heads, from the last one to the first.
    surely = upright_quarter(grey)
    quarters = sorted((1, 3, 0, 2), key=lambda quarter: quarter != surely)
    return [turned(picture, quarter) for quarter in quarters]


def _read_upright(picture: Colours, scale: float, page: int, tables: int) -> Scanned | None:
    grey = red_channel(picture)
    grids = find_grids(grey, scale)
    reader = open_reader(_without(grey, grids, scale), round(scale * 72))
    words = _swept(reader.page())
    inner = [_cell_words(grey, grid, scale) for grid in grids]
    if not is_readable([*words, *(w for grid in inner for cell in grid for w in cell)]):
        return None
    height, width = grey.shape
    found = Scanned(width / scale, height / scale)
    words, inner = _checked(words, inner, grey)
    lines = gather(_runs(words, picture, scale))
    found.column = body_column(lines, found.width) if lines else None
    laid = [
        _table(grid, cells, page, tables + number)
        for number, (grid, cells) in enumerate(zip(grids, inner, strict=True), start=1)
    ]
    found.parts = _in_order(lines, laid, page, found.column or Column(0.0, found.width, 0.0))
    found.letters = sum(len(word.text) for word in words)
    return found


def _checked(
    words: list[Word], inner: list[list[list[Word]]], grey: Grey
) -> tuple[list[Word], list[list[list[Word]]]]:
    """The words of a page and of its cells by grid, what is unsure read again all at once."""
    every = [*words, *(w for grid in inner for cell in grid for w in cell)]
    again = iter(checked(reconsidered(every, grey), grey))
    outside = list(itertools.islice(again, len(words)))
    return outside, [[list(itertools.islice(again, len(cell))) for cell in grid] for grid in inner]


def _without(grey: Grey, grids: Sequence[Sequence[Box]], scale: float) -> Grey:
    """The picture with white where its tables stand."""
    if not grids:
        return grey
    clean = grey.copy()
    for grid in grids:
        for cell in grid:
            left, top, right, bottom = _pixels(cell, scale, -_INSIDE, grey)
            clean[top:bottom, left:right] = 255
    return clean


def _pixels(box: Box, scale: float, inset: float, grey: Grey) -> PixelBox:
    left, top, right, bottom = box
    height, width = grey.shape
    return (
        max(0, round((left + inset) * scale)), max(0, round((top + inset) * scale)),
        min(width, round((right - inset) * scale)), min(height, round((bottom - inset) * scale)),
    )  # fmt: skip


def _cell_words(grey: Grey, grid: Sequence[Box], scale: float) -> list[list[Word]]:
    boxes = (_pixels(cell, scale, _INSIDE, grey) for cell in grid)
    return [_swept(_read_cell(grey, box, scale * 72)) for box in boxes]


def _swept(words: Sequence[Word]) -> list[Word]:
    """The words without the dust between and before them."""
    rest = (word for word in words if word.text == "-" or word.text.strip(_SPECKS) not in ("", "-"))
    return [replace(word, text=_AFTER.sub(r"\1", _BEFORE.sub("", word.text))) for word in rest]


def _read_cell(grey: Grey, box: PixelBox, dpi: float) -> list[Word]:
    """The words of one cell, read from its own picture with paper around it."""
    left, top, right, bottom = box
    cut = grey[top:bottom, left:right]
    if not cut.size:
        return []
    paper = float(np.percentile(cut, 80))
    if (cut < paper * _DARK).sum() < _SPECK * (dpi / 300) ** 2:
        return []
    # A fax has two levels only: enlarging gives its ragged edges weight.
    two_levels = float(((cut == 0) | (cut == 255)).mean()) > _TWO_LEVELS
    factor = _CELL_DPI / dpi if dpi < _CELL_DPI and not two_levels else 1.0
    if factor > 1:
        cut = np.asarray(cv2.resize(cut, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC))
    padded = np.pad(cut, _PADDING, constant_values=round(paper))
    words = surer_of_block(np.asarray(padded, dtype=np.uint8), _CELL_DPI)
    return [replace(word, box=_back(word.box, factor, left, top)) for word in words]


def _back(box: PixelBox, factor: float, left: int, top: int) -> PixelBox:
    a, b, c, d = (round((side - _PADDING) / factor) for side in box)
    return a + left, b + top, c + left, d + top


def _runs(words: Sequence[Word], picture: Colours, scale: float) -> list[Piece]:
    """Words that follow each other closely, joined."""
    lines: dict[tuple[int, ...], list[Word]] = defaultdict(list)
    for word in words:
        lines[word.line].append(word)
    runs = []
    for line in lines.values():
        whole = blanks_cleared(sorted(line, key=lambda word: word.box[0]), picture)
        runs += [_piece(run, scale) for run in _split(whole) if _has_letters(run)]
    return runs


def _has_letters(run: list[Word]) -> bool:
    return any(char.isalnum() for word in run for char in word.text)


def _split(line: list[Word]) -> list[list[Word]]:
    height = float(np.median([word.box[3] - word.box[1] for word in line]))
    runs = [[line[0]]]
    for before, after in itertools.pairwise(line):
        if after.box[0] - before.box[2] > _WIDE_GAP * height:
            runs.append([])
        runs[-1].append(after)
    return runs


def _piece(run: list[Word], scale: float) -> Piece:
    text = " ".join(word.text for word in run)
    lefts, tops, rights, bottoms = zip(*(word.box for word in run), strict=True)
    letters = sum(len(word.text) for word in run)
    mean = sum(word.confidence * len(word.text) for word in run) / max(1, letters)
    numbered = [word.confidence for word in run if numbers(word.text)]
    first = run[0].box
    return Piece(
        text, min(lefts) / scale, min(tops) / scale, max(rights) / scale, max(bottoms) / scale,
        first_word=(first[2] - first[0]) / scale, confidence=min([mean, *numbered]),
    )  # fmt: skip


def _table(grid: list[Box], cells: Sequence[Sequence[Word]], page: int, number: int) -> Table:
    texts = [_cell_text(words) for words in cells]
    return lay_texts(grid, texts, page, number, [certainty(words) for words in cells])


def _cell_text(words: Sequence[Word]) -> str:
    lines = [
        " ".join(word.text for word in line)
        for _, line in itertools.groupby(words, key=lambda word: word.line)
    ]
    return "\n".join(line for line in lines if any(map(_is_written, line)))


def _is_written(char: str) -> bool:
    return char.isalnum() or char in "%-+"


def _in_order(
    lines: list[list[Piece]], tables: list[Table], page: int, column: Column
) -> list[Paragraph | Table]:
    """Paragraphs and tables from the top down."""
    parts: list[Paragraph | Table] = []
    tops = sorted((t.anchor.box[1], t.anchor.table or 0, t) for t in tables if t.anchor.box)
    start = 0
    for top, _, table in tops:
        end = start
        while end < len(lines) and lines[end][0].top < top:
            end += 1
        parts += lay_out(lines[start:end], page, column)
        parts.append(table)
        start = end
    return parts + lay_out(lines[start:], page, column)
