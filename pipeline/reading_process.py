"""One reading process as its parent sees it: started, asked, killed when late, replaced."""

from __future__ import annotations

import io
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from extractors.document import Document, Reason, Unreadable
from pipeline.inventory import Entry
from pipeline.reading_child import LENGTH, READY, SO_FAR, send

TIMEOUT = 60.0  # without a sign of life; each page read from a picture may be one
LONGEST = 1500.0  # of one document with all its scanned pages
MEMORY = 1536 * 1024 * 1024
RECYCLE = 64  # documents after which a process is replaced, so that leaks stay small
_ANSWER_LIMIT = 512 * 1024 * 1024
_START_TIMEOUT = 120.0

Result = Document | Unreadable


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost."""

    timeout: float = TIMEOUT
    longest: float = LONGEST
    memory: int = MEMORY
    recycle: int = RECYCLE
    child: str = "pipeline.reading_child"  # the module that reads; tests put a misbehaving one


class ReadingProcess:
    """One reading process, replaced when it has died or has read enough."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._read = 0
        self._late = False

    def read(self, entry: Entry) -> Result:
        """Have one entry read, within the limits."""
        answer = self.ask(entry)
        return answer if isinstance(answer, (Document, Unreadable)) else self._failed()

    def ask(self, question: object) -> object:
        """What the child answers to a question of its own kind; Unreadable where none comes."""
        process = self._process
        spent = self._read >= self._limits.recycle or self._late
        if process is not None and (spent or process.poll() is not None):
            self.close()
        if self._process is None:
            self._start()
        self._read += 1
        answer = self._asked(question)
        return self._failed() if answer is None else answer

    def _start(self) -> None:
        command = [sys.executable, "-m", self._limits.child, str(self._limits.memory)]
        # Threads of number libraries reserve address space for every processor there is.
        names = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "OMP_THREAD_LIMIT")
        quiet = dict.fromkeys(names, "1")
        root = str(Path(__file__).resolve().parent.parent)
        paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
        environment = {**os.environ, **quiet, "PYTHONPATH": os.pathsep.join(paths)}
        own_group: dict[str, Any] = (
            {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)}
            if sys.platform == "win32"
            else {"start_new_session": True}
        )
        self._read = 0
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env=environment, **own_group,
        )  # fmt: skip
        if self._heard(_START_TIMEOUT) != READY:
            self.close()
            raise RuntimeError(f"the reading process does not start: {' '.join(command)}")

    def _asked(self, question: object) -> object:
        """The answer; where none comes, what the process told of the document until then."""
        process = self._process
        if process is None or process.stdin is None:
            return None
        try:
            send(process.stdin, question)  # type: ignore[arg-type]
        except OSError:
            return None
        end = time.monotonic() + self._limits.longest
        partly: Document | None = None
        while True:
            left = end - time.monotonic()
            answer = self._heard(max(0.1, min(self._limits.timeout, left)))
            told = _told_so_far(answer)
            if told is None:
                return self._as_far(partly) if answer is None and partly else answer
            partly = told

    def _as_far(self, partly: Document) -> Document:
        """A document given up in the middle, with the reason; the process is given up too."""
        failed = self._failed()
        return replace(partly, skipped=(*partly.skipped, (failed.reason, failed.detail)))

    def _heard(self, timeout: float) -> object:
        """The next answer; None where the process died or was killed for being late."""
        process = self._process
        if process is None or process.stdout is None:
            return None
        self._late = False
        timer = threading.Timer(timeout, self._kill_late)
        timer.start()
        try:
            return _received(process.stdout)  # type: ignore[arg-type]
        finally:
            timer.cancel()

    def _kill_late(self) -> None:
        self._late = True
        self.kill()

    def _failed(self) -> Unreadable:
        """Why no answer came; the process is given up."""
        late, process = self._late, self._process
        self.close()
        if late:
            return Unreadable("", Reason.TIMEOUT, f"quá {self._limits.timeout:g} giây")
        code = None if process is None else process.returncode
        return Unreadable("", Reason.CRASHED, f"tiến trình đọc dừng, mã {code}")

    def kill(self) -> None:
        """Kill the process and all it started."""
        process = self._process
        if process is None:
            return
        try:
            if sys.platform != "win32":
                os.killpg(process.pid, signal.SIGKILL)
        except OSError:
            pass
        process.kill()

    def close(self) -> None:
        """End the process and let go of its pipes."""
        process, self._process = self._process, None
        if process is None:
            return
        self._process = process
        self.kill()
        self._process = None
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                _closed(pipe)
        process.wait()


def _told_so_far(answer: object) -> Document | None:
    """What a process tells of a document that it has not read to the end."""
    if isinstance(answer, tuple) and len(answer) == 2 and answer[0] == SO_FAR:
        return answer[1] if isinstance(answer[1], Document) else None
    return None


def _closed(pipe: Any) -> None:
    try:
        pipe.close()
    except OSError:  # what was still to be written cannot be any more
        return


_NOUNS = ("Anchor", "Block", "Cell", "Document", "Kind", "Reason", "Signature", "Table",
          "Unreadable")  # fmt: skip
_TAKEN = {("extractors.document", name) for name in _NOUNS}
_TAKEN |= {("datetime", name) for name in ("datetime", "timezone", "timedelta")}


class _Unpickler(pickle.Unpickler):
    """Takes documents only: what a parser was talked into must not run here."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _TAKEN:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return super().find_class(module, name)


def _received(stream: BinaryIO) -> object:
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    if length > _ANSWER_LIMIT:
        return Unreadable("", Reason.TOO_LARGE, f"{length} byte")
    data = stream.read(length)
    if len(data) < length:
        return None
    try:
        return _Unpickler(io.BytesIO(data)).load()
    except (pickle.UnpicklingError, AttributeError, EOFError, IndexError, TypeError, ValueError):
        return None
