"""What earlier runs wrote down of a paper goes when it turns out to be secret."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.reading.secret import Sealer
from pipeline.run import Order, run_order
from pipeline.storage.store import Store
from rules.vietnamese import header as header_module
from tests.pipeline.test_secret import HEAD, leaks
from tests.test_samples import SAMPLES, Quiet

WORD = "Lampyris"  # stands in this paper only
BODY = (
    "TUYỆT MẬT",
    "BÁO CÁO",
    f"Kết quả thực hiện Kế hoạch PAPI năm 2024 và việc {WORD} noctiluca",
    "I. KẾT QUẢ THỰC HIỆN",
    f"1. Đã tổ chức 12 hội nghị tuyên truyền về cải cách hành chính tại bản {WORD}, đạt 45%.",
    f"2. Chưa thực hiện việc công khai thủ tục hành chính ở {WORD}.",
    f"Nơi nhận: Như trên; Lưu: VT, {WORD}.",
)
OTHER = (
    "BÁO CÁO",
    "Kết quả cải cách hành chính Photinus năm 2024",
    "1. Đã tổ chức hội nghị tuyên truyền Photinus.",
)


@pytest.fixture
def order(tmp_path: Path) -> Order:
    """An inbox with a stamped report and another one."""
    inbox = tmp_path / "hop-thu"
    (inbox / "Sở Y tế").mkdir(parents=True)
    for name, body in (("mật.txt", BODY), ("thường.txt", OTHER)):
        text = "\n\n".join((*HEAD, *body))
        (inbox / "Sở Y tế" / name).write_text(text, encoding="utf-8")
    plan = SAMPLES / "plan/plan.docx"
    return Order(inbox, plan, tmp_path / "kq", date(2024, 12, 20), workers=1)


def run_as_before(order: Order) -> None:
    """A run by a program that does not know the stamp."""
    with pytest.MonkeyPatch.context() as older:
        older.setattr(header_module, "_secrecy", lambda *_: "")
        older.setattr(Sealer, "seal", lambda _, result: result)
        older.setattr("pipeline.memory.program", lambda: "older")
        run_order(order, Quiet())


def on_disk(out: Path) -> dict[str, bytes]:
    """All that lies in the folder of results; workbooks unpacked."""
    found = {path.name: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    with zipfile.ZipFile(out / "sai-lech.xlsx") as book:
        found |= {name: book.read(name) for name in book.namelist()}
    return found


def holding(out: Path) -> set[str]:
    return {name for name, data in on_disk(out).items() if WORD.lower().encode() in data.lower()}


def tables(out: Path) -> set[str]:
    with closing(sqlite3.connect(out / "doichieu.db")) as db:
        return set(leaks(db, WORD))


def sha_of_secret(out: Path) -> str:
    with closing(sqlite3.connect(out / "doichieu.db")) as db:
        found = db.execute("SELECT sha256 FROM documents WHERE path LIKE '%/mật.txt'").fetchone()
        return str(found[0])


def quote_in_history(out: Path) -> None:
    """Findings as older runs left them: one gone that quotes the paper, one that named it once."""
    with closing(sqlite3.connect(out / "doichieu.db")) as db, db:
        ((id, title),) = db.execute(
            "SELECT id, title FROM documents WHERE path LIKE '%/mật.txt'"
        ).fetchall()
        quote = json.dumps([{"document_id": id, "path": "x", "anchor": "", "quote": WORD}])
        marks = ", ".join("?" * 19)
        row = ["PH-0000-0001-8", "gone", "b", "needs-review", "warning", "fixed", None, None, None,
               None, None, f"Nói về {WORD}", None, quote, None, None, 0, 1, 1]  # fmt: skip
        db.execute(f"INSERT INTO findings VALUES ({marks})", row)
        db.execute("INSERT INTO finding_texts VALUES (NULL, 'gone', '', ?, ?)", [WORD, WORD])
        for fingerprint, said in (("gone", f"Nói về {WORD}"), ("once", f"Báo cáo “{title}” muộn")):
            db.execute("INSERT INTO run_findings VALUES (1, ?, 'new', 'b', ?)", [fingerprint, said])


def test_nothing_is_left_of_what_an_older_program_wrote(order: Order) -> None:
    run_as_before(order)
    out = order.out
    sha256 = sha_of_secret(out)
    wanted = {"readings", "documents", "statements", "worked_out", "findings"}
    assert wanted <= tables(out)
    assert {"doichieu.db", "bao-cao.html", "xl/sharedStrings.xml"} <= holding(out)
    quote_in_history(out)
    assert {"findings", "run_findings", "finding_texts"} <= tables(out)
    for name in (f"anh/{sha256}-1-900.png", f".nhap/{'b' * 64}.xlsx", f"anh/{'c' * 64}-1-900.png"):
        (out / name).parent.mkdir(exist_ok=True)
        (out / name).write_bytes(WORD.encode())
    run_order(order, Quiet())
    assert tables(out) == set()
    assert holding(out) == {f"{'c' * 64}-1-900.png"}  # of another paper
    with closing(sqlite3.connect(out / "doichieu.db")) as db:
        known = db.execute(
            "SELECT read_status, read_reason, number, signer FROM documents WHERE sha256 = ?",
            [sha256],
        ).fetchall()
        assert known == [("skipped", "secret", "12", None)]
        assert db.execute("SELECT sha256 FROM forgotten").fetchall() == [(sha256,)]
        assert {"readings", "documents", "statements"} <= set(leaks(db, "Photinus"))
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_finding_of_an_agency_that_is_not_judged_loses_its_quote(order: Order) -> None:
    run_as_before(order)
    run_order(replace(order, agencies=("so-noi-vu",)), Quiet())
    assert tables(order.out) == set()
    assert holding(order.out) == set()


def test_another_readers_reading_goes_too(order: Order) -> None:
    run_as_before(order)
    sha256 = sha_of_secret(order.out)
    with Store.open(order.out / "doichieu.db") as store, store.db.atomic():
        store.db.execute(
            "INSERT INTO readings SELECT sha256, 'older', body FROM readings WHERE sha256 = ?",
            [sha256],
        )
    run_order(order, Quiet())
    assert tables(order.out) == set()


def test_where_somebody_is_reading_the_next_run_does_it(order: Order) -> None:
    run_as_before(order)
    with closing(sqlite3.connect(order.out / "doichieu.db")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM statements").fetchone()
        run_order(order, Quiet())
    assert tables(order.out) == set()
    run_order(order, Quiet())
    assert holding(order.out) == set()
    with closing(sqlite3.connect(order.out / "doichieu.db")) as db:
        assert db.execute("SELECT count(*) FROM forgotten").fetchone() == (1,)
