"""Documents read by dask workers: the same rows as read here, also when a worker is killed."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path

import pytest

from extractors.document import Reason, Unreadable
from pipeline.errors import UserError
from pipeline.reading.cluster import Cluster, FarPool, asked_cluster
from pipeline.reading.cluster_worker import Answer, Parcel
from pipeline.reading.entry import Entry
from pipeline.reading.packing import pack
from pipeline.reading.reading_process import Limits
from pipeline.run import Order, run_order
from pipeline.run_log import RunLog

distributed = pytest.importorskip("distributed", reason="needs the extra cluster")

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
DAY = date(2024, 12, 20)
FOLDERS = ("01. Sở Nội vụ", "Sở Y tế", "Thanh tra tỉnh", "VP UBND tỉnh", "UBND TP Sơn La")


class Quiet:
    """Nobody watches."""

    def start(self, total: int) -> None: ...
    def advance(self, path: str) -> None: ...
    def end(self) -> None: ...


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few agencies of the samples, an archive among them, and a file that is no document."""
    inbox = tmp_path_factory.mktemp("cluster") / "hop-thu"
    for name in FOLDERS:
        shutil.copytree(SAMPLES / "inbox" / name, inbox / name)
    (inbox / FOLDERS[0] / "hong.pdf").write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 40)
    return inbox


@pytest.fixture(scope="module")
def rows_here(inbox: Path) -> dict[str, list[str]]:
    """What the local engine makes of it."""
    return _run(inbox, inbox.parent / "tai-cho", None)


def test_workers_of_a_local_cluster(inbox: Path, rows_here: dict[str, list[str]]) -> None:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        there = _run(inbox, inbox.parent / "cum", Cluster(cluster.scheduler_address, inbox))
    assert there == rows_here


def test_scheduler_and_workers_of_their_own_one_killed(
    inbox: Path, rows_here: dict[str, list[str]]
) -> None:
    with _machines(2) as (address, workers):
        killer = threading.Timer(0.5, os.killpg, (workers[0].pid, signal.SIGKILL))
        once = iter([killer.start])
        log = RunLog(begun=lambda _: next(once, int)())  # when the first task is given out
        there = _run(inbox, inbox.parent / "mot-chet", Cluster(address, inbox), log)
        assert workers[0].wait(timeout=10) == -signal.SIGKILL
    assert there == rows_here


def test_documents_by_their_address(inbox: Path, rows_here: dict[str, list[str]]) -> None:
    with _machines(1) as (address, _):
        store = f"file://{inbox}"
        there = _run(inbox, inbox.parent / "chung", Cluster(address, inbox, store))
    assert there == rows_here


def test_a_scheduler_that_is_not_there(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.reading.cluster._TIMEOUT", 1)
    with pytest.raises(UserError, match="không gặp được máy điều phối"):
        _run(inbox, inbox.parent / "vang", Cluster(f"tcp://127.0.0.1:{_port()}", inbox))


class _Done:
    """A task that has ended at once; one with a poisonous document cost its worker."""

    def __init__(self, parcels: tuple[Parcel, ...]) -> None:
        names = [parcel.name for parcel in parcels]
        self.status = "error" if "doc.pdf" in names else "finished"
        lost = pack(Unreadable("", Reason.NO_TEXT))
        self._answers = [[Answer(lost, 0.0)] for _ in parcels]

    def result(self) -> list[list[Answer]]:
        return self._answers

    def add_done_callback(self, tell: Callable[[_Done], None]) -> None:
        tell(self)


class _Scheduler:
    """Stands for a client whose workers die of one document."""

    status = "running"

    def nthreads(self) -> dict[str, int]:
        return {"a": 1}

    def submit(self, _: object, parcels: tuple[Parcel, ...], *__: object, **___: object) -> _Done:
        return _Done(parcels)

    def close(self) -> None: ...


def test_a_poisonous_document_costs_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.reading.cluster._connected", lambda _: _Scheduler())
    entries = []
    for name in ("a.pdf", "doc.pdf", "b.pdf"):
        (tmp_path / name).write_text(name)
        entries.append(Entry(name, tmp_path / name, size=5, sha256=name))
    cluster = Cluster("tcp://a:1", tmp_path)
    pool = FarPool(cluster, Limits(), None, False, RunLog(), lambda _: True)
    pool.start([[entry] for entry in entries])
    found = {same[0].path: result for same, result, _ in pool.results()}
    pool.stop()
    reasons = {path: getattr(one, "reason", None) for path, one in found.items()}
    assert reasons == {
        "a.pdf": Reason.NO_TEXT,
        "b.pdf": Reason.NO_TEXT,
        "doc.pdf": Reason.CRASHED,
    }


def test_engine_and_scheduler_are_asked_together() -> None:
    inbox = Path("hop-thu")
    assert asked_cluster("local", "", inbox) is None
    assert asked_cluster("dask", "tcp://a:1", inbox) == Cluster("tcp://a:1", inbox)
    with pytest.raises(UserError, match="cần --scheduler"):
        asked_cluster("dask", "", inbox)
    with pytest.raises(UserError, match="thêm --engine dask"):
        asked_cluster("local", "tcp://a:1", inbox)


def _run(
    inbox: Path, out: Path, cluster: Cluster | None, log: RunLog | None = None
) -> dict[str, list[str]]:
    order = Order(inbox, SAMPLES / "plan" / "plan.docx", out, DAY, workers=2, cluster=cluster)
    run_order(order, Quiet(), log=log)
    return _rows(out / "doichieu.db")


def _rows(path: Path) -> dict[str, list[str]]:
    """Every table of results, row by row, sorted; without what tells when it was written."""
    with sqlite3.connect(path) as db:
        tables = ("documents", "statements", "matches", "citations", "obligations", "findings")
        return {
            name: sorted(repr(row) for row in db.execute(f"SELECT * FROM {name}"))
            for name in (*tables, "readings", "agencies", "tasks")
        }


def _port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def _machines(number: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and workers started by themselves, each in a process group of its own."""
    address = f"tcp://127.0.0.1:{_port()}"
    dask = [sys.executable, "-m", "dask"]
    host, port = address.removeprefix("tcp://").split(":")
    commands = [[*dask, "scheduler", "--host", host, "--port", port, "--no-dashboard", "--no-show"]]
    worker = [*dask, "worker", address, "--nthreads", "1", "--no-dashboard", "--no-nanny"]
    commands += [worker] * number
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with ExitStack() as held:
        started = []
        for command in commands:
            one = subprocess.Popen(
                command,
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            held.callback(_ended, one)
            started.append(one)
            time.sleep(0.2)
        client = distributed.Client(address, timeout=60, set_as_default=False)
        client.wait_for_workers(number, timeout=60)
        client.close()
        yield address, started[1:]


def _ended(one: subprocess.Popen[bytes]) -> None:
    if one.poll() is None:
        os.killpg(one.pid, signal.SIGTERM)
    try:
        one.wait(timeout=10)
    except subprocess.TimeoutExpired:
        os.killpg(one.pid, signal.SIGKILL)
        one.wait()
