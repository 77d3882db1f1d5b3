"""What a clerk waits for in a real browser, told by the browser's own clock."""

from __future__ import annotations

from pathlib import Path

from pipeline.review.desk import Desk
from pipeline.review.door.security import KEY
from tests.serving import serving

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
FIRST_PAINT = """() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0"""
# Press or click, then ask at every frame whether what was wanted is painted.
FILTER = """() => new Promise((done) => {
  const box = document.querySelector("#c-muc-do-error"), list = document.getElementById("listing");
  const began = performance.now();
  const there = () => document.getElementById("listing") !== list
    && document.querySelector("#rows .row");
  const look = () => there()
    ? requestAnimationFrame(() => done(performance.now() - began)) : requestAnimationFrame(look);
  box.click(); look();
})"""
DECIDE = """() => new Promise((done) => {
  const open = () => document.querySelector("#rows > .row[aria-current]")?.dataset.code;
  const shown = () => document.getElementById("evidence").dataset.code === open();
  const code = open(), began = performance.now();
  let moved = 0;
  const look = () => {
    if (!moved && open() && open() !== code) moved = performance.now();
    if (!moved || !shown()) requestAnimationFrame(look);
    else requestAnimationFrame(() => done([moved - began, performance.now() - moved]));
  };
  document.getElementById("rows").dispatchEvent(
    new KeyboardEvent("keydown", { code: "Digit1", key: "1", bubbles: true, cancelable: true }));
  look();
})"""


def in_browser(out: Path, times: int) -> dict[str, list[float]]:
    """Milliseconds of every try; nothing where there is no browser."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return {}
    if not CHROMIUM.exists():
        return {}
    paint, filtered, decided, evidence = [], [], [], []
    with serving(Desk(out)) as desk, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        address = f"http://127.0.0.1:{desk.port}/sai-lech"
        page.goto(f"{address}?{KEY}={desk.token}")
        for _ in range(times):
            page.goto(address)
            page.wait_for_timeout(400)
            paint.append(float(page.evaluate(FIRST_PAINT)))
            filtered.append(float(page.evaluate(FILTER)))
            page.wait_for_timeout(400)  # as long as a clerk at least looks
            taken, shown = page.evaluate(DECIDE)
            decided.append(float(taken))
            evidence.append(float(shown))
        browser.close()
    return {
        "browser: first paint": paint,
        "browser: filter painted": filtered,
        "browser: decision, next row open": decided,
        "browser: evidence of the next row": evidence,
    }
