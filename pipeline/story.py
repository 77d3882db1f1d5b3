"""What a finding rests on, looked up in one place for every telling of it: command and page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from extractors.document import Anchor
from pipeline.storage.codec import coder
from pipeline.storage.store import Store
from rules.model.dossier import Evidence

Row = dict[str, Any]

_REPORTS = {"report:plan": ("plan",), "report:6m": ("report_6m",), "report:year": ("report_year",)}


@dataclass(frozen=True, slots=True)
class Near:
    """A passage or paper that was looked at for what is required: ``band`` says how sure."""

    document_id: str
    path: str
    anchor: Anchor
    text: str
    band: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Searched:
    """What was looked through: files of the agency, those read wholly, the rest by row."""

    sent: int
    read: int
    unread: tuple[Row, ...]
    near: tuple[Near, ...]


def find_required(store: Store, finding: Row) -> Row | None:
    """The obligation of a finding with its task's text and its agency's name."""
    query = (
        "SELECT o.*, t.text, a.name AS agency FROM obligations o "
        "LEFT JOIN tasks t ON t.id = o.task_id LEFT JOIN agencies a ON a.id = o.agency_id "
        "WHERE o.id = ?"
    )
    return one(store, query, finding["obligation_id"])


def look_through(store: Store, finding: Row, required: Row | None, most: int = 5) -> Searched:
    """What was searched for a finding: the agency's files and what came nearest in them."""
    agency = finding["agency_id"]
    sent = store.db.execute(
        "SELECT count(*), coalesce(sum(read_status = 'ok'), 0) FROM documents WHERE sender_id = ?",
        [agency],
    ).fetchone()
    unread = store.db.query(
        "SELECT * FROM documents WHERE sender_id = ? AND read_status <> 'ok' ORDER BY path",
        [agency],
    )
    near = _near_matches(store, finding, required, most) if finding["task_id"] else ()
    if not near and required is not None and not finding["task_id"]:
        near = _near_reports(store, agency, required["output"], most)
    return Searched(sent[0], sent[1], tuple(unread), tuple(near))


def read_evidence(text: str | None) -> tuple[Evidence, ...]:
    """The passages of a finding or an obligation."""
    return tuple(
        Evidence(each["document_id"], each["path"], read_place(each["place"]), each["quote"])
        for each in json.loads(text or "[]")
    )


def read_place(plain: object) -> Anchor:
    """A place as the database keeps it."""
    place = coder(Anchor).unpack(json.loads(plain) if isinstance(plain, str) else plain)
    assert isinstance(place, Anchor)
    return place


def one(store: Store, query: str, *values: object) -> Row | None:
    """The only row of a query, if there is one."""
    row: Row | None = next(iter(store.db.query(query, list(values))), None)
    return row


def _near_matches(store: Store, finding: Row, required: Row | None, most: int) -> tuple[Near, ...]:
    """What was held against the task in papers of the agency or of who must issue it."""
    agency, task = finding["agency_id"], finding["task_id"]
    issuer = (required["issuer_id"] if required else None) or agency
    rows = store.db.query(
        "SELECT d.id, d.path, d.title, d.header, m.band, m.reasons, s.text, s.place "
        "FROM matches m "
        "JOIN documents d ON d.id = m.document_id LEFT JOIN statements s ON s.id = m.statement_id "
        "WHERE m.task_id = ? AND (d.sender_id = ? OR d.issuer_id IN (?, ?)) "
        "ORDER BY m.score DESC LIMIT ?",
        [task, agency, agency, issuer, most],
    )
    return tuple(
        Near(
            row["id"],
            row["path"],
            read_place(row["place"]) if row["place"] else title_place(row["header"]),
            row["text"] or row["title"] or "",
            row["band"],
            tuple(json.loads(row["reasons"] or "[]")),
        )
        for row in rows
    )


def title_place(header: str | None) -> Anchor:
    """Where the title of a paper stands, by its header as kept."""
    anchors = json.loads(header or "{}").get("anchors", {})
    place = anchors.get("title") or anchors.get("number")
    return read_place(place) if place else Anchor()


def _near_reports(store: Store, agency: str, output: str, most: int) -> tuple[Near, ...]:
    """The plans and reports that an agency did send, those of the kind owed first."""
    wanted = _REPORTS.get(output, ())
    rows = store.db.query(
        "SELECT * FROM documents WHERE sender_id = ? AND doc_type IN ('Báo cáo', 'Kế hoạch') "
        "ORDER BY role = ? DESC, role LIKE 'report%' DESC, path LIMIT ?",
        [agency, wanted[0] if wanted else "", most],
    )
    return tuple(
        Near(row["id"], row["path"], title_place(row["header"]), row["title"] or "", "", ())
        for row in rows
    )
