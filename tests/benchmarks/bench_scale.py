"""What a run costs by the size of the inbox: against bare libraries, again unchanged, on dask.

``DOICHIEU_BENCH_DOCS=2000 DOICHIEU_BENCH_REPLAY=8000 python -m tests.benchmarks scale`` is the full
size; without them the sizes stay small enough for every day. ``DOICHIEU_BENCH_DOCLING`` names a
Python that has docling-parse, which would bring other versions of our own libraries along.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import openpyxl
import pdfplumber
import pypdfium2 as pdfium
from docx.text.paragraph import Paragraph

from extractors.ocr.installed import find_model
from tests.benchmarks.scale_inbox import SEED, Made, write_inbox
from tests.benchmarks.scale_replay import write_replay

ROOT = Path(__file__).resolve().parents[2]
PLAN = ROOT / "samples" / "plan" / "plan.docx"
DOCS = int(os.environ.get("DOICHIEU_BENCH_DOCS", "100"))
REPLAY = int(os.environ.get("DOICHIEU_BENCH_REPLAY", "1000"))
DOCLING = os.environ.get("DOICHIEU_BENCH_DOCLING", "")

_RUN = """
import json, os, sys, time
from datetime import date
from pathlib import Path
from pipeline.reading.cluster import Cluster
from pipeline.run import Order, run_order
from pipeline.run_log import RunLog
class Quiet:
    def start(self, total): pass
    def advance(self, path): pass
    def end(self): pass
inbox, plan, out, workers, scheduler = sys.argv[1:]
def peak():
    # Not ru_maxrss: a process inherits that of the larger one that started it.
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
log = RunLog(Path(out))
began = time.perf_counter()
cluster = Cluster(scheduler, Path(inbox)) if scheduler else None
order = Order(Path(inbox), Path(plan), Path(out), date(2024, 12, 20), int(workers), cluster=cluster)
with log:
    run_order(order, Quiet(), log=log)
spent = os.times()
print(json.dumps({
    "wall": time.perf_counter() - began, "own": spent.user + spent.system,
    "children": spent.children_user + spent.children_system,
    "peak": peak(), "read": log.read,
    "stages": {name: [one.wall, one.own, one.children] for name, one in log.stages.items()},
}))
"""

Figures = dict[str, float]


def report() -> str:
    """Everything measured, in one run."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield f"seed {SEED}; {DOCS} documents read, {REPLAY} replayed from the cache"
    with TemporaryDirectory() as folder:
        inbox, out = Path(folder) / "hop-thu", Path(folder) / "kq"
        made = write_inbox(inbox, DOCS)
        cold = run(inbox, out, workers=2)
        yield from _stages(cold)
        yield from _against_libraries(made, cold, out)
        yield from _workers(inbox, Path(folder), cold)
        yield from _cluster(inbox, Path(folder), cold)
        yield from _replayed(made, Path(folder), cold)


def run(inbox: Path, out: Path, workers: int, scheduler: str = "") -> dict[str, object]:
    """A run in a process of its own, and what it cost."""
    command = [sys.executable, "-c", _RUN, *map(str, (inbox, PLAN, out, workers)), scheduler]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    told = json.loads(done.stdout.splitlines()[-1])
    assert isinstance(told, dict)
    return told


def _cpu(told: dict[str, object]) -> float:
    return _number(told, "own") + _number(told, "children")


def _number(told: dict[str, object], name: str) -> float:
    value = told[name]
    assert isinstance(value, int | float)
    return float(value)


def _stages(told: dict[str, object]) -> Iterator[str]:
    stages = told["stages"]
    assert isinstance(stages, dict)
    yield f"{'cold run, seconds':<24}{'clock':>10}{'CPU':>10}{'CPU below':>12}"
    for name, (wall, own, children) in stages.items():
        yield f"  {name:<22}{wall:>10.2f}{own:>10.2f}{children:>12.2f}"
    yield f"  {'all':<22}{_number(told, 'wall'):>10.2f}" + (
        f"{_number(told, 'own'):>10.2f}{_number(told, 'children'):>12.2f}"
    )


