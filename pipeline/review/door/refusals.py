"""What a person sees when something may not be or went wrong: a sentence, never a path."""

from __future__ import annotations

import logging
import re
import secrets
import sqlite3
import traceback
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from pipeline.outputs.clean import one_line
from pipeline.review.desk import toast
from pipeline.review.door.addresses import clean_address
from pipeline.review.door.policy import harden
from pipeline.review.rendering import render

log = logging.getLogger("doichieu.review")

_SENTENCES = {
    400: "Yêu cầu không đọc được; hãy quay lại và thử lần nữa.",
    403: "Việc này không được phép.",
    404: "Không có trang này; có thể địa chỉ bị gõ sai, hoặc lần chạy sau đã bỏ mục này.",
    405: "Địa chỉ này không nhận việc đó; hãy bắt đầu từ trang tổng quan.",
}
_BUSY = "Cơ sở dữ liệu đang bận; hãy thử lại sau vài giây."
_FOLDERS = re.compile(r"(?<![\w/.])(?:[A-Za-z]:)?[\\/]{1,2}(?:[^\\/:;,\n]+[\\/])+")


def refusal(request: Request, status: int, sentence: str = "") -> Response:
    """The page of a refusal; where htmx asked, words in the corner of the page that stays."""
    if not sentence or sentence == HTTPStatus(status).phrase:
        sentence = _SENTENCES.get(status, _SENTENCES[400])
    sentence = without_folders(sentence)
    if request.headers.get("HX-Request"):
        return toast(
            Response(status_code=status, headers={"HX-Reswap": "none"}), sentence, "problem"
        )
    again = ""
    if status == 403 and request.method == "GET":  # our cookie does not come with foreign links
        again = clean_address(request)
    text = render("error.html.j2", {"status": status, "sentence": sentence, "again": again})
    return HTMLResponse(text, status)


def without_folders(sentence: str) -> str:
    """The sentence with file names but without the folders they lie in.

    >>> without_folders("/srv/kq/doichieu.db: do bản cũ ghi")
    'doichieu.db: do bản cũ ghi'
    """
    return _FOLDERS.sub("", sentence)


def on_refused(request: Request, error: Exception) -> Response:
    """A screen refused, or there is no such screen."""
    assert isinstance(error, HTTPException)
    return refusal(request, error.status_code, error.detail)


def on_user_error(request: Request, error: Exception) -> Response:
    """Something that a person can put right."""
    return refusal(request, 409, str(error))


def on_defect(request: Request, error: Exception) -> Response:
    """Our own mistake: a number for the person, the place in the program for the log."""
    if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
        return _hardened(refusal(request, 503, _BUSY))
    number = secrets.token_hex(3).upper()
    path = one_line(request.url.path)  # a line of its own would look like another entry
    log.error("%s %s %s\n%s", number, request.method, path, _where(error))
    sentence = (
        f"Chương trình có lỗi (số {number}); việc vừa làm có thể chưa được ghi. "
        "Hãy tải lại trang; nếu còn lỗi, xin gửi tệp review.log trong thư mục kết quả cho quản trị."
    )
    return _hardened(refusal(request, 500, sentence))


def _hardened(response: Response) -> Response:
    """An answer that is made outside the door."""
    harden(response.headers)
    return response


def _where(error: Exception) -> str:
    """The lines of the program that led to an error, without the values it was about."""
    everything = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in everything if "site-packages" not in frame.filename]
    frames = [*ours, *(everything[-1:] if everything[-1:] != ours[-1:] else ())]
    lines = [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    # SQLite's own words name tables and columns, never what is in them.
    words = str(error) if isinstance(error, sqlite3.Error) else ""
    return "\n".join([*lines, f"  {type(error).__name__} {words}".rstrip()])
