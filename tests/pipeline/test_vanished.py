"""A file that leaves the inbox keeps its evidence, marked, until a clerk accepts it is gone."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest

from extractors.document import Document
from pipeline.decisions.log import Actor, Wanted, take
from pipeline.run import Order, run_order
from pipeline.storage.store import Store
from tests.test_samples import SAMPLES, Quiet

FOLDER = "So Noi vu"
FILE = "KH 15.docx"


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """Sở Nội vụ has handed in its plan for III.2 in time, and a second paper."""
    inbox = tmp_path / "hop-thu" / FOLDER
    inbox.mkdir(parents=True)
    write(inbox / FILE, "KẾ HOẠCH", "Tổ chức đối thoại của người đứng đầu với Nhân dân năm 2024")
    write(inbox / "GM.docx", "GIẤY MỜI", "Dự hội nghị tổng kết phong trào thi đua")
    run(tmp_path)
    return tmp_path


def write(path: Path, kind: str, title: str) -> None:
    paper = docx.Document()
    for line in (
        "UBND TỈNH SƠN LA",
        "SỞ NỘI VỤ",
        "Số: 15/KH-SNV",
        "Sơn La, ngày 20 tháng 02 năm 2024",
        kind,
        title,
        "Nội dung chi tiết.",
    ):
        paper.add_paragraph(line)
    paper.save(str(path))


def run(work: Path) -> None:
    plan = SAMPLES / "plan" / "plan.txt"
    run_order(Order(work / "hop-thu", plan, work / "kq", date(2024, 6, 1)), Quiet())


def gone(work: Path) -> list[str]:
    db = sqlite3.connect(work / "kq" / "doichieu.db")
    found = db.execute("SELECT path FROM documents WHERE gone").fetchall()
    told = db.execute(
        "SELECT d.path FROM findings f JOIN documents d ON d.id = f.document_id "
        "WHERE f.rule = 'file-gone' AND f.present"
    ).fetchall()
    assert found == told
    return [path for (path,) in found]


def test_a_file_that_went_still_counts_and_is_told(work: Path) -> None:
    (work / "hop-thu" / FOLDER / FILE).unlink()
    run(work)
    assert gone(work) == [f"{FOLDER}/{FILE}"]
    run(work)  # and stays, run after run
    assert gone(work) == [f"{FOLDER}/{FILE}"]


def test_when_a_clerk_accepts_it_counts_no_longer(work: Path) -> None:
    (work / "hop-thu" / FOLDER / FILE).unlink()
    run(work)
    with Store.decide(work / "kq" / "doichieu.db") as store:
        query = "SELECT fingerprint FROM findings WHERE rule = 'file-gone'"
        (fingerprint,) = store.db.execute(query).fetchone()
        take(store, [Wanted(fingerprint, "accept", reason="Cơ quan đã rút")], Actor("Lan"))
    run(work)
    assert gone(work) == []


def test_renamed_moved_or_replaced_is_not_gone(work: Path) -> None:
    inbox = work / "hop-thu"
    (inbox / FOLDER / FILE).rename(inbox / FOLDER / "ke hoach lan 2.docx")
    write(inbox / FOLDER / "GM.docx", "GIẤY MỜI", "Dự hội nghị khác")
    (inbox / FOLDER).rename(inbox / "SNV gui lai")
    run(work)
    # The folder's name changed and with it the path of the invitation that was rewritten.
    assert gone(work) == [f"{FOLDER}/GM.docx"]
    (inbox / "SNV gui lai").rename(inbox / FOLDER)
    run(work)
    assert gone(work) == []


def test_what_a_reader_of_before_read_still_counts(work: Path) -> None:
    """No later reader can read it again; the program was brought up to date meanwhile."""
    with Store.open(work / "kq" / "doichieu.db") as store:
        for sha256, version in list(store.readings):
            reading = store.readings.pop((sha256, version))
            assert isinstance(reading, Document)
            store.readings[sha256, "word-0"] = replace(reading, reader="word-0")
    (work / "hop-thu" / FOLDER / FILE).unlink()
    run(work)
    assert gone(work) == [f"{FOLDER}/{FILE}"]
