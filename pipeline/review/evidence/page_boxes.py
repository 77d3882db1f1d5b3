"""Where on a page's picture the passage stands, and the parts of a header that decide."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.document import Anchor, Document
from pipeline.review.evidence.drawing_question import Box
from pipeline.review.evidence.passages import Spot, words_of
from pipeline.story import read_place

_LABELS = {
    "number": "Số, ký hiệu",
    "issued_on": "Ngày ban hành",
    "issuer": "Cơ quan ban hành",
    "title": "Loại, trích yếu",
    "signer": "Người ký",
}
_READ_OFF = ("number", "issued_on")
_NOT_READ = "chưa có hoặc chưa đọc chắc"
_MARGIN = 3.0  # points around the words
_BLANK = 110.0  # points that "Số: ..../BC-UBND" takes
_SHARE = 0.75  # of a line's words that must stand in the quote


@dataclass(frozen=True, slots=True)
class PageBox:
    """A box on a page in points; ``look`` is quote or part, ``label`` says what it shows."""

    x: float
    y: float
    width: float
    height: float
    look: str
    label: str = ""


def boxes_on(
    document: Document | None, header: str | None, anchor: Anchor, spot: Spot | None,
    quote: str, page: int,
) -> tuple[PageBox, ...]:  # fmt: skip
    """The boxes on one page.

    A passage that stands in the text has one. A quote made of a paper's head (type, number, day,
    title) has those of the head's parts. A number or day that was left out stands boxed in any
    case, so that a clerk reads it off the picture.
    """
    if spot is not None and spot.literal:
        return (*_passage(document, anchor, spot, page), *_unread(header, page))
    parts = tuple(_head(header, page))
    lines = tuple(_lines(document, quote, page))
    if parts or lines:
        return (*lines, *parts)
    return tuple(_passage(document, anchor, spot, page)) if quote else ()


def _passage(
    document: Document | None, anchor: Anchor, spot: Spot | None, page: int
) -> Iterator[PageBox]:
    place = anchor
    if document is not None and spot is not None:
        block = document.blocks[spot.block]
        place = block.anchor if block.anchor.box is not None else anchor
        if block.table is not None and spot.row is not None:
            yield from _row(document, spot, page)
            return
    if place.box is not None and place.page == page:
        yield _box(place.box, "quote")


def _row(document: Document, spot: Spot, page: int) -> Iterator[PageBox]:
    """A row of a table on one page, from its first cell's left to its last one's right."""
    table = document.blocks[spot.block].table
    assert table is not None
    assert spot.row is not None
    boxes = [
        cell.anchor.box
        for cell in table.rows[spot.row]
        if cell.anchor.box is not None and cell.anchor.page == page
    ]
    if boxes:
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        yield _box((min(lefts), min(tops), max(rights), max(bottoms)), "quote")


def _head(header: str | None, page: int) -> Iterator[PageBox]:
    known = json.loads(header or "{}")
    anchors = known.get("anchors", {})
    drawn: set[Box] = set()
    for name, label in _LABELS.items():
        place = read_place(anchors[name]) if name in anchors else Anchor()
        if place.box is not None and place.page == page and place.box not in drawn:
            drawn.add(place.box)
            if name in _READ_OFF and not known.get(name):
                yield _box(_with_blank(place.box), "part", f"{label}: {_NOT_READ}")
            else:
                yield _box(place.box, "part", label)


def _unread(header: str | None, page: int) -> Iterator[PageBox]:
    """Where number and day of a paper stand that were not read, or not surely."""
    return (box for box in _head(header, page) if box.label.endswith(_NOT_READ))


def _with_blank(box: Box) -> Box:
    """The box with the blank behind its words, in which a hand may have written."""
    left, top, right, bottom = box
    return left, top, max(right, left + _BLANK), bottom


def _lines(document: Document | None, quote: str, page: int) -> Iterator[PageBox]:
    """The lines of a title: blocks of the page nearly all of whose words the quote has."""
    wanted = {token.folded for token in words_of(quote)}
    for block in document.blocks if document else ():
        words = [token.folded for token in words_of(block.text)]
        if block.anchor.page != page or block.anchor.box is None or len(words) < 3:
            continue
        if sum(word in wanted for word in words) >= _SHARE * len(words):
            yield _box(block.anchor.box, "quote")


def _box(box: Box, look: str, label: str = "") -> PageBox:
    left, top, right, bottom = box
    return PageBox(
        round(left - _MARGIN, 1), round(top - _MARGIN, 1),
        round(right - left + 2 * _MARGIN, 1), round(bottom - top + 2 * _MARGIN, 1), look, label,
    )  # fmt: skip
