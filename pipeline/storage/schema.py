"""The tables of doichieu.db, one small function per change; a released one is never edited.

The columns up to those that DESIGN names come first in each table and in its order; other
programs rely on them. Columns after them serve the program itself.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("doichieu")


@migrations()
def m001_plan_and_agencies(db: Database) -> None:
    """Who owes what: agencies, the plan as read, its tasks."""
    db.table("agencies").create({"id": str, "name": str, "kind": str, "facts": str}, pk="id")
    # One row: the plan whose tasks these are; facts is the whole plan as read.
    db.table("plans").create(
        {"title": str, "number": str, "issued_on": str, "year": int, "source": str, "facts": str}
    )
    db.table("sections").create({"id": str, "title": str, "position": int}, pk="id")
    db.table("tasks").create(
        {
            "id": str,
            "section": str,
            "number": str,
            "text": str,
            "outputs": str,
            "leads": str,
            "coordinating": str,
            "deadlines": str,
            "anchor": str,
            "place": str,
            "position": int,
        },
        pk="id",
    )


@migrations()
def m002_documents(db: Database) -> None:
    """What was received, one row for every file and member found."""
    db.table("documents").create(
        {
            "id": str,
            "path": str,
            "sha256": str,
            "sender_id": str,
            "issuer_id": str,
            "issuer_text": str,
            "doc_type": str,
            "number": str,
            "symbol": str,
            "issued_on": str,
            "title": str,
            "signer": str,
            "role": str,
            "period": str,
            "read_status": str,
            "read_reason": str,
            "pages": int,
            "pages_read": int,
            "pages_ocr": int,
            "duplicate_of": str,
            "received_on": str,
            "read_detail": str,
            "parent_id": str,
            "size": int,
            "header": str,
            "period_facts": str,
        },
        pk="id",
        not_null={"path", "read_status"},
    )
    for column in ("sha256", "sender_id", "issuer_id", "number"):
        db.table("documents").create_index([column])


@migrations()
def m003_what_documents_say(db: Database) -> None:
    """Statements, their matches with tasks, and the documents they cite."""
    of_document = [("document_id", "documents", "id")]
    db.table("statements").create(
        {
            "id": str,
            "document_id": str,
            "anchor": str,
            "text": str,
            "section": str,
            "modality": str,
            "place": str,
            "context": str,
            "heading": str,
            "figures": str,
            "task_hint": str,
        },
        pk="id",
        foreign_keys=of_document,
    )
    db.table("matches").create(
        {
            "id": int,
            "statement_id": str,  # null: the whole document
            "document_id": str,
            "task_id": str,
            "score": float,
            "band": str,
            "reasons": str,
            "shared_with": str,
        },
        pk="id",
        foreign_keys=of_document,
    )
    db.table("citations").create(
        {
            "document_id": str,
            "anchor": str,
            "type": str,
            "number": str,
            "symbol": str,
            "issued_on": str,
            "found_document_id": str,
            "text": str,
            "title": str,
            "statement_id": str,
            "place": str,
        },
        foreign_keys=of_document,
    )
    for table in ("statements", "matches", "citations"):
        db.table(table).create_index(["document_id"])
    db.table("matches").create_index(["task_id", "band"])
    db.table("matches").create_index(["statement_id"])


@migrations()
def m004_obligations_and_findings(db: Database) -> None:
    """What was judged, and what is wrong. A duty's ``task_id`` is the empty text."""
    db.table("obligations").create(
        {
            "id": str,
            "task_id": str,
            "output_no": int,
            "output": str,
            "doc_type": str,
            "agency_id": str,
            "issuer_id": str,
            "deadline_text": str,
            "kind": str,
            "due_from": str,
            "due_to": str,
            "status": str,
            "via": str,
            "document_id": str,
            "days_late": int,
            "reason": str,
            "reason_en": str,
            "evidence": str,
            "heard_from": str,
            "members": str,
            "deadline": str,
            "position": int,
        },
        pk="id",
    )
    db.table("findings").create(
        {
            "code": str,
            "fingerprint": str,
            "basis": str,
            "rule": str,
            "severity": str,
            "state": str,
            "agency_id": str,
            "task_id": str,
            "output_no": int,
            "obligation_id": str,
            "document_id": str,
            "message": str,
            "message_en": str,
            "evidence": str,
            "period": str,
            "subject": str,
            "present": int,  # 0: gone from the last run, kept with the state "fixed"
            "first_run": int,
            "last_run": int,  # the last run that found it
        },
        pk="fingerprint",
    )
    for column in ("agency_id", "task_id", "status"):
        db.table("obligations").create_index([column])
    for column in ("code", "agency_id", "rule", "task_id", "obligation_id", "document_id"):
        db.table("findings").create_index([column])


@migrations()
def m005_decisions(db: Database) -> None:
    """What clerks decided; rows are added and never touched again."""
    db.table("decisions").create(
        {
            "id": int,
            "fingerprint": str,
            "code": str,
            "kind": str,
            "value": str,
            "reason": str,
            "note": str,
            "basis": str,  # of the finding as the clerk saw it
            "undoes": int,
            "decided_by": str,
            "decided_at": str,
        },
        pk="id",
        not_null={"fingerprint", "kind", "decided_at"},
    )
    db.table("decisions").create_index(["fingerprint"])
    # INSERT OR REPLACE deletes without firing a DELETE trigger, so a used id is refused too.
    for name, when in (
        ("never_changed", "BEFORE UPDATE ON decisions"),
        ("never_deleted", "BEFORE DELETE ON decisions"),
        (
            "never_replaced",
            "BEFORE INSERT ON decisions WHEN EXISTS (SELECT 1 FROM decisions WHERE id = new.id)",
        ),
    ):
        db.execute(
            f"CREATE TRIGGER decisions_{name} {when} "
            "BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END"
        )


@migrations()
def m006_runs(db: Database) -> None:
    """Each run that ended, and what it counted."""
    db.table("runs").create(
        {
            "id": int,
            "started_at": str,
            "finished_at": str,
            "as_of": str,
            "inbox": str,
            "plan": str,
            "version": str,
            "totals": str,
        },
        pk="id",
    )


@migrations()
def m007_contents(db: Database) -> None:
    """When a content was first seen, and what reading it gave."""
    db.table("contents").create({"sha256": str, "first_seen": str}, pk="sha256")
    db.table("readings").create(
        {"sha256": str, "reader": str, "body": bytes}, pk=("sha256", "reader")
    )


@migrations()
def m008_attached_papers(db: Database) -> None:
    """Which obligation a clerk attached a paper to."""
    db.table("matches").add_column("obligation_id", str)


@migrations()
def m016_attempts(db: Database) -> None:
    """Which content is being read, and how often reading it broke."""
    db.table("attempts").create(
        {
            "sha256": str,
            "reader": str,
            "count": int,
            "outcome": str,  # null: being read, or the run died meanwhile
            "started_at": str,
        },
        pk=("sha256", "reader"),
        not_null={"count", "started_at"},
    )
