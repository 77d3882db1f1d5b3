"""The head of a paper as lines with the half of the page they stand on.

A letterhead is two columns: agency and number on the left, motto, place and date on the right.
In a PDF the halves are told by the boxes, in a Word file by the cells of a table without lines,
in running text by the words themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from extractors.document import Anchor, Block, Document, Kind
from rules.vietnamese.header_halves import MOTTO, halves
from rules.vietnamese.header_line import Line
from rules.vietnamese.header_rows import Stamp, join_dates, join_rows
from rules.vietnamese.header_words import flat

LONGEST_LINE = 1000  # letters
_WIDE = re.compile(r"([\s.…_\-/])\1{8,}")
HEAD_LINES = 70  # a letterhead with its title is never longer
_A4 = (595.0, 842.0)


_NOT_TEXT = (Kind.RUNNING, Kind.FOOTNOTE, Kind.STAMP)


def head_lines(document: Document) -> list[Line]:
    """The lines of the first page's head, halves told apart, the motto taken out."""
    lines: list[Line] = []
    drawn = stamps(document)
    first = min((b.anchor.page for b in document.blocks if b.anchor.page), default=None)
    width = _page_width(document, first)
    for number, block in enumerate(document.blocks):
        if len(lines) >= HEAD_LINES or block.anchor.page != first:
            break
        if block.kind in _NOT_TEXT or _is_sheet_name(block):
            continue
        found = list(_lines_of(block, number, width))
        if block.table is not None and not found:
            break
        lines += found
    parts = [part for line in lines for part in halves(line, width)]
    return join_dates(join_rows(parts, drawn, width))


def all_lines(document: Document) -> list[Line]:
    """Every line of the paper with its half, for the foot."""
    width = _page_width(document, None)
    lines: list[Line] = []
    for number, block in enumerate(document.blocks):
        if block.kind in _NOT_TEXT or _is_sheet_name(block):
            continue
        lines += _lines_of(block, number, width, whole_tables=True)
    return lines


def stamps(document: Document) -> list[Stamp]:
    """What signatures draw on the pages."""
    return [
        Stamp(block.text.strip(), block.anchor)
        for block in document.blocks
        if block.kind is Kind.STAMP
    ]


def has_motto(document: Document) -> bool:
    """Whether the head bears the national motto or the Party's title."""
    texts = []
    for block in document.blocks[:40]:
        rows = block.table.rows[:6] if block.table is not None else ()
        texts += [block.text, *(cell.text for row in rows for cell in row)]
    return any(MOTTO.search(flat(text)) for text in texts)


def _is_sheet_name(block: Block) -> bool:
    """The tab of a workbook's sheet: no words of the paper."""
    return block.kind is Kind.HEADING and block.anchor.sheet is not None and not block.anchor.cell


def _page_width(document: Document, page: int | None) -> float:
    rights = [
        block.anchor.box[2]
        for block in document.blocks
        if block.anchor.box and (page is None or block.anchor.page == page)
    ]
    widest = max(rights, default=0.0)
    return next((size for size in _A4 if widest <= size), widest)


def _lines_of(
    block: Block, number: int, width: float, whole_tables: bool = False
) -> Iterator[Line]:
    if block.table is not None:
        rows = block.table.rows if whole_tables else _letterhead_rows(block)
        for row in rows:
            filled = [cell for cell in row if cell.text.strip()]
            for place, cell in enumerate(filled):
                # A cell alone in its row may be a title that spans the columns.
                side = ("left" if place == 0 else "right") if len(filled) > 1 else ""
                read = replace(block, confidence=cell.confidence)
                yield from _split(cell.text, cell.anchor, side, number, read)
        return
    text = f"{block.label} {block.text}" if block.label else block.text
    side = _side(block.anchor, width)
    yield from _split(text, block.anchor, side, number, block)


def _letterhead_rows(block: Block) -> Iterable[tuple]:  # type: ignore[type-arg]
    """The rows of a table that is laid out as a letterhead; none of a table of data."""
    table = block.table
    if table is None:
        return []
    rows = []
    for row in table.rows[:12]:
        filled = [cell for cell in row if cell.text.strip()]
        if len(filled) > 3 or any(flat(cell.text.strip()) in ("stt", "tt") for cell in filled):
            break
        rows.append(row)
    return rows


def _split(text: str, anchor: Anchor, side: str, number: int, block: Block) -> Iterator[Line]:
    # No line of a head or foot is longer, and no gap in it wider: patterns that look for blanks
    # must not run over a paragraph of a megabyte or a form's hundred dots.
    parts = [_WIDE.sub(r"\1" * 8, part.strip()[:LONGEST_LINE]) for part in text.split("\n")]
    for index, part in enumerate(parts):
        if not part:
            continue
        place = _line_place(anchor, index, len(parts))
        centred = block.centred or side == "centre"
        yield Line(part, place, side, number, block.bold, centred, index == 0, block.confidence)


def _line_place(anchor: Anchor, index: int, count: int) -> Anchor:
    """The strip of a block's box on which one of its lines stands."""
    if anchor.box is None or count == 1:
        return anchor
    left, top, right, bottom = anchor.box
    height = (bottom - top) / count
    return replace(anchor, box=(left, top + index * height, right, top + (index + 1) * height))


def _side(anchor: Anchor, width: float) -> str:
    if anchor.box is None or not width:
        return ""
    left, _, right, _ = anchor.box
    middle = (left + right) / 2 / width
    if right - left > width * 0.6:
        return "centre"
    return "left" if middle < 0.42 else "right" if middle > 0.575 else "centre"
