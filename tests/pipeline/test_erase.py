"""Erasing what is kept of documents: it is gone, and nothing else is."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from extractors.document import Document
from pipeline.cli import main
from pipeline.decisions.log import Actor, Wanted, take
from pipeline.erase import Erased, Wish, erase, erased_lines
from pipeline.errors import RunHeld, UserError
from pipeline.reading.packing import pack
from pipeline.reading.read import READER_VERSION
from pipeline.run import Order, run_order
from pipeline.storage.hold import hold
from pipeline.storage.store import Store
from tests import factories as make
from tests.pipeline.review.conftest import Quiet
from tests.pipeline.test_cli import PLAN_ROWS, word

SECRET = "Ông Lò Văn Kín ở bản Pá Lông khai có bệnh hiểm nghèo"
SHA = "a" * 64


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run over two papers that say it, a decision, pictures, an upload and logs."""
    tmp_path = tmp_path_factory.mktemp("viec")
    word(tmp_path / "ke-hoach.docx", ["KẾ HOẠCH", "Thử nghiệm năm 2024"], PLAN_ROWS)
    for name in ("BC 1", "BC 2"):
        word(tmp_path / "hop" / "Sở Nội vụ" / f"{name}.docx", ["BÁO CÁO", SECRET, name])
    out = tmp_path / "kq"
    run_order(Order(tmp_path / "hop", tmp_path / "ke-hoach.docx", out, date(2024, 12, 20)), Quiet())
    with Store.decide(out / "doichieu.db") as store:
        (first,) = store.db.execute("SELECT fingerprint FROM findings LIMIT 1").fetchone()
        assert take(store, [Wanted(first, "confirm")], Actor("Lan"), "cli", datetime.now()).ids
        store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for name in (f"anh/{SHA}-1-900.png", f"anh/{SHA}-1-900.json", f".nhap/{SHA}.xlsx"):
        (out / name).parent.mkdir(exist_ok=True)
        (out / name).write_bytes(SECRET.encode() * 20)
    (out / "review.log").write_text("x" * 100)
    (out / "của tôi.docx").write_text("không phải của chương trình")
    return tmp_path


@pytest.fixture
def out(work: Path, tmp_path: Path) -> Path:
    """The results of that run, for one test."""
    return Path(shutil.copytree(work / "kq", tmp_path / "kq"))


def count(out: Path, table: str) -> int:
    with closing(sqlite3.connect(out / "doichieu.db")) as db:
        return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def on_disk(out: Path) -> bytes:
    return b"".join(file.read_bytes() for file in out.glob("doichieu.db*"))


def call(monkeypatch: pytest.MonkeyPatch, *words: object, typed: str = "") -> int:
    monkeypatch.setattr("sys.argv", ["doichieu", *map(str, words)])
    monkeypatch.setattr("typer.prompt", lambda *_, **__: typed)
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_what_was_kept_goes_and_decisions_stay(out: Path) -> None:
    findings = count(out, "findings")
    erased = erase(out, Wish())
    assert (erased.readings, erased.pictures, erased.uploads, erased.kept) == (2, 1, 1, 0)
    assert erased.freed > 2 * 20 * len(SECRET)
    assert [count(out, name) for name in ("readings", "worked_out", "seen_files")] == [0, 0, 0]
    assert count(out, "decisions") == 1
    assert count(out, "findings") == findings
    assert (out / "của tôi.docx").exists()
    assert (out / "sai-lech.xlsx").exists()
    left = {file.name for file in out.iterdir()}
    assert not left & {"anh", ".nhap", ".tam", "review.log", "nhat-ky.jsonl"}


