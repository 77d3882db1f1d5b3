"""A full disk, a damaged or newer database: one sentence with a cure, never a traceback."""

from __future__ import annotations

import errno
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.errors import UserError
from pipeline.machine_faults import fault_of_machine
from pipeline.storage.store import Store


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "Ổ đĩa đã đầy"),
        (errno.EROFS, "chỉ đọc"),
        (errno.EIO, "báo lỗi"),
        (errno.ENAMETOOLONG, "a.docx: tên dài quá"),
    ],
)
def test_what_the_system_could_not_do_is_said(number: int, words: str) -> None:
    assert words in fault_of_machine(OSError(number, "said", "a.docx"))


def test_our_own_faults_are_not_the_machines() -> None:
    assert fault_of_machine(KeyError("a")) == ""
    assert fault_of_machine(OSError(errno.EBADF, "said")) == ""
    assert fault_of_machine(sqlite3.ProgrammingError("closed")) == ""


def test_what_came_first_is_told() -> None:
    hiding = ValueError("in putting away")
    hiding.__context__ = OSError(errno.ENOSPC, "full")
    assert "Ổ đĩa đã đầy" in fault_of_machine(hiding)


def test_a_database_damaged_in_its_middle_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "doichieu.db"
    Store.open(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xaa" * (len(data) - 4096)
    path.write_bytes(data)
    monkeypatch.setattr(sys, "argv", ["doichieu", "findings", "--out", str(tmp_path)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    said = capsys.readouterr().err
    assert ended.value.code == cli.USER
    assert "hỏng" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("opened", [Store.open, Store.read, Store.decide])
def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path, opened: object) -> None:
    path = tmp_path / "doichieu.db"
    Store.open(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
            "VALUES ('doichieu', 'm999_of_the_future', '2099-01-01')"
        )
        connection.commit()
    assert callable(opened)
    with pytest.raises(UserError, match="bản mới hơn"):
        opened(path)
