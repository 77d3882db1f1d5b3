"""What a file may ask of its reader: each bound, just beyond it."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pikepdf
import pytest
from openpyxl import Workbook
from PIL import Image

from extractors.archives import archive, container
from extractors.archives import zip_archive as zips
from extractors.document import Document, ExtractError, Reason, Unreadable
from extractors.formats import extract_bytes
from extractors.ocr import images, installed
from extractors.office.package import has_doctype
from extractors.pdf import reader as pdf
from extractors.sheets import xlsx_bounds
from extractors.word import story
from pipeline.reading.inventory import take

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
    'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PARAGRAPH = "<w:p><w:r><w:t>chữ</w:t></w:r></w:p>"


def packed(*members: tuple[str, str | bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name, data in members:
            made.writestr(name, data)
    return target.getvalue()


def paper(body: str, before: str = "", *more: tuple[str, str | bytes]) -> bytes:
    text = f"{before}<w:document {WORD}><w:body>{body}</w:body></w:document>"
    parts = (("[Content_Types].xml", TYPES), ("_rels/.rels", RELATIONS))
    return packed(*parts, ("word/document.xml", text), *more)


def book(change: Callable[[Workbook], object]) -> bytes:
    made, target = Workbook(), io.BytesIO()
    made.active["A1"] = "Nhiệm vụ"  # type: ignore[index]
    change(made)
    made.save(target)
    return target.getvalue()


def reason(data: bytes) -> Reason:
    read = extract_bytes(data)
    assert isinstance(read, Unreadable), read
    return read.reason


def partly(data: bytes) -> Document:
    read = extract_bytes(data)
    assert isinstance(read, Document)
    assert [why for why, _ in read.skipped] == [Reason.TOO_LARGE]
    return read


def refused(data: bytes) -> Reason:
    with pytest.raises(ExtractError) as caught:
        archive.members(data)
    return caught.value.reason


def test_an_archive_of_too_many_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "ENTRY_LIMIT", 3)
    files = [(f"{number}.txt", "x") for number in range(4)]
    assert len(archive.members(packed(*files[:3]))) == 3
    assert refused(packed(*files)) is Reason.ARCHIVE_LIMIT


def test_an_archive_that_unpacks_to_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "TOTAL_LIMIT", 100)
    assert refused(packed(("a.txt", "x" * 60), ("b.txt", "y" * 60))) is Reason.ARCHIVE_LIMIT


def test_files_of_an_archive_that_share_their_bytes() -> None:
    data = packed(("a.txt", "x" * 500), ("b.txt", "y" * 500))
    at = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)  # the second in the directory
    bomb = data[: at + 42] + struct.pack("<I", 0) + data[at + 46 :]
    assert refused(bomb) is Reason.ARCHIVE_LIMIT


def test_many_files_of_one_name_are_told_apart_in_time() -> None:
    taken: set[str] = set()
    for _ in range(2000):
        taken.add(container.unique("a/bc.pdf", taken))
    assert len(taken) == 2000
    assert "a/bc (2000).pdf" in taken


def test_mails_in_mails_in_mails(tmp_path: Path) -> None:
    def mail(inner: EmailMessage | None) -> EmailMessage:
        made = EmailMessage()
        made["From"], made["Subject"] = "a@b.vn", "Báo cáo"
        made.set_content("Kính gửi")
        if inner is not None:
            made.add_attachment(inner)
        return made

    nested = None
    for _ in range(6):
        nested = mail(nested)
    assert nested is not None
    (tmp_path / "thu.eml").write_bytes(nested.as_bytes())
    entries = take(tmp_path)
    assert sum(one.reason is None for one in entries) == container.DEPTH_LIMIT
    assert [one.reason for one in entries if one.reason] == [Reason.ARCHIVE_LIMIT]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_dtd_is_seen_in_every_encoding(encoding: str) -> None:
    assert has_doctype('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'.encode(encoding))


def test_a_dtd_in_any_part_of_a_workbook_refuses_it() -> None:
    data = book(lambda made: made.create_sheet())
    target = io.BytesIO(data)
    with zipfile.ZipFile(target, "a") as made:
        made.writestr("xl/other.xml", "<!DOCTYPE a><a/>")
    assert reason(target.getvalue()) is Reason.DAMAGED


def test_two_parts_of_one_name() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = paper(PARAGRAPH, "", ("word/document.xml", f"<w:document {WORD}/>"))
    assert reason(twice) is Reason.DAMAGED


def test_a_table_of_too_many_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(story, "CELL_LIMIT", 10)
    row = f"<w:tr><w:tc>{PARAGRAPH}</w:tc><w:tc>{PARAGRAPH}</w:tc></w:tr>"
    document = partly(paper(f"<w:tbl>{row * 20}</w:tbl>"))
    assert document.blocks[0].table is not None
    assert len(document.blocks[0].table.rows) == 6


def test_tables_nested_too_deep_are_told() -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 42 + PARAGRAPH + "</w:tc></w:tr></w:tbl>" * 42
    partly(paper(PARAGRAPH + deep))


def test_a_workbook_of_too_many_sheets_or_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_bounds, "SHEET_LIMIT", 3)
    monkeypatch.setattr(xlsx_bounds, "STORED_LIMIT", 50)
    assert reason(book(lambda made: [made.create_sheet() for _ in range(3)])) is Reason.TOO_LARGE
    rows = [["x"] * 10] * 5
    assert reason(book(lambda made: [made.active.append(row) for row in rows])) is Reason.TOO_LARGE  # type: ignore[union-attr]


def test_a_merged_area_over_the_whole_sheet() -> None:
    data = book(lambda made: made.active.merge_cells("A1:B2"))  # type: ignore[union-attr]
    assert isinstance(extract_bytes(data), Document)
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        parts = [(name, made.read(name)) for name in made.namelist()]
    for whole in (b'"A1:XFD1048576"', b"'A1:XFD1048576'"):
        merged = [(name, part.replace(b'"A1:B2"', whole)) for name, part in parts]
        assert reason(packed(*merged)) is Reason.TOO_LARGE


def test_a_workbook_that_lacks_a_sheet_is_not_whole() -> None:
    data = book(lambda made: made.create_sheet("Hai").append(["x"]))
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        parts = [(n, made.read(n)) for n in made.namelist() if not n.endswith("sheet2.xml")]
    read = extract_bytes(packed(*parts))
    assert isinstance(read, Unreadable) or not read.read_complete


def test_pages_beyond_the_bound_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "PAGE_LIMIT", 2)
    made, target = pikepdf.new(), io.BytesIO()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    for _ in range(5):
        page = made.add_blank_page()
        page.Contents = made.make_stream(b"BT /F1 12 Tf 72 700 Td (Bao cao so 15) Tj ET")
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    made.save(target)
    document = partly(target.getvalue())
    assert (document.pages, document.pages_read) == (5, 2)


def test_pictures_too_large_and_too_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installed, "engine", lambda: "an engine")
    monkeypatch.setattr(images, "_PIXELS", 10_000)
    for size, why in (((200, 200), Reason.TOO_LARGE), ((20, 20), Reason.NO_TEXT)):
        target = io.BytesIO()
        Image.new("L", size, 255).save(target, "PNG")
        assert reason(target.getvalue()) is why
