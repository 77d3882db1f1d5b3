"""Everything the page of one received document says of it, looked up at once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from extractors.document import Anchor
from pipeline.decisions.corrections import CORRECT, HEADER_FIELDS, PARTY_FIELDS
from pipeline.decisions.standing import UNDO
from pipeline.review.evidence.requirement import agency_words, output_words
from pipeline.storage.store import Store
from pipeline.story import read_place
from rules.document_types import DocumentTypes
from rules.messages import Words, load

Row = dict[str, Any]

FIELDS = (*HEADER_FIELDS, *PARTY_FIELDS)
LABELS = {
    "number": "Số",
    "symbol": "Ký hiệu",
    "issued_on": "Ngày ban hành",
    "doc_type": "Loại văn bản",
    "title": "Trích yếu",
    "issuer_id": "Cơ quan ban hành",
    "sender_id": "Cơ quan gửi",
}
MODALITIES = {
    "done": "đã làm",
    "in_progress": "đang làm",
    "planned": "sẽ làm",
    "not_done": "chưa làm",
    "not_arisen": "không phát sinh",
}
MOST_LINES = 300  # statements or citations that are listed
_WORDS = Words("vi")


@dataclass(frozen=True, slots=True)
class Told:
    """A statement of the document with the tasks it was held against, the likeliest first."""

    number: int  # by which it is asked for
    place: str
    text: str
    heading: str
    modality: str
    tasks: tuple[tuple[str, str, str], ...]  # task id, band, why


@dataclass(frozen=True, slots=True)
class Named:
    """A document that this one names; ``found`` is the id of the paper received, if it was."""

    text: str
    title: str
    place: str
    found: str


@dataclass(frozen=True, slots=True)
class Served:
    """An output that rests on this document."""

    task_id: str
    output: str
    agency: str
    status: str
    group: str
    reason: str


@dataclass(frozen=True, slots=True)
class Mended:
    """A field that a clerk corrected; ``undone`` where she took it back."""

    batch: int
    label: str
    text: str
    reason: str
    before: str
    by: str
    at: str
    undone: bool


@dataclass(frozen=True, slots=True)
class DocumentView:
    """What is said of a document besides its head and its text."""

    whole: tuple[tuple[str, str, str], ...]  # tasks that the paper as a whole was matched with
    told: tuple[Told, ...]
    more_told: int
    named: tuple[Named, ...]
    served: tuple[Served, ...]
    findings: tuple[Row, ...]
    mended: tuple[Mended, ...]
    annexes: tuple[Row, ...]
    values: Mapping[str, str]  # of the fields that can be corrected, corrections included


def look_at(store: Store, row: Row) -> DocumentView:
    """What is known of a document."""
    matches = _matches(store, row["id"])
    query = "SELECT * FROM statements WHERE document_id = ? ORDER BY rowid"
    said = list(store.db.query(query, [row["id"]]))
    mended = _mended(store, row)
    return DocumentView(
        whole=matches.get("", ()),
        told=tuple(
            _told(number, one, matches) for number, one in enumerate(said[:MOST_LINES], start=1)
        ),
        more_told=max(0, len(said) - MOST_LINES),
        named=_named(store, row["id"]),
        served=_served(store, row["id"]),
        findings=_findings(store, row["id"]),
        mended=mended[0],
        annexes=tuple(
            store.db.query("SELECT id, path FROM documents WHERE parent_id = ?", [row["id"]])
        ),
        values={name: row[name] or "" for name in FIELDS} | mended[1],
    )


def passage_of(store: Store, document_id: str, number: int) -> tuple[Anchor, str] | None:
    """The place and words of a document's statement, by its number on the page."""
    query = "SELECT * FROM statements WHERE document_id = ? ORDER BY rowid LIMIT 1 OFFSET ?"
    row = next(iter(store.db.query(query, [document_id, max(0, number - 1)])), None)
    return (read_place(row["place"]), row["text"]) if row else None


def type_names() -> tuple[str, ...]:
    """The types of documents that a correction may name."""
    return tuple(one.name for one in DocumentTypes.load().types)


def _matches(store: Store, id: str) -> dict[str, tuple[tuple[str, str, str], ...]]:
    """Tasks by statement; under the empty id those of the paper as a whole."""
    query = "SELECT * FROM matches WHERE document_id = ? AND band <> 'none' ORDER BY score DESC"
    found: dict[str, tuple[tuple[str, str, str], ...]] = {}
    for row in store.db.query(query, [id]):
        why = "; ".join(json.loads(row["reasons"] or "[]"))
        tasks = (row["task_id"], *json.loads(row["shared_with"] or "[]"))
        each = tuple((task or "", row["band"], why) for task in tasks)
        found[row["statement_id"] or ""] = found.get(row["statement_id"] or "", ()) + each
    return found


def _told(number: int, row: Row, matches: Mapping[str, tuple[tuple[str, str, str], ...]]) -> Told:
    return Told(
        number=number,
        place=row["anchor"] or "",
        text=row["text"],
        heading=row["heading"] or "",
        modality=MODALITIES[row["modality"]],
        tasks=matches.get(row["id"], ()),
    )


def _named(store: Store, id: str) -> tuple[Named, ...]:
    query = "SELECT * FROM citations WHERE document_id = ? ORDER BY rowid LIMIT ?"
    return tuple(
        Named(row["text"], row["title"] or "", row["anchor"] or "", row["found_document_id"] or "")
        for row in store.db.query(query, [id, MOST_LINES])
    )


def _served(store: Store, id: str) -> tuple[Served, ...]:
    query = "SELECT * FROM obligations WHERE document_id = ? ORDER BY position LIMIT ?"
    return tuple(
        Served(
            task_id=row["task_id"] or "",
            output=output_words(row["output"]),
            agency=agency_words(store, row["agency_id"]),
            status=_WORDS("status", row["status"]),
            group=load()["status"][row["status"]].group,
            reason=row["reason"] or "",
        )
        for row in store.db.query(query, [id, MOST_LINES])
    )


def _findings(store: Store, id: str) -> tuple[Row, ...]:
    """The findings that rest on a document or quote it."""
    query = (
        "SELECT f.code, f.severity, f.message FROM findings f WHERE f.present AND "
        "(f.document_id = ? OR EXISTS (SELECT 1 FROM json_each(f.evidence) e "
        "WHERE e.value ->> 'document_id' = ?)) ORDER BY f.rowid LIMIT ?"
    )
    return tuple(store.db.query(query, [id, id, MOST_LINES]))


def _mended(store: Store, row: Row) -> tuple[tuple[Mended, ...], dict[str, str]]:
    """What clerks corrected on this content, the newest first; and the values that now hold."""
    query = "SELECT * FROM decisions WHERE fingerprint = ? ORDER BY id"
    events = list(store.db.query(query, [f"content:{row['sha256']}"]))
    undone = {one["undoes"] for one in events if one["kind"] == UNDO}
    found, values = [], {}
    for one in events:
        if one["kind"] != CORRECT:
            continue
        value = json.loads(one["value"])
        name, text = value["field"], value.get("text", "")
        if one["id"] not in undone:
            values[name] = text
        shown = agency_words(store, text) if name in PARTY_FIELDS else text
        if name == "issued_on":
            shown = "/".join(reversed(text.split("-")))
        found.append(
            Mended(
                batch=one["batch"] or one["id"],
                label=LABELS.get(name, name),
                text=shown or "(để trống)",
                reason=one["reason"] or "",
                before=one["note"] or "",
                by=one["decided_by"] or "",
                at=one["decided_at"],
                undone=one["id"] in undone,
            )
        )
    return tuple(reversed(found)), values
