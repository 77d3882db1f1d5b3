"""Word 97-2003 files (.doc): through LibreOffice, else their bare text by catdoc."""

from __future__ import annotations

from dataclasses import replace

from extractors.characters import nfc
from extractors.document import Anchor, Block, Document, ExtractError, Kind, Reason
from extractors.office import programs
from extractors.word import reader as word

VERSION = f"doc-1+{word.VERSION}"
BLOCK_LIMIT = 50_000
_LACK = "máy không có LibreOffice nên chưa đọc được; hãy cài LibreOffice hoặc lưu lại thành .docx"
_BARE = "máy không có LibreOffice: chỉ đọc được chữ, không có bảng, cỡ chữ và số thứ tự"


def read_doc(data: bytes) -> Document:
    """A .doc or .dot."""
    if is_encrypted(data):
        raise ExtractError(Reason.ENCRYPTED, "Word 97-2003 có mật khẩu")
    made = programs.converted(data, "doc", "docx")
    if made is not None:
        return replace(word.read_word(made), format="doc", reader=VERSION)
    text = programs.plain_text(data)
    if text is None:
        raise ExtractError(Reason.NEEDS_TOOL, f"Word 97-2003: {_LACK}")
    return _bare(text)


def is_encrypted(data: bytes) -> bool:
    """The fEncrypted bit of a Word file's information block, which begins a sector."""
    at = next((i for i in range(512, len(data), 512) if data[i : i + 2] == b"\xec\xa5"), -1)
    return at >= 0 and len(data) > at + 12 and bool(data[at + 11] & 1)


def _bare(text: str) -> Document:
    """A document of lines."""
    lines = [nfc(line).strip() for line in text.replace("\r", "\n").split("\n")]
    lines = [line for line in lines if line]
    if not lines:
        raise ExtractError(Reason.NO_TEXT, "catdoc found no text")
    blocks = tuple(
        Block(line, Kind.PARAGRAPH, Anchor(paragraph=number))
        for number, line in enumerate(lines[:BLOCK_LIMIT], start=1)
    )
    return Document("doc", blocks, skipped=((Reason.NEEDS_TOOL, _BARE),), reader=VERSION)
