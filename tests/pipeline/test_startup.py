"""Commands that only look things up start without what reads and compares documents."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMPARES = {"spacy", "scipy", "thinc", "cv2", "tesserocr", "trueocr", "distributed", "dask"}
READS = {"pypdfium2", "pdfplumber", "pdfminer", "pikepdf", "docx", "openpyxl"}
_RUN = """
import sys
sys.argv = ["doichieu", *sys.argv[1:]]
try:
    from pipeline.cli import main
    main()
except SystemExit:
    pass
print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""


def _loaded(*words: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", _RUN, *words], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize(
    "words",
    [("rules",), ("findings",), ("explain", "PH-2K7M-9QXT-4"), ("--help",), ("run", "--help")],
)
def test_looking_up_loads_no_reader(words: tuple[str, ...], tmp_path: Path) -> None:
    out = ("--out", str(tmp_path)) if words[0] in ("findings", "explain") else ()
    assert not _loaded(*words, *out) & (COMPARES | READS)


def test_the_review_page_loads_nothing_that_compares() -> None:
    code = "import sys, pipeline.review.server; print(*{m.partition('.')[0] for m in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert not set(done.stdout.split()) & COMPARES
