"""Signing in by name: who may, how often one may guess, when a session is over."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from pipeline.errors import UserError
from pipeline.review.desk import Desk
from pipeline.review.door.access import require
from pipeline.review.door.sessions import IDLE, LONGEST, Sessions
from pipeline.review.door.users import (
    PAUSE,
    TRIES,
    Brake,
    add_user,
    check_password,
    list_users,
    remove_user,
    role_of,
)
from tests.pipeline.review.conftest import Browser

PASSWORD = "Sông Đà 2024!"


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def office(sample_out: Path, clock: Clock) -> Desk:
    """A page opened to colleagues: a reader, a clerk and a lead."""
    for name, role in (("Lò Thị Xem", "reader"), ("Cà Văn Bộ", "clerk"), ("Hà Thị Lãnh", "lead")):
        add_user(sample_out / "doichieu.db", name, role, PASSWORD)
    sessions = Sessions(IDLE, LONGEST, clock)
    return Desk(sample_out, host="0.0.0.0", names=("10.0.0.5",), login=True, sessions=sessions)


def opened(desk: Desk) -> Browser:
    """A browser on a colleague's machine, at a page with addresses for every role."""
    browser = Browser(desk)
    browser.base_url = f"http://10.0.0.5:{desk.port}"

    def act(role: str, request: Request) -> Response:
        return PlainTextResponse(require(request, role).name)

    browser.app.router.routes += [  # type: ignore[attr-defined]
        Route(f"/{role}", partial(act, role), methods=["GET", "POST"])
        for role in ("reader", "clerk", "lead")
    ]
    return browser


def sign_in(browser: Browser, name: str, password: str = PASSWORD, to: str = "/reader") -> Response:
    page = browser.get("/dang-nhap", params={"tiep": to})
    token = re.search(r'name="csrf" value="(\w+)"', page.text)
    assert token
    fields = {"ten": name, "mat-khau": password, "tiep": to, "csrf": token[1]}
    answer = browser.post("/dang-nhap", data=fields)
    session = browser.desk.sessions.find(browser.cookies["doichieu_8765"])
    if session:
        browser.headers["X-CSRF-Token"] = browser.desk.sessions.csrf(session)
    return answer


def test_a_stranger_is_asked_to_sign_in_and_led_back(office: Desk) -> None:
    browser = opened(office)
    browser.follow_redirects = False
    answer = browser.get("/sai-lech?q=a")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/dang-nhap?tiep=%2Fsai-lech%3Fq%3Da"
    assert browser.get("/nhip").status_code == 204
    assert browser.get(f"/reader?khoa={office.token}").status_code == 303
    asked = browser.get("/reader", headers={"HX-Request": "true"})
    assert asked.headers["hx-redirect"].startswith("/dang-nhap?")
    form = browser.get("/dang-nhap?tiep=//evil.example")
    assert "evil" not in form.text
    assert "Chỉ số Hiệu quả" not in form.text


def test_name_and_password_let_in(office: Desk) -> None:
    browser = opened(office)
    before = browser.get("/dang-nhap").cookies.get("doichieu_8765")
    answer = sign_in(browser, "cà văn bộ", to="/clerk")
    assert answer.text == "Cà Văn Bộ"
    assert browser.cookies["doichieu_8765"] != before  # the visitor's id is not kept
    assert browser.get("/dang-nhap", params={"tiep": "/clerk"}).text == "Cà Văn Bộ"


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("Cà Văn Bộ", "sai mật khẩu"),
        ("Cà Văn Bộ", ""),
        ("Ca Van Bo", PASSWORD),
        ("Không Có Ai", PASSWORD),
        ("", ""),
        ("' OR 1=1 --", "x"),
        ("Cà Văn Bộ", PASSWORD + "\x00"),
        ("C" * 10_000, "x" * 100_000),
    ],
)
def test_anything_else_does_not(office: Desk, name: str, password: str) -> None:
    answer = sign_in(opened(office), name, password)
    assert answer.status_code == 401
    assert "Tên hoặc mật khẩu không đúng." in answer.text
    assert opened(office).get("/reader", follow_redirects=False).status_code == 303


def test_signing_in_needs_our_own_form(office: Desk) -> None:
    browser = opened(office)
    fields = {"ten": "Cà Văn Bộ", "mat-khau": PASSWORD, "tiep": "/clerk"}
    assert browser.post("/dang-nhap", data=fields).status_code == 403
    foreign = {"Origin": "http://evil.example", "Sec-Fetch-Site": "cross-site"}
    assert browser.post("/dang-nhap", data=fields, headers=foreign).status_code == 403


@pytest.mark.parametrize(
    ("name", "statuses"),
    [
        ("Lò Thị Xem", [200, 403, 403, 403]),
        ("Cà Văn Bộ", [200, 200, 200, 403]),
        ("Hà Thị Lãnh", [200, 200, 200, 200]),
    ],
)
def test_each_role_may_what_it_may(office: Desk, name: str, statuses: list[int]) -> None:
    browser = opened(office)
    sign_in(browser, name)
    answers = [browser.get("/reader")]
    # A change needs a clerk, even where a screen forgets to ask.
    answers += [browser.post(f"/{role}") for role in ("reader", "clerk", "lead")]
    assert [one.status_code for one in answers] == statuses
    assert all("hãy nhờ người phụ trách" in one.text for one in answers if one.status_code == 403)


