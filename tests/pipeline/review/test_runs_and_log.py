from __future__ import annotations

import csv
import io
import re
from html import unescape
from pathlib import Path

import pytest

from pipeline.decisions.log import Actor, Wanted, take, undo
from pipeline.decisions.teaching import correct
from pipeline.review.desk import Desk
from pipeline.review.door.users import add_user
from tests.pipeline.outputs import scene
from tests.pipeline.review.conftest import Browser
from tests.pipeline.review.screen_scene import keep, links, open_page, total
from tests.pipeline.review.test_users import PASSWORD, sign_in
from tests.pipeline.test_changes import a_run

HOA, BINH = Actor("Lò Thị Hoa"), Actor("=Bình", "clerk")


def texts(page: str, table: str) -> list[str]:
    """The rows of a table as text."""
    body = page.split(f'class="grid {table}"', 1)[1].split("</tbody>", 1)[0].split("<tbody>", 1)[1]
    rows = re.findall(r"<tr.*?</tr>", body, re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", row)).split()) for row in rows]


def three_runs(folder: Path) -> Browser:
    stays = scene.make.problem("Thiếu Kế hoạch.", subject="a")
    goes = scene.make.problem("Thiếu Báo cáo.", subject="b")
    early = scene.make.problem("Chậm 3 ngày.", subject="c")
    later = scene.make.problem("Chậm 9 ngày.", subject="c")
    for problems in ((stays, goes, early), (stays, early), (stays, goes, later)):
        a_run(folder / "doichieu.db", *problems)
    return open_page(folder)


def kinds(page: str) -> dict[str, int]:
    found = re.findall(r'data-kind="(\w+)"[^>]*>[^<]*<b>(\d+)</b>', page)
    return {kind: int(number) for kind, number in found}


def test_the_last_two_runs_are_compared_unless_others_are_asked(tmp_path: Path) -> None:
    client = three_runs(tmp_path)
    last = client.get("/lan-chay").text
    assert kinds(last) == {"new": 0, "reopened": 1, "changed": 1, "fixed": 0}
    assert len(texts(last, "runs")) == 3
    changed = next(row for row in texts(last, "changes") if "Thay đổi" in row)
    assert "Chậm 3 ngày. Chậm 9 ngày." in changed
    first = client.get("/lan-chay?tu=1&den=2").text
    assert kinds(first) == {"new": 0, "reopened": 0, "changed": 0, "fixed": 1}
    assert kinds(client.get("/lan-chay?tu=0&den=1").text)["new"] == 3
    only = client.get("/lan-chay?tu=1&den=3&loai=changed").text
    assert len(texts(only, "changes")) == 1


def test_a_run_that_never_was_is_refused(tmp_path: Path) -> None:
    client = three_runs(tmp_path)
    for query in ("tu=3&den=1", "tu=7&den=9", "den=99"):
        assert client.get(f"/lan-chay?{query}").status_code == 404, query


def fingerprints(desk: Desk, rule: str) -> list[str]:
    with desk.read() as store:
        query = "SELECT fingerprint FROM findings WHERE rule = ? ORDER BY code"
        return [one for (one,) in store.db.execute(query, [rule])]


def decide(desk: Desk) -> None:
    """Three confirmed together, one accepted and taken back, one owner, one number corrected."""
    missing, late = fingerprints(desk, "missing-output"), fingerprints(desk, "late-output")
    with desk.decide() as store:
        take(store, [Wanted(one, "confirm") for one in missing[:3]], HOA)
        accepted = take(store, [Wanted(late[0], "accept", reason="+1 ngày nghỉ")], BINH, "excel")
        undo(store, accepted.batch, HOA)
        take(store, [Wanted(missing[0], "assign", {"owner": "Bình"})], HOA)
        (paper,) = store.db.execute("SELECT id FROM documents WHERE number = '15'").fetchone()
        correct(store, paper, "number", "16", "số viết tay", HOA)


def test_the_log_tells_every_row_newest_first(desk: Desk, client: Browser) -> None:
    decide(desk)
    page = client.get("/nhat-ky").text
    rows = texts(page, "log")
    assert total(page) == len(rows) == 7
    assert "Sửa điều đọc sai : số → 16" in rows[0]
    assert "trước: 15" in rows[0]
    assert "KH 15 kiem tra CCHC.docx" in rows[0]
    assert "Giao người phụ trách : Bình" in rows[1]
    assert "Hủy : Chấp nhận có lý do (=Bình)" in rows[2]
    assert "đã hủy: Lò Thị Hoa" in rows[3]
    assert "tệp Excel" in rows[3]
    assert all("Đúng - đôn đốc" in row and "Hủy cả 3" in row for row in rows[4:])


def test_the_log_is_narrowed(desk: Desk, client: Browser) -> None:
    decide(desk)
    for query, number in (
        ("nguoi=%3DBình", 1),
        ("loai=confirm", 3),
        ("loai=undo", 1),
        ("nguon=excel", 1),
        ("co-quan=so-noi-vu&loai=correct", 1),
        ("ngay=1999-01-01", 0),
    ):
        assert total(client.get(f"/nhat-ky?{query}").text) == number, query
    code = next(words for address, words in links(client.get("/nhat-ky?loai=assign").text)
                if address.startswith("/sai-lech/PH"))  # fmt: skip
    assert total(client.get("/nhat-ky", params={"ma": code.lower()}).text) == 2


def test_taking_back_from_the_log(desk: Desk, client: Browser) -> None:
    decide(desk)
    page = client.get("/nhat-ky?loai=confirm").text
    form = re.findall(r'<form[^>]*action="/huy".*?</form>', page, re.DOTALL)[0]
    data = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    answer = client.post("/huy", data=data, headers={"HX-Request": "true"})
    assert answer.is_success
    rows = texts(client.get("/nhat-ky").text, "log")
    assert len(rows) == 10
    assert sum("đã hủy: Nguyễn Thị Thử" in row for row in rows) == 3


def test_a_corrected_paper_is_taken_back_too(desk: Desk, client: Browser) -> None:
    decide(desk)
    with desk.read() as store:
        (batch,) = store.db.execute("SELECT batch FROM decisions WHERE kind = 'correct'").fetchone()
    said = [client.post("/huy", data={"batch": str(batch)}).text for _ in range(2)]
    assert "Đã hủy lần sửa văn bản này." in said[0]
    assert "đã được hủy trước đó" in said[1]


def test_the_csv_holds_the_same_rows_and_no_formula(desk: Desk, client: Browser) -> None:
    decide(desk)
    answer = client.get("/nhat-ky.csv?nguoi=%3DBình")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith("\ufeff".encode())
    head, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    values = dict(zip(head, row, strict=True))
    assert values["Người"] == "'=Bình"
    assert values["Lý do"] == "'+1 ngày nghỉ"
    assert values["Việc"] == "Chấp nhận có lý do"
    assert values["Nguồn"] == "tệp Excel"
    every = csv.reader(io.StringIO(client.get("/nhat-ky.csv").content.decode("utf-8-sig")))
    assert len(list(every)) == 8


def test_an_empty_log_says_so(tmp_path: Path) -> None:
    client = open_page(keep(scene.report(), tmp_path))
    assert "Chưa ai quyết định gì" in client.get("/nhat-ky").text


@pytest.mark.parametrize(("role", "buttons"), [("reader", 0), ("clerk", 5)])
def test_who_only_reads_is_offered_no_button(desk: Desk, role: str, buttons: int) -> None:
    decide(desk)
    add_user(desk.path, "Lò Thị Xem", role, PASSWORD)
    open_to_all = Desk(desk.out, host="0.0.0.0", names=("10.0.0.5",), login=True)
    browser = Browser(open_to_all)
    browser.base_url = f"http://10.0.0.5:{open_to_all.port}"  # type: ignore[assignment]
    sign_in(browser, "Lò Thị Xem", to="/nhat-ky")
    page = browser.get("/nhat-ky").text
    assert total(page) == 7
    # Of seven rows one takes back, and one is taken back: the others can be.
    assert page.count('action="/huy"') == buttons


def test_figures_stand_in_the_order_of_the_plan_and_open_what_they_count(client: Browser) -> None:
    page = client.get("/so-lieu").text
    rows = re.findall(
        r'<tr><th scope="row"><a href="([^"]*)">([^<]*)</a></th>\s*<td class="figure">(\d+)</td>',
        page,
    )
    agencies = [unescape(name) for address, name, _ in rows if "co-quan=" in address]
    assert agencies[:3] == ["Văn phòng UBND tỉnh", "Sở Nội vụ", "Sở Tài chính"]
    assert len(agencies) == 37
    for address, name, number in rows:
        assert total(client.get(unescape(address)).text) == int(number), name
