"""A file that is still being copied waits for the next run."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from datetime import date
from pathlib import Path

import pytest

from extractors.document import Document, Reason, Unreadable
from pipeline.reading import growing
from pipeline.reading.growing import Fresh
from pipeline.reading.inventory import take
from pipeline.reading.read import read_all
from pipeline.run import Order, run_order
from tests.test_samples import SAMPLES, Quiet

WORDS = "Báo cáo kết quả cải cách hành chính\n"


def age(path: Path, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(path, (then, then))


def test_only_what_has_just_been_changed_is_looked_at_twice(tmp_path: Path) -> None:
    for name, seconds in (("cu.txt", 60.0), ("moi.txt", 1.0), ("mai.txt", -3600.0)):
        (tmp_path / name).write_text(WORDS, encoding="utf-8")
        age(tmp_path / name, seconds)
    fresh = Fresh.of(take(tmp_path))
    assert {path.name for path in fresh.files} == {"moi.txt"}


def test_nothing_fresh_costs_no_time(tmp_path: Path) -> None:
    (tmp_path / "cu.txt").write_text(WORDS, encoding="utf-8")
    age(tmp_path / "cu.txt", 60)
    started = time.monotonic()
    assert Fresh.of(take(tmp_path)).changing() == frozenset()
    assert time.monotonic() - started < growing.APART / 2


def test_a_file_that_grows_between_two_looks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(growing, "APART", 0.2)
    for name in ("lớn dần.txt", "xong.txt"):
        (tmp_path / name).write_text(WORDS, encoding="utf-8")
    fresh = Fresh.of(take(tmp_path))
    with (tmp_path / "lớn dần.txt").open("a", encoding="utf-8") as file:
        file.write(WORDS)
    assert {path.name for path in fresh.changing()} == {"lớn dần.txt"}


def test_one_of_two_alike_changes_while_they_are_read(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(WORDS, encoding="utf-8")
    entries = take(tmp_path)
    (tmp_path / "a.txt").write_text(WORDS * 2, encoding="utf-8")
    results = {entry.path: result for entry, result in read_all(entries, 1)}
    changed = results["a.txt"]
    assert isinstance(changed, Unreadable)
    assert changed.reason is Reason.STILL_GROWING
    assert isinstance(results["b.txt"], Document)


def test_a_run_leaves_it_waiting_and_the_next_one_reads_it(tmp_path: Path) -> None:
    inbox = tmp_path / "hop-thu" / "Sở Y tế"
    inbox.mkdir(parents=True)
    growing_file = inbox / "bao cao.txt"
    growing_file.write_text(WORDS, encoding="utf-8")
    (inbox / "khac.txt").write_text("Kế hoạch", encoding="utf-8")
    order = Order(
        inbox.parent, SAMPLES / "plan/plan.docx", tmp_path / "kq", date(2024, 12, 20), workers=1
    )
    done = threading.Event()

    def copy() -> None:
        while not done.wait(0.05):
            with growing_file.open("a", encoding="utf-8") as file:
                file.write(WORDS)

    copier = threading.Thread(target=copy)
    copier.start()
    try:
        run_order(order, Quiet())
    finally:
        done.set()
        copier.join()
    assert statuses(order.out) == {"bao cao.txt": "waiting", "khac.txt": "ok"}
    age(growing_file, 60)
    run_order(order, Quiet())
    assert statuses(order.out) == {"bao cao.txt": "ok", "khac.txt": "ok"}


def statuses(out: Path) -> dict[str, str]:
    connection = sqlite3.connect(out / "doichieu.db")
    found = dict(connection.execute("SELECT path, read_status FROM documents").fetchall())
    connection.close()
    return {Path(path).name: status for path, status in found.items()}
