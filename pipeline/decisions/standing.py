"""Which decision stands on a finding: the last one that nobody took back.

The log of decisions is the truth; the table ``standing`` is derived from it in the same
transaction, so that lists of many thousands of findings can be filtered by it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlite_utils import Database

from pipeline.storage.portions import portions
from rules.decisions import kinds

ASSIGN, SECOND, UNDO = "assign", "second", "undo"

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands on one finding; ``kind`` is empty where nothing was decided.

    ``version`` is the last row of the log on this finding (0: none): whoever decides says which
    version she saw. ``basis`` is that of the finding as decided on: where it differs from the
    finding's own, the facts have changed since.
    """

    fingerprint: str
    decision_id: int | None = None
    kind: str = ""
    value: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    note: str = ""
    basis: str = ""
    decided_by: str = ""
    decided_at: str = ""
    owner: str = ""
    seconded_by: str = ""
    version: int = 0
    batch: int = 0

    @property
    def awaits_second_look(self) -> bool:
        """Whether a colleague has still to agree before it counts as settled."""
        return bool(self.kind) and kinds()[self.kind].second_look and not self.seconded_by


def standing(db: Database, fingerprints: Iterable[str] | None = None) -> dict[str, Standing]:
    """What stands on these findings, by fingerprint; on all of the log where none are given."""
    if fingerprints is None:
        return {row["fingerprint"]: _standing(row) for row in db.query("SELECT * FROM standing")}
    found = {}
    for marks, some in portions(list(fingerprints)):
        query = f"SELECT * FROM standing WHERE fingerprint IN ({marks})"
        found.update({row["fingerprint"]: _standing(row) for row in db.query(query, some)})
    return found


def refresh(db: Database, fingerprints: Iterable[str]) -> None:
    """Derive the rows of these findings anew from the log; inside the caller's transaction."""
    for marks, some in portions(sorted(set(fingerprints))):
        query = f"SELECT * FROM decisions WHERE fingerprint IN ({marks}) ORDER BY id"
        rows = [_columns(one) for one in derive(db.query(query, some))]
        db.execute(f"DELETE FROM standing WHERE fingerprint IN ({marks})", some)
        db.conn.executemany(f"INSERT INTO standing VALUES ({', '.join('?' * 13)})", rows)


def derive(rows: Iterable[Row]) -> Iterator[Standing]:
    """What stands by these rows of the log, oldest first, for every finding among them."""
    by_finding: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_finding[row["fingerprint"]].append(row)
    for fingerprint, events in by_finding.items():
        yield _derived(fingerprint, events)


def _derived(fingerprint: str, events: list[Row]) -> Standing:
    undone = {one["undoes"] for one in events if one["kind"] == UNDO}
    held = [one for one in events if one["id"] not in undone]
    last = next((one for one in reversed(held) if one["kind"] in kinds()), None)
    owner = next(
        (_value(one).get("owner", "") for one in reversed(held) if one["kind"] == ASSIGN), ""
    )
    version = events[-1]["id"]
    if last is None:
        return Standing(fingerprint, owner=owner, version=version)
    seconds = (one["decided_by"] for one in reversed(held) if _agrees(one, last))
    return Standing(
        fingerprint=fingerprint,
        decision_id=last["id"],
        kind=last["kind"],
        value=_value(last),
        reason=last["reason"] or "",
        note=last["note"] or "",
        basis=last["basis"] or "",
        decided_by=last["decided_by"] or "",
        decided_at=last["decided_at"],
        owner=owner,
        seconded_by=next(seconds, ""),
        version=version,
        batch=last["batch"] or last["id"],
    )


def _agrees(row: Row, decision: Row) -> bool:
    return row["kind"] == SECOND and _value(row).get("of") == str(decision["id"])


def _value(row: Row) -> dict[str, str]:
    return dict(json.loads(row["value"] or "{}"))


def _standing(row: Row) -> Standing:
    texts = ("reason", "note", "basis", "decided_by", "decided_at")
    return Standing(
        **{**row, "value": _value(row), "batch": row["batch"] or 0}
        | {name: row[name] or "" for name in texts}
    )


def _columns(one: Standing) -> tuple[object, ...]:
    return (
        one.fingerprint,
        one.decision_id,
        one.kind,
        json.dumps(dict(one.value), ensure_ascii=False),
        one.reason,
        one.note,
        one.basis,
        one.decided_by,
        one.decided_at,
        one.owner,
        one.seconded_by,
        one.version,
        one.batch,
    )
