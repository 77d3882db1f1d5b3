"""The list in a real browser: keys, the place kept, nothing asked elsewhere, no script but ours."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pipeline.decisions.log import Actor, Wanted, take
from pipeline.review.desk import Desk
from pipeline.review.door.security import KEY
from pipeline.storage.store import Store
from tests.serving import serving

playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
CHROMIUM = Path("/usr/bin/chromium")
if not CHROMIUM.exists():
    pytest.skip("needs chromium", allow_module_level=True)

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
OPEN = "document.querySelector('#rows > .row[aria-current]')?.dataset.code"
SCROLL = "document.querySelector('#rows').scrollTop"
# Told from inside every page, before any of its own scripts.
WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.violations.push(event.violatedDirective + " " + event.blockedURI);
});
"""


@dataclass
class Seat:
    """A clerk's browser window, and what it asked for."""

    page: playwright.Page
    address: str
    asked: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self) -> str:
        return str(self.page.evaluate(OPEN))

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def until(self, claim: str, argument: object = None) -> None:
        # Asked again and again from outside: waiting inside would be evaluation of a text,
        # which the page's policy forbids.
        until = time.monotonic() + 8
        while not self.page.evaluate(claim, argument):
            assert time.monotonic() < until, claim
            self.page.wait_for_timeout(15)

    def moved_from(self, code: str) -> str:
        self.until(f"code => {OPEN} && {OPEN} !== code", code)
        self.shown()
        return self.open()

    def shown(self) -> None:
        """Until the evidence is that of the open row."""
        self.until(f"document.querySelector('#evidence').dataset.code === {OPEN}")

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)
        if path.startswith("/sai-lech"):
            self.until("document.querySelector('#desk.live')")
            self.shown()


@pytest.fixture(scope="module")
def chromium() -> Iterator[playwright.Browser]:
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def served(desk: Desk) -> Iterator[Desk]:
    """The page behind a real socket."""
    with serving(desk) as one:
        yield one


@pytest.fixture
def seat(chromium: playwright.Browser, served: Desk) -> Iterator[Seat]:
    yield from _seat(chromium, served)


def _seat(chromium: playwright.Browser, served: Desk, **settings: object) -> Iterator[Seat]:
    viewport = {"width": 1366, "height": 768}
    context = chromium.new_context(viewport=viewport, **settings)  # type: ignore[arg-type]
    context.add_init_script(WATCH)
    seat = Seat(context.new_page(), f"http://127.0.0.1:{served.port}")
    seat.page.on("request", lambda request: seat.asked.append(request.url))
    seat.page.on("pageerror", lambda error: seat.errors.append(str(error)))
    seat.page.on("dialog", lambda dialog: (seat.errors.append(dialog.message), dialog.dismiss()))
    seat.page.goto(f"{seat.address}/sai-lech?{KEY}={served.token}")
    yield seat
    context.close()


def decided(desk: Desk) -> list[tuple[str, str]]:
    with Store.read(desk.path) as store:
        return list(store.db.execute("SELECT code, kind FROM decisions ORDER BY id").fetchall())


def test_keys_decide_and_move_on(seat: Seat, served: Desk) -> None:
    seat.shown()
    first = seat.open()
    seat.press("Digit1")
    second = seat.moved_from(first)
    seat.press("Digit2")
    seat.press("Numpad2")  # the second reason
    third = seat.moved_from(second)
    seat.press("Digit5")
    seat.press("Escape")
    assert seat.open() == third
    # An input method hides the key, not its place.
    seat.page.evaluate(
        "document.querySelector('#rows').dispatchEvent(new KeyboardEvent('keydown', "
        "{key: 'Process', keyCode: 229, code: 'Digit1', bubbles: true, cancelable: true}))"
    )
    fourth = seat.moved_from(third)
    seat.press("Slash")
    seat.page.keyboard.type("123")
    seat.until("location.search.includes('q=123')")
    seat.press("Control+a")
    seat.press("Backspace")
    seat.until("!location.search.includes('q=123')")
    assert decided(served) == [(first, "confirm"), (second, "misread"), (third, "confirm")]
    seat.press("Escape")
    seat.until(f"code => {OPEN} === code", fourth)
    seat.press("Control+z")
    seat.until("document.querySelector('#bar-said').textContent.includes('Đã hủy')")
    assert decided(served)[-1] == (third, "undo")
    assert not seat.errors


