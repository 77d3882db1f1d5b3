"""Keeping the ledger up to date: taken whole after a run, what changed after a decision."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock

from pipeline.review.findings.ledger import Ledger
from pipeline.review.findings.ledger_decided import (
    last_decision,
    last_run,
    undecided,
    with_decisions,
)
from pipeline.review.findings.ledger_kept import kept
from pipeline.review.findings.ledger_read import read_ledger
from pipeline.storage.store import Store


@dataclass(slots=True)
class Keeper:
    """Holds the ledger of one database for all requests."""

    _held: Ledger | None = None
    _lock: Lock = field(default_factory=Lock)

    def ledger(self, store: Store) -> Ledger:
        """The ledger as the database now stands."""
        db = store.db
        run, as_of = last_run(db)
        decided = last_decision(db)
        with self._lock:
            held = self._held
            if held is None or held.run != run or held.decided > decided:
                held = kept(db, run, as_of) or undecided(read_ledger(db, run, as_of))
            if held.decided < decided:
                held = with_decisions(db, held, decided)
            self._held = held
        return held
