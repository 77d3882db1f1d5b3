"""Everything the evidence pane says of one finding, looked up at once."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractors.document import Anchor
from pipeline.decisions.standing import Standing, standing
from pipeline.outputs.cells import place_words
from pipeline.review.evidence.finding_history import Act, Changed, acts_of, changed_since
from pipeline.review.evidence.page_images import Pictures
from pipeline.review.evidence.paper_words import PaperWords, number_words, paper_words
from pipeline.review.evidence.passages import Wording
from pipeline.review.evidence.requirement import Requirement, require, wording
from pipeline.review.evidence.showing import Shown, Wish, show
from pipeline.storage.store import Store
from pipeline.story import (
    Near,
    Searched,
    find_required,
    look_through,
    one,
    read_evidence,
    title_place,
)
from rules.catalogue import Rule, rulebook
from rules.messages import Words, load
from rules.model.dossier import Severity

Row = dict[str, Any]

_WORDS = Words("vi")
_MOST_EXHIBITS = 12
# Findings about pages that were not read open at the first of them: "trang 2-3, 7 là ảnh".
_UNREAD = ("not-checkable", "partly-read")
_FIRST_PAGE = re.compile(r"trang (?P<page>\d{1,4})\b")


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A passage or paper that can be looked at; ``label`` is what its tab says."""

    document_id: str
    anchor: Anchor
    quote: str
    label: str
    place: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """The pane."""

    finding: Row
    rule: Rule
    obligation: Row | None
    status: str
    group: str
    requirement: Requirement
    exhibits: tuple[Exhibit, ...]
    near: bool  # the exhibit shown only came near: it was not taken for evidence
    at: int  # which exhibit, from 1; 0: none
    exhibit: Exhibit | None
    paper: PaperWords | None
    shown: Shown | None
    searched: Searched | None
    standing: Standing
    changed: Changed | None
    acts: tuple[Act, ...]
    days_late: int | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks to see: which exhibit or near candidate, which page, how."""

    n: int = 1
    near: int = 0
    page: int = 0
    large: bool = False
    text: bool = False
    values: Mapping[str, str] = field(default_factory=dict)


def look(store: Store, inbox: Path | None, pictures: Pictures, finding: Row, asked: Asked) -> View:
    """The pane of a finding."""
    obligation = find_required(store, finding)
    searched = look_through(store, finding, obligation) if finding["agency_id"] else None
    exhibits = exhibits_of(store, finding, obligation)
    exhibit, at, near = _chosen(exhibits, searched, asked)
    words = wording(store, finding, obligation)
    row = _document(store, exhibit.document_id) if exhibit else None
    shown = None
    if row is not None and exhibit is not None:
        shown = show(store, inbox, pictures, row, _wish(finding, row, exhibit, words, asked))
    held = standing(store.db, [finding["fingerprint"]])
    stands = held.get(finding["fingerprint"], Standing(finding["fingerprint"]))
    quote = f"{exhibit.quote if exhibit else ''}\n{shown.passage if shown else ''}"
    status = obligation["status"] if obligation else ""
    return View(
        finding=finding,
        rule=_rule(finding),
        obligation=obligation,
        status=_WORDS("status", status),
        group=load()["status"][status].group if status else "",
        requirement=require(store, finding, obligation, quote),
        exhibits=exhibits,
        near=near,
        at=at,
        exhibit=exhibit,
        paper=paper_words(store, row) if row else None,
        shown=shown,
        searched=searched,
        standing=stands,
        changed=changed_since(store, finding, stands),
        acts=acts_of(store, finding["fingerprint"]),
        days_late=_days_late(obligation, row),
    )


def _rule(finding: Row) -> Rule:
    """The finding's rule; one that the catalogue no longer has keeps its id."""
    known = rulebook().get(finding["rule"])
    if known is not None:
        return known
    severity, name = Severity(finding["severity"]), finding["rule"]
    return Rule(name, severity, name, name, "", "", "", "")


