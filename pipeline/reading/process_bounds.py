"""The bounds of a child process that the system keeps: its group, its memory, its end.

On Linux a child leads a session of its own, and everything in that session is killed with it; a
watcher does that where this program was killed itself. On Windows the child lies in a job object,
which does the same and ends with the program that holds it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from pipeline.reading.no_network import give_up_network
from pipeline.reading.watcher import end_all
from pipeline.reading.windows_job import Job

_FILE_SIZE = 2304 * 1024 * 1024  # above what an archive may unpack to


def own_group() -> dict[str, Any]:
    """What Popen must be told so that a child can be killed with all it starts."""
    if sys.platform == "win32":
        return {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)}
    return {"start_new_session": True}


def interpreter() -> tuple[str, dict[str, str]]:
    """The Python to start, and what its environment must hold besides.

    In a virtual environment of Windows python.exe only starts the real one, which may be there
    before its starter is put into the job, and so outside of it. The real one is started here,
    as multiprocessing does.
    """
    real = getattr(sys, "_base_executable", "") or sys.executable
    if sys.platform != "win32" or real == sys.executable:
        return sys.executable, {}
    return real, {"__PYVENV_LAUNCHER__": sys.executable}


def kill_all(process: subprocess.Popen[bytes], job: Job | None, folder: Path | None) -> None:
    """Kill a child and all that it started, also what has made a group or session of its own."""
    if job is not None:
        job.end()
    elif sys.platform != "win32":
        end_all(process.pid, str(folder or ""))
        # Not process.kill(), which would reap it and lose what it cost.
        if process.returncode is None:
            with suppress(OSError):
                os.kill(process.pid, signal.SIGKILL)
        return
    process.kill()


def watcher(process: subprocess.Popen[bytes], folder: Path) -> subprocess.Popen[bytes] | None:
    """What ends a child when this program dies, however that dies; on Windows its job does."""
    if sys.platform == "win32":
        return None
    script = Path(__file__).with_name("watcher.py")
    return subprocess.Popen(
        [sys.executable, "-I", "-S", str(script), str(process.pid), str(folder)],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip


def dismissed(watching: subprocess.Popen[bytes] | None) -> None:
    """Let a watcher go: what it would end has been ended."""
    if watching is None:
        return
    watching.kill()
    watching.wait()
    if watching.stdin is not None:
        watching.stdin.close()


def reaped(process: subprocess.Popen[bytes]) -> int:
    """Wait for a killed child; the most memory it ever held, in bytes, 0 where not known.

    Linux counts what the parent held when the child was begun as held by the child: a figure
    that is no larger than the parent's own says nothing.
    """
    if sys.platform == "win32" or process.returncode is not None:
        process.wait()
        return 0
    try:
        _, status, usage = os.wait4(process.pid, 0)
    except ChildProcessError:
        process.wait()
        return 0
    process.returncode = os.waitstatus_to_exitcode(status)
    import resource

    inherited = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return usage.ru_maxrss * 1024 if usage.ru_maxrss > inherited else 0


def bound_this_process(memory: int) -> None:
    """Bound what this process may hold and write, and take the network from it.

    Windows has no such calls: there the parent puts it into a job.
    """
    if sys.platform == "win32":
        return
    import resource

    bounds = ((resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, _FILE_SIZE))
    for which, wanted in bounds:
        _, most = resource.getrlimit(which)
        if wanted:
            least = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
            resource.setrlimit(which, (least, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    give_up_network()


def bound_time(seconds: float) -> None:
    """Bound the processor time that this process may spend from now on."""
    if sys.platform == "win32":
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    used = resource.getrusage(resource.RUSAGE_SELF)
    wanted = int(used.ru_utime + used.ru_stime + seconds) + 1
    if most == resource.RLIM_INFINITY or wanted < most:
        resource.setrlimit(resource.RLIMIT_CPU, (wanted, most))
