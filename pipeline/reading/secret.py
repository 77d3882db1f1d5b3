"""Papers stamped MẬT, TỐI MẬT, TUYỆT MẬT: who issued them and under which number, no more.

They are sealed as soon as they have been read: what they say is written nowhere, not even where
readings are kept, so no later stage can let it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractors.document import Anchor, Block, Document, Kind, Reason, Unreadable, block_text
from rules.document_types import DocumentTypes
from rules.model.papers import Header
from rules.vietnamese.header import read_header
from rules.vietnamese.header_words import secrecy_of

_HEAD = 60  # blocks among which a stamp may stand
_EDGES = (Kind.RUNNING, Kind.STAMP)  # a page's edge, and what is drawn on it: at any place
_SIGN = "mật"
_LINE = re.compile("[\n\t|]")  # a picture's stamp may have lost its marks: "TOI MAT"


@dataclass(frozen=True, slots=True)
class Sealer:
    """Takes the content out of secret papers."""

    types: DocumentTypes

    def seal(self, result: Document | Unreadable) -> Document | Unreadable:
        """The reading, or what may be known of a secret paper in its place."""
        if isinstance(result, Unreadable) or not _may_be_secret(result):
            return result
        header = read_header(result, self.types)
        if not header.secrecy:
            return result
        for lines in _heads(header):
            head = replace(result, blocks=tuple(_blocks(lines)), signatures=())
            if _told(read_header(head, self.types)) == _told(header):
                return head
        return Unreadable(result.format, Reason.SECRET, header.secrecy)


def _may_be_secret(document: Document) -> bool:
    texts = (
        block_text(block)
        for number, block in enumerate(document.blocks)
        if number < _HEAD or block.kind in _EDGES
    )
    return any(_SIGN in text.lower() or any(map(secrecy_of, _LINE.split(text))) for text in texts)


def _told(header: Header) -> tuple[object, ...]:
    """What stays known of a secret paper."""
    return (header.issuer, header.number, header.symbol, header.issued_on, header.secrecy)


def _heads(header: Header) -> Iterator[list[str]]:
    """Lines that say what may be known, in the orders in which papers have them."""
    number = f"Số: {header.number}/{header.symbol}" if header.number or header.symbol else ""
    on = header.issued_on
    day = f"{header.place}, ngày {on:%d} tháng {on:%m} năm {on:%Y}".lstrip(", ") if on else ""
    kind = header.doc_type.upper()
    for top in ([header.parent, header.issuer], [header.issuer]):
        yield [line for line in (*top, number, day, header.secrecy, kind) if line]
        yield [line for line in (*top, number, day, header.secrecy) if line]
        yield [line for line in (*top, header.secrecy, number, day) if line]


def _blocks(lines: list[str]) -> Iterator[Block]:
    for number, line in enumerate(lines, start=1):
        yield Block(line, Kind.PARAGRAPH, Anchor(paragraph=number))
