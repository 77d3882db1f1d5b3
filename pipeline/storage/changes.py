"""What each run changed in the list, kept so that any two runs can be compared.

Only what moved is kept (a run that finds the same adds no row), so that years of weekly runs
stay small: how a finding stood after a run is its last row up to that run.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

# How a change reads in lists, in this order; ids are those of messages.toml.
KINDS = ("new", "reopened", "changed", "fixed")


@dataclass(frozen=True, slots=True)
class Change:
    """A finding that does not stand as it stood after the older run."""

    fingerprint: str
    kind: str
    before: str  # the message after the older run; empty where the finding was not there
    now: str


def keep_changes(db: Database, run: int) -> None:
    """Keep what a run changed, once its findings are written."""
    db.execute(
        "INSERT OR REPLACE INTO run_findings "
        "SELECT ?, fingerprint, state, basis, message FROM findings "
        "WHERE last_run = ? AND state <> 'unchanged' "
        "OR NOT present AND last_run = (SELECT max(id) FROM runs WHERE id < ?)",
        [run, run, run],
    )


def changes(db: Database, older: int, newer: int) -> list[Change]:
    """What changed from the end of one run to the end of a later one, in the order of lists."""
    found = db.execute(_CHANGES, {"older": older, "newer": newer})
    return [
        Change(fingerprint, kind, "" if kind in ("new", "reopened") else before or "", now)
        for fingerprint, kind, before, now in found
        if kind
    ]


# SQLite takes the other columns of a max() from the row that has it.
_STOOD = (
    "SELECT fingerprint, state, basis, message, max(run) FROM run_findings "
    "WHERE run <= :{run} GROUP BY fingerprint"
)
_CHANGES = (
    "SELECT fingerprint, CASE "
    "WHEN now.state = 'fixed' AND coalesce(then_.state, 'fixed') = 'fixed' THEN '' "
    "WHEN now.state = 'fixed' THEN 'fixed' "
    "WHEN then_.fingerprint IS NULL THEN 'new' "
    "WHEN then_.state = 'fixed' THEN 'reopened' "
    "WHEN then_.basis <> now.basis THEN 'changed' ELSE '' END, "
    f"then_.message, now.message FROM ({_STOOD.format(run='newer')}) AS now "
    f"LEFT JOIN ({_STOOD.format(run='older')}) AS then_ USING (fingerprint) "
    "JOIN findings f USING (fingerprint) LEFT JOIN agencies a ON a.id = f.agency_id "
    "LEFT JOIN tasks t ON t.id = f.task_id "
    "ORDER BY a.rowid IS NULL, a.rowid, t.position IS NULL, t.position, f.output_no, fingerprint"
)