def test_no_page_of_the_file_still_holds_a_text(tmp_path: Path) -> None:
    """Readings are packed; so a plain text beside them shows what is left of erased rows."""
    with Store.open(tmp_path / "doichieu.db") as store:
        reading = replace(make.document(SECRET), reader=READER_VERSION)
        store.readings[SHA, READER_VERSION] = reading
        store.readings.flush()
        store.db.execute("INSERT INTO worked_out VALUES (?, ?)", [b"k", SECRET.encode() * 500])
        store.db.conn.commit()
        packed = pack(reading)
        body = store.db.execute("SELECT body FROM readings").fetchone()[0]
        assert isinstance(store.readings[SHA, READER_VERSION], Document)
    assert SECRET.encode() in on_disk(tmp_path)
    assert body[:60] in on_disk(tmp_path)
    assert packed
    erase(tmp_path, Wish(gone=True))
    assert SECRET.encode() not in on_disk(tmp_path)
    assert body[:60] not in on_disk(tmp_path)


def test_the_next_run_finds_the_same(out: Path, work: Path) -> None:
    def told() -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(out / "doichieu.db")) as db:
            return db.execute("SELECT code, rule, message FROM findings ORDER BY 1").fetchall()

    before = told()
    erase(out, Wish())
    run_order(Order(work / "hop", work / "ke-hoach.docx", out, date(2024, 12, 20)), Quiet())
    assert told() == before


def test_the_last_reading_of_a_file_is_kept_unless_asked_for(out: Path) -> None:
    with closing(sqlite3.connect(out / "doichieu.db")) as db, db:
        db.execute("UPDATE documents SET path = 'Sở Nội vụ/đã mất.docx' WHERE path LIKE '%1.docx'")
    erased = erase(out, Wish())
    assert (erased.readings, erased.kept) == (1, 1)
    assert any("--gone" in line for line in erased_lines(erased))
    assert (erase(out, Wish(gone=True)).readings, count(out, "readings")) == (1, 0)


def test_only_what_is_named_goes(out: Path) -> None:
    erase(out, Wish(pictures=False))
    assert (out / "anh").exists()
    assert (out / ".nhap").exists()
    erase(out, Wish(cache=False))
    assert not (out / "anh").exists()


def test_everything_goes_only_after_it_is_typed(
    out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for typed in ("", "c", "có", "xoa"):
        assert call(monkeypatch, "erase", "--out", out, "--all", "--yes", typed=typed) == 0
        assert count(out, "decisions") == 1
    assert "Không xóa gì." in capsys.readouterr().out
    assert call(monkeypatch, "erase", "--out", out, "--all", typed=" Xóa hết ") == 0
    assert {file.name for file in out.iterdir()} <= {"của tôi.docx", "doichieu.db.lock"}


def test_it_asks_before(
    out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(monkeypatch, "erase", "--out", out, typed="k") == 0
    assert count(out, "readings") == 2
    assert "Quyết định còn nguyên" in capsys.readouterr().out
    assert call(monkeypatch, "erase", "--out", out, "--yes") == 0
    said = capsys.readouterr().out
    assert count(out, "readings") == 0
    assert re.search(r"Đã xóa: 2 bản đọc tài liệu.*; trống thêm [\d,]+ [KM]B\.", said), said


def test_not_during_a_run(out: Path) -> None:
    with closing(hold(out / "doichieu.db")), pytest.raises(RunHeld):
        erase(out, Wish())
    assert count(out, "readings") == 2


def test_not_while_somebody_reads(out: Path) -> None:
    with closing(sqlite3.connect(out / "doichieu.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM findings").fetchone()
        with pytest.raises(UserError, match="đóng trang rà soát"):
            erase(out, Wish())


def test_not_in_a_folder_of_others(tmp_path: Path) -> None:
    (tmp_path / "anh").mkdir()
    with pytest.raises(UserError, match=r"doichieu\.db"):
        erase(tmp_path, Wish(everything=True))


def test_nothing_behind_a_link_goes(out: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "khac"
    (out / "anh").rename(elsewhere)
    (out / "anh").symlink_to(elsewhere)
    assert erase(out, Wish()).pictures == 0
    assert len(list(elsewhere.iterdir())) == 2


def test_nothing_to_erase_is_said() -> None:
    assert "không có gì để xóa" in next(erased_lines(Erased()))
