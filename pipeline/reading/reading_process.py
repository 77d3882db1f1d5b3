"""One reading process as its parent sees it: started, asked, killed when late, replaced."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from extractors.document import Document, Reason, Unreadable
from pipeline.reading.answers import FloodError, received
from pipeline.reading.entry import Entry
from pipeline.reading.process_bounds import (
    dismissed,
    interpreter,
    kill_all,
    own_group,
    reaped,
    watcher,
)
from pipeline.reading.windows_job import Job
from pipeline.reading.wire import READY, SO_FAR, send

TIMEOUT = 60.0  # without a sign of life; each page read from a picture may be one
LONGEST = 1500.0  # of one document with all its scanned pages
MEMORY = 1024 * 1024 * 1024  # a scan of A4 at 600 dpi takes two thirds of it
RECYCLE = 256  # documents after which a process is replaced; starting one costs as much as 50
_START_TIMEOUT = 120.0
_NEARLY = 0.6  # of the memory allowed: a library that aborts then had no more

# What a file may owe to those that were read before it in the same process.
_OWING = frozenset({Reason.MEMORY, Reason.CRASHED})

Result = Document | Unreadable
Told = Callable[[object], None]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost."""

    timeout: float = TIMEOUT
    longest: float = LONGEST
    memory: int = MEMORY
    recycle: int = RECYCLE
    child: str = "pipeline.reading.reading_child"  # the module that reads
    work: Path | None = None  # where a process may write; null: the system's temporary folder


class ReadingProcess:
    """One reading process, replaced when it has died or has read enough."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._job: Job | None = None
        self._watcher: subprocess.Popen[bytes] | None = None
        self._folder: Path | None = None
        self._read = 0
        self._late = False
        self._flooded = ""

    def read(self, entry: Entry) -> Result:
        """Have one entry read, within the limits.

        What may be owed to files read before it in the same process is read once more in a new
        one, so that no file is judged by its neighbours.
        """
        before = self._read
        result = self._once(entry)
        if before and isinstance(result, Unreadable) and result.reason in _OWING:
            self.close()
            return self._once(entry)
        return result

    @property
    def pid(self) -> int | None:
        """The number of the process, where one runs."""
        return None if self._process is None else self._process.pid

    def _once(self, entry: Entry) -> Result:
        partly: list[Document] = []

        def told(part: object) -> None:
            if isinstance(part, Document):
                partly[:] = [part]

        answer = self.ask(entry, told)
        if isinstance(answer, Document) or not partly:
            return answer if isinstance(answer, (Document, Unreadable)) else self._failed()
        failed = answer if isinstance(answer, Unreadable) else self._failed()
        return replace(partly[0], skipped=(*partly[0].skipped, (failed.reason, failed.detail)))

    def ask(self, question: object, told: Told | None = None) -> object:
        """What the child answers to a question of its own kind; Unreadable where none comes.

        ``told`` is given what the child tells before it has finished.
        """
        process = self._process
        spent = self._read >= self._limits.recycle or self._late
        if process is not None and (spent or process.poll() is not None):
            self.close()
        if self._process is None:
            self._start()
        self._read += 1
        answer = self._asked(question, told)
        self._tidy()
        return self._failed() if answer is None else answer

    def _start(self) -> None:
        python, needed = interpreter()
        command = [python, "-m", self._limits.child, str(self._limits.memory)]
        # Threads of number libraries reserve address space for every processor there is.
        names = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "OMP_THREAD_LIMIT")
        quiet = dict.fromkeys(names, "1")
        root = str(Path(__file__).resolve().parents[2])
        paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
        environment = {**os.environ, **quiet, **needed, "PYTHONPATH": os.pathsep.join(paths)}
        self._folder = Path(tempfile.mkdtemp(prefix="doichieu-", dir=self._limits.work))
        environment |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(self._folder))
        self._read = 0
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env=environment, **own_group(),
        )  # fmt: skip
        self._job = Job.around(self._process.pid, self._limits.memory)
        self._watcher = watcher(self._process, self._folder)
        if self._heard(_START_TIMEOUT) != READY:
            self.close()
            raise RuntimeError(f"the reading process does not start: {' '.join(command)}")

    def _asked(self, question: object, told: Told | None) -> object:
        """The answer; None where none comes."""
        process = self._process
        if process is None or process.stdin is None:
            return None
        try:
            send(process.stdin, question)  # type: ignore[arg-type]
        except OSError:
            return None
        end = time.monotonic() + self._limits.longest
        while True:
            left = end - time.monotonic()
            match self._heard(max(0.1, min(self._limits.timeout, left))):
                case (str() as word, part) if word == SO_FAR:
                    if told is not None:
                        told(part)
                case answer:
                    return answer

    def _heard(self, timeout: float) -> object:
        """The next answer; None where the process died or was killed for being late."""
        process = self._process
        if process is None or process.stdout is None:
            return None
        self._late = False
        timer = threading.Timer(timeout, self._kill_late)
        timer.start()
        try:
            return received(process.stdout)  # type: ignore[arg-type]
        except FloodError as error:
            self._flooded = str(error)
            return None
        finally:
            timer.cancel()

    def _kill_late(self) -> None:
        self._late = True
        self.kill()

    def _failed(self) -> Unreadable:
        """Why no answer came; the process is given up."""
        late, flooded, process = self._late, self._flooded, self._process
        self._late, self._flooded = False, ""
        most = self.close()
        code = None if process is None else process.returncode
        if flooded:
            return Unreadable("", Reason.TOO_LARGE, f"nội dung đọc được dài {flooded}")
        if late:
            return Unreadable("", Reason.TIMEOUT, f"quá {self._limits.timeout:g} giây")
        if code is not None and code == -getattr(signal, "SIGXCPU", 0):
            return Unreadable("", Reason.TIMEOUT, f"quá {self._limits.longest:g} giây tính toán")
        if most > self._limits.memory * _NEARLY and self._limits.memory:
            limit = self._limits.memory // 1024 // 1024
            return Unreadable("", Reason.MEMORY, f"cần hơn {limit} MB bộ nhớ")
        return Unreadable("", Reason.CRASHED, f"tiến trình đọc dừng, mã {code}")

    def kill(self) -> None:
        """Kill the process and all it started."""
        if self._process is not None:
            kill_all(self._process, self._job, self._folder)

    def close(self) -> int:
        """End the process and remove what it wrote; the most memory it ever held."""
        process = self._process
        if process is None:
            return 0
        self._read = 0
        self.kill()
        self._process, self._job = None, None
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                _closed(pipe)
        # While the child is not reaped, nobody else can be given its number.
        dismissed(self._watcher)
        most = reaped(process)
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
        return most

    def _tidy(self) -> None:
        """Remove what a document left in the folder of its process."""
        if self._folder is None or not self._folder.is_dir():
            return
        for left in self._folder.iterdir():
            if left.is_dir() and not left.is_symlink():
                shutil.rmtree(left, ignore_errors=True)
            else:
                with suppress(OSError):  # on Windows, what the process still holds
                    left.unlink()


def _closed(pipe: Any) -> None:
    try:
        pipe.close()
    except OSError:  # what was still to be written cannot be any more
        return
