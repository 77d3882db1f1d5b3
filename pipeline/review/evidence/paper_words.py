"""A received document in words: what was read of its head and foot, and how far it was read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from extractors.document import Reason
from pipeline.review.evidence.requirement import agency_words
from pipeline.storage.codec import coder
from pipeline.storage.store import Store
from pipeline.story import one
from rules.messages import Words
from rules.model.papers import Header

Row = Mapping[str, Any]

_WORDS = Words("vi")


@dataclass(frozen=True, slots=True)
class Other:
    """Another document that this one belongs to, or is a copy of."""

    id: str
    path: str


@dataclass(frozen=True, slots=True)
class PaperWords:
    """What a clerk is told of a document; an empty text was not there or could not be read."""

    id: str
    path: str
    doc_type: str
    number: str
    issued_on: str  # ISO
    issuer: str
    issuer_text: str
    title: str
    signer: str
    position: str
    sender: str
    received_on: str  # ISO
    role: str
    period: str
    status: str
    status_id: str
    reason: str  # why it was not wholly read, with the cure
    detail: str
    pages: str
    attached_to: str
    draft: bool
    secrecy: str
    parent: Other | None = None
    copy_of: Other | None = None

    @property
    def name(self) -> str:
        """The document in a few words: ``Kế hoạch số 15/KH-SNV``, else its file's name."""
        number = f"số {self.number}" if self.number else ""
        return " ".join(part for part in (self.doc_type, number) if part) or file_name(self.path)


def paper_words(store: Store, row: Row) -> PaperWords:
    """The words for a row of the documents."""
    header = coder(Header).unpack(json.loads(row["header"] or "{}"))
    assert isinstance(header, Header)
    reason = row["read_reason"]
    return PaperWords(
        id=row["id"],
        path=row["path"],
        doc_type=row["doc_type"] or "",
        number=number_words(row),
        issued_on=row["issued_on"] or "",
        issuer=agency_words(store, row["issuer_id"]),
        issuer_text=row["issuer_text"] or "",
        title=row["title"] or "",
        signer=row["signer"] or "",
        position=header.position,
        sender=agency_words(store, row["sender_id"]),
        received_on=row["received_on"] or "",
        role=_WORDS("role", row["role"]),
        period=row["period"] or "",
        status=_WORDS("read_status", row["read_status"]),
        status_id=row["read_status"],
        reason=reason_words(reason),
        detail=row["read_detail"] or "",
        pages=_pages(row),
        attached_to=header.attached_to,
        draft=header.draft,
        secrecy=header.secrecy,
        parent=_other(store, row["parent_id"]),
        copy_of=_other(store, row["duplicate_of"]),
    )


def number_words(row: Row) -> str:
    """``15/KH-SNV``; a symbol without a number shows the blank that was left for it."""
    if row["symbol"]:
        return f"{row['number'] or '…'}/{row['symbol']}"
    return row["number"] or ""


def reason_words(reason: str | Reason | None) -> str:
    """Why something was not read, with the cure."""
    return _WORDS("reason", str(reason)) if reason else ""


def file_name(path: str) -> str:
    """The last part of a shown path."""
    return path.rpartition("/")[2]


def _pages(row: Row) -> str:
    if row["pages"] is None:
        return ""
    read = f"{row['pages_read']}/{row['pages']} trang đã đọc"
    return read + (f", {row['pages_ocr']} trang nhận dạng từ ảnh" if row["pages_ocr"] else "")


def _other(store: Store, id: str | None) -> Other | None:
    row = one(store, "SELECT id, path FROM documents WHERE id = ?", id) if id else None
    return Other(row["id"], row["path"]) if row else None
