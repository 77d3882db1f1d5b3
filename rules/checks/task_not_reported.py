"""A lead's annual report, fully read, says nothing of one of the tasks it leads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from rules.model.dossier import Dossier, Problem
from rules.model.naming import name_paper
from rules.model.papers import Band, Match, Modality, Paper, Role


def check(dossier: Dossier) -> Iterator[Problem]:
    """One problem for each task that the annual report of its lead has not even a near miss on.

    Annexes are part of their report. Only where every file of the agency was read wholly: a
    report that was read in part may say it on the pages not read.
    """
    annual, unread = _annual_reports(dossier)
    spoken = {
        (paper.id, task_id)
        for papers in annual.values()
        for paper in papers
        for task_id in _spoken(paper, dossier)
    }
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
        if paper.is_unread:
            # A secret annex or a link, too, may say it; whose it is may be told in either place.
            unread |= {paper.sender_id, paper.issuer_id}
        elif paper.role is Role.REPORT_YEAR:
            reports[paper.issuer_id or paper.sender_id].append(paper)
    return reports, unread


def _spoken(paper: Paper, dossier: Dossier) -> set[str]:
    """The tasks that a statement of the report comes near, however unsure.

    A statement that surely speaks of other tasks is no near miss; what is only planned for next
    year is no result.
    """
    statements = dossier.said.statements(paper.id)
    planned = {one.id for one in statements if one.modality is Modality.PLANNED}
    of_statement: dict[str, list[Match]] = defaultdict(list)
    for match in dossier.said.matches(paper.id):
        if match.statement_id and match.statement_id not in planned:
            of_statement[match.statement_id].append(match)
    return {
        task_id
        for matches in of_statement.values()
        for match in [one for one in matches if one.band is Band.SURE] or matches
        for task_id in (match.task_id, *match.shared_with)
    }
