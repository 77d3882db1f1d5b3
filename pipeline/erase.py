"""Erasing what the program keeps of documents beside its results; decisions stay.

What only spares work (readings, pictures of pages, uploaded workbooks, logs) can go at any time.
The reading of a file that is no longer in the inbox is the last that is left of it, and a run
without it would take what was handed in for missing: it goes only where that is asked for.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UserError
from pipeline.review.evidence.page_images import FOLDER as PICTURES
from pipeline.review.evidence.received import find_place
from pipeline.storage.database_file import existing, written_anew
from pipeline.storage.hold import DATABASE, hold

UPLOADS, WORK = ".nhap", ".tam"
RESULTS = ("sai-lech.xlsx", "bao-cao.html", "findings.jsonl", "tom-tat.docx")
_LOGS = re.compile(r"review\.log(\.\d+)?|nhat-ky(\.cu)?\.jsonl")
_PICTURE = re.compile(r"\.?[0-9a-f]{64}-\d+-\d+\.\w+(\.part)?")
_UPLOAD = re.compile(r"[0-9a-f]{64}\.xlsx")
_SPARING = ("readings", "worked_out", "seen_files")  # emptied, they cost time and nothing else
_PATIENCE = 3_000  # milliseconds to wait for somebody who is looking something up
_IN_DATABASE = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to go. ``gone``: also the readings of files that are no longer in the inbox."""

    cache: bool = True
    pictures: bool = True
    gone: bool = False
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Erased:
    """What went: how many readings, pictures, uploads and logs, and how many bytes are free."""

    readings: int = 0
    pictures: int = 0
    uploads: int = 0
    logs: int = 0
    results: int = 0
    kept: int = 0  # readings of files that are nowhere else
    freed: int = 0


def check_place(out: Path) -> None:
    """UserError where the folder holds no results of this program."""
    if not (out / DATABASE).is_file():
        raise UserError(f"{out}: không có doichieu.db; hãy chỉ đúng thư mục kết quả với --out")


