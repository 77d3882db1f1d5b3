"""Ends what a reading process started, and removes its folder, when the program that held it died.

A program killed by kill -9 can end nothing any more. So a small process stands beside each
reading process: it waits on a pipe whose other end only the program holds, and when that closes
it kills whatever is left, office programs too, and removes the copies that they worked on.

Run as a script, without the rest of the program, so that it starts in a hundredth of a second.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

_PROCESSES = Path("/proc")
_STATE, _SESSION = 0, 3  # the fields of /proc/PID/stat after the name
_PATIENCE = 10.0  # seconds in which whatever can be killed has ended


def started_by(leader: int, folder: str) -> list[int]:
    """The living processes of a session, and those that were told to write into a folder.

    A process that has made a session of its own still has the folder in its environment. Where
    the system does not list processes: none.
    """
    mark, found = os.fsencode(f"TMPDIR={folder}") if folder else b"", []
    for place in _PROCESSES.glob("[0-9]*"):
        number = int(place.name)
        try:
            facts = (place / "stat").read_bytes().rpartition(b")")[2].split()
            if len(facts) <= _SESSION or facts[_STATE] in (b"Z", b"X") or number == os.getpid():
                continue
            belongs = int(facts[_SESSION]) == leader
            if not belongs and mark:
                belongs = mark in (place / "environ").read_bytes().split(b"\0")
        except OSError:  # it has just ended, or is another user's
            continue
        if belongs:
            found.append(number)
    return found


def end_all(leader: int, folder: str) -> None:
    """Kill a process with all that it started, also what has made a group of its own."""
    for number in started_by(leader, folder):
        with suppress(OSError):
            os.kill(number, signal.SIGKILL)
    with suppress(OSError):
        os.killpg(leader, signal.SIGKILL)


def watch(leader: int, folder: str) -> None:
    """Wait until the program is gone, then leave nothing of what it had started."""
    while os.read(0, 1):
        pass
    end = time.monotonic() + _PATIENCE
    end_all(leader, folder)
    while started_by(leader, folder) and time.monotonic() < end:
        time.sleep(0.02)
        end_all(leader, folder)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    watch(int(sys.argv[1]), sys.argv[2])
