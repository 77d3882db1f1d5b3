"""kill -9 of a run ends the office program that its reader had started, and what it wrote goes."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import docx
import pytest

from extractors.office import programs
from tests.hostile.processes import all_living, below, told_to_write

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kill -9 and /proc of Linux")

PLAN = Path(__file__).resolve().parent.parent.parent / "samples" / "plan" / "plan.docx"
WORK = ".tam"
SOON = 3.0  # seconds


def made_doc() -> bytes:
    """A .doc that takes LibreOffice a few seconds."""
    if programs.soffice() is None:
        pytest.skip("needs LibreOffice")
    source, target = docx.Document(), io.BytesIO()
    for number in range(4_000):
        source.add_paragraph(f"Kết quả thực hiện nhiệm vụ số {number} của cơ quan")
    source.save(target)
    doc = programs.converted(target.getvalue(), "docx", "doc")
    assert doc is not None
    return doc


def test_no_office_program_outlives_a_killed_run(tmp_path: Path) -> None:
    inbox, out = tmp_path / "hop-thu" / "Sở Nội vụ", tmp_path / "kq"
    inbox.mkdir(parents=True)
    data = made_doc()
    for name in ("a.doc", "b.doc"):
        (inbox / name).write_bytes(data + name.encode())
        os.utime(inbox / name, (time.time() - 3600,) * 2)  # a copy just made would be waited for
    program = Path(sys.executable).parent / "doichieu"
    command = [program, "run", inbox.parent, "--plan", PLAN, "--out", out, "--workers", "2"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    run = subprocess.Popen(command, **quiet)  # type: ignore[call-overload]
    started = office_of(run.pid)
    assert any((out / WORK).rglob("document.doc"))
    os.kill(run.pid, signal.SIGKILL)
    run.wait()
    began = time.monotonic()
    while left := (started | told_to_write(out / WORK, all_living())) & all_living().keys():
        assert time.monotonic() - began < SOON, left
        time.sleep(0.05)
    assert bytes_in(out / WORK) == 0
    assert subprocess.run(command, check=False, **quiet).returncode in (0, 1, 3)  # type: ignore[call-overload]
    assert not (out / WORK).exists()
    assert told_to_write(out / WORK, all_living()) == set()


def office_of(run: int) -> set[int]:
    """The numbers of all that a run has started, once LibreOffice is among it."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        living = all_living()
        started = below(run, living)
        if any(living[one].name.startswith("soffice.bin") for one in started & living.keys()):
            return started
        time.sleep(0.02)
    raise AssertionError("no office program was started")


def bytes_in(folder: Path) -> int:
    """What is left in a folder."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir())
