"""A figure that a report states falls short of the target in the task's own text."""

from __future__ import annotations

from collections.abc import Iterator

from rules.judging.exhibits import statement_evidence
from rules.model.dossier import Dossier, Problem
from rules.model.naming import name_paper
from rules.model.papers import Band, Figure, Match, Modality, Paper, Role, Statement
from rules.vietnamese.figures import find_figures

_LATEST_FIRST = {Role.REPORT_YEAR: 0, Role.REPORT_6M: 1}


def check(dossier: Dossier) -> Iterator[Problem]:
    """One problem for each task whose lead's latest report gives a lower figure than its target."""
    papers = {paper.id: paper for paper in dossier.papers}
    leads = {
        (judgement.obligation.task_id, judgement.obligation.agency_id)
        for judgement in dossier.judgements
    }
    targets = {task.id: _targets(task.text) for task in dossier.plan.tasks}
    best: dict[tuple[str, str, str], tuple[Paper, Statement, Figure, Figure]] = {}
    for match in _sure(dossier, targets):
        paper, statement = papers[match.document_id], dossier.said.statement(match.statement_id)
        agency = paper.issuer_id or paper.sender_id
        if statement is None or (match.task_id, agency) not in leads:
            continue
        for target in targets[match.task_id]:
            told = _told(statement, target)
            place = (match.task_id, agency, target.text)
            if told and (place not in best or _later(paper, best[place][0])):
                best[place] = (paper, statement, told, target)
    for (task_id, agency, _), (paper, statement, told, target) in sorted(
        best.items(), key=lambda item: item[0]
    ):
        if told.value < target.value:
            yield _problem(task_id, agency, paper, statement, told, target, dossier)


def _targets(text: str) -> tuple[Figure, ...]:
    return tuple(figure for figure in find_figures(text) if figure.unit == "%")


def _sure(dossier: Dossier, targets: dict[str, tuple[Figure, ...]]) -> Iterator[Match]:
    for task_id in filter(targets.get, targets):
        for match in dossier.said.of_reports(task_id):
            if match.band is Band.SURE and match.task_id == task_id:
                yield match


def _told(statement: Statement, target: Figure) -> Figure | None:
    """The figure reached, not the target repeated beside it ("phấn đấu hết năm đạt 99%")."""
    if statement.modality is Modality.PLANNED:
        return None
    same = [f for f in statement.figures if f.unit == target.unit and f.role != "target"]
    return same[0] if len(same) == 1 else None


def _later(one: Paper, other: Paper) -> bool:
    return _LATEST_FIRST[one.role] < _LATEST_FIRST[other.role]


def _problem(
    task_id: str,
    agency: str,
    paper: Paper,
    statement: Statement,
    told: Figure,
    target: Figure,
    dossier: Dossier,
) -> Problem:
    return Problem(
        message=f"{dossier.agency(agency)}: nhiệm vụ {task_id} đạt {told.text}, "
        f"thấp hơn chỉ tiêu {target.text} ({name_paper(paper)}).",
        message_en=f"{dossier.agency(agency)}: task {task_id} reached {told.text}, "
        f"below its target {target.text} ({name_paper(paper)}).",
        agency_id=agency,
        task_id=task_id,
        document_id=paper.id,
        subject=target.text,
        evidence=(statement_evidence(statement, paper),),
        facts=(f"{told.value:g}", f"{target.value:g}"),
    )
