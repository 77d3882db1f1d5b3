"""What a paper was taken for: the outputs that rest on it, or why none does."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.review.screens.signs import Sign, sign_of
from pipeline.storage.store import Store
from rules.messages import load

Row = dict[str, Any]

# An output of these states rests on no paper; "cited" rests on one that nobody sent.
NO_PAPER = ("unreadable", "missing", "pending", "not_received", "deadline_unknown")
_MOST_TASKS = 4


@dataclass(frozen=True, slots=True)
class Use:
    """An output that a paper was taken for, and what became of it."""

    task_id: str  # empty for a reporting duty
    output: str
    agency_id: str
    agency: str
    status: str
    quotes: frozenset[str]

    @property
    def sign(self) -> Sign:
        """What became of the output."""
        return sign_of(self.status)

    @property
    def task(self) -> str:
        """The task as addresses name it: a duty by its output."""
        return self.task_id or self.output

    @property
    def name(self) -> str:
        """``III.6 Kế hoạch``; a duty by its words."""
        duty = load()["output"].get(self.output)
        return duty.vi if duty else f"{self.task_id} {self.output}"


@dataclass(frozen=True, slots=True)
class Why:
    """Why no output rests on a paper; ``kind`` chooses the sentence."""

    kind: str  # temporary, unread, duplicate, annex, owed, not-owed, unsure, nothing
    about: str = ""
    tasks: tuple[str, ...] = ()


def uses_of(store: Store) -> dict[str, tuple[Use, ...]]:
    """The outputs that rest on each paper, by the id of the paper."""
    marks = ", ".join("?" * len(NO_PAPER))
    query = (
        "SELECT o.task_id, o.output, o.agency_id, a.name AS agency, o.status, o.document_id, "
        "o.evidence FROM obligations o LEFT JOIN agencies a ON a.id = o.agency_id "
        f"WHERE o.status NOT IN ({marks}) ORDER BY o.position"
    )
    found: dict[str, list[Use]] = defaultdict(list)
    for row in store.db.query(query, NO_PAPER):
        evidence = json.loads(row["evidence"] or "[]")
        use = Use(
            row["task_id"],
            row["output"],
            row["agency_id"],
            row["agency"] or row["agency_id"],
            row["status"],
            frozenset(one["quote"] for one in evidence),
        )
        for id in dict.fromkeys((row["document_id"], *(one["document_id"] for one in evidence))):
            if id:
                found[id].append(use)
    return {id: tuple(some) for id, some in found.items()}


def why_none(store: Store, papers: Iterable[Row]) -> dict[str, Why]:
    """Why no output rests on each of these papers."""
    papers = list(papers)
    near = _near(store, [paper["id"] for paper in papers])
    paths = dict(
        store.db.execute(
            "SELECT d.id, o.path FROM documents d "
            "JOIN documents o ON o.id = coalesce(d.duplicate_of, d.parent_id)"
        ).fetchall()
    )
    return {paper["id"]: _why(paper, near[paper["id"]], paths) for paper in papers}


def _why(paper: Row, near: Mapping[str, list[str]], paths: Mapping[str, str]) -> Why:
    if paper["read_reason"] == "temporary-file":
        return Why("temporary")
    if paper["read_status"] not in ("ok", "partial"):
        return Why("unread", paper["read_reason"] or "")
    for kind, column in (("duplicate", "duplicate_of"), ("annex", "parent_id")):
        if paper[column]:
            return Why(kind, paths.get(paper["id"], ""))
    for kind in ("owed", "not-owed", "unsure"):
        if near[kind]:
            return Why(kind, tasks=tuple(near[kind][:_MOST_TASKS]))
    return Why("nothing")


def _near(store: Store, ids: list[str]) -> Mapping[str, Mapping[str, list[str]]]:
    """The tasks each paper speaks of: surely and owed by its sender, surely, or perhaps."""
    marks = ", ".join("?" * len(ids))
    query = (
        "SELECT m.document_id, m.task_id, m.band, EXISTS (SELECT 1 FROM obligations o "
        "WHERE o.task_id = m.task_id AND o.agency_id = d.sender_id) AS owed "
        "FROM matches m JOIN documents d ON d.id = m.document_id "
        f"WHERE m.document_id IN ({marks}) AND m.band <> 'none' ORDER BY m.score DESC"
    )
    found: Mapping[str, Mapping[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for document_id, task_id, band, owed in store.db.execute(query, ids):
        kind = "unsure" if band == "unsure" else "owed" if owed else "not-owed"
        tasks = found[document_id][kind]
        if task_id not in tasks:
            tasks.append(task_id)
    return found
