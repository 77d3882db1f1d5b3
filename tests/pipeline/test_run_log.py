"""Stages are measured, files are told, and the log says nothing of what documents say."""

from __future__ import annotations

import io
import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from extractors.document import Reason, Unreadable
from pipeline.outputs.timing_table import FILE, print_times
from pipeline.run import Order, run_order
from pipeline.run_log import LOG, SLOWEST, RunLog
from tests import factories as make

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


class Quiet:
    """Nobody watches."""

    def start(self, total: int) -> None: ...
    def advance(self, path: str) -> None: ...
    def end(self) -> None: ...


def _lines(folder: Path) -> list[dict[str, object]]:
    text = (folder / LOG).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_a_run_tells_its_stages_and_files(tmp_path: Path) -> None:
    shutil.copytree(SAMPLES / "inbox" / "STP", tmp_path / "hop-thu" / "STP")
    out, shown = tmp_path / "kq", list[str]()
    out.mkdir()
    order = Order(tmp_path / "hop-thu", SAMPLES / "plan/plan.docx", out, date(2024, 12, 20))
    with RunLog(out, shown.append) as log:
        run_order(order, Quiet(), log=log)
    told = _lines(out)
    assert [told[0]["event"], told[-1]["event"]] == ["start", "end"]
    stages = {one["stage"] for one in told if one["event"] == "stage"}
    assert stages >= {"inventory", "read", "identify", "segment", "cite", "match", "judge"}
    assert stages >= {"checks", "store", "workbook", "page", "lines"}
    read = [one for one in told if one["event"] == "read"]
    assert {one["path"] for one in read} == {
        path.relative_to(tmp_path / "hop-thu").as_posix()
        for path in (tmp_path / "hop-thu").rglob("*.*")
    }
    assert set(read[0]) == {"at", "event", "path", "bytes", "seconds", "format", "pages", "ocr"}
    assert shown  # what is being read


def test_a_failed_run_says_which_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), RunLog(tmp_path):
        _ = 1 / 0
    assert _lines(tmp_path)[-1]["error"] == "ZeroDivisionError"


def test_the_slowest_come_first_and_are_few(tmp_path: Path) -> None:
    log = RunLog()
    for at in range(30):
        log.was_read(f"{at}.pdf", 1, float(at), Unreadable("pdf", Reason.DAMAGED))
    assert [one.path for one in log.slowest][:2] == ["29.pdf", "28.pdf"]
    assert len(log.slowest) == SLOWEST
    assert log.read == 30
    shown = io.StringIO()
    with log.stage("read"):
        pass
    print_times(log, tmp_path, "vi", Console(file=shown, width=120))
    assert "10 tệp đọc lâu nhất trong 30 tệp đã đọc" in shown.getvalue()
    assert (tmp_path / FILE).read_text(encoding="utf-8") == shown.getvalue()


def test_a_log_without_a_folder_writes_nothing(tmp_path: Path) -> None:
    with RunLog(tmp_path / "khong-co") as log:
        log.was_read("a.docx", 1, 0.5, make.document("Chữ"))
    assert not list(tmp_path.iterdir())


def test_a_large_log_is_put_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.run_log._LARGEST", 10)
    for _ in range(2):
        with RunLog(tmp_path):
            pass
    assert {path.name for path in tmp_path.iterdir()} == {LOG, "nhat-ky.cu.jsonl"}
