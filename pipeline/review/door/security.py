"""The door of the review page: every request passes here before any screen sees it.

Only known host names (a foreign page cannot rebind its own name to this machine), only people who
hold the start token or signed in, changes only by POST from our own pages with the session's CSRF
token, bodies only up to a limit, and answers only with headers that let nothing foreign in.
"""

from __future__ import annotations

import hmac
import ipaddress
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.decisions.log import Actor
from pipeline.errors import UserError
from pipeline.review.desk import Desk
from pipeline.review.door.access import require
from pipeline.review.door.addresses import KEY, clean_address, local
from pipeline.review.door.policy import harden
from pipeline.review.door.refusals import refusal
from pipeline.review.door.sessions import Session
from pipeline.review.door.users import role_of

LOGIN, LOGOUT, PULSE, STATIC = "/dang-nhap", "/dang-xuat", "/nhip", "/static/"
LARGEST_FORM = 2 * 1024 * 1024
LARGEST_FILE = 30 * 1024 * 1024
_FILES = "/nhap"  # where workbooks are sent to
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
ANYWHERE = ("", "0.0.0.0", "::")  # addresses to listen on, never to be called by


class TooLarge(Exception):  # noqa: N818 - named for what happened
    """More bytes came than the address takes."""


@dataclass(frozen=True, slots=True)
class Guard:
    """The door as an ASGI application around the screens."""

    app: ASGIApp
    desk: Desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer it at the door."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        scope.setdefault("state", {})
        limit = LARGEST_FILE if _under(scope["path"], _FILES) else LARGEST_FORM
        request = Request(scope, _limited(receive, limit))
        try:
            refused = await self._refused(request)
        except HTTPException as error:
            refused = refusal(request, error.status_code, error.detail)
        except UserError as error:
            refused = refusal(request, 409, str(error))
        except TooLarge:
            refused = refusal(request, 413, "Dữ liệu gửi lên quá lớn; hãy gửi tệp nhỏ hơn.")
        target = refused or self.app
        try:
            await target(scope, receive, _hardened(send))
        finally:
            await request.close()  # the temporary files of an upload

    async def _refused(self, request: Request) -> Response | None:
        """The answer where the request may not pass."""
        _check_host(request, self.desk)
        if request.method not in ("GET", "HEAD", "POST"):
            raise HTTPException(405)
        if request.scope["path"].startswith(STATIC):
            return None
        answer = await self._identify(request)
        request.state.form = FormData()
        if answer is None and request.method == "POST":
            _check_origin(request, self.desk)
            await self._read_form(request)
            if request.scope["path"] not in (LOGIN, LOGOUT):
                require(request, "clerk")  # whatever else a screen asks for
        return answer

    async def _identify(self, request: Request) -> Response | None:
        """Find out who asks; an answer where that is nobody yet."""
        id = request.cookies.get(cookie_name(self.desk), "")
        touch = request.scope["path"] != PULSE
        session = self.desk.sessions.find(id, touch) if id else None
        if not self.desk.login:
            return self._by_token(request, session)
        role = await run_in_threadpool(role_of, self.desk.path, session.name) if session else ""
        if session and role:
            request.state.session, request.state.actor = session, Actor(session.name, role)
            return None
        if request.scope["path"] == LOGIN:
            request.state.session = self.desk.sessions.visitor(id)
            request.state.actor = Actor("", "reader")
            return None
        return _ask_to_sign_in(request)

    def _by_token(self, request: Request, session: Session | None) -> Response | None:
        given = request.query_params.get(KEY)
        if given is not None and request.method == "GET":
            if not hmac.compare_digest(given.encode(), self.desk.token.encode()):
                raise HTTPException(403, "Khóa trong địa chỉ không đúng hoặc đã cũ." + _REOPEN)
            session = session or self.desk.sessions.begin(self.desk.alone)
            return let_in(self.desk, session, clean_address(request))
        if session is None:
            raise HTTPException(403, "Trình duyệt này chưa có khóa của lần mở này." + _REOPEN)
        request.state.session, request.state.actor = session, Actor(session.name)
        return None

    async def _read_form(self, request: Request) -> None:
        """Read the whole form once, for the CSRF token and for the screen."""
        kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
        length = request.headers.get("content-length", "")
        if kind not in _FORMS and length != "0":
            raise HTTPException(415, "Chỉ nhận dữ liệu của biểu mẫu.")
        try:
            form = await request.form(max_files=1, max_fields=20_000)
        except (MultiPartException, HTTPException) as error:
            raise HTTPException(400, "Biểu mẫu gửi lên bị hỏng; hãy tải lại trang.") from error
        given = request.headers.get("X-CSRF-Token") or form.get("csrf")
        expected = self.desk.sessions.csrf(request.state.session)
        if not isinstance(given, str) or not hmac.compare_digest(given.encode(), expected.encode()):
            raise HTTPException(403, "Trang đã cũ, việc vừa làm chưa được ghi; hãy tải lại trang.")
        request.state.form = form


