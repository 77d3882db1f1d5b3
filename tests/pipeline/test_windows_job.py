"""On Windows a job object bounds a child; elsewhere there is none.

What Windows itself does is tried only there; which calls are made, and what follows from a
refusal, is tried everywhere.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import time
from typing import Any

import pytest

from pipeline.reading import windows_job
from pipeline.reading.process_bounds import interpreter
from pipeline.reading.windows_job import Job, _Limits

windows = pytest.mark.skipif(sys.platform != "win32", reason="job objects are of Windows")
JOB, PROCESS = 0x1_0000_0040, 0x1_0000_0080  # wider than 32 bits, as handles may be


class Kernel:
    """Windows as far as it is called: what each call answers, and what was called."""

    def __init__(self, **answers: int) -> None:
        self.answers = {"CreateJobObjectW": JOB, "OpenProcess": PROCESS, **answers}
        self.calls: list[tuple[Any, ...]] = []

    def __getattr__(self, name: str) -> Any:
        def call(*values: Any) -> int:
            plain = [one.value if isinstance(one, ctypes.c_void_p) else one for one in values]
            self.calls.append((name, *plain))
            return self.answers.get(name, 1)

        return call

    def named(self, name: str) -> list[tuple[Any, ...]]:
        return [values for called, *values in self.calls if called == name]


def around(monkeypatch: pytest.MonkeyPatch, kernel: Kernel, memory: int = 0) -> Job | None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(windows_job, "_kernel", lambda: kernel)
    return Job.around(1234, memory)


@pytest.mark.skipif(sys.platform == "win32", reason="other systems have sessions instead")
def test_there_is_no_job_elsewhere() -> None:
    assert Job.around(os.getpid(), 0) is None
    assert interpreter() == (sys.executable, {})


@pytest.mark.skipif(ctypes.sizeof(ctypes.c_void_p) != 8, reason="sizes of 64 bits")
def test_the_limits_are_laid_out_as_windows_has_them() -> None:
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION has 144 bytes; its flags stand at 16, memory at 112."""
    assert ctypes.sizeof(_Limits) == 144
    assert (_Limits.flags.offset, _Limits.io.offset, _Limits.process_memory.offset) == (16, 64, 112)


def test_a_process_is_put_into_a_bounded_job(monkeypatch: pytest.MonkeyPatch) -> None:
    kernel = Kernel()
    job = around(monkeypatch, kernel, 200 << 20)
    assert job is not None
    assert [name for name, *_ in kernel.calls] == [
        "CreateJobObjectW", "SetInformationJobObject", "OpenProcess", "AssignProcessToJobObject",
        "CloseHandle",
    ]  # fmt: skip
    ((handle, kind, limits, size),) = kernel.named("SetInformationJobObject")
    held = limits._obj
    assert (handle, kind, size) == (JOB, 9, ctypes.sizeof(_Limits))
    assert (held.flags, held.process_memory) == (0x2000 | 0x0400 | 0x0100, 200 << 20)
    assert kernel.named("AssignProcessToJobObject") == [[JOB, PROCESS]]
    assert kernel.named("CloseHandle") == [[PROCESS]]  # the job's own handle stays open
    job.end()
    job.end()
    assert kernel.named("TerminateJobObject") == [[JOB, 1]]
    assert kernel.named("CloseHandle") == [[PROCESS], [JOB]]


@pytest.mark.parametrize(
    "refused",
    ["SetInformationJobObject", "OpenProcess", "AssignProcessToJobObject", "CreateJobObjectW"],
)
def test_a_refusal_leaves_no_handle_open(monkeypatch: pytest.MonkeyPatch, refused: str) -> None:
    kernel = Kernel(**{refused: 0})
    assert around(monkeypatch, kernel) is None
    opened = 0 if refused == "CreateJobObjectW" else 1
    opened += refused == "AssignProcessToJobObject"
    assert len(kernel.named("CloseHandle")) == opened


def test_in_a_virtual_environment_the_real_python_is_started(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "_base_executable", "C:/Python311/python.exe", raising=False)
    assert interpreter() == (
        "C:/Python311/python.exe", {"__PYVENV_LAUNCHER__": sys.executable},
    )  # fmt: skip


@windows
def test_a_job_bounds_the_memory_of_a_process() -> None:
    python, needed = interpreter()
    code = "input(); bytearray(1 << 30)"
    process = subprocess.Popen(
        [python, "-c", code], stdin=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, **needed},
    )  # fmt: skip
    job = Job.around(process.pid, 200 << 20)
    assert job is not None
    _, said = process.communicate(b"\n", timeout=60)
    assert b"MemoryError" in said
    job.end()


@windows
def test_a_job_ends_what_a_process_started() -> None:
    python, needed = interpreter()
    code = (
        "import subprocess, sys; input();"
        "print(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']).pid,"
        "flush=True); input()"
    )
    process = subprocess.Popen(
        [python, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env={**os.environ, **needed},
    )  # fmt: skip
    job = Job.around(process.pid, 0)
    assert job is not None
    assert process.stdin
    assert process.stdout
    process.stdin.write(b"\n")
    process.stdin.flush()
    started = int(process.stdout.readline())
    job.end()
    assert process.wait(timeout=10) != 0
    assert gone(started)


@windows
def test_a_job_ends_with_the_program_that_holds_it() -> None:
    code = (
        "import subprocess, sys; from pipeline.reading.process_bounds import interpreter;"
        "from pipeline.reading.windows_job import Job;"
        "p = subprocess.Popen([interpreter()[0], '-c', 'import time; time.sleep(600)']);"
        "job = Job.around(p.pid, 0); print(p.pid, flush=True); input()"
    )
    python, needed = interpreter()
    holder = subprocess.Popen(
        [python, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env={**os.environ, **needed},
    )  # fmt: skip
    assert holder.stdout
    child = int(holder.stdout.readline())
    holder.kill()
    holder.wait()
    assert gone(child)


def gone(pid: int) -> bool:
    """Whether a process of Windows ends within a moment."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        told = subprocess.run(
            ["tasklist", "/FI", f"PID eq {pid}"], capture_output=True, text=True, check=False
        )
        if str(pid) not in told.stdout:
            return True
        time.sleep(0.2)
    return False
