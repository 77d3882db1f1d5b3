"""Which reader opens a file, by what the file holds and never by its name alone."""

from __future__ import annotations

import importlib.util
import io
import struct
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath

from extractors import plain_text
from extractors.archives import archive
from extractors.archives.container import SIZE_LIMIT as SIZE_LIMIT
from extractors.document import Document, ExtractError, Reason, Unreadable
from extractors.legacy.leftover import without_leftovers
from extractors.ocr import images
from extractors.office import old_word, open_document, rich_text
from extractors.office.package import ZIP_ERRORS, Package
from extractors.pdf import reader as pdf
from extractors.sheets import xls, xlsx
from extractors.slides import ppt, pptx
from extractors.word import reader as word

Reader = Callable[[bytes], Document]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: how it is read, or why it is not."""

    name: str
    reader: Reader | None = None
    version: str = ""
    reason: Reason = Reason.UNSUPPORTED
    detail: str = ""


EXTRACTORS = {
    entry.name: entry
    for entry in (
        Format("pdf", pdf.read_pdf, pdf.VERSION),
        Format("docx", word.read_word, word.VERSION),
        Format("xlsx", xlsx.read_workbook, xlsx.VERSION),
        Format("csv", plain_text.read_csv, plain_text.VERSION),
        Format("txt", plain_text.read_text, plain_text.VERSION),
        Format("image", images.read_image, images.VERSION),
        Format("doc", old_word.read_doc, old_word.VERSION),
        Format("rtf", rich_text.read_rtf, rich_text.VERSION),
        Format("odt", open_document.read_open_document, open_document.VERSION),
        Format("ods", open_document.read_open_document, open_document.VERSION),
        Format("odp", open_document.read_open_document, open_document.VERSION),
        Format("xls", xls.read_xls, xls.VERSION),
        Format("ppt", ppt.read_ppt, ppt.VERSION),
        Format("pptx", pptx.read_pptx, pptx.VERSION),
        Format("xlsb", None, "", Reason.UNSUPPORTED, "Excel nhị phân"),
        Format("ole", None, "", Reason.UNSUPPORTED, "tệp OLE không rõ loại"),
        Format("office-encrypted", None, "", Reason.ENCRYPTED, "tệp Office có mật khẩu"),
        Format("zip", None, "", Reason.UNSUPPORTED, "tệp nén"),
        Format("zip-part", None, "", Reason.DAMAGED, "một phần của tệp nén nhiều tập"),
        Format("7z", None, "", Reason.UNSUPPORTED, "tệp nén 7z"),
        Format("rar", None, "", Reason.UNSUPPORTED, "tệp nén RAR"),
        Format("gzip", None, "", Reason.UNSUPPORTED, "tệp nén gzip, bzip2, xz hoặc tar"),
        Format("eml", None, "", Reason.UNSUPPORTED, "thư điện tử"),
        Format("msg", None, "", Reason.UNSUPPORTED, "thư Outlook"),
        Format("html", None, "", Reason.UNSUPPORTED, "trang web"),
        Format("xml", None, "", Reason.UNSUPPORTED, "XML"),
        Format("media", None, "", Reason.UNSUPPORTED, "âm thanh hoặc phim"),
        Format("program", None, "", Reason.UNSUPPORTED, "chương trình"),
        Format("unknown", None, "", Reason.UNSUPPORTED, "không nhận ra loại tệp"),
    )
}

_STARTS = (
    (b"{\\rtf", "rtf"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"Rar!\x1a\x07", "rar"),
    (b"\xff\xd8\xff", "image"), (b"\x89PNG\r\n", "image"), (b"GIF8", "image"),
    (b"II*\0", "image"), (b"MM\0*", "image"), (b"II+\0", "image"), (b"MM\0+", "image"),
    (b"\0\0\0\x0cjP  ", "image"), (b"\xff\x4f\xff\x51", "image"),
    (b"\x1f\x8b", "gzip"), (b"BZh", "gzip"), (b"\xfd7zXZ", "gzip"),
    (b"MZ", "program"), (b"\x7fELF", "program"),
    (b"ID3", "media"), (b"OggS", "media"), (b"\x1aE\xdf\xa3", "media"), (b"fLaC", "media"),
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    ("EncryptedPackage", "office-encrypted"), ("WordDocument", "doc"), ("Workbook", "xls"),
    ("Book", "xls"), ("PowerPoint Document", "ppt"), ("__substg1.0_", "msg"),
)  # fmt: skip
_TYPES = "[Content_Types].xml"
_MAIL_PROPERTIES = "__properties_version1.0"
_MAIL_STREAM = _MAIL_PROPERTIES.encode("utf-16-le")
_ODF = {"text": "odt", "spreadsheet": "ods", "presentation": "odp"}
# Types of the main part only: a Word file may hold a workbook, and the reverse.
_OOXML = (
    (b"wordprocessingml.document.main+xml", "docx"),
    (b"wordprocessingml.template.main+xml", "docx"),
    (b"ms-word.document.macroEnabled.main+xml", "docx"),
    (b"ms-word.template.macroEnabledTemplate.main+xml", "docx"),
    (b"spreadsheetml.sheet.main+xml", "xlsx"),
    (b"spreadsheetml.template.main+xml", "xlsx"),
    (b"ms-excel.sheet.macroEnabled.main+xml", "xlsx"),
    (b"ms-excel.template.macroEnabled.main+xml", "xlsx"),
    (b"ms-excel.sheet.binary.macroEnabled.main", "xlsb"),
    (b"presentationml.", "pptx"),
    (b"ms-powerpoint.", "pptx"),
)
_MAIL_HEADS = (b"from:", b"received:", b"return-path:", b"message-id:", b"mime-version:",
               b"delivered-to:", b"x-", b"date:", b"subject:")  # fmt: skip


def detect(data: bytes, name: str = "") -> str:
    """The format of a file's bytes; ``name`` only tells a CSV from a text."""
    if data.startswith(_OLE):
        return _ole_format(data)
    for start, found in _STARTS:
        if data.startswith(start):
            return found
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_format(data)
    if data.startswith(b"PK\x07\x08"):
        return "zip-part"
    if data[:2] == b"BM" and data[6:10] == b"\0\0\0\0":
        return "image"
    if data[:4] == b"RIFF":
        return "image" if data[8:12] == b"WEBP" else "media"
    if data[4:8] == b"ftyp":
        return "image" if data[8:12] in (b"heic", b"heix", b"mif1", b"avif") else "media"
    if data[257:262] == b"ustar":
        return "gzip"
    if archive.ENDING in data[-archive.ENDING_ROOM :]:
        return _zip_format(data)  # something stands before the archive: a self-extractor
    return _text_format(data, name)