_REOPEN = " Hãy dùng địa chỉ in ở cửa sổ lệnh nơi chạy doichieu review, hoặc chạy lại lệnh đó."


def cookie_name(desk: Desk) -> str:
    """Browsers share cookies between ports; two plans may be open at once."""
    return f"doichieu_{desk.port}"


def let_in(desk: Desk, session: Session, address: str) -> Response:
    """Lead a browser on with the cookie of its session."""
    response = RedirectResponse(address, 303)
    set_cookie(desk, response, session)
    return response


def set_cookie(desk: Desk, response: Response, session: Session) -> None:
    """Give a browser its session: out of reach of scripts, never sent from foreign pages."""
    response.set_cookie(
        cookie_name(desk), session.id, httponly=True, samesite="strict", secure=desk.secure
    )


def _check_host(request: Request, desk: Desk) -> None:
    host = request.headers.get("host", "").lower()
    if host not in _hosts(desk):
        raise HTTPException(403, "Địa chỉ này không phải của chương trình.")


def _hosts(desk: Desk) -> set[str]:
    names = {name.lower() for name in (*LOOPBACK, desk.host, *desk.names)} - set(ANYWHERE)
    written = {f"[{name}]" if _is_ipv6(name) else name for name in names}
    usual = 443 if desk.secure else 80
    return {f"{name}:{desk.port}" for name in written} | (written if desk.port == usual else set())


def _is_ipv6(name: str) -> bool:
    try:
        return ipaddress.ip_address(name).version == 6
    except ValueError:
        return False


def _check_origin(request: Request, desk: Desk) -> None:
    """A change must come from our own page, as the browser itself says."""
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site")
    ours = f"{'https' if desk.secure else 'http'}://{request.headers['host'].lower()}"
    said = [origin.lower() == ours] if origin is not None else []
    said += [site == "same-origin"] if site is not None else []
    if not said or not all(said):
        raise HTTPException(403, "Yêu cầu không đến từ trang này nên không được thực hiện.")


def _ask_to_sign_in(request: Request) -> Response:
    """The way to the sign-in page and back to where the person was."""
    htmx = bool(request.headers.get("HX-Request"))
    if request.scope["path"] == PULSE:
        return Response(status_code=204)
    here = request.headers.get("HX-Current-URL", "/") if htmx else clean_address(request)
    back = local(here if here.startswith("/") else "/" + here.partition("://")[2].partition("/")[2])
    lost = {"lo": "1"} if request.method == "POST" else {}
    address = f"{LOGIN}?{urlencode({'tiep': back if htmx or not lost else '/', **lost})}"
    if htmx:
        return Response(status_code=204, headers={"HX-Redirect": address})
    return RedirectResponse(address, 303)


def _under(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder}/")


def _limited(receive: Receive, limit: int) -> Receive:
    """The same body, refused as soon as it grows past the limit."""
    taken = 0

    async def take() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            raise TooLarge
        return message

    return take


def _hardened(send: Send) -> Send:
    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            harden(MutableHeaders(scope=message))
        await send(message)

    return answer
