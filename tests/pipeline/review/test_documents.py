from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from pipeline.review.screens.lookup import know, wish
from tests.pipeline.outputs import scene
from tests.pipeline.review.conftest import Browser
from tests.pipeline.review.screen_scene import keep, open_page, total

KNOWN = know(
    ("15", "KH-SNV", "Kế hoạch", "Kiểm tra cải cách hành chính", "Sở Nội vụ"), "2024-02-20"
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("15/KH-SNV", True),
        ("15 KH SNV", True),
        ("015/kh-snv", True),
        ("số 15", False),  # "số" stands nowhere in the paper
        ("ke hoach 15", True),
        ("kế hoạch 15", True),
        ("kế hoach", True),
        ("kể hoạch", False),  # marks that were typed must be there
        ("5", False),  # a number is the whole number
        ("20/02/2024", True),
        ("20.2.2024", True),
        ("21/02/2024", False),
        ("so noi vu", True),
        ("so noi v", False),  # one or two letters are a whole word
        ("cai cach hanh ch", False),
        ("cải các", True),
        ("Sở Y tế", False),
        ("kh 20/02/2024", True),
        ("", True),
    ],
)
def test_what_finds_a_paper(typed: str, found: bool) -> None:
    assert wish(typed).finds(KNOWN) is found


@pytest.mark.parametrize("typed", ["KH 15", "kh15", "KH_15", "15"])
def test_a_number_in_a_file_name_is_found(typed: str) -> None:
    assert wish(typed).finds(know(("Bản quét/KH15-SNV.pdf",), None))


def rows(page: str) -> dict[str, str]:
    """The papers of a page: path to the text of the row."""
    received = page.split('id="cited"', 1)[0]
    body = re.findall(r'<tr id="d[0-9a-f]+">(.*?)</tr>', received, re.DOTALL)
    texts = [" ".join(unescape(re.sub(r"<[^>]+>", " ", one)).split()) for one in body]
    paths = [unescape(re.findall(r'class="path">([^<]*)', one)[0]) for one in body]
    return dict(zip(paths, texts, strict=True))


PLAN_15 = "01. Sở Nội vụ/Minh chung/KH 15 kiem tra CCHC.docx"


@pytest.mark.parametrize("typed", ["15/KH-SNV", "15 KH SNV", "ke hoach 15", "KH 15 kiem tra"])
def test_a_paper_is_found_and_says_what_it_was_taken_for(client: Browser, typed: str) -> None:
    page = client.get("/van-ban", params={"q": typed}).text
    assert next(iter(rows(page))) == PLAN_15
    assert "I.2 Kế hoạch" in rows(page)[PLAN_15]
    assert "ký 20/02/2024" in rows(page)[PLAN_15]


def test_an_agency_a_member_of_an_archive_and_a_copy_are_found(client: Browser) -> None:
    assert total(client.get("/van-ban?q=so+y+te").text) == 13
    member = rows(client.get("/van-ban?q=2456").text)
    assert list(member) == ["VP UBND tỉnh/minh_chung.zip/QD 2456 cat giam TTHC.pdf"]
    assert total(client.get("/van-ban", params={"q": "Sở TN&MT"}).text) == 8
    copies = rows(client.get("/van-ban?q=14/KH-SYT").text)
    assert set(copies) == {
        "Sở Y tế/KH 14 khao sat.docx",
        "Sở Y tế/Z gửi lại lần 2/KH 14 khao sat.docx",
    }
    assert "Trùng nội dung với “Sở Y tế/KH 14 khao sat.docx”" in " ".join(copies.values())


def test_a_paper_that_is_only_named_is_found_too(client: Browser) -> None:
    page = client.get("/van-ban?q=268/SNV-XDCQ").text
    assert total(page) == 0
    named = " ".join(unescape(re.sub(r"<[^>]+>", " ", page.split('id="cited"')[1])).split())
    assert "Công văn 268/SNV-XDCQ" in named
    assert "28/02/2024" in named
    assert "01. Sở Nội vụ/BC 6 thang dau nam.docx" in named
    assert "I.4 Công văn (Sở Nội vụ)" in named


def test_why_a_paper_was_taken_for_nothing(client: Browser) -> None:
    found = rows(client.get("/van-ban?dung=khong").text)
    why = {
        "Công an tỉnh/BC tinh hinh ANTT.docx": "Chưa biết nói về việc gì vì chưa đọc được.",
        "Sở KH&CN/BC 6 thang.pdf": "Chưa biết nói về việc gì vì chưa đọc được.",
        "Sở KH&CN/BC nam.docx": "Chưa biết nói về việc gì vì chưa đọc được.",
        "Sở KH&CN/KH PAPI (scan).pdf": "Chưa biết nói về việc gì vì chưa đọc được.",
        "Sở Y tế/Z gửi lại lần 2/KH 14 khao sat.docx": "chỉ tính tệp đó.",
        "TNMT bổ sung/KH TCTT 2023.docx": "Có đoạn gần với II.4, II.7",
        "UBND TP Sơn La/Giay moi.docx": "Không có đoạn nào nói về nhiệm vụ của kế hoạch.",
        "UBND TP Sơn La/TB nghi le.txt": "Không có đoạn nào nói về nhiệm vụ của kế hoạch.",
    }
    assert set(found) == set(why)
    for path, text in found.items():
        assert why[path] in text, path


def test_every_choice_leaves_as_many_as_it_says(client: Browser) -> None:
    page = client.get("/van-ban").text
    choices = re.findall(r'<li><a href="([^"]*)"><span>[^<]*</span> <b>(\d+)</b>', page)
    assert len(choices) > 30
    for address, number in choices:
        assert total(client.get(unescape(address)).text) == int(number), address


def test_choices_count_within_what_is_chosen(client: Browser) -> None:
    page = client.get("/van-ban?co-quan=so-khoa-hoc-va-cong-nghe").text
    assert total(page) == 3
    assert "<span>Không đọc được</span> <b>3</b>" in page


@pytest.mark.parametrize("query", ["trang=999", "co-quan=khong-co", "doc=x&dung=y", "q=%2F%2F"])
def test_odd_addresses_are_answered(client: Browser, query: str) -> None:
    assert client.get(f"/van-ban?{query}").status_code == 200


def test_a_page_that_is_no_number_is_refused_in_words(client: Browser) -> None:
    answer = client.get("/van-ban?trang=hai")
    assert answer.status_code == 404
    assert "Không có trang này" in answer.text


def test_a_folder_of_nobody_is_listed(tmp_path: Path) -> None:
    stranger = scene.make.paper("d9", path="Phòng Lạ/a.docx", sender_id="")
    report = scene.report(papers=[*scene.report().papers, stranger])
    client = open_page(keep(report, tmp_path))
    assert "1 thư mục" in client.get("/").text
    assert total(client.get("/van-ban?co-quan=-").text) == 1


def test_a_paper_whose_file_is_gone_is_said_to_be_gone(tmp_path: Path) -> None:
    gone = scene.make.paper("d9", path="SYT/mất.docx", sender_id=scene.HEALTH, gone=True)
    report = scene.report(papers=[*scene.report().papers, gone])
    client = open_page(keep(report, tmp_path))
    assert "nay không còn trong thư mục" in client.get("/").text
    page = client.get("/van-ban?doc=khong-con").text
    assert total(page) == 1
    assert "tệp không còn trong thư mục" in rows(page)["SYT/mất.docx"]
