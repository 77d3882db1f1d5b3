"""Who holds the results: one run at a time, told at once. Loads next to nothing."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from pipeline.errors import RunHeld, UserError
from pipeline.storage.drive import is_network

DATABASE = "doichieu.db"  # in the folder of results


def cannot_write(folder: Path) -> UserError:
    """What to say where the results cannot be written."""
    return UserError(f"{folder}: không ghi được vào thư mục này; hãy chọn thư mục khác với --out")


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
