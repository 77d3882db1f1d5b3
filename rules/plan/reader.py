"""A plan from its document: the tasks of the appendix, the duties and measures of the prose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extractors.document import Document
from rules.document_types import DocumentTypes
from rules.model.plan import Plan, Section, Task
from rules.plan.cells import join_lines, split_agencies, split_items
from rules.plan.columns import TEXT_COLUMNS
from rules.plan.duties import find_duties, report_to
from rules.plan.flattened import read_flattened
from rules.plan.group_rows import group_rows
from rules.plan.outline import paragraphs, walk
from rules.plan.prose import find_measures, find_province, find_title, find_year
from rules.plan.rows import Heading, Row, read_tables
from rules.vietnamese.header import read_header

_QUOTED_CONTENT = re.compile(
    r"(?:nội dung|trục nội dung)\s*[:\d.]*\s*[“\"](.+)[”\"]\s*", re.IGNORECASE
)


def read_plan(document: Document, source: str) -> Plan:
    """The plan that a document holds; a plan without a task table has no tasks."""
    rows, headings = read_tables(document)
    rows = group_rows(rows)
    if not rows:
        rows, headings = read_flattened(document)
    sections, tasks = name_tasks(rows)
    prose = paragraphs(document)
    passages = tuple(walk(prose))
    header = read_header(document, DocumentTypes.load())
    title = find_title(prose)
    year = find_year(title, header.issued_on.year if header.issued_on else None)
    return Plan(
        title=title,
        sections=sections,
        tasks=tasks,
        duties=find_duties(passages, year),
        measures=find_measures(passages),
        year=year,
        province=find_province(prose),
        number=f"{header.number}/{header.symbol}" if header.number and header.symbol else "",
        issued_on=header.issued_on,
        report_to=report_to(passages),
        text=document.text(),
        columns=columns_of(headings),
        source=source,
    )


def columns_of(headings: Sequence[Heading]) -> tuple[str, ...]:
    """Which columns the plan's tables have, in the usual order."""
    present = {name for heading in headings for name in heading.names}
    return tuple(name for name in ("number", *TEXT_COLUMNS) if name in present)


def name_tasks(rows: Sequence[Row]) -> tuple[tuple[Section, ...], tuple[Task, ...]]:
    """Sections and tasks with their ids."""
    placed = _place(rows)
    crowded = _repeated(placed)
    sections: dict[tuple[int, str], Section] = {}
    tasks: list[Task] = []
    taken: Counter[str] = Counter()
    for row, section, number in placed:
        prefix = f"{row.table}." if crowded else ""
        section_id = prefix + section if section else ""
        if row.kind == "section":
            title = _title(row.cell("text"))
            sections.setdefault((row.table, section), Section(section_id, title))
            continue
        # "1.2" under section "1" says its section itself.
        whole = not section or number.startswith(f"{section}.")
        task_id = prefix + number if whole else f"{section_id}.{number}"
        taken[task_id] += 1
        if taken[task_id] > 1:
            task_id = f"{task_id}~{taken[task_id]}"
        tasks.append(_task(task_id, section_id, number, row))
    return tuple(sections.values()), tuple(tasks)


def _task(task_id: str, section: str, number: str, row: Row) -> Task:
    return Task(
        id=task_id,
        section=section,
        number=number,
        text=join_lines(row.cell("text")),
        outputs=split_items(row.cell("outputs")),
        leads=split_agencies(row.cell("leads")),
        coordinating=split_agencies(row.cell("coordinating")),
        deadlines=split_items(row.cell("deadlines")),
        anchor=row.anchor,
    )


def _place(rows: Sequence[Row]) -> list[tuple[Row, str, str]]:
    """Each row with its section and its own number; a lesser section keeps its greater one."""
    outline = _Outline(rows)
    placed: list[tuple[Row, str, str]] = []
    count = 0
    for row in rows:
        if row.kind == "section":
            placed.append((row, outline.enter(row), ""))
            continue
        count += 1
        number = row.cell("number").strip().rstrip(".)") or str(count)
        placed.append((row, outline.section, number))
    return placed


class _Outline:
    """Where we are among sections ``A`` and ``I``; ``I`` alone names one that is the only I."""

    def __init__(self, rows: Sequence[Row]) -> None:
        marks = [(row.table, row.cell("number")) for row in rows if row.kind == "section"]
        self._unique = Counter(marks)
        self._upper = ""
        self._unnamed = 0
        self.section = ""
        self._kinds = {_level(mark) for _, mark in marks}

    def enter(self, row: Row) -> str:
        mark = row.cell("number")
        if not mark:
            self._unnamed += 1
            mark = f"M{self._unnamed}"
        if "roman" in self._kinds and _level(mark) == "letter":
            self._upper = mark
            self.section = mark
        elif self._upper and self._unique[(row.table, mark)] > 1:
            self.section = f"{self._upper}.{mark}"
        else:
            self.section = mark
        return self.section


def _level(mark: str) -> str:
    if re.fullmatch(r"[IVXL]+", mark):
        return "roman"
    return "letter" if re.fullmatch(r"[A-ZĐ]", mark) else "number"


def _repeated(placed: Sequence[tuple[Row, str, str]]) -> bool:
    """Whether two tables of the plan use the same ids."""
    ids = [
        {(s, n) for row, s, n in placed if row.table == table and row.kind == "task"}
        for table in sorted({row.table for row, _, _ in placed})
    ]
    return any(first & second for at, first in enumerate(ids) for second in ids[at + 1 :])


def _title(text: str) -> str:
    """A section's title; the words ``Nội dung “...”`` around it are not part of it."""
    quoted = _QUOTED_CONTENT.fullmatch(text.strip())
    return quoted[1].strip() if quoted else text.strip()
