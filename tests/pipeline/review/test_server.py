"""What the page is made of before any screen: its own files, its notices, its refusals."""

from __future__ import annotations

from tests.pipeline.review.conftest import Browser


def test_a_known_browser_is_let_in(client: Browser) -> None:
    assert client.get("/nhip?lan=1").status_code == 204
    assert "lần chạy 1" in client.get("/nhip?lan=0").text
