"""Headers of invented papers as a reader of pictures gives them: marks lost, dust, handwriting."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.document import Anchor, Block, Document, Kind
from rules.document_types import DocumentTypes
from rules.model.papers import Header
from rules.vietnamese.header import read_header

TYPES = DocumentTypes.load()
Placed = tuple[float, float, str, float]  # left edge, top edge, words, how surely read
MOTTO: list[Placed] = [
    (265, 46, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 96),
    (310, 63, "Độc lập - Tự do - Hạnh phúc", 96),
]
DAY: Placed = (300, 92, "Lai Châu, ngày 14 tháng 3 năm 2024", 94)


def read(*placed: Placed) -> Header:
    blocks = [
        Block(
            words,
            Kind.PARAGRAPH,
            Anchor(page=1, box=(left, top, left + 7.5 * len(words), top + 13.0)),
            centred=left > 240 and top > 110,
            confidence=sure,
        )
        for left, top, words, sure in placed
    ]
    return read_header(Document("pdf", tuple(blocks)), TYPES)


def test_marks_that_capitals_lost_are_put_right() -> None:
    header = read(
        (97, 46, "ÚY BAN NHÂN DÂN", 96),
        (97, 62, "TĨNH LAI CHẦU", 77),
        (100, 87, "Số: 15/KH-UBND", 92),
        *MOTTO,
        DAY,
        (262, 120, "KÉ HOẠCH TRIỄN KHAI", 84),
        (130, 135, "Chuyển đổi số năm 2024", 95),
    )
    assert header.issuer == "ỦY BAN NHÂN DÂN TỈNH LAI CHÂU"
    assert (header.number, header.symbol, header.doc_type) == ("15", "KH-UBND", "Kế hoạch")
    assert header.issued_on == date(2024, 3, 14)


def test_a_name_broken_over_two_lines_is_put_right_whole() -> None:
    header = read(
        (70, 46, "UBND TĨNH LAI", 96),
        (90, 60, "CHẦU", 90),
        (70, 74, "SỞ NÔNG NGHlỆP VÀ", 88),
        (70, 88, "PHÁT TRIỂN NÔNG THÔN", 91),
        (80, 104, "Số: 21/BC-SNN", 92),
        *MOTTO,
        (280, 120, "BÁO CÁO", 95),
    )
    assert header.parent == "UBND TỈNH LAI CHÂU"
    assert header.issuer == "SỞ NÔNG NGHIỆP VÀ PHÁT TRIỂN NÔNG THÔN"


def test_what_a_digital_file_says_is_never_changed() -> None:
    at = Anchor(page=1, box=(97, 46, 218, 59))
    blocks = (
        Block("UBND TINH LAI CHAU", Kind.PARAGRAPH, at),
        Block("Số: 15/KH-UBND", Kind.PARAGRAPH, Anchor(page=1, box=(100, 87, 200, 99))),
    )
    assert read_header(Document("pdf", blocks), TYPES).issuer == "UBND TINH LAI CHAU"


@pytest.mark.parametrize("dust", ["—_r-=", "'", "| ~", "ˆ r"])
def test_the_rule_under_an_agency_is_no_part_of_its_name(dust: str) -> None:
    header = read(
        (66, 45, "SỞ TƯ PHÁP", 96), (109, 61, dust, 23), (88, 89, "Số: 7/BC-STP", 92), *MOTTO
    )
    assert header.issuer == "SỞ TƯ PHÁP"


def test_a_speck_before_a_name_is_no_letter_of_it() -> None:
    header = read((66, 45, '"SỞ TƯ PHÁP', 87), (88, 89, "Số: 7/BC-STP", 92), *MOTTO)
    assert header.issuer == "SỞ TƯ PHÁP"


def test_the_motto_misread_beside_an_agency_is_cut_off() -> None:
    header = read(
        (60, 46, "SỞ TƯ PHÁP CỘHG HÒA XÃ NỘI CHỦ NCHĨA VIỆT NAM", 80),
        (88, 89, "Số: 7/BC-STP", 92),
        (280, 120, "BÁO CÁO", 95),
    )
    assert (header.issuer, header.symbol) == ("SỞ TƯ PHÁP", "BC-STP")


@pytest.mark.parametrize(
    ("left", "symbol"),
    [
        ("số: 4Ø /QĐ-UBND", "QĐ-UBND"),
        ("s: /KH-UBND", "KH-UBND"),
        ("Số: /J03 /KH- CĐN", "KH-CĐN"),
    ],
)
def test_a_number_written_by_hand_is_none_and_the_symbol_is_read(left: str, symbol: str) -> None:
    header = read((90, 46, "UBND TỈNH LAI CHÂU", 90), (95, 90, left, 30), *MOTTO)
    assert (header.number, header.symbol) == ("", symbol)
    assert header.issuer == "UBND TỈNH LAI CHÂU"


def test_the_sign_follows_the_type_told() -> None:
    header = read(
        (97, 46, "UBND TỈNH LAI CHÂU", 96),
        (100, 87, "Số: 9/TIr-UBND", 90),
        *MOTTO,
        (270, 120, "TỜ TRÌNH", 95),
        (190, 136, "Về việc sửa đổi Nghị quyết", 95),
    )
    assert (header.symbol, header.doc_type) == ("TTr-UBND", "Tờ trình")
    assert header.title == "Về việc sửa đổi Nghị quyết"


def test_a_subject_in_the_middle_makes_no_cong_van_where_the_type_is_unread() -> None:
    header = read(
        (97, 46, "UBND TỈNH LAI CHÂU", 96),
        (100, 87, "Số: 9/0Đ-UBND", 90),
        *MOTTO,
        (270, 120, "0UYĨT Đ|NN", 30),
        (190, 136, "Về việc công nhận Điều lệ", 95),
    )
    assert header.doc_type == ""


@pytest.mark.parametrize(
    ("line", "sure", "symbol", "issuer"),
    [
        ("BAN CHỈ ĐẠO 13$", 40, "QĐ-BCĐ138", ""),
        ("BAN CHỈ ĐẠO 138", 40, "QĐ-BCĐ138", "BAN CHỈ ĐẠO 138"),
        ("BAN CHỈ ĐẠO 138", 95, "QĐ-BCĐ", "BAN CHỈ ĐẠO 138"),
        ("BAN CHỈ ĐẠO 138", 40, "QĐ-BCĐ", ""),
        ("UBND TỈNH BÌNN THUẬH", 70, "QĐ-UBND", ""),
        ("TRƯỜNG THPT SỐ 2 MƯỜNG TÈ", 95, "QĐ-THPT", "TRƯỜNG THPT SỐ 2 MƯỜNG TÈ"),
    ],
)
def test_an_issuer_that_is_not_surely_read_is_none(
    line: str, sure: float, symbol: str, issuer: str
) -> None:
    header = read((70, 60, line, sure), (90, 90, f"Số: 3/{symbol}", 90), *MOTTO)
    assert header.issuer == issuer
    assert "issuer" in header.anchors


@pytest.mark.parametrize(
    ("under", "signer"),
    [
        ("Lò Thị Mai", "Lò Thị Mai"),
        ("Sùng A Páo", "Sùng A Páo"),
        ("Lò Thị Maizs", ""),  # the end of a signature read as letters
        ("Cầm Văn Đứcà", ""),
    ],
)
def test_a_name_that_a_signature_runs_into_is_left_out(under: str, signer: str) -> None:
    header = read(
        (97, 46, "UBND HUYỆN MỘC CHÂU", 96),
        *MOTTO,
        (300, 92, "Mộc Châu, ngày 14 tháng 3 năm 2024", 94),
        (280, 120, "BÁO CÁO", 95),
        (230, 135, "Kết quả cải cách hành chính", 95),
        (70, 700, "Nơi nhận:", 95),
        (70, 715, "- Như trên;", 95),
        (360, 700, "CHỦ TỊCH", 95),
        (350, 770, under, 91),
    )
    assert header.signer == signer
