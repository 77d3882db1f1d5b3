"""What clerks decided, put on top of a ledger: all of it, or only what is newer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from sqlite_utils import Database

from pipeline.review.findings.findings_view import CHANGED, NONE, SECOND_LOOK, UNDECIDED
from pipeline.review.findings.ledger import Column, Ledger
from rules.decisions import kinds

_STANDING = """
SELECT t.id, s.kind, s.kind <> '' AND s.basis <> f.basis AS moved, s.owner, s.seconded_by
FROM standing s JOIN findings f ON f.fingerprint = s.fingerprint
JOIN finding_texts t ON t.fingerprint = s.fingerprint WHERE s.version > ?
"""


def last_run(db: Database) -> tuple[tuple[int, str], str]:
    """The last run, by number and time, and the day that it judged by; blank before any."""
    number, at, as_of = db.execute(
        "SELECT id, finished_at, as_of FROM runs ORDER BY id DESC LIMIT 1"
    ).fetchone() or (0, "", "")
    return (number, at), as_of


def last_decision(db: Database) -> int:
    """The number of the last decision taken; 0 before any."""
    return int(db.execute("SELECT coalesce(max(id), 0) FROM decisions").fetchone()[0])


def undecided(ledger: Ledger) -> Ledger:
    """The ledger as if nobody had decided anything."""
    nothing = np.zeros(len(ledger.ids), dtype=np.intp)
    nobody = np.zeros(len(ledger.ids), dtype=bool)
    columns = {
        "quyet-dinh": Column.of(
            (UNDECIDED, *kinds()), nothing, {CHANGED: nobody, SECOND_LOOK: nobody}
        ),
        "phu-trach": Column.of((NONE,), nothing),
    }
    return replace(ledger, columns={**ledger.columns, **columns}, decided=0)


def with_decisions(db: Database, ledger: Ledger, decided: int) -> Ledger:
    """The ledger with what was decided since it was read; the one held before stays as it is."""
    placed = [
        (place, row)
        for row in db.execute(_STANDING, [ledger.decided]).fetchall()
        # A finding that a run has just added is read with that run.
        if (place := ledger.place_of(row[0])) is not None
    ]
    columns = dict(ledger.columns)
    columns["quyet-dinh"] = _decided(columns["quyet-dinh"], placed)
    columns["phu-trach"] = _owned(columns["phu-trach"], placed)
    return replace(ledger, columns=columns, decided=decided)


def _decided(column: Column, placed: list[tuple[int, Any]]) -> Column:
    numbers = {value: number for number, value in enumerate(column.values)}
    codes = column.codes.copy()
    marks = {name: mask.copy() for name, mask in column.marks.items()}
    for place, (_, kind, moved, _, seconded) in placed:
        codes[place] = numbers[kind or UNDECIDED]
        marks[CHANGED][place] = bool(moved)
        marks[SECOND_LOOK][place] = bool(kind) and kinds()[kind].second_look and not seconded
    return Column.of(column.values, codes, marks)


def _owned(column: Column, placed: list[tuple[int, Any]]) -> Column:
    known: dict[str, int] = {value: number for number, value in enumerate(column.values)}
    codes = column.codes.copy()
    for place, row in placed:
        codes[place] = known.setdefault(row[3] or NONE, len(known))
    return Column.of(tuple(known), codes)