def exhibits_of(store: Store, finding: Row, obligation: Row | None) -> tuple[Exhibit, ...]:
    """What a finding rests on: its passages, else its paper, and the paper this is a copy of."""
    found = [
        Exhibit(
            each.document_id, each.anchor, each.quote, _label(store, each.document_id, each.path),
            place_words(each.anchor, _WORDS),
            _reasons(store, finding, each.document_id, each.quote),
        )
        for each in read_evidence(finding["evidence"])[:_MOST_EXHIBITS]
        if each.document_id
    ]  # fmt: skip
    if not found and finding["document_id"]:
        row = _document(store, finding["document_id"])
        if row is not None:
            found.append(_whole(store, row))
            copy = _document(store, row["duplicate_of"] or "")
            found += [_whole(store, copy)] if copy else []
    if not found and obligation is not None:
        found = [
            Exhibit(each.document_id, each.anchor, each.quote,
                    _label(store, each.document_id, each.path), place_words(each.anchor, _WORDS))
            for each in read_evidence(obligation["evidence"])[:_MOST_EXHIBITS]
        ]  # fmt: skip
    return tuple(found)


def _whole(store: Store, row: Row) -> Exhibit:
    """A paper as a whole: shown at its title."""
    anchor = title_place(row["header"])
    return Exhibit(
        row["id"], anchor, row["title"] or "", _label(store, row["id"], row["path"]),
        place_words(anchor, _WORDS),
    )  # fmt: skip


def _label(store: Store, document_id: str, path: str) -> str:
    row = _document(store, document_id)
    number = number_words(row) if row else ""
    return number or path.rpartition("/")[2]


def _document(store: Store, id: str) -> Row | None:
    return one(store, "SELECT * FROM documents WHERE id = ?", id) if id else None


def _reasons(store: Store, finding: Row, document_id: str, quote: str) -> tuple[str, ...]:
    """Why a passage, or its paper, was taken to speak of the task."""
    if not finding["task_id"]:
        return ()
    row = one(
        store,
        "SELECT m.reasons FROM matches m LEFT JOIN statements s ON s.id = m.statement_id "
        "WHERE m.document_id = ? AND m.task_id = ? AND (s.text = ? OR m.statement_id IS NULL) "
        "ORDER BY s.text IS NULL, m.score DESC LIMIT 1",
        document_id,
        finding["task_id"],
        quote,
    )
    return tuple(json.loads(row["reasons"] or "[]")) if row else ()


def _chosen(
    exhibits: tuple[Exhibit, ...], searched: Searched | None, asked: Asked
) -> tuple[Exhibit | None, int, bool]:
    """The exhibit that is shown, its number, and whether it only came near."""
    near = searched.near if searched else ()
    if 1 <= asked.near <= len(near):
        return _from_near(near[asked.near - 1]), asked.near, True
    if not exhibits:
        return None, 0, False
    at = asked.n if 1 <= asked.n <= len(exhibits) else 1
    return exhibits[at - 1], at, False


def _from_near(near: Near) -> Exhibit:
    place = place_words(near.anchor, _WORDS)
    return Exhibit(near.document_id, near.anchor, near.text, near.path, place, near.reasons)


def _wish(finding: Row, row: Row, exhibit: Exhibit, words: Wording, asked: Asked) -> Wish:
    unread = _FIRST_PAGE.search(row["read_detail"] or "") if finding["rule"] in _UNREAD else None
    return Wish(
        anchor=exhibit.anchor,
        quote=exhibit.quote,
        wording=words,
        page=asked.page or (int(unread["page"]) if unread else 0),
        large=asked.large,
        text=asked.text,
    )


def _days_late(obligation: Row | None, row: Row | None) -> int | None:
    """By how many days the paper shown is late, where it is the one that was judged."""
    if obligation is None or row is None or obligation["document_id"] != row["id"]:
        return None
    late: int | None = obligation["days_late"]
    return late
