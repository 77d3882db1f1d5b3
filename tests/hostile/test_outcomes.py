"""Every hostile file comes to its expected end, within bounds, and nothing is left behind."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest

from extractors.ocr import installed
from tests.hostile.outcomes import expected, told
from tests.hostile.processes import all_living, told_to_write

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="measured by /proc")

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS, MEMORY, SUPERVISOR = 60.0, 1 << 30, 300 << 20
PORT = 48911  # where the crafted files call
READ = """
import json, re, sys
from pathlib import Path
from tests.hostile.measured import read_measured
outcomes, cost, found = read_measured(Path(sys.argv[1]), Path(sys.argv[2]))
# Not getrusage, which counts what the program that began this one held.
status = Path("/proc/self/status").read_text()
most = int(re.search(r"VmHWM:\\s+(\\d+) kB", status)[1]) * 1024
facts = [outcomes, cost.seconds, cost.slowest, cost.memory, cost.largest, found, most]
Path(sys.argv[3]).write_text(json.dumps(facts), encoding="utf-8")
"""


@dataclass(frozen=True, slots=True)
class Told:
    """What reading a folder came to."""

    outcomes: dict[str, str]
    seconds: float
    slowest: str
    memory: int
    largest: str
    found: int
    supervisor: int


def read_alone(inbox: Path, place: Path, pictures: bool, programs: str = "") -> Told:
    """Read a folder in a program of its own, with folders of its own that must stay empty.

    ``programs``: where office programs are sought; without them files of old Word are not opened.
    """
    home, temporary, work = place / "home", place / "tmp", place / "work"
    for folder in (home, temporary, work):
        folder.mkdir()
    alone = {"PATH": programs, "HOME": str(home), "TMPDIR": str(temporary), "PYTHONPATH": str(ROOT),
             "PYTHONDONTWRITEBYTECODE": "1", "DOICHIEU_OCR": "1" if pictures else "0"}  # fmt: skip
    if pictures:
        del alone["DOICHIEU_OCR"]
    before, answer = listed(inbox), place / "answer.json"
    with nobody_calls():
        subprocess.run([sys.executable, "-c", READ, inbox, work, answer], env=alone, check=True)
    assert listed(inbox) == before
    assert [path for folder in (home, temporary, work) for path in folder.iterdir()] == []
    assert not Path("/doichieu-canary").exists()
    assert told_to_write(place, all_living()) == set()
    return Told(*json.loads(answer.read_text(encoding="utf-8")))


def listed(inbox: Path) -> list[tuple[bytes, int, int]]:
    """What a folder holds, to see that nothing in it was changed."""
    found = []
    for folder, _, names in os.walk(os.fsencode(inbox)):
        for name in names:
            facts = os.lstat(os.path.join(folder, name))  # noqa: PTH118
            found.append((name, facts.st_size, facts.st_mtime_ns))
    return sorted(found)


@contextmanager
def nobody_calls() -> Iterator[None]:
    """Fails where anything connects to the address that the crafted files name."""
    calls: list[object] = []
    with socket.create_server(("127.0.0.1", PORT)) as server:
        server.settimeout(0.2)
        done = threading.Event()

        def listen() -> None:
            while not done.is_set():
                try:
                    calls.append(server.accept()[1])
                except TimeoutError:
                    continue

        listener = threading.Thread(target=listen)
        listener.start()
        try:
            yield
        finally:
            done.set()
            listener.join()
    assert calls == []


def check(found: Told, wanted: Mapping[str, str]) -> None:
    """The outcomes are those of the table, no more and no fewer, and nothing cost too much."""
    assert len(found.outcomes) == found.found
    lines = told(found.outcomes)
    changed = {
        name: (wanted.get(name), lines.get(name))
        for name in wanted.keys() | lines.keys()
        if wanted.get(name) != lines.get(name)
    }
    assert changed == {}
    assert found.seconds < SECONDS, found.slowest
    assert found.memory < MEMORY, found.largest
    assert found.supervisor < SUPERVISOR


def test_files_found_elsewhere(shared: Path, tmp_path: Path) -> None:
    found = read_alone(shared / "hostile" / "found", tmp_path, pictures=False)
    check(found, expected("found"))


@pytest.mark.slow
def test_files_found_elsewhere_with_their_pictures(shared: Path, tmp_path: Path) -> None:
    if not installed.two_readers():
        pytest.skip("needs an engine that reads pictures")
    found = read_alone(shared / "hostile" / "found", tmp_path, pictures=True)
    check(found, expected("found") | expected("found_ocr"))


def test_a_tree_that_no_archive_can_hold(shared: Path, tmp_path: Path) -> None:
    crafted, tree = tmp_path / "crafted", tmp_path / "tree"
    crafted.mkdir()
    paper(crafted / "pdf_good_control.pdf")
    script = shared / "hostile" / "make_tree.py"
    subprocess.run([sys.executable, script, tree, crafted], check=True, capture_output=True)
    place = tmp_path / "place"
    place.mkdir()
    wanted = expected("tree") | (expected("tree_user") if os.geteuid() else {})
    try:
        check(read_alone(tree, place, pictures=False), wanted)
    finally:
        (tree / "cam_vao").chmod(0o700)


def paper(path: Path) -> None:
    """A PDF of one page with words on it."""
    with pikepdf.new() as made:
        page = made.add_blank_page()
        page.Contents = made.make_stream(b"BT /F1 12 Tf 72 700 Td (Bao cao so 15) Tj ET")
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        made.save(path)


@pytest.mark.slow
def test_crafted_bombs_and_traps(shared: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyzipper", reason="needs pyzipper, which makes one of the files")
    crafted = tmp_path / "crafted"
    subprocess.run(
        [sys.executable, shared / "hostile" / "make_crafted.py", crafted],
        check=True, capture_output=True, env={**os.environ, "CANARY": str(tmp_path / "secret")},
    )  # fmt: skip
    place = tmp_path / "place"
    place.mkdir()
    check(read_alone(crafted, place, pictures=True), expected("crafted"))
