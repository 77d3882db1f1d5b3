"""A row of an agency's own table gives a task a later deadline, or another lead, than the plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import blake2b

from rules.model.dossier import Dossier, Evidence, Problem, TableRow
from rules.model.naming import name_paper
from rules.model.papers import Paper
from rules.model.plan import Deadline, Obligation, Task
from rules.plan.deadlines import read_deadline
from rules.plan.outputs import pair
from rules.vietnamese.text import fold

_VAGUE = ("year", "years", "open_range")  # "Năm 2024" for quarter II names no later day
_NO_DAY = ("", "continuous", "relative")


@dataclass(frozen=True, slots=True)
class _Later:
    """The words of a row's deadline and the last day of the plan's."""

    words: str
    planned: Deadline
    last: date


def later_deadline(dossier: Dossier) -> Iterator[Problem]:
    """One problem for each row whose day lies after the plan's, output by output."""
    owed: dict[str, list[Obligation]] = {}
    for judgement in dossier.judgements:
        owed.setdefault(judgement.obligation.task_id, []).append(judgement.obligation)
    papers = {paper.id: paper for paper in dossier.papers}
    for row in dossier.rows:
        paper = papers[row.document_id]
        later = _later(row.row, _of_agency(owed.get(row.task_id, []), paper), dossier.plan.year)
        if later is None:
            continue
        until = f"{later.last:%d/%m/%Y}"
        yield _problem(
            dossier,
            paper,
            row,
            vi=f"ghi thời gian hoàn thành “{later.words}”, muộn hơn thời hạn của kế hoạch "
            f"(nhiệm vụ {row.task_id}: “{later.planned.text}”, đến {until})",
            en=f"says “{later.words}”, later than the plan's deadline "
            f"(task {row.task_id}: “{later.planned.text}”, until {until})",
            facts=(fold(later.words), until),
        )


def other_lead(dossier: Dossier) -> Iterator[Problem]:
    """One problem for each row that names as leads only bodies that the plan does not."""
    papers = {paper.id: paper for paper in dossier.papers}
    for row in dossier.rows:
        if not row.leads or set(row.leads) & set(row.asked):
            continue
        task = dossier.plan.task(row.task_id)
        said, planned = "; ".join(row.row.leads), "; ".join(task.leads)
        yield _problem(
            dossier,
            papers[row.document_id],
            row,
            vi=f"ghi cơ quan chủ trì “{said}”, khác kế hoạch (nhiệm vụ {row.task_id}: “{planned}”)",
            en=f"names the lead “{said}”, the plan another (task {row.task_id}: “{planned}”)",
            facts=(fold(said), fold(planned)),
        )


def _of_agency(owed: Sequence[Obligation], paper: Paper) -> Sequence[Obligation]:
    """What this agency owes of the task; where it owes nothing, what anybody does."""
    own = {paper.issuer_id, paper.sender_id} - {""}
    return [due for due in owed if own & {due.agency_id, *due.members}] or owed


def _later(row: Task, owed: Sequence[Obligation], year: int | None) -> _Later | None:
    """The first of the row's deadlines that lies after the plan's; None where a day is open."""
    pairs = pair(row)
    several = len({words for _, _, words in pairs}) > 1
    for _, output, words in pairs:
        same = _same_output(output, owed) if several or len(pairs) == 1 else []
        if len(pairs) == 1:  # "Kế hoạch, báo cáo" in one cell has one day for the whole row
            same = [due for due in same if fold(due.output).startswith(fold(output))]
        wanted = same or list(owed)
        read = read_deadline(words, year) if words else ()
        last, planned = _last(read), _last([due.deadline for due in wanted])
        if last is None or planned is None or last.due_to is None or planned.due_to is None:
            continue
        vague = last.kind in _VAGUE and last.due_from and last.due_from <= planned.due_to
        slack = timedelta(1 if planned.kind == "before" else 0)
        if last.due_to > planned.due_to + slack and not vague:
            return _Later(words, planned, planned.due_to)
    return None


def _same_output(output: str, owed: Sequence[Obligation]) -> list[Obligation]:
    """The obligations of the output that a row names by the same words, or with more of them."""
    named = fold(output)
    return [
        due
        for due in owed
        if named and (fold(due.output).startswith(named) or named.startswith(fold(due.output)))
    ]


def _last(deadlines: Sequence[Deadline]) -> Deadline | None:
    """The latest of several; None where one of them has no day, or only a first one."""
    if any(one.kind in _NO_DAY or one.due_to is None or one.open_ended for one in deadlines):
        return None
    return max(deadlines, key=lambda one: one.due_to or date.min, default=None)


def _problem(
    dossier: Dossier, paper: Paper, row: TableRow, vi: str, en: str, facts: tuple[str, ...]
) -> Problem:
    agency_id = paper.issuer_id or paper.sender_id
    text = " ".join(row.row.text.split())
    short = text if len(text) <= 80 else text[:79].rstrip() + "…"
    place = f"{dossier.agency(agency_id)}: {name_paper(paper)}"
    number = row.row.number or "?"
    return Problem(
        message=f"{place}, dòng {number} “{short}” {vi}.",
        message_en=f"{place}, row {number} “{short}” {en}.",
        agency_id=agency_id,
        task_id=row.task_id,
        document_id=paper.id,
        subject=blake2b(fold(row.row.text).encode(), digest_size=8).hexdigest(),
        evidence=(Evidence(paper.id, paper.path, row.row.anchor, row.row.text),),
        facts=(fold(row.row.text), *facts),
    )
