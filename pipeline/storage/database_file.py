"""Opening the database file: how it is written, and what to say where it is not."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlite_utils import Database

from pipeline.errors import UserError
from pipeline.storage.schema_kept import migrations

# Seconds to wait for somebody who is writing: the tables of a whole province take about a minute.
_PATIENCE = 120.0


def nothing_yet(path: Path) -> UserError:
    """What to say where no run has written anything."""
    return UserError(f"{path}: chưa có kết quả; hãy chạy doichieu run trước")


def connect(path: Path) -> Database:
    """The file for a run, made where missing, safe against power cuts; UserError as ``_opened``."""
    connection = _opened(path)
    mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
    if mode != "wal":
        connection.close()
        raise UserError(f"{path}: ổ đĩa này không giữ được nhật ký ghi của SQLite; hãy đổi --out")
    return _of_this_version(Database(connection, execute_plugins=False), path)


def existing(path: Path) -> Database:
    """A file that a run of this version has written; one that a first run is making is none yet."""
    if not path.is_file():
        raise nothing_yet(path)
    db = _of_this_version(Database(_opened(path), execute_plugins=False), path)
    if migrations.pending(db):
        runs = db.table("runs")
        made = runs.exists() and runs.count
        db.close()
        if not made:
            raise nothing_yet(path)
        raise UserError(f"{path}: do bản cũ của chương trình ghi; hãy chạy lại doichieu run")
    return db


def _of_this_version(db: Database, path: Path) -> Database:
    """The same; UserError where a newer version has changed tables that this one does not know."""
    ours = {one.name for one in migrations.pending(Database(memory=True))}
    if {one.name for one in migrations.applied(db)} <= ours:
        return db
    db.close()
    raise UserError(
        f"{path}: do bản mới hơn của chương trình ghi; hãy dùng bản đó, "
        "hoặc chọn thư mục khác với --out"
    )


def _opened(path: Path) -> sqlite3.Connection:
    """The file as it is; UserError where it is none of ours."""
    connection = sqlite3.connect(path, timeout=_PATIENCE)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
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
    return connection


def written_anew(db: Database, patience: float = _PATIENCE) -> bool:
    """Write the file anew, so that no page keeps what was deleted; false where somebody reads it.

    Raises OperationalError where somebody writes to it meanwhile.
    """
    db.execute("PRAGMA temp_store = MEMORY")
    db.execute("VACUUM")
    return log_emptied(db, patience)


def log_emptied(db: Database, patience: float = _PATIENCE) -> bool:
    """Bring the write-ahead log into the file; false where somebody still reads from it.

    Nobody can write while this waits for readers.
    """
    waits = db.execute("PRAGMA busy_timeout").fetchone()[0]
    db.execute(f"PRAGMA busy_timeout = {min(waits, round(1000 * patience))}")
    held = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    db.execute(f"PRAGMA busy_timeout = {waits}")
    return not held
