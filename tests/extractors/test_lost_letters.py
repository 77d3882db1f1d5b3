"""Pages whose fonts lost letters: told from good pages of every kind, and never read as text."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.document import Document, Reason, Unreadable
from extractors.formats import extract_bytes
from extractors.ocr import installed
from extractors.pdf.lost_letters import has_lost_letters

REPORT = (
    "UBND TỈNH SƠN LA",
    "SỞ XÂY DỰNG",
    "Số: 196/BC-SXD",
    "Căn cứ Luật Tổ chức chính quyền địa phương; thực hiện Kế hoạch của Ủy ban nhân dân tỉnh,",
    "Sở Xây dựng báo cáo kết quả thực hiện các nhiệm vụ nâng cao chỉ số hiệu quả quản trị",
    "và hành chính công cấp tỉnh năm 2024 như sau: tỷ lệ hồ sơ giải quyết đúng hạn 98,5%.",
    "Nơi nhận: như trên; lưu: VT, KSTTHC.",
)
BEYOND_LATIN = "".join(map(chr, range(0x1EA0, 0x1EFA))) + "ưƯơƠđĐăĂ"

GOOD = {
    "a report": REPORT,
    "no diacritics": ("So Xay dung bao cao ket qua thuc hien nhiem vu nam 2024, dung han 98,5%",),
    "English": ("The quick brown fox vs. the lazy dog; PhD, Dr Smith, Mr Brown, why my dry cry",),
    "names of the north": (
        "Giàng A Páo, Sùng Thị Mỷ, Lò Văn Ún, H'Mông, Vừ A Dế, Quàng Thị Pâng, Cà Văn Chựa",
        "Tủa Chùa, Mường La, Sốp Cộp, Púng Tra, Chiềng Ngần, Nặm Păm, Hua Trai, Bản Kéo Bắc",
    ),
    "names of the highlands": (
        "H Blem Niê, Y Bluôl Kbuôr, K Brel, H Wer Êban, Ksor Phước, Krông Ana, Ea H'leo, Đắk Mil",
        "Y Thịnh Mlô, H Nghuôn Niê Kđăm, Rơ Châm Thuk, Siu H Blun, Nay Hran, Kpă Klơng, Đinh Núp",
    ),
    "figures": ("TT", "1", "2.345,6", "98,5%", "x", "x", "km", "kg", "m2", "-", "...", "1/2", "3"),
    "a form": ("Họ và tên: ..............", "Số CCCD: ........ cấp ngày ....../....../......",
               "a) Đạt b) Không đạt c) Khác d) Không biết"),
    "codes": ("UBND HĐND TTHC CCHC KSTTHC PBGDPL QCDC GD&ĐT NN&PTNT BC/SNV-CCHC", "b/c; x.v.v"),
    "shortened": ("Có 25 gv, 30 hs; đ/c Hà, tr.đ, ng.đ, Th.S, TP. Sơn La, k/c 5 km",),
    "bullets": ("\uf0b7 Xây dựng kế hoạch", "\uf0b7Báo cáo kết quả", "\uf02d Rà soát"),
    "Lao": ("ແຂວງຫົວພັນ và tỉnh Sơn La hợp tác", "ບົດລາຍງານ ປະຈຳປີ"),
    "French": ("Le comité à été créé à l'été dernier près de la préfecture où siège l'évêché",),
}  # fmt: skip


@pytest.mark.parametrize("kind", GOOD)
def test_good_pages_stay_text(kind: str) -> None:
    assert not has_lost_letters(GOOD[kind])


@pytest.mark.parametrize("instead", ["", " ", "?", "\ufffd", "\ue012"])
def test_letters_that_a_font_does_not_have(instead: str) -> None:
    lost = re.compile(f"[{BEYOND_LATIN}]")
    assert has_lost_letters([lost.sub(instead, line) for line in REPORT])


def test_all_marked_letters_gone() -> None:
    assert has_lost_letters([re.sub(r"[^\x00-\x7f]", "", line) for line in REPORT])


def test_the_codes_of_one_bold_font_spoil_the_page() -> None:
    heading = ("6Ӣ;Æ<'Ӵ1*", "&Ӝ1*+Ñ$;+Ӝ,&+Ӫ1*+Ƭ$9,ӊ71$0", "ĈӝFOұS- 7ӵGR- +ҥQKSK~F")
    assert has_lost_letters([*heading, *REPORT])


def test_letters_that_no_page_lacks() -> None:
    page = [line.replace("đ", "").replace("Đ", "") for line in REPORT * 6]
    assert not has_lost_letters(REPORT * 6)
    assert has_lost_letters(page)


def paper(*pages: tuple[str, ...]) -> bytes:
    """A PDF in a font without Vietnamese letters: what it does not have leaves a gap."""
    target = io.BytesIO()
    canvas = Canvas(target)
    for lines in pages:
        for number, line in enumerate(lines):
            canvas.setFont("Helvetica", 10)
            canvas.drawString(40, 780 - 20 * number, re.sub(f"[{BEYOND_LATIN}]", " ", line))
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def test_a_paper_without_its_letters_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installed, "engine", lambda: None)
    lost = extract_bytes(paper(REPORT))
    assert isinstance(lost, Unreadable)
    assert (lost.reason, lost.detail) == (Reason.SCAN, "lớp chữ của 1 trang bị mất chữ")


def test_other_pages_are_read_and_the_broken_ones_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installed, "engine", lambda: None)
    document = extract_bytes(paper(REPORT, GOOD["no diacritics"], REPORT))
    assert isinstance(document, Document)
    assert document.text() == GOOD["no diacritics"][0]
    assert (document.pages, document.pages_read) == (3, 1)
    assert document.skipped == ((Reason.PAGES_SKIPPED, "lớp chữ của trang 1, 3 bị mất chữ"),)


def without_names() -> bytes:
    """A report of the samples whose fonts no longer say which letters their glyphs are."""
    report = Path(__file__).parents[2] / "samples" / "inbox" / "STP" / "BC_PAPI_nam2024.pdf"
    with pikepdf.open(report) as opened:
        for item in opened.objects:
            if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
                del item["/ToUnicode"]
        target = io.BytesIO()
        opened.save(target)
    return target.getvalue()


def test_glyphs_that_name_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installed, "engine", lambda: None)
    lost = extract_bytes(without_names())
    assert isinstance(lost, Unreadable)
    assert (lost.reason, lost.detail) == (Reason.SCAN, "lớp chữ của 1 trang bị mất chữ")


@pytest.mark.skipif(not installed.two_readers(), reason="no Tesseract on this machine")
def test_where_there_is_ocr_the_page_is_read_from_its_picture() -> None:
    document = extract_bytes(without_names())
    assert isinstance(document, Document)
    assert (document.pages, document.pages_read, document.pages_ocr) == (1, 1, 1)
    assert "Số: 305/BC-STP" in document.text()
