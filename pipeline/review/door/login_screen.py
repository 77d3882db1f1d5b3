"""Signing in and out, where the page is opened to other machines."""

from __future__ import annotations

from functools import partial
from math import ceil

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from pipeline.review.desk import Desk
from pipeline.review.door.addresses import local
from pipeline.review.door.security import LOGIN, LOGOUT, cookie_name, let_in, set_cookie
from pipeline.review.door.sessions import Session
from pipeline.review.door.users import LONGEST_NAME, Brake, check_password
from pipeline.review.rendering import render


def routes(desk: Desk) -> list[BaseRoute]:
    """The addresses of this screen; none where nobody signs in."""
    if not desk.login:
        return []
    brake = Brake()
    return [
        Route(LOGIN, partial(show, desk), methods=["GET"]),
        Route(LOGIN, partial(sign_in, desk, brake), methods=["POST"]),
        Route(LOGOUT, partial(sign_out, desk), methods=["POST"]),
    ]


def show(desk: Desk, request: Request) -> Response:
    """The form; whoever is signed in already is led on."""
    if desk.user(request).name:
        return RedirectResponse(local(request.query_params.get("tiep", "/")), 303)
    lost = request.query_params.get("lo")
    said = "Phiên làm việc đã hết; việc vừa làm chưa được ghi." if lost else ""
    return _form(desk, request, said)


def sign_in(desk: Desk, brake: Brake, request: Request) -> Response:
    """Check name and password; a new session where they are right."""
    form = desk.form(request)
    name, password = str(form.get("ten", ""))[: LONGEST_NAME + 1], str(form.get("mat-khau", ""))
    address = request.client.host if request.client else ""
    wait = brake.begin(name, address)
    if wait:
        said = f"Đã sai nhiều lần; hãy thử lại sau {ceil(wait / 60)} phút."
        response = _form(desk, request, said, name, 429)
        response.headers["Retry-After"] = str(wait)
        return response
    known = check_password(desk.path, name, password)
    if not known:
        return _form(desk, request, "Tên hoặc mật khẩu không đúng.", name, 401)
    brake.succeeded(name, address)
    return let_in(desk, desk.sessions.begin(known), local(str(form.get("tiep", "/"))))


def sign_out(desk: Desk, request: Request) -> Response:
    """End the session; the cookie alone is worth nothing then."""
    if not desk.user(request).name:
        raise HTTPException(403)
    session: Session = request.state.session
    desk.sessions.end(session)
    response = RedirectResponse(LOGIN, 303)
    response.delete_cookie(cookie_name(desk))
    return response


def _form(
    desk: Desk, request: Request, said: str = "", name: str = "", status: int = 200
) -> Response:
    session: Session = request.state.session
    values = {
        "said": said,
        "name": name,
        "csrf": desk.sessions.csrf(session),
        "tiep": local(str(desk.form(request).get("tiep") or request.query_params.get("tiep", "/"))),
    }
    response = HTMLResponse(render("login.html.j2", values), status)
    set_cookie(desk, response, session)
    return response
