"""Taking decisions: rows are added to the log together, checked against what colleagues did.

Nothing is pre-decided and nothing overwritten: whoever decides says which version of the finding
she saw, and is told by name who was faster. Taking back is a row as well.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pipeline.decisions.requirements import DecisionError, check_value
from pipeline.decisions.standing import ASSIGN, SECOND, UNDO, Standing, refresh, standing
from pipeline.outputs.clean import whole
from pipeline.storage.portions import portions
from pipeline.storage.store import Store
from rules.decisions import kinds

LONGEST = 2_000  # of a reason or a note
_FACTS_CHANGED = "dữ kiện vừa đổi sau lần chạy mới; hãy xem lại minh chứng rồi quyết định"

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts; ``role`` is reader, clerk or lead."""

    name: str
    role: str = "lead"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A decision that someone wants to take on one finding.

    ``kind`` is one of ``rules.decisions.kinds()``, ``assign`` (value: owner) or ``second`` (agree
    with what stands). ``value``: attach {"document_id"}, extend {"day", "document_id"?}. ``seen``
    is the ``Standing.version`` and ``basis`` that of the finding that the person saw; None and
    empty: not to be checked.
    """

    fingerprint: str
    kind: str
    value: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    note: str = ""
    seen: int | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why one decision was not taken, in one Vietnamese sentence."""

    fingerprint: str
    code: str
    why: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was added (``batch`` 0: nothing) and what was refused."""

    batch: int
    ids: tuple[int, ...] = ()
    refused: tuple[Refusal, ...] = ()


def take(
    store: Store,
    wanted: Sequence[Wanted],
    by: Actor,
    source: str = "page",
    now: datetime | None = None,
) -> Outcome:
    """Take decisions in one transaction; each is refused or added by itself."""
    with store.writing():
        held = standing(store.db, (one.fingerprint for one in wanted))
        findings = _findings(store, [one.fingerprint for one in wanted])
        drafts, refused = [], []
        for one in wanted:
            finding = findings.get(one.fingerprint)
            if finding is None:
                refused.append(Refusal(one.fingerprint, "", "không còn sai lệch này"))
                continue
            before = held.get(one.fingerprint, Standing(one.fingerprint))
            try:
                drafts.append(_draft(store, one, finding, before, by))
            except DecisionError as error:
                refused.append(Refusal(one.fingerprint, finding["code"], str(error)))
        ids = add(store, drafts, by, source, now)
    return Outcome(ids[0] if ids else 0, ids, tuple(refused))


def undo(
    store: Store, batch: int, by: Actor, source: str = "page", now: datetime | None = None
) -> Outcome:
    """Take back what was decided together and still holds."""
    with store.writing():
        rows = list(
            store.db.query(
                "SELECT * FROM decisions WHERE coalesce(batch, id) = ? AND kind <> ? "
                "AND id NOT IN (SELECT undoes FROM decisions WHERE undoes IS NOT NULL)",
                [batch, UNDO],
            )
        )
        drafts = [
            {
                "fingerprint": row["fingerprint"],
                "code": row["code"],
                "kind": UNDO,
                "undoes": row["id"],
                "replaces": row["id"],
            }
            for row in rows
        ]
        ids = add(store, drafts, by, source, now)
    return Outcome(ids[0] if ids else 0, ids)


def history(store: Store, fingerprint: str) -> list[Row]:
    """Every row of the log on one finding, oldest first."""
    query = "SELECT * FROM decisions WHERE fingerprint = ? ORDER BY id"
    return list(store.db.query(query, [fingerprint]))


def shortened(text: str) -> str:
    """A reason or note as the log can hold it."""
    return text.strip()[:LONGEST]


def add(
    store: Store,
    drafts: Sequence[Mapping[str, Any]],
    by: Actor,
    source: str,
    now: datetime | None = None,
) -> tuple[int, ...]:
    """Add rows that belong together, inside ``Store.writing``; their numbers."""
    if not drafts:
        return ()
    last = store.db.execute("SELECT coalesce(max(id), 0) FROM decisions").fetchone()[0]
    at = (now or datetime.now()).isoformat(timespec="seconds")
    ids = tuple(range(last + 1, last + 1 + len(drafts)))
    for number, draft in zip(ids, drafts, strict=True):
        row = {
            **draft,
            "id": number,
            "batch": ids[0],
            "source": source,
            "decided_by": by.name,
            "decided_at": at,
        }
        values = [whole(one) if isinstance(one, str) else one for one in row.values()]
        marks = ", ".join("?" * len(row))
        store.db.execute(f"INSERT INTO decisions ({', '.join(row)}) VALUES ({marks})", values)
    refresh(store.db, (draft["fingerprint"] for draft in drafts))
    return ids


def _draft(store: Store, one: Wanted, finding: Row, before: Standing, by: Actor) -> dict[str, Any]:
    """The row that a decision becomes; DecisionError with the reason why it cannot be taken."""
    if one.seen is not None and one.seen != before.version:
        raise DecisionError(_faster(store, finding["fingerprint"]))
    if one.basis not in ("", finding["basis"]):
        raise DecisionError(_FACTS_CHANGED)
    check = _CHECKS.get(one.kind, _decision)
    value = check(store, one, finding, before, by)
    return {
        "fingerprint": one.fingerprint,
        "code": finding["code"],
        "kind": one.kind,
        "value": json.dumps(value, ensure_ascii=False),
        "reason": shortened(one.reason),
        "note": shortened(one.note),
        "basis": finding["basis"],
        "replaces": before.decision_id,
    }


def _decision(
    store: Store, one: Wanted, finding: Row, _before: Standing, _by: Actor
) -> dict[str, str]:
    kind = kinds().get(one.kind)
    if kind is None:
        raise DecisionError(f"không có loại quyết định “{one.kind}”")
    if kind.needs_reason and not one.reason.strip():
        raise DecisionError(f"“{kind.label}” cần lý do")
    return check_value(store, kind, one.value, finding)


def _owner(
    _store: Store, one: Wanted, _finding: Row, _before: Standing, _by: Actor
) -> dict[str, str]:
    return {"owner": " ".join(one.value.get("owner", "").split())[:100]}


def _agreement(
    _store: Store, _one: Wanted, _finding: Row, before: Standing, by: Actor
) -> dict[str, str]:
    if not before.awaits_second_look:
        raise DecisionError("không có quyết định nào đang chờ người thứ hai xem")
    if before.decided_by == by.name:
        raise DecisionError("người xem lại phải khác người đã quyết định")
    return {"of": str(before.decision_id)}


_Check = Callable[[Store, Wanted, Row, Standing, Actor], dict[str, str]]
_CHECKS: Mapping[str, _Check] = {ASSIGN: _owner, SECOND: _agreement}


def _faster(store: Store, fingerprint: str) -> str:
    """Who decided since, when and what."""
    row = history(store, fingerprint)[-1]
    known = kinds().get(row["kind"])
    what = f"“{known.label}”" if known else _OTHER_ACTS.get(row["kind"], row["kind"])
    at = datetime.fromisoformat(row["decided_at"])
    return f"{row['decided_by']} vừa ghi {what} lúc {at:%H:%M ngày %d/%m/%Y}; hãy xem lại"


_OTHER_ACTS = {UNDO: "việc hủy quyết định", ASSIGN: "người phụ trách", SECOND: "ý kiến xem lại"}


def _findings(store: Store, fingerprints: Sequence[str]) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for marks, some in portions(fingerprints):
        query = f"SELECT * FROM findings WHERE fingerprint IN ({marks})"
        found.update({row["fingerprint"]: row for row in store.db.query(query, some)})
    return found
