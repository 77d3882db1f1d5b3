"""A reading process can call nobody, and neither can a program that it starts."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"),
    reason="seccomp of Linux",
)
TRY = """
import socket
def opened(family):
    try:
        socket.socket(family).close()
    except PermissionError:
        return False
    return True
print([opened(one) for one in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX)])
"""
GIVE_UP = "from pipeline.reading.process_bounds import bound_this_process; bound_this_process(0);"


def said(*parts: str) -> str:
    command = [sys.executable, "-c", "".join(parts)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_only_local_sockets_can_be_opened() -> None:
    assert said(TRY) == "[True, True, True]"
    assert said(GIVE_UP, TRY) == "[False, False, True]"


def test_what_it_starts_cannot_call_either() -> None:
    start = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {TRY!r}])"
    assert said(GIVE_UP, start) == "[False, False, True]"


def test_threads_that_run_already_cannot_call_either() -> None:
    code = (
        "import threading; go = threading.Event();\n"
        f"def late(): go.wait(); exec({TRY!r}, {{}})\n"
        "t = threading.Thread(target=late); t.start()\n"
    )
    assert said(code, GIVE_UP, "go.set(); t.join()") == "[False, False, True]"
