"""What is worked out once gives the same tables as working it out each time."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from pipeline.papers import identify, understand
from pipeline.reading.readings import Lightly
from pipeline.run import Order, run_order
from pipeline.storage.kept import Kept
from pipeline.storage.store import Store
from tests import factories as make

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
PLAN = SAMPLES / "plan" / "plan.docx"
DAY = date(2024, 12, 20)
FOLDERS = ("01. Sở Nội vụ", "Sở Y tế", "VP UBND tỉnh", "STP")
TABLES = ("documents", "statements", "matches", "citations", "obligations", "findings")


class Quiet:
    """Nobody watches."""

    def start(self, total: int) -> None: ...
    def advance(self, path: str) -> None: ...
    def end(self) -> None: ...


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A few agencies of the samples."""
    for name in FOLDERS:
        shutil.copytree(SAMPLES / "inbox" / name, tmp_path / "hop-thu" / name)
    return tmp_path / "hop-thu"


def _run(inbox: Path, out: Path, plan: Path = PLAN, day: date = DAY) -> None:
    run_order(Order(inbox, plan, out, day, workers=2), Quiet())


def _rows(out: Path) -> dict[str, list[str]]:
    with sqlite3.connect(out / "doichieu.db") as db:
        return {
            name: sorted(repr(row) for row in db.execute(f"SELECT * FROM {name}"))
            for name in TABLES
        }


def _forget(out: Path) -> None:
    with sqlite3.connect(out / "doichieu.db") as db:
        db.execute("DELETE FROM worked_out")
        db.execute("DELETE FROM seen_files")


def test_a_run_again_gives_what_working_it_all_out_gives(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, other = tmp_path / "kq", tmp_path / "kq-khac"
    _run(inbox, out)
    shutil.copytree(out, other)
    _forget(other)
    _run(inbox, other)
    with monkeypatch.context() as patched:
        patched.setattr(understand, "segment", _not_asked)
        patched.setattr(identify, "read_header", _not_asked)
        _run(inbox, out)
    assert _rows(out) == _rows(other)


def _not_asked(*_: object) -> None:
    raise AssertionError("worked out again")


def test_one_new_document_is_all_that_is_worked_out(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = inbox / "STP" / "KH 09 trang PBGDPL.pdf"
    new = tmp_path / moved.name
    moved.rename(new)
    out, whole = tmp_path / "kq", tmp_path / "kq-khac"
    _run(inbox, out)
    new.rename(moved)
    asked: list[str] = []
    segmenting = understand.segment
    monkeypatch.setattr(
        understand,
        "segment",
        lambda paper, plan: asked.append(paper.path) or segmenting(paper, plan),
    )
    _run(inbox, out)
    assert asked == ["STP/KH 09 trang PBGDPL.pdf"]
    shutil.copytree(out, whole)
    _forget(whole)
    _run(inbox, out)
    _run(inbox, whole)
    assert _rows(out) == _rows(whole)


def test_another_plan_or_place_is_worked_out_anew(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "kq"
    _run(inbox, out)
    (inbox / "STP").rename(inbox / "Sở Tư pháp")
    asked: list[str] = []
    segmenting = understand.segment
    monkeypatch.setattr(
        understand,
        "segment",
        lambda paper, plan: asked.append(paper.path) or segmenting(paper, plan),
    )
    _run(inbox, out)
    assert {path.split("/")[0] for path in asked} == {"Sở Tư pháp"}
    with sqlite3.connect(out / "doichieu.db") as db:
        (kept,) = db.execute("SELECT count(*) FROM worked_out").fetchone()
        (papers,) = db.execute(
            "SELECT count(*) FROM documents WHERE read_status IN ('ok', 'partial')"
        ).fetchone()
    assert kept <= 2 * papers + 1  # what nobody asks for any more has gone


def test_a_light_document_fetches_its_blocks(tmp_path: Path) -> None:
    with Store.open(tmp_path / "doichieu.db") as store:
        known = Lightly(store.readings, lambda reading: reading)
        known["a", "1"] = make.document("Văn bản một")
        waiting = known["a", "1"]
        store.readings.flush()
        light = known["a", "1"]
        assert isinstance(light, Kept)
        assert isinstance(waiting, Kept)
        whole = store.readings["a", "1"]
        assert whole == make.document("Văn bản một")
        assert light.blocks == waiting.blocks == whole.blocks  # type: ignore[union-attr]
        assert light.text() == whole.text()  # type: ignore[union-attr]
        assert ("b", "1") not in known
