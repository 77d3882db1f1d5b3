"""A paper in an agency's folder was issued by another body that owes it to nobody there."""

from __future__ import annotations

from collections.abc import Iterator

from rules.checks.files import file_problem
from rules.model.agency import heirs
from rules.model.dossier import Dossier, Problem
from rules.model.papers import Paper


def check(dossier: Dossier) -> Iterator[Problem]:
    """One problem for each paper whose issuer is neither the sender nor a required issuer."""
    required = {
        (judgement.obligation.agency_id, judgement.obligation.issuer_id)
        for judgement in dossier.judgements
    }
    for paper in dossier.papers:
        sender, issuer = paper.sender_id, paper.issuer_id
        if not sender or not issuer or sender == issuer or paper.parent_id:
            continue
        if (sender, issuer) in required or _succeeds(dossier, paper):
            continue
        yield file_problem(
            paper,
            f"nằm trong thư mục của {dossier.agency(sender)} "
            f"nhưng do {dossier.agency(issuer)} ban hành",
            f"lies in the folder of {dossier.agency(sender)} "
            f"but was issued by {dossier.agency(issuer)}",
        )


def _succeeds(dossier: Dossier, paper: Paper) -> bool:
    """Whether one of the two took over from the other: its papers lie in the other's folder."""
    day = paper.header.issued_on or dossier.as_of
    return paper.issuer_id in heirs(dossier.agencies, paper.sender_id, day) or (
        paper.sender_id in heirs(dossier.agencies, paper.issuer_id, dossier.as_of)
    )
