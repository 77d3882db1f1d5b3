"""The body of a paper: its blocks without letterhead, title, legal basis, signature, recipients."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from re import compile as pattern

from extractors.document import Block, Document, Kind, block_text
from pipeline.papers.split_rows import whole_rows
from rules.document_types import DocumentTypes
from rules.model.papers import Header
from rules.vietnamese.frame import read_frame
from rules.vietnamese.sections import read_label
from rules.vietnamese.text import fold

_PASSED = (Kind.RUNNING, Kind.STAMP, Kind.FOOTNOTE)
_HEAD_BLOCKS = 30  # the title stands among the first blocks, if anywhere
_TITLE_BLOCKS = 6
_AFTER_TITLE = ("salutation", "basis", "closing", "recipients", "signature")
_TITLE_WORDS = 45
_NEW_ITEM = pattern(r"\n\s*(?=[-+*•–]\s|\d{1,2}[.)]\s|[IVX]+\.\s|[a-zđ]\)\s)")


@cache
def document_types() -> DocumentTypes:
    """The types of papers, read once."""
    return DocumentTypes.load()


def body(document: Document, header: Header) -> Iterator[Block]:
    """The blocks that can hold statements or their headings, in reading order."""
    blocks = [
        item
        for block in whole_rows(document.blocks)
        if block.kind not in _PASSED
        for item in _items(block)
    ]
    start = _after_title(blocks, header)
    opening, tail = start > 0, False
    addressed = False
    for block in blocks[start:]:
        frame = "" if block.table else read_frame(_spoken(block))
        if block.table is not None:
            if not _is_layout(block):
                tail = False
                yield block
            elif "noi nhan" in fold(block_text(block)):
                tail = True
            continue
        if frame == "annex" and len(block.text.split()) < 40:
            tail, opening = False, True
            continue
        if frame in ("recipients", "closing", "signature"):
            # A closing sentence can stand before an annex without a heading of its own.
            tail = True
        if tail or frame == "blank":
            continue
        addressed = frame == "salutation" or (addressed and _is_addressee(block))
        if addressed or frame in ("basis", "letterhead"):
            continue
        if opening and (frame == "intro" or _announces(block) or _is_title_line(block, header)):
            continue
        opening = False
        yield block


def is_letterhead(block: Block) -> bool:
    """A line or layout table of the letterhead, where a paper's own number stands."""
    if block.table is not None:
        return _is_layout(block)
    return read_frame(block.text) == "letterhead"


def spoken(block: Block) -> str:
    """A block's text with its list label, as a reader would say it."""
    return _spoken(block)


def _spoken(block: Block) -> str:
    return f"{block.label} {block.text}".strip() if block.label else block.text.strip()


def _items(block: Block) -> Iterator[Block]:
    """A block whose lines are items of a list (plain text) as one block for each item."""
    if block.table is not None or "\n" not in block.text:
        yield block
        return
    pieces = _NEW_ITEM.split(block.text)
    for place, piece in enumerate(pieces):
        if piece.strip():
            yield replace(block, text=piece, label=block.label if place == 0 else "")


def _after_title(blocks: Sequence[Block], header: Header) -> int:
    """The place of the first block after letterhead and title; 0 where the paper has none."""
    title = letterhead = -1
    for place, block in enumerate(blocks[:_HEAD_BLOCKS]):
        text = block_text(block)
        if block.table is not None and not _is_layout(block):
            break
        frame = read_frame(text)
        if frame == "letterhead" or (block.table is not None and _is_layout(block)):
            letterhead = place
        elif frame in _AFTER_TITLE or len(text.split()) > _TITLE_WORDS:
            break
        elif _is_type_line(text):
            title = place
            break
    if title < 0:
        return letterhead + 1
    after = title + 1
    while after < min(len(blocks), title + 1 + _TITLE_BLOCKS):
        if not _is_title_line(blocks[after], header):
            break
        after += 1
    return after


def _is_type_line(text: str) -> bool:
    words = text.strip(" .:*")
    return words.isupper() and len(words.split()) < 6 and bool(document_types().canonical(words))


def _is_title_line(block: Block, header: Header) -> bool:
    """Whether a block continues the title: centred or bold, in brackets, or the title's words."""
    if block.table is not None:
        return False
    text = block.text.strip()
    if read_frame(text) == "blank" or text.startswith("("):
        return True
    if len(text.split()) > _TITLE_WORDS or text.endswith((".", ";", ":")):
        return False
    if header.title and fold(text) in fold(header.title):
        return True
    if block.label or read_label(text).style or block.kind is Kind.LIST_ITEM:
        return False
    return block.centred or (block.bold and block.kind is not Kind.HEADING)


def _announces(block: Block) -> bool:
    """ "Sở Y tế báo cáo kết quả năm 2024 (số liệu từ ...):" before the first statement."""
    return block.text.rstrip().endswith(":") and "bao cao" in fold(block.text)


def _is_addressee(block: Block) -> bool:
    """ "- Ủy ban nhân dân tỉnh;" under Kính gửi."""
    label = read_label(_spoken(block))
    text = block.text.strip()
    return label.style == "bullet" and len(text.split()) < 16 and text.endswith((";", ".", ")"))


def _is_layout(block: Block) -> bool:
    """A table that only places letterhead or signature."""
    if block.table is None:
        return False
    words = fold(block_text(block))
    if any(sign in words for sign in ("cong hoa xa hoi", "doc lap - tu do", "noi nhan:")):
        return len(block.table.rows) < 8
    return False
