"""The review page as an application: the door, the screens behind it, and how it is served."""

from __future__ import annotations

import errno
import logging
import socket
import sys
from dataclasses import dataclass
from functools import partial
from logging.handlers import RotatingFileHandler
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pipeline.errors import UserError
from pipeline.review.desk import Desk
from pipeline.review.door import login_screen
from pipeline.review.door.refusals import log, on_defect, on_refused, on_user_error
from pipeline.review.door.security import PULSE, Guard
from pipeline.review.evidence import document_screen, evidence_screen, files_screen
from pipeline.review.evidence.page_images import pictures_of
from pipeline.review.findings import bulk_screen, decide_screen, findings_screen
from pipeline.review.screens import (
    documents_screen,
    figures_screen,
    import_screen,
    log_screen,
    matrix_screen,
    outputs_screen,
    overview_screen,
    runs_screen,
)
from pipeline.review.statics import answer

# Every screen: a module with ``routes(desk)``.
SCREENS = (
    findings_screen,
    bulk_screen,
    decide_screen,
    runs_screen,
    import_screen,
    matrix_screen,
    log_screen,
    figures_screen,
    login_screen,
    overview_screen,
    outputs_screen,
    document_screen,
    documents_screen,
    evidence_screen,
    files_screen,
)
_FURTHER = 20  # ports tried after the usual one


def make_app(desk: Desk) -> Starlette:
    """The whole page; nothing is read before the first request."""
    routes = [route for screen in SCREENS for route in screen.routes(desk)]
    return Starlette(
        routes=[
            Route("/static/{name}", answer),
            Route(PULSE, partial(pulse, desk)),
            *routes,
        ],
        middleware=[Middleware(Guard, desk=desk)],
        exception_handlers={
            HTTPException: on_refused,
            UserError: on_user_error,
            Exception: on_defect,
        },
    )


def pulse(desk: Desk, request: Request) -> Response:
    """Asked by every open page now and then: is there a newer run than the one it shows?"""
    with desk.read() as store:
        run = next(store.db.query("SELECT * FROM runs ORDER BY id DESC LIMIT 1"), None)
    if run is None or str(run["id"]) == request.query_params.get("lan"):
        return Response(status_code=204)
    return desk.page(request, "newer_run.html.j2")


@dataclass(frozen=True, slots=True)
class Certificate:
    """The files with which the page is opened by https."""

    file: Path
    key: Path


def serve(
    app: Starlette, listening: socket.socket, desk: Desk, certificate: Certificate | None = None
) -> None:
    """Answer until the program is stopped; only defects are written down, in the results folder."""
    handler = RotatingFileHandler(
        desk.out / "review.log", maxBytes=1_000_000, backupCount=1, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    log.addHandler(handler)
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    settings = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=2,
        ssl_certfile=certificate.file if certificate else None,
        ssl_keyfile=certificate.key if certificate else None,
    )
    pictures_of(desk.out).warm()
    uvicorn.Server(settings).run(sockets=[listening])


def listen(host: str, port: int, fixed: bool) -> socket.socket:
    """A socket at the port, or the next free one unless the user asked for this one."""
    for candidate in (port,) if fixed else range(port, port + _FURTHER):
        try:
            return _bind(host, candidate)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise UserError(
                    f"--host {host}: máy này không có địa chỉ đó; hãy dùng 0.0.0.0 hoặc địa chỉ "
                    "của máy này"
                ) from error
    raise UserError(
        f"--port {port}: cổng đang bận; hãy đóng trang đang mở hoặc chọn cổng khác với --port"
    )


def _bind(host: str, port: int) -> socket.socket:
    family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    # With the protocol named, asyncio sends small answers at once instead of 40 ms later.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform == "win32":
            # There SO_REUSEADDR lets a second program share the port and take its requests.
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(128)
    except BaseException:
        listening.close()
        raise
    return listening
