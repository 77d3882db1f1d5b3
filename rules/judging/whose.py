"""Whose papers count for an obligation: the agency's, the required issuer's, their successors'."""

from __future__ import annotations

from rules.judging.hearing import Hearing
from rules.judging.succession import speaker, stands_for
from rules.model.papers import Paper
from rules.model.plan import Obligation


def bodies(obligation: Obligation) -> frozenset[str]:
    """The agencies whose hand-in answers for the obligation."""
    return frozenset((obligation.agency_id, *obligation.members))


def counts(paper: Paper, obligation: Obligation, hearing: Hearing) -> bool:
    """Whether a paper counts for or against this agency (DESIGN: whose papers count).

    Papers the agency issued or sent, or cited in its own report, and papers of the required
    issuer; after the end of either, papers of its successors. A paper on a task that its issuer
    owes is that agency's own, wherever it lies.
    """
    ours = bodies(obligation)
    if paper.issuer_id in ours:
        return True
    required = obligation.issuer_id not in ours and paper.issuer_id == obligation.issuer_id
    if required or by_successor(paper, obligation, hearing):
        return True
    if hearing.is_its_issuers_own(paper) and paper.issuer_id:
        return False
    cited = hearing.cited_by.get(paper.id, frozenset())
    return paper.sender_id in ours or bool(cited & ours)


def by_successor(paper: Paper, obligation: Obligation, hearing: Hearing) -> bool:
    """Whether a successor made the paper for a body of the obligation that has ended."""
    ours = (*bodies(obligation), obligation.issuer_id)
    return bool(stands_for(speaker(paper), paper, ours, hearing.registry))


def issued_rightly(paper: Paper, obligation: Obligation, hearing: Hearing) -> bool:
    """The required issuer signed it, or its successor after its end.

    A paper that names no issuer is its sender's own; one that names a body nobody knows is not.
    """
    right = bodies(obligation) if obligation.issuer_id in bodies(obligation) else frozenset()
    right |= {obligation.issuer_id}
    body = speaker(paper)
    return body in right or bool(stands_for(body, paper, right, hearing.registry))


def is_own_report(paper: Paper, ours: frozenset[str], hearing: Hearing) -> bool:
    """Whether a report is of these agencies, or of a successor for one that has ended."""
    if {paper.issuer_id, paper.sender_id} & ours:
        return True
    return bool(stands_for(speaker(paper), paper, ours, hearing.registry))
