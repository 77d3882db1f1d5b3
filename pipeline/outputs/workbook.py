"""sai-lech.xlsx: the discrepancy list and what stands behind it, for people who live in Excel."""

from __future__ import annotations

import shutil
from datetime import datetime, time
from pathlib import Path

from xlsxwriter import Workbook

from pipeline.outputs.links import Links
from pipeline.outputs.replace import replace_file
from pipeline.outputs.report import Report
from pipeline.outputs.workbook_decisions import write_meta
from pipeline.outputs.workbook_figures import write_figures
from pipeline.outputs.workbook_findings import write_findings, write_print
from pipeline.outputs.workbook_guide import write_guide
from pipeline.outputs.workbook_lists import (
    write_agencies,
    write_papers,
    write_tasks,
    write_unmatched,
)
from pipeline.outputs.workbook_sheet import Styles
from pipeline.outputs.workbook_summary import write_summary

# Above this many rows the workbook is written row by row and not held in memory.
STREAMED = 4_000


def write_workbook(
    report: Report, path: Path, links_from: Path | None = None, streamed: int = STREAMED
) -> None:
    """Write the workbook; ``links_from`` is the folder it will lie in, if not that of path."""
    links = Links(report.inbox, links_from or path.parent)

    rows = max(len(report.findings), len(report.judgements), len(report.papers))

    def write(draft: Path) -> None:
        if rows <= streamed:
            _write(report, links, draft, {"in_memory": True})
            return
        # Always the same name, so that what a killed run leaves is cleared by the next.
        scratch = draft.with_suffix(".tmp")
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir()
        try:
            _write(report, links, draft, {"constant_memory": True, "tmpdir": str(scratch)})
        finally:
            shutil.rmtree(scratch, ignore_errors=True)

    replace_file(path, write, report.lang)


def _write(report: Report, links: Links, path: Path, options: dict[str, object]) -> None:
    as_text = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(str(path), {**as_text, **options}) as book:
        _fill(book, report, links)


def _fill(book: Workbook, report: Report, links: Links) -> None:
    # The day of judging, not the clock: the same run gives the same bytes.
    created = datetime.combine(report.as_of, time())
    book.set_properties({"title": "sai-lech", "created": created})
    book.set_size(2400, 1400)
    styles = Styles(book)
    write_guide(book, styles, report)
    write_summary(book, styles, report).activate()
    write_findings(book, styles, report, links)
    write_print(book, styles, report)
    write_tasks(book, styles, report, links)
    write_agencies(book, styles, report)
    write_figures(book, styles, report)
    write_papers(book, styles, report, links)
    write_unmatched(book, styles, report, links)
    write_meta(book, report)
