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
from rules.vietnamese.header_line import Line
from rules.vietnamese.header_rows import Stamp, join_rows
from rules.vietnamese.header_words import flat

HEAD_LINES = 70  # a letterhead with its title is never longer
_A4 = (595.0, 842.0)
_LETTER = 6.2  # points a letter of 13 point type is wide on average

_MOTTO = re.compile(
    r"c.?ng\s+h\w{1,2}a?\s+xa\s+hoi\s+chu\s+nghia\s+viet(?:\s+nam)?"
    r"|doc\s+lap\s*[-.]?\s*tu\s+do\s*[-.]?\s*hanh\s+phuc|(?<!\w)dang\s+cong\s+san\s+viet\s+nam\s*$"
)
# "Sơn La, ngày 05 tháng 6 năm 2024" at the end of a line; day and month may be blank or dots.
_BLANK = r"[\d\s.…_/\-]*?"
DATE_LINE = re.compile(
    rf"(?P<place>[^\d,;:()/]{{2,40}}?)?\s*[,.;]?\s*(?<!\w)ngay\s*(?P<day>{_BLANK})\s*[.,]?\s*thang"
    rf"\s*(?P<month>{_BLANK})\s*[.,]?\s*nam\s*(?P<year>[\d\s.…_]*)\W*$"
)


def head_lines(document: Document) -> list[Line]:
    """The lines of the first page's head, halves told apart, the motto taken out."""
    lines: list[Line] = []
    drawn = stamps(document)
    first = min((b.anchor.page for b in document.blocks if b.anchor.page), default=None)
    width = _page_width(document, first)
    for number, block in enumerate(document.blocks):
        if len(lines) >= HEAD_LINES or block.anchor.page != first:
            break
        if block.kind in (Kind.RUNNING, Kind.FOOTNOTE, Kind.STAMP):
            continue
        found = list(_lines_of(block, number, width))
        if block.table is not None and not found:
            break
        lines += found
    parts = [part for line in lines for part in _halves(line, width)]
    return join_rows(parts, drawn, width)


def all_lines(document: Document) -> list[Line]:
    """Every line of the paper with its half, for the foot."""
    width = _page_width(document, None)
    lines: list[Line] = []
    for number, block in enumerate(document.blocks):
        if block.kind in (Kind.RUNNING, Kind.FOOTNOTE, Kind.STAMP):
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
    return any(_MOTTO.search(flat(text)) for text in texts)


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
                yield from _split(cell.text, cell.anchor, side, number, block)
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
    parts = [part.strip() for part in text.split("\n")]
    for index, part in enumerate(parts):
        if not part:
            continue
        place = _line_place(anchor, index, len(parts))
        centred = block.centred or side == "centre"
        yield Line(part, place, side, number, block.bold, centred, paragraph=index == 0)


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


def _halves(line: Line, width: float) -> Iterator[Line]:
    """The line without the motto, cut where the other half's words begin."""
    motto = _MOTTO.search(line.flat)
    if motto:
        before, after = line.text[: motto.start()].strip(), line.text[motto.end() :].strip()
        if before:
            yield replace(line, text=before, side=line.side if not after else "left")
        if after and re.search(r"\w", after):
            yield from _halves(replace(line, text=after, side="right"), width)
        return
    subject = re.search(r"nam\s*[\d.…]*\s+(?=v\s?/\s?v\b)", line.flat)
    if subject and "ngay" in line.flat[: subject.start()] + "ngay" * (line.flat[:5] == "thang"):
        first, second = line.text[: subject.end()].strip(), line.text[subject.end() :]
        yield replace(line, text=first, side="right", anchor=_right_of(line.anchor, width, first))
        yield replace(line, text=second, side="left")
        return
    cut = _date_start(line)
    if cut > 0:
        yield replace(line, text=line.text[:cut].strip(" \t,"), side="left")
        yield replace(line, text=line.text[cut:].strip(), side="right")
        return
    yield line


def _right_of(anchor: Anchor, width: float, text: str) -> Anchor:
    """The first line of the right half of a box that spans both.

    Where the line's own beginning ("ngày") stands in another box, it is as wide as its letters.
    """
    if anchor.box is None:
        return anchor
    left, top, right, bottom = anchor.box
    whole = "ngay" in flat(text)
    begin = width * 0.42 if whole else right - _LETTER * len(text)
    return replace(anchor, box=(max(left, begin), top, right, min(bottom, top + 14.0)))


# A place is words with a capital each: "Sơn La", "TP. Hồ Chí Minh", "Sông Mã".
_PLACE = re.compile(r"(?:(?:TP|T\.P|Tp|Thành phố|TX|H)\.?\s*)?(?:[A-ZĐÀ-Ỹ][\wÀ-ỹ]*[ \-]?){1,4}\s*$")


def _date_start(line: Line) -> int:
    """Where place and date begin in a line that has something else before them, else 0."""
    found = re.search(r"[,.;]?\s*(?<!\w)ngay[\d\s.…_/]*thang[\d\s.…_]*nam[\d\s.…_]*\W*$", line.flat)
    if not found:
        return 0
    before = line.text[: found.start()]
    wide = list(re.finditer(r"\t+|\s{3,}", before))
    if wide:
        return wide[-1].end() if before[: wide[-1].start()].strip() else 0
    number = re.match(r"\s*[Ss][ốÔô]\s*[:.]?.*?/\s*[\wĐđ&\-/–]+\s+", before)
    if number:
        return number.end()
    place = _PLACE.search(before)
    return place.start() if place and before[: place.start()].strip() else 0
