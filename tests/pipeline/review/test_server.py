"""What the page is made of before any screen: its own files, its notices, its refusals."""

from __future__ import annotations

import logging
import sqlite3

import pytest
from jinja2 import UndefinedError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pipeline.errors import UserError
from pipeline.review.desk import Desk, toast
from pipeline.review.door.refusals import without_folders
from pipeline.review.rendering import render
from pipeline.review.statics import static, statics
from tests.pipeline.review.conftest import Browser


def failing(desk: Desk, error: Exception) -> Browser:
    """A browser with an address behind which something goes wrong."""

    def fail(_request: Request) -> Response:
        raise error

    browser = Browser(desk, raise_server_exceptions=False)
    browser.app.router.routes.append(Route("/loi", fail))  # type: ignore[attr-defined]
    return browser.enter()


def test_an_open_page_learns_of_a_newer_run(client: Browser) -> None:
    assert client.get("/nhip?lan=1").status_code == 204
    assert "lần chạy 1" in client.get("/nhip?lan=0").text


def test_own_files_are_kept_by_the_browser_until_they_change(client: Browser) -> None:
    marked = client.get(static("review.js"))
    assert marked.headers["content-type"].startswith("text/javascript")
    assert "immutable" in marked.headers["cache-control"]
    assert client.get("/static/review.js?v=alt").headers["cache-control"] == "no-cache"
    assert {"base.css", "review.js", "htmx.min.js", "icon.svg"} <= set(statics())


@pytest.mark.parametrize(
    "name",
    [
        "HTMX-LICENSE",
        "khong-co.css",
        "../desk.py",
        "..%2fdesk.py",
        "%2e%2e/desk.py",
        "..%5cdesk.py",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "base.css%00.txt",
        "",
    ],
)
def test_nothing_outside_the_folder_is_given(client: Browser, name: str) -> None:
    answer = client.get(f"/static/{name}")
    assert answer.status_code == 404
    assert "import" not in answer.text


def test_no_template_and_no_script_breaks_the_policy() -> None:
    script = statics()["review.js"].body.decode()
    assert "eval(" not in script
    assert "innerHTML" not in script


def test_what_a_screen_says_comes_escaped_and_once(client: Browser, desk: Desk) -> None:
    session = desk.sessions.find(client.cookies["doichieu_8765"])
    assert session is not None

    def change(request: Request) -> Response:
        return desk.go(request, "/dau", "Đã ghi <b>1</b> quyết định", undo=7)

    def shown(request: Request) -> Response:
        return desk.page(request, "layout.html.j2")

    client.app.router.routes += [  # type: ignore[attr-defined]
        Route("/ghi", change, methods=["POST"]),
        Route("/dau", shown),
    ]
    page = client.post("/ghi").text
    assert 'data-undo="7">Đã ghi &lt;b&gt;1&lt;/b&gt; quyết định</p>' in page
    assert "Chỉ số Hiệu quả Quản trị" in page
    assert "Nguyễn Thị Thử" in page
    assert "Đã ghi" not in client.get("/dau").text
    answer = client.post("/ghi", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["hx-redirect"]) == (204, "/dau")


def test_a_toast_keeps_what_the_answer_already_says() -> None:
    response = Response(headers={"HX-Trigger": '{"decided": {"code": "PH"}}'})
    said = toast(response, "Đã ghi", undo=3).headers["HX-Trigger"]
    assert said.isascii()
    assert said == (
        '{"decided": {"code": "PH"}, '
        '"toast": {"text": "\\u0110\\u00e3 ghi", "tone": "done", "undo": 3}}'
    )


def test_a_defect_shows_a_number_and_logs_the_place_only(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    browser = failing(desk, RuntimeError("/bi/mat/van-ban.docx: nội dung mật"))
    with caplog.at_level(logging.ERROR, "doichieu.review"):
        answer = browser.get("/loi?q=nội dung mật")
    assert answer.status_code == 500
    assert "review.log" in answer.text
    assert "frame-ancestors" in answer.headers["content-security-policy"]
    for page_or_log in (answer.text, caplog.text):
        assert "mật" not in page_or_log
        assert "van-ban.docx" not in page_or_log
    assert str(desk.out) not in answer.text
    assert "Traceback" not in answer.text
    assert "RuntimeError" in caplog.text
    assert "test_server.py" in caplog.text


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (UserError("{out}/doichieu.db: do bản cũ ghi; hãy chạy lại"), 409, "doichieu.db: do bản"),
        (HTTPException(404, "Không có sai lệch PH-1."), 404, "Không có sai lệch PH-1."),
        (HTTPException(404), 404, "Không có trang này"),
        (sqlite3.OperationalError("database is locked"), 503, "đang bận"),
    ],
)
def test_an_error_is_a_sentence_without_a_path(
    desk: Desk, error: Exception, status: int, words: str
) -> None:
    if isinstance(error, UserError):
        error = UserError(str(error).replace("{out}", str(desk.out)))
    answer = failing(desk, error).get("/loi")
    assert answer.status_code == status
    assert words in answer.text
    assert str(desk.out) not in answer.text
    assert str(desk.out.parent) not in answer.text


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("/srv/Kết quả/doichieu.db: hỏng", "doichieu.db: hỏng"),
        (r"C:\Kết quả\2024\doichieu.db: hỏng", "doichieu.db: hỏng"),
        (r"\\maychu\chung\doichieu.db: hỏng", "doichieu.db: hỏng"),
        ("văn bản 12/KH-UBND và/hoặc 3/2024", "văn bản 12/KH-UBND và/hoặc 3/2024"),
        ("sai-lech.xlsx: dòng 3", "sai-lech.xlsx: dòng 3"),
    ],
)
def test_folders_are_left_out_of_sentences(sentence: str, shown: str) -> None:
    assert without_folders(sentence) == shown


def test_a_template_that_misses_a_value_fails() -> None:
    with pytest.raises(UndefinedError):
        render("error.html.j2", {"status": 404})


def test_hostile_text_stays_text() -> None:
    values = {"status": 404, "sentence": "<script>\u202e\x00{{ 7 * 7 }}", "again": ""}
    text = render("error.html.j2", values)
    assert "&lt;script&gt;\ufffd\ufffd{{ 7 * 7 }}" in text
