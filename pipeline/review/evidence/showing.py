"""A received document as a clerk is shown it: its page's picture with boxes, or its marked text.

Only what was read is shown for it: a file that is gone or another by now is said to be so, and
the text that was read stands in its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote as in_address

from extractors.document import Anchor, Document, Reason, Unreadable
from pipeline.reading.packing import unpack
from pipeline.review.evidence.drawing_question import Box
from pipeline.review.evidence.marked_text import Marks, Part, around
from pipeline.review.evidence.page_boxes import PageBox, boxes_on
from pipeline.review.evidence.page_images import WIDTHS, Picture, Pictures
from pipeline.review.evidence.passages import Spot, Wording, locate, row_text
from pipeline.review.evidence.received import Check, check
from pipeline.storage.store import Store

Row = dict[str, Any]

_PICTURED = ("pdf", "image")
_SUFFIXES = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif", ".webp")
_BESIDE, _NARROWEST = 24.0, 0.6  # points beside the words; of the page's width
_MOST_BLOCKS = 400  # that are shown together; of longer texts a part
_CLOSED = {Reason.SECRET.value}  # neither drawn nor quoted nor handed out here


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's picture with what is boxed on it; sizes in points.

    Unless it is shown ``large``, only so much is shown ``across`` from ``left`` as words take.
    """

    address: str
    number: int
    pages: int
    width: float
    height: float
    boxes: tuple[PageBox, ...]
    fits: bool
    large: bool
    left: float
    across: float


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of a document.

    ``state``: ok, gone, changed, closed, secret or unread (never opened). ``trouble`` says why a
    page has no picture; ``text`` whether any was read. ``found``: place (at the kept place), words
    (found by its words), none (not in the text), or empty where nothing was looked for.
    """

    state: str
    sheet: Sheet | None = None
    trouble: Reason | None = None
    parts: tuple[Part, ...] = ()
    found: str = ""
    scanned: bool = False
    pictured: bool = False
    text: bool = False
    page: int = 1
    passage: str = ""  # the whole paragraph or row in which the passage stands


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be seen: which passage, which page, how large; ``text``: never a picture."""

    anchor: Anchor = Anchor()
    quote: str = ""
    wording: Wording = Wording()  # noqa: RUF009 - immutable
    page: int = 0
    large: bool = False
    text: bool = False
    whole: bool = False


def show(store: Store, inbox: Path | None, pictures: Pictures, row: Row, wish: Wish) -> Shown:
    """A document with a passage of it."""
    if row["read_reason"] in _CLOSED:
        return Shown("secret")
    if not row["sha256"]:  # a link, a temporary file, one too large: never opened
        return Shown("unread")
    document = reading(store, row["sha256"])
    state = state_of(inbox, pictures, row)
    spot = locate(document, wish.anchor, wish.quote) if document and wish.quote else None
    page = wish.page or _page_of(document, wish.anchor, spot)
    pictured = _has_pages(document, row)
    sheet, trouble = None, None
    if pictured and state.ok and not wish.text:
        drawn = draw(pictures, state, row, document, page, wish.large)
        if isinstance(drawn, Picture):
            sheet = _sheet(row, document, drawn, spot, wish, page)
        else:
            trouble = drawn.reason
    parts: tuple[Part, ...] = ()
    if document is not None and sheet is None:
        start = spot or _start_of(document, page, wish)
        whole = wish.whole and len(document.blocks) <= _MOST_BLOCKS
        also = () if spot is not None and spot.literal else _head_words(row)
        parts = around(document, start, Marks(wish.quote, wish.wording, also), whole)
    return Shown(
        state=state.state,
        sheet=sheet,
        trouble=trouble,
        parts=parts,
        found=_found(document, wish, spot),
        scanned=bool(document and document.pages_ocr),
        pictured=pictured,
        text=document is not None,
        page=page,
        passage=row_text(document.blocks[spot.block], spot.row) if document and spot else "",
    )


def state_of(inbox: Path | None, pictures: Pictures, row: Row) -> Check:
    """Whether the file behind a document is still what was read."""
    state = check(inbox, row["path"], row["sha256"] or "")
    if not state.ok or state.place is None or not state.place.inner:
        return state
    try:
        why = pictures.still_read(state.place, row["sha256"] or "")
    except OSError:
        return Check("closed")
    if why is None:
        return state
    other = why.reason in (Reason.STILL_GROWING, Reason.DAMAGED)
    return Check("changed" if other else "closed", state.place)


