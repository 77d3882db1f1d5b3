"""A reading process is bounded, owned and cleaned up by its parent, whatever runs in it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from extractors.document import Document, Reason, Unreadable
from pipeline.reading.inventory import take
from pipeline.reading.listing import Lister
from pipeline.reading.reading_process import Limits, ReadingProcess, Result

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="signals and /proc of Linux")
CHILD = "tests.pipeline.misbehaving_child"


def told(tmp_path: Path, text: str, limits: Limits | None = None) -> Result:
    """What a process answers that does what the text says; its folder must be gone after."""
    inbox, work = tmp_path / "hop-thu", tmp_path / "work"
    for folder in (inbox, work):
        folder.mkdir(exist_ok=True)
    (inbox / "a.txt").write_text(text, encoding="utf-8")
    (entry,) = take(inbox)
    process = ReadingProcess(limits or Limits(timeout=2, child=CHILD, work=work))
    try:
        return process.read(entry)
    finally:
        process.close()
        assert list(work.iterdir()) == []


def runs(pid: int) -> bool:
    """Whether a process is there and no corpse."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def gone(pid: int) -> bool:
    """Whether a process ends within a moment."""
    end = time.monotonic() + 5
    while runs(pid) and time.monotonic() < end:
        time.sleep(0.05)
    return not runs(pid)


def test_what_it_wrote_and_started_goes_with_it(tmp_path: Path) -> None:
    result = told(tmp_path, f"litter {tmp_path / 'pid'}")
    assert isinstance(result, Unreadable)
    assert result.reason is Reason.TIMEOUT
    assert gone(int((tmp_path / "pid").read_text(encoding="ascii")))


def test_only_its_own_descriptors_are_open(tmp_path: Path) -> None:
    with (tmp_path / "của cha").open("w"):
        result = told(tmp_path, "descriptors x")
    assert isinstance(result, Document)
    # Nothing, nothing, nothing; questions, answers; the folder that lists them.
    assert result.text() == "[0, 1, 2, 3, 4, 5]"


@pytest.mark.parametrize(("text", "reason"), [("answers 4", Reason.TOO_LARGE),
                                              ("forge 4", Reason.CRASHED)])  # fmt: skip
def test_a_flood_and_a_forged_answer(tmp_path: Path, text: str, reason: Reason) -> None:
    result = told(tmp_path, text)
    assert isinstance(result, Unreadable)
    assert result.reason is reason


def test_it_cannot_fill_the_disk(tmp_path: Path) -> None:
    result = told(tmp_path, "disk x")
    assert isinstance(result, Unreadable)
    assert result.reason is Reason.NO_ACCESS  # the system refuses so large a file


def test_no_memory_is_told_apart_from_a_crash(tmp_path: Path) -> None:
    limits = Limits(timeout=20, memory=700 << 20, child=CHILD)
    result = told(tmp_path, "memory x", limits)
    assert isinstance(result, Unreadable)
    assert result.reason is Reason.MEMORY


def test_readers_die_with_the_program(tmp_path: Path) -> None:
    """kill -9 of the supervisor ends a reader in the middle of a document."""
    (tmp_path / "a.txt").write_text("spin x", encoding="utf-8")
    program = (
        "import sys; from pathlib import Path; from pipeline.reading.inventory import take;"
        "from pipeline.reading.reading_process import *;"
        f"process = ReadingProcess(Limits(child='{CHILD}', work=Path(sys.argv[2])));"
        "process._start(); print(process.pid, flush=True);"
        "process.read(*take(Path(sys.argv[1])))"
    )
    work = tmp_path / "work"
    work.mkdir()
    parent = subprocess.Popen(
        [sys.executable, "-c", program, tmp_path / "a.txt", work], stdout=subprocess.PIPE
    )
    assert parent.stdout
    reader = int(parent.stdout.readline())
    time.sleep(0.5)
    assert runs(reader)
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    assert gone(reader)


def test_a_container_that_ends_its_lister(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("bc.txt", "Báo cáo")
    lister = Lister(Limits())
    found = take(tmp_path, None, lister.contents)
    lister.close()
    assert [(one.path, one.reason) for one in found] == [("a.zip/bc.txt", None)]
    for told_by in ([["a.zip/bc.txt", ("bc.txt",), 7, 0.0, "no such reason", "", ""]], ["x"], [7]):
        monkeypatch.setattr(ReadingProcess, "ask", _answering(told_by))
        forged = take(tmp_path, None, Lister(Limits()).contents)
        assert [(one.path, one.reason) for one in forged] == [("a.zip", Reason.TIMEOUT)]


def _answering(told_by: list[object]) -> object:
    def ask(self: ReadingProcess, question: object, told: object = None) -> Unreadable:
        del self, question
        assert callable(told)
        told(told_by)
        return Unreadable("", Reason.TIMEOUT)

    return ask
