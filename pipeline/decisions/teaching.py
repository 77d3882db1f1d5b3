"""Decisions that correct the program itself: a field read wrongly, a match that is wrong."""

from __future__ import annotations

import json
from datetime import date

from pipeline.decisions.corrections import (
    CORRECT,
    HEADER_FIELDS,
    PARTY_FIELDS,
    REJECT,
    Correction,
    text_key,
)
from pipeline.decisions.log import Actor, Outcome, Refusal, Row, add, shortened
from pipeline.decisions.requirements import DecisionError, content_of
from pipeline.decisions.standing import standing
from pipeline.storage.store import Store
from rules.document_types import DocumentTypes

MISREAD = "misread"


def correct(
    store: Store,
    document_id: str,
    field: str,
    value: str,
    reason: str,
    by: Actor,
    source: str = "page",
) -> Outcome:
    """Keep what a field of a paper really says; obeyed by later runs for the same content.

    ``field``: number, symbol, issued_on (ISO), doc_type, title, issuer_id or sender_id (ids of
    agencies); an empty value says that the paper leaves it blank.
    """
    with store.writing():
        try:
            document, text = _corrected(store, document_id, field, value.strip())
        except DecisionError as error:
            return Outcome(0, refused=(Refusal("", "", str(error)),))
        correction = Correction(0, CORRECT, sha256=document["sha256"], field=field, text=text)
        draft = {
            "fingerprint": f"content:{document['sha256']}",
            "kind": CORRECT,
            "value": correction.value(),
            "reason": shortened(reason),
            "note": _before(document, field),
        }
        ids = add(store, [draft], by, source)
    return Outcome(ids[0], ids)


def reject_match(
    store: Store, fingerprint: str, reason: str, by: Actor, source: str = "page"
) -> Outcome:
    """Keep that the evidence of a finding does not speak of its task: two rows, one batch."""
    with store.writing():
        query = "SELECT * FROM findings WHERE fingerprint = ?"
        finding = next(iter(store.db.query(query, [fingerprint])), None)
        why = _cannot_reject(finding, reason)
        if finding is None or why:
            code = finding["code"] if finding else ""
            return Outcome(0, refused=(Refusal(fingerprint, code, why),))
        before = standing(store.db, [fingerprint]).get(fingerprint)
        about = {
            "fingerprint": fingerprint,
            "code": finding["code"],
            "reason": shortened(reason),
            "basis": finding["basis"],
        }
        replaces = before.decision_id if before else None
        drafts = [
            {**about, "kind": MISREAD, "value": "{}", "replaces": replaces},
            {**about, "kind": REJECT, "value": _rejected(store, finding).value()},
        ]
        ids = add(store, drafts, by, source)
    return Outcome(ids[0], ids)


def _cannot_reject(finding: Row | None, reason: str) -> str:
    if finding is None:
        return "không còn sai lệch này"
    if not finding["task_id"] or not finding["document_id"]:
        return "sai lệch này không dựa trên một văn bản của nhiệm vụ"
    return "" if reason.strip() else "cần lý do, ví dụ “văn bản về việc khác”"


def _rejected(store: Store, finding: Row) -> Correction:
    evidence = json.loads(finding["evidence"] or "[]")
    quote = evidence[0]["quote"] if evidence else ""
    said = "SELECT 1 FROM statements WHERE document_id = ? AND text = ?"
    if quote and list(store.db.query(said, [finding["document_id"], quote])):
        return Correction(0, REJECT, finding["task_id"], text_key=text_key(quote))
    document = content_of(store, finding["document_id"])
    return Correction(0, REJECT, finding["task_id"], sha256=document["sha256"] if document else "")


def _corrected(store: Store, document_id: str, field: str, text: str) -> tuple[Row, str]:
    document = content_of(store, document_id)
    if document is None or not document["sha256"]:
        raise DecisionError("không có văn bản này trong tài liệu đã nhận")
    if field not in (*HEADER_FIELDS, *PARTY_FIELDS):
        raise DecisionError(f"không sửa được mục “{field}”")
    if field == "issued_on" and text:
        try:
            date.fromisoformat(text)
        except ValueError:
            raise DecisionError(f"ngày “{text}” không có trong lịch") from None
    if field == "doc_type" and text:
        known = DocumentTypes.load().canonical(text)
        if not known:
            raise DecisionError(f"không có loại văn bản “{text}”")
        text = known
    if field in PARTY_FIELDS and text:
        known_agency = list(store.db.query("SELECT 1 FROM agencies WHERE id = ?", [text]))
        if not known_agency:
            raise DecisionError(f"không có cơ quan “{text}”")
    return document, text


def _before(document: Row, field: str) -> str:
    """What the program had read, for the log."""
    return f"trước: {document[field] or '(trống)'}"
