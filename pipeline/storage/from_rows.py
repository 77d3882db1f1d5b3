"""Rows of the tables as our values: the way back of ``pipeline/storage/rows.py``."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, Protocol, TypeVar

from extractors.document import Anchor, Reason
from pipeline.storage.codec import coder
from rules.model.dossier import Evidence, Finding, Judgement, Problem, Severity, Status
from rules.model.papers import (
    Band,
    Citation,
    Figure,
    Header,
    Match,
    Modality,
    Paper,
    Period,
    Role,
    Statement,
)
from rules.model.plan import Deadline, Obligation

_T = TypeVar("_T")


class Named(Protocol):
    """A row whose columns are found by name: of SQLite, or a dictionary."""

    def __getitem__(self, name: str, /) -> Any:
        """The value of a column."""


def value_of(kind: type[_T], text: str) -> _T:
    """A value of ours from its JSON text."""
    return value_from(kind, json.loads(text))


def value_from(kind: type[_T], plain: object) -> _T:
    """A value of ours from plain data."""
    value = coder(kind).unpack(plain)
    assert isinstance(value, kind)
    return value


def list_of(text: str | None) -> tuple[str, ...]:
    """A list of texts from its JSON text; empty where null."""
    return tuple(json.loads(text or "[]"))


def day_of(text: str | None) -> date | None:
    """A day from its ISO text."""
    return date.fromisoformat(text) if text else None


def paper_of(row: Named) -> Paper:
    """documents, without the text of the paper"""
    return Paper(
        id=row["id"],
        path=row["path"],
        sha256=row["sha256"] or "",
        read_status=row["read_status"],
        read_reason=Reason(row["read_reason"]) if row["read_reason"] else None,
        read_detail=row["read_detail"] or "",
        header=value_of(Header, row["header"]),
        sender_id=row["sender_id"] or "",
        issuer_id=row["issuer_id"] or "",
        role=Role(row["role"]),
        period=value_of(Period, row["period_facts"]),
        parent_id=row["parent_id"] or "",
        duplicate_of=row["duplicate_of"] or "",
        received_on=day_of(row["received_on"]),
        pages=row["pages"],
        pages_read=row["pages_read"],
        pages_ocr=row["pages_ocr"],
        size=row["size"],
        gone=bool(row["gone"]),
    )


def statement_of(row: Named) -> Statement:
    """statements"""
    figures = tuple(value_from(Figure, one) for one in json.loads(row["figures"] or "[]"))
    return Statement(
        id=row["id"],
        document_id=row["document_id"],
        anchor=value_of(Anchor, row["place"]),
        text=row["text"],
        section=row["section"] or "",
        modality=Modality(row["modality"]),
        context=row["context"] or "",
        heading=row["heading"] or "",
        figures=figures,
        task_hint=row["task_hint"] or "",
        measure_id=row["measure_id"] or "",
    )


def match_of(row: Named) -> Match:
    """matches"""
    return Match(
        document_id=row["document_id"],
        task_id=row["task_id"],
        score=row["score"],
        band=Band(row["band"]),
        reasons=list_of(row["reasons"]),
        statement_id=row["statement_id"] or "",
        shared_with=list_of(row["shared_with"]),
        obligation_id=row["obligation_id"] or "",
    )


def citation_of(row: Named) -> Citation:
    """citations"""
    return Citation(
        document_id=row["document_id"],
        anchor=value_of(Anchor, row["place"]),
        text=row["text"],
        doc_type=row["type"] or "",
        number=row["number"] or "",
        symbol=row["symbol"] or "",
        issued_on=day_of(row["issued_on"]),
        title=row["title"] or "",
        statement_id=row["statement_id"] or "",
        found_document_id=row["found_document_id"] or "",
        issuer=row["issuer"] or "",
        year=row["year"],
    )


def judgement_of(row: Named) -> Judgement:
    """obligations"""
    due = Obligation(
        id=row["id"],
        task_id=row["task_id"],
        output_no=row["output_no"],
        output=row["output"],
        doc_type=row["doc_type"] or "",
        agency_id=row["agency_id"],
        issuer_id=row["issuer_id"] or "",
        deadline=value_of(Deadline, row["deadline"]),
        members=list_of(row["members"]),
        duty=row["duty"],
    )
    return Judgement(
        obligation=due,
        status=Status(row["status"]),
        via=row["via"] or "",
        document_id=row["document_id"] or "",
        days_late=row["days_late"],
        reason=row["reason"] or "",
        reason_en=row["reason_en"] or "",
        evidence=evidence_of(row["evidence"]),
        heard_from=list_of(row["heard_from"]),
    )


def finding_of(row: Named) -> Finding:
    """findings"""
    problem = Problem(
        message=row["message"],
        message_en=row["message_en"] or "",
        agency_id=row["agency_id"] or "",
        task_id=row["task_id"] or "",
        output_no=row["output_no"],
        obligation_id=row["obligation_id"] or "",
        document_id=row["document_id"] or "",
        period=row["period"] or "",
        subject=row["subject"] or "",
        evidence=evidence_of(row["evidence"]),
    )
    severity = Severity(row["severity"])
    return Finding(
        code=row["code"],
        fingerprint=row["fingerprint"],
        basis=row["basis"],
        rule=row["rule"],
        severity=severity,
        state=row["state"],
        problem=problem,
    )


def evidence_of(text: str | None) -> tuple[Evidence, ...]:
    """Passages from their JSON text."""
    return tuple(
        Evidence(
            document_id=one["document_id"],
            path=one["path"],
            anchor=value_from(Anchor, one["place"]),
            quote=one["quote"],
        )
        for one in json.loads(text or "[]")
    )
