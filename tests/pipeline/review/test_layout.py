"""The frame around every screen, in a real browser."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pipeline.review.desk import toast
from tests.pipeline.review.conftest import Live


def with_buttons(live: Live) -> list[dict[str, object]]:
    """Addresses behind the toasts, and what was posted to them."""
    taken: list[dict[str, object]] = []

    def decide(_request: Request) -> Response:
        return toast(Response(status_code=204), "Đã ghi <b>12</b> quyết định.", undo=5)

    def undo(request: Request) -> Response:
        taken.append(dict(live.desk.form(request)))
        return toast(Response(status_code=204), "Đã hoàn tác.")

    def frame(request: Request) -> Response:
        return live.desk.page(request, "layout.html.j2")

    live.app.router.routes[:0] = [
        Route("/khung", frame),
        Route("/quyet-thu", decide, methods=["POST"]),
        Route("/huy", undo, methods=["POST"]),
    ]
    return taken


def post(window: Page, address: str) -> None:
    window.evaluate(
        "address => { htmx.ajax('POST', address, {swap: 'none'}).catch(() => {}) }", address
    )


def test_a_toast_offers_to_take_back(live: Live, window: Page) -> None:
    taken = with_buttons(live)
    window.goto(live.first)
    window.goto(f"{live.origin}/khung")
    post(window, "/quyet-thu")
    expect(window.locator(".toast")).to_contain_text("Đã ghi <b>12</b> quyết định.")
    window.get_by_role("button", name="Hoàn tác").click()
    expect(window.locator(".toast").last).to_contain_text("Đã hoàn tác.")
    assert taken == [{"batch": "5"}]


def test_what_was_refused_is_said_and_the_page_stays(live: Live, window: Page) -> None:
    with_buttons(live)
    window.goto(live.first)
    window.goto(f"{live.origin}/khung")
    post(window, "/khong-co")
    expect(window.locator(".toast.problem")).to_contain_text("Không có trang này")
    expect(window.locator("header .plan")).to_contain_text("Chỉ số Hiệu quả")


def test_a_program_that_does_not_answer_is_said(live: Live, window: Page) -> None:
    with_buttons(live)
    window.goto(live.first)
    window.goto(f"{live.origin}/khung")
    live.stop()
    post(window, "/quyet-thu")
    expect(window.locator(".toast.problem")).to_contain_text("chưa ghi được gì")


def test_a_newer_run_is_announced(live: Live, window: Page) -> None:
    with_buttons(live)
    window.goto(live.first)
    window.goto(f"{live.origin}/khung")
    with live.desk.decide() as store, store.db.atomic():
        store.db.execute(
            "INSERT INTO runs (started_at, finished_at, as_of, plan, version, totals) "
            "SELECT started_at, finished_at, as_of, plan, version, totals FROM runs"
        )
    window.evaluate("htmx.trigger('#newer', 'every')")
    window.evaluate("htmx.ajax('GET', '/nhip?lan=1', '#newer')")
    expect(window.locator("#newer")).to_contain_text("lần chạy 2")
    window.locator("#newer a").click()
    expect(window.locator("header .facts")).to_contain_text("lần chạy 2")
    expect(window.locator("#newer")).to_be_empty()


def test_a_link_from_elsewhere_is_one_click_away(live: Live, window: Page) -> None:
    """The cookie is not sent with a foreign link; the refusal leads on to the same address."""
    with_buttons(live)
    window.goto(live.first)
    window.goto("about:blank")
    window.set_content(f'<a href="{live.origin}/khung?q=a">thư</a>')
    window.get_by_text("thư").click()
    window.get_by_role("link", name="Thử lại").click()
    expect(window.locator("header .plan")).to_contain_text("Chỉ số Hiệu quả")
    assert window.url == f"{live.origin}/khung?q=a"


def test_the_frame_fits_and_begins_with_the_way_to_the_content(live: Live, window: Page) -> None:
    with_buttons(live)
    window.goto(live.first)
    window.goto(f"{live.origin}/khung")
    assert window.evaluate("document.documentElement.scrollWidth") <= 1366
    window.keyboard.press("Tab")
    assert window.evaluate("document.activeElement.textContent") == "Đến nội dung chính"
