"""How well pictures of pages are read: letters, words, table cells, numbers; and at what cost.

Run: ``python -m tests.benchmarks.bench_ocr``. The transcripts end before some pages do, so what
is read below their last word is not counted. Cells are compared without blanks and line breaks.
"""

from __future__ import annotations

import os
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import partial_ratio_alignment

from extractors.document import Block, Document
from extractors.formats import extract
from extractors.ocr import installed

PAGES = Path(__file__).resolve().parents[3] / "shared" / "bench" / "ocr"
GOALS = {"scan200": 1.0, "seal300": 1.5, "fax200": 3.5}  # % of words
SURE = 80.0
_TESSERACT = installed.engine()
_NUMBER = re.compile(r"\d[\d.,/]*\d|\d")


def report() -> str:
    """Errors and processor time by kind of picture, with every wrong number."""
    if not PAGES.is_dir():
        return "ocr: needs the folder ../shared"
    if not installed.two_readers():
        return "ocr: no Tesseract on this machine"
    lines = ["ocr: % of letters and words wrong, numbers wrong and sure, processor to a bare call"]
    lines.append(f"{'':26}{'letters':>9}{'words':>9}{'goal':>7}{'numbers':>9}{'cells':>12}{'x':>6}")
    for kind, goal in GOALS.items():
        lines += _kind(kind, goal)
    lines.append("the same pages where Tesseract is missing: one reader, no number sure")
    with patch.object(installed, "find_model", lambda: None):
        installed.engine.cache_clear()
        for kind, goal in GOALS.items():
            lines += _kind(kind, goal)
    installed.engine.cache_clear()
    return "\n".join(lines)


def _kind(kind: str, goal: float) -> list[str]:
    rows, notes, totals = [], [], [0, 0, 0, 0]
    for path in sorted((PAGES / kind).iterdir()):
        truth = (PAGES / "truth" / f"{path.stem}.txt").read_text(encoding="utf-8")
        spent, read = _timed(path)
        blocks = read.blocks if isinstance(read, Document) else ()
        letters, words = _flat(truth), _flat(truth).split()
        text = _as_far(letters, _flat(read.text())) if isinstance(read, Document) else ""
        wrong = Levenshtein.distance(letters, text), Levenshtein.distance(words, text.split())
        totals = [a + b for a, b in zip(totals, (*wrong, len(letters), len(words)), strict=True)]
        false = _false_numbers(truth, blocks)
        cells = _cells(truth, blocks)
        rows.append(
            f"  {kind + '/' + path.stem:24}{100 * wrong[0] / len(letters):9.2f}"
            f"{100 * wrong[1] / len(words):9.2f}{'':7}{len(false):9}{cells:>12}"
            f"{spent / _bare(path):6.2f}"
        )
        notes += [f"    {path.stem}: {number}" for number in false]
    head = f"{kind:26}{100 * totals[0] / totals[2]:9.2f}{100 * totals[1] / totals[3]:9.2f}"
    return [f"{head}{goal:7.1f}", *rows, *notes]


def _timed(path: Path) -> tuple[float, object]:
    extract(path)
    start = time.process_time()
    read = extract(path)
    return time.process_time() - start, read


def _bare(path: Path) -> float:
    """Processor seconds of one call of Tesseract on the same picture, engine loaded."""
    os.environ["OMP_THREAD_LIMIT"] = "1"
    import tesserocr
    from PIL import Image

    found = _TESSERACT  # also where the pages were read without it
    assert found is not None
    assert found.model is not None
    with tesserocr.PyTessBaseAPI(path=str(found.model.parent), lang=found.model.stem) as api:
        picture = Image.open(path)
        picture.load()
        start = time.process_time()
        api.SetImage(picture)
        api.GetUTF8Text()
        return time.process_time() - start


def _flat(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _as_far(truth: str, read: str) -> str:
    """What was read as far as the transcript goes."""
    found = partial_ratio_alignment(truth[-80:], read)
    return read[: found.dest_end] if found is not None and found.score > 60 else read


def _false_numbers(truth: str, blocks: Sequence[Block]) -> list[str]:
    """Numbers read with confidence that the truth has not, down to its last line."""
    known = Counter(_NUMBER.findall(_flat(truth)))
    false = []
    # What was read unsurely is nobody's number, also where a piece of it is one of another place.
    sure = [(text, one) for text, one in _texts(blocks) if one is None or one >= SURE]
    for text, confidence in sure:
        for number in _NUMBER.findall(_flat(text)):
            if known[number]:
                known[number] -= 1
            else:
                false.append(f"{number} ({confidence}) in {text[:40]!r}")
    return false


def _texts(blocks: Sequence[Block]) -> list[tuple[str, float | None]]:
    found: list[tuple[str, float | None]] = []
    for block in blocks:
        if block.table is None:
            found.append((block.text, block.confidence))
        else:
            found += [(cell.text, cell.confidence) for row in block.table.rows for cell in row]
    return found


def _cells(truth: str, blocks: Sequence[Block]) -> str:
    """How many cells stand letter for letter in the transcript, blanks and line ends aside."""
    wanted = re.sub(r"\s", "", unicodedata.normalize("NFC", truth))
    read, cells = "", []
    for text, is_cell in _spans(blocks):
        cells += [(len(read), len(read) + len(text))] if is_cell and text else []
        read += text
    read = read[: len(_as_far(wanted, read))]
    same = [op for op in Levenshtein.opcodes(read, wanted) if op.tag == "equal"]
    seen = [(start, end) for start, end in cells if end <= len(read)]
    right = sum(any(op.src_start <= a and b <= op.src_end for op in same) for a, b in seen)
    return f"{right}/{len(seen)} {100 * right / len(seen):.1f}" if seen else ""


def _spans(blocks: Sequence[Block]) -> list[tuple[str, bool]]:
    """The text of blocks and of cells without blanks, and whether it is a cell's."""
    found = []
    for block in blocks:
        if block.table is None:
            found.append((re.sub(r"\s", "", block.text), False))
        else:
            rows = block.table.rows
            found += [(re.sub(r"\s", "", cell.text), True) for row in rows for cell in row]
    return found


if __name__ == "__main__":
    print(report())
