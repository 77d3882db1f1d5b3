"""One received document (``/van-ban/{id}``): what was read of it, and correcting that."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import partial
from urllib.parse import quote as in_address
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from pipeline.decisions.log import Actor, Refusal, undo
from pipeline.decisions.teaching import correct
from pipeline.review.desk import Desk
from pipeline.review.door.access import require
from pipeline.review.evidence.document_view import (
    FIELDS,
    LABELS,
    Row,
    look_at,
    passage_of,
    type_names,
)
from pipeline.review.evidence.evidence_screen import inbox_of
from pipeline.review.evidence.page_images import pictures_of
from pipeline.review.evidence.paper_words import paper_words
from pipeline.review.evidence.showing import Wish, show
from pipeline.storage.store import Store
from pipeline.story import one, title_place

PATH = "/van-ban/{id}"
_SHOWN = ("trang", "lon", "chu", "doan")
_WRITTEN_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def routes(desk: Desk) -> list[BaseRoute]:
    """One document, and its corrections."""
    return [
        Route(PATH, partial(look, desk), methods=["GET"]),
        Route(f"{PATH}/sua", partial(mend, desk), methods=["POST"]),
        Route(f"{PATH}/bo-sua", partial(take_back, desk), methods=["POST"]),
    ]


def look(desk: Desk, request: Request) -> Response:
    """The document as it was read, beside itself."""
    asked = {name: request.query_params[name] for name in _SHOWN if request.query_params.get(name)}
    with desk.read() as store:
        row = _document(store, request)
        shown = show(store, inbox_of(store), pictures_of(desk.out), row, _wish(store, row, asked))
        view = look_at(store, row)
        paper = paper_words(store, row)
        agencies = list(store.db.query("SELECT id, name FROM agencies ORDER BY name"))
    path = _address(row["id"])

    def link(**changes: object) -> str:
        values = {**asked, **{name: str(value) for name, value in changes.items()}}
        query = urlencode({name: value for name, value in values.items() if value})
        return f"{path}?{query}" if query else path

    return desk.page(
        request,
        "document.html.j2",
        row=row,
        shown=shown,
        view=view,
        paper=paper,
        agencies=agencies,
        types=type_names(),
        labels=LABELS,
        link=link,
        path=path,
    )


def mend(desk: Desk, request: Request) -> Response:
    """Keep what the paper really says; obeyed by the next run."""
    actor = require(request, "clerk")
    form = desk.form(request)
    reason = str(form.get("reason", "")).strip()
    if not reason:
        raise HTTPException(400, "Chưa ghi được: cần lý do sửa, ví dụ “đọc nhầm chữ số”.")
    given = {name: str(form[name]).strip() for name in FIELDS if name in form}
    with desk.decide() as store:
        row = _document(store, request)
        changed = _changed(store, row, given)
        refused = [
            why for name in changed for why in _correct(store, row, changed, name, reason, actor)
        ]
    if refused:
        raise HTTPException(400, f"Chưa ghi được: {refused[0].why}.")
    said = (
        f"Đã ghi {len(changed)} chỗ sửa; lần chạy sau sẽ theo." if changed else "Không có gì khác."
    )
    return desk.go(request, _address(row["id"]), said, "done" if changed else "note")


def take_back(desk: Desk, request: Request) -> Response:
    """Take a correction back."""
    actor = require(request, "clerk")
    typed = str(desk.form(request).get("batch", ""))
    with desk.decide() as store:
        row = _document(store, request)
        query = "SELECT 1 FROM decisions WHERE batch = ? AND fingerprint = ?"
        if not typed.isdigit() or one(store, query, int(typed), f"content:{row['sha256']}") is None:
            raise HTTPException(404, "Không có chỗ sửa này.")
        undo(store, int(typed), actor)
    return desk.go(request, _address(row["id"]), "Đã bỏ chỗ sửa; lần chạy sau đọc như cũ.")


def _document(store: Store, request: Request) -> Row:
    row = one(store, "SELECT * FROM documents WHERE id = ?", request.path_params["id"])
    if row is None:
        raise HTTPException(404, "Không có văn bản này trong lần chạy cuối.")
    return row


def _wish(store: Store, row: Row, asked: Mapping[str, str]) -> Wish:
    """What of the document is asked for: a page, a statement, else its beginning."""
    said = passage_of(store, row["id"], _number(asked.get("doan"))) if "doan" in asked else None
    anchor, quote = said or (title_place(row["header"]), "")
    page = _number(asked.get("trang"))
    return Wish(
        anchor=anchor,
        quote=quote,
        page=page,
        large=bool(asked.get("lon")),
        text=bool(asked.get("chu")),
        whole=True,
    )


def _changed(store: Store, row: Row, given: Mapping[str, str]) -> dict[str, str]:
    """The fields whose value is another than what now holds; days as ISO."""
    held = look_at(store, row).values
    values = {name: _day(text) if name == "issued_on" else text for name, text in given.items()}
    return {name: text for name, text in values.items() if text != held[name]}


def _correct(
    store: Store, row: Row, changed: Mapping[str, str], name: str, reason: str, actor: Actor
) -> tuple[Refusal, ...]:
    return correct(store, row["id"], name, changed[name], reason, actor).refused


def _day(text: str) -> str:
    """A day as typed (31/12/2024) or picked (2024-12-31) as ISO; what is no day stays as it is."""
    written = _WRITTEN_DAY.fullmatch(text)
    if written is None:
        return text
    day, month, year = map(int, written.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return text


def _address(id: str) -> str:
    return f"/van-ban/{in_address(id, safe='')}"


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else 0
