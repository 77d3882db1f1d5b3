"""Several at one database: who waits for whom, and that nobody is refused for it."""

from __future__ import annotations

import sqlite3
import sys
import threading
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.errors import UserError
from pipeline.reminders import given, rounds
from pipeline.storage import database_file
from pipeline.storage.database_file import connect
from pipeline.storage.store import Store
from tests.pipeline.importing import clerk as desk

LETTER = rounds.Made("so-noi-vu", "letter", 1, "a.docx", "0" * 64, date(2025, 1, 10), ())
NOW = datetime(2024, 12, 20, 8)
AT_ONCE = 5.0  # seconds; waiting for somebody would take thirty


@pytest.fixture
def out(tmp_path: Path) -> Path:
    desk.run(tmp_path, desk.findings())
    return tmp_path


def meanwhile(out: Path) -> threading.Thread:
    """A colleague begins to decide, and has the time to do it if nothing keeps her from it."""
    thread = threading.Thread(target=desk.colleague, args=(out, 1, "confirm"))
    thread.start()
    time.sleep(0.3)
    return thread


@pytest.mark.parametrize(
    ("module", "read", "write"),
    [
        (rounds, "recorded", lambda s: rounds.record(s, 1, [LETTER], date(2024, 12, 20), NOW)),
        (given, "_last", lambda s: given.keep(s, PAPER, "Lan", NOW)),
    ],
)
def test_a_colleague_decides_between_reading_and_writing(
    out: Path, monkeypatch: pytest.MonkeyPatch, module: object, read: str,
    write: Callable[[Store], None],
) -> None:  # fmt: skip
    real, colleagues = getattr(module, read), []

    def slowly(*given: object) -> object:
        found = real(*given)
        if not colleagues:
            colleagues.append(meanwhile(out))
        return found

    monkeypatch.setattr(module, read, slowly)
    with Store.decide(out / "doichieu.db") as store:
        write(store)
        colleagues[0].join()
        assert store.db.execute("SELECT count(*) FROM decisions").fetchone() == (1,)


PAPER = given.PlanPaper("245/QĐ-UBND", date(2024, 1, 24))


def test_a_run_does_not_wait_for_whoever_reads(out: Path) -> None:
    with Store.read(out / "doichieu.db") as reader:
        before = seen(reader)
        began = time.monotonic()
        desk.run(out, desk.findings(f3="other facts"))
        desk.colleague(out, 2, "confirm")
        assert time.monotonic() - began < AT_ONCE
        assert seen(reader) == before  # all of an answer is of one moment
    with Store.read(out / "doichieu.db") as reader:
        assert seen(reader) == (2, 1)
    desk.run(out, desk.findings())
    assert not wal(out)


def seen(store: Store) -> tuple[int, int]:
    runs, decisions = (
        store.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("runs", "decisions")
    )
    return runs, decisions


def wal(out: Path) -> int:
    file = out / "doichieu.db-wal"
    return file.stat().st_size if file.exists() else 0


def test_a_file_that_a_first_run_is_making_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "doichieu.db"
    path.touch()
    with pytest.raises(UserError, match="hãy chạy doichieu run trước"):
        Store.read(path)
    assert path.stat().st_size == 0
    connect(path).table("agencies").create({"id": str})  # the first of its tables
    with pytest.raises(UserError, match="hãy chạy doichieu run trước"):
        Store.decide(path)


def test_a_command_that_waited_in_vain_says_so(
    out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(database_file, "_PATIENCE", 0.1)
    words = ["doichieu", "attach", desk.CODES[0], "Kế hoạch 15.docx", "--out", str(out)]
    monkeypatch.setattr(sys, "argv", words)
    writer = sqlite3.connect(out / "doichieu.db")
    writer.execute("BEGIN IMMEDIATE")
    with pytest.raises(SystemExit) as ended:
        main()
    writer.close()
    assert ended.value.code == 75
    said = capsys.readouterr()
    assert said.err == "Việc khác đang ghi vào cơ sở dữ liệu quá lâu; hãy thử lại sau ít phút\n"
    assert not said.out
