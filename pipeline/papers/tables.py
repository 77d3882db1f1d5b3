"""The task tables inside agencies' own plans and reports, read as the plan's appendix is."""

from __future__ import annotations

from collections.abc import Iterable

from rules.model.papers import Paper, Role
from rules.model.plan import Plan
from rules.plan.reader import columns_of, name_tasks
from rules.plan.rows import read_tables as read_rows

_WITH_TABLES = (Role.PLAN, Role.REPORT_6M, Role.REPORT_YEAR)


def read_tables(papers: Iterable[Paper]) -> dict[str, Plan]:
    """The task table of each plan and report that has one, by document id."""
    tables = {}
    for paper in papers:
        if paper.role in _WITH_TABLES and paper.document is not None:
            rows, headings = read_rows(paper.document)
            sections, tasks = name_tasks(rows)
            if tasks:
                columns = columns_of(headings)
                tables[paper.id] = Plan("", sections, tasks, columns=columns, source=paper.path)
    return tables
