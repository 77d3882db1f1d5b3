"""What is owed, one output a line, with its whole story (``/san-pham``)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from pipeline.review.desk import Desk
from pipeline.review.screens.outputs_asked import (
    DUTIES,
    FROM,
    NAMES,
    NO_MONTH,
    PATH,
    conditions,
    count,
)
from pipeline.review.screens.paging import PAGE, address, paging
from pipeline.review.screens.signs import sign_of
from pipeline.storage.store import Store
from rules.agency_kinds import agency_kinds
from rules.decisions import kinds
from rules.messages import load

Row = dict[str, Any]


def routes(desk: Desk) -> list[BaseRoute]:
    """The list of outputs."""
    return [Route(PATH, lambda request: show(desk, request), methods=["GET"])]


def show(desk: Desk, request: Request) -> Response:
    """The outputs asked for, in the order of the plan, a hundred at a time."""
    asked = {
        name: value
        for name, value in request.query_params.items()
        if value and name in (*NAMES, "trang")
    }
    with desk.read() as store:
        pages = paging(count(store.db, asked), PATH, asked)
        rows = _rows(store, asked, pages.start)
        findings = _findings(store, [row["id"] for row in rows])
        choices = _choices(store)
    chosen = [(name, _label(choices, name, asked[name])) for name in NAMES if name in asked]
    return desk.page(
        request,
        "outputs.html.j2",
        rows=rows,
        findings=findings,
        pages=pages,
        asked=asked,
        choices=choices,
        chosen=[(label, address(PATH, asked, trang="", **{name: ""})) for name, label in chosen],
        sign_of=sign_of,
        duty=_duty,
    )


def _rows(store: Store, asked: Mapping[str, str], start: int) -> list[Row]:
    where, values = conditions(asked)
    query = (
        "SELECT o.*, t.text AS task_text, t.section, coalesce(a.name, o.agency_id) AS agency, "
        "i.name AS issuer, d.path, d.number, d.symbol, d.title, d.issued_on, d.received_on "
        f"{FROM} LEFT JOIN agencies i ON i.id = o.issuer_id AND o.issuer_id <> o.agency_id "
        f"LEFT JOIN documents d ON d.id = o.document_id WHERE {where} "
        "ORDER BY o.position LIMIT ? OFFSET ?"
    )
    return list(store.db.query(query, [*values, PAGE, start]))


def _findings(store: Store, ids: Iterable[str]) -> Mapping[str, list[Row]]:
    """The findings of each output, with the decision that stands."""
    ids = list(ids)
    query = (
        "SELECT f.obligation_id, f.code, f.severity, f.message, s.kind, s.decided_by, "
        "s.basis IS NOT NULL AND s.basis <> f.basis AS moved "
        "FROM findings f LEFT JOIN standing s USING (fingerprint) "
        f"WHERE f.present AND f.obligation_id IN ({', '.join('?' * len(ids))}) ORDER BY f.code"
    )
    found: Mapping[str, list[Row]] = defaultdict(list)
    for row in store.db.query(query, ids):
        kind = kinds().get(row["kind"] or "")
        found[row["obligation_id"]].append({**row, "decision": kind.label if kind else ""})
    return found


def _choices(store: Store) -> dict[str, dict[str, str]]:
    """What can be asked for, by name and value, with its words."""
    db = store.db
    sections = db.execute("SELECT id, id || '. ' || title FROM sections ORDER BY position")
    tasks = db.execute("SELECT id, id FROM tasks ORDER BY position")
    owing = db.execute(
        "SELECT id, name FROM agencies WHERE id IN (SELECT agency_id FROM obligations) "
        "ORDER BY rowid"
    )
    months = db.execute(
        "SELECT DISTINCT substr(due_to, 1, 7), substr(due_to, 6, 2) || '/' || substr(due_to, 1, 4) "
        "FROM obligations WHERE due_to IS NOT NULL ORDER BY 1"
    )
    words = load()
    groups = {id: entry.vi for id, entry in words["group"].items()}
    return {
        "ket-qua": groups | {id: entry.vi for id, entry in words["status"].items()},
        "noi-dung": {**dict(sections), DUTIES: words["text"]["duties"].vi},
        "nhiem-vu": {**dict(tasks), **{id: one.vi for id, one in words["output"].items()}},
        "co-quan": dict(owing),
        "nhom": {id: kind.name for id, kind in agency_kinds().items()},
        "thang": {**dict(months), NO_MONTH: "Không có ngày cụ thể"},
    }


def _label(choices: Mapping[str, Mapping[str, str]], name: str, value: str) -> str:
    label = choices[name].get(value, value)
    return f"hạn {label}" if name == "thang" and value != NO_MONTH else label


def _duty(output: str) -> str:
    """An output's words: the plan's own, or those of a reporting duty."""
    entry = load()["output"].get(output)
    return entry.vi if entry else output
