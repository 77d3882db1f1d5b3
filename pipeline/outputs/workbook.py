"""sai-lech.xlsx: the discrepancy list and what stands behind it, for people who live in Excel."""

from __future__ import annotations

from pathlib import Path

from xlsxwriter import Workbook

from pipeline.outputs.links import Links
from pipeline.outputs.replace import replace_file
from pipeline.outputs.report import Report
from pipeline.outputs.workbook_findings import write_findings
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
_STREAMED = 20_000


def write_workbook(report: Report, path: Path, links_from: Path | None = None) -> None:
    """Write the workbook; ``links_from`` is the folder it will lie in, if not that of path."""
    links = Links(report.inbox, links_from or path.parent)

    def write(draft: Path) -> None:
        rows = max(len(report.findings), len(report.judgements), len(report.papers))
        options = {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "constant_memory": rows > _STREAMED,
            "tmpdir": str(draft.parent),
        }
        with Workbook(str(draft), options) as book:
            _fill(book, report, links)

    replace_file(path, write, report.lang)


def _fill(book: Workbook, report: Report, links: Links) -> None:
    book.set_properties({"title": "sai-lech", "created": None})
    book.set_size(2400, 1400)
    styles = Styles(book)
    write_guide(book, styles, report)
    write_summary(book, styles, report).activate()
    write_findings(book, styles, report, links)
    write_tasks(book, styles, report, links)
    write_agencies(book, styles, report)
    write_papers(book, styles, report, links)
    write_unmatched(book, styles, report, links)