def _against_libraries(made: Made, cold: dict[str, object], out: Path) -> Iterator[str]:
    digital = made.files["pdf"] + made.files["docx"]
    pages = sum(map(_pages, made.files["pdf"])) + len(made.files["docx"])
    # The same text as a whole run reads it: in reading processes, isolated, with everything.
    ours = _read_cpu(digital)
    theirs = _spent(lambda: [_with_libraries(path) for path in digital])
    yield (
        f"digital documents ({pages} pages): reading {ours:.2f} s CPU, pdfplumber + python-docx "
        f"{theirs:.2f} s: x{theirs / ours:.1f} (wanted >= 8)"
    )
    every = pages + len(made.files["xlsx"]) + len(made.files["scan"])
    took = _number(cold, "wall")
    a_page = _cpu(cold) / every
    yield f"end to end: {every / took:.1f} pages/s on the clock, {a_page:.3f} s CPU a page"
    if DOCLING:
        other = _docling(made.files["pdf"])
        mine = _read_cpu(made.files["pdf"])
        yield f"  docling-parse on the PDF: {other:.2f} s, ours {mine:.2f} s: x{other / mine:.1f}"
    else:
        yield "  docling-parse: not measured (DOICHIEU_BENCH_DOCLING names no Python)"
    bare = list(_bare(made, out))
    for name, seconds in bare:
        yield f"  bare {name:<34}{seconds:>8.2f} s"
    limit = sum(seconds for _, seconds in bare)
    yield f"  all CPU of the run / bare calls: {_cpu(cold) / limit:.2f} (wanted <= 1.5)"


def _read_cpu(files: Sequence[Path]) -> float:
    """Processor seconds of the reading stage alone, in its isolated processes."""
    code = (
        "import os, sys; from pathlib import Path; from pipeline.reading.entry import Entry\n"
        "from pipeline.reading.read import read_all\n"
        "paths = [Path(line) for line in sys.stdin.read().splitlines()]\n"
        "before = os.times()\n"
        "for _ in read_all([Entry(str(p), p, (), p.stat().st_size) for p in paths], 1): pass\n"
        "after = os.times()\n"
        "print(sum(after[:4]) - sum(before[:4]))"
    )
    told = "\n".join(map(str, files))
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        input=told,
        check=True,
        capture_output=True,
        text=True,
    )
    return float(done.stdout)


def _spent(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _pages(path: Path) -> int:
    with pdfium.PdfDocument(path) as opened:
        return len(opened)


def _with_libraries(path: Path) -> int:
    if path.suffix == ".docx":
        return _with_docx(path)
    letters = 0
    with pdfplumber.open(path) as opened:
        for page in opened.pages:
            letters += len(page.extract_text()) + len(page.extract_tables())
            page.close()
    return letters


def _with_docx(path: Path) -> int:
    letters = 0
    for item in docx.Document(str(path)).iter_inner_content():
        if isinstance(item, Paragraph):
            letters += len(item.text)
        else:
            letters += sum(len(cell.text) for row in item.rows for cell in row.cells)
    return letters


def _docling(files: Sequence[Path]) -> float:
    code = (
        "import sys, time\n"
        "from docling_parse.pdf_parser import DoclingPdfParser\n"
        "paths = sys.stdin.read().splitlines()\n"
        "parser = DoclingPdfParser(); start = time.process_time()\n"
        "for path in paths:\n"
        "    for _, page in parser.load(path_or_stream=path).iterate_pages():\n"
        "        len(page.textline_cells)\n"
        "print(time.process_time() - start)"
    )
    told = "\n".join(map(str, files))
    done = subprocess.run(
        [DOCLING, "-c", code], input=told, check=True, capture_output=True, text=True
    )
    return float(done.stdout.splitlines()[-1])


def _bare(made: Made, out: Path) -> Iterator[tuple[str, float]]:
    """What no program on these libraries can do without."""
    yield "pypdfium2 text of the PDF", _spent(lambda: [*map(_bare_text, made.files["pdf"])])
    yield "python-docx text", _spent(lambda: [*map(_with_docx, made.files["docx"])])
    yield "openpyxl values", _spent(lambda: [*map(_bare_sheet, made.files["xlsx"])])
    if find_spec("tesserocr"):
        yield "render + tesserocr of the scans", _bare_ocr(made.files["scan"])
    yield "SQLite inserts of the same rows", _spent(lambda: _bare_rows(out))


def _bare_text(path: Path) -> int:
    with pdfium.PdfDocument(path) as opened:
        return sum(len(page.get_textpage().get_text_range()) for page in opened)


def _bare_sheet(path: Path) -> int:
    book = openpyxl.load_workbook(path, read_only=True)
    return sum(1 for sheet in book for row in sheet.iter_rows(values_only=True) for _ in row)


def _bare_ocr(files: Sequence[Path]) -> float:
    code = (
        "import os, sys, time, pypdfium2, tesserocr\n"
        "start = time.process_time()\n"
        "with tesserocr.PyTessBaseAPI(path=sys.argv[1], lang=sys.argv[2]) as api:\n"
        "    for path in sys.stdin.read().splitlines():\n"
        "        page = pypdfium2.PdfDocument(path)[0]\n"
        "        api.SetImage(page.render(scale=300 / 72, grayscale=True).to_pil())\n"
        "        api.SetSourceResolution(300); api.Recognize()\n"
        "print(time.process_time() - start)"
    )
    model = find_model()
    if model is None:
        return 0.0
    command = [sys.executable, "-c", code, str(model.parent), model.stem]
    one = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    told = "\n".join(map(str, files))
    done = subprocess.run(
        command, cwd=ROOT, input=told, check=True, capture_output=True, text=True, env=one
    )
    return float(done.stdout.splitlines()[-1])


def _bare_rows(out: Path) -> None:
    with sqlite3.connect(out / "doichieu.db") as source, sqlite3.connect(":memory:") as target:
        for name in ("documents", "statements", "matches", "citations", "findings", "readings"):
            rows = source.execute(f"SELECT * FROM {name}").fetchall()
            marks = ", ".join("?" * len(rows[0])) if rows else ""
            if rows:
                columns = ", ".join(f"c{at}" for at in range(len(rows[0])))
                target.execute(f"CREATE TABLE {name} ({columns})")
                target.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)


