"""The desk (bàn làm việc): what every screen of the review page is given.

A screen is a module with ``routes(desk) -> list[BaseRoute]`` and ordinary (not async) functions::

    def show(desk: Desk, request: Request) -> Response:
        with desk.read() as store: ...
        return desk.page(request, "findings.html.j2", rows=rows)

    def change(desk: Desk, request: Request) -> Response:
        actor = require(request, "clerk")                 # pipeline.review.door.access
        code = desk.form(request).get("code")             # already read; CSRF already checked
        with desk.decide() as store: ...
        response = desk.page(request, "findings_row.html.j2", row=row)
        return toast(response, "Đã ghi quyết định.", undo=outcome.batch)

Templates. A whole screen begins with ``{% extends shell %}`` and fills the blocks ``title``,
``head`` (own style sheets and scripts: ``<link rel="stylesheet" href="{{ static('x.css') }}">``)
and ``main``. ``shell`` is the layout, or for an htmx request only the block ``main``. A template
without ``extends`` is a fragment as it stands. Besides its own values a template has ``actor``,
``can(role)``, ``csrf``, ``nav``, ``plan``, ``run`` (row of the last run or None), ``words``,
``version``, ``hx``, ``request``, ``static(name)`` and the filters ``day`` and ``moment``.
A form carries ``<input type="hidden" name="csrf" value="{{ csrf }}">``; htmx sends it by itself.

Saying something: ``toast`` on the answer to an htmx request; ``desk.go`` (303 or HX-Redirect)
after a plain form, its words are shown on the next page. Tones: done, note, problem. With
``undo`` (a batch number) the toast has a button that posts it to ``/huy``. From a script:
``document.body.dispatchEvent(new CustomEvent("toast", {detail: {text, tone, undo}}))``.
Refusing: ``raise HTTPException(404, "Vietnamese sentence")`` or UserError; both become an error
page, or a toast where htmx asked.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from pipeline.decisions.log import Actor
from pipeline.review.door.access import allows
from pipeline.review.door.sessions import Said, Session, Sessions
from pipeline.review.findings.ledger_load import Keeper
from pipeline.review.rendering import render
from pipeline.storage.store import Store

DATABASE = "doichieu.db"
NAV = (
    ("/", "Tổng quan"),
    ("/sai-lech", "Sai lệch"),
    ("/bang", "Bảng nhiệm vụ × cơ quan"),
    ("/san-pham", "Sản phẩm"),
    ("/so-lieu", "Số liệu"),
    ("/van-ban", "Văn bản"),
    ("/lan-chay", "Các lần chạy"),
    ("/nhap", "Nhập Excel"),
    ("/nhat-ky", "Nhật ký"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A link of the navigation; ``here`` where the page shown belongs to it."""

    address: str
    label: str
    here: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """One opened review page: whose results, at which address, behind which secrets.

    ``names`` are the host names under which it may be asked. With ``login`` people sign in by
    name; without it whoever holds ``token`` is the person at this machine, ``alone``.
    """

    out: Path
    host: str = "127.0.0.1"
    port: int = 8765
    names: tuple[str, ...] = ()
    login: bool = False
    secure: bool = False
    alone: str = "cán bộ"
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    sessions: Sessions = field(default_factory=Sessions, repr=False)
    findings: Keeper = field(default_factory=Keeper, repr=False)

    @property
    def path(self) -> Path:
        """The database."""
        return self.out / DATABASE

    def read(self) -> Store:
        """The database for looking things up; a context manager."""
        return Store.read(self.path)

    def decide(self) -> Store:
        """The database for adding decisions; a context manager."""
        return Store.decide(self.path)

    def user(self, request: Request) -> Actor:
        """Who asks."""
        actor = request.state.actor
        assert isinstance(actor, Actor)
        return actor

    def form(self, request: Request) -> FormData:
        """The fields and files of a POST; empty for a GET."""
        form = request.state.form
        assert isinstance(form, FormData)
        return form

    def page(self, request: Request, template: str, status: int = 200, **values: Any) -> Response:
        """A screen, whole or as the fragment that htmx asked for."""
        hx = asked_by_htmx(request)
        session: Session = request.state.session
        actor = self.user(request)
        given = {
            "request": request,
            "hx": hx,
            "shell": "fragment.html.j2" if hx else "layout.html.j2",
            "actor": actor,
            "can": lambda role: allows(actor, role),
            "csrf": self.sessions.csrf(session),
            "nav": _nav(request.url.path),
            "login": self.login,
            "said": () if hx else session.take_said(),
            **self._last(),
        }
        text = render(template, {**given, **values})
        return HTMLResponse(text, status, headers={"Vary": "HX-Request"})

    def go(
        self,
        request: Request,
        address: str,
        said: str = "",
        tone: str = "done",
        undo: int | None = None,
    ) -> Response:
        """Lead to another page after a change, and say there what was done."""
        if said:
            session: Session = request.state.session
            session.say(Said(said, tone, undo))
        if request.headers.get("HX-Request"):
            return Response(status_code=204, headers={"HX-Redirect": address})
        return RedirectResponse(address, 303)

    def _last(self) -> Mapping[str, Any]:
        """The plan and the last run, as their rows."""
        with self.read() as store:
            plan = next(store.db.query("SELECT title, number, issued_on, year FROM plans"), None)
            run = next(store.db.query("SELECT * FROM runs ORDER BY id DESC LIMIT 1"), None)
        return {"plan": plan, "run": run}


def toast(response: Response, text: str, tone: str = "done", undo: int | None = None) -> Response:
    """The answer to an htmx request, with words that appear in the corner of the page."""
    events = json.loads(response.headers.get("HX-Trigger", "{}"))
    events["toast"] = {"text": text, "tone": tone, "undo": undo}
    response.headers["HX-Trigger"] = json.dumps(events)
    return response


def asked_by_htmx(request: Request) -> bool:
    """True where htmx wants a part; going back in the browser wants the whole page."""
    headers = request.headers
    whole = headers.get("HX-History-Restore-Request") or headers.get("HX-Boosted")
    return bool(headers.get("HX-Request")) and not whole


def _nav(path: str) -> tuple[Place, ...]:
    return tuple(
        Place(address, label, path == address or (address != "/" and path.startswith(address)))
        for address, label in NAV
    )