def test_marks_help_and_ends(seat: Seat) -> None:
    seat.shown()
    seat.press("Space")
    seat.press("ArrowDown")
    seat.press("Space")
    assert "2 dòng đánh dấu" in seat.page.inner_text("#bulk-open")
    seat.press("Shift+Slash")
    assert seat.page.is_visible("text=dòng trước, dòng sau")
    seat.press("Escape")
    assert not seat.page.is_visible("text=dòng trước, dòng sau")
    seat.press("End")
    last = seat.open()
    seat.press("ArrowDown")  # on to the next page
    seat.moved_from(last)
    assert "101–144" in seat.page.inner_text(".pages")
    seat.press("Home")
    first = seat.open()
    seat.press("ArrowUp")
    seat.moved_from(first)
    assert "1–100" in seat.page.inner_text(".pages")
    seat.press("Enter")
    assert seat.page.evaluate("document.activeElement.id") == "evidence"
    seat.press("Escape")
    assert seat.page.evaluate("document.activeElement.id") == "rows"


def test_the_place_is_kept(seat: Seat, served: Desk) -> None:
    seat.go("/sai-lech?quyet-dinh=chua&muc-do=error&muc-do=warning")
    for _ in range(30):
        seat.press("ArrowDown")
    seat.shown()
    code, scroll = seat.open(), seat.page.evaluate(SCROLL)
    assert scroll > 500
    top = f"document.getElementById('row-{code}').getBoundingClientRect().top"
    before = seat.page.evaluate(top)

    seat.press("Digit1")
    following = seat.moved_from(code)
    assert abs(seat.page.evaluate(top) - before) < 120  # at most the next row came into view
    assert seat.page.evaluate(
        f"document.getElementById('row-{code}').classList.contains('decided')"
    )

    seat.press("Control+z")
    seat.until(f"code => {OPEN} === code", code)
    assert abs(seat.page.evaluate(top) - before) < 120

    before = seat.page.evaluate(top)
    seat.page.click("#choices-muc-do label:has-text('Cảnh báo')")
    seat.until("!document.querySelector('#c-muc-do-warning').checked "
               "&& location.search === '?quyet-dinh=chua&muc-do=error'")  # fmt: skip
    seat.until(f"code => {OPEN} === code", code)
    assert abs(seat.page.evaluate(top) - before) < 3

    seat.page.go_back()
    seat.until("location.search.includes('warning')")
    seat.until("document.querySelector('#desk.live #c-muc-do-warning')?.checked")
    seat.until(f"code => {OPEN} === code", code)
    seat.shown()

    with Store.decide(served.path) as store:  # the results of another run
        store.db.execute("INSERT INTO runs SELECT id + 1, started_at, finished_at, as_of, inbox, "
                         "plan, version, totals FROM runs ORDER BY id DESC LIMIT 1")  # fmt: skip
        store.db.conn.commit()
    assert code in seat.page.url
    seat.page.reload()
    seat.shown()
    assert seat.open() == code
    assert seat.page.evaluate(f"{top} > 0 && {top} < innerHeight")
    assert following != code

    seat.go(f"/sai-lech/{code}")  # as other screens link to it: among all findings
    assert seat.open() == code
    assert seat.page.url.endswith(f"/sai-lech/{code}?sap-xep=co-quan")
    assert not seat.errors


def test_a_colleague_is_named(seat: Seat, served: Desk) -> None:
    seat.shown()
    code = seat.open()
    with Store.decide(served.path) as store:
        (fingerprint,) = store.db.execute(
            "SELECT fingerprint FROM findings WHERE code = ?", [code]
        ).fetchone()
        take(store, [Wanted(fingerprint, "await")], Actor("Trần Thị Lan", "clerk"))
    seat.press("Digit1")
    seat.until("document.querySelector('#bar-said').textContent.includes('Trần Thị Lan')")
    assert seat.open() == code
    assert "Chờ giải trình" in seat.page.inner_text(f"#row-{code}")
    seat.press("Digit1")  # she has looked again
    seat.moved_from(code)
    assert decided(served)[-1] == (code, "confirm")


def test_what_was_typed_stays_when_it_is_refused(seat: Seat, served: Desk) -> None:
    seat.shown()
    code = seat.open()
    seat.press("Digit6")
    seat.page.keyboard.type("1/1/2024")
    seat.press("Enter")
    seat.until("document.querySelector('#bar-said').textContent.includes('phải sau hạn')")
    assert seat.page.input_value("#day-extend") == "1/1/2024"
    seat.page.fill("#day-extend", "31/1/2025")
    seat.press("Enter")
    seat.moved_from(code)
    assert decided(served) == [(code, "extend")]
    assert "31/01/2025" in seat.page.inner_text(f"#row-{code}")


