"""The screens in a real browser, on a clerk's monitor of 1366 x 768."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from pipeline.decisions.log import Actor, Wanted, take
from tests.pipeline.review.conftest import Live
from tests.pipeline.review.screen_scene import SCREENS


@pytest.mark.parametrize("screen", [*SCREENS, "/so-lieu", "/van-ban?q=ke+hoach"])
def test_nothing_is_wider_than_the_monitor(live: Live, window: Page, screen: str) -> None:
    window.goto(live.first)
    window.goto(f"{live.origin}{screen}")
    expect(window.locator("h1")).to_be_visible()
    assert window.evaluate("document.documentElement.scrollWidth") <= 1366


def test_a_paper_is_found_with_the_keyboard_alone(live: Live, window: Page) -> None:
    window.goto(live.first)
    window.goto(f"{live.origin}/van-ban")
    expect(window.locator("#q")).to_be_focused()
    window.keyboard.type("15 KH SNV")
    window.keyboard.press("Enter")
    expect(window.locator("#total")).to_have_text("1")
    expect(window.locator("table.papers tbody tr").first).to_contain_text("KH 15 kiem tra CCHC")


def test_heads_of_the_matrix_stay_while_it_is_scrolled(live: Live, window: Page) -> None:
    window.goto(live.first)
    window.goto(f"{live.origin}/bang")
    head = window.locator(".cells thead th").nth(5)
    task = window.locator(".cells tbody tr:not(.section) th").first
    before = head.bounding_box(), task.bounding_box()
    window.evaluate("document.querySelector('.reach').scrollTo(0, 400)")
    after = head.bounding_box()
    assert before[0]
    assert after
    assert after["y"] == before[0]["y"]
    window.set_viewport_size({"width": 900, "height": 768})
    window.evaluate("document.querySelector('.reach').scrollTo(400, 0)")
    moved = task.bounding_box()
    assert before[1]
    assert moved
    assert moved["x"] == before[1]["x"]


def test_the_first_page_leads_to_the_list_and_back(live: Live, window: Page) -> None:
    window.goto(live.first)
    window.goto(f"{live.origin}/")
    window.locator(".unsure a.many").first.click()
    expect(window.locator("#total")).to_have_text("5")
    window.go_back()
    expect(window.locator("h1")).to_contain_text("Tổng quan")


def test_a_decision_is_taken_back_in_the_log(live: Live, window: Page) -> None:
    with live.desk.decide() as store:
        rows = store.db.execute("SELECT fingerprint FROM findings WHERE rule = 'late-output'")
        wanted = [Wanted(fingerprint, "confirm") for (fingerprint,) in rows.fetchall()]
        take(store, wanted, Actor("Lò Thị Hoa"))
    window.goto(live.first)
    window.goto(f"{live.origin}/nhat-ky")
    window.get_by_role("button", name="Hủy cả 3").first.click()
    expect(window.locator("#total")).to_have_text("6")
    expect(window.locator("tr.undone")).to_have_count(3)
