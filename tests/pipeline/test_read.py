"""Reading: a document that misbehaves costs itself and nothing else."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from extractors.document import Document, Reason, Unreadable
from pipeline.reading.inventory import Entry, take
from pipeline.reading.read import READER_VERSION, read_all
from pipeline.reading.reading_process import Limits, Result


def read(inbox: Path, limits: Limits | None = None, workers: int = 2) -> dict[str, Result]:
    return {e.path: r for e, r in read_all(take(inbox), workers=workers, limits=limits)}


def write(inbox: Path, **texts: str) -> None:
    for name, text in texts.items():
        (inbox / f"{name}.txt").write_text(text, encoding="utf-8")


def test_results_and_progress(tmp_path: Path) -> None:
    write(tmp_path, a="Báo cáo", b="Kế hoạch")
    (tmp_path / "c.txt").touch()
    seen: list[str] = []

    def note(entry: Entry, result: Result) -> None:
        seen.append(f"{entry.path} {result.format}")

    results = dict(read_all(take(tmp_path), 2, on_result=note))
    assert len(results) == 3
    assert sorted(seen) == ["a.txt txt", "b.txt txt", "c.txt "]


def test_same_content_is_read_once_and_cached(tmp_path: Path) -> None:
    write(tmp_path, a="Báo cáo", b="Báo cáo")
    cache: dict[tuple[str, str], Result] = {}
    first = {e.path: r for e, r in read_all(take(tmp_path), 1, cache=cache)}
    assert [version for _, version in cache] == [READER_VERSION]
    assert first["a.txt"] is first["b.txt"]
    never = Limits(child="no.such.module")
    again = {e.path: r for e, r in read_all(take(tmp_path), 1, cache=cache, limits=never)}
    assert again == first


def test_a_changed_file_is_not_taken_for_the_counted_one(tmp_path: Path) -> None:
    write(tmp_path, a="Báo cáo")
    entries = take(tmp_path)
    write(tmp_path, a="Báo cáo khác")
    ((_, result),) = read_all(entries, 1)
    assert isinstance(result, Unreadable)
    assert result.reason is Reason.STILL_GROWING


BEHAVIOURS = {
    "raise": Reason.CRASHED,
    "hang": Reason.TIMEOUT,
    "spin": Reason.TIMEOUT,
    "memory": Reason.MEMORY,
    "segfault": Reason.CRASHED,
    "abort": Reason.CRASHED,
    "exit": Reason.CRASHED,
    "quit": Reason.CRASHED,
    "kill": Reason.CRASHED,
    "recurse": Reason.CRASHED,
    "fork": Reason.TIMEOUT,
    "close": Reason.CRASHED,
    "wrong": Reason.CRASHED,
}


def test_a_document_given_up_is_kept_as_far_as_it_was_read(tmp_path: Path) -> None:
    write(tmp_path, a="slow x", b="Báo cáo")
    limits = Limits(timeout=2, child="tests.pipeline.misbehaving_child")
    cache: dict[tuple[str, str], Result] = {}
    entries = take(tmp_path)
    results = {e.path: r for e, r in read_all(entries, 1, cache=cache, limits=limits)}
    slow = results["a.txt"]
    assert isinstance(slow, Document)
    assert slow.text() == "một"
    assert slow.skipped == ((Reason.TIMEOUT, "quá 2 giây"),)
    assert isinstance(results["b.txt"], Document)
    assert len(cache) == 1  # the one given up is tried again


@pytest.mark.skipif(sys.platform == "win32", reason="signals and forks of Unix")
def test_each_misbehaviour_costs_its_document_only(tmp_path: Path) -> None:
    good = {f"tot-{number}": f"Báo cáo số {number}" for number in range(12)}
    bad = {name: f"{name} x" for name in (*BEHAVIOURS, "flood", "surrogate")}
    write(tmp_path, **good, **bad)
    limits = Limits(timeout=2, memory=700 << 20, child="tests.pipeline.misbehaving_child")
    results = read(tmp_path, limits)
    assert len(results) == len(good) + len(bad)
    for name, text in good.items():
        result = results[f"{name}.txt"]
        assert isinstance(result, Document), name
        assert result.text() == text
    for name, reason in BEHAVIOURS.items():
        result = results[f"{name}.txt"]
        assert isinstance(result, Unreadable), name
        assert result.reason is reason, name
    assert isinstance(results["flood.txt"], Document)
    assert isinstance(results["surrogate.txt"], Document)


def test_leaving_early_ends_the_processes(tmp_path: Path) -> None:
    write(tmp_path, **{f"t{number}": f"hang {number}" for number in range(4)}, a="Báo cáo")
    limits = Limits(timeout=60, child="tests.pipeline.misbehaving_child")
    started = time.monotonic()
    for _, result in read_all(take(tmp_path), 5, limits=limits):
        assert isinstance(result, Document)
        break
    assert time.monotonic() - started < 30


def test_the_reading_process_loads_little() -> None:
    code = (
        "import sys, pipeline.reading.reading_child;"
        "print([m for m in ('spacy', 'scipy', 'typer', 'pdfplumber') if m in sys.modules])"
    )
    root = Path(__file__).resolve().parent.parent.parent
    told = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, check=True)
    assert told.stdout.decode().strip() == "[]"


def test_every_real_and_hostile_file_ends(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOICHIEU_OCR", "0")  # hundreds of scanned pages: minutes
    # Hostile files are never opened in an office program on a developer's machine.
    monkeypatch.setenv("PATH", "")
    for folder in ("hostile/found", "real/files"):
        entries = take(shared / folder)
        results = dict(read_all(entries, 2))
        assert len(results) == len(entries)
        lost = {Reason.TIMEOUT, Reason.CRASHED, Reason.MEMORY}
        for entry, result in results.items():
            assert not (isinstance(result, Unreadable) and result.reason in lost), entry.path
