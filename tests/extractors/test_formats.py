"""Files are recognised by what they hold."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from extractors.document import Document, Reason, Unreadable
from extractors.formats import detect, extract, extract_bytes
from extractors.ocr import installed
from extractors.office import programs

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def ole(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + bytes(64)


def zipped(**parts: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as opened:
        for name, text in parts.items():
            opened.writestr(name, text)
    return target.getvalue()


CASES = [
    (b"%PDF-1.7\n", "pdf"),
    (b"\n\n  %PDF-1.4\n", "pdf"),
    (b"{\\rtf1\\ansi", "rtf"),
    (ole("WordDocument"), "doc"),
    (ole("Workbook"), "xls"),
    (ole("PowerPoint Document"), "ppt"),
    (ole("EncryptedPackage"), "office-encrypted"),
    (ole("__substg1.0_0037001F"), "msg"),
    (ole("Contents"), "ole"),
    (b"7z\xbc\xaf\x27\x1c\0\4", "7z"),
    (b"Rar!\x1a\x07\x01\0", "rar"),
    (b"\xff\xd8\xff\xe0", "image"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"II*\0", "image"),
    (b"PK\x07\x08PK\x03\x04", "zip-part"),
    (zipped(**{"bao-cao.txt": "x"}), "zip"),
    (b"MZ" + bytes(100) + zipped(**{"bao-cao.txt": "x"}), "program"),
    (b"#!/bin/sh\nexit\n" + zipped(**{"bao-cao.txt": "x"}), "zip"),
    (zipped(mimetype="application/vnd.oasis.opendocument.text"), "odt"),
    (zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "ods"),
    (b"<!DOCTYPE html><html>", "html"),
    (b"<?xml version='1.0'?><a/>", "xml"),
    (b"From: a@b.vn\nTo: c@d.vn\nMIME-Version: 1.0\n\nx", "eml"),
    ("Báo cáo kết quả".encode(), "txt"),
    ("Báo cáo kết quả".encode("utf-16"), "txt"),
    (b"MZ\x90\0", "program"),
    (bytes(range(256)) * 8, "unknown"),
]


@pytest.mark.parametrize(("data", "wanted"), CASES)
def test_detect(data: bytes, wanted: str) -> None:
    assert detect(data) == wanted


REASONS = [
    (b"", Reason.EMPTY_FILE),
    (b" \n\t\n", Reason.NO_TEXT),
    (b"%PDF-1.7\nnot a pdf", Reason.DAMAGED),
    (b"PK\x03\x04 cut off", Reason.DAMAGED),
    (ole("EncryptedPackage"), Reason.ENCRYPTED),
    (b"\x89PNG\r\n\x1a\n", Reason.DAMAGED),
    (b"7z\xbc\xaf\x27\x1c\0\4", Reason.DAMAGED),
    (ole("__substg1.0_0037001F"), Reason.DAMAGED),
]


@pytest.mark.parametrize(("data", "reason"), REASONS)
def test_reason(data: bytes, reason: Reason) -> None:
    read = extract_bytes(data)
    assert isinstance(read, Unreadable)
    assert read.reason is reason


def test_the_name_does_not_decide(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_paragraph("Báo cáo")
    word.save(str(tmp_path / "bao-cao.pdf"))
    book = openpyxl.Workbook()
    book["Sheet"]["A1"] = "Số liệu"
    book.save(tmp_path / "so-lieu.docx")
    assert [extract(path).format for path in sorted(tmp_path.iterdir())] == ["docx", "xlsx"]


def test_missing_file(tmp_path: Path) -> None:
    read = extract(tmp_path / "nothing")
    assert isinstance(read, Unreadable)
    assert read.reason is Reason.NO_ACCESS


def test_an_archive_with_two_members_of_one_name_is_an_archive() -> None:
    """The words of a Word file inside it, stored as they are, do not make it one."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as opened:
        opened.writestr("bao-cao.docx", "word/document.xml một")
        with pytest.warns(UserWarning, match="Duplicate name"):
            opened.writestr("bao-cao.docx", "word/document.xml hai")
    assert detect(target.getvalue()) == "zip"


def test_csv_by_name_and_content() -> None:
    data = "Nhiệm vụ;Sản phẩm\nA;Báo cáo\n".encode()
    table = extract_bytes(data, "bang.csv")
    assert isinstance(table, Document)
    assert table.blocks[0].table is not None
    assert [cell.text for cell in table.blocks[0].table.rows[1]] == ["A", "Báo cáo"]
    plain = extract_bytes(data, "bang.txt")
    assert isinstance(plain, Document)
    assert plain.blocks[0].text == "Nhiệm vụ;Sản phẩm"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_encodings(encoding: str) -> None:
    read = extract_bytes("Uỷ ban nhân dân\n\ntỉnh Sơn La".encode(encoding))
    assert isinstance(read, Document)
    assert [block.text for block in read.blocks] == ["Uỷ ban nhân dân", "tỉnh Sơn La"]
    assert [block.anchor.paragraph for block in read.blocks] == [1, 3]


def test_every_found_file_ends_with_a_value(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installed, "engine", lambda: None)  # hundreds of pictures: minutes
    # Hostile files are never opened in an office program on a developer's machine.
    monkeypatch.setattr(programs, "soffice", lambda: None)
    for folder in ("hostile/found", "real/legacy/files"):
        for path in sorted((shared / folder).iterdir()):
            assert isinstance(extract(path), (Document, Unreadable)), path.name


def test_scans_and_digital_papers_are_told_apart(
    shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import json

    monkeypatch.setattr(installed, "engine", lambda: None)
    for line in (shared / "real" / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        if label["file"].endswith(".pdf"):
            read = extract(shared / "real" / "files" / label["file"])
            scan = isinstance(read, Unreadable) and read.reason is Reason.SCAN
            assert scan == (label["scan"] == "yes"), label["file"]
