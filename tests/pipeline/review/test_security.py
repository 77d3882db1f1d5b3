"""The door, both ways: what must be let in is, what must not be is refused with a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from pipeline.decisions.log import Actor
from pipeline.review.desk import Desk
from pipeline.review.door.access import allows, require
from pipeline.review.door.addresses import local
from pipeline.review.door.security import LARGEST_FILE, LARGEST_FORM
from tests.pipeline.review.conftest import Browser

OURS = "http://127.0.0.1:8765"


@pytest.fixture
def probed(desk: Desk) -> Browser:
    """A browser that holds the key, and addresses that answer what they were given."""
    browser = Browser(desk)

    def change(request: Request) -> Response:
        form = desk.form(request)
        sent = form.get("tep")
        size = len(sent.file.read()) if sent and not isinstance(sent, str) else 0
        return PlainTextResponse(f"{desk.user(request).name} {form.get('x', '')} {size}")

    def led(request: Request) -> Response:
        return PlainTextResponse(require(request, "lead").name)

    browser.app.router.routes += [  # type: ignore[attr-defined]
        Route("/xem", lambda _request: PlainTextResponse("thấy")),
        Route("/doi", change, methods=["POST"]),
        Route("/nhap/thu", change, methods=["POST"]),
        Route("/phu-trach-thu", led),
    ]
    return browser.enter()


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8765", 200),
        ("localhost:8765", 200),
        ("LOCALHOST:8765", 200),
        ("[::1]:8765", 200),
        ("127.0.0.1", 403),
        ("127.0.0.1:8766", 403),
        ("evil.example:8765", 403),
        ("127.0.0.1.evil.example:8765", 403),
        ("0.0.0.0:8765", 403),
        ("", 403),
    ],
)
def test_only_known_names_are_answered(probed: Browser, host: str, status: int) -> None:
    assert probed.get("/xem", headers={"Host": host}).status_code == status
    assert probed.get("/static/base.css", headers={"Host": host}).status_code == status


def test_without_the_key_nobody_comes_in(desk: Desk) -> None:
    stranger = Browser(desk)
    refused = stranger.get("/nhip")
    assert refused.status_code == 403
    assert "cửa sổ lệnh" in refused.text
    assert "Chỉ số Hiệu quả" not in refused.text
    assert stranger.get("/static/base.css").status_code == 200
    for key in ("", "sai", "kh\u00f3a", desk.token + "x", desk.token[:-1]):
        assert stranger.get("/nhip", params={"khoa": key}).status_code == 403
    stranger.cookies.set("doichieu_8765", "guessed")
    assert stranger.get("/nhip").status_code == 403
    assert stranger.post("/nhip", params={"khoa": desk.token}).status_code == 403


def test_the_key_leads_to_the_clean_address(desk: Desk) -> None:
    browser = Browser(desk, follow_redirects=False)
    answer = browser.get("/sai-lech", params={"q": "Sở Y tế", "khoa": desk.token, "trang": "2"})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sai-lech?q=S%E1%BB%9F+Y+t%E1%BA%BF&trang=2"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert desk.token not in cookie


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": OURS}, 200),
        ({"Origin": OURS, "Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "http://127.0.0.1:9999"}, 403),
        ({"Origin": "https://127.0.0.1:8765"}, 403),
        ({"Origin": OURS, "Sec-Fetch-Site": "cross-site"}, 403),
        ({}, 403),
    ],
)
def test_a_change_comes_from_our_own_page(
    probed: Browser, headers: dict[str, str], status: int
) -> None:
    del probed.headers["Sec-Fetch-Site"]
    assert probed.post("/doi", data={"x": "1"}, headers=headers).status_code == status


def test_a_change_carries_the_token_of_its_session(probed: Browser, desk: Desk) -> None:
    token = probed.headers.pop("X-CSRF-Token")
    assert probed.post("/doi", data={"x": "1", "csrf": token}).text == "Nguyễn Thị Thử 1 0"
    other = desk.sessions.csrf(desk.sessions.begin("Người khác"))
    for wrong in ("", "x", token[:-1], other, "đ"):
        refused = probed.post("/doi", data={"x": "1", "csrf": wrong})
        assert refused.status_code == 403
        assert "chưa được ghi" in refused.text
    assert probed.post("/doi", data={"x": "1"}).status_code == 403
    assert probed.post("/doi").status_code == 403
    assert probed.post("/doi", files={"csrf": ("a", token.encode())}).status_code == 403


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/octet-stream", ""])
def test_a_change_is_a_form(probed: Browser, kind: str) -> None:
    answer = probed.post("/doi", content=b"x=1", headers={"Content-Type": kind})
    assert answer.status_code == 415


def test_a_broken_form_is_refused(probed: Browser) -> None:
    headers = {"Content-Type": "multipart/form-data"}
    assert probed.post("/doi", content=b"x", headers=headers).status_code == 400


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(probed: Browser, method: str) -> None:
    assert probed.request(method, "/doi").status_code == 405


def test_nothing_is_changed_by_get(probed: Browser) -> None:
    refused = probed.get("/doi", params={"x": "1"})
    assert refused.status_code == 405
    assert "Method Not Allowed" not in refused.text


def test_bodies_are_bounded(probed: Browser) -> None:
    big = {"x": "1" * (LARGEST_FORM + 1)}
    assert probed.post("/doi", data=big).status_code == 413
    file = {"tep": ("sai-lech.xlsx", b"1" * (LARGEST_FORM + 1))}
    assert probed.post("/doi", files=file).status_code == 413
    assert probed.post("/nhap/thu", files=file).text.endswith(str(LARGEST_FORM + 1))
    huge = {"tep": ("sai-lech.xlsx", b"1" * LARGEST_FILE)}
    assert probed.post("/nhap/thu", files=huge).status_code == 413

    def stream() -> Iterator[bytes]:  # without a stated length
        for _ in range(LARGEST_FORM // 65536 + 1):
            yield b"x" * 65536

    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert probed.post("/doi", content=stream(), headers=form).status_code == 413


def test_every_answer_carries_the_headers(probed: Browser, desk: Desk) -> None:
    answers = [
        probed.get("/xem"),
        probed.get("/khong-co"),
        probed.get("/static/base.css"),
        probed.get("/doi"),
        Browser(desk).get("/xem"),
        probed.get("/xem", headers={"Host": "evil.example"}),
    ]
    assert [one.status_code for one in answers] == [200, 404, 200, 405, 403, 403]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert "server" not in answer.headers
    assert probed.get("/xem").headers["cache-control"] == "no-store"


def test_a_page_for_colleagues_has_the_names_it_was_given(sample_out: Path) -> None:
    names = ("doichieu.sonoivu.local", "10.0.0.5", "fd00::5")
    office = Browser(Desk(sample_out, host="0.0.0.0", names=names, login=True))
    asked = {
        "doichieu.sonoivu.local:8765": 200,
        "10.0.0.5:8765": 200,
        "[fd00::5]:8765": 200,
        "127.0.0.1:8765": 200,
        "0.0.0.0:8765": 403,
        "10.0.0.6:8765": 403,
        "doichieu.sonoivu.local.evil.example:8765": 403,
    }
    for host, status in asked.items():
        answer = office.get("/static/base.css", headers={"Host": host})
        assert answer.status_code == status, host


def test_a_path_that_only_looks_like_an_open_one_is_not_open(desk: Desk) -> None:
    stranger = Browser(desk)
    for path in ("/static/../nhip", "/static/..%2fnhip", "/%73tatic/%2e%2e/nhip", "/sta%09tic/x"):
        assert stranger.get(path).status_code in (403, 404), path
    office = Browser(Desk(desk.out, login=True), follow_redirects=False)
    for path in ("/dang-nhap/../nhip", "/dang-nhap%3Fx", "/dang-%09nhap", "//dang-nhap"):
        assert office.get(path).status_code in (204, 303, 404), path


def test_htmx_is_told_in_the_corner_of_the_page(probed: Browser) -> None:
    answer = probed.post("/khong-co", headers={"HX-Request": "true"})
    assert answer.status_code == 404
    assert answer.text == ""
    assert answer.headers["hx-reswap"] == "none"
    assert '"tone": "problem"' in answer.headers["hx-trigger"]


def test_a_refused_address_cannot_become_markup(probed: Browser) -> None:
    stranger = Browser(probed.desk)
    answer = stranger.get('/"><script>alert(1)</script>')
    assert answer.status_code == 403
    assert "<script>" not in answer.text
    assert "%3Cscript%3E" in answer.text


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("/sai-lech?q=a&trang=2", "/sai-lech?q=a&trang=2"),
        ("/", "/"),
        ("", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\r\nSet-Cookie: x", "/"),
        ("/\t/evil.example", "/"),
    ],
)
def test_people_are_led_to_our_own_pages_only(address: str, safe: str) -> None:
    assert local(address) == safe


@pytest.mark.parametrize(
    ("has", "needs", "may"),
    [
        ("reader", "reader", True),
        ("reader", "clerk", False),
        ("clerk", "reader", True),
        ("clerk", "lead", False),
        ("lead", "lead", True),
    ],
)
def test_a_higher_role_may_more(has: str, needs: str, may: bool) -> None:
    assert allows(Actor("A", has), needs) is may


def test_at_this_machine_one_person_may_everything(probed: Browser) -> None:
    assert probed.get("/phu-trach-thu").text == "Nguyễn Thị Thử"
