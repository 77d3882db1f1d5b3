"""Reading on the workers of a dask scheduler instead of on this machine; nothing else moves.

Documents travel as content, or as their address on a store that all machines reach. Some twenty
go in one task; a task of a worker that died is done by another, and a document that takes its
worker with it again and again costs itself.
"""

from __future__ import annotations

import queue
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from extractors.document import Reason, Unreadable
from pipeline.errors import UserError
from pipeline.reading.attempts import Attempts, broke, given_up
from pipeline.reading.cluster_worker import Answer, Parcel, read_parcels, version
from pipeline.reading.entry import Entry
from pipeline.reading.packing import unpack
from pipeline.reading.reading_process import Limits, Result
from pipeline.run_log import RunLog

TOGETHER = 20  # documents in a task
_BYTES = 16 * 1024 * 1024  # of content in a task, but for a single larger file
_AHEAD = 2  # tasks for each thread of the workers, so that none waits
_TIMEOUT = 20  # seconds to find the scheduler and a first worker

_OF_THE_PLACE = (Reason.NO_ACCESS, Reason.STILL_GROWING)

Same = list[Entry]  # entries of one content


@dataclass(frozen=True, slots=True)
class Cluster:
    """A scheduler's address, and where its workers find the inbox if not in the task itself."""

    scheduler: str
    inbox: Path
    store: str = ""  # "file:///mnt/hop-thu", "s3://..."; empty: the content travels


def asked_cluster(engine: str, scheduler: str, inbox: Path, store: str = "") -> Cluster | None:
    """The machines that a command line asks for; None for this one."""
    if engine == "dask" and not scheduler:
        raise UserError("--engine dask: cần --scheduler; hãy ghi địa chỉ máy điều phối")
    if engine != "dask" and (scheduler or store):
        raise UserError("--scheduler, --shared: chỉ dùng với --engine dask; hãy thêm --engine dask")
    return Cluster(scheduler, inbox, store) if scheduler else None


@dataclass(slots=True)
class _Task:
    """What one task reads: contents, those of one file side by side."""

    groups: list[Same]
    tries: int = 0


@dataclass(slots=True)
class FarPool:
    """Has contents read by the workers; answers as ``pipeline.reading.read`` takes them."""

    cluster: Cluster
    limits: Limits
    attempts: Attempts | None
    alone: bool
    log: RunLog
    lasting: Callable[[Result], bool]  # whether a result is for good
    _client: Any = None
    _left: list[_Task] = field(default_factory=list)
    _running: dict[Any, _Task] = field(default_factory=dict)

    def start(self, groups: Sequence[Same]) -> None:
        """Connect, and plan the tasks; large ones first."""
        if not groups:
            return
        size = 1 if self.alone else TOGETHER
        tasks = list(_tasks(groups, size, bool(self.cluster.store)))
        self._left = sorted(tasks, key=_weight)
        self._client = _connected(self.cluster.scheduler)

    def results(self) -> Iterator[tuple[Same, Result, bool]]:
        """Each content, what it is, and whether that is for good."""
        if self._client is None:
            return
        done: queue.SimpleQueue[Any] = queue.SimpleQueue()
        while self._left or self._running:
            while self._left and len(self._running) < self._room():
                self._submit(self._left.pop(), done)
            try:
                future = done.get(timeout=1.0)
            except queue.Empty:
                self._check_alive()
                continue
            yield from self._taken(future, self._running.pop(future))

    def stop(self) -> None:
        """Give up what still runs."""
        if self._client is not None:
            for future in self._running:
                future.cancel()
            for task in self._running.values():
                for same in task.groups:
                    if self.attempts is not None and same[0].sha256:
                        self.attempts.abandon(same[0].sha256, self.alone)
            self._client.close()

    def _room(self) -> int:
        if self.alone:
            return 1
        threads: dict[str, int] = self._client.nthreads()
        return max(1, _AHEAD * sum(threads.values()))

    def _submit(self, task: _Task, done: queue.SimpleQueue[Any]) -> None:
        for same in task.groups:
            if self.attempts is not None and same[0].sha256 and not task.tries:
                self.attempts.begin(same[0].sha256, self.alone)
        parcels = tuple(_parcels(task.groups, self.cluster))
        limits = replace(self.limits, work=None)
        self.log.reading(task.groups[0][0].path)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # large tasks are meant
            future = self._client.submit(read_parcels, parcels, limits, pure=False)
        self._running[future] = task
        future.add_done_callback(done.put)

    def _taken(self, future: Any, task: _Task) -> Iterator[tuple[Same, Result, bool]]:
        """The answers of a task; where its workers died, each document is tried by itself."""
        if future.status != "finished":
            self._check_alive()
            task.tries += 1
            if len(task.groups) > 1:
                self._left += [_Task([same], task.tries) for same in task.groups]
            else:
                lost = Unreadable("", Reason.CRASHED, "máy đọc dừng nhiều lần khi đọc tệp này")
                yield self._ended(task.groups[0], lost)
            return
        answers: Iterator[Answer] = (one for some in future.result() for one in some)
        for same, answer in zip(task.groups, answers, strict=True):
            result = unpack(answer.body)
            self.log.was_read(same[0].path, same[0].size, answer.seconds, result)
            if isinstance(result, Unreadable) and result.reason in _OF_THE_PLACE and same[1:]:
                yield [same[0]], result, False
                self._left.append(_Task([same[1:]], 1))  # the next file of that content
            else:
                yield self._ended(same, result)

    def _check_alive(self) -> None:
        if self._client.status != "running":
            raise UserError(
                f"--scheduler {self.cluster.scheduler}: mất liên lạc với máy điều phối; "
                "hãy khởi động lại rồi chạy lại, những tệp đã đọc được giữ nguyên"
            )

    def _ended(self, same: Same, result: Result) -> tuple[Same, Result, bool]:
        if self.attempts is None or not same[0].sha256:
            return same, result, self.lasting(result)
        if not self.attempts.end(same[0].sha256, self.alone, broke(result)):
            return same, result, self.lasting(result)
        if isinstance(result, Unreadable):
            result = given_up(result.reason, result.detail)
        return same, result, True


