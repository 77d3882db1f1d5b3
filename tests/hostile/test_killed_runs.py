"""A run may be killed at any point: the same command again gives what one run would have given."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.hostile.killed_run import STEPS

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks and kill -9 of Linux")

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLES = ROOT / "samples"
FOLDERS = ("STP", "SGTVT")
# When something happened, and what only spares work; no two runs have these alike.
APART = {"attempts", "seen_files", "worked_out", "readings", "contents"}
TIMES = {"runs": ("started_at", "finished_at"), "finding_ledger": ("mark",)}
FEW = (
    "after pipeline.reading.inbox:Attempts.begin",
    "after pipeline.storage.store:Store.write_run",
    "before pipeline.outputs.replace:_sync",
)

Tables = dict[str, list[tuple[object, ...]]]


@dataclass(slots=True)
class Runs:
    """The program, loaded once and forked for each run."""

    worker: subprocess.Popen[str]
    folder: Path

    @classmethod
    def begin(cls, folder: Path) -> Runs:
        inbox = folder / "hop-thu"
        for name in FOLDERS:
            shutil.copytree(SAMPLES / "inbox" / name, inbox / name)
        old = time.time() - 3600  # a copy just made would be waited for
        for path in inbox.rglob("*"):
            os.utime(path, (old, old))
        plan = SAMPLES / "plan" / "plan.docx"
        worker = subprocess.Popen(
            [sys.executable, "-m", "tests.hostile.killed_run", inbox, plan, "2024-12-20"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip
        return cls(worker, folder)

    def run(self, out: Path, step: str = "", after: float | None = None) -> int:
        """Run, killed at a step or after some seconds; how it ended."""
        assert self.worker.stdin
        assert self.worker.stdout
        self.worker.stdin.write(json.dumps({"out": str(out), "step": step}) + "\n")
        self.worker.stdin.flush()
        pid = int(self.worker.stdout.readline())
        if after is not None:
            time.sleep(after)
            with suppress(ProcessLookupError):  # it had finished
                os.kill(pid, signal.SIGKILL)
        return int(self.worker.stdout.readline())


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runs]:
    started = Runs.begin(tmp_path_factory.mktemp("bi-ngat"))
    yield started
    assert started.worker.stdin
    started.worker.stdin.close()
    started.worker.wait()


@pytest.fixture(scope="module")
def wanted(runs: Runs) -> tuple[list[Tables], float]:
    """What uninterrupted runs give, one and more, and how long the first takes."""
    out = runs.folder / "lien-mach"
    found = []
    started = time.monotonic()
    assert runs.run(out) == 0
    took = time.monotonic() - started
    found.append(tables(out))
    for _ in range(2):
        assert runs.run(out) == 0
        found.append(tables(out))
    return found, took


def tables(out: Path) -> Tables:
    """All that a run knows, row by row; the database must be sound."""
    connection = sqlite3.connect(out / "doichieu.db")
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    names = [
        name
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if name not in APART and not name.startswith(("sqlite_", "_"))
    ]
    found: Tables = {}
    for name in names:
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
        kept = ", ".join(f'"{one}"' for one in columns if one not in TIMES.get(name, ()))
        rows = connection.execute(f"SELECT {kept} FROM {name}").fetchall()
        found[name] = sorted(rows, key=repr)
    connection.close()
    return found


def whole_outputs(out: Path) -> None:
    """What is visible under its name is whole, whenever one looks."""
    workbook, page, lines = (out / n for n in ("sai-lech.xlsx", "bao-cao.html", "findings.jsonl"))
    if workbook.exists():
        assert zipfile.ZipFile(workbook).testzip() is None
    if page.exists():
        assert page.read_text(encoding="utf-8").rstrip().endswith("</html>")
    if lines.exists():
        text = lines.read_text(encoding="utf-8")
        assert text.endswith("\n")
        assert all(json.loads(line) for line in text.splitlines())


def finished_alike(runs: Runs, out: Path, wanted: list[Tables]) -> None:
    """After a killed run: the same command gives what uninterrupted runs give."""
    whole_outputs(out)
    assert runs.run(out) == 0
    found = tables(out)
    for name, rows in wanted[len(found["runs"]) - 1].items():
        assert found[name] == rows, name
    whole_outputs(out)
    left = {path.name for path in out.iterdir()}
    assert left <= {"doichieu.db", "doichieu.db.lock", "doichieu.db-wal", "doichieu.db-shm",
                    "sai-lech.xlsx", "bao-cao.html", "findings.jsonl", "nhat-ky.jsonl"}  # fmt: skip


EVERY = [f"{when} {step}" for step in STEPS for when in ("before", "after")]


@pytest.mark.parametrize(
    "step", [*FEW, *(pytest.param(s, marks=pytest.mark.slow) for s in EVERY if s not in FEW)]
)
def test_killed_at_a_step(
    runs: Runs, wanted: tuple[list[Tables], float], tmp_path: Path, step: str
) -> None:
    out = tmp_path / "kq"
    assert runs.run(out, step) == -signal.SIGKILL
    finished_alike(runs, out, wanted[0])


@pytest.mark.parametrize("kills", [3, pytest.param(200, marks=pytest.mark.slow)])
def test_killed_at_random(
    runs: Runs, wanted: tuple[list[Tables], float], tmp_path: Path, kills: int
) -> None:
    chance, done, number = random.Random(kills), 0, 0
    while done < kills:
        out = tmp_path / f"kq{number}"
        number += 1
        for _ in range(min(chance.choice((1, 1, 2)), kills - done)):
            runs.run(out, after=chance.uniform(0.0, wanted[1]))
            done += 1
            if out.exists():
                whole_outputs(out)
        finished_alike(runs, out, wanted[0])
        shutil.rmtree(out)
