"""A lead's annual report, fully read, says nothing of one of the tasks it leads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from extractors.document import Reason
from rules.judging.hearing import UNREAD
from rules.model.dossier import Dossier, Problem
from rules.model.naming import name_paper
from rules.model.papers import Band, Match, Modality, Paper, Role


def check(dossier: Dossier) -> Iterator[Problem]:
    """One problem for each task that the annual report of its lead has not even a near miss on.

    Annexes are part of their report. Only where every file of the agency was read wholly: a
    report that was read in part may say it on the pages not read.
    """
    annual, unread = _annual_reports(dossier)
    spoken = _spoken(dossier)
    for agency_id, task_id in sorted(_led(dossier)):
        reports = annual.get(agency_id, [])
        if not reports or agency_id in unread:
            continue
        if any((paper.id, task_id) in spoken for paper in reports):
            continue
        paper = next((one for one in reports if not one.parent_id), reports[0])
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


def _annual_reports(dossier: Dossier) -> tuple[dict[str, list[Paper]], set[str]]:
    reports: dict[str, list[Paper]] = defaultdict(list)
    unread: set[str] = set()
    for paper in dossier.papers:
        if paper.read_status in UNREAD and paper.read_reason != Reason.TEMPORARY:
            # A secret annex or a link, too, may say it; whose it is may be told in either place.
            unread |= {paper.sender_id, paper.issuer_id}
        elif paper.role is Role.REPORT_YEAR:
            reports[paper.issuer_id or paper.sender_id].append(paper)
    return reports, unread


def _spoken(dossier: Dossier) -> set[tuple[str, str]]:
    """Report and task, wherever a statement comes near the task, however unsure.

    A statement that surely speaks of other tasks is no near miss; what is only planned for next
    year is no result.
    """
    planned = {s.id for s in dossier.statements if s.modality is Modality.PLANNED}
    of_statement: dict[str, list[Match]] = defaultdict(list)
    for match in dossier.matches:
        if match.statement_id and match.statement_id not in planned:
            of_statement[match.statement_id].append(match)
    return {
        (match.document_id, task_id)
        for matches in of_statement.values()
        for match in [one for one in matches if one.band is Band.SURE] or matches
        for task_id in (match.task_id, *match.shared_with)
    }
