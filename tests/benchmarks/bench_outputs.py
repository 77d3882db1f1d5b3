"""The workbook, the page and the lines of 5,000 and of 200,000 findings: seconds, size, memory.

Nothing is a threshold; the peak is that of a process that writes one of them.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from pipeline.outputs.lines import write_lines
from pipeline.outputs.page import write_page
from pipeline.outputs.report import Report
from pipeline.outputs.workbook import write_workbook
from pipeline.storage.store import Store
from tests.benchmarks.review_data import make_report

SIZES = (5_000, 200_000)
OUTPUTS: dict[str, Callable[[Report, Path], object]] = {
    "sai-lech.xlsx": write_workbook,
    "bao-cao.html": write_page,
    "findings.jsonl": write_lines,
}
Cost = tuple[float, int, int]  # seconds, bytes, bytes of memory more than before


def report() -> str:
    """A table: each output, what it costs at either size, how many times as long."""
    lines = [f"{'seconds, MB, MB of memory':<30}" + "".join(f"{size:>26,}" for size in SIZES)]
    with TemporaryDirectory() as folder:
        for name in OUTPUTS:
            costs = [_alone(Path(folder) / str(size), size, name) for size in SIZES]
            cells = "".join(
                f"{seconds:>12.1f} {size / 1e6:>6.1f} {more / 1e6:>6.0f}"
                for seconds, size, more in costs
            )
            lines.append(f"{name:<30}{cells}   x {costs[1][0] / costs[0][0]:.1f}")
    return "\n".join(lines)


def _alone(folder: Path, number: int, name: str) -> Cost:
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_written, (folder, number, name))


def _written(folder: Path, number: int, name: str) -> Cost:
    folder.mkdir(exist_ok=True)
    with Store.open(folder / "doichieu.db") as store:
        made = make_report(store, folder, number)
    before = _peak()
    began = perf_counter()
    OUTPUTS[name](made, folder / name)
    return perf_counter() - began, (folder / name).stat().st_size, _peak() - before


def _peak() -> int:
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


if __name__ == "__main__":
    print(report())
