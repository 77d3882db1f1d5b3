"""The last run's report, read back from the database."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

from extractors.document import Anchor, Reason
from pipeline.decisions.standing import standing
from pipeline.outputs.report import Report, build_report
from pipeline.storage.codec import coder
from pipeline.storage.database_file import nothing_yet
from pipeline.storage.store import Store
from rules.agencies import Agency
from rules.catalogue import rulebook
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
from rules.model.plan import Deadline, Obligation, Plan

_T = TypeVar("_T")


def load_report(path: Path, lang: str = "vi") -> Report:
    """What the last run knew, but for the texts of the documents; UserError before any run."""
    with Store.read(path) as store:
        standings = standing(store.db)
        connection = store.db.conn
        connection.row_factory = sqlite3.Row
        run = next(_rows(connection, "SELECT * FROM runs ORDER BY id DESC LIMIT 1"), None)
        plan = next(_rows(connection, "SELECT facts FROM plans"), None)
        if run is None or plan is None:
            raise nothing_yet(path)
        return build_report(
            plan=_of(Plan, plan["facts"]),
            as_of=date.fromisoformat(run["as_of"]),
            agencies=[_of(Agency, row["facts"]) for row in _all(connection, "agencies")],
            papers=[_paper(row) for row in _all(connection, "documents")],
            statements=[_statement(row) for row in _all(connection, "statements")],
            matches=[_match(row) for row in _all(connection, "matches")],
            citations=[_citation(row) for row in _all(connection, "citations")],
            judgements=[_judgement(row) for row in _all(connection, "obligations")],
            findings=[_finding(row) for row in _all(connection, "findings WHERE present")],
            rules=rulebook(),
            inbox=Path(run["inbox"]) if run["inbox"] else None,
            lang=lang,
            standings=standings,
            notices=json.loads(run["totals"] or "{}").get("notices", ()),
        )


def _rows(connection: sqlite3.Connection, query: str) -> Iterator[sqlite3.Row]:
    yield from connection.execute(query)


def _all(connection: sqlite3.Connection, table: str) -> Iterator[sqlite3.Row]:
    return _rows(connection, f"SELECT * FROM {table} ORDER BY rowid")


def _of(kind: type[_T], text: str) -> _T:
    return _from(kind, json.loads(text))


def _from(kind: type[_T], plain: object) -> _T:
    value = coder(kind).unpack(plain)
    assert isinstance(value, kind)
    return value


def _list(text: str | None) -> tuple[str, ...]:
    return tuple(json.loads(text or "[]"))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _paper(row: sqlite3.Row) -> Paper:
    return Paper(
        id=row["id"],
        path=row["path"],
        sha256=row["sha256"] or "",
        read_status=row["read_status"],
        read_reason=Reason(row["read_reason"]) if row["read_reason"] else None,
        read_detail=row["read_detail"] or "",
        header=_of(Header, row["header"]),
        sender_id=row["sender_id"] or "",
        issuer_id=row["issuer_id"] or "",
        role=Role(row["role"]),
        period=_of(Period, row["period_facts"]),
        parent_id=row["parent_id"] or "",
        duplicate_of=row["duplicate_of"] or "",
        received_on=_day(row["received_on"]),
        pages=row["pages"],
        pages_read=row["pages_read"],
        pages_ocr=row["pages_ocr"],
        size=row["size"],
        gone=bool(row["gone"]),
    )


def _statement(row: sqlite3.Row) -> Statement:
    figures = tuple(_from(Figure, one) for one in json.loads(row["figures"] or "[]"))
    return Statement(
        id=row["id"],
        document_id=row["document_id"],
        anchor=_of(Anchor, row["place"]),
        text=row["text"],
        section=row["section"] or "",
        modality=Modality(row["modality"]),
        context=row["context"] or "",
        heading=row["heading"] or "",
        figures=figures,
        task_hint=row["task_hint"] or "",
        measure_id=row["measure_id"] or "",
    )


def _match(row: sqlite3.Row) -> Match:
    return Match(
        document_id=row["document_id"],
        task_id=row["task_id"],
        score=row["score"],
        band=Band(row["band"]),
        reasons=_list(row["reasons"]),
        statement_id=row["statement_id"] or "",
        shared_with=_list(row["shared_with"]),
        obligation_id=row["obligation_id"] or "",
    )


def _citation(row: sqlite3.Row) -> Citation:
    return Citation(
        document_id=row["document_id"],
        anchor=_of(Anchor, row["place"]),
        text=row["text"],
        doc_type=row["type"] or "",
        number=row["number"] or "",
        symbol=row["symbol"] or "",
        issued_on=_day(row["issued_on"]),
        title=row["title"] or "",
        statement_id=row["statement_id"] or "",
        found_document_id=row["found_document_id"] or "",
    )


def _judgement(row: sqlite3.Row) -> Judgement:
    due = Obligation(
        id=row["id"],
        task_id=row["task_id"],
        output_no=row["output_no"],
        output=row["output"],
        doc_type=row["doc_type"] or "",
        agency_id=row["agency_id"],
        issuer_id=row["issuer_id"] or "",
        deadline=_of(Deadline, row["deadline"]),
        members=_list(row["members"]),
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
        evidence=_evidence(row["evidence"]),
        heard_from=_list(row["heard_from"]),
    )


def _finding(row: sqlite3.Row) -> Finding:
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
        evidence=_evidence(row["evidence"]),
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


def _evidence(text: str | None) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(
            document_id=one["document_id"],
            path=one["path"],
            anchor=_from(Anchor, one["place"]),
            quote=one["quote"],
        )
        for one in json.loads(text or "[]")
    )
