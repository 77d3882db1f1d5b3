"""A whole run over hostile files: little memory in the program itself, and every file told of."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.hostile.processes import all_living, told_to_write
from tests.hostile.test_outcomes import SUPERVISOR, nobody_calls

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="measured by /proc"),
]
PLAN = Path(__file__).resolve().parent.parent.parent / "samples" / "plan" / "plan.docx"
STATUSES = {"ok", "partial", "failed", "skipped", "waiting"}
_MOST = re.compile(r"VmHWM:\s+(\d+) kB")


def run(inbox: Path, out: Path) -> tuple[int, int]:
    """Run over a folder: how it ended, and the most memory that the program itself held."""
    program = Path(sys.executable).parent / "doichieu"
    most = 0
    with nobody_calls():
        process = subprocess.Popen(
            [program, "run", inbox, "--plan", PLAN, "--out", out, "--workers", "2"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        while process.poll() is None:
            status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
            found = _MOST.search(status)
            most = max(most, int(found[1]) * 1024 if found else 0)
            time.sleep(0.05)
    return process.returncode, most


def check(inbox: Path, out: Path) -> None:
    """Run over a folder, within bounds; nothing is unaccounted for and nothing is left."""
    code, most = run(inbox, out)
    assert code == 3
    assert most < SUPERVISOR
    with closing(sqlite3.connect(out / "doichieu.db")) as db:
        ((totals,),) = db.execute("SELECT totals FROM runs").fetchall()
        counted = json.loads(totals)["papers"]
        rows = db.execute("SELECT path, read_status, read_reason FROM documents").fetchall()
    assert counted.keys() <= STATUSES
    assert sum(counted.values()) == len(rows)
    assert {status: n for status, n in counted.items() if n} == {
        status: sum(row[1] == status for row in rows) for status in {row[1] for row in rows}
    }
    assert all(reason for _, status, reason in rows if status != "ok")
    told = {path for path, _, _ in rows}
    above = {path[: at.start()] for path in told for at in re.finditer("/", path)}
    found = {path.relative_to(inbox).as_posix() for path in inbox.rglob("*") if path.is_file()}
    assert found - told - above == set()
    assert not (out / ".tam").exists()
    assert told_to_write(out, all_living()) == set()


def test_files_found_elsewhere(shared: Path, tmp_path: Path) -> None:
    check(shared / "hostile" / "found", tmp_path / "kq")


def test_crafted_bombs_and_traps(shared: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyzipper", reason="needs pyzipper, which makes one of the files")
    inbox = tmp_path / "hop-thu"
    subprocess.run(
        [sys.executable, shared / "hostile" / "make_crafted.py", inbox],
        check=True, capture_output=True, env={**os.environ, "CANARY": str(tmp_path / "secret")},
    )  # fmt: skip
    check(inbox, tmp_path / "kq")
    assert not Path("/doichieu-canary").exists()
