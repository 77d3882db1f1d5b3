"""Received files by their document's id: a page's picture, and the file itself to take away."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import partial
from typing import IO
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from extractors.document import Reason, Unreadable
from pipeline.review.desk import Desk
from pipeline.review.evidence.evidence_screen import inbox_of
from pipeline.review.evidence.page_images import Pictures, pictures_of
from pipeline.review.evidence.paper_words import file_name, reason_words
from pipeline.review.evidence.received import Check, copied
from pipeline.review.evidence.showing import Row, draw, reading, state_of
from pipeline.story import one

_CHUNK = 1 << 18
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9._-]")
_KEPT = {"Cache-Control": "private, max-age=3600"}  # its address names the content
_STATES = {
    "gone": "Tệp không còn ở chỗ cũ; hãy chạy lại doichieu run.",
    "changed": "Tệp đã thay đổi sau lần chạy cuối; hãy chạy lại doichieu run.",
    "closed": "Không mở được tệp trong thư mục tiếp nhận; hãy kiểm tra quyền hoặc ổ đĩa.",
}

_MOST_PAGES = 3_000  # of a PDF that is read; its reader itself is not loaded for the number


def routes(desk: Desk) -> list[BaseRoute]:
    """Pictures and files."""
    return [
        Route("/anh/{id}/{page:int}.png", partial(show_page, desk), methods=["GET"]),
        Route("/tep/{id}", partial(send_file, desk), methods=["GET"]),
    ]


def show_page(desk: Desk, request: Request) -> Response:
    """The picture of one page."""
    pictures = pictures_of(desk.out)
    with desk.read() as store:
        row, state = _received(desk, request, pictures)
        document = reading(store, row["sha256"] or "")
    page, large = request.path_params["page"], bool(request.query_params.get("rong"))
    if not 1 <= page <= _MOST_PAGES:
        raise HTTPException(404, "Văn bản không có trang này.")
    drawn = draw(pictures, state, row, document, page, large)
    if isinstance(drawn, Unreadable):
        raise HTTPException(404, f"Không vẽ được trang này. {reason_words(drawn.reason)}")
    return Response(drawn.path.read_bytes(), media_type=f"image/{drawn.kind}", headers=_KEPT)


def send_file(desk: Desk, request: Request) -> Response:
    """The file as received, never opened by the browser itself."""
    pictures = pictures_of(desk.out)
    row, state = _received(desk, request, pictures)
    stream = _bytes_of(pictures, state, row)
    headers = {"Content-Disposition": attachment(file_name(row["path"]))}
    return StreamingResponse(
        _chunks(stream), media_type="application/octet-stream", headers=headers
    )


def attachment(name: str) -> str:
    """The header that makes a browser keep a file under its own name (RFC 6266 and 5987).

    >>> attachment('Kế "1".pdf')
    'attachment; filename="K___1_.pdf"; filename*=UTF-8\'\'K%E1%BA%BF%20%221%22.pdf'
    """
    plain = _NOT_PLAIN.sub("_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _received(desk: Desk, request: Request, pictures: Pictures) -> tuple[Row, Check]:
    """The document of an id and its file, still as it was read; refused with a sentence else."""
    with desk.read() as store:
        row = one(store, "SELECT * FROM documents WHERE id = ?", request.path_params["id"])
        inbox = inbox_of(store)
    if row is None or not row["sha256"]:
        raise HTTPException(404, "Không có tệp này trong lần chạy cuối.")
    if row["read_reason"] == Reason.SECRET.value:
        raise HTTPException(403, reason_words(Reason.SECRET))
    state = state_of(inbox, pictures, row)
    if not state.ok:
        raise HTTPException(404, _STATES[state.state])
    return row, state


def _bytes_of(pictures: Pictures, state: Check, row: Row) -> IO[bytes]:
    place = state.place
    if place is None:
        raise HTTPException(404, _STATES["gone"])
    if not place.inner:
        stream = copied(place, row["sha256"])
        if stream is None:
            raise HTTPException(404, _STATES["changed"])
        return stream
    data = pictures.member(place, row["sha256"])
    if isinstance(data, Unreadable):
        raise HTTPException(404, f"Không lấy được tệp. {reason_words(data.reason)}")
    return io.BytesIO(data)


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    with stream:
        while chunk := stream.read(_CHUNK):
            yield chunk
