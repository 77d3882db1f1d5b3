"""One file by itself: what ``doichieu read`` prints."""

from __future__ import annotations

from pathlib import Path

from extractors.document import Document, Unreadable
from extractors.formats import extract
from pipeline.errors import UserError
from pipeline.outputs.clean import clean
from rules.document_types import DocumentTypes
from rules.messages import Words
from rules.model.papers import Header
from rules.vietnamese.header import read_header

Json = dict[str, object]


def read_single(path: Path) -> Json:
    """The reading of one file as JSON: header, status, reason, pages and text."""
    if path.is_dir():
        raise UserError(f"{path}: là thư mục; read đọc một tệp, cả thư mục thì dùng doichieu run")
    if not path.is_file():
        raise UserError(f"{path}: không tìm thấy tệp; hãy kiểm tra lại đường dẫn")
    reading = extract(path)
    if isinstance(reading, Unreadable):
        return {
            "header": _header(Header()),
            "status": "failed",
            "reason": reading.reason.value,
            "format": reading.format,
            "pages": None,
            "pages_read": None,
            "text": "",
        }
    return _document(reading)


def _document(document: Document) -> Json:
    header = read_header(document, DocumentTypes.load())
    return {
        "header": _header(header),
        "status": "ok" if document.read_complete else "partial",
        "reason": document.skipped[0][0].value if document.skipped else None,
        "format": document.format,
        "pages": document.pages,
        "pages_read": document.pages_read,
        "text": document.text(),
    }


def _header(header: Header) -> Json:
    return {
        "issuer": header.issuer or None,
        "parent": header.parent or None,
        "number": header.number or None,
        "symbol": header.symbol or None,
        "issued_on": header.issued_on.isoformat() if header.issued_on else None,
        "place": header.place or None,
        "doc_type": header.doc_type or None,
        "title": header.title or None,
        "signer": header.signer or None,
    }


_LABELS = {
    "issuer": "Cơ quan ban hành",
    "parent": "Cơ quan chủ quản",
    "number": "Số",
    "symbol": "Ký hiệu",
    "issued_on": "Ngày ban hành",
    "place": "Địa danh",
    "doc_type": "Loại văn bản",
    "title": "Trích yếu",
    "signer": "Người ký",
}


def reading_lines(reading: Json) -> str:
    """The same for a person: the header field by field, then the text."""
    header = reading["header"]
    assert isinstance(header, dict)
    lines = [f"{label}: {clean(str(header[name] or '—'))}" for name, label in _LABELS.items()]
    words = Words("vi")
    status = words("read_status", str(reading["status"]))
    reason = f" ({words('reason', str(reading['reason']))})" if reading["reason"] else ""
    return "\n".join([*lines, f"Đọc: {status}{reason}", "", clean(str(reading["text"]))])
