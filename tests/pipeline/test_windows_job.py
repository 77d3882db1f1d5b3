"""On Windows a job object bounds a child; elsewhere there is none."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys

import pytest

from pipeline.reading.windows_job import Job, _Limits


@pytest.mark.skipif(sys.platform == "win32", reason="other systems have sessions instead")
def test_there_is_no_job_elsewhere() -> None:
    assert Job.around(os.getpid(), 0) is None


@pytest.mark.skipif(ctypes.sizeof(ctypes.c_void_p) != 8, reason="sizes of 64 bits")
def test_the_limits_are_laid_out_as_windows_has_them() -> None:
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION has 144 bytes; its flags stand at 16, memory at 112."""
    assert ctypes.sizeof(_Limits) == 144
    assert (_Limits.flags.offset, _Limits.io.offset, _Limits.process_memory.offset) == (16, 64, 112)


@pytest.mark.skipif(sys.platform != "win32", reason="job objects are of Windows")
def test_a_job_bounds_and_ends_a_process() -> None:
    process = subprocess.Popen([sys.executable, "-c", "bytearray(1 << 30); input()"])
    job = Job.around(process.pid, 200 << 20)
    assert job is not None
    job.end()
    assert process.wait(timeout=10) != 0