def erase(out: Path, wish: Wish) -> Erased:
    """Erase what is wished; RunHeld during a run, UserError where the page is in the way."""
    check_place(out)
    before = _size(out)
    with closing(hold(out / DATABASE)):
        logs = _unlink(_own(out, _LOGS))
        pictures = _unlink(_own(out / PICTURES, _PICTURE)) if wish.pictures else 0
        uploads = _unlink(_own(out / UPLOADS, _UPLOAD)) if wish.pictures else 0
        for folder in (PICTURES, UPLOADS):
            _drop_empty(out / folder)
        work = out / WORK
        if work.is_dir() and not work.is_symlink():  # left by a run that was killed
            shutil.rmtree(work, ignore_errors=True)
        readings, kept, results = 0, 0, 0
        if wish.everything:
            results = _results(out)
        elif wish.cache:
            readings, kept = _empty(out / DATABASE, wish.gone)
    freed = before - _size(out)
    return Erased(readings, pictures // 2, uploads, logs, results, kept, freed)


def erased_lines(erased: Erased) -> Iterator[str]:
    """What went and what is still there, in words."""
    told = (
        ("bản đọc tài liệu", erased.readings),
        ("ảnh trang", erased.pictures),
        ("sổ đã tải lên", erased.uploads),
        ("tệp nhật ký", erased.logs),
        ("tệp kết quả", erased.results),
    )
    went = ", ".join(f"{number} {what}" for what, number in told if number)
    yield f"Đã xóa: {went or 'không có gì để xóa'}; trống thêm {_bytes(erased.freed)}."
    if erased.kept:
        yield (
            f"Giữ lại chữ của {erased.kept} tệp không còn trong thư mục đã nhận, vì thiếu nó thì "
            "lần chạy sau coi là chưa nộp; xóa cả: thêm --gone."
        )
    if not erased.results:
        yield "Câu trích dẫn trong các sai lệch vẫn còn để rà soát; xóa hết kết quả: --all."


def _bytes(number: int) -> str:
    """A number of bytes as people say it."""
    for unit, size in (("GB", 1 << 30), ("MB", 1 << 20), ("KB", 1 << 10)):
        if number >= size:
            return f"{number / size:.1f} {unit}".replace(".", ",")
    return f"{max(number, 0)} byte"


def _results(out: Path) -> int:
    """Remove the database with its decisions and what was written from it."""
    _empty(out / DATABASE, gone=True)  # a database that somebody has open says so before it goes
    files = [out / f"{DATABASE}{end}" for end in _IN_DATABASE] + [out / name for name in RESULTS]
    return _unlink(file for file in files if file.is_file() or file.is_symlink())


def _empty(path: Path, gone: bool) -> tuple[int, int]:
    """Empty the tables that spare work, and write the file anew so that no page keeps a text."""
    db = existing(path)
    with closing(db.conn):
        kept = set() if gone else _nowhere_else(db.conn)
        try:
            db.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
            db.execute("PRAGMA secure_delete = ON")
            with db.conn:
                number = _delete(db.conn, kept)
            alone = written_anew(db)
        except sqlite3.OperationalError as error:
            raise _in_use(path) from error
        if not alone:
            raise _in_use(path)
    return number, len(kept)


def _delete(connection: sqlite3.Connection, kept: set[str]) -> int:
    found = connection.execute("SELECT DISTINCT sha256 FROM readings").fetchall()
    going = [(sha256,) for (sha256,) in found if sha256 not in kept]
    connection.executemany("DELETE FROM readings WHERE sha256 = ?", going)
    for table in _SPARING[1:]:
        connection.execute(f"DELETE FROM {table}")
    return len(going)


def _nowhere_else(connection: sqlite3.Connection) -> set[str]:
    """The contents that the last run knew and the inbox does not hold any more."""
    row = connection.execute("SELECT inbox FROM runs ORDER BY id DESC LIMIT 1").fetchone()
    inbox = Path(row[0]) if row and row[0] else None
    found = connection.execute(
        "SELECT DISTINCT d.path, d.sha256 FROM documents d JOIN readings USING (sha256)"
    ).fetchall()
    there = {sha256 for path, sha256 in found if find_place(inbox, path) is not None}
    return {sha256 for _, sha256 in found} - there


def _in_use(path: Path) -> UserError:
    return UserError(f"{path.name}: đang có người xem; hãy đóng trang rà soát rồi xóa lại")


def _own(folder: Path, name: re.Pattern[str]) -> Iterator[Path]:
    """The files of a folder that this program has named; nothing behind a link."""
    if folder.is_dir() and (not folder.is_symlink()):
        yield from (file for file in folder.iterdir() if name.fullmatch(file.name))


def _unlink(files: Iterable[Path]) -> int:
    removed = 0
    for file in list(files):
        try:
            file.unlink(missing_ok=True)
        except OSError as error:
            raise UserError(f"{file.name}: không xóa được; hãy đóng tệp này rồi xóa lại") from error
        removed += 1
    return removed


def erase_pictures(out: Path, contents: Iterable[str]) -> None:
    """Remove the pictures of some contents, and uploaded workbooks, which may quote them."""
    wanted = frozenset(contents)
    shown = (one for one in _own(out / PICTURES, _PICTURE) if one.name.lstrip(".")[:64] in wanted)
    for place in (*shown, *_own(out / UPLOADS, _UPLOAD)):
        with suppress(OSError):  # on Windows, what somebody is looking at
            place.unlink()


def _drop_empty(folder: Path) -> None:
    if folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir()):
        folder.rmdir()


def _size(out: Path) -> int:
    """The bytes of what this program keeps in its folder of results."""
    files = [out / f"{DATABASE}{end}" for end in _IN_DATABASE] + [out / name for name in RESULTS]
    files += _own(out, _LOGS)
    files += [*_own(out / PICTURES, _PICTURE), *_own(out / UPLOADS, _UPLOAD)]
    return sum(file.lstat().st_size for file in files if file.is_file())