def _workers(inbox: Path, folder: Path, two: dict[str, object]) -> Iterator[str]:
    one = run(inbox, folder / "mot", workers=1)
    walls = [_stage(told, "read")[0] for told in (one, two)]
    busy = [_stage(told, "read")[2] / wall for told, wall in zip((one, two), walls, strict=True)]
    yield (
        f"reading with two workers: x{walls[0] / walls[1]:.2f} of one (wanted >= 1.6); "
        f"processors kept busy {busy[0]:.2f} and {busy[1]:.2f}"
    )


def _stage(told: dict[str, object], name: str) -> list[float]:
    stages = told["stages"]
    assert isinstance(stages, dict)
    found = stages[name]
    assert isinstance(found, list)
    return found


def _cluster(inbox: Path, folder: Path, local: dict[str, object]) -> Iterator[str]:
    if not find_spec("distributed"):
        yield "dask: not measured (needs the extra cluster)"
        return
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        there = run(inbox, folder / "cum", 2, cluster.scheduler_address)
    walls = [_number(told, "wall") for told in (there, local)]
    yield f"dask, two workers here: {walls[0] / walls[1]:.2f} of the local time (wanted <= 1.25)"


def _replayed(made: Made, folder: Path, cold: dict[str, object]) -> Iterator[str]:
    """Peak memory by size, a run again, and one document more; reading replayed from the cache."""
    peaks = []
    a_document = _stage(cold, "read")[2] / DOCS
    for size in (REPLAY // 16, REPLAY // 4, REPLAY):
        inbox, out = folder / f"lap-{size}", folder / f"kq-{size}"
        write_replay(made, folder / "kq", inbox, out, size)
        first = run(inbox, out, 2)
        peaks.append(_number(first, "peak"))
        yield f"{size} documents replayed: peak {peaks[-1]:.0f} MB, {_cpu(first):.1f} s CPU"
    yield f"  peak at {REPLAY} / at {REPLAY // 16}: {peaks[-1] / peaks[0]:.2f} (wanted <= 1.2)"
    time.sleep(2.5)
    run(inbox, out, 2)  # files are no longer fresh, findings no longer new
    again = run(inbox, out, 2)
    whole = a_document * REPLAY + _cpu(first)
    yield (
        f"unchanged re-run of {REPLAY}: {_cpu(again):.1f} s CPU, cold {whole:.0f} s (reading as "
        f"measured above): {_cpu(again) / whole:.1%} (wanted <= 2 %)"
    )
    yield from _stages(again)
    shutil.copy(made.files["pdf"][0], inbox / "mot-van-ban-moi.pdf")
    with (inbox / "mot-van-ban-moi.pdf").open("ab") as file:
        file.write(b"\n% new\n")
    time.sleep(5.5)  # a file of this moment would be watched for a while
    one = run(inbox, out, 2)
    yield (
        f"one new document: {_cpu(one) - _cpu(again):+.2f} s CPU, "
        f"{_number(one, 'wall') - _number(again, 'wall'):+.2f} s on the clock (wanted <= 2)"
    )


if __name__ == "__main__":
    print(report())
