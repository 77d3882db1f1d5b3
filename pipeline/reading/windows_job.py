"""A job object of Windows: bounds the memory of a child and ends with all it started."""

from __future__ import annotations

import ctypes
import sys
from typing import Any

# Names and numbers of the Windows API (winnt.h).
_EXTENDED_LIMITS = 9  # JobObjectExtendedLimitInformation
_LIMIT_PROCESS_MEMORY = 0x0100
_LIMIT_KILL_ON_CLOSE = 0x2000
_LIMIT_DIE_ON_EXCEPTION = 0x0400  # no window that waits for a click
_PROCESS_RIGHTS = 0x0101  # PROCESS_SET_QUOTA | PROCESS_TERMINATE


class _Limits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION, its basic part and its counters written out."""

    _fields_ = (
        ("process_time", ctypes.c_int64),
        ("job_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("least_working_set", ctypes.c_size_t),
        ("most_working_set", ctypes.c_size_t),
        ("processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority", ctypes.c_uint32),
        ("scheduling", ctypes.c_uint32),
        ("io", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process_memory", ctypes.c_size_t),
        ("peak_job_memory", ctypes.c_size_t),
    )


class Job:
    """A job with one child in it; when the program that holds it dies, so does the child.

    The handle is not inherited, so this program holds the only one: Windows closes it when the
    program ends in whatever way, and that ends all that is in the job. Nothing in the job may
    leave it, for breaking away is not allowed.
    """

    def __init__(self, handle: int) -> None:
        self._handle = handle

    @classmethod
    def around(cls, pid: int, memory: int) -> Job | None:
        """A job around a process; None on other systems, or where Windows refuses one."""
        if sys.platform != "win32":
            return None
        kernel = _kernel()
        job = kernel.CreateJobObjectW(None, None)
        if not job:
            return None
        held = ctypes.c_void_p(job)
        if _bounded(kernel, held, memory) and _put(kernel, held, pid):
            return cls(job)
        kernel.CloseHandle(held)
        return None

    def end(self) -> None:
        """Kill all that is in the job, and let go of it."""
        if self._handle:
            kernel = _kernel()
            handle, self._handle = ctypes.c_void_p(self._handle), 0
            kernel.TerminateJobObject(handle, 1)
            kernel.CloseHandle(handle)


def _kernel() -> Any:
    """The calls of Windows; a handle is as wide as a pointer, which ctypes does not know."""
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined]
    for call in (kernel.CreateJobObjectW, kernel.OpenProcess):
        call.restype = ctypes.c_void_p
    return kernel


def _bounded(kernel: Any, job: ctypes.c_void_p, memory: int) -> bool:
    """Whether Windows took the limits: without them a job ends nothing."""
    limits = _Limits(flags=_LIMIT_KILL_ON_CLOSE | _LIMIT_DIE_ON_EXCEPTION)
    if memory:
        limits.flags |= _LIMIT_PROCESS_MEMORY
        limits.process_memory = memory
    size = ctypes.sizeof(limits)
    return bool(kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(limits), size))


def _put(kernel: Any, job: ctypes.c_void_p, pid: int) -> bool:
    """Whether a process is in the job now."""
    process = kernel.OpenProcess(_PROCESS_RIGHTS, False, pid)
    if not process:
        return False
    put = kernel.AssignProcessToJobObject(job, ctypes.c_void_p(process))
    kernel.CloseHandle(ctypes.c_void_p(process))
    return bool(put)
