"""Keeping the ledger up to date: read whole after a run, what changed after a decision."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any

import numpy as np
from sqlite_utils import Database

from pipeline.review.findings.findings_view import CHANGED, NONE, SECOND_LOOK, UNDECIDED
from pipeline.review.findings.ledger import Column, Ledger
from pipeline.review.findings.ledger_read import read_ledger
from pipeline.storage.store import Store
from rules.decisions import kinds

_STANDING = """
SELECT t.id, s.kind, s.kind <> '' AND s.basis <> f.basis AS moved, s.owner, s.seconded_by
FROM standing s JOIN findings f ON f.fingerprint = s.fingerprint
JOIN finding_texts t ON t.fingerprint = s.fingerprint WHERE s.version > ?
"""


@dataclass(slots=True)
class Keeper:
    """Holds the ledger of one database for all requests."""

    _held: Ledger | None = None
    _lock: Lock = field(default_factory=Lock)

    def ledger(self, store: Store) -> Ledger:
        """The ledger as the database now stands."""
        db = store.db
        run, at, as_of = db.execute(
            "SELECT id, finished_at, as_of FROM runs ORDER BY id DESC LIMIT 1"
        ).fetchone() or (0, "", "")
        decided = int(db.execute("SELECT coalesce(max(id), 0) FROM decisions").fetchone()[0])
        with self._lock:
            held = self._held
            if held is None or held.run != (run, at) or held.decided > decided:
                held = _with_decisions(db, _undecided(read_ledger(db, (run, at), as_of)), decided)
            elif held.decided < decided:
                held = _with_decisions(db, held, decided)
            self._held = held
        return held


def _undecided(ledger: Ledger) -> Ledger:
    """The ledger as if nobody had decided anything."""
    nothing = np.zeros(len(ledger.ids), dtype=np.intp)
    nobody = np.zeros(len(ledger.ids), dtype=bool)
    columns = {
        "quyet-dinh": Column.of(
            (UNDECIDED, *kinds()), nothing, {CHANGED: nobody, SECOND_LOOK: nobody}
        ),
        "phu-trach": Column.of((NONE,), nothing),
    }
    return replace(ledger, columns={**ledger.columns, **columns})


def _with_decisions(db: Database, ledger: Ledger, decided: int) -> Ledger:
    """The ledger with what was decided since it was read; the one held before stays as it is."""
    rows = db.execute(_STANDING, [ledger.decided]).fetchall()
    # A finding that a run has just added is read with that run.
    known = np.isin([row[0] for row in rows], ledger.ids) if rows else ()
    rows = [row for row, held in zip(rows, known, strict=True) if held]
    places = _places(ledger, [row[0] for row in rows])
    columns = dict(ledger.columns)
    columns["quyet-dinh"] = _decided(columns["quyet-dinh"], places, rows)
    columns["phu-trach"] = _owned(columns["phu-trach"], places, rows)
    return replace(ledger, columns=columns, decided=decided)


def _places(ledger: Ledger, ids: list[int]) -> list[int]:
    by_id = np.argsort(ledger.ids)
    at = np.searchsorted(ledger.ids, ids, sorter=by_id)
    return [int(place) for place in by_id[at]]


def _decided(column: Column, places: list[int], rows: list[tuple[Any, ...]]) -> Column:
    numbers = {value: number for number, value in enumerate(column.values)}
    codes = column.codes.copy()
    marks = {name: mask.copy() for name, mask in column.marks.items()}
    for place, (_, kind, moved, _, seconded) in zip(places, rows, strict=True):
        codes[place] = numbers[kind or UNDECIDED]
        marks[CHANGED][place] = bool(moved)
        marks[SECOND_LOOK][place] = bool(kind) and kinds()[kind].second_look and not seconded
    return Column.of(column.values, codes, marks)


def _owned(column: Column, places: list[int], rows: list[tuple[Any, ...]]) -> Column:
    known: dict[str, int] = {value: number for number, value in enumerate(column.values)}
    codes = column.codes.copy()
    for place, row in zip(places, rows, strict=True):
        codes[place] = known.setdefault(row[3] or NONE, len(known))
    return Column.of(tuple(known), codes)
