"""A file was read but belongs to no task of the plan and is no report on it."""

from __future__ import annotations

from collections.abc import Iterator

from rules.checks.files import file_problem
from rules.model.dossier import Dossier, Problem
from rules.model.papers import Band, Role


def check(dossier: Dossier) -> Iterator[Problem]:
    """One problem for each readable document that no task, duty or parent claims.

    A likeness that nobody was asked about claims nothing.
    """
    claimed = {match.document_id for match in dossier.said.of_papers() if match.band is Band.SURE}
    for judgement in dossier.judgements:
        claimed |= {judgement.document_id, *(one.document_id for one in judgement.evidence)}
    for paper in dossier.papers:
        loose = paper.role in (Role.EVIDENCE, Role.OTHER) and not paper.parent_id
        if paper.read_status == "ok" and loose and paper.id not in claimed:
            yield file_problem(
                paper,
                "không khớp với nhiệm vụ nào của kế hoạch; nếu là minh chứng, hãy gắn vào nhiệm vụ",
                "matches no task of the plan; if it is evidence, attach it to its task",
            )
