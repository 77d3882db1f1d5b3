"""The evidence beside what is required (``/minh-chung/{code}``): what is wrong, where, and why."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from pipeline.decide import find_by_code
from pipeline.decisions.teaching import reject_match
from pipeline.errors import UserError
from pipeline.review.desk import Desk, toast
from pipeline.review.door.access import require
from pipeline.review.evidence.evidence_view import Asked, look
from pipeline.review.evidence.page_images import pictures_of
from pipeline.storage.store import Store
from pipeline.story import one

PATH = "/minh-chung"
# Why a match is called wrong: what a clerk picks from.
REJECTED = ("Văn bản nói về việc khác", "Đúng lĩnh vực nhưng không phải nhiệm vụ này", "Khác")


def routes(desk: Desk) -> list[BaseRoute]:
    """The pane, and calling its match wrong."""
    return [
        Route(f"{PATH}/{{code}}", partial(show, desk), methods=["GET"]),
        Route(f"{PATH}/{{code}}/ghep-nham", partial(reject, desk), methods=["POST"]),
    ]


def show(desk: Desk, request: Request) -> Response:
    """The pane of one finding, whole or as a part of the list."""
    with desk.read() as store:
        values = pane(desk, store, request.path_params["code"], request.query_params)
    return desk.page(request, "evidence.html.j2", **values)


def pane(desk: Desk, store: Store, code: str, asked: Mapping[str, str]) -> Mapping[str, Any]:
    """What the template ``evidence_pane.html.j2`` is given."""
    try:
        finding = find_by_code(store, code)
    except UserError as error:
        raise HTTPException(404, str(error)) from error
    wanted = read_asked(asked)
    view = look(store, inbox_of(store), pictures_of(desk.out), finding, wanted)
    path = f"{PATH}/{finding['code']}"

    def link(**changes: object) -> str:
        values = {**wanted.values, **{name: str(value) for name, value in changes.items()}}
        query = urlencode({name: value for name, value in values.items() if value})
        return f"{path}?{query}" if query else path

    return {"view": view, "link": link, "asked": wanted, "rejected": REJECTED}


def read_asked(asked: Mapping[str, str]) -> Asked:
    """What an address asks for; anything that is no number is not asked for."""
    kept = {name: asked[name] for name in ("n", "gan", "trang", "lon", "chu") if asked.get(name)}
    return Asked(
        n=_number(kept.get("n"), 1),
        near=_number(kept.get("gan"), 0),
        page=_number(kept.get("trang"), 0),
        large=bool(kept.get("lon")),
        text=bool(kept.get("chu")),
        values=kept,
    )


def inbox_of(store: Store) -> Path | None:
    """The folder that the last run read."""
    run = one(store, "SELECT inbox FROM runs ORDER BY id DESC LIMIT 1")
    return Path(run["inbox"]) if run and run["inbox"] else None


def reject(desk: Desk, request: Request) -> Response:
    """Keep that the evidence does not speak of the task; obeyed by the next run."""
    actor = require(request, "clerk")
    form = desk.form(request)
    chosen, own = str(form.get("reason", "")).strip(), str(form.get("own", "")).strip()
    reason = (
        own if own and chosen in ("", REJECTED[-1]) else " - ".join(filter(None, (chosen, own)))
    )
    if reason == REJECTED[-1]:
        reason = ""  # "khác" alone is no reason
    with desk.decide() as store:
        finding = find_by_code(store, request.path_params["code"])
        outcome = reject_match(store, finding["fingerprint"], reason, actor)
    if outcome.refused:
        raise HTTPException(400, f"Chưa ghi được: {outcome.refused[0].why}.")
    said = "Đã ghi ghép nhầm; lần chạy sau không tính văn bản này cho nhiệm vụ nữa."
    if not request.headers.get("HX-Request"):
        return desk.go(request, f"{PATH}/{finding['code']}", said)
    return toast(show(desk, request), said, undo=outcome.batch)


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else otherwise
