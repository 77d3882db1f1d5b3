"""A paper in an agency's folder was issued by another body that owes it to nobody there."""

from __future__ import annotations

from collections.abc import Iterator

from rules.checks.files import file_problem
from rules.model.dossier import Dossier, Problem


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
        if (sender, issuer) in required:
            continue
        yield file_problem(
            paper,
            f"nằm trong thư mục của {dossier.agency(sender)} "
            f"nhưng do {dossier.agency(issuer)} ban hành",
            f"lies in the folder of {dossier.agency(sender)} "
            f"but was issued by {dossier.agency(issuer)}",
        )
