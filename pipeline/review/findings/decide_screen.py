"""Changes that a clerk makes to one finding: decision, owner, second look, and taking back.

With htmx the answer holds the row, the facets and the numbers as they now are, so that the list
stays where it is; without it the next finding to decide is opened.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from pipeline.decisions.log import Refusal, Wanted, take, undo
from pipeline.decisions.standing import ASSIGN, SECOND
from pipeline.review.desk import Desk, toast
from pipeline.review.door.access import require
from pipeline.review.findings.findings_page import list_page
from pipeline.review.findings.findings_rows import Row, read_rows, row_of
from pipeline.review.findings.findings_screen import view_of
from pipeline.review.findings.findings_view import LIST, View
from pipeline.review.screens.lookup import wish
from pipeline.review.screens.paper_lines import shelf
from pipeline.storage.store import Store
from rules.decisions import kinds

_OTHER = "Khác"
_DAY = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})", re.ASCII)
_MOST_PAPERS = 12
_MOST_ROWS = 200


def routes(desk: Desk) -> list[BaseRoute]:
    """One decision, the papers that can be attached, the owner, the second look, taking back."""
    return [
        Route("/quyet-dinh", partial(decide, desk), methods=["POST"]),
        Route("/quyet-dinh/van-ban", partial(papers, desk), methods=["GET"]),
        Route("/phu-trach", partial(assign, desk), methods=["POST"]),
        Route("/xem-lai", partial(second, desk), methods=["POST"]),
        Route("/huy", partial(take_back, desk), methods=["POST"]),
    ]


def decide(desk: Desk, request: Request) -> Response:
    """Take one decision."""
    form = desk.form(request)
    kind = text(form, "kind")
    if kind not in kinds():
        raise HTTPException(400, "Chưa chọn quyết định nào; hãy chọn một trong sáu loại.")
    value = {"document_id": text(form, "document_id"), "day": day_of(text(form, "day"))}
    needed = {"document": ("document_id",), "day": ("day",)}.get(kinds()[kind].needs, ())
    return _take(desk, request, kind, {name: value[name] for name in needed})


def assign(desk: Desk, request: Request) -> Response:
    """Say who works on a finding."""
    return _take(desk, request, ASSIGN, {"owner": text(desk.form(request), "owner")})


def second(desk: Desk, request: Request) -> Response:
    """Agree with what a colleague decided."""
    return _take(desk, request, SECOND, {})


def take_back(desk: Desk, request: Request) -> Response:
    """Take back what was decided together."""
    actor, form = require(request, "clerk"), desk.form(request)
    batch = text(form, "batch")
    if not (batch.isascii() and batch.isdecimal() and len(batch) < 16):
        raise HTTPException(400, "Không có quyết định nào để hủy; xem trang Nhật ký.")
    with desk.decide() as store:
        outcome = undo(store, int(batch), actor)
        codes = _codes(store, outcome.ids)
    said = (
        f"Đã hủy {len(codes)} quyết định."
        if len(codes) > 1
        else f"Đã hủy quyết định {codes[0]}."
        if codes
        else "Đã hủy lần sửa văn bản này."
        if outcome.ids
        else "Quyết định này đã được hủy trước đó."
    )
    tone = "done" if outcome.ids else "note"
    if not request.headers.get("HX-Request"):
        code = text(form, "code") or (codes[0] if len(codes) == 1 else "")
        return desk.go(request, view_of(request, text(form, "ve")).address(code), said, tone)
    event = {"undone": {"codes": codes[:_MOST_ROWS], "batch": int(batch), "said": said}}
    response = _changed(desk, request, codes if len(codes) == 1 else [], event)
    return response if _on_list(request) else toast(response, said, tone)


def papers(desk: Desk, request: Request) -> Response:
    """Papers received that could be attached; those of the finding's agency first."""
    typed = request.query_params.get("tim", "").strip()[:200]
    with desk.read() as store:
        row = row_of(store, request.query_params.get("code", ""), "")
        found = shelf(store).find({}, wish(typed))
    sender = row.agency_id if row else ""
    if not typed:
        found = [one for one in found if one.row["sender_id"] == sender]
    found.sort(key=lambda one: (one.row["sender_id"] or "") != sender)
    return desk.page(
        request,
        "findings_papers.html.j2",
        papers=found[:_MOST_PAPERS],
        more=max(0, len(found) - _MOST_PAPERS),
        typed=typed,
    )


def text(form: FormData, name: str) -> str:
    """A field of a form; empty where it is missing or a file."""
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""