def test_the_end_of_a_session(office: Desk, clock: Clock) -> None:
    browser = opened(office)
    browser.follow_redirects = False
    sign_in(browser, "Cà Văn Bộ")
    clock.now += IDLE - 1
    assert browser.get("/clerk").status_code == 200
    clock.now += IDLE - 1
    browser.get("/nhip?lan=1")  # an open page asks by itself; that is no work
    clock.now += 2
    assert browser.get("/clerk").status_code == 303
    lost = browser.post(
        "/clerk", headers={"HX-Request": "true", "HX-Current-URL": "http://h:1/a?b"}
    )
    assert lost.headers["hx-redirect"] == "/dang-nhap?tiep=%2Fa%3Fb&lo=1"
    assert "chưa được ghi" in browser.get(lost.headers["hx-redirect"]).text


def test_a_session_does_not_outlive_a_working_day(office: Desk, clock: Clock) -> None:
    browser = opened(office)
    browser.follow_redirects = False
    sign_in(browser, "Cà Văn Bộ")
    for _ in range(int(LONGEST / IDLE) * 2):
        clock.now += IDLE / 2
        last = browser.get("/clerk").status_code
    clock.now += 1
    assert (last, browser.get("/clerk").status_code) == (200, 303)


def test_signing_out_ends_the_session_itself(office: Desk) -> None:
    browser = opened(office)
    browser.follow_redirects = False
    sign_in(browser, "Cà Văn Bộ")
    cookie = browser.cookies["doichieu_8765"]
    assert browser.get("/dang-xuat").status_code == 405
    assert browser.post("/dang-xuat").headers["location"] == "/dang-nhap"
    browser.cookies.set("doichieu_8765", cookie)
    assert browser.get("/clerk").status_code == 303


def test_who_is_removed_is_out_with_the_next_click(office: Desk) -> None:
    browser = opened(office)
    browser.follow_redirects = False
    sign_in(browser, "Cà Văn Bộ")
    add_user(office.path, "Cà Văn Bộ", "reader", PASSWORD)
    assert browser.post("/clerk").status_code == 403
    remove_user(office.path, "Cà Văn Bộ")
    assert browser.get("/reader").status_code == 303
    assert [user.name for user in list_users(office.path)] == ["Hà Thị Lãnh", "Lò Thị Xem"]


def test_guessing_is_slowed_down(office: Desk) -> None:
    browser = opened(office)
    statuses = [
        sign_in(browser, "Cà Văn Bộ", f"đoán lần {n}").status_code for n in range(TRIES + 1)
    ]
    assert statuses == [401] * TRIES + [429]
    blocked = sign_in(browser, "Cà Văn Bộ")
    assert blocked.status_code == 429
    assert "hãy thử lại sau 10 phút" in blocked.text
    assert int(blocked.headers["retry-after"]) <= PAUSE
    assert sign_in(browser, "Hà Thị Lãnh").status_code == 200


def test_the_brake_counts_by_name_and_address(clock: Clock) -> None:
    brake = Brake(clock)
    assert [brake.begin("A", "10.0.0.1") for _ in range(TRIES)] == [0] * TRIES
    assert brake.begin("a", "10.0.0.1") == PAUSE
    assert brake.begin("A", "10.0.0.2") == 0
    assert brake.begin("B", "10.0.0.1") == 0
    brake.succeeded("A", "10.0.0.1")
    assert brake.begin("A", "10.0.0.1") == 0
    clock.now += PAUSE + 1
    assert [brake.begin("A", "10.0.0.1") for _ in range(TRIES)] == [0] * TRIES


def test_the_brake_counts_an_address_under_any_name(clock: Clock) -> None:
    brake = Brake(clock)
    waits = [brake.begin(f"tên {n}", "10.0.0.1") for n in range(31)]
    assert waits == [0] * 30 + [PAUSE]
    assert brake.begin("tên 0", "10.0.0.2") == 0


@pytest.mark.parametrize(
    ("name", "role", "password", "words"),
    [
        ("", "clerk", PASSWORD, "tên phải có"),
        ("A" * 61, "clerk", PASSWORD, "tên phải có"),
        ("A", "admin", PASSWORD, "không có vai trò"),
        ("A", "clerk", "ngắn", "ít nhất 10 ký tự"),
        ("Nguyễn Thị Hoa", "clerk", "nguyễn thị hoa", "khác tên"),
    ],
)
def test_a_user_who_cannot_be_added(
    sample_out: Path, name: str, role: str, password: str, words: str
) -> None:
    with pytest.raises(UserError, match=words):
        add_user(sample_out / "doichieu.db", name, role, password)
    assert list_users(sample_out / "doichieu.db") == ()


def test_no_password_is_kept_as_it_is(office: Desk) -> None:
    with office.read() as store:
        rows = list(store.db.query("SELECT * FROM users"))
    assert all(row["password"].startswith("$argon2id$") for row in rows)
    assert len({row["password"] for row in rows}) == 3
    assert check_password(office.path, "Cà Văn Bộ", PASSWORD) == "Cà Văn Bộ"
    assert (role_of(office.path, "cà văn bộ"), role_of(office.path, "ai đó")) == ("clerk", "")
    with pytest.raises(UserError, match="không có người dùng"):
        remove_user(office.path, "Ai Đó")
