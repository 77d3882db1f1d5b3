"""What a secret paper says is kept nowhere; who issued it and under which number is."""

from __future__ import annotations

import json
import sqlite3
import struct
import zlib
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from extractors.document import Anchor, Block, Document, Kind, Reason, Unreadable
from pipeline.reading.packing import unpack
from pipeline.reading.secret import Sealer
from pipeline.run import Order, run_order
from rules.document_types import DocumentTypes
from tests.test_samples import SAMPLES, Quiet

HEAD = (
    "UBND TỈNH SƠN LA",
    "SỞ Y TẾ",
    "Số: 12/BC-SYT",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Sơn La, ngày 05 tháng 12 năm 2024",
)
BODY = ("BÁO CÁO", "Kết quả cải cách hành chính và việc Lampyris", "Nơi nhận: Lampyris noctiluca")


def paper(*lines: str) -> Document:
    return Document(
        "txt",
        tuple(
            Block(line, Kind.PARAGRAPH, Anchor(paragraph=number))
            for number, line in enumerate(lines, start=1)
        ),
    )


@pytest.mark.parametrize("stamp", ["MẬT", "TỐI MẬT", "TUYỆT MẬT"])
def test_a_stamped_paper_is_sealed(stamp: str) -> None:
    sealed = Sealer(DocumentTypes.load()).seal(paper(*HEAD, stamp, *BODY))
    assert isinstance(sealed, Document)
    assert "Lampyris" not in sealed.text()
    assert sealed.text().split("\n") == [
        "UBND TỈNH SƠN LA",
        "SỞ Y TẾ",
        "Số: 12/BC-SYT",
        "Sơn La, ngày 05 tháng 12 năm 2024",
        stamp,
        "BÁO CÁO",
    ]


@pytest.mark.parametrize(
    ("written", "level"),
    [
        ("“MẬT”", "MẬT"),
        ("M Ậ T", "MẬT"),
        ("Độ mật: Mật", "MẬT"),
        ("Mức độ mật: Tối mật", "TỐI MẬT"),
        ("TUYỆT\u00a0 MẬT", "TUYỆT MẬT"),
        ("TỐI MẬT - Bản số: 01", "TỐI MẬT"),
        ("TOI MAT", "TỐI MẬT"),  # as a picture is read
    ],
)
def test_a_stamp_is_known_however_it_is_set(written: str, level: str) -> None:
    sealed = Sealer(DocumentTypes.load()).seal(paper(*HEAD, written, *BODY))
    assert "Lampyris" not in told(sealed)
    assert level in told(sealed)


@pytest.mark.parametrize("kind", [Kind.RUNNING, Kind.STAMP])
def test_a_stamp_on_the_edge_or_drawn_on_the_page_counts(kind: Kind) -> None:
    one = paper(*HEAD, *BODY, *["Lampyris"] * 80)
    one = replace(one, blocks=(*one.blocks, Block("MẬT", kind, Anchor(page=None))))
    sealed = Sealer(DocumentTypes.load()).seal(one)
    assert "Lampyris" not in told(sealed)
    assert "MẬT" in told(sealed)


def told(sealed: Document | Unreadable) -> str:
    return sealed.detail if isinstance(sealed, Unreadable) else sealed.text()


@pytest.mark.parametrize("line", ["Độ mật:", "Độ mật: Thường", "Bảo vệ bí mật nhà nước", "mất mát"])
def test_words_about_secrecy_are_no_stamp(line: str) -> None:
    one = paper(*HEAD, line, *BODY)
    assert Sealer(DocumentTypes.load()).seal(one) is one


def test_other_papers_stay_as_they_are() -> None:
    sealer = Sealer(DocumentTypes.load())
    for one in (
        paper(*HEAD, *BODY),
        paper(*HEAD, *BODY, "Thực hiện công tác bảo vệ bí mật nhà nước, tài liệu mật"),
        Unreadable("pdf", Reason.DAMAGED),
    ):
        assert sealer.seal(one) is one


def test_nothing_of_it_is_left_in_the_results(tmp_path: Path) -> None:
    inbox, out = tmp_path / "hop-thu" / "Sở Y tế", tmp_path / "kq"
    inbox.mkdir(parents=True)
    text = "\n\n".join((*HEAD, "TỐI MẬT", *BODY))
    (inbox / "bc.txt").write_text(text, encoding="utf-8")
    (inbox / "khac.txt").write_text(
        "\n\n".join((*HEAD, "BÁO CÁO", "Kết quả Photinus")), encoding="utf-8"
    )
    order = Order(inbox.parent, SAMPLES / "plan/plan.docx", out, date(2024, 12, 20), workers=1)
    run_order(order, Quiet())
    connection = sqlite3.connect(out / "doichieu.db")
    ((status, reason, number),) = connection.execute(
        "SELECT read_status, read_reason, number FROM documents WHERE path LIKE '%bc.txt'"
    ).fetchall()
    assert (status, reason, number) == ("skipped", "secret", "12")
    assert leaks(connection, "Lampyris") == []
    # The search finds what is there.
    assert {"readings", "documents", "worked_out"} <= set(leaks(connection, "Photinus"))
    connection.close()
    for path in out.rglob("*"):
        assert not path.is_file() or b"Lampyris" not in path.read_bytes(), path


def leaks(connection: sqlite3.Connection, word: str) -> list[str]:
    """The tables in which a word stands, packed values unpacked."""
    found = []
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (name,) in names:
        for row in connection.execute(f'SELECT * FROM "{name}"'):
            if any(word.lower() in plain(value).lower() for value in row):
                found.append(name)
    return found


def plain(value: object) -> str:
    if not isinstance(value, bytes):
        return str(value)
    for read in (lambda: repr(json.loads(zlib.decompress(value))), lambda: repr(unpack(value))):
        with suppress(zlib.error, ValueError, struct.error):
            return read()
    return value.decode("utf-8", "replace")
