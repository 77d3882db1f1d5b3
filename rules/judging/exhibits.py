"""The candidates for one obligation: each paper, statement or citation with what it proves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractors.document import Anchor
from rules.judging.hearing import Hearing
from rules.judging.outputs import answers, is_of_type
from rules.judging.succession import stands_for
from rules.judging.timing import days_late, is_of_period, named_years
from rules.judging.whose import bodies, by_successor, counts, is_own_report, issued_rightly
from rules.model.dossier import Evidence, Status
from rules.model.papers import PERIODIC, Band, Citation, Match, Modality, Paper, Role, Statement
from rules.model.plan import Obligation

DUTY_ROLES = {
    "report:plan": Role.PLAN,
    "report:6m": Role.REPORT_6M,
    "report:year": Role.REPORT_YEAR,
}
# Reports say what was done; an explanation (giải trình) says why it was not.
_NO_EVIDENCE = (*PERIODIC, Role.PLAN, Role.EXPLANATION)
# What a statement must claim for an owed report to be given inside a periodic one: "chưa thực
# hiện" is not_done, a plan for next year gives nothing.
REPORTED = (Modality.DONE, Modality.IN_PROGRESS, Modality.NOT_ARISEN)


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One candidate with the status it would give the obligation."""

    status: Status
    paper: Paper
    via: str
    evidence: Evidence
    late: int | None = None
    match: Match | None = None
    citation: Citation | None = None


def exhibits(obligation: Obligation, hearing: Hearing) -> Iterator[Exhibit]:
    """Every candidate for the obligation, in no order."""
    yield from _attached(obligation, hearing)
    if not obligation.task_id:
        yield from _duty_papers(obligation, hearing)
        return
    yield from _papers(obligation, hearing)
    yield from _reported(obligation, hearing)
    yield from _cited(obligation, hearing)


def _attached(obligation: Obligation, hearing: Hearing) -> Iterator[Exhibit]:
    """Papers that a clerk has said are this output: only their day is still judged."""
    for match in hearing.attached.get(obligation.id, ()):
        paper = hearing.papers.get(match.document_id)
        if paper is not None:
            status = _by_day(paper, obligation, hearing)
            late = _lateness(paper, obligation)
            yield Exhibit(status, paper, "document", paper_evidence(paper), late, match)


def _duty_papers(obligation: Obligation, hearing: Hearing) -> Iterator[Exhibit]:
    role = DUTY_ROLES.get(obligation.output)
    for paper in hearing.papers.values():
        if paper.role is role and not paper.parent_id and counts(paper, obligation, hearing):
            yield _paper_exhibit(paper, obligation, hearing, None)


def _papers(obligation: Obligation, hearing: Hearing) -> Iterator[Exhibit]:
    for match in hearing.paper_matches.get(obligation.task_id, ()):
        paper = hearing.papers.get(match.document_id)
        if paper is None or paper.role in _NO_EVIDENCE:
            continue
        if counts(paper, obligation, hearing) and _of_this_year(paper, obligation, hearing):
            exhibit = _judge_paper(paper, obligation, hearing, match)
            if exhibit is not None:
                yield exhibit


def _judge_paper(
    paper: Paper, obligation: Obligation, hearing: Hearing, match: Match
) -> Exhibit | None:
    if answers(paper, obligation, hearing):
        # Nobody is asked to look whether another body's paper is perhaps about the task.
        doubtful = match.band is not Band.SURE and not issued_rightly(paper, obligation, hearing)
        return None if doubtful else _paper_exhibit(paper, obligation, hearing, match)
    others = hearing.outputs.get(obligation.task_id, ())
    if any(is_of_type(paper, other, hearing) for other in (obligation, *others)):
        return None
    about = paper.issuer_id in (*bodies(obligation), obligation.issuer_id) or (
        paper.issuer_id and by_successor(paper, obligation, hearing)
    )
    if not about or match.band is not Band.SURE or not paper.header.doc_type:
        return None
    if hearing.types.undated(paper.header.doc_type) or _too_early(paper, obligation):
        return None
    return Exhibit(Status.WRONG_TYPE, paper, "document", paper_evidence(paper), match=match)


def _too_early(paper: Paper, obligation: Obligation) -> bool:
    """A letter of March is not a wrong report of quarter IV: nobody sent it as that."""
    start, day = obligation.deadline.due_from, paper.header.issued_on
    owed = obligation.doc_type == "Báo cáo"
    return owed and start is not None and day is not None and day < start


def _of_this_year(paper: Paper, obligation: Obligation, hearing: Hearing) -> bool:
    day = paper.header.issued_on
    if hearing.types.undated(paper.header.doc_type):
        years = named_years(paper)
        due = obligation.deadline.due_to  # a plan of 2024 may ask for a register of 2025
        asked = {hearing.year.plan_year, due.year if due else hearing.year.plan_year}
        return not years or bool(years & asked)
    if obligation.deadline.kind == "continuous":
        return day is None or hearing.year.holds(day)
    return day is None or day >= hearing.year.start


def _paper_exhibit(
    paper: Paper, obligation: Obligation, hearing: Hearing, match: Match | None
) -> Exhibit:
    sure = match is None or match.band is Band.SURE
    late = _lateness(paper, obligation)
    status = _by_day(paper, obligation, hearing)
    if not issued_rightly(paper, obligation, hearing):
        # Only a known issuer can be the wrong one.
        status = Status.WRONG_ISSUER if paper.issuer_id else Status.REVIEW
    if not sure:
        status = Status.REVIEW
    return Exhibit(status, paper, _via(paper, obligation), paper_evidence(paper), late, match)


