"""A lead's annual report, fully read, says nothing of one of the tasks it leads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from rules.model.dossier import Dossier, Problem
from rules.model.naming import name_paper
from rules.model.papers import Modality, Paper, Role


def check(dossier: Dossier) -> Iterator[Problem]:
    """One problem for each task that no periodic report of its lead has even a near miss on.

    Only where the annual report came and every file of the agency was read wholly: a report
    that was read in part may say it on the pages not read.
    """
    reports, unread = _reports(dossier)
    spoken = _spoken(dossier)
    for agency_id, task_id in sorted(_led(dossier)):
        own = reports.get(agency_id, [])
        annual = [paper for paper in own if paper.role is Role.REPORT_YEAR]
        if not annual or agency_id in unread:
            continue
        if any((paper.id, task_id) in spoken for paper in own):
            continue
        paper = annual[0]
        name = dossier.agency(agency_id)
        yield Problem(
            message=f"{name}: {name_paper(paper)} không nêu kết quả nhiệm vụ {task_id}.",
            message_en=f"{name}: {name_paper(paper)} says nothing of task {task_id}.",
            agency_id=agency_id,
            task_id=task_id,
            document_id=paper.id,
            facts=(paper.sha256,),
        )


def _led(dossier: Dossier) -> set[tuple[str, str]]:
    return {
        (judgement.obligation.agency_id, judgement.obligation.task_id)
        for judgement in dossier.judgements
        if judgement.obligation.task_id and not judgement.obligation.members
    }


def _reports(dossier: Dossier) -> tuple[dict[str, list[Paper]], set[str]]:
    reports: dict[str, list[Paper]] = defaultdict(list)
    unread = set()
    for paper in dossier.papers:
        if paper.read_status in ("failed", "partial", "waiting"):
            unread.add(paper.sender_id)
        elif paper.role in (Role.REPORT_6M, Role.REPORT_YEAR):
            reports[paper.issuer_id or paper.sender_id].append(paper)
    return reports, unread


def _spoken(dossier: Dossier) -> set[tuple[str, str]]:
    """Report and task, wherever a statement comes near the task, however unsure.

    What is only planned for next year is no result.
    """
    planned = {s.id for s in dossier.statements if s.modality is Modality.PLANNED}
    return {
        (match.document_id, task_id)
        for match in dossier.matches
        if match.statement_id and match.statement_id not in planned
        for task_id in (match.task_id, *match.shared_with)
    }