def draw(
    pictures: Pictures, state: Check, row: Row, document: Document | None, page: int, large: bool
) -> Picture | Unreadable:
    """The picture of a page of a file that is still what was read."""
    if state.place is None:
        return Unreadable("", Reason.NO_ACCESS)
    wide = WIDTHS[1] if large else WIDTHS[0]
    return pictures.page(state.place, row["sha256"], page, wide, _written(document, page))


def address_of(row: Row, page: int, large: bool) -> str:
    """The address of a page's picture; the hash in it makes each content an address of its own."""
    size = "&rong=1" if large else ""
    return f"/anh/{in_address(row['id'], safe='')}/{page}.png?v={(row['sha256'] or '')[:12]}{size}"


def reading(store: Store, sha256: str) -> Document | None:
    """What was read of a content, by whatever reader read it last."""
    path = store.db.execute("PRAGMA database_list").fetchone()[2]
    found = store.db.execute(
        "SELECT reader, rowid FROM readings WHERE sha256 = ? ORDER BY rowid DESC LIMIT 1", [sha256]
    ).fetchone()
    if found is None:
        return None
    key = (path, sha256, *found)
    if key not in _held:
        packed = store.db.execute("SELECT body FROM readings WHERE rowid = ?", [found[1]])
        result = unpack(packed.fetchone()[0])
        _held[key] = result if isinstance(result, Document) else None
        for old in tuple(_held)[:-_MOST_HELD]:
            _held.pop(old, None)
    return _held[key]


_MOST_HELD = 24
_held: dict[tuple[str, str, str, int], Document | None] = {}


def _head_words(row: Row) -> tuple[str, ...]:
    """The number, day and title of a paper as they may be written in it."""
    words = [f"{row['number']}/{row['symbol']}" if row["number"] and row["symbol"] else ""]
    words += [row["title"] or ""]
    if row["issued_on"]:
        year, month, day = row["issued_on"].split("-")
        for d, m in {(day, month), (day, month.lstrip("0")), (day.lstrip("0"), month.lstrip("0"))}:
            words += [f"ngày {d} tháng {m} năm {year}", f"ngày {d}/{m}/{year}"]
    return tuple(one for one in words if one)


def _has_pages(document: Document | None, row: Row) -> bool:
    """Whether a document is seen page by page; one that was not read is told by its name."""
    if document is not None:
        return document.format in _PICTURED
    return PurePosixPath(row["path"]).suffix.lower() in _SUFFIXES


def _page_of(document: Document | None, anchor: Anchor, spot: Spot | None) -> int:
    if document is not None and spot is not None:
        return document.blocks[spot.block].anchor.page or anchor.page or 1
    return anchor.page or 1


def _start_of(document: Document, page: int, wish: Wish) -> Spot | None:
    """The first block of the page that is asked for, where a text stands in for its picture."""
    if wish.whole or page <= 1:
        return None
    for number, block in enumerate(document.blocks):
        if (block.anchor.page or 0) >= page:
            return Spot(number, literal=False)
    return None


def _written(document: Document | None, page: int) -> tuple[Box, ...]:
    """The places of the words on a page that was read from its picture."""
    blocks = [block for block in document.blocks if block.anchor.page == page] if document else []
    if not any(block.confidence is not None for block in blocks):
        return ()
    return tuple(block.anchor.box for block in blocks if block.anchor.box is not None)


def _sheet(
    row: Row, document: Document | None, drawn: Picture, spot: Spot | None, wish: Wish, page: int
) -> Sheet:
    boxes = boxes_on(document, row["header"], wish.anchor, spot, wish.quote, page)
    left, across = 0.0, drawn.width
    if drawn.fits and not wish.large:
        left, across = _column(document, page, drawn.width)
    return Sheet(
        address=address_of(row, page, wish.large),
        number=page,
        pages=drawn.pages,
        width=drawn.width,
        height=drawn.height,
        boxes=boxes if drawn.fits else (),
        fits=drawn.fits,
        large=wish.large,
        left=left,
        across=across,
    )


def _column(document: Document | None, page: int, width: float) -> tuple[float, float]:
    """Where the words of a page begin, and how wide they stand: blank margins make them small."""
    blocks = document.blocks if document else ()
    boxes = [b.anchor.box for b in blocks if b.anchor.page == page and b.anchor.box is not None]
    if not boxes:
        return 0.0, width
    left = max(0.0, min(box[0] for box in boxes) - _BESIDE)
    right = min(width, max(box[2] for box in boxes) + _BESIDE)
    if right - left < width * _NARROWEST:
        return 0.0, width
    return round(left, 1), round(right - left, 1)


def _found(document: Document | None, wish: Wish, spot: Spot | None) -> str:
    if not wish.quote or document is None:
        return ""
    if spot is None:
        return "none"
    return "words" if spot.moved else "place"
