"""A task row of the plan, of an agency's plan or of a report table lacks a cell it must have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import blake2b

from rules.model.dossier import Dossier, Evidence, Problem
from rules.model.naming import name_paper
from rules.model.papers import Paper, Role
from rules.model.plan import Plan, Task
from rules.vietnamese.text import fold

Check = Callable[[Dossier], Iterator[Problem]]

_CELLS: dict[str, tuple[Callable[[Task], tuple[str, ...]], str, str, str]] = {
    "row-missing-output": (lambda t: t.outputs, "outputs", "sản phẩm đầu ra", "an output"),
    "row-missing-deadline": (lambda t: t.deadlines, "deadlines", "thời hạn", "a deadline"),
    "row-missing-lead": (lambda t: t.leads, "leads", "cơ quan chủ trì", "a lead"),
}


def lacking(rule: str) -> Check:
    """The check for one of the three cells."""

    def check(dossier: Dossier) -> Iterator[Problem]:
        for defect in dossier.plan.defects:
            if defect.rule == rule:
                yield Problem(
                    message=defect.message,
                    message_en=defect.message_en,
                    task_id=defect.task_id or "",
                    subject=f"plan:{defect.subject}",
                )
        for paper in dossier.papers:
            table = dossier.tables.get(paper.id)
            if table is not None:
                yield from _rows(rule, paper, table, dossier)

    return check


def _rows(rule: str, paper: Paper, table: Plan, dossier: Dossier) -> Iterator[Problem]:
    cell, column, vi, en = _CELLS[rule]
    has_column = column in table.columns
    name, agency_id = name_paper(paper), paper.issuer_id or paper.sender_id
    if not has_column:
        # A report's table need not have the column; an agency's plan must (part IV.10.a).
        if paper.role is Role.PLAN and table.tasks:
            yield Problem(
                message=f"{dossier.agency(agency_id)}: bảng của {name} không có cột {vi}.",
                message_en=f"{dossier.agency(agency_id)}: the table of {name} lacks {en} column.",
                agency_id=agency_id,
                document_id=paper.id,
                subject="column",
            )
        return
    for task in table.tasks:
        if not cell(task):
            evidence = Evidence(paper.id, paper.path, task.anchor, task.text)
            yield Problem(
                message=f"{dossier.agency(agency_id)}: {name}, dòng {task.number or '?'} "
                f"“{_short(task.text)}” chưa ghi {vi}.",
                message_en=f"{dossier.agency(agency_id)}: {name}, row {task.number or '?'} "
                f"“{_short(task.text)}” lacks {en}.",
                agency_id=agency_id,
                document_id=paper.id,
                subject=_row_key(task),
                evidence=(evidence,),
                facts=(fold(task.text),),
            )


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 80 else flat[:79].rstrip() + "…"


def _row_key(task: Task) -> str:
    return blake2b(fold(task.text).encode(), digest_size=8).hexdigest()
