"""Word 97-2003 files: by LibreOffice, by catdoc, or a sentence that says what is lacking."""

from __future__ import annotations

import io
import sys
import time
from pathlib import Path

import docx
import pytest

from extractors.document import Document, ExtractError, Reason, Unreadable
from extractors.formats import extract_bytes
from extractors.office import old_word, programs


def made_doc() -> bytes:
    """A .doc with lines in TCVN3 and one of two fonts."""
    if programs.soffice() is None:
        pytest.skip("needs LibreOffice")
    source = docx.Document()
    source.add_paragraph().add_run("céng hoµ x· héi chñ nghÜa").font.name = ".VnTimeH"
    source.add_paragraph().add_run("Th«ng t\xad cña Bé Tµi chÝnh").font.name = ".VnTime"
    mixed = source.add_paragraph()
    mixed.add_run("theo Th«ng t\xad ").font.name = ".VnTime"
    mixed.add_run("và Đề án của Sơn La").font.name = "Times New Roman"
    target = io.BytesIO()
    source.save(target)
    doc = programs.converted(target.getvalue(), "docx", "doc")
    assert doc is not None
    return doc


def test_a_doc_is_read_by_its_fonts() -> None:
    document = extract_bytes(made_doc())
    assert isinstance(document, Document), document
    assert document.format == "doc"
    assert document.read_complete
    assert [block.text for block in document.blocks] == [
        "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA",
        "Thông tư của Bộ Tài chính",
        "theo Thông tư và Đề án của Sơn La",
    ]


def test_catdoc_gives_the_bare_text(monkeypatch: pytest.MonkeyPatch) -> None:
    data = made_doc()
    if programs.catdoc() is None:
        pytest.skip("needs catdoc")
    monkeypatch.setattr(programs, "soffice", lambda: None)
    document = extract_bytes(data)
    assert isinstance(document, Document), document
    assert "cộng hoà xã hội chủ nghĩa\nThông tư của Bộ Tài chính\n" in document.text()
    assert document.skipped[0][0] is Reason.NEEDS_TOOL


def test_without_either_the_lack_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "soffice", lambda: None)
    monkeypatch.setattr(programs, "catdoc", lambda: None)
    with pytest.raises(ExtractError) as told:
        old_word.read_doc(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))
    assert told.value.reason is Reason.NEEDS_TOOL
    assert "LibreOffice" in told.value.detail


def test_a_locked_doc_is_told_without_opening_it() -> None:
    block = b"\xec\xa5" + bytes(9) + b"\x01" + bytes(500)
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + block
    data += "WordDocument".encode("utf-16-le")
    unreadable = extract_bytes(data)
    assert isinstance(unreadable, Unreadable)
    assert unreadable.reason is Reason.ENCRYPTED


@pytest.mark.skipif(sys.platform == "win32", reason="starts a shell")
def test_a_program_that_hangs_is_killed_with_all_it_started(tmp_path: Path) -> None:
    late = tmp_path / "late"
    script = f"(sleep 2; touch {late}) & sleep 30"
    with pytest.raises(ExtractError) as told:
        programs.run(["sh", "-c", script], tmp_path, timeout=0.5)
    assert told.value.reason is Reason.TIMEOUT
    time.sleep(2.2)
    assert not late.exists()
