from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from pipeline.decisions.log import Actor, Wanted, take
from pipeline.review.desk import Desk
from pipeline.storage.store import Store
from tests.pipeline.outputs import scene
from tests.pipeline.review.conftest import Browser
from tests.pipeline.review.screen_scene import SCREENS, keep, open_page, total

# Counted by hand from samples/inbox and samples/expected.toml, as of 20/12/2024.
UNKNOWN = {
    "unread": 5,  # locked, damaged, scanned (Sở KH&CN), secret (Công an tỉnh), GD&ĐT in part
    "unreadable": 12,
    "silent": 17,
    "unsure": 1,  # Sở TT&TT: Công văn 702
    "no-day": 2,  # II.7, 15 days from approval
    "unmatched": 3,  # a plan of 2023, an invitation, a holiday notice
}


def entries(page: str) -> dict[str, tuple[int, str]]:
    """The lines of the first page by their id: the number shown and where it leads."""
    found = re.findall(r'<li data-id="([\w-]+)">\s*<a[^>]*href="([^"]*)"[^>]*>([^<]*)', page)
    return {
        id: (int(re.findall(r"\d+", words)[0]), unescape(address)) for id, address, words in found
    }


def block(page: str, start: str, end: str) -> str:
    return page.split(f'id="{start}"', 1)[1].split(f'id="{end}"', 1)[0]


def test_what_could_not_be_checked_comes_first(client: Browser) -> None:
    page = client.get("/").text
    unknown = entries(block(page, "unknown", "steps"))
    assert {id: number for id, (number, _) in unknown.items()} == UNKNOWN
    assert "Không có: tệp không rõ cơ quan gửi, tệp bị lấy đi." in page
    assert page.index('id="unknown"') < page.index('id="steps"') < page.index("<svg")


def test_then_what_to_do_in_this_order(client: Browser) -> None:
    steps = entries(block(client.get("/").text, "steps", "by-section"))
    assert [(id, number) for id, (number, _) in steps.items()] == [
        ("unread", 5),
        ("unsure", 1),
        ("unmatched", 3),
        ("silent", 17),
        ("errors", 80),
        ("warnings", 41),
    ]


def test_every_number_is_the_number_of_the_list_behind_it(desk: Desk, client: Browser) -> None:
    decide(desk)
    page = client.get("/").text
    numbers = [(number, address) for number, address in entries(page).values()]
    charts = re.findall(r'<td class="sum"><a href="([^"]*)"[^>]*>(\d+)</a>', page)
    numbers += [(int(number), unescape(address)) for address, number in charts]
    assert len(numbers) > 60
    for number, address in numbers:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert total(answer.text) == number, address


def decide(desk: Desk) -> None:
    """Confirm what is missing of Sở Xây dựng, accept what is late: three papers, one letter."""
    with desk.decide() as store:
        of = "SELECT fingerprint FROM findings WHERE rule = ? AND agency_id LIKE ? ORDER BY code"
        missing = [one for (one,) in store.db.execute(of, ["missing-output", "so-xay-dung"])]
        late = [one for (one,) in store.db.execute(of, ["late-output", "%"])]
        wanted = [Wanted(one, "confirm") for one in missing]
        wanted += [Wanted(one, "accept", reason="Cơ quan đã giải trình hợp lý") for one in late]
        assert not take(store, wanted, Actor("Nguyễn Thị Thử")).refused


def test_decisions_move_the_work_on(desk: Desk, client: Browser) -> None:
    decide(desk)
    page = client.get("/").text
    steps = {id: number for id, (number, _) in entries(block(page, "steps", "by-section")).items()}
    assert steps["second"] == 3, "three late papers were accepted: a colleague must agree"
    assert steps["letters"] == 80 - steps["errors"]
    assert "ở 1 cơ quan" in page
    assert f"{steps['letters']} mục chưa có trong công văn nào" in page


def test_a_run_with_nothing_left_says_so(tmp_path: Path) -> None:
    none = ("papers", "statements", "matches", "citations", "judgements", "findings")
    done = scene.report(**{name: [] for name in none})
    page = open_page(keep(done, tmp_path)).get("/").text
    assert "Mọi tệp nhận được đều đã đọc hết" in page
    assert "Mọi sai lệch đã được quyết định" in page


@pytest.mark.parametrize("screen", [*SCREENS, "/so-lieu"])
def test_nothing_is_styled_or_scripted_in_line(client: Browser, screen: str) -> None:
    page = client.get(screen).text
    assert not re.search(r"\s(style|on\w+|hx-on[\w:-]*)=", page)
    assert "<style" not in page
    assert not re.search(r"<script(?! src=)", page)


HARMFUL = [text for text in scene.HOSTILE if re.search(r"[<{&\"'\x1b\u202e\ud800]", text)]


@pytest.mark.parametrize("text", HARMFUL, ids=range(len(HARMFUL)))
def test_hostile_texts_stay_text(tmp_path: Path, text: str) -> None:
    client = open_page(keep(scene.hostile_report(text), tmp_path))
    with Store.decide(tmp_path / "doichieu.db") as store:
        (first, *_) = store.db.execute("SELECT fingerprint FROM findings").fetchall()
        typed = text.encode("utf-8", "replace").decode()  # no form can carry half a character
        take(store, [Wanted(first[0], "accept", reason=typed, note=typed)], Actor(typed))
    for screen in (*SCREENS, "/so-lieu"):
        answer = client.get(screen)
        assert answer.status_code == 200, screen
        for sign in ("<script>alert", "<img src=x", "<svg onload", "\x1b", "\u202e"):
            assert sign not in answer.text, (screen, sign)
        assert "49" not in re.findall(r">\s*(49)\s*<", answer.text)


def test_a_later_run_says_what_changed(tmp_path: Path) -> None:
    keep(scene.report(), tmp_path)
    (first, *others) = scene.report().findings
    keep(scene.report(findings=others), tmp_path)
    page = open_page(tmp_path).get("/").text
    assert "So với lần chạy trước: 1 đã khắc phục." in page
    assert first.code in open_page(tmp_path).get("/lan-chay").text
