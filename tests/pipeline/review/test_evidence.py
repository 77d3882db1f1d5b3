"""The requirement beside the evidence: the samples' findings as a clerk must see them."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Page

from pipeline.decisions.log import Actor, Wanted, take, undo
from pipeline.reading.reading_process import ReadingProcess
from pipeline.review.desk import Desk
from pipeline.review.evidence.page_images import pictures_of
from tests.pipeline.review import evidence_scene as scene
from tests.pipeline.review.conftest import Browser, Live
from tests.pipeline.review.evidence_scene import change, id_of, own_inbox, words

HX = {"HX-Request": "true"}
# What is marked of NOT_DONE where its text stands in for its page.
PASSAGE = '<mark class="both">Luật Tiếp cận thông tin</mark>'


@pytest.fixture(autouse=True)
def _no_drawers_left(desk: Desk) -> Iterator[None]:
    yield
    pictures_of(desk.out).close()


def pane(client: Browser, code: str, query: str = "") -> str:
    answer = client.get(f"/minh-chung/{code}{query}", headers=HX)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_a_passage_of_a_pdf_is_boxed_on_its_page(client: Browser, desk: Desk) -> None:
    page = pane(client, scene.NOT_DONE)
    said = words(page)
    for expected in (
        "Chính báo cáo của cơ quan nêu nhiệm vụ chưa thực hiện.",
        "II.3. Xây dựng Kế hoạch kiểm tra các sở, ban, ngành và địa phương việc triển khai",
        "II. Công khai, minh bạch trong hoạch định chính sách",
        "“Quý III, IV/2024”", "ngày cuối của quý IV/2024 → 31/12/2024", "bảng 2, dòng 14",
        "Báo cáo số 305/BC-STP ngày 05/12/2024, Sở Tư pháp", "Báo cáo chưa thực hiện",
        "ký: Lường Thị Vân Hoa", "trang 1, đoạn 13", "Trang 1/1",
        "Đã tìm trong 6 tệp cơ quan gửi, đọc hết 6 tệp.",
    ):  # fmt: skip
        assert expected in said
    document = id_of(desk, scene.REPORT)
    assert f'<image href="/anh/{document}/1.png?v=' in page
    (box,) = re.findall(
        r'<rect class="quote" x="(\S+)" y="(\S+)" width="(\S+)" height="(\S+)"', page
    )
    # The paragraph stands at (91.0, 311.1) to (546.3, 353.1) points.
    assert [float(side) for side in box] == [88.0, 308.1, 461.3, 48.0]
    assert '<mark class="agrees">Luật Tiếp cận thông tin</mark>' in page


def test_the_picture_is_drawn_and_only_for_pages_there_are(client: Browser, desk: Desk) -> None:
    document = id_of(desk, scene.REPORT)
    answer = client.get(f"/anh/{document}/1.png")
    assert answer.status_code == 200
    assert answer.headers["content-type"] in ("image/png", "image/jpeg")
    assert answer.headers["x-content-type-options"] == "nosniff"
    for wrong in (f"{document}/2", f"{document}/0", f"{document}/{'9' * 300}", "khong-co/1"):
        assert client.get(f"/anh/{wrong}.png").status_code == 404


def test_a_passage_of_a_word_file_is_marked_in_its_text(client: Browser) -> None:
    page = pane(client, scene.CITED)
    quote = '<mark class="quote">Công văn số 268/SNV-XDCQ ngày 28/02/2024</mark>'
    assert quote in page
    assert '<p class="paragraph here" title="đoạn 10">' in page
    second = pane(client, scene.CITED, "?n=2")
    assert '<p class="paragraph here" title="đoạn 11">' in second
    assert "512/BC-SNV" in words(second)


def test_a_late_paper_shows_number_day_and_title(client: Browser) -> None:
    page = pane(client, scene.LATE)
    assert "chậm 4 ngày" in words(page)
    for marked in ("33/KH-SNV", "ngày 04 tháng 4 năm 2024"):
        assert f'<mark class="quote">{marked}</mark>' in page
    assert "Ghép với nhiệm vụ vì: trùng từ:" in words(page)


def test_a_row_of_a_table_is_shown_with_its_heading(client: Browser) -> None:
    page = pane(client, scene.ROW)
    (row,) = re.findall(r'<tr class="here">(.*?)</tr>', page)
    assert "Nâng cao chất lượng phục vụ, lấy ý kiến hài lòng của người dân" in words(row)
    assert "Thời gian hoàn thành" in words(page)


def test_nothing_found_shows_what_was_searched_and_what_came_near(client: Browser) -> None:
    page = pane(client, scene.MISSING)
    said = words(page)
    assert "Không thấy văn bản nào được tính là minh chứng." in said
    assert "Đã tìm trong 6 tệp cơ quan gửi, đọc hết 6 tệp." in said
    assert "VP UBND tỉnh/BC nam.pdf" in said
    assert "thuộc nhóm cơ quan chủ trì" in said
    near = pane(client, scene.MISSING, "?gan=1")
    assert "máy đã xét nhưng không tính là minh chứng" in words(near)
    assert "<image" in near


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (scene.LATE_DUTY, ("Kế hoạch của cơ quan thực hiện kế hoạch này",
                           "“chậm nhất ngày 30/01/2024”", "đúng ngày kế hoạch ghi → 30/01/2024",
                           "Kế hoạch số 11/KH-STP", "chậm 1 ngày")),
        (scene.SILENT, ("Sở Kế hoạch và Đầu tư phải có", "Chưa nhận được gì",
                        "Không có tệp nào trong tài liệu đã nhận được nhận ra là của cơ quan này")),
        (scene.PLAN, ("chỗ chưa rõ của chính kế hoạch", "III.6.", "IV.3.", "IV.12.")),
        (scene.ENCRYPTED, ("Không đọc được.", "Tệp có mật khẩu; đề nghị cơ quan gửi bản không có")),
        (scene.PARTLY, ("Đọc một phần.", "trang 2 là ảnh", "Trang 2/2")),
        (scene.NOT_CHECKABLE, ("đọc hết 4 tệp",
                               "BC năm 2024.pdf : Đọc một phần (trang 2 là ảnh).")),
        (scene.COPY, ("1. 14/KH-SYT", "2. 14/KH-SYT", "trùng với")),
    ],
)  # fmt: skip
def test_every_kind_of_finding_has_its_story(
    client: Browser, code: str, expected: tuple[str, ...]
) -> None:
    said = words(pane(client, code))
    for sentence in expected:
        assert sentence in said


def test_every_finding_of_the_samples_is_shown(client: Browser, desk: Desk) -> None:
    with sqlite3.connect(desk.path) as db:
        codes = [code for (code,) in db.execute("SELECT code FROM findings")]
    assert len(codes) > 100
    for code in codes:
        assert client.get(f"/minh-chung/{code}?chu=1", headers=HX).status_code == 200


def test_a_secret_paper_is_neither_shown_nor_handed_out(client: Browser, desk: Desk) -> None:
    page = pane(client, scene.SECRET)
    assert "Văn bản đóng dấu mật" in words(page)
    assert "<image" not in page
    assert "/tep/" not in page
    document = id_of(desk, "Công an tỉnh/BC tinh hinh ANTT.docx")
    assert client.get(f"/tep/{document}").status_code == 403
    assert client.get(f"/anh/{document}/1.png").status_code == 403
    assert 'name="number"' not in client.get(f"/van-ban/{document}").text


@pytest.mark.parametrize(
    ("does", "said"), [("change", "đã thay đổi"), ("remove", "không còn ở chỗ cũ")]
)
def test_another_file_is_never_shown_for_what_was_read(
    client: Browser, desk: Desk, root: Path, tmp_path: Path, does: str, said: str
) -> None:
    assert "<image" in pane(client, scene.NOT_DONE)  # the picture is kept by now
    file = own_inbox(desk, root, tmp_path) / scene.REPORT
    if does == "change":
        file.write_bytes((file.parent / "KH 09 trang PBGDPL.pdf").read_bytes())
    else:
        file.rename(file.with_name("tên khác.pdf"))
    page = pane(client, scene.NOT_DONE)
    assert said in words(page)
    assert "<image" not in page
    assert PASSAGE in page
    document = id_of(desk, scene.REPORT)
    assert client.get(f"/anh/{document}/1.png").status_code == 404
    assert client.get(f"/tep/{document}").status_code == 404


def test_a_changed_archive_is_noticed(
    client: Browser, desk: Desk, root: Path, tmp_path: Path
) -> None:
    inbox, document = own_inbox(desk, root, tmp_path), id_of(desk, scene.ZIPPED)
    assert "<image" in client.get(f"/van-ban/{document}").text
    (inbox / "VP UBND tỉnh/minh_chung.zip").write_bytes(
        (inbox / "SGTVT/Sở GTVT gửi.zip").read_bytes()
    )
    page = client.get(f"/van-ban/{document}").text
    assert "Tệp đã thay đổi" in words(page)
    assert "<image" not in page


def test_a_renderer_that_hangs_leaves_the_text(client: Browser, desk: Desk) -> None:
    child = "tests.pipeline.review.misbehaving_drawer"  # its page 1 hangs
    pictures = pictures_of(desk.out)
    pictures.close()
    hanging = replace(pictures.limits, timeout=1.0, longest=1.0, child=child)
    pictures._idle.put(ReadingProcess(hanging))
    page = pane(client, scene.NOT_DONE)
    assert "Trang này vẽ quá lâu nên đã dừng. Dưới đây là chữ máy đã đọc" in words(page)
    assert PASSAGE in page
    begun = time.monotonic()
    pane(client, scene.NOT_DONE)
    assert time.monotonic() - begun < 0.9  # it is not waited for again


class _Attributes(HTMLParser):
    """The names of all elements and attributes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names |= {tag, *(name for name, _ in attrs)}


HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}\u202e'


def test_hostile_texts_stay_texts(client: Browser, desk: Desk) -> None:
    document = id_of(desk, scene.REPORT)
    change(desk, "UPDATE documents SET title = ?, signer = ?, doc_type = ?, path = ? || path "
                 "WHERE id = ?", HOSTILE, HOSTILE, HOSTILE, HOSTILE, document)  # fmt: skip
    change(desk, "UPDATE findings SET message = ? WHERE code = ?", HOSTILE, scene.NOT_DONE)
    change(desk, "UPDATE tasks SET text = ? WHERE id = 'II.3'", HOSTILE)
    change(desk, "UPDATE statements SET text = ?, heading = ? WHERE document_id = ?",
           HOSTILE, HOSTILE, document)  # fmt: skip
    for page in (pane(client, scene.NOT_DONE), client.get(f"/van-ban/{document}").text):
        assert "<script>alert" not in page
        assert "\u202e" not in page
        assert "{{7*7}}" in page
        names = _Attributes(page).names
        assert not {"img", "style", "iframe", "object"} & names
        assert not [name for name in names if name.startswith("on")]


def test_what_changed_since_the_decision_is_said(client: Browser, desk: Desk) -> None:
    with sqlite3.connect(desk.path) as db:
        (fingerprint,) = db.execute(
            "SELECT fingerprint FROM findings WHERE code = ?", [scene.LATE]
        ).fetchone()
    with desk.decide() as store:
        wish = Wanted(fingerprint, "accept", reason="Cơ quan đã giải trình hợp lý", note="đã gọi")
        outcome = take(store, [wish], Actor("Lê Thị Bình"))
    assert "Chấp nhận có lý do , vì Cơ quan đã giải trình hợp lý (đã gọi)" in words(
        pane(client, scene.LATE)
    )
    assert "Đã thay đổi" not in words(pane(client, scene.LATE))
    query = "UPDATE findings SET basis = 'x', message = replace(message, '4 ngày', '9 ngày')"
    change(desk, f"{query} WHERE code = ?", scene.LATE)
    page = pane(client, scene.LATE)
    assert "Đã thay đổi sau khi Lê Thị Bình quyết định" in words(page)
    assert '<mark class="quote">4 </mark>' in page
    assert '<mark class="quote">9 </mark>' in page
    with desk.decide() as store:
        undo(store, outcome.batch, Actor("Lê Thị Bình"))
    assert "đã hủy" in words(pane(client, scene.LATE))


