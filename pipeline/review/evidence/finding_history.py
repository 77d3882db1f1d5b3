"""What was decided on one finding over time, and what changed since."""

from __future__ import annotations

import json
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from pipeline.decisions.log import history
from pipeline.decisions.standing import Standing
from pipeline.review.evidence.passages import Span
from pipeline.storage.store import Store
from pipeline.story import one
from rules.decisions import kinds

Row = dict[str, Any]

_ACTS = {
    "assign": "Giao phụ trách",
    "second": "Xem lại: đồng ý",
    "undo": "Hủy quyết định",
    "reject-match": "Ghép nhầm nhiệm vụ",
}


@dataclass(frozen=True, slots=True)
class Act:
    """One row of the log on this finding, in words."""

    at: str
    by: str
    what: str
    value: str
    reason: str
    note: str
    undone: bool


@dataclass(frozen=True, slots=True)
class Changed:
    """What a finding said when it was decided, and says now."""

    before: tuple[Span, ...]
    now: tuple[Span, ...]


def changed_since(store: Store, finding: Row, stands: Standing) -> Changed | None:
    """What changed on a finding since it was decided; None where nothing did."""
    if not stands.kind or stands.basis == finding["basis"]:
        return None
    row = one(
        store,
        "SELECT message FROM run_findings WHERE fingerprint = ? AND basis = ? "
        "ORDER BY run DESC LIMIT 1",
        finding["fingerprint"],
        stands.basis,
    )
    if row is None:
        return Changed((), ())
    return compare(row["message"], finding["message"])


def compare(before: str, now: str) -> Changed:
    """Two sentences with the words that differ marked."""
    old, new = before.split(), now.split()
    left: list[Span] = []
    right: list[Span] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        look = "" if kind == "equal" else "quote"
        left += [Span(" ".join(old[a:b]) + " ", look)] if b > a else []
        right += [Span(" ".join(new[c:d]) + " ", look)] if d > c else []
    return Changed(tuple(left), tuple(right))


def acts_of(store: Store, fingerprint: str) -> tuple[Act, ...]:
    """The log on a finding, the newest first."""
    rows = history(store, fingerprint)
    undone = {row["undoes"] for row in rows if row["undoes"]}
    return tuple(_act(store, row, row["id"] in undone) for row in reversed(rows))


def _act(store: Store, row: Row, undone: bool) -> Act:
    kind = kinds().get(row["kind"])
    value = json.loads(row["value"] or "{}")
    # Papers are kept by content: a renamed file is still the one that was attached.
    held = "SELECT path FROM documents WHERE sha256 = ? ORDER BY path LIMIT 1"
    document = one(store, held, value.get("sha256"))
    said = (
        value.get("owner", ""),
        document["path"] if document else "",
        _day(value.get("day", "")),
    )
    return Act(
        at=row["decided_at"],
        by=row["decided_by"] or "",
        what=kind.label if kind else _ACTS.get(row["kind"], str(row["kind"])),
        value=", ".join(part for part in said if part),
        reason=row["reason"] or "",
        note=row["note"] or "",
        undone=undone,
    )


def _day(text: str) -> str:
    return "/".join(reversed(text.split("-"))) if text else ""
