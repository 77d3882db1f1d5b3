"""The runs, and what changed from one to another (``/lan-chay``)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from pipeline.review.desk import Desk
from pipeline.review.screens.paging import address, paging
from pipeline.storage.changes import KINDS, changes
from pipeline.storage.store import Store
from rules.decisions import kinds
from rules.messages import load

PATH = "/lan-chay"

Row = dict[str, Any]


def routes(desk: Desk) -> list[BaseRoute]:
    """The list of runs with the comparison below it."""
    return [Route(PATH, lambda request: show(desk, request), methods=["GET"])]


def show(desk: Desk, request: Request) -> Response:
    """Every run, and what changed between two of them: the last two unless others are asked."""
    asked = {name: value for name, value in request.query_params.items() if value}
    with desk.read() as store:
        runs = [_run(row) for row in store.db.query("SELECT * FROM runs ORDER BY id DESC")]
        ids = [row["id"] for row in runs]
        newer = _number(asked.get("den"), ids[0] if ids else 0)
        before = [id for id in ids if id < newer]
        older = _number(asked.get("tu"), before[0] if before else 0)
        if ids and not (newer in ids and (older in before or older == 0)):
            raise HTTPException(404, "Không có lần chạy này; hãy chọn trong danh sách.")
        found = changes(store.db, older, newer) if ids else []
        counts = {kind: sum(one.kind == kind for one in found) for kind in KINDS}
        kept = [one for one in found if one.kind == asked.get("loai", one.kind)]
        kept.sort(key=lambda one: KINDS.index(one.kind))
        pages = paging(len(kept), PATH, asked)
        shown = kept[pages.start : pages.end]
        facts = _facts(store, [one.fingerprint for one in shown])
    return desk.page(
        request,
        "runs.html.j2",
        runs=runs,
        older=older,
        newer=newer,
        counts=[
            (kind, load()["state"][kind].vi, number, address(PATH, asked, loai=kind, trang=""))
            for kind, number in counts.items()
        ],
        chosen=asked.get("loai", ""),
        every=address(PATH, asked, loai="", trang=""),
        lines=[(one, facts.get(one.fingerprint, {})) for one in shown],
        pages=pages,
        state={kind: load()["state"][kind].vi for kind in KINDS},
    )


def _number(typed: str | None, otherwise: int) -> int:
    return int(typed[:9]) if typed and typed.isdecimal() else otherwise


def _run(row: Row) -> Row:
    """A run with its counts in words' order."""
    totals = json.loads(row["totals"] or "{}")
    states, read = totals.get("findings", {}), totals.get("papers", {})
    return {
        **row,
        "papers": sum(read.values()),
        "read": read.get("ok", 0),
        "outputs": sum(totals.get("obligations", {}).values()),
        "met": totals.get("obligations", {}).get("met", 0),
        "findings": sum(number for state, number in states.items() if state != "fixed"),
        "new": states.get("new", 0) + states.get("reopened", 0),
        "changed": states.get("changed", 0),
    }


def _facts(store: Store, fingerprints: Iterable[str]) -> Mapping[str, Row]:
    """Code, agency, task and decision of these findings."""
    fingerprints = list(fingerprints)
    query = (
        "SELECT f.fingerprint, f.code, f.severity, f.rule, f.task_id, "
        "coalesce(a.name, f.agency_id) AS agency, s.kind, s.decided_by, "
        "s.basis <> f.basis AS moved "
        "FROM findings f LEFT JOIN agencies a ON a.id = f.agency_id "
        "LEFT JOIN standing s USING (fingerprint) "
        f"WHERE f.fingerprint IN ({', '.join('?' * len(fingerprints))})"
    )
    labels = {id: kind.label for id, kind in kinds().items()}
    return {
        row["fingerprint"]: {**row, "decision": labels.get(row["kind"] or "", "")}
        for row in store.db.query(query, fingerprints)
    }
