"""Fuzzing led by coverage: each target for some seconds, from other beginnings each time.

What breaks a target is shown with the bytes that did; put them into the test of the reader.
"""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz.targets import BREAKS, targets

SECONDS = 6  # of each target
SLOWEST = 15  # seconds of one input, on a machine that does other things too
PATIENCE = 120  # for starting, too
ROOT = Path(__file__).resolve().parent.parent
BROKEN = ("crash-*", "timeout-*", "oom-*", "leak-*")

pytestmark = pytest.mark.slow
needs_atheris = pytest.mark.skipif(
    importlib.util.find_spec("atheris") is None, reason="needs atheris (Linux, Python to 3.13)"
)


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return list(targets(tmp_path_factory.mktemp("names")))


def fuzz(name: str, folder: Path) -> tuple[subprocess.CompletedProcess[str], list[bytes]]:
    """Run one target; what it said, and what broke it."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.guided", name, str(folder),
         f"-max_total_time={SECONDS}", f"-timeout={SLOWEST}", "-rss_limit_mb=1500"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
        cwd=ROOT, timeout=PATIENCE, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    broken = [file.read_bytes() for pattern in BROKEN for file in sorted(folder.glob(pattern))]
    return done, broken


TARGETS = (
    "headers", "dates", "deadlines", "citations", "statements", "agencies", "cells", "words",
    "document", "import", "lines to match", "settings", "workbook to import", "office files",
    "rich text", "plain text", "other files", "containers",
)  # fmt: skip


def test_every_target_is_named(names: list[str]) -> None:
    assert names == [*TARGETS, BREAKS]


@needs_atheris
@pytest.mark.parametrize("name", TARGETS)
def test_nothing_breaks(name: str, tmp_path: Path) -> None:
    done, broken = fuzz(name, tmp_path)
    end = done.stdout[-3_000:]
    assert not broken, f"{broken}\n{end}"
    assert done.returncode == 0, end
    runs = re.search(r"^Done (\d+) runs", done.stdout, re.MULTILINE)
    assert runs, end
    assert int(runs[1]) > 50, "too few to mean anything"


@needs_atheris
def test_what_breaks_is_told(tmp_path: Path) -> None:
    done, broken = fuzz(BREAKS, tmp_path)
    assert done.returncode != 0
    assert "on purpose" in done.stdout
    assert [one[:3] for one in broken] == [b"abc"]