def test_a_wrong_match_is_kept_with_its_reason(client: Browser, desk: Desk) -> None:
    address = f"/minh-chung/{scene.NOT_DONE}/ghep-nham"
    assert client.post(address, data={"reason": "Khác", "own": ""}, headers=HX).status_code == 400
    answer = client.post(address, data={"reason": "Khác", "own": "việc của năm 2023"}, headers=HX)
    assert answer.status_code == 200
    assert "việc của năm 2023" in words(answer.text)
    with sqlite3.connect(desk.path) as db:
        kinds = [kind for (kind,) in db.execute("SELECT kind FROM decisions ORDER BY id")]
    assert kinds == ["misread", "reject-match"]


def test_what_is_gone_since_keeps_its_words(client: Browser, desk: Desk) -> None:
    change(desk, "DELETE FROM statements WHERE document_id = ?", id_of(desk, scene.REPORT))
    change(desk, "DELETE FROM citations WHERE document_id = ?", id_of(desk, scene.REPORT))
    change(desk, "DELETE FROM matches WHERE document_id = ?", id_of(desk, scene.REPORT))
    change(desk, "DELETE FROM documents WHERE id = ?", id_of(desk, scene.REPORT))
    change(desk, "UPDATE findings SET present = 0, state = 'fixed', rule = 'quy-tac-cu', "
                 "obligation_id = NULL, task_id = NULL WHERE code = ?", scene.NOT_DONE)  # fmt: skip
    said = words(pane(client, scene.NOT_DONE))
    assert "Lần chạy cuối không còn sai lệch này" in said
    assert "BC_PAPI_nam2024.pdf , trang 1, đoạn 13) không còn trong lần chạy cuối." in said
    assert "Đến nay Sở chưa ban hành kế hoạch kiểm tra" in said


