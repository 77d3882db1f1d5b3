"""A file that was read: blocks in reading order, each with the place it stands at.

Nothing here knows a task or a rule. ``Block.text`` is what the author wrote, in Unicode NFC;
comparing uses folded keys elsewhere and never changes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

SURE = 80.0  # the least confidence at which a number read from a picture is one


class Kind(StrEnum):
    """What a block is on the page."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list_item"
    TABLE = "table"
    TEXT_BOX = "text_box"
    FOOTNOTE = "footnote"
    RUNNING = "running"  # page header, page footer, page number
    STAMP = "stamp"  # drawn by a signature widget: number, day, signer


@dataclass(frozen=True, slots=True, order=True)
class Anchor:
    """The place of a passage, so that a person can find it.

    Pages, paragraphs, tables, rows and columns count from 1. ``box`` is (left, top, right,
    bottom) in points from the top left corner of the page.
    """

    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    sheet: str | None = None
    cell: str | None = None
    hidden: bool = False  # a row of a sheet that its author has hidden

    def words(self) -> str:
        """The place in Vietnamese: ``trang 3``, ``bảng 1, dòng 4``, ``trang tính "BC", ô B7``."""
        parts = []
        if self.sheet is not None:
            parts.append(f'trang tính "{self.sheet}"')
        if self.page is not None:
            parts.append(f"trang {self.page}")
        if self.table is not None:
            parts.append(f"bảng {self.table}")
        if self.row is not None:
            parts.append(f"dòng {self.row}")
        if self.cell is not None:
            parts.append(f"ô {self.cell} (dòng ẩn)" if self.hidden else f"ô {self.cell}")
        if self.paragraph is not None:
            parts.append(f"đoạn {self.paragraph}")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table, text in NFC, inner line breaks kept as written."""

    text: str
    anchor: Anchor
    row_span: int = 1
    col_span: int = 1
    confidence: float | None = None  # 0..100 for OCR, None where the text is digital

    @property
    def doubtful(self) -> bool:
        """Whether its digits and Roman numerals are not to be trusted: read unsurely by OCR."""
        return self.confidence is not None and self.confidence < SURE


@dataclass(frozen=True, slots=True)
class Table:
    """A table as rows of cells; a merged cell stands once, with its spans."""

    rows: tuple[tuple[Cell, ...], ...]
    anchor: Anchor
    ruled: bool = True  # False: a layout table without lines, such as a letterhead


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item or table in reading order."""

    text: str
    kind: Kind
    anchor: Anchor
    label: str = ""  # the list label as printed: "1.", "a)", "-", "IV."
    level: int | None = None  # list or heading depth from 0 where the file says so
    bold: bool = False
    italic: bool = False
    centred: bool = False
    table: Table | None = None
    confidence: float | None = None  # 0..100 for OCR, None where the text is digital

    @property
    def doubtful(self) -> bool:
        """Whether its digits and Roman numerals are not to be trusted: read unsurely by OCR."""
        return self.confidence is not None and self.confidence < SURE


@dataclass(frozen=True, slots=True)
class Signature:
    """A digital signature's own facts, apart from what is drawn on the page."""

    signer: str
    signed_at: datetime | None
    page: int | None = None


class Reason(StrEnum):
    """Why a file, or a part of it, was not read: a closed list."""

    EMPTY_FILE = "empty-file"
    NO_TEXT = "no-text"  # opened, holds nothing to read
    SCAN = "scan"  # page images without text and no OCR
    PAGES_SKIPPED = "pages-skipped"  # some pages could not be read
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    UNSUPPORTED = "unsupported-format"
    NEEDS_TOOL = "needs-tool"  # a reader that is not installed here
    TOO_LARGE = "too-large"
    ARCHIVE_LIMIT = "archive-limit"  # depth, entries, size or ratio
    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASHED = "crashed"  # the reading process died
    LINK = "link"  # a symbolic link or device: never followed
    TEMPORARY = "temporary-file"  # office lock files, thumbs.db and the like
    STILL_GROWING = "still-growing"
    SECRET = "secret"  # stamped MẬT, TỐI MẬT, TUYỆT MẬT
    NO_ACCESS = "no-access"


@dataclass(frozen=True, slots=True)
class Document:
    """A file as blocks in reading order.

    ``skipped`` holds, for a partly read file, the reason and which pages or parts are missing.
    ``read_complete`` is true only where nothing was left out.
    """

    format: str  # pdf, docx, xlsx, txt, ...
    blocks: tuple[Block, ...]
    pages: int | None = None
    pages_read: int | None = None
    pages_ocr: int = 0
    skipped: tuple[tuple[Reason, str], ...] = ()
    signatures: tuple[Signature, ...] = ()
    reader: str = ""  # version of the reader, part of the cache key

    @property
    def read_complete(self) -> bool:
        """Whether every page and part was read."""
        return not self.skipped

    def text(self) -> str:
        """All text in reading order, tables with tabs between cells."""
        return "\n".join(block_text(block) for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that could not be read, and why; a value, never an exception to the run."""

    format: str
    reason: Reason
    detail: str = ""  # for the log and the clerk: what the reader said, no document text


def block_text(block: Block) -> str:
    """A block as plain text with its list label."""
    if block.table is not None:
        return "\n".join("\t".join(cell.text for cell in row) for row in block.table.rows)
    return f"{block.label} {block.text}".strip()


class ExtractError(Exception):
    """A submitted file is bad; anything else a reader raises is our own defect."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(detail or reason.value)
        self.reason = reason
        self.detail = detail
