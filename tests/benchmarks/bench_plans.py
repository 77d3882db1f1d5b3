"""Plan reading: cells exact of all, for each plan and each form it is given in.

Run: python tests/benchmarks/bench_plans.py
The sample plan is compared with its tasks list for list; the four other tables cell for cell,
as Word, as PDF, and as the text that PDFium makes of the PDF (no rules, no cells).
"""

from __future__ import annotations

import difflib
import json
import re
import sys
import time
import unicodedata
from pathlib import Path

import pypdfium2

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from extractors.document import Document  # noqa: E402
from extractors.formats import extract, extract_bytes  # noqa: E402
from rules.model.plan import Plan  # noqa: E402
from rules.plan.cells import join_lines  # noqa: E402
from rules.plan.columns import name_columns  # noqa: E402
from rules.plan.flattened import read_flattened  # noqa: E402
from rules.plan.reader import read_plan  # noqa: E402
from rules.plan.rows import Row, read_tables  # noqa: E402

LISTS = ("outputs", "leads", "coordinating", "deadlines")
Line = tuple[str, tuple[str, ...]]


def folded(text: str) -> str:
    """NFC, blanks folded."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def bare(text: str) -> str:
    """Without a leading dash and a trailing mark, which are no content."""
    return re.sub(r"[;.\s]+$", "", re.sub(r"^[-–]\s*", "", folded(text)))


def wrong_cells(plan: Plan, truth: list[dict[str, object]]) -> list[str]:
    """What differs from the truth: ``III.6 leads``; a lost or invented task counts whole."""
    tasks = {task.id: task for task in plan.tasks}
    wrong = [f"{id} invented" for id in tasks.keys() - {str(entry["id"]) for entry in truth}]
    for entry in truth:
        task = tasks.get(str(entry["id"]))
        if task is None:
            wrong.append(f"{entry['id']} lost")
            continue
        if bare(task.text) != bare(str(entry["task"])):
            wrong.append(f"{task.id} text")
        if task.text.count("\n") != str(entry["task"]).count("\n"):
            wrong.append(f"{task.id} lines")
        for name in LISTS:
            if [bare(x) for x in getattr(task, name)] != [bare(x) for x in entry[name]]:  # type: ignore[attr-defined]
                wrong.append(f"{task.id} {name}")
    if [task.id for task in plan.tasks] != [entry["id"] for entry in truth]:
        wrong.append("order")
    return wrong


def flat_text(pdf: Path) -> str:
    """What PDFium makes of a PDF's pages: one cell after the other."""
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def true_lines(path: Path) -> tuple[tuple[str, ...], list[Line]]:
    """The columns of a truth file and its rows."""
    data = json.loads(path.read_text("utf-8"))
    names = name_columns(data["header"]) or ()
    lines: list[Line] = []
    for row in data["rows"]:
        cells = tuple(folded(cell) for cell in row["cells"])
        if row["kind"] == "section":
            cells = (re.sub(r"^([IVXL]+)\.", r"\1", " ".join(cells)),)
        lines.append((row["kind"], cells))
    return names, lines


def read_lines(rows: tuple[Row, ...], names: tuple[str, ...]) -> list[Line]:
    """The rows as read, in the form of the truth."""
    lines: list[Line] = []
    for row in rows:
        if row.kind == "section":
            lines.append(("section", (folded(f"{row.cell('number')} {row.cell('text')}"),)))
        else:
            lines.append(("task", tuple(folded(join_lines(row.cell(name))) for name in names)))
    return lines


def count(truth: list[Line], got: list[Line]) -> tuple[int, int, int]:
    """Cells exact, cells of all, rows lost or invented; rows are laid side by side by number."""
    keys = [[(kind, cells[0]) for kind, cells in lines] for lines in (truth, got)]
    exact = paired = 0
    matcher = difflib.SequenceMatcher(None, *keys, autojunk=False)
    for a, b, size in matcher.get_matching_blocks():
        for step in range(size):
            paired += 1
            exact += sum(x == y for x, y in zip(truth[a + step][1], got[b + step][1], strict=False))
    total = sum(len(cells) for _, cells in truth)
    return exact, total, len(truth) + len(got) - 2 * paired


def tables(folder: Path) -> list[tuple[str, int, int, int]]:
    """For each table and form: its name, cells exact, cells of all, rows lost or invented."""
    results = []
    for truth_file in sorted(folder.glob("*.truth.json")):
        names, truth = true_lines(truth_file)
        stem = truth_file.name.removesuffix(".truth.json")
        pdf = folder / f"{stem}.pdf"
        for form, document in (
            ("docx", extract(folder / f"{stem}.docx")),
            ("pdf", extract(pdf)),
            ("txt", extract_bytes(flat_text(pdf).encode(), "a.txt")),
        ):
            assert isinstance(document, Document)
            rows, _ = read_flattened(document) if form == "txt" else read_tables(document)
            results.append((f"{stem}.{form}", *count(truth, read_lines(rows, names))))
    return results


def report() -> str:
    """The figures as lines of text."""
    lines = []
    truth = json.loads((ROOT / "samples/plan/tasks.json").read_text("utf-8"))["tasks"]
    for form in ("docx", "pdf", "txt"):
        started = time.perf_counter()
        document = extract(ROOT / f"samples/plan/plan.{form}")
        assert isinstance(document, Document)
        wrong = wrong_cells(read_plan(document, "plan"), truth)
        exact = len(truth) - len({entry.split()[0] for entry in wrong})
        seconds = time.perf_counter() - started
        lines.append(f"plan.{form}: {exact}/{len(truth)} tasks exact, {seconds:.1f} s")
    folder = ROOT.parent / "shared" / "bench" / "plans"
    if not folder.is_dir():
        return "\n".join([*lines, "other tables: skipped, no folder ../shared"])
    for name, exact, total, rows in tables(folder):
        share = 100 * exact / total
        lines.append(
            f"{name}: {exact}/{total} cells exact ({share:.1f} %), {rows} rows lost or invented"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    print(report())