def test_many_at_once_and_back(seat: Seat, served: Desk) -> None:
    seat.go("/sai-lech?quyet-dinh=chua&quy-tac=nothing-received")
    seat.page.click("#bulk-open")
    seat.page.wait_for_selector("dialog[open] #bulk-go")
    assert "17 sai lệch" in seat.page.inner_text("dialog h1")
    seat.press("Digit1")  # decides nothing behind the questions
    seat.page.click("dialog input[value=confirm]")
    seat.page.click("#bulk-go")
    seat.until("!document.querySelector('dialog[open]')")
    seat.until("document.querySelector('#tally').textContent.startsWith('0')")
    assert len(decided(served)) == 17
    seat.press("Control+z")
    seat.until("document.querySelector('#tally').textContent.startsWith('17')")
    assert len(decided(served)) == 34


SCREENS = (
    "/",
    "/sai-lech",
    "/bang",
    "/van-ban",
    "/lan-chay",
    "/nhat-ky",
    "/sai-lech?q=ho%E1%BA%A1ch",
)
HOSTILE = (
    '<img src=x onerror="window.ran=1"><script>window.ran=1</script>'
    "'\"><svg onload=window.ran=1>{{7*7}}"
)


def test_nothing_foreign_is_asked_or_run(seat: Seat, served: Desk) -> None:
    with Store.decide(served.path) as store:
        for table, column in (
            ("findings", "message"), ("agencies", "name"), ("tasks", "text"), ("plans", "title"),
            ("sections", "title"), ("documents", "title"), ("statements", "text"),
        ):  # fmt: skip
            store.db.execute(f"UPDATE {table} SET {column} = {column} || ?", [HOSTILE])
        store.db.conn.commit()
        prints = store.db.execute("SELECT fingerprint FROM findings LIMIT 3").fetchall()
        wanted = [Wanted(one, "misread", reason=HOSTILE, note=HOSTILE) for (one,) in prints]
        take(store, wanted, Actor(HOSTILE, "clerk"))
        take(store, [Wanted(prints[0][0], "assign", {"owner": HOSTILE})], Actor("Lan", "clerk"))
    seen = 0
    for path in SCREENS:
        seat.go(path)
        seat.page.wait_for_timeout(150)
        seen += seat.page.inner_text("body").count("<img src=x")
        if path.startswith("/sai-lech"):
            for key in ("ArrowDown", "ArrowDown", "Digit4"):
                seat.press(key)
            seat.page.wait_for_timeout(150)
            seat.press("Escape")
        assert not seat.page.evaluate("window.ran"), path
        assert seat.page.evaluate("window.violations") == [], path
    assert seen > 5  # the texts were there, as texts
    assert not seat.errors
    assert all(url.startswith((seat.address, "data:")) for url in seat.asked)


def test_without_script_all_of_it_works(chromium: playwright.Browser, served: Desk) -> None:
    for seat in _seat(chromium, served, java_script_enabled=False):
        page = seat.page
        page.check("#c-muc-do-error")
        page.click("#look")
        assert "muc-do=error" in page.url
        page.click("#rows .row a.open >> nth=0")
        assert page.is_visible("#evidence .evidence")
        code = page.inner_text("#bar-code")
        page.click("form[data-kind=confirm] button")
        assert page.inner_text("#bar-code") != code
        assert "muc-do=error" in page.url
        page.click("form[data-kind=misread] summary")
        page.check("form[data-kind=misread] input[value='Ghép nhầm nhiệm vụ']")
        page.click("form[data-kind=misread] .ways button >> nth=0")
        assert [kind for _, kind in decided(served)] == ["confirm", "misread"]
        page.click("#bulk-open")
        assert "78 sai lệch" in page.inner_text("h1")


def test_it_fits_a_small_screen_and_prints(seat: Seat) -> None:
    seat.shown()
    wide = "document.documentElement.scrollWidth > innerWidth"
    assert not seat.page.evaluate(wide)
    assert not seat.page.evaluate("document.documentElement.scrollHeight > innerHeight + 1")
    seat.page.emulate_media(media="print")
    assert seat.page.is_visible("#rows .row >> nth=99")
    assert not seat.page.is_visible("#bar")
