"""One received document: what was read of it, taking it away, and correcting what was misread."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.review.desk import Desk
from pipeline.review.door.users import add_user
from pipeline.review.evidence.document_screen import _day
from pipeline.review.evidence.files_screen import attachment
from pipeline.review.evidence.page_images import pictures_of
from tests.pipeline.review import evidence_scene as scene
from tests.pipeline.review.conftest import Browser
from tests.pipeline.review.evidence_scene import change, id_of, words
from tests.pipeline.review.test_users import PASSWORD, opened, sign_in


@pytest.fixture(autouse=True)
def _no_drawers_left(desk: Desk) -> Iterator[None]:
    yield
    pictures_of(desk.out).close()


def decisions(desk: Desk) -> list[tuple[str, dict[str, str], str, str]]:
    """Kind, value, reason and note of every decision."""
    with sqlite3.connect(desk.path) as db:
        rows = db.execute("SELECT kind, value, reason, note FROM decisions ORDER BY id").fetchall()
    return [(kind, json.loads(value or "{}"), reason, note) for kind, value, reason, note in rows]


def test_a_document_tells_what_was_read_of_it(client: Browser, desk: Desk) -> None:
    page = client.get(f"/van-ban/{id_of(desk, scene.REPORT)}")
    assert page.status_code == 200
    said = words(page.text)
    for expected in (
        "Báo cáo số 305/BC-STP ngày 05/12/2024",
        "Tình hình thực hiện nhiệm vụ nâng cao Chỉ số PAPI năm 2024",
        "Ban hành Sở Tư pháp (ghi: SỞ TƯ PHÁP)",
        "Người ký Lường Thị Vân Hoa, KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC",
        "Vai trò Báo cáo năm, kỳ năm 2024", "Đọc hết: 1/1 trang đã đọc",
        "II.3 Kế hoạch (Sở Tư pháp) Báo cáo chưa thực hiện",
        "PH-H1S4-47QB-J", "Văn bản nói gì (11 ý)", "chưa làm", "II.3 chắc",
    ):  # fmt: skip
        assert expected in said
    assert page.text.count('<rect class="part"') == 5  # issuer, number, day, title, signer


def test_a_statement_is_shown_where_it_stands(client: Browser, desk: Desk) -> None:
    page = client.get(f"/van-ban/{id_of(desk, scene.REPORT)}?doan=5").text
    assert '<rect class="quote" x="88.0" y="308.1" width="461.3" height="48.0"' in page
    sheet = client.get(f"/van-ban/{id_of(desk, scene.SHEET)}?doan=5").text
    assert sheet.count('<tr class="here">') == 1
    assert "Đăng 96 tin, bài" in words(sheet.partition('<tr class="here">')[2][:900])


def test_cited_papers_say_whether_they_were_received(client: Browser, desk: Desk) -> None:
    said = words(
        client.get(f"/van-ban/{id_of(desk, '01. Sở Nội vụ/BC 6 thang dau nam.docx')}").text
    )
    assert "Kế hoạch số 21/KH-UBND ngày 18/01/2024" in said
    assert "đã nhận" in said
    assert "không có trong tài liệu đã nhận" in said


def test_the_file_is_sent_as_it_was_received(client: Browser, desk: Desk, root: Path) -> None:
    path = "GD&ĐT/BC năm 2024.pdf"
    answer = client.get(f"/tep/{id_of(desk, path)}")
    assert answer.content == (root / "samples/inbox" / path).read_bytes()
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-disposition"] == (
        "attachment; filename=\"BC_n_m_2024.pdf\"; filename*=UTF-8''BC%20n%C4%83m%202024.pdf"
    )


def test_a_member_of_an_archive_is_sent_alone(client: Browser, desk: Desk) -> None:
    answer = client.get(f"/tep/{id_of(desk, scene.ZIPPED)}")
    with sqlite3.connect(desk.path) as db:
        query = "SELECT sha256 FROM documents WHERE path = ?"
        (sha256,) = db.execute(query, [scene.ZIPPED]).fetchone()
    assert hashlib.sha256(answer.content).hexdigest() == sha256


@pytest.mark.parametrize("path", ["../ket-qua/doichieu.db", "/etc/passwd", "STP", ""])
def test_nothing_but_received_files_is_sent(client: Browser, desk: Desk, path: str) -> None:
    document = id_of(desk, scene.REPORT)
    change(desk, "UPDATE documents SET path = ? WHERE id = ?", path, document)
    assert client.get(f"/tep/{document}").status_code == 404
    assert client.get(f"/anh/{document}/1.png").status_code == 404
    assert client.get("/tep/../doichieu.db").status_code == 404


def test_a_name_cannot_break_the_header() -> None:
    assert attachment('a"\r\nSet-Cookie: x.pdf') == (
        'attachment; filename="a___Set-Cookie__x.pdf"; '
        "filename*=UTF-8''a%22%0D%0ASet-Cookie%3A%20x.pdf"
    )


def fields(desk: Desk, document: str, **changes: str) -> dict[str, str]:
    """The form as the page fills it, with changes."""
    names = ("number", "symbol", "issued_on", "doc_type", "title", "issuer_id", "sender_id")
    with sqlite3.connect(desk.path) as db:
        query = f"SELECT {', '.join(names)} FROM documents WHERE id = ?"
        row = db.execute(query, [document]).fetchone()
    held = {name: value or "" for name, value in zip(names, row, strict=True)}
    return {**held, "reason": "đọc nhầm", **changes}


def test_what_was_misread_is_corrected_with_a_reason(client: Browser, desk: Desk) -> None:
    document = id_of(desk, scene.REPORT)
    address = f"/van-ban/{document}/sua"
    refused = client.post(address, data=fields(desk, document, number="306", reason=" "))
    assert refused.status_code == 400
    assert "cần lý do" in refused.text
    wanted = fields(desk, document, number="306", issued_on="6/12/2024", issuer_id="so-noi-vu")
    page = client.post(address, data=wanted, follow_redirects=True)
    assert page.status_code == 200
    said = words(page.text)
    assert "Đã ghi 3 chỗ sửa; lần chạy sau sẽ theo." in said
    assert "Số: 306 (trước: 305) vì đọc nhầm; Nguyễn Thị Thử" in said
    assert "Ngày ban hành: 06/12/2024" in said
    assert "Cơ quan ban hành: Sở Nội vụ" in said
    assert 'name="number" value="306"' in page.text
    assert [value["text"] for _, value, _, _ in decisions(desk)] == [
        "306",
        "2024-12-06",
        "so-noi-vu",
    ]
    again = client.post(address, data=wanted, follow_redirects=True)
    assert "Không có gì khác." in words(again.text)
    assert len(decisions(desk)) == 3


def test_a_correction_can_be_taken_back(client: Browser, desk: Desk) -> None:
    document = id_of(desk, scene.REPORT)
    client.post(f"/van-ban/{document}/sua", data=fields(desk, document, number="306"))
    page = client.post(f"/van-ban/{document}/bo-sua", data={"batch": "1"}, follow_redirects=True)
    assert "đã bỏ" in words(page.text)
    assert 'name="number" value="305"' in page.text
    other = id_of(desk, scene.SHEET)
    for batch in ("1", "99", "x", ""):
        assert client.post(f"/van-ban/{other}/bo-sua", data={"batch": batch}).status_code == 404


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("issued_on", "31/02/2024", "không có trong lịch"),
        ("doc_type", "Công lệnh lạ", "không có loại văn bản"),
        ("issuer_id", "khong-co", "không có cơ quan"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    client: Browser, desk: Desk, name: str, value: str, why: str
) -> None:
    document = id_of(desk, scene.REPORT)
    wanted = fields(desk, document, **{name: value})
    answer = client.post(f"/van-ban/{document}/sua", data=wanted)
    assert answer.status_code == 400
    assert why in answer.text
    assert decisions(desk) == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("31/12/2024", "2024-12-31"), ("1.2.2024", "2024-02-01"), ("2024-12-31", "2024-12-31"),
     ("", ""), ("31/02/2024", "31/02/2024"), ("hôm qua", "hôm qua")],
)  # fmt: skip
def test_days_are_taken_as_they_are_typed(typed: str, kept: str) -> None:
    assert _day(typed) == kept


def test_who_only_looks_cannot_correct(desk: Desk) -> None:
    office = replace(desk, host="10.0.0.5", login=True)
    add_user(office.path, "Lò Thị Xem", "reader", PASSWORD)
    browser, document = opened(office), id_of(desk, scene.REPORT)
    sign_in(browser, "Lò Thị Xem")
    page = browser.get(f"/van-ban/{document}")
    assert page.status_code == 200
    assert 'name="number"' not in page.text
    wanted = fields(desk, document, number="306")
    assert browser.post(f"/van-ban/{document}/sua", data=wanted).status_code == 403
    wrong = browser.post(f"/minh-chung/{scene.NOT_DONE}/ghep-nham", data={"reason": "x"})
    assert wrong.status_code == 403
    assert "Ghép nhầm" not in browser.get(f"/minh-chung/{scene.NOT_DONE}").text
    assert decisions(desk) == []


def test_an_unknown_document_is_a_sentence(client: Browser) -> None:
    answer = client.get("/van-ban/khong-co")
    assert answer.status_code == 404
    assert "Không có văn bản này" in answer.text
    assert client.post("/van-ban/khong-co/sua", data={"reason": "x"}).status_code == 404
