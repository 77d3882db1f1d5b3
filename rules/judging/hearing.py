"""What stands before the judge: the papers, matches and citations, found by task and agency."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from rules.agencies import Registry
from rules.document_types import DocumentTypes
from rules.judging.succession import forebears, speaker, stands_for
from rules.judging.timing import ReportingYear
from rules.model.papers import PERIODIC, Band, Match, Paper, Role
from rules.model.plan import Obligation, Plan
from rules.model.said import Said

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Hearing:
    """Everything the judge looks up, indexed once for a whole run."""

    plan: Plan
    registry: Registry
    types: DocumentTypes
    year: ReportingYear
    papers: Mapping[str, Paper]
    said: Said
    paper_matches: Mapping[str, tuple[Match, ...]]  # of whole papers, by task; no near misses
    attached: Mapping[str, tuple[Match, ...]]  # by obligation: what a clerk has attached
    cited_by: Mapping[str, frozenset[str]]  # document -> agencies whose reports cite it
    sent: Mapping[str, tuple[Paper, ...]]  # by sender
    issuers_own: frozenset[str]  # documents that answer what their issuer owes
    outputs: Mapping[str, tuple[Obligation, ...]]  # by task
    explained: Mapping[str, frozenset[str]]  # explanation -> the tasks it surely speaks of
    answered: frozenset[str]  # ended bodies for which a successor handed something in
    issuers: frozenset[str]  # bodies of which a paper is here, whoever handed it in

    def has_sent(self, agency_id: str) -> bool:
        """Whether anything at all came from this agency, or after its end for it."""
        return agency_id in self.answered or any(
            not paper.is_temporary for paper in self.sent.get(agency_id, ())
        )

    def unread_of(self, agencies: Iterable[str]) -> tuple[Paper, ...]:
        """Papers these agencies sent that were not read, or not wholly."""
        return tuple(
            paper for agency in agencies for paper in self.sent.get(agency, ()) if paper.is_unread
        )

    def unread_for(self, agencies: Collection[str], as_of: date) -> tuple[Paper, ...]:
        """What could not be read of these agencies, or of those that answer for ended ones.

        A successor's file that cannot be read may be what its predecessor owes.
        """
        heirs = {
            heir for agency in agencies for heir in self.registry.successor(agency, as_of)
        } - set(agencies)
        inherited = (
            paper
            for paper in self.unread_of(sorted(heirs))
            if stands_for(paper.sender_id, paper, agencies, self.registry)
            or not (paper.header.issued_on or paper.received_on)
        )
        return (*self.unread_of(agencies), *inherited)

    def is_its_issuers_own(self, paper: Paper) -> bool:
        """Whether the issuer itself owes a task, or a report, that the paper is about."""
        return paper.id in self.issuers_own


def open_hearing(
    plan: Plan,
    registry: Registry,
    types: DocumentTypes,
    year: ReportingYear,
    obligations: Iterable[Obligation],
    papers: Iterable[Paper],
    said: Said,
) -> Hearing:
    """Index the material of a run."""
    # By their paths, so that the order in which files were read decides nothing.
    by_id = {paper.id: paper for paper in sorted(papers, key=lambda p: (p.path, p.sha256))}
    matches = tuple(match for match in said.of_papers() if match.band is not Band.NONE)
    paper_matches = _by_task(match for match in matches if not match.obligation_id)
    owers, outputs = _owers(obligations)
    all_papers = tuple(by_id.values())
    return Hearing(
        plan=plan,
        registry=registry,
        types=types,
        year=year,
        papers=by_id,
        said=said,
        paper_matches=paper_matches,
        attached=_by(matches, lambda match: match.obligation_id),
        cited_by=_cited_by(said, by_id),
        sent=_by(all_papers, lambda paper: paper.sender_id),
        issuers_own=_issuers_own(all_papers, paper_matches, owers),
        outputs=outputs,
        explained=_explained(all_papers, said),
        answered=_answered(all_papers, said, owers, registry),
        issuers=frozenset(paper.issuer_id for paper in all_papers if paper.issuer_id),
    )


def _by(items: Iterable[T], name: Callable[[T], str]) -> dict[str, tuple[T, ...]]:
    found: dict[str, list[T]] = defaultdict(list)
    for item in items:
        found[name(item)].append(item)
    return {value: tuple(group) for value, group in found.items() if value}


def _by_task(matches: Iterable[Match]) -> dict[str, tuple[Match, ...]]:
    found: dict[str, list[Match]] = defaultdict(list)
    for match in matches:
        for task_id in _tasks(match):
            found[task_id].append(match)
    return {task_id: tuple(some) for task_id, some in found.items()}


def _tasks(match: Match) -> tuple[str, ...]:
    return (match.task_id, *match.shared_with)


def _cited_by(said: Said, papers: Mapping[str, Paper]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for citation in said.found():
        paper = papers.get(citation.document_id)
        if paper is not None and paper.role in PERIODIC:
            found[citation.found_document_id] |= {paper.sender_id, paper.issuer_id} - {""}
    return {document: frozenset(agencies) for document, agencies in found.items()}


def _issuers_own(
    papers: tuple[Paper, ...],
    paper_matches: Mapping[str, tuple[Match, ...]],
    owers: Mapping[str, frozenset[str]],
) -> frozenset[str]:
    issuers = {paper.id: paper.issuer_id for paper in papers}
    own = {
        match.document_id
        for task_id, matches in paper_matches.items()
        for match in matches
        if issuers.get(match.document_id) in owers.get(task_id, frozenset())
    }
    periodic = {paper.id for paper in papers if paper.role in (*PERIODIC, Role.PLAN)}
    return frozenset(own | periodic)


def _explained(papers: tuple[Paper, ...], said: Said) -> dict[str, frozenset[str]]:
    """The tasks that explanations surely speak of, in their titles or in their sentences."""
    return {
        paper.id: frozenset(
            task_id
            for match in said.matches(paper.id)
            if match.band is Band.SURE and not match.obligation_id
            for task_id in _tasks(match)
        )
        for paper in papers
        if paper.role is Role.EXPLANATION and not paper.duplicate_of
    }


def _answered(
    papers: tuple[Paper, ...],
    said: Said,
    owers: Mapping[str, frozenset[str]],
    registry: Registry,
) -> frozenset[str]:
    """The ended bodies for whose tasks a successor handed something in."""
    found: set[str] = set()
    for paper in papers:
        ended = set(forebears(speaker(paper), paper, registry))
        for match in said.matches(paper.id) if ended else ():
            if match.band is not Band.NONE and not match.obligation_id:
                for task_id in _tasks(match):
                    found |= owers.get(task_id, frozenset()) & ended
    return frozenset(found)


def _owers(
    obligations: Iterable[Obligation],
) -> tuple[dict[str, frozenset[str]], dict[str, tuple[Obligation, ...]]]:
    owers: dict[str, set[str]] = defaultdict(set)
    outputs: dict[str, dict[int, Obligation]] = defaultdict(dict)
    for obligation in obligations:
        task = obligation.task_id or obligation.output
        owers[task] |= {obligation.agency_id, *obligation.members}
        outputs[task].setdefault(obligation.output_no, obligation)
    return (
        {task: frozenset(agencies) for task, agencies in owers.items()},
        {task: tuple(by_no.values()) for task, by_no in outputs.items()},
    )
