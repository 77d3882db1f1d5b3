"""What holds for every address of the page, whichever screens it has."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.routing import Route

from pipeline.decisions.log import Actor, Wanted, take
from pipeline.review.desk import Desk
from pipeline.review.door.users import add_user
from pipeline.review.server import make_app
from tests.pipeline.review.conftest import Browser, Live
from tests.pipeline.review.test_users import PASSWORD, opened, sign_in

ODD = (
    "x",
    "1",
    "-1",
    "0",
    "9" * 400,
    "PH-0000-0000-0",
    "../../doichieu.db",
    "..\\doichieu.db",
    "/etc/passwd",
    "\x00",
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}",
    "\u202eđơn",
    "%",
)
WORST = ("-1", "9" * 400, "<script>alert(1)</script>")
QUERIES = ("q", "trang", "sap-xep", "trang-thai", "quyet-dinh", "quy-tac", "muc-do", "co-quan")
QUERIES += ("noi-dung", "han", "phu-trach", "lan", "so", "tu", "den")
FIELDS = ("code", "fingerprint", "kind", "batch", "reason", "day", "document_id", "seen", "owner")
FIELDS += ("note", "field", "value", "q", "co-quan", "trang")


def addresses(method: str) -> list[str]:
    """The patterns of all addresses that take a method."""
    routes = make_app(Desk(Path("khong-mo"))).routes
    return sorted(
        {one.path for one in routes if isinstance(one, Route) and method in (one.methods or ())}
    )


def filled(pattern: str, value: str) -> str:
    """An address with its blanks filled; numbers stay numbers."""
    number = value if value.isascii() and value.isdigit() else "7"
    text = re.sub(r"\{\w+:int\}", number, pattern)
    return re.sub(r"\{\w+(:path)?\}", lambda _: quote(value, safe=""), text)


@pytest.mark.parametrize("pattern", addresses("GET"))
def test_nobody_sees_it_without_the_key(desk: Desk, pattern: str) -> None:
    answer = Browser(desk).get(filled(pattern, "1"))
    assert answer.status_code == (404 if pattern.startswith("/static/") else 403)


@pytest.mark.parametrize("pattern", addresses("POST"))
def test_it_changes_nothing_but_for_our_own_page(desk: Desk, pattern: str) -> None:
    address = filled(pattern, "1")
    known = Browser(desk).enter()
    foreign = {"Origin": "http://evil.example", "Sec-Fetch-Site": "cross-site"}
    assert Browser(desk).post(address).status_code == 403
    assert known.post(address, headers=foreign).status_code == 403
    assert known.post(address, headers={"X-CSRF-Token": "x"}).status_code == 403
    if pattern not in addresses("GET"):
        assert known.get(address).status_code == 405


def test_a_reader_changes_nothing_anywhere(desk: Desk) -> None:
    add_user(desk.path, "Lò Thị Xem", "reader", PASSWORD)
    office = Desk(desk.out, host="0.0.0.0", names=("10.0.0.5",), login=True)
    browser = opened(office)
    sign_in(browser, "Lò Thị Xem")
    for pattern in addresses("POST"):
        assert browser.post(filled(pattern, "1"), data={"x": "1"}).status_code == 403, pattern


@pytest.mark.parametrize("pattern", addresses("GET"))
def test_odd_questions_are_answered(client: Browser, pattern: str) -> None:
    asked = [(filled(pattern, value), {}) for value in ODD]
    asked += [(filled(pattern, "1"), dict.fromkeys(QUERIES, value)) for value in ODD]
    asked += [(filled(pattern, "1"), {name: value}) for name, value in product(QUERIES, WORST)]
    for number, (address, query) in enumerate(asked):
        headers = {"HX-Request": "true"} if number % 2 else {}
        answer = client.get(address, params=query or None, headers=headers)
        assert answer.status_code in (200, 204, 303, 400, 404), (address, query)
        assert "<script>alert" not in answer.text, (address, query)
        assert str(client.desk.out) not in answer.text, (address, query)


@pytest.mark.parametrize("pattern", addresses("POST"))
def test_odd_changes_are_refused_with_words(client: Browser, pattern: str) -> None:
    before = decisions(client.desk)
    for value in ODD:
        for fields in ({}, dict.fromkeys(FIELDS, value)):
            answer = client.post(filled(pattern, value), data=fields, follow_redirects=False)
            assert answer.status_code < 500, (pattern, fields)
            assert str(client.desk.out) not in answer.text, (pattern, fields)
    assert decisions(client.desk) == before


def decisions(desk: Desk) -> int:
    with desk.read() as store:
        return int(store.db.execute("SELECT count(*) FROM decisions").fetchone()[0])


HOSTILE = "\"'><script>window.ran=1</script><img src=x onerror=window.ran=1>{{7*7}}\u202e"
# Columns that hold words of documents, plans, file names or colleagues.
WORDS = {
    "agencies": ("name",),
    "plans": ("title", "number"),
    "sections": ("title",),
    "tasks": ("text",),
    "documents": ("path", "issuer_text", "number", "symbol", "title", "signer", "read_detail"),
    "statements": ("text", "context", "heading"),
    "citations": ("text", "number", "symbol", "title"),
    "obligations": ("output", "deadline_text", "reason"),
    "findings": ("message", "subject"),
    "runs": ("inbox", "plan", "version"),
}


def poison(desk: Desk) -> None:
    """Write markup into everything that was read from somebody's file."""
    with desk.decide() as store, store.db.atomic():
        for table, columns in WORDS.items():
            changes = ", ".join(f"{column} = ? || coalesce({column}, '')" for column in columns)
            store.db.execute(f"UPDATE {table} SET {changes}", [HOSTILE] * len(columns))
        found = store.db.query("SELECT fingerprint, evidence FROM findings")
        for row in list(found):
            evidence = re.sub(
                r'"(quote|path)": "', rf'"\1": "{HOSTILE.replace(chr(34), "")}', row["evidence"]
            )
            store.db.execute(
                "UPDATE findings SET evidence = ? WHERE fingerprint = ?",
                [evidence, row["fingerprint"]],
            )


def decide_hostile(desk: Desk) -> None:
    """Decisions whose reason, note and author are markup."""
    with desk.decide() as store:
        found = store.db.execute("SELECT fingerprint FROM findings LIMIT 20").fetchall()
        wanted = [Wanted(one, "misread", reason=HOSTILE, note=HOSTILE) for (one,) in found]
        assert take(store, wanted, Actor(HOSTILE)).ids
        owned = [Wanted(one, "assign", {"owner": HOSTILE}) for (one,) in found]
        assert take(store, owned, Actor(HOSTILE)).ids


def test_no_text_of_a_document_runs(live: Live, window) -> None:  # type: ignore[no-untyped-def]
    decide_hostile(live.desk)
    poison(live.desk)
    window.goto(live.first)
    with live.desk.read() as store:
        code = store.db.execute("SELECT code FROM findings").fetchone()[0]
        document = store.db.execute("SELECT id FROM documents").fetchone()[0]
    shown = 0
    for pattern in addresses("GET"):
        if pattern.startswith(("/static/", "/anh/", "/tep/")) or pattern.endswith(".csv"):
            continue
        for value in (code, document) if "{" in pattern else ("",):
            answer = window.goto(live.origin + filled(pattern, value))
            assert answer is None or answer.status < 500, pattern
            assert not window.evaluate("window.ran || 0"), pattern
            assert "49\ufffd" not in window.content(), pattern
            shown += "window.ran=1" in window.content()
    assert shown
