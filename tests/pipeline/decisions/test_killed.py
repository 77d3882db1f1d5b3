"""A decision that was acknowledged is there, whenever the program is killed."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.decisions.standing import derive, standing
from pipeline.storage.store import Store
from tests import factories as make
from tests.pipeline.test_store import RUN, report

# Decides on and takes back without end; a number is printed only when its row is committed.
DECIDER = """
import sys
from pathlib import Path
from pipeline.decisions.log import Actor, Wanted, take, undo
from pipeline.storage.store import Store

with Store.decide(Path(sys.argv[1])) as store:
    (fingerprint,) = store.db.execute("SELECT fingerprint FROM findings").fetchone()
    while True:
        taken = take(store, [Wanted(fingerprint, "confirm")], Actor("Lan"))
        print(taken.batch, flush=True)
        print(undo(store, taken.batch, Actor("Hoa")).batch, flush=True)
"""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kq") / "doichieu.db"
    with Store.open(path) as store:
        store.write_run(report(findings=[make.finding()]), RUN)
    return path


def kill_at_random(path: Path, seed: int) -> int:
    """Let the decider work for a moment and kill it; the last number it acknowledged."""
    worker = subprocess.Popen(
        [sys.executable, "-c", DECIDER, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert worker.stdout is not None
    told = [int(worker.stdout.readline())]
    for _ in range(random.Random(seed).randrange(60)):
        told.append(int(worker.stdout.readline()))
    worker.kill()
    told += [int(line) for line in worker.stdout if line.endswith("\n")]
    worker.wait()
    return told[-1]


def check(path: Path, acknowledged: int) -> None:
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    numbers = [number for (number,) in connection.execute("SELECT id FROM decisions ORDER BY id")]
    connection.close()
    # None lost, none doubled; at most the one that was being acknowledged comes on top.
    assert numbers == list(range(1, len(numbers) + 1))
    assert acknowledged <= len(numbers) <= acknowledged + 1
    with Store.read(path) as store:
        held = {one.fingerprint: one for one in derive(store.decisions())}
        assert standing(store.db) == held


@pytest.mark.parametrize("kills", [5, pytest.param(120, marks=pytest.mark.slow)])
def test_no_acknowledged_decision_is_lost(written: Path, tmp_path: Path, kills: int) -> None:
    path = Path(shutil.copy(written, tmp_path))
    for seed in range(kills):
        check(path, kill_at_random(path, seed))
