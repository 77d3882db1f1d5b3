"""The file behind a document, and nothing else."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from pathlib import Path

import pytest

from pipeline.review.evidence.received import Received, check, copied, find_place


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "nhận" / "Sở Nội vụ"
    folder.mkdir(parents=True)
    (folder / "KH 15.txt").write_text("kế hoạch")
    (folder / "gửi.zip").write_bytes(b"PK")
    (tmp_path / "ngoài.txt").write_text("không được đọc")
    return tmp_path / "nhận"


SHA = hashlib.sha256("kế hoạch".encode()).hexdigest()


def test_a_file_and_a_member_are_found(inbox: Path) -> None:
    folder = inbox / "Sở Nội vụ"
    assert find_place(inbox, "Sở Nội vụ/KH 15.txt") == Received(folder / "KH 15.txt")
    member = find_place(inbox, "Sở Nội vụ/gửi.zip/a/b.docx")
    assert member == Received(folder / "gửi.zip", "a/b.docx")


def test_a_name_spelt_otherwise_on_the_disk_is_found(inbox: Path) -> None:
    spelt = unicodedata.normalize("NFD", "Kế hoạch.txt")
    (inbox / spelt).write_text("x")
    found = find_place(inbox, "Kế hoạch.txt")
    assert found is not None
    assert found.source.name == spelt


@pytest.mark.parametrize(
    "path",
    ["../ngoài.txt", "Sở Nội vụ/../../ngoài.txt", "/etc/passwd", "", ".", "Sở Nội vụ", "a\0b"],
)
def test_nothing_outside_is_found(inbox: Path, path: str) -> None:
    assert find_place(inbox, path) is None


@pytest.mark.skipif(os.name == "nt", reason="needs links")
def test_links_are_not_followed(inbox: Path) -> None:
    (inbox / "nối.txt").symlink_to(inbox.parent / "ngoài.txt")
    (inbox / "thư mục").symlink_to(inbox.parent)
    assert find_place(inbox, "nối.txt") is None
    assert find_place(inbox, "thư mục/ngoài.txt") is None
    outside = hashlib.sha256((inbox.parent / "ngoài.txt").read_bytes()).hexdigest()
    assert copied(Received(inbox / "nối.txt"), outside) is None


def test_what_became_of_a_file_is_told(inbox: Path) -> None:
    path = "Sở Nội vụ/KH 15.txt"
    assert check(inbox, path, SHA).state == "ok"
    (inbox / path).write_text("kế hoạch khác")
    assert check(inbox, path, SHA).state == "changed"
    (inbox / path).unlink()
    assert check(inbox, path, SHA).state == "gone"
    assert check(None, path, SHA).state == "gone"
    assert check(inbox.parent / "không còn", path, SHA).state == "gone"


def test_a_copy_holds_the_very_bytes(inbox: Path) -> None:
    received = Received(inbox / "Sở Nội vụ/KH 15.txt")
    copy = copied(received, SHA)
    assert copy is not None
    with copy:
        assert copy.read() == "kế hoạch".encode()
    assert copied(received, "0" * 64) is None
