"""Opening the database file: how it is written, who holds it, and what to say where it is not."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlite_utils import Database

from pipeline.drive import is_network
from pipeline.errors import RunHeld, UserError
from pipeline.schema_review import migrations

DATABASE = "doichieu.db"  # in the folder of results


def nothing_yet(path: Path) -> UserError:
    """What to say where no run has written anything."""
    return UserError(f"{path}: chưa có kết quả; hãy chạy doichieu run trước")


def cannot_write(folder: Path) -> UserError:
    """What to say where the results cannot be written."""
    return UserError(f"{folder}: không ghi được vào thư mục này; hãy chọn thư mục khác với --out")


def connect(path: Path) -> Database:
    """The file, made where missing, safe against power cuts; UserError where it is none of ours."""
    connection = sqlite3.connect(path, timeout=30)
    try:
        mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
    except sqlite3.DatabaseError as error:
        connection.close()
        if error.sqlite_errorcode not in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            raise
        raise UserError(
            f"{path}: không phải cơ sở dữ liệu của doichieu hoặc đã hỏng; "
            "hãy chuyển tệp này đi chỗ khác, hoặc chọn thư mục khác với --out"
        ) from error
    if mode != "wal":
        connection.close()
        raise UserError(f"{path}: ổ đĩa này không giữ được nhật ký ghi của SQLite; hãy đổi --out")
    return Database(connection, execute_plugins=False)


def existing(path: Path) -> Database:
    """A file that a run of this version has written."""
    if not path.is_file():
        raise nothing_yet(path)
    db = connect(path)
    if migrations.pending(db):
        db.close()
        raise UserError(f"{path}: do bản cũ của chương trình ghi; hãy chạy lại doichieu run")
    return db


def reserve(path: Path) -> sqlite3.Connection:
    """Hold the database of a run, its folder made where it is missing; RunHeld, UserError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(path.parent) from error
    if is_network(path.parent):
        raise UserError(
            f"{path.parent}: nằm trên ổ mạng, cơ sở dữ liệu có thể hỏng; "
            "hãy đặt thư mục kết quả (--out) trên ổ đĩa của máy này"
        )
    return hold(path)


def hold(path: Path) -> sqlite3.Connection:
    """Hold the lock of a database until the connection is closed or the process dies.

    SQLite's own lock on a file beside it: it works alike on Linux and Windows, is let go when
    the process is killed, and is not inherited by the reading processes.
    """
    try:
        lock = sqlite3.connect(f"{path}.lock", timeout=0, isolation_level=None)
    except sqlite3.OperationalError as error:
        raise cannot_write(path.parent) from error
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        lock.close()
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise cannot_write(path.parent) from error
        raise RunHeld(
            f"{path}: một lần chạy khác đang dùng cơ sở dữ liệu này; hãy đợi lần chạy đó xong"
        ) from error
    return lock
