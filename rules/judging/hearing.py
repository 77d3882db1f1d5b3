"""What stands before the judge: the papers, matches and citations, found by task and agency."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import TypeVar

from rules.agencies import Registry
from rules.document_types import DocumentTypes
from rules.judging.succession import forebears, speaker, stands_for
from rules.judging.timing import ReportingYear
from rules.model.papers import Band, Citation, Match, Paper, Role, Statement
from rules.model.plan import Obligation, Plan

T = TypeVar("T")
PERIODIC = (Role.REPORT_6M, Role.REPORT_YEAR)
UNREAD = ("failed", "partial", "waiting", "skipped")


@dataclass(frozen=True, slots=True)
class Hearing:
    """Everything the judge looks up, indexed once for a whole run."""

    plan: Plan
    registry: Registry
    types: DocumentTypes
    year: ReportingYear
    papers: Mapping[str, Paper]
    statements: Mapping[str, Statement]
    paper_matches: Mapping[str, tuple[Match, ...]]  # by task
    statement_matches: Mapping[str, tuple[Match, ...]]  # by task
    reported: Mapping[str, tuple[Match, ...]]  # the same of periodic reports, if there is a band
    attached: Mapping[str, tuple[Match, ...]]  # by obligation: what a clerk has attached
    settled: frozenset[str]  # statements that surely speak of some task
    citations: Mapping[str, tuple[Citation, ...]]  # by the citing document
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
            p.read_reason != "temporary-file" for p in self.sent.get(agency_id, ())
        )

    def unread_of(self, agencies: Iterable[str]) -> tuple[Paper, ...]:
        """Papers these agencies sent that were not read, or not wholly."""
        return tuple(
            paper
            for agency in agencies
            for paper in self.sent.get(agency, ())
            if paper.read_status in UNREAD and paper.read_reason != "temporary-file"
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
    statements: Iterable[Statement],
    matches: Iterable[Match],
    citations: Iterable[Citation],
) -> Hearing:
    """Index the material of a run."""
    # By their paths, so that the order in which files were read decides nothing.
    by_id = {paper.id: paper for paper in sorted(papers, key=lambda p: (p.path, p.sha256))}
    matches = tuple(matches)
    paper_matches, statement_matches = _matches_by_task(m for m in matches if not m.obligation_id)
    cited = _by(citations, lambda citation: citation.document_id)
    owers, outputs = _owers(obligations)
    all_papers = tuple(by_id.values())
    return Hearing(
        plan=plan,
        registry=registry,
        types=types,
        year=year,
        papers=by_id,
        statements={statement.id: statement for statement in statements},
        paper_matches=paper_matches,
        statement_matches=statement_matches,
        reported=_reported(statement_matches, by_id),
        attached=_by(matches, lambda match: match.obligation_id),
        settled=_settled(statement_matches),
        citations=cited,
        cited_by=_cited_by(cited, by_id),
        sent=_by(all_papers, lambda paper: paper.sender_id),
        issuers_own=_issuers_own(all_papers, paper_matches, owers),
        outputs=outputs,
        explained=_explained(all_papers, paper_matches, statement_matches),
        answered=frozenset(
            _answered(by_id, paper_matches, owers, registry)
            | _answered(by_id, statement_matches, owers, registry)
        ),
        issuers=frozenset(paper.issuer_id for paper in all_papers if paper.issuer_id),
    )


def _by(items: Iterable[T], name: Callable[[T], str]) -> dict[str, tuple[T, ...]]:
    found: dict[str, list[T]] = defaultdict(list)
    for item in items:
        found[name(item)].append(item)
    return {value: tuple(group) for value, group in found.items() if value}


def _matches_by_task(
    matches: Iterable[Match],
) -> tuple[dict[str, tuple[Match, ...]], dict[str, tuple[Match, ...]]]:
    of_papers: dict[str, list[Match]] = defaultdict(list)
    of_statements: dict[str, list[Match]] = defaultdict(list)
    for match in matches:
        index = of_statements if match.statement_id else of_papers
        for task_id in (match.task_id, *match.shared_with):
            index[task_id].append(match)
    return (
        {task: tuple(found) for task, found in of_papers.items()},
        {task: tuple(found) for task, found in of_statements.items()},
    )


def _reported(
    matches: Mapping[str, tuple[Match, ...]], papers: Mapping[str, Paper]
) -> dict[str, tuple[Match, ...]]:
    reports = {paper.id for paper in papers.values() if paper.role in PERIODIC}
    return {
        task: tuple(m for m in found if m.band is not Band.NONE and m.document_id in reports)
        for task, found in matches.items()
    }


def _settled(statement_matches: Mapping[str, tuple[Match, ...]]) -> frozenset[str]:
    return frozenset(
        match.statement_id
        for matches in statement_matches.values()
        for match in matches
        if match.band is Band.SURE
    )


def _cited_by(
    citations: Mapping[str, tuple[Citation, ...]], papers: Mapping[str, Paper]
) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for document_id, cited in citations.items():
        paper = papers.get(document_id)
        if paper is None or paper.role not in PERIODIC:
            continue
        for citation in cited:
            if citation.found_document_id:
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
        if match.band is not Band.NONE
        and issuers.get(match.document_id) in owers.get(task_id, frozenset())
    }
    periodic = {paper.id for paper in papers if paper.role in (*PERIODIC, Role.PLAN)}
    return frozenset(own | periodic)


def _explained(
    papers: tuple[Paper, ...], *by_task: Mapping[str, tuple[Match, ...]]
) -> dict[str, frozenset[str]]:
    """The tasks that explanations surely speak of, in their titles or in their sentences."""
    asked = {p.id for p in papers if p.role is Role.EXPLANATION and not p.duplicate_of}
    tasks: dict[str, set[str]] = {paper.id: set() for paper in papers if paper.id in asked}
    for task_id, matches in chain.from_iterable(one.items() for one in by_task if asked):
        for match in matches:
            if match.document_id in asked and match.band is Band.SURE:
                tasks[match.document_id].add(task_id)
    return {document: frozenset(named) for document, named in tasks.items()}


def _answered(
    papers: Mapping[str, Paper],
    by_task: Mapping[str, tuple[Match, ...]],
    owers: Mapping[str, frozenset[str]],
    registry: Registry,
) -> set[str]:
    """The ended bodies for whose tasks a successor handed something in."""
    found: set[str] = set()
    for task_id, matches in by_task.items():
        for match in matches:
            paper = papers.get(match.document_id)
            if paper is not None and match.band is not Band.NONE:
                ended = forebears(speaker(paper), paper, registry)
                found |= owers.get(task_id, frozenset()) & set(ended)
    return found


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