def _by_day(paper: Paper, obligation: Obligation, hearing: Hearing) -> Status:
    if paper.header.issued_on is None and not _needs_no_day(paper, obligation, hearing):
        return Status.UNDATED
    return Status.LATE if _lateness(paper, obligation) else Status.MET


def _needs_no_day(paper: Paper, obligation: Obligation, hearing: Hearing) -> bool:
    """Registers, leaflets, news: by the paper's own type, or by what an untyped one was owed as."""
    kind = paper.header.doc_type or obligation.doc_type
    return hearing.types.undated(kind) or not kind


def _via(paper: Paper, obligation: Obligation) -> str:
    if paper.parent_id:
        return "annex"
    carried = obligation.doc_type and paper.header.doc_type != obligation.doc_type
    return "carrier" if carried and paper.header.doc_type == "Quyết định" else "document"


def _lateness(paper: Paper, obligation: Obligation) -> int | None:
    day = paper.header.issued_on
    return days_late(day, obligation.deadline) if day else None


def _reported(obligation: Obligation, hearing: Hearing) -> Iterator[Exhibit]:
    """What the agency's periodic reports say of the task."""
    ours = bodies(obligation)
    for match in hearing.said.of_reports(obligation.task_id):
        paper = hearing.papers[match.document_id]
        if not is_own_report(paper, ours, hearing):
            continue
        inherited = stands_for(paper.issuer_id, paper, ours, hearing.registry)
        if paper.issuer_id and paper.issuer_id not in ours and not inherited:
            continue
        statement = hearing.said.statement(match.statement_id)
        if statement is not None:
            yield from _statement_exhibit(statement, paper, obligation, hearing, match)


def _statement_exhibit(
    statement: Statement, paper: Paper, obligation: Obligation, hearing: Hearing, match: Match
) -> Iterator[Exhibit]:
    evidence = statement_evidence(statement, paper)
    of_period = is_of_period(paper, obligation.deadline, hearing.year)
    owed_report = _may_be_reported(obligation)
    if match.band is Band.SURE and statement.modality is Modality.NOT_DONE:
        yield Exhibit(Status.NOT_DONE, paper, "embedded", evidence, match=match)
    elif owed_report and of_period and statement.modality in REPORTED:
        late = _lateness(paper, obligation)
        status = Status.LATE if late else Status.MET
        if paper.header.issued_on is None:
            status = Status.UNDATED
        if match.band is not Band.SURE:
            status = Status.REVIEW
        yield Exhibit(status, paper, "embedded", evidence, late, match)


def _may_be_reported(obligation: Obligation) -> bool:
    """Whether a statement in a periodic report can be the output: a Báo cáo, or no output named."""
    if not obligation.output:
        return True
    return obligation.doc_type == "Báo cáo" and obligation.issuer_id in bodies(obligation)


def _cited(obligation: Obligation, hearing: Hearing) -> Iterator[Exhibit]:
    """Papers of the owed type that the agency's report names by number but that were not sent.

    Where it is not sure that the passage speaks of the task, a person looks: what an agency
    names by number is never called missing.
    """
    ours = bodies(obligation)
    for match in hearing.said.of_reports(obligation.task_id):
        paper = hearing.papers[match.document_id]
        if not is_own_report(paper, ours, hearing):
            continue
        status = Status.CITED if match.band is Band.SURE else Status.REVIEW
        for citation in hearing.said.citations(paper.id):
            if citation.statement_id == match.statement_id and _names(
                citation, obligation, hearing
            ):
                evidence = Evidence(paper.id, paper.path, citation.anchor, citation.text)
                yield Exhibit(status, paper, "", evidence, match=match, citation=citation)


def _names(citation: Citation, obligation: Obligation, hearing: Hearing) -> bool:
    """Whether a citation names the owed paper: right type, this year, the right body's sign."""
    if citation.found_document_id or not citation.number or not obligation.doc_type:
        return False
    if citation.year is not None and citation.year < hearing.year.start.year:
        return False
    if not hearing.types.satisfies(obligation.doc_type, citation.doc_type, citation.title):
        return False
    if citation.issued_on is not None and not hearing.year.start <= citation.issued_on:
        return False
    signs = set(_owners(citation.symbol, hearing))
    return not signs or bool(signs & (bodies(obligation) | {obligation.issuer_id}))


def _owners(symbol: str, hearing: Hearing) -> tuple[str, ...]:
    """The agencies a document symbol can belong to: ``KH-SNV``, ``SNV-CCHC``; empty if unknown."""
    parts = symbol.replace("/", "-").split("-")
    return tuple(owner for part in parts for owner in hearing.registry.by_sign(part))


def paper_evidence(paper: Paper) -> Evidence:
    """The head of a paper as evidence: number, day, type and title."""
    header = paper.header
    number = "/".join(part for part in (header.number, header.symbol) if part)
    day = f"ngày {header.issued_on:%d/%m/%Y}" if header.issued_on else ""
    quote = " ".join(part for part in (header.doc_type, number, day, header.title) if part)
    anchor = header.anchors.get("title") or header.anchors.get("number") or Anchor()
    return Evidence(paper.id, paper.path, anchor, quote)


def statement_evidence(statement: Statement, paper: Paper) -> Evidence:
    """A statement as evidence."""
    return Evidence(paper.id, paper.path, statement.anchor, statement.text)
