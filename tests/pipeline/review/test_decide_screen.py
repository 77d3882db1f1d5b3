"""Deciding over HTTP, one finding at a time and many at once, with colleagues in between."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from pipeline.decisions.log import Actor, Wanted, take
from pipeline.decisions.standing import Standing, standing
from pipeline.review.door import security
from pipeline.storage.store import Store
from tests.pipeline.review.conftest import Browser

LAN = Actor("Trần Thị Lan", "clerk")
HERE = {"HX-Request": "true", "HX-Current-URL": "http://127.0.0.1/sai-lech?co-quan=so-noi-vu"}
# Sở Nội vụ: plan III.2 not seen, an obligation; and a file without a date, which is none.
OWED = "rule = 'missing-output' AND agency_id = 'so-noi-vu'"
FILE = "rule = 'no-date'"


class Desks:
    """What the tests ask the database."""

    def __init__(self, out: Path) -> None:
        self.path = out / "doichieu.db"

    def finding(self, where: str) -> dict[str, str]:
        with Store.read(self.path) as store:
            found = store.db.query(f"SELECT * FROM findings WHERE {where} ORDER BY code")
            return next(iter(found))

    def stands(self, where: str) -> Standing:
        fingerprint = self.finding(where)["fingerprint"]
        with Store.read(self.path) as store:
            return standing(store.db, [fingerprint]).get(fingerprint, Standing(fingerprint))

    def by_lan(self, where: str, kind: str, reason: str = "") -> None:
        with Store.decide(self.path) as store:
            take(store, [Wanted(self.finding(where)["fingerprint"], kind, reason=reason)], LAN)

    def number(self) -> int:
        with Store.read(self.path) as store:
            return int(store.db.execute("SELECT count(*) FROM decisions").fetchone()[0])


@pytest.fixture
def db(sample_out: Path) -> Desks:
    return Desks(sample_out)


def post(client: Browser, address: str, db: Desks, where: str, **fields: str) -> object:
    finding = db.finding(where)
    data = {"code": finding["code"], "basis": finding["basis"], "seen": "0", **fields}
    return client.post(address, data=data, headers=HERE)


def test_a_decision_changes_the_row_and_the_numbers(client: Browser, db: Desks) -> None:
    code = db.finding(OWED)["code"]
    answer = post(client, "/quyet-dinh", db, OWED, kind="confirm")
    assert answer.status_code == 200
    assert f'<li id="row-{code}"' in answer.text
    assert "Nguyễn Thị Thử" in answer.text
    assert "còn <b>6</b> cần quyết định" in answer.text
    assert re.search(r'id="facets" hx-swap-oob="true"', answer.text)
    told = json.loads(answer.headers["HX-Trigger-After-Swap"])["decided"]
    assert told == {"code": code, "batch": 1, "said": "“Đúng - đôn đốc”", "moves": True}
    assert db.stands(OWED).kind == "confirm"


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        ({"kind": "misread", "reason": "Ghép nhầm nhiệm vụ"}, "Ghép nhầm nhiệm vụ"),
        ({"kind": "misread", "reason": "Khác", "other": "trùng tệp"}, "trùng tệp"),
        ({"kind": "accept", "reason": "Khác", "other": "  vì bão  "}, "vì bão"),
        ({"kind": "await"}, ""),
        ({"kind": "await", "reason": "Đã hỏi bằng điện thoại"}, "Đã hỏi bằng điện thoại"),
    ],
)
def test_reasons(client: Browser, db: Desks, fields: dict[str, str], kept: str) -> None:
    assert post(client, "/quyet-dinh", db, OWED, **fields).status_code == 200
    assert db.stands(OWED).kind == fields["kind"]
    assert db.stands(OWED).reason == kept


@pytest.mark.parametrize(
    ("where", "fields", "why"),
    [
        (OWED, {"kind": "misread"}, "cần lý do"),
        (OWED, {"kind": "misread", "reason": "Khác"}, "cần lý do"),
        (OWED, {"kind": "attach"}, "cần chọn một văn bản"),
        (OWED, {"kind": "extend"}, "cần ngày gia hạn"),
        (OWED, {"kind": "extend", "day": "31/02/2025"}, "không có trong lịch"),
        (OWED, {"kind": "extend", "day": "01/03/2024"}, "phải sau hạn hiện nay"),
        (FILE, {"kind": "attach", "document_id": "x"}, "chỉ dùng cho"),
        (FILE, {"kind": "extend", "day": "31/12/2025"}, "chỉ dùng cho"),
    ],
)
def test_what_lacks_something_is_refused(
    client: Browser, db: Desks, where: str, fields: dict[str, str], why: str
) -> None:
    answer = post(client, "/quyet-dinh", db, where, **fields)
    assert answer.status_code == 409
    assert why in json.loads(answer.headers["HX-Trigger-After-Swap"])["refused"]["why"]
    assert db.number() == 0


def test_a_day_is_typed_as_people_write_it(client: Browser, db: Desks) -> None:
    answer = post(client, "/quyet-dinh", db, OWED, kind="extend", day="1/2/2025")
    assert "Gia hạn đến 01/02/2025" in answer.text
    assert db.stands(OWED).value["day"] == "2025-02-01"


def test_a_paper_is_picked_and_attached(client: Browser, db: Desks) -> None:
    code = db.finding(OWED)["code"]
    typed = {"tim": "27/KH-SNV", "code": code}
    found = client.get("/quyet-dinh/van-ban", params=typed, headers=HERE).text
    ids = re.findall(r'name="document_id" value="([^"]+)"', found)
    assert len(ids) == 1
    assert "KH 27 kiem tra noi vu.docx" in found
    own = client.get("/quyet-dinh/van-ban", params={"code": code}, headers=HERE).text
    assert own.count('name="document_id"') == own.count("01. Sở Nội vụ/")
    answer = post(client, "/quyet-dinh", db, OWED, kind="attach", document_id=ids[0])
    assert answer.status_code == 200
    assert db.stands(OWED).kind == "attach"
    assert "Đã nộp - gắn văn bản 27/KH-SNV" in answer.text
    beside = client.get(f"/minh-chung/{code}", headers=HERE).text
    assert "KH 27 kiem tra noi vu.docx" in beside.partition("Các quyết định về")[2]


def test_a_colleague_was_faster(client: Browser, db: Desks) -> None:
    db.by_lan(OWED, "await")
    answer = post(client, "/quyet-dinh", db, OWED, kind="confirm")
    assert answer.status_code == 409
    why = json.loads(answer.headers["HX-Trigger-After-Swap"])["refused"]["why"]
    assert "Trần Thị Lan vừa ghi “Chờ giải trình”" in why
    assert "Trần Thị Lan" in answer.text  # the row as it now is
    seen = re.search(r'data-seen="(\d+)"', answer.text)
    assert seen
    assert post(client, "/quyet-dinh", db, OWED, kind="confirm", seen=seen[1]).status_code == 200
    assert db.stands(OWED).kind == "confirm"


def test_facts_that_changed_meanwhile_are_looked_at_first(client: Browser, db: Desks) -> None:
    answer = post(client, "/quyet-dinh", db, OWED, kind="confirm", basis="as it was before")
    assert answer.status_code == 409
    assert db.number() == 0


def test_without_script_the_next_finding_is_opened(client: Browser, db: Desks) -> None:
    finding = db.finding(OWED)
    data = {"code": finding["code"], "kind": "confirm", "ve": "co-quan=so-noi-vu"}
    answer = client.post("/quyet-dinh", data=data, follow_redirects=False)
    assert answer.status_code == 303
    late = db.finding("rule = 'late-output' AND agency_id = 'so-noi-vu'")
    assert answer.headers["location"] == f"/sai-lech/{late['code']}?co-quan=so-noi-vu"
    assert "Đã ghi “Đúng - đôn đốc”" in client.get(answer.headers["location"]).text
    again = client.post("/quyet-dinh", data={**data, "seen": "0"}, follow_redirects=False)
    assert again.status_code == 409
    assert "Nguyễn Thị Thử vừa ghi" in again.text


def test_owner_and_second_look(client: Browser, db: Desks) -> None:
    post(client, "/phu-trach", db, OWED, owner="  Lò Văn  An ")
    assert db.stands(OWED).owner == "Lò Văn An"
    db.by_lan(OWED, "accept", "Đã nộp theo hình thức khác")
    version = str(db.stands(OWED).version)
    answer = post(client, "/xem-lai", db, OWED, seen=version)
    assert answer.status_code == 200
    assert db.stands(OWED).seconded_by == "Nguyễn Thị Thử"
    again = post(client, "/xem-lai", db, OWED, seen=str(db.stands(OWED).version))
    assert again.status_code == 409


def test_undo(client: Browser, db: Desks) -> None:
    post(client, "/quyet-dinh", db, OWED, kind="confirm")
    answer = client.post("/huy", data={"batch": "1"}, headers=HERE)
    assert json.loads(answer.headers["HX-Trigger-After-Swap"])["undone"]["batch"] == 1
    assert "còn <b>7</b> cần quyết định" in answer.text
    assert db.stands(OWED).kind == ""
    twice = client.post("/huy", data={"batch": "1"}, headers=HERE)
    assert (
        "đã được hủy trước đó"
        in json.loads(twice.headers["HX-Trigger-After-Swap"])["undone"]["said"]
    )
    assert client.post("/huy", data={"batch": "x"}, headers=HERE).status_code == 400


def test_undo_from_another_screen_loads_it_anew(client: Browser, db: Desks) -> None:
    post(client, "/quyet-dinh", db, OWED, kind="confirm")
    elsewhere = {"HX-Request": "true", "HX-Current-URL": "http://127.0.0.1/nhat-ky"}
    answer = client.post("/huy", data={"batch": "1"}, headers=elsewhere)
    assert answer.headers["HX-Refresh"] == "true"


def asked(client: Browser, query: str, **more: str) -> dict[str, str]:
    """The hidden fields of the questions about many."""
    page = client.get("/quyet-dinh/hang-loat", params={"ve": query, **more}).text
    form = page[page.index('id="bulk-do"') :].partition("</form>")[0]
    fields = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">', form)
    return {name: value.replace("&amp;", "&") for name, value in fields}


def test_many_at_once_are_one_batch(client: Browser, db: Desks) -> None:
    fields = asked(client, "quy-tac=nothing-received")
    assert fields["so"] == "17"
    data = {**fields, "kind": "confirm"}
    answer = client.post("/quyet-dinh/hang-loat", data=data, headers=HERE)
    assert "Đã ghi 17 quyết định." in answer.text
    assert db.number() == 17
    client.post("/huy", data={"batch": "1"}, headers=HERE)
    assert db.stands("rule = 'nothing-received'").kind == ""
    assert db.number() == 34


def test_many_need_a_reason_too(client: Browser, db: Desks) -> None:
    data = {**asked(client, "quy-tac=nothing-received"), "kind": "accept"}
    answer = client.post("/quyet-dinh/hang-loat", data=data, headers=HERE)
    assert answer.status_code == 422
    assert "cần lý do" in answer.text
    data["other"] = "Ý kiến của lãnh đạo"
    assert client.post("/quyet-dinh/hang-loat", data=data, headers=HERE).status_code == 200
    assert db.number() == 17


def test_a_set_that_changed_is_refused_whole(client: Browser, db: Desks) -> None:
    data = {**asked(client, "quy-tac=nothing-received"), "kind": "confirm"}
    db.by_lan("rule = 'nothing-received'", "await")
    answer = client.post("/quyet-dinh/hang-loat", data=data, headers=HERE)
    assert answer.status_code == 409
    assert "17 nay là 16" in answer.text
    assert db.number() == 1
    data = {**asked(client, "quy-tac=nothing-received"), "kind": "confirm", "dau": "0" * 16}
    assert client.post("/quyet-dinh/hang-loat", data=data).status_code == 409
    data = {**asked(client, "quy-tac=nothing-received"), "kind": "confirm", "lan": "9"}
    assert client.post("/quyet-dinh/hang-loat", data=data).status_code == 409
    assert db.number() == 1


def test_what_a_colleague_decided_is_refused_by_name(client: Browser, db: Desks) -> None:
    query = "quy-tac=nothing-received"
    data = {**asked(client, query, **{"ca-da-quyet": "1"}), "kind": "confirm"}
    db.by_lan("rule = 'nothing-received'", "await")
    answer = client.post("/quyet-dinh/hang-loat", data=data, headers=HERE)
    assert answer.status_code == 200
    assert "Đã ghi 16 quyết định. 1 sai lệch không ghi được." in answer.text
    assert "Trần Thị Lan vừa ghi “Chờ giải trình”" in answer.text
    assert db.stands("rule = 'nothing-received'").kind == "await"


def test_what_is_decided_is_left_out_unless_asked_for(client: Browser, db: Desks) -> None:
    db.by_lan("rule = 'nothing-received'", "await")
    assert asked(client, "quy-tac=nothing-received")["so"] == "16"
    both = asked(client, "quy-tac=nothing-received", **{"ca-da-quyet": "1"})
    assert both["so"] == "17"
    assert client.post("/quyet-dinh/hang-loat", data={**both, "kind": "confirm"}).status_code == 200
    assert db.stands("rule = 'nothing-received'").kind == "confirm"


def test_marked_rows_alone(client: Browser, db: Desks) -> None:
    codes = [db.finding(OWED)["code"], db.finding(FILE)["code"]]
    ask = {"ve": "sap-xep=co-quan", "danh-dau": codes}
    page = client.get("/quyet-dinh/hang-loat", params=ask).text
    assert "Quyết định cho 2 sai lệch đánh dấu" in page
    fields = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">', page))
    data = {**fields, "danh-dau": codes, "kind": "assign", "owner": "Hoa"}
    assert client.post("/quyet-dinh/hang-loat", data=data, headers=HERE).status_code == 200
    assert db.stands(OWED).owner == db.stands(FILE).owner == "Hoa"
    assert db.number() == 2


def test_a_reader_decides_nothing(
    client: Browser, db: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(security, "Actor", lambda name: Actor(name, "reader"))
    for address in ("/quyet-dinh", "/phu-trach", "/xem-lai", "/huy", "/quyet-dinh/hang-loat"):
        answer = client.post(address, data={"code": db.finding(OWED)["code"]})
        assert answer.status_code == 403
    assert 'name="kind"' not in client.get("/sai-lech").text
    assert db.number() == 0
