"""How fast and how exactly files are read, beside pdfplumber and python-docx in the same run.

Run: ``python -m tests.benchmarks reading``.
"""

from __future__ import annotations

import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pdfplumber
import pypdfium2 as pdfium
from docx.text.paragraph import Paragraph

from extractors.document import Block, Document, Table, Unreadable
from extractors.formats import extract
from pipeline.inventory import take
from pipeline.read import read_all

SHARED = Path(__file__).resolve().parents[3] / "shared"
ROUNDS = 3

Grid = list[list[str | None]]


def report() -> str:
    """Ratios and counts as text."""
    if not SHARED.is_dir():
        return "reading: needs the folder ../shared"
    return "\n".join([*_pdf_speed(), *_cells(), *_word_speed(), *_endings()])


def fastest(work: Callable[[], object]) -> float:
    """The shortest processor time of a few rounds; other work on the machine is not ours."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def _pdf_speed() -> Iterator[str]:
    path = SHARED / "plan" / "plan.pdf"
    ours, theirs = fastest(lambda: extract(path)), fastest(lambda: _plumbed(path))
    bare = fastest(lambda: _bare(path))
    ratio = theirs / ours
    yield f"PDF plan.pdf: {ours:.3f} s; pdfplumber text + tables {theirs:.3f} s: x{ratio:.1f}"
    yield f"  pypdfium2 bare text {bare:.3f} s: {bare / ours:.2f} of its speed (tables included)"


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
