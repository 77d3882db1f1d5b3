"""The main screen (``/sai-lech``): facets, the list, the evidence, and the bar to decide with."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from pipeline.findings import canonical, is_code
from pipeline.review.desk import Desk, asked_by_htmx
from pipeline.review.evidence.evidence_screen import pane
from pipeline.review.findings.findings_page import list_page
from pipeline.review.findings.findings_rows import Row, row_of
from pipeline.review.findings.findings_view import LIST, ORDERS, View, asked, asked_by
from pipeline.storage.store import Store
from rules.decisions import kinds


def routes(desk: Desk) -> list[BaseRoute]:
    """The list, and the list with one finding open."""
    return [
        Route(LIST, partial(show, desk), methods=["GET"]),
        Route(LIST + "/{code}", partial(show, desk), methods=["GET"]),
    ]


def show(desk: Desk, request: Request) -> Response:
    """The screen; for htmx the list and the facets alone."""
    pairs, typed = request.query_params.multi_items(), request.path_params.get("code", "")
    # A link to one finding alone shows it among all, decided or not.
    view = View() if typed and not pairs else asked(pairs)
    with desk.read() as store:
        ledger = desk.findings.ledger(store)
        opened = _opened(store, typed, ledger.as_of)
        listed = list_page(store, ledger, view, opened.code if opened else "")
        values = {
            "listed": listed,
            "opened": opened,
            "owners": owners_of(store),
            **words_of_screen(),
            **(pane(desk, store, opened.code, {}) if opened else {}),
        }
    if asked_by_htmx(request) and request.headers.get("HX-Target") == "listing":
        response = desk.page(request, "findings_found.html.j2", oob=True, **values)
        response.headers["HX-Push-Url"] = view.address()
        return response
    return desk.page(request, "findings.html.j2", oob=False, **values)


def words_of_screen() -> Mapping[str, Any]:
    """What every part of the screen is given."""
    return {"kinds": tuple(kinds().values()), "orders": ORDERS}


def owners_of(store: Store) -> list[str]:
    """Everybody who was ever made responsible for a finding."""
    found = store.db.execute("SELECT DISTINCT owner FROM standing WHERE owner <> '' ORDER BY 1")
    return [name for (name,) in found]


def view_of(request: Request, sent: str) -> View:
    """The view that a change was made from: the browser's address, or what the form sends."""
    here = request.headers.get("HX-Current-URL")
    return asked_by(urlsplit(here).query if here else sent)


def _opened(store: Store, typed: str, as_of: str) -> Row | None:
    if not typed:
        return None
    row = row_of(store, canonical(typed), as_of) if is_code(typed) else None
    if row is None:
        raise HTTPException(
            404,
            f"{typed[:40]}: không có sai lệch mang mã này; hãy xem lại mã hoặc tìm trong danh sách",
        )
    return row
