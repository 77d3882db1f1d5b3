"""How fast and how exactly files are read, beside pdfplumber and python-docx in the same run.

Run: ``python -m tests.benchmarks reading``.
"""

from __future__ import annotations

import importlib.util
import itertools
import os
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import docx
import pdfplumber
import pikepdf
import pypdfium2 as pdfium
from docx.text.paragraph import Paragraph

from extractors.document import Block, Document, Table, Unreadable
from extractors.formats import extract
from pipeline.reading.inventory import take
from pipeline.reading.read import read_all

SHARED = Path(__file__).resolve().parents[3] / "shared"
ROUNDS = 3
LONG = 300

Grid = list[list[str | None]]


def report() -> str:
    """Ratios and counts as text."""
    if not SHARED.is_dir():
        return "reading: needs the folder ../shared"
    return "\n".join([*_pdf_speed(), *_cells(), *_word_speed(), *_endings()])


def fastest(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The shortest processor time of a few rounds; other work on the machine is not ours."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def _pdf_speed() -> Iterator[str]:
    path = SHARED / "plan" / "plan.pdf"
    yield _against_plumber("plan.pdf", path)
    with tempfile.TemporaryDirectory() as folder:
        long, plain = Path(folder) / "300.pdf", Path(folder) / "plain.pdf"
        _repeat(path, long, range(LONG), LONG)
        yield _against_plumber(f"{LONG} pages", long, rounds=1)
        peak = _peak(long) / 1024
        yield f"  memory at {LONG} pages: {peak:.0f} MB at most (wanted <= 150)"
        _repeat(path, plain, _unruled(path), 60)
        ours, bare = fastest(lambda: extract(plain)), fastest(lambda: _bare(plain))
        ratio = bare / ours
        yield f"PDF pages without rulings: {ratio:.2f} of pypdfium2's bare text (wanted >= 0.6)"
        yield from _beside(path)


def _against_plumber(name: str, path: Path, rounds: int = ROUNDS) -> str:
    ours = fastest(lambda: extract(path))
    theirs = fastest(lambda: _plumbed(path), rounds)
    return (
        f"PDF {name}: {ours:.3f} s; pdfplumber text + tables {theirs:.3f} s: "
        f"x{theirs / ours:.1f} (wanted >= 15)"
    )


def _repeat(source: Path, target: Path, places: Iterable[int], count: int) -> None:
    """A PDF of ``count`` pages, those at ``places`` of the source over and over."""
    with pikepdf.open(source) as opened, pikepdf.new() as made:
        wanted = [place % len(opened.pages) for place in places]
        for place in itertools.islice(itertools.cycle(wanted), count):
            made.pages.append(opened.pages[place])
        made.save(target)


def _unruled(path: Path) -> list[int]:
    """The pages on which no table stands."""
    document = extract(path)
    assert isinstance(document, Document)
    ruled = {block.anchor.page for block in document.blocks if block.table}
    return [page for page in range(document.pages or 0) if page + 1 not in ruled]


def _peak(path: Path) -> int:
    """The most memory, in kB, that a process of its own held while it read a file."""
    code = (
        "import resource, sys; from pathlib import Path; from extractors.formats import extract; "
        "extract(Path(sys.argv[1])); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    command = [sys.executable, "-c", code, str(path)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _beside(path: Path) -> Iterator[str]:
    """Other readers, where they are installed; they do not rebuild ruled tables in this time."""
    if shutil.which("pdftotext"):
        start = os.times()
        subprocess.run(["pdftotext", "-layout", str(path), os.devnull], check=True)
        end = os.times()
        took = sum(end[2:4]) - sum(start[2:4])
        yield f"  beside: pdftotext -layout {took:.3f} s on plan.pdf (text only)"
    if importlib.util.find_spec("pymupdf"):
        took = fastest(lambda: _with_pymupdf(path))
        yield f"  beside: PyMuPDF {took:.3f} s on plan.pdf (text only)"


def _with_pymupdf(path: Path) -> int:
    import pymupdf

    with pymupdf.open(path) as opened:
        return sum(len(page.get_text()) for page in opened)


def _plumbed(path: Path) -> list[Grid]:
    tables: list[Grid] = []
    with pdfplumber.open(path) as opened:
        for page in opened.pages:
            page.extract_text()
            tables += page.extract_tables()
            page.close()
    return tables


def _bare(path: Path) -> int:
    document = pdfium.PdfDocument(path)
    letters = 0
    for page in document:
        letters += len(page.get_textpage().get_text_range())
    document.close()
    return letters


def _cells() -> Iterator[str]:
    for path in [SHARED / "plan" / "plan.pdf", *sorted((SHARED / "bench" / "plans").glob("*.pdf"))]:
        document = extract(path)
        blocks: tuple[Block, ...] = document.blocks if isinstance(document, Document) else ()
        ours = [text for block in blocks if block.table for text in _texts(_grid(block.table))]
        theirs = [text for table in _plumbed(path) for text in _texts(table)]
        same = sum(one == other for one, other in zip(ours, theirs, strict=False))
        yield f"cells as pdfplumber: {path.name} {same}/{max(len(ours), len(theirs))}"


def _texts(grid: Grid) -> Iterator[str | None]:
    for row in grid:
        yield from (cell and unicodedata.normalize("NFC", cell) for cell in row)


def _grid(table: Table) -> Grid:
    """A table as pdfplumber gives it: None where a cell is merged into another."""
    width = max(cell.anchor.column or 1 for row in table.rows for cell in row)
    rows: Grid = []
    for row in table.rows:
        texts: list[str | None] = [None] * width
        for cell in row:
            texts[(cell.anchor.column or 1) - 1] = cell.text
        rows.append(texts)
    return rows


def _word_speed() -> Iterator[str]:
    path = SHARED / "plan" / "plan.docx"
    ours, theirs = fastest(lambda: extract(path)), fastest(lambda: _in_order(path))
    yield f"DOCX plan.docx: {ours:.3f} s; python-docx in order {theirs:.3f} s: x{theirs / ours:.1f}"


def _in_order(path: Path) -> list[str]:
    """python-docx in document order, rows walked (``table.cell`` would be 50 times slower)."""
    found = []
    for item in docx.Document(str(path)).iter_inner_content():
        if isinstance(item, Paragraph):
            found.append(item.text)
        else:
            found += ["\t".join(cell.text for cell in row.cells) for row in item.rows]
    return found


def _endings() -> Iterator[str]:
    for folder in ("real/files", "real/legacy/files", "hostile/found"):
        entries = take(SHARED / folder)
        start = time.perf_counter()
        ends = Counter(_ending(result) for _, result in read_all(entries, 2))
        took = time.perf_counter() - start
        words = ", ".join(f"{end} {count}" for end, count in ends.most_common())
        yield f"{folder}: {sum(ends.values())}/{len(entries)} ended in {took:.1f} s: {words}"


def _ending(result: Document | Unreadable) -> str:
    if isinstance(result, Unreadable):
        return result.reason.value
    return "ok" if result.read_complete else "partial"


if __name__ == "__main__":
    print(report())
