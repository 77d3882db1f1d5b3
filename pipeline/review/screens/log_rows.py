"""The log of decisions as people read it: who, when, what, before, after, why."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.decisions.corrections import CORRECT, EXTEND, REJECT
from pipeline.decisions.standing import ASSIGN, SECOND, UNDO
from pipeline.findings import canonical
from pipeline.review.rendering import day, moment
from pipeline.storage.store import Store
from rules.decisions import kinds

Row = dict[str, Any]

NAMES = ("nguoi", "loai", "co-quan", "ma", "ngay", "nguon")
ACTS = {
    ASSIGN: "Giao người phụ trách",
    SECOND: "Người thứ hai đồng ý",
    CORRECT: "Sửa điều đọc sai",
    REJECT: "Không phải văn bản của nhiệm vụ",
    UNDO: "Hủy",
}
SOURCES = {"page": "trang rà soát", "excel": "tệp Excel", "cli": "dòng lệnh"}
_FIELDS = {
    "number": "số",
    "symbol": "ký hiệu",
    "issued_on": "ngày ký",
    "doc_type": "loại văn bản",
    "title": "trích yếu",
    "issuer_id": "cơ quan ban hành",
    "sender_id": "cơ quan gửi",
}
_FROM = (
    "FROM decisions d LEFT JOIN findings f ON f.fingerprint = d.fingerprint "
    "LEFT JOIN documents p ON d.fingerprint LIKE 'content:%' AND p.id = "
    "(SELECT min(id) FROM documents WHERE sha256 = substr(d.fingerprint, 9)) "
    "LEFT JOIN agencies a ON a.id = coalesce(f.agency_id, p.sender_id) "
    "LEFT JOIN decisions b ON b.id = coalesce(d.undoes, d.replaces) "
    "LEFT JOIN decisions u ON u.undoes = d.id"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the log in words."""

    id: int
    at: str
    by: str
    act: str
    about: str  # what the act says beside its name: a paper, a day, a person
    before: str
    code: str
    agency: str
    subject: str  # the finding's message, or the file that was corrected
    reason: str
    note: str
    source: str
    batch: int
    together: int  # how many rows of its batch still hold
    undone: str  # by whom and when it was taken back
    kind: str


def act_words(kind: str) -> str:
    """What a row of the log does, in words."""
    known = kinds().get(kind)
    return known.label if known else ACTS.get(kind, kind)


def count_entries(store: Store, asked: Mapping[str, str]) -> int:
    """How many rows are asked for."""
    where, values = _conditions(asked)
    found: tuple[int] = store.db.execute(
        f"SELECT count(*) {_FROM} WHERE {where}", values
    ).fetchone()
    return found[0]


def read_entries(
    store: Store, asked: Mapping[str, str], start: int = 0, most: int = -1
) -> Iterator[Entry]:
    """The rows asked for, newest first."""
    where, values = _conditions(asked)
    query = (
        "SELECT d.*, a.name AS agency, f.message, p.path, b.kind AS before_kind, "
        "b.decided_by AS before_by, "
        "u.decided_by AS undone_by, u.decided_at AS undone_at "
        f"{_FROM} WHERE {where} ORDER BY d.id DESC LIMIT ? OFFSET ?"
    )
    rows = list(store.db.query(query, [*values, most, start]))
    names, together = _names(store, rows), _together(store, rows)
    for row in rows:
        yield _entry(row, names, together)


def _together(store: Store, rows: list[Row]) -> dict[int, int]:
    """How many rows of each batch still hold."""
    batches = json.dumps(sorted({row["batch"] or row["id"] for row in rows}))
    query = (
        "SELECT batch, count(*) FROM decisions "
        "WHERE batch IN (SELECT value FROM json_each(?)) AND kind <> 'undo' "
        "AND id NOT IN (SELECT undoes FROM decisions WHERE undoes IS NOT NULL) GROUP BY 1"
    )
    return dict(store.db.execute(query, [batches]).fetchall())


def _entry(row: Row, names: Mapping[str, str], together: Mapping[int, int]) -> Entry:
    batch = row["batch"] or row["id"]
    before = act_words(row["before_kind"]) if row["before_kind"] else ""
    if before and row["before_by"]:
        before += f" ({row['before_by']})"
    about = _about(row["kind"], json.loads(row["value"] or "{}"), names)
    if row["kind"] == UNDO:
        about, before = before, ""
    undone = f"{row['undone_by']}, {moment(row['undone_at'])}" if row["undone_at"] else ""
    return Entry(
        id=row["id"],
        at=row["decided_at"],
        by=row["decided_by"] or "",
        act=act_words(row["kind"]),
        about=about,
        before=before,
        code=row["code"] or "",
        agency=row["agency"] or "",
        subject=row["message"] or row["path"] or "",
        reason=row["reason"] or "",
        note=row["note"] or "",
        source=SOURCES.get(row["source"] or "", row["source"] or ""),
        batch=batch,
        together=together.get(batch, 1),
        undone=undone,
        kind=row["kind"],
    )


def _about(kind: str, value: Mapping[str, str], names: Mapping[str, str]) -> str:
    paper = names.get(value.get("sha256", ""), "") or value.get("document_id", "")
    if kind == EXTEND:
        return " theo ".join(part for part in (day(value.get("day")), paper) if part)
    if kind == ASSIGN:
        return value.get("owner", "") or "(không ai)"
    if kind == CORRECT:
        text = value.get("text", "")
        text = names.get(text, text) or "(để trống)"
        return f"{_FIELDS.get(value.get('field', ''), '')} → {text}"
    if kind == REJECT:
        return value.get("task_id", "")
    return paper


def _names(store: Store, rows: list[Row]) -> dict[str, str]:
    """Paths by content and names by agency, for what the rows speak of."""
    values = [json.loads(row["value"] or "{}") for row in rows]
    wanted = {value[name] for value in values for name in ("sha256", "text") if value.get(name)}
    marks = json.dumps(sorted(wanted))
    query = (
        "SELECT sha256, min(path) FROM documents WHERE sha256 IN (SELECT value FROM json_each(?)) "
        "GROUP BY 1 UNION ALL SELECT id, name FROM agencies "
        "WHERE id IN (SELECT value FROM json_each(?))"
    )
    return dict(store.db.execute(query, [marks, marks]).fetchall())


def _conditions(asked: Mapping[str, str]) -> tuple[str, list[str]]:
    parts, values = ["1"], []
    for name, column in (
        ("nguoi", "d.decided_by"),
        ("loai", "d.kind"),
        ("co-quan", "coalesce(f.agency_id, p.sender_id)"),
        ("nguon", "d.source"),
        ("ngay", "substr(d.decided_at, 1, 10)"),
    ):
        if asked.get(name):
            parts.append(f"{column} = ?")
            values.append(asked[name])
    if asked.get("ma"):
        parts.append("d.code = ?")
        values.append(canonical(asked["ma"]))
    return " AND ".join(parts), values
