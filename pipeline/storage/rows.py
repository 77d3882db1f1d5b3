"""Our values as rows of the tables, columns in the order of ``pipeline/storage/schema.py``.

Unknown is null; lists are JSON arrays; days are ISO. An anchor is kept twice: in words for
people (``trang 3, bảng 1``) and as JSON for the program.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date

from extractors.document import Anchor
from pipeline.outputs.clean import whole
from pipeline.storage.codec import coder
from rules.agencies import Agency
from rules.model.dossier import Evidence, Finding, Judgement
from rules.model.papers import Citation, Figure, Header, Match, Paper, Period, Statement
from rules.model.plan import Deadline, Plan, Task

Value = str | int | float | None
Row = tuple[Value, ...]

# One encoder for all rows: json.dumps builds a new one for every value.
_encode = json.JSONEncoder(ensure_ascii=False).encode


def storable(values: Iterable[Row]) -> Iterator[Row]:
    """The rows without the halves of characters that SQLite cannot hold."""
    for row in values:
        try:
            "".join(value for value in row if isinstance(value, str)).encode()
        except UnicodeEncodeError:
            yield tuple(whole(one) if isinstance(one, str) else one for one in row)
        else:
            yield row


def as_json(kind: object, value: object) -> str:
    """A value of ours as JSON text."""
    return _encode(coder(kind).pack(value))


def _list(values: tuple[str, ...]) -> str:
    return _encode(values) if values else "[]"


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def agency_row(agency: Agency) -> Row:
    """agencies"""
    return (agency.id, agency.name, agency.kind, as_json(Agency, agency))


def plan_row(plan: Plan) -> Row:
    """plans"""
    facts = as_json(Plan, plan)
    day = _day(plan.issued_on)
    return (plan.title, plan.number or None, day, plan.year, plan.source, facts)


def section_rows(plan: Plan) -> Iterator[Row]:
    """sections"""
    for position, section in enumerate(plan.sections, 1):
        yield (section.id, section.title, position)


def task_rows(plan: Plan) -> Iterator[Row]:
    """tasks"""
    for position, task in enumerate(plan.tasks, 1):
        yield _task_row(task, position)


def _task_row(task: Task, position: int) -> Row:
    return (
        task.id,
        task.section,
        task.number,
        task.text,
        _list(task.outputs),
        _list(task.leads),
        _list(task.coordinating),
        _list(task.deadlines),
        task.anchor.words(),
        as_json(Anchor, task.anchor),
        position,
    )


def document_row(paper: Paper) -> Row:
    """documents"""
    header = paper.header
    return (
        paper.id,
        paper.path,
        paper.sha256 or None,
        paper.sender_id or None,
        paper.issuer_id or None,
        header.issuer or None,
        header.doc_type or None,
        header.number or None,
        header.symbol or None,
        _day(header.issued_on),
        header.title or None,
        header.signer or None,
        paper.role.value,
        paper.period.words() or None,
        paper.read_status,
        paper.read_reason.value if paper.read_reason else None,
        paper.pages,
        paper.pages_read,
        paper.pages_ocr,
        paper.duplicate_of or None,
        _day(paper.received_on),
        paper.read_detail or None,
        paper.parent_id or None,
        paper.size,
        as_json(Header, header),
        as_json(Period, paper.period),
        int(paper.gone),
    )


def statement_row(statement: Statement) -> Row:
    """statements"""
    return (
        statement.id,
        statement.document_id,
        statement.anchor.words(),
        statement.text,
        statement.section or None,
        statement.modality.value,
        as_json(Anchor, statement.anchor),
        statement.context or None,
        statement.heading or None,
        _figures(statement.figures),
        statement.task_hint or None,
        statement.measure_id or None,
    )


def _figures(figures: tuple[Figure, ...]) -> str:
    return _encode([coder(Figure).pack(one) for one in figures]) if figures else "[]"


def match_row(match: Match) -> Row:
    """matches"""
    return (
        None,
        match.statement_id or None,
        match.document_id,
        match.task_id,
        match.score,
        match.band.value,
        _list(match.reasons),
        _list(match.shared_with),
        match.obligation_id or None,
    )


def citation_row(citation: Citation) -> Row:
    """citations"""
    return (
        citation.document_id,
        citation.anchor.words(),
        citation.doc_type or None,
        citation.number or None,
        citation.symbol or None,
        _day(citation.issued_on),
        citation.found_document_id or None,
        citation.text,
        citation.title or None,
        citation.statement_id or None,
        as_json(Anchor, citation.anchor),
        citation.issuer or None,
        citation.year,
    )


def obligation_rows(judgements: tuple[Judgement, ...]) -> Iterator[Row]:
    """obligations"""
    for position, judgement in enumerate(judgements, 1):
        yield _obligation_row(judgement, position)


def _obligation_row(judgement: Judgement, position: int) -> Row:
    due = judgement.obligation
    return (
        due.id,
        due.task_id,
        due.output_no,
        due.output,
        due.doc_type or None,
        due.agency_id,
        due.issuer_id or None,
        due.deadline.text or None,
        due.deadline.kind or None,
        _day(due.deadline.due_from),
        _day(due.deadline.due_to),
        judgement.status.value,
        judgement.via or None,
        judgement.document_id or None,
        judgement.days_late,
        judgement.reason or None,
        judgement.reason_en or None,
        evidence_json(judgement.evidence),
        _list(judgement.heard_from),
        _list(due.members),
        as_json(Deadline, due.deadline),
        position,
        due.duty,
    )


def finding_row(finding: Finding, run: int) -> Row:
    """findings"""
    problem = finding.problem
    return (
        finding.code,
        finding.fingerprint,
        finding.basis,
        finding.rule,
        finding.severity.value,
        finding.state,
        problem.agency_id or None,
        problem.task_id or None,
        problem.output_no,
        problem.obligation_id or None,
        problem.document_id or None,
        problem.message,
        problem.message_en or None,
        evidence_json(problem.evidence),
        problem.period or None,
        problem.subject or None,
        0 if finding.state == "fixed" else 1,
        run,
        run,
    )


def evidence_json(evidence: tuple[Evidence, ...]) -> str:
    """Passages as a JSON list; ``anchor`` is the place in words."""
    return _encode([evidence_facts(one) for one in evidence]) if evidence else "[]"


def evidence_facts(evidence: Evidence) -> dict[str, object]:
    """A passage with its place in words, and as the program needs it."""
    return {
        "document_id": evidence.document_id,
        "path": evidence.path,
        "anchor": evidence.anchor.words(),
        "quote": evidence.quote,
        "place": coder(Anchor).pack(evidence.anchor),
    }
