"""Who answers for a body that has ended: its successors, with what they do after its last day."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from rules.agencies import Registry
from rules.model.papers import Paper


def speaker(paper: Paper) -> str:
    """The body whose paper it is: who issued it, else who sent one that names no issuer."""
    return paper.issuer_id or ("" if paper.header.issuer else paper.sender_id)


def stands_for(body: str, paper: Paper, ours: Collection[str], registry: Registry) -> str:
    """Which of these bodies that have ended the one answers for with this paper; else empty.

    The paper must be of after the end. One of no day counts only from a body that did not exist
    before: another may have written it for itself.
    """
    return next((one for one in forebears(body, paper, registry) if one in ours), "")


def forebears(body: str, paper: Paper, registry: Registry) -> Iterator[str]:
    """The ended bodies that a body answers for on the day of a paper."""
    day = paper.header.issued_on or paper.received_on
    for ended, since in registry.predecessors(body).items():
        if day is not None:
            answers = day >= since
        else:
            founded = registry.get(body).valid_from
            answers = founded is not None and founded >= since
        if answers:
            yield ended


def since(agency_id: str, registry: Registry) -> date | None:
    """The first day without the body, null where it has not ended."""
    heirs = registry.get(agency_id).successors if registry.is_known(agency_id) else ()
    return next((registry.predecessors(heir)[agency_id] for heir in heirs), None)