def day_of(typed: str) -> str:
    """A typed day as the log keeps it; what is no day is left as it is, and refused there.

    >>> day_of("31/12/2024"), day_of("1.3.2025"), day_of("mai")
    ('2024-12-31', '2025-03-01', 'mai')
    """
    found = _DAY.fullmatch(typed)
    return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found else typed


def reason_of(form: FormData) -> str:
    """The reason chosen, or the clerk's own words for "Khác"."""
    chosen, other = text(form, "reason"), text(form, "other")
    return other if chosen in ("", _OTHER) else chosen


def _take(desk: Desk, request: Request, kind: str, value: Mapping[str, str]) -> Response:
    actor, form = require(request, "clerk"), desk.form(request)
    with desk.decide() as store:
        row = row_of(store, text(form, "code"), "")
        if row is None:
            raise HTTPException(404, "Không có sai lệch này; hãy tải lại danh sách.")
        seen = text(form, "seen")
        wanted = Wanted(
            row.fingerprint,
            kind,
            value,
            reason=reason_of(form),
            note=text(form, "note"),
            seen=int(seen) if seen.isascii() and seen.isdecimal() else None,
            basis=text(form, "basis"),
        )
        outcome = take(store, [wanted], actor)
    if outcome.refused:
        return _refused(desk, request, row, outcome.refused)
    view = view_of(request, text(form, "ve"))
    if not request.headers.get("HX-Request"):
        return desk.go(request, _next(desk, view, row), f"Đã ghi {_said(kind)}: {row.code}.")
    event = {
        "decided": {
            "code": row.code,
            "batch": outcome.batch,
            "said": _said(kind),
            "moves": kind in kinds(),
        }
    }
    return _changed(desk, request, [row.code], event)


def _said(kind: str) -> str:
    if kind == ASSIGN:
        return "người phụ trách"
    return "ý kiến xem lại" if kind == SECOND else f"“{kinds()[kind].label}”"


def _next(desk: Desk, view: View, row: Row) -> str:
    """The next finding that waits for a decision; the list where this was the last."""
    with desk.read() as store:
        listed = list_page(store, desk.findings.ledger(store), view.following(row.code))
    code = next((one.code for one in listed.rows if one.waits and one.code != row.code), "")
    return view.address(code)


def _refused(desk: Desk, request: Request, row: Row, refused: Iterable[Refusal]) -> Response:
    """What was not taken and why; the row as it now is, so that she sees what happened."""
    whole = tuple(refused)
    if not request.headers.get("HX-Request"):
        back = view_of(request, text(desk.form(request), "ve")).address(row.code)
        return desk.page(request, "refused.html.j2", 409, refused=whole, back=back)
    why = "; ".join(one.why for one in whole)
    return _changed(desk, request, [row.code], {"refused": {"code": row.code, "why": why}}, 409)


def _changed(
    desk: Desk, request: Request, codes: list[str], events: Mapping[str, Any], status: int = 200
) -> Response:
    """The rows of these findings as they now are, with facets and numbers, for htmx."""
    view = view_of(request, text(desk.form(request), "ve"))
    with desk.read() as store:
        ledger = desk.findings.ledger(store)
        listed = list_page(store, ledger, view, most=0)
        rows = read_rows(store, _ids(store, codes[:_MOST_ROWS]), ledger.as_of)
    if not _on_list(request):
        response = Response(status_code=204, headers={"HX-Refresh": "true"})
    else:
        values = {"rows": rows, "listed": listed, "oob": True}
        response = desk.page(request, "findings_changed.html.j2", status, **values)
    # Told after the rows are in place, so that the script finds them as they now are.
    response.headers["HX-Trigger-After-Swap"] = json.dumps(events)
    return response


def _on_list(request: Request) -> bool:
    here = request.headers.get("HX-Current-URL", "")
    return LIST in here.partition("?")[0]


def _ids(store: Store, codes: list[str]) -> list[int]:
    marks = ", ".join("?" * len(codes))
    query = (
        "SELECT t.id FROM findings f JOIN finding_texts t ON t.fingerprint = f.fingerprint "
        f"WHERE f.code IN ({marks})"
    )
    return [id for (id,) in store.db.execute(query, codes)]


def _codes(store: Store, decisions: tuple[int, ...]) -> list[str]:
    if not decisions:
        return []
    query = "SELECT DISTINCT code FROM decisions WHERE id BETWEEN ? AND ? AND code IS NOT NULL"
    return [code for (code,) in store.db.execute(query, [min(decisions), max(decisions)])]
