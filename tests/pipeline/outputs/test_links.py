from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.outputs.links import Links


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    inbox = tmp_path / "inbox"
    (inbox / "Sở 1").mkdir(parents=True)
    (inbox / "Sở 1" / "a #1%.docx").write_bytes(b"")
    (inbox / "b.zip").write_bytes(b"")
    (tmp_path / "secret.txt").write_bytes(b"")
    (inbox / "link.txt").symlink_to(tmp_path / "secret.txt")
    return inbox


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("Sở 1/a #1%.docx", "../inbox/S%E1%BB%9F%201/a%20%231%25.docx"),
        ("b.zip/x/y.docx", "../inbox/b.zip"),
        ("b.zip/../../secret.txt", "../inbox/b.zip"),
        ("../secret.txt", ""),
        ("Sở 1/../../secret.txt", ""),
        ("/etc/passwd", ""),
        ("link.txt", ""),
        ("not there.docx", ""),
        ("Sở 1", ""),
        ("a\x00b", ""),
        ("x" * 5000, ""),
        ("", ""),
    ],
)
def test_only_received_files_are_linked(inbox: Path, path: str, address: str) -> None:
    assert Links(inbox, inbox.parent / "ket-qua").to(path) == address


def test_no_inbox_no_links(tmp_path: Path) -> None:
    assert Links(None, tmp_path).to("a.docx") == ""
