"""A file that breaks the reading is tried three times, unless nobody knows that it did."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from extractors.document import Reason, Unreadable
from pipeline.reading.attempts import Attempts, try_again
from pipeline.reading.inventory import take
from pipeline.reading.read import READER_VERSION, read_all
from pipeline.reading.reading_process import Limits, Result
from pipeline.storage.store import Store

CHILD = Limits(timeout=2, child="tests.pipeline.misbehaving_child")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """An inbox with a file that ends its reader and one that does not, and a database."""
    (tmp_path / "hop-thu").mkdir()
    (tmp_path / "hop-thu" / "hong.txt").write_text("quit x", encoding="utf-8")
    (tmp_path / "hop-thu" / "tot.txt").write_text("Báo cáo", encoding="utf-8")
    Store.open(tmp_path / "doichieu.db").close()
    return tmp_path


def read(place: Path, version: str = READER_VERSION) -> dict[str, Result]:
    with Store.open(place / "doichieu.db") as store:
        attempts = Attempts(place / "doichieu.db", version)
        try:
            entries = take(place / "hop-thu")
            told = read_all(entries, 2, cache=store.readings, limits=CHILD, attempts=attempts)
            return {entry.path: result for entry, result in told}
        finally:
            attempts.close()


def rows(place: Path) -> list[tuple[int, str | None]]:
    connection = sqlite3.connect(place / "doichieu.db")
    found = connection.execute("SELECT count, outcome FROM attempts").fetchall()
    connection.close()
    return found


def broken(place: Path) -> Unreadable:
    result = read(place)["hong.txt"]
    assert isinstance(result, Unreadable)
    return result


def test_given_up_after_three_attempts(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for count in (1, 2):
        assert "không thử lại" not in broken(place).detail
        assert rows(place) == [(count, "crashed")]
    third = broken(place)
    assert third.reason is Reason.CRASHED
    assert "đã thử 3 lần, không thử lại nữa" in third.detail
    monkeypatch.setattr("pipeline.reading.read.ReadingProcess", None)  # nothing is read any more
    assert broken(place) == third


def test_asked_to_it_is_tried_again(place: Path) -> None:
    for _ in range(3):
        broken(place)
    with Store.open(place / "doichieu.db") as store:
        try_again(store.readings.connection)
    assert rows(place) == []
    assert "không thử lại" not in broken(place).detail
    assert rows(place) == [(1, "crashed")]


def test_another_version_of_the_readers_tries_it_again(place: Path) -> None:
    for _ in range(3):
        broken(place)
    attempts = Attempts(place / "doichieu.db", "another")
    assert attempts.earlier().given_up == {}
    attempts.close()


def test_what_was_open_when_a_run_died_is_not_blamed_at_once(place: Path) -> None:
    """The good file was being read when the power failed, three times, among others."""
    (good,) = (e for e in take(place / "hop-thu") if e.path == "tot.txt")
    for _ in range(3):
        attempts = Attempts(place / "doichieu.db", READER_VERSION)
        attempts.begin(good.sha256, alone=False)
        attempts.close()
    attempts = Attempts(place / "doichieu.db", READER_VERSION)
    assert attempts.earlier().interrupted == {good.sha256}
    attempts.close()
    assert not isinstance(read(place)["tot.txt"], Unreadable)


def test_what_ends_the_run_alone_three_times_is_given_up(place: Path) -> None:
    (good,) = (e for e in take(place / "hop-thu") if e.path == "tot.txt")
    for _ in range(3):
        attempts = Attempts(place / "doichieu.db", READER_VERSION)
        attempts.begin(good.sha256, alone=True)
        attempts.close()
    result = read(place)["tot.txt"]
    assert isinstance(result, Unreadable)
    assert result.reason is Reason.CRASHED


def test_stopping_a_run_blames_nobody(place: Path) -> None:
    attempts = Attempts(place / "doichieu.db", READER_VERSION)
    entries = take(place / "hop-thu")
    attempts.begin(entries[0].sha256, alone=True)
    attempts.abandon(entries[0].sha256, alone=True)
    suspicion = attempts.earlier()
    attempts.close()
    assert (suspicion.given_up, suspicion.interrupted) == ({}, frozenset())
