"""An agency's own plan leaves out one of the plan's sections (plan, part IV.10.a)."""

from __future__ import annotations

from collections.abc import Iterator

from rules.model.dossier import Dossier, Problem
from rules.model.naming import name_paper
from rules.model.papers import Band, Paper, Role


def check(dossier: Dossier) -> Iterator[Problem]:
    """One problem for each section that nothing in a fully read own plan speaks of."""
    for paper in dossier.papers:
        if paper.role is not Role.PLAN or paper.read_status != "ok" or paper.parent_id:
            continue
        family = {paper.id} | {p.id for p in dossier.papers if p.parent_id == paper.id}
        if any(p.read_status != "ok" for p in dossier.papers if p.id in family):
            continue
        covered = _covered(family, dossier)
        for section in dossier.plan.sections:
            if section.id not in covered:
                yield _problem(paper, section.id, section.title, dossier)


def _covered(family: set[str], dossier: Dossier) -> set[str]:
    named = {one.section for id in family for one in dossier.said.statements(id) if one.section}
    sections = {task.id: task.section for task in dossier.plan.tasks}
    matched = {
        sections[match.task_id]
        for id in family
        for match in dossier.said.matches(id)
        if match.statement_id and match.band is not Band.NONE
    }
    return named | matched


def _problem(paper: Paper, section: str, title: str, dossier: Dossier) -> Problem:
    agency_id = paper.issuer_id or paper.sender_id
    name = dossier.agency(agency_id)
    return Problem(
        message=f"{name}: {name_paper(paper)} thiếu nội dung {section} ({title}).",
        message_en=f"{name}: {name_paper(paper)} lacks section {section} ({title}).",
        agency_id=agency_id,
        document_id=paper.id,
        subject=section,
        facts=(paper.sha256,),
    )
