"""Files that look as they did are not opened again; what may have changed is hashed anew."""

from __future__ import annotations

import os
import time
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from extractors.document import Reason
from pipeline.reading import inventory
from pipeline.reading.contents import contents_of
from pipeline.reading.entry import Entry
from pipeline.reading.inventory import take
from pipeline.reading.seen_files import SeenFiles
from pipeline.storage.store import Store

LONG_AGO = 1_700_000_000


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """One text and one archive, changed long ago."""
    inbox = tmp_path / "hop-thu"
    inbox.mkdir()
    (inbox / "a.txt").write_text("một")
    with zipfile.ZipFile(inbox / "b.zip", "w") as packed:
        packed.writestr("trong/c.txt", "hai")
    return inbox


class Counter:
    """How often files and containers are opened."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.hashed: list[str] = []
        self.listed: list[str] = []
        hashing = inventory._hashed

        def hashed(path: Path) -> tuple[str, bytes, bytes]:
            self.hashed.append(path.name)
            return hashing(path)

        monkeypatch.setattr(inventory, "_hashed", hashed)

    def contents(self, entry: Entry) -> Iterable[Entry] | None:
        self.listed.append(entry.path)
        return contents_of(entry)


def _take(store: Store, inbox: Path, counter: Counter, program: str = "1") -> tuple[Entry, ...]:
    counter.hashed.clear()
    counter.listed.clear()
    seen = SeenFiles(store.db.conn, program)
    entries = take(inbox, None, counter.contents, seen)
    seen.finish()
    return entries


def _aged(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if everything that was hashed had been changed long before."""
    later = time.time_ns() + 60_000_000_000
    monkeypatch.setattr(inventory.time, "time_ns", lambda: later)


def test_what_has_not_changed_is_not_opened(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _aged(monkeypatch)
    counter = Counter(monkeypatch)
    with Store.open(tmp_path / "kq" / "doichieu.db") as store:
        first = _take(store, inbox, counter)
        assert counter.hashed == ["a.txt", "b.zip"]
        assert counter.listed == ["b.zip"]
        assert _take(store, inbox, counter) == first
        assert not counter.hashed
        assert not counter.listed
    assert [entry.path for entry in first] == ["a.txt", "b.zip/trong/c.txt"]


def test_a_changed_file_is_hashed(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _aged(monkeypatch)
    counter = Counter(monkeypatch)
    with Store.open(tmp_path / "kq" / "doichieu.db") as store:
        before = _take(store, inbox, counter)
        (inbox / "a.txt").write_text("mới")  # as many bytes, with the time it had
        os.utime(inbox / "a.txt", (before[0].mtime, before[0].mtime))
        after = _take(store, inbox, counter)
        assert counter.hashed == ["a.txt"]
    assert before[0].sha256 != after[0].sha256
    assert before[1] == after[1]


def test_a_file_changed_just_before_is_hashed_again(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter = Counter(monkeypatch)
    with Store.open(tmp_path / "kq" / "doichieu.db") as store:
        _take(store, inbox, counter)
        _take(store, inbox, counter)
        assert counter.hashed == ["a.txt", "b.zip"]


def test_another_program_lists_containers_anew(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _aged(monkeypatch)
    counter = Counter(monkeypatch)
    with Store.open(tmp_path / "kq" / "doichieu.db") as store:
        _take(store, inbox, counter)
        _take(store, inbox, counter, program="2")
        assert counter.hashed == ["b.zip"]
        assert counter.listed == ["b.zip"]


def test_what_may_be_otherwise_next_time_is_not_remembered(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _aged(monkeypatch)
    counter = Counter(monkeypatch)
    broken = Entry("b.zip", inbox / "b.zip", reason=Reason.TIMEOUT)
    monkeypatch.setattr(counter, "contents", lambda _: [broken])
    with Store.open(tmp_path / "kq" / "doichieu.db") as store:
        _take(store, inbox, counter)
        _take(store, inbox, counter)
        assert counter.hashed == ["b.zip"]


def test_files_that_are_gone_are_forgotten(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _aged(monkeypatch)
    with Store.open(tmp_path / "kq" / "doichieu.db") as store:
        _take(store, inbox, Counter(monkeypatch))
        (inbox / "a.txt").unlink()
        _take(store, inbox, Counter(monkeypatch))
        (left,) = store.db.execute("SELECT count(*) FROM seen_files").fetchone()
    assert left == 1