def _connected(address: str) -> Any:
    """A client of the scheduler, whose workers read exactly as this machine would."""
    try:
        import distributed
    except ImportError as error:
        raise UserError(
            "--engine dask: máy này chưa cài phần chạy nhiều máy; "
            'hãy cài bằng pip install "doichieu[cluster]"'
        ) from error
    try:
        client: Any = distributed.Client(  # type: ignore[no-untyped-call]
            address, timeout=_TIMEOUT, set_as_default=False
        )
        client.wait_for_workers(1, timeout=_TIMEOUT)
    except (OSError, TimeoutError, ValueError) as error:
        raise UserError(
            f"--scheduler {address}: không gặp được máy điều phối hoặc chưa có máy đọc nào; "
            "hãy khởi động dask scheduler và dask worker rồi chạy lại"
        ) from error
    for worker, found in client.run(version, on_error="return").items():
        if found != version():
            client.close()
            raise UserError(
                f"{worker}: máy đọc này cài bản doichieu khác với máy này; "
                "hãy cài cùng một bản trên mọi máy"
            )
    return client


def _tasks(groups: Sequence[Same], most: int, by_address: bool) -> Iterator[_Task]:
    """Contents in tasks, those of one file together."""
    task: list[Same] = []
    size = 0
    for source, found in groupby(
        sorted(groups, key=lambda same: str(same[0].source)), key=lambda same: same[0].source
    ):
        of_file = list(found)
        weight = 0 if by_address else _size(source)
        for start in range(0, len(of_file), most):
            some = of_file[start : start + most]
            if task and (len(task) + len(some) > most or size + weight > _BYTES):
                yield _Task(task)
                task, size = [], 0
            task += some
            size += weight
    if task:
        yield _Task(task)


def _size(source: Path) -> int:
    try:
        return source.stat().st_size
    except OSError:
        return 0


def _weight(task: _Task) -> int:
    return sum(same[0].size for same in task.groups)


def _parcels(groups: Iterable[Same], cluster: Cluster) -> Iterator[Parcel]:
    for source, found in groupby(groups, key=lambda same: same[0].source):
        first = [same[0] for same in found]
        data, address = None, ""
        if cluster.store:
            inside = source.relative_to(cluster.inbox).as_posix()
            address = f"{cluster.store.rstrip('/')}/{inside}"
        else:
            data = _bytes(source)
        yield Parcel(
            source.name,
            tuple(one.member for one in first),
            tuple(one.sha256 for one in first),
            data,
            address,
        )


def _bytes(source: Path) -> bytes:
    try:
        return source.read_bytes()
    except OSError:  # gone meanwhile: its hash will not agree
        return b""
