"""Explanations (giải trình) that were sent instead of what is owed: said, never counted as met."""

from __future__ import annotations

from rules.judging.hearing import Hearing
from rules.judging.succession import stands_for
from rules.judging.whose import bodies
from rules.model.papers import Paper
from rules.model.plan import Obligation


def explanations(obligation: Obligation, hearing: Hearing) -> tuple[Paper, ...]:
    """The agency's explanations of this obligation: on its task, or on no task in particular."""
    ours = bodies(obligation)
    return tuple(
        paper
        for document_id, tasks in hearing.explained.items()
        if (not tasks or obligation.task_id in tasks)
        and _is_of(paper := hearing.papers[document_id], ours, hearing)
    )


def _is_of(paper: Paper, ours: frozenset[str], hearing: Hearing) -> bool:
    if paper.sender_id in ours or paper.issuer_id in ours:
        return True
    sender = stands_for(paper.sender_id, paper, ours, hearing.registry)
    return bool(sender or stands_for(paper.issuer_id, paper, ours, hearing.registry))
