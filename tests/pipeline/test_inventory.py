"""The inbox is counted whole: links, locks, archives, odd names."""

from __future__ import annotations

import io
import os
import sys
import unicodedata
import zipfile
from pathlib import Path

import pytest

from extractors.document import Reason
from pipeline.reading.inventory import open_entry, take


def packed(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as opened:
        for name, data in members.items():
            opened.writestr(name, data)
    return target.getvalue()


def found(inbox: Path) -> dict[str, Reason | None]:
    return {entry.path: entry.reason for entry in take(inbox)}


def test_files_in_folders_in_a_fixed_order(tmp_path: Path) -> None:
    for name in ("02. STP/b.txt", "01. Sở Nội vụ/a.txt", "a.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name, encoding="utf-8")
    assert [entry.path for entry in take(tmp_path)] == [
        "01. Sở Nội vụ/a.txt",
        "02. STP/b.txt",
        "a.txt",
    ]


def test_what_is_skipped_is_listed(tmp_path: Path) -> None:
    for name in ("~$bc.docx", "Thumbs.db", ".ds", "x.tmp", "bc.txt"):
        (tmp_path / name).write_text("x")
    (tmp_path / "rỗng.txt").touch()
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text("x")
    assert found(tmp_path) == {
        "~$bc.docx": Reason.TEMPORARY,
        "Thumbs.db": Reason.TEMPORARY,
        ".ds": Reason.TEMPORARY,
        "x.tmp": Reason.TEMPORARY,
        ".git": Reason.TEMPORARY,
        "rỗng.txt": Reason.EMPTY_FILE,
        "bc.txt": None,
    }


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_links_and_pipes_are_not_opened(tmp_path: Path) -> None:
    (tmp_path / "bc.txt").write_text("x")
    (tmp_path / "link.txt").symlink_to(tmp_path / "bc.txt")
    (tmp_path / "vòng").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(tmp_path / "ống")
    assert found(tmp_path) == {
        "bc.txt": None,
        "link.txt": Reason.LINK,
        "vòng": Reason.LINK,
        "ống": Reason.LINK,
    }


def test_what_did_not_arrive_whole_was_sent_all_the_same(tmp_path: Path) -> None:
    """Taken for a temporary file, its agency would be told that it sent nothing."""
    (tmp_path / "bc.pdf.crdownload").write_text("x")
    (tmp_path / "Tải về.tmp").mkdir()
    (tmp_path / "Tải về.tmp" / "bc.txt").write_text("x")
    packed_members = packed(**{"Mới.tmp/a.txt": b"a", "b.docx.part": b"b", "~$b.docx": b"c"})
    (tmp_path / "nop.zip").write_bytes(packed_members)
    assert found(tmp_path) == {
        "bc.pdf.crdownload": Reason.STILL_GROWING,
        "Tải về.tmp/bc.txt": None,
        "nop.zip/Mới.tmp/a.txt": None,
        "nop.zip/b.docx.part": Reason.STILL_GROWING,
        "nop.zip/~$b.docx": Reason.TEMPORARY,
    }


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux only")
def test_names_as_bytes(tmp_path: Path) -> None:
    nfd = unicodedata.normalize("NFD", "Báo cáo.txt")
    (tmp_path / nfd).write_text("nfd")
    (tmp_path / "Báo cáo.txt").write_text("nfc")
    raw = os.fsencode(tmp_path) + b"/h\xe1.txt"
    Path(os.fsdecode(raw)).write_text("byte")
    (tmp_path / "a\u202efdp.exe\n").write_text("x")
    entries = {entry.path: open_entry(entry) for entry in take(tmp_path)}
    assert entries["h\ufffd.txt"] == b"byte"
    assert entries["afdp.exe"] == b"x"
    assert {entries["Báo cáo.txt"], entries["Báo cáo (2).txt"]} == {b"nfd", b"nfc"}


def test_members_stand_for_their_archive(tmp_path: Path) -> None:
    inner = packed(**{"sâu.txt": b"3"})
    outer = packed(**{"STP/bc.txt": b"1", "trong.zip": inner, "__MACOSX/._bc": b"x", "0.txt": b""})
    (tmp_path / "nop.zip").write_bytes(outer)
    assert found(tmp_path) == {
        "nop.zip/STP/bc.txt": None,
        "nop.zip/trong.zip/sâu.txt": None,
        "nop.zip/__MACOSX/._bc": Reason.TEMPORARY,
        "nop.zip/0.txt": Reason.EMPTY_FILE,
    }
    by_path = {entry.path: entry for entry in take(tmp_path)}
    deep = by_path["nop.zip/trong.zip/sâu.txt"]
    assert deep.member == ("trong.zip", "sâu.txt")
    assert open_entry(deep) == b"3"
    assert deep.source == tmp_path / "nop.zip"


def test_archives_that_cannot_be_opened_stand_themselves(tmp_path: Path) -> None:
    deep = packed(**{"a.txt": b"1"})
    for _ in range(3):
        deep = packed(**{"z.zip": deep})
    (tmp_path / "sâu.zip").write_bytes(deep)
    (tmp_path / "sau-lời-dẫn.zip").write_bytes(b"#!/bin/sh\n" + packed(**{"a.txt": b"1"}))
    (tmp_path / "hỏng.zip").write_bytes(packed(**{"a.txt": b"1"})[:30])
    (tmp_path / "rỗng.zip").write_bytes(packed())
    assert found(tmp_path) == {
        "sâu.zip/z.zip/z.zip/z.zip": Reason.ARCHIVE_LIMIT,
        "hỏng.zip": Reason.DAMAGED,
        "sau-lời-dẫn.zip/a.txt": None,
        "rỗng.zip": Reason.NO_TEXT,
    }


def test_same_content_same_hash(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x")
    (tmp_path / "b.zip").write_bytes(packed(**{"c.txt": b"x"}))
    first, second = take(tmp_path)
    assert first.sha256 == second.sha256 != ""
    assert (first.size, second.size) == (1, 1)


def test_one_file_as_inbox(tmp_path: Path) -> None:
    (tmp_path / "bc.txt").write_text("x")
    assert [entry.path for entry in take(tmp_path / "bc.txt")] == ["bc.txt"]