@pytest.mark.parametrize("code", ["PH-0000-0000-0", "PH-1111-1111-2", "x"])
def test_an_unknown_code_is_a_sentence(client: Browser, code: str) -> None:
    answer = client.get(f"/minh-chung/{code}")
    assert answer.status_code == 404
    assert code in answer.text


def test_in_a_browser_the_box_lies_on_the_words(window: Page, live: Live) -> None:
    window.goto(live.first)
    window.goto(f"{live.origin}/minh-chung/{scene.NOT_DONE}")
    window.wait_for_load_state("networkidle")
    frame, box = window.locator(".sheet"), window.locator(".sheet rect.quote")
    outer, inner = frame.bounding_box(), box.bounding_box()
    assert outer is not None
    assert inner is not None
    assert outer["y"] <= inner["y"] <= inner["y"] + inner["height"] <= outer["y"] + outer["height"]
    assert window.evaluate("document.documentElement.scrollWidth") <= 1366
    window.get_by_role("link", name="Xem chữ").click()
    window.locator(".read-text .here").wait_for()
    window.get_by_role("link", name="Xem ảnh trang").click()
    window.locator(".sheet svg").wait_for()
    # In the list the pane is small: the passage must be in sight without scrolling.
    window.goto(f"{live.origin}/sai-lech/{scene.NOT_DONE}")
    window.wait_for_load_state("networkidle")
    frame, box = window.locator("#evidence .sheet"), window.locator("#evidence rect.quote")
    outer, inner = frame.bounding_box(), box.bounding_box()
    assert outer is not None
    assert inner is not None
    assert outer["y"] <= inner["y"] <= outer["y"] + 80
    pictures_of(live.desk.out).close()