def may_be_container(head: bytes, tail: bytes) -> bool:
    """Whether a file is worth looking into as an archive or a mail, by its two ends."""
    starts = (b"PK\x03\x04", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", _OLE)
    return head.startswith(starts) or archive.ENDING in tail or _is_mail(head)


def _is_mail(head: bytes) -> bool:
    head = head[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith(_MAIL_HEADS) and b"\nmime-version:" in b"\n" + head


def _ole_format(data: bytes) -> str:
    """An OLE file by the names of its streams, which stand in its directory as UTF-16."""
    if _MAIL_STREAM in data and _is_outlook(data):
        return "msg"
    for stream, found in _OLE_STREAMS:
        if stream.encode("utf-16-le") in data:
            return found
    return "ole"


def _is_outlook(data: bytes) -> bool:
    """Whether mail properties stand at the root: a mail may hold a Word file, and the reverse."""
    if importlib.util.find_spec("olefile") is None:
        return "WordDocument".encode("utf-16-le") not in data
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as opened:
            return bool(opened.exists(_MAIL_PROPERTIES))
    except (OSError, ValueError, IndexError, RecursionError, struct.error):
        return False


def _zip_format(data: bytes) -> str:
    """A ZIP by its content types: an office package, or an archive."""
    try:
        package = Package(data)
        if "mimetype" in package:
            kind = package.read("mimetype")[:100].decode("ascii", "replace")
            if "opendocument" in kind:
                return next((n for word, n in _ODF.items() if f".{word}" in kind), "unknown")
        if _TYPES not in package:
            return "zip"
        types = package.read(_TYPES)
    except ExtractError:
        return _zip_by_names(data)
    # A UTF-16 part loses its null bytes here; the words sought are ASCII.
    types = types.replace(b"\0", b"")
    return next((found for word, found in _OOXML if word in types), "zip")


def _zip_by_names(data: bytes) -> str:
    """A ZIP that is no sound package: by its directory, else by part names seen in its bytes."""
    with suppress(*ZIP_ERRORS), zipfile.ZipFile(io.BytesIO(data)) as opened:
        if _TYPES not in opened.namelist():
            return "zip"  # an archive may hold packages
    if b"word/document" in data:
        return "docx"
    return "xlsx" if b"xl/workbook" in data else "zip"


def _text_format(data: bytes, name: str) -> str:
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return "html"
    if head.startswith(b"<?xml"):
        return "html" if b"<html" in head else "xml"
    if not plain_text.looks_like_text(data):
        return "unknown"
    if _is_mail(data):
        return "eml"
    suffix = PurePath(name).suffix.lower()
    return "csv" if suffix in (".csv", ".tsv") and plain_text.csv_rows(data) else "txt"


def extract(path: Path) -> Document | Unreadable:
    """Read a file; a bad file is an Unreadable with its reason, never an exception."""
    try:
        if path.stat().st_size > SIZE_LIMIT:
            return Unreadable("unknown", Reason.TOO_LARGE, f"{path.stat().st_size} bytes")
        data = path.read_bytes()
    except OSError as error:
        return Unreadable("unknown", Reason.NO_ACCESS, error.strerror or type(error).__name__)
    return extract_bytes(data, path.name)


def extract_bytes(data: bytes, name: str = "") -> Document | Unreadable:
    """Read the bytes of a file, such as a member of an archive."""
    if not data:
        return Unreadable("unknown", Reason.EMPTY_FILE)
    if not data.strip(b"\0 \t\r\n"):
        return Unreadable("unknown", Reason.NO_TEXT, "chỉ có khoảng trắng")
    found = EXTRACTORS[detect(data, name)]
    if found.reader is None:
        return _not_read(found, data)
    try:
        return without_leftovers(found.reader(data))
    except ExtractError as error:
        return Unreadable(found.name, error.reason, error.detail)
    except RecursionError:
        return Unreadable(found.name, Reason.DAMAGED, "lồng quá sâu")


def _not_read(found: Format, data: bytes) -> Unreadable:
    if found.name in archive.FORMATS:
        try:
            archive.members(data)
        except ExtractError as error:
            return Unreadable(found.name, error.reason, error.detail)
    return Unreadable(found.name, found.reason, found.detail)
