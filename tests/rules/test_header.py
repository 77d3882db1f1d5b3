"""Headers of invented papers in the forms that real ones have."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import count
from time import perf_counter

import pytest

from extractors.document import Anchor, Block, Cell, Document, Kind, Table
from rules.document_types import DocumentTypes
from rules.model.papers import Header
from rules.vietnamese.header import read_header

TYPES = DocumentTypes.load()
MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"


def read(*blocks: Block) -> Header:
    return read_header(Document("test", blocks), TYPES)


def text(*lines: str) -> list[Block]:
    """Lines of a text file: nothing but words."""
    return [
        Block(line, Kind.PARAGRAPH, Anchor(paragraph=number))
        for number, line in enumerate(lines, start=1)
    ]


def word(left: str, right: str, *paragraphs: str, number: int = 1) -> list[Block]:
    """A Word file: the letterhead is a table without lines, the title centred and bold."""
    at = Anchor(table=number)
    cells = (
        Cell(left, Anchor(table=number, row=1, column=1)),
        Cell(right, Anchor(table=number, row=1, column=2)),
    )
    blocks = [Block("", Kind.TABLE, at, table=Table((cells,), at, ruled=False))]
    for line in paragraphs:
        set_off = line.startswith("^")
        at = Anchor(paragraph=len(blocks))
        blocks.append(Block(line.lstrip("^"), Kind.PARAGRAPH, at, bold=set_off, centred=set_off))
    return blocks


def page(*placed: tuple[float, float, str] | tuple[float, float, str, Kind]) -> list[Block]:
    """A page of a PDF: left edge, top edge, words; a letter is 6.5 points wide."""
    blocks = []
    for left, top, words, *kind in placed:
        lines = words.split("\n")
        right = left + 6.5 * max(map(len, lines))
        box = (left, top, right, top + 14.0 * len(lines))
        blocks.append(Block(words, kind[0] if kind else Kind.PARAGRAPH, Anchor(page=1, box=box)))
    return blocks


REPORT = word(
    "UBND TỈNH SƠN LA\nSỞ NỘI VỤ\n\nSố: 05/BC-SNV",
    f"{MOTTO}\n\nSơn La, ngày 05 tháng 6 năm 2024",
    "^BÁO CÁO",
    "^Kết quả thực hiện nâng cao Chỉ số PAPI",
    "^6 tháng đầu năm 2024",
    "Thực hiện Kế hoạch số 12/KH-UBND ngày 15/01/2024 của UBND tỉnh, Sở Nội vụ báo cáo như sau:",
    "I. KẾT QUẢ THỰC HIỆN",
)


def test_word_letterhead() -> None:
    header = read(*REPORT)
    assert (header.parent, header.issuer) == ("UBND TỈNH SƠN LA", "SỞ NỘI VỤ")
    assert (header.number, header.symbol) == ("05", "BC-SNV")
    assert (header.place, header.issued_on) == ("Sơn La", date(2024, 6, 5))
    assert header.doc_type == "Báo cáo"
    assert header.title == "Kết quả thực hiện nâng cao Chỉ số PAPI 6 tháng đầu năm 2024"
    assert not header.draft
    assert header.anchors["number"] == Anchor(table=1, row=1, column=1)
    assert header.anchors["issued_on"].column == 2


@pytest.mark.parametrize(
    ("line", "number", "symbol"),
    [
        ("Số: 05/BC-SNV", "05", "BC-SNV"),
        ("Số:05/BC-SNV", "05", "BC-SNV"),
        ("Số 05/BC-SNV", "05", "BC-SNV"),
        ("Số : 125 /CĐN", "125", "CĐN"),
        ("Số: 22/TTr -UBND", "22", "TTr-UBND"),
        ("Số: 22/TTr–UBND", "22", "TTr-UBND"),
        ("Số: 2074a/QĐ-TTTT", "2074a", "QĐ-TTTT"),
        ("Số 17-NQ/TU", "17", "NQ/TU"),
        ("Số: 17 - NQ/TU", "17", "NQ/TU"),
        ("Số: 1448/SNV-CCHC", "1448", "SNV-CCHC"),
        ("Số 193/PGD&ĐT", "193", "PGD&ĐT"),
        ("Số: 1218/SGDĐT-GDTrH&GDTX", "1218", "SGDĐT-GDTrH&GDTX"),
        ("Số: 42/2013/TTLT-BGDĐT-BTC", "42", "2013/TTLT-BGDĐT-BTC"),
        ("Số: 04/QĐ-BCĐ138", "04", "QĐ-BCĐ138"),
        ("Số: 118/TTr-P4", "118", "TTr-P4"),
        ("Số: 31/BC-HHDN-K5", "31", "BC-HHDN-K5"),
        ("Số: 640/CAT-Đ2", "640", "CAT-Đ2"),
        ("Số: 05/BC-SNV - Phiên họp 2", "05", "BC-SNV"),
        ("Số:        /QĐ-UBND", "", "QĐ-UBND"),
        ("Số: ......./KH-UBND", "", "KH-UBND"),
        ("Số: …/UBND-NCKSTTHC", "", "UBND-NCKSTTHC"),
        ("Số: 1793", "", ""),
        ("Số điện thoại: 0212.3852", "", ""),
    ],
)
def test_number_lines(line: str, number: str, symbol: str) -> None:
    header = read(*word(f"UBND TỈNH SƠN LA\nSỞ NỘI VỤ\n{line}", MOTTO, "^KẾ HOẠCH"))
    assert (header.number, header.symbol) == (number, symbol)


@pytest.mark.parametrize(
    ("line", "place", "issued_on"),
    [
        ("Sơn La, ngày 15 tháng 01 năm 2024", "Sơn La", date(2024, 1, 15)),
        ("Sơn La, ngày12 tháng 10 năm2020", "Sơn La", date(2020, 10, 12)),
        ("Sơn La ngày 15 tháng 1 năm 2024", "Sơn La", date(2024, 1, 15)),
        ("Mộc Châu, ngày 5 tháng 6 năm 202 4", "Mộc Châu", date(2024, 6, 5)),
        ("TP. Sơn La, ngày 5 tháng 6 năm 2024", "TP. Sơn La", date(2024, 6, 5)),
        ("Sơn La, ngày     tháng 01 năm 2024", "Sơn La", None),
        ("Sơn La, ngày ... tháng ... năm 2024", "Sơn La", None),
        ("Sơn La, ngày …./01/2024", "", None),
        ("Sơn La, ngày 31 tháng 02 năm 2024", "Sơn La", None),
        ("Sơn La, ngày 05/6/2024", "Sơn La", date(2024, 6, 5)),
        ("Sơn La, ngày 05 tháng 6 năm\n2024", "Sơn La", date(2024, 6, 5)),
        ("Thành phố Sơn La, ngày 05 tháng 6\nnăm 2024", "Thành phố Sơn La", date(2024, 6, 5)),
        ("Sơn La, ngày\ntháng 6 năm 2024", "Sơn La", None),
    ],
)
def test_date_lines(line: str, place: str, issued_on: date | None) -> None:
    header = read(*word("SỞ NỘI VỤ\nSố: 05/BC-SNV", f"{MOTTO}\n{line}", "^BÁO CÁO"))
    assert (header.place, header.issued_on) == (place, issued_on)


@pytest.mark.parametrize(
    "line",
    [
        "(Kèm theo Quyết định số : 38/2005/QĐ-UBND ngày 23 tháng 9 năm 2005",
        "Theo Công văn của Sở Nội vụ ngày 23 tháng 9 năm 2024",
        "của Chính phủ số 94/1998/NĐ-CP ngày 17 tháng 11 năm 1998",
        "Chào mừng Ngày Nhà giáo Việt Nam tại huyện, ngày 20 tháng 11 năm 2024",
    ],
)
def test_dates_of_other_papers_and_of_titles_are_not_the_day_of_issue(line: str) -> None:
    header = read(*word("SỞ NỘI VỤ", MOTTO, "^PHỤ LỤC", f"^{line}", "I. KẾT QUẢ"))
    assert (header.issued_on, header.place, header.number) == (None, "", "")


def test_the_date_of_an_annexs_parent_is_read_only_as_its_name() -> None:
    header = read(*text("MẪU SỐ 22", "DANH MỤC", "(Kèm theo Công văn số 12/SNV-VP ngày 3/4/2024)"))
    assert header.attached_to == "Kèm theo Công văn số 12/SNV-VP ngày 3/4/2024"
    assert header.issued_on is None


def test_minutes_bear_place_and_day_at_the_foot() -> None:
    foot = text("Sơn La, ngày 12 tháng 3 năm 2024", "CHỦ TỊCH", "Lò Văn Bình")
    header = read(*word("UBND XÃ CHIỀNG MAI", MOTTO, "^BIÊN BẢN", "^Họp bản", "I. Nội dung"), *foot)
    assert (header.place, header.issued_on) == ("Sơn La", date(2024, 3, 12))


def test_a_symbol_broken_over_two_lines() -> None:
    header = read(*word("UBND TỈNH SƠN LA\nSố: 12/UBND-\nNCKSTTHC\nV/v họp", MOTTO))
    assert (header.number, header.symbol, header.title) == ("12", "UBND-NCKSTTHC", "họp")


def test_a_sign_that_is_an_agencys_too_makes_no_tờ_trình() -> None:
    blocks = word("THANH TRA TỈNH\nSố: 145/TTr-NV\nV/v tuyên truyền", MOTTO, "Kính gửi: Sở Y tế")
    assert read(*blocks).doc_type == "Công văn"


def test_digits_of_a_poor_picture_are_not_taken() -> None:
    lines = ("SỞ NỘI VỤ", "Số: 05/BC-SNV", "Sơn La, ngày 5 tháng 6 năm 2024", "BÁO CÁO", "Kết quả")
    poor = [replace(block, confidence=71.0) for block in text(*lines)]
    good = [replace(block, confidence=93.0) for block in text(*lines)]
    header = read(*poor)
    assert (header.number, header.symbol, header.issued_on) == ("", "BC-SNV", None)
    assert (read(*good).number, read(*good).issued_on) == ("05", date(2024, 6, 5))


def test_a_type_line_with_a_wrong_mark_is_no_part_of_the_agency() -> None:
    header = read(*text("UBND TỈNH SƠN LA", "Số: /KH-UBND", "KÉ HOẠCH", "phát triển rừng"))
    assert (header.issuer, header.doc_type) == ("UBND TỈNH SƠN LA", "Kế hoạch")
    assert header.title == "phát triển rừng"


def test_agencies_with_numbers_and_forms_with_codes() -> None:
    left = "UBND TỈNH SƠN LA\nBAN CHỈ ĐẠO 389\nSố: 04/BC-BCĐ389"
    header = read(*word(left, MOTTO, "^Biểu mẫu 09", "^BÁO CÁO", "^Tình hình"))
    assert (header.issuer, header.symbol) == ("BAN CHỈ ĐẠO 389", "BC-BCĐ389")
    assert (header.doc_type, header.title) == ("Báo cáo", "Tình hình")


def test_a_bracket_may_belong_to_the_title_or_not() -> None:
    title = ("^BÁO CÁO", "^Kết quả chuyển đổi số", "^(giai đoạn 2021 - 2025)")
    whole = read(*word("SỞ NỘI VỤ\nSố: 05/BC-SNV", MOTTO, *title))
    assert whole.title == "Kết quả chuyển đổi số (giai đoạn 2021 - 2025)"
    cut = read(*word("SỞ NỘI VỤ\nSố: 05/BC-SNV", MOTTO, *title[:2], "^(Số liệu từ 01/12/2023)"))
    assert cut.title == "Kết quả chuyển đổi số"


def test_the_tab_of_a_sheet_is_no_title() -> None:
    at = Anchor(sheet="Kế hoạch")
    sheet = Block("Kế hoạch", Kind.HEADING, at)
    header = read(
        sheet, Block("SỔ TIẾP CÔNG DÂN", Kind.PARAGRAPH, Anchor(sheet="Kế hoạch", cell="A1"))
    )
    assert (header.doc_type, header.title) == ("Sổ", "TIẾP CÔNG DÂN")


@pytest.mark.parametrize(
    ("lines", "doc_type", "title"),
    [
        (("PHỤ LỤC 3", "QUY TRÌNH"), "Phụ lục", "QUY TRÌNH"),
        (("PHIẾU KHẢO SÁT, ĐÁNH GIÁ",), "Phiếu", "KHẢO SÁT, ĐÁNH GIÁ"),
        (("TỜ RƠI", "Giữ sạch nguồn nước"), "Ấn phẩm", "TỜ RƠI"),
        (("KẾ HOẠCH TRIỂN KHAI LUẬT",), "Kế hoạch", "TRIỂN KHAI LUẬT"),
        (("QUYẾT ĐỊNH CỦA ỦY BAN NHÂN DÂN", "V/v giao đất"), "Quyết định", "V/v giao đất"),
        (("Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "KẾT LUẬN"), "", ""),
    ],
)
def test_types_of_papers_without_letterhead(
    lines: tuple[str, ...], doc_type: str, title: str
) -> None:
    header = read(*text(*lines))
    assert (header.doc_type, header.title) == (doc_type, title)


def test_the_date_of_a_law_is_not_the_day_of_issue() -> None:
    header = read(
        *word(
            "UBND TỈNH SƠN LA\nSố:      /QĐ-UBND",
            f"{MOTTO}\nSơn La, ngày      tháng 01 năm 2024",
            "^QUYẾT ĐỊNH",
            "^Ban hành Quy chế phối hợp",
            "^CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH",
            "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
        )
    )
    assert header.issued_on is None
    assert header.number == ""
    assert header.draft
    assert header.title == "Ban hành Quy chế phối hợp"


def test_official_letter_has_its_subject_under_the_number() -> None:
    header = read(
        *word(
            "UBND TỈNH SƠN LA\nSỞ NỘI VỤ\nSố: 1448/SNV-CCHC\nV/v đôn đốc thực hiện\nKế hoạch PAPI",
            f"{MOTTO}\nSơn La, ngày 5 tháng 6 năm 2024",
            "Kính gửi: Các sở, ban, ngành",
            "BÁO CÁO gửi về Sở Nội vụ trước ngày 10 tháng 6 năm 2024",
        )
    )
    assert (header.doc_type, header.title) == ("Công văn", "đôn đốc thực hiện Kế hoạch PAPI")
    assert header.issuer == "SỞ NỘI VỤ"


def test_official_letter_without_subject() -> None:
    blocks = word(
        "SỞ Y TẾ\nSố: 12/SYT-VP", f"{MOTTO}\nSơn La, ngày 5 tháng 6 năm 2024", "Kính gửi: Sở Nội vụ"
    )
    header = read(*blocks)
    assert (header.doc_type, header.title) == ("Công văn", "")


def test_text_file_with_both_halves_on_one_line() -> None:
    header = read(
        *text(
            "UBND TỈNH SƠN LA          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "SỞ TƯ PHÁP                    Độc lập - Tự do - Hạnh phúc",
            "Số: 77/KH-STP             Sơn La, ngày 20 tháng 01 năm 2024",
            "KẾ HOẠCH",
            "Phổ biến, giáo dục pháp luật năm 2024",
            "I. MỤC ĐÍCH",
        )
    )
    assert (header.parent, header.issuer) == ("UBND TỈNH SƠN LA", "SỞ TƯ PHÁP")
    assert (header.number, header.symbol, header.place) == ("77", "KH-STP", "Sơn La")
    assert header.issued_on == date(2024, 1, 20)
    assert header.title == "Phổ biến, giáo dục pháp luật năm 2024"


def test_text_file_with_the_halves_one_after_the_other() -> None:
    header = read(
        *text(
            "ỦY BAN NHÂN DÂN",
            "TỈNH SƠN LA",
            "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "KẾ HOẠCH",
            "Nâng cao Chỉ số Hiệu quả Quản trị và Hành chính công năm 2024",
            "(Kèm theo Quyết định số        /QĐ-UBND ngày       tháng 01 năm 2024",
            "của Chủ tịch Uỷ ban nhân dân tỉnh Sơn La)",
            "I. MỤC ĐÍCH, YÊU CẦU",
        )
    )
    assert (header.parent, header.issuer) == ("", "ỦY BAN NHÂN DÂN TỈNH SƠN LA")
    assert (header.number, header.symbol, header.issued_on) == ("", "", None)
    assert header.title == "Nâng cao Chỉ số Hiệu quả Quản trị và Hành chính công năm 2024"
    assert header.attached_to.startswith("Kèm theo Quyết định số /QĐ-UBND ngày tháng 01 năm 2024")


def test_place_and_date_before_the_number() -> None:
    header = read(
        *text(
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "Sơn La, ngày 3 tháng 4 năm 2024",
            "UBND HUYỆN MỘC CHÂU",
            "Số: 31/KH-UBND",
            "KẾ HOẠCH",
            "Cải cách hành chính năm 2024",
        )
    )
    assert header.issuer == "UBND HUYỆN MỘC CHÂU"
    assert (header.number, header.issued_on) == ("31", date(2024, 4, 3))


def test_party_paper() -> None:
    header = read(
        *word(
            "TỈNH ỦY SƠN LA\n*\nSố 17-NQ/TU",
            "ĐẢNG CỘNG SẢN VIỆT NAM\nSơn La, ngày 3 tháng 4 năm 2024",
            "^NGHỊ QUYẾT",
            "^CỦA BAN CHẤP HÀNH ĐẢNG BỘ TỈNH",
            "^về chuyển đổi số",
            "-----",
        )
    )
    assert (header.issuer, header.number, header.symbol) == ("TỈNH ỦY SƠN LA", "17", "NQ/TU")
    assert (header.doc_type, header.title) == ("Nghị quyết", "về chuyển đổi số")
    assert header.issued_on == date(2024, 4, 3)


def test_digits_drawn_by_a_signature_fill_the_blanks_under_them() -> None:
    header = read(
        *page(
            (100, 60, "UBND HUYỆN MỘC CHÂU"),
            (90, 74, "PHÒNG GIÁO DỤC & ĐÀO TẠO"),
            (105, 100, "Số:      /PGD&ĐT"),
            (130, 101, "369", Kind.STAMP),
            (90, 120, "V/v phòng, chống dịch\ntrong trường học"),
            (285, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            (320, 74, "Độc lập - Tự do - Hạnh phúc"),
            (300, 100, "Mộc Châu, ngày     tháng     năm 2020"),
            (395, 101, "07", Kind.STAMP),
            (455, 101, "8", Kind.STAMP),
            (300, 20, "Ký bởi: Phòng GD; ngày ký 09/8/2020", Kind.STAMP),
            (120, 180, "Kính gửi: Các trường Mầm non trong huyện và các đơn vị trực thuộc"),
        )
    )
    assert (header.parent, header.issuer) == ("UBND HUYỆN MỘC CHÂU", "PHÒNG GIÁO DỤC & ĐÀO TẠO")
    assert (header.number, header.symbol) == ("369", "PGD&ĐT")
    assert (header.place, header.issued_on) == ("Mộc Châu", date(2020, 8, 7))
    assert header.title == "phòng, chống dịch trong trường học"


def test_an_incoming_stamp_is_not_the_number() -> None:
    header = read(
        *page(
            (100, 60, "UBND TỈNH SƠN LA"),
            (60, 70, "ĐẾN"),
            (120, 74, "SỞ TƯ PHÁP"),
            (60, 84, "Số: 9639"),
            (60, 94, "Ngày: 19/05/2025"),
            (105, 104, "Số: 788/STP-HCBT"),
            (90, 120, "V/v trình hồ sơ"),
            (285, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            (300, 104, "Sơn La, ngày 16 tháng 5 năm 2025"),
            (120, 180, "Kính gửi: Ủy ban nhân dân tỉnh Sơn La và các cơ quan có liên quan đến"),
        )
    )
    assert (header.parent, header.issuer) == ("UBND TỈNH SƠN LA", "SỞ TƯ PHÁP")
    assert (header.number, header.issued_on) == ("788", date(2025, 5, 16))


def test_signature_and_recipients() -> None:
    foot = word(
        "Nơi nhận:\n- UBND tỉnh;\n- Sở Nội vụ;\n- Lưu: VT.",
        "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\n(Đã ký)\n\nNguyễn Văn An",
        number=2,
    )
    header = read(*REPORT, *foot)
    assert header.position == "KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC"
    assert header.signer == "Nguyễn Văn An"
    assert header.recipients == ("UBND tỉnh", "Sở Nội vụ", "Lưu: VT")


@pytest.mark.parametrize(
    ("lines", "signer"),
    [
        (("GIÁM ĐỐC", "Trương Thị Vân Nga"), "Trương Thị Vân Nga"),
        (("GIÁM ĐỐC", "TRƯƠNG VĂN AN"), "Trương Văn An"),
        (("GIÁM ĐỐC", "ThS. Lò Minh Hùng"), "Lò Minh Hùng"),
        (("GIÁM ĐỐC", "(Ký tên, đóng dấu)"), ""),
        (("KT. BỘ TRƯỞNG", "BỘ GIÁO DỤC VÀ ĐÀO TẠO", "THỨ TRƯỞNG", "Lê Văn An"), "Lê Văn An"),
    ],
)
def test_names_of_signers(lines: tuple[str, ...], signer: str) -> None:
    assert read(*REPORT, *text(*lines)).signer == signer


def test_of_several_signatures_the_last_main_one() -> None:
    foot = text(
        "TM. BAN THƯỜNG TRỰC",
        "PHÓ CHỦ TỊCH",
        "Lò Văn Bình",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
        "Nguyễn Thị Hoa",
    )
    assert read(*REPORT, *foot).signer == "Nguyễn Thị Hoa"


@pytest.mark.parametrize(
    ("lines", "field", "value"),
    [
        (("DỰ THẢO", "KẾ HOẠCH", "Cải cách"), "draft", True),
        (("MẬT", "BÁO CÁO", "Tình hình"), "secrecy", "MẬT"),
        (("HỎA TỐC", "BÁO CÁO", "Tình hình"), "secrecy", ""),
        (("BÁO CÁO", "Tình hình bí mật nhà nước"), "secrecy", ""),
    ],
)
def test_marks(lines: tuple[str, ...], field: str, value: object) -> None:
    blocks = word("SỞ NỘI VỤ\nSố: 05/BC-SNV", MOTTO) + text(*lines)
    assert getattr(read(*blocks), field) == value


@pytest.mark.parametrize(
    ("line", "doc_type", "title", "draft"),
    [
        ("DỰ THẢO BÁO CÁO", "Báo cáo", "Kết quả cải cách", True),
        ("DỰ THẢO LẦN 3 - BÁO CÁO", "Báo cáo", "Kết quả cải cách", True),
        ("(DỰ THẢO) KẾ HOẠCH", "Kế hoạch", "Kết quả cải cách", True),
        ("BÁO CÁO (dự thảo lần 2)", "Báo cáo", "Kết quả cải cách", True),
        ("DỰ THẢO NGHỊ QUYẾT", "Nghị quyết", "Kết quả cải cách", True),
        ("BÁO CÁO", "Báo cáo", "Kết quả cải cách", False),
    ],
)
def test_a_type_line_may_say_that_it_is_a_draft(
    line: str, doc_type: str, title: str, draft: bool
) -> None:
    blocks = word("SỞ NỘI VỤ\nSố: 05/BC-SNV", MOTTO, f"^{line}", "^Kết quả cải cách")
    header = read(*blocks)
    assert (header.doc_type, header.title, header.draft) == (doc_type, title, draft)


def test_a_title_on_a_draft_is_no_draft() -> None:
    header = read(
        *word("SỞ NỘI VỤ\nSố: 05/TTr-SNV", MOTTO, "^TỜ TRÌNH", "^Dự thảo Kế hoạch cải cách")
    )
    assert (header.doc_type, header.title, header.draft) == (
        "Tờ trình",
        "Dự thảo Kế hoạch cải cách",
        False,
    )


def test_annex_without_letterhead_names_its_parent() -> None:
    header = read(
        *text(
            "PHỤ LỤC",
            "KẾT QUẢ THỰC HIỆN CÁC NHIỆM VỤ",
            "(Kèm theo Báo cáo số 921/BC-SYT ngày 03/12/2024 của Sở Y tế)",
        )
    )
    assert header.attached_to == "Kèm theo Báo cáo số 921/BC-SYT ngày 03/12/2024 của Sở Y tế"
    assert (header.issuer, header.number, header.issued_on) == ("", "", None)
    assert header.doc_type == "Phụ lục"


def test_register_without_letterhead() -> None:
    header = read(*text("SỔ THEO DÕI TIẾP CÔNG DÂN", "NĂM 2024"))
    assert header.doc_type == "Sổ"
    assert (header.issuer, header.issued_on) == ("", None)


def test_plain_text_has_no_header() -> None:
    header = read(*text("Trong năm 2024, Sở Nội vụ đã ban hành Kế hoạch số 12/KH-SNV."))
    assert header == Header(anchors=header.anchors)


def test_a_table_of_data_is_no_letterhead() -> None:
    at = Anchor(table=1)
    names = ("STT", "Nhiệm vụ", "Kết quả", "Số: 05/BC-SNV")
    numbers = count(1)
    row = tuple(Cell(name, Anchor(table=1, row=1, column=next(numbers))) for name in names)
    header = read(Block("", Kind.TABLE, at, table=Table((row,), at)))
    assert header.number == ""


@pytest.mark.parametrize("filling", [" ", ".", "1 ", "ngày ", "Số: ", "(", "A ", "/"])
def test_absurd_lines_are_read_at_once(filling: str) -> None:
    line = f"Số{filling * 300_000}/ngày tháng năm"
    started = perf_counter()
    read(*text(line, line))
    assert perf_counter() - started < 2


def sheet(*rows: str) -> list[Block]:
    """The title rows of a workbook: one cell each."""
    return [
        Block(row, Kind.PARAGRAPH, Anchor(sheet="Sheet1", cell=f"A{number}"))
        for number, row in enumerate(rows, start=1)
    ]


@pytest.mark.parametrize(
    ("rows", "issuer", "title"),
    [
        (
            ["UBND THÀNH PHỐ SƠN LA", "BÁO CÁO KẾT QUẢ NÂNG CAO CHỈ SỐ NĂM 2024",
             "(Số 720/BC-UBND ngày 03/12/2024)"],
            "UBND THÀNH PHỐ SƠN LA",
            "KẾT QUẢ NÂNG CAO CHỈ SỐ NĂM 2024",
        ),
        (
            ["UBND HUYỆN MỘC CHÂU", "Số: 720/BC-UBND, ngày 03/12/2024", "BÁO CÁO",
             "Kết quả nâng cao chỉ số"],
            "UBND HUYỆN MỘC CHÂU",
            "Kết quả nâng cao chỉ số",
        ),
        (
            ["UBND HUYỆN MỘC CHÂU", "Số: 720/BC-UBND", "Ngày 03/12/2024", "BÁO CÁO",
             "Kết quả nâng cao chỉ số"],
            "UBND HUYỆN MỘC CHÂU",
            "Kết quả nâng cao chỉ số",
        ),
        (
            ["UBND HUYỆN MỘC CHÂU", "BÁO CÁO", "Kết quả nâng cao chỉ số", "Số: 720/BC-UBND",
             "Mộc Châu, ngày 03 tháng 12 năm 2024"],
            "UBND HUYỆN MỘC CHÂU",
            "Kết quả nâng cao chỉ số",
        ),
        (
            ["UBND HUYỆN MỘC CHÂU", "BÁO CÁO KẾT QUẢ",
             "(Số 720/BC-UBND, ngày 03 tháng 12 năm 2024)"],
            "UBND HUYỆN MỘC CHÂU",
            "KẾT QUẢ",
        ),
    ],
)  # fmt: skip
def test_title_rows_of_a_workbook(rows: list[str], issuer: str, title: str) -> None:
    header = read(*sheet(*rows))
    assert (header.issuer, header.doc_type, header.title) == (issuer, "Báo cáo", title)
    assert (header.number, header.symbol) == ("720", "BC-UBND")
    assert header.issued_on == date(2024, 12, 3)
