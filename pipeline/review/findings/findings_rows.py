"""The findings of one page of the list, with what stands on them, read for a hundred at a time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pipeline.review.findings.findings_view import GONE, OFF, OFF_WORDS
from pipeline.review.rendering import day
from pipeline.storage.store import Store
from rules.decisions import kinds
from rules.messages import Words

_WORDS = Words("vi")
_QUERY = """
SELECT t.id, f.code, f.fingerprint, f.basis, f.message, f.severity, f.task_id,
       CASE WHEN f.state = 'fixed' AND f.last_run = 0 THEN 'off' ELSE f.state END AS state,
       f.agency_id, f.obligation_id, a.name AS agency, o.deadline_text, o.due_to,
       s.kind, s.value, s.reason, s.note, s.basis AS decided_basis, s.decided_by, s.decided_at,
       s.owner, s.seconded_by, s.version, s.batch,
       (SELECT count(*) FROM decisions d WHERE d.batch = s.batch AND s.batch > 0) AS together,
       (SELECT coalesce(p.number || '/' || p.symbol, p.path) FROM documents p
         WHERE p.sha256 = json_extract(s.value, '$.sha256') ORDER BY p.path LIMIT 1) AS attached
FROM finding_texts t JOIN findings f ON f.fingerprint = t.fingerprint
LEFT JOIN agencies a ON a.id = f.agency_id LEFT JOIN obligations o ON o.id = f.obligation_id
LEFT JOIN standing s ON s.fingerprint = f.fingerprint
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A finding in the list; ``seen`` and ``basis`` say which version of it the clerk sees."""

    id: int
    code: str
    fingerprint: str
    basis: str
    message: str
    severity: str
    severity_words: str
    state: str
    state_words: str
    task: str
    agency_id: str
    agency: str
    deadline: str
    due: str
    overdue: bool
    owed: bool  # about an obligation: a paper can be attached, its day put off
    kind: str
    decision: str  # what stands, in words
    by: str
    at: str
    reason: str
    note: str
    moved: bool  # the facts have changed since it was decided
    awaits: bool  # a second look
    seconded_by: str
    owner: str
    seen: int
    batch: int
    together: int  # how many decisions were taken with this one

    @property
    def waits(self) -> bool:
        """Whether it needs a decision: none stands, or it rests on other facts."""
        return not self.kind or self.moved

    @property
    def story(self) -> str:
        """Who decided what and why, on one line; empty where nothing stands."""
        if not self.kind:
            return ""
        why = "; ".join(part for part in (self.reason, self.note) if part)
        return f"{self.decision} - {self.by}, {self.at}" + (f": {why}" if why else "")


def read_rows(store: Store, ids: Sequence[int], as_of: str) -> list[Row]:
    """The rows of these findings, in their order."""
    marks = ", ".join("?" * len(ids))
    found = store.db.query(f"{_QUERY} WHERE t.id IN ({marks})", list(ids))
    rows = {one["id"]: _row(one, as_of) for one in found}
    return [rows[id] for id in ids if id in rows]


def row_of(store: Store, code: str, as_of: str) -> Row | None:
    """The row of one finding."""
    found = store.db.query(f"{_QUERY} WHERE f.code = ?", [code])
    return next((_row(one, as_of) for one in found), None)


def _row(one: dict[str, Any], as_of: str) -> Row:
    kind = kinds().get(one["kind"] or "")
    due = one["due_to"] or ""
    decided = one["decided_at"]
    return Row(
        id=one["id"],
        code=one["code"],
        fingerprint=one["fingerprint"],
        basis=one["basis"],
        message=one["message"],
        severity=one["severity"],
        severity_words=_WORDS("severity", one["severity"]),
        state=one["state"],
        state_words=OFF_WORDS if one["state"] == OFF else _WORDS("state", one["state"]),
        task=one["task_id"] or "",
        agency_id=one["agency_id"] or "",
        agency=one["agency"] or one["agency_id"] or _WORDS.say("no_agency"),
        deadline=one["deadline_text"] or "",
        due=day(due),
        overdue=bool(due) and due < as_of and one["state"] not in GONE,
        owed=bool(one["obligation_id"]),
        kind=kind.id if kind else "",
        decision=_decision(one, kind.label) if kind else "",
        by=one["decided_by"] or "",
        at=f"{datetime.fromisoformat(decided):%H:%M %d/%m/%Y}" if decided else "",
        reason=one["reason"] or "",
        note=one["note"] or "",
        moved=bool(kind) and one["decided_basis"] != one["basis"],
        awaits=bool(kind and kind.second_look and not one["seconded_by"]),
        seconded_by=one["seconded_by"] or "",
        owner=one["owner"] or "",
        seen=one["version"] or 0,
        batch=one["batch"] or 0,
        together=one["together"] or 0,
    )


def _decision(one: dict[str, Any], label: str) -> str:
    until = json.loads(one["value"] or "{}").get("day", "")
    if until:
        return f"{label.removesuffix(' đến ngày')} đến {day(until)}"
    return f"{label} {one['attached']}" if one["kind"] == "attach" and one["attached"] else label
