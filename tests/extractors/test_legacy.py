"""Fonts older than Unicode: TCVN3 and VNI."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata

import pytest

from extractors.characters import nfc
from extractors.legacy.fonts import Encoding, encoding_of, join_runs, to_unicode
from extractors.legacy.tables import TCVN3, VNI


@pytest.mark.parametrize(
    ("font", "encoding"),
    [
        (".VnTime", Encoding.TCVN3),
        (".VnTimeH", Encoding.TCVN3_CAPITALS),
        (".VnTimeh", Encoding.TCVN3_CAPITALS),
        (".VnArial NarrowH", Encoding.TCVN3_CAPITALS),
        (".VnTimeH Tur", Encoding.TCVN3_CAPITALS),
        ("BCDEEE+.VnTimeH,Bold", Encoding.TCVN3_CAPITALS),
        ("BCDEEE+.VnArial-BoldItalic", Encoding.TCVN3),
        ("VnTime", Encoding.TCVN3),
        ("VNI-Times", Encoding.VNI),
        ("ABCDEF+VNI-Helve-Condense", Encoding.VNI),
        ("Times New Roman", Encoding.UNICODE),
        ("UTM Times", Encoding.UNICODE),
        ("VNtimes new roman", Encoding.UNICODE),
        ("", Encoding.UNICODE),
    ],
)
def test_the_name_of_a_font_tells_its_encoding(font: str, encoding: Encoding) -> None:
    assert encoding_of(font) is encoding


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        ("§iÒu 1. Bé tr\xadëng", Encoding.TCVN3, "Điều 1. Bộ trưởng"),
        ("¡n ¢m £m ¤m ¥ng ¦u §o", Encoding.TCVN3, "Ăn Âm Êm Ôm Ơng Ưu Đo"),
        ("céng hoµ x· héi", Encoding.TCVN3_CAPITALS, "CỘNG HOÀ XÃ HỘI"),
        ("“N¨m 2024” – 98,5% … (®)", Encoding.TCVN3, "“Năm 2024” – 98,5% … (đ)"),
        ("COÄNG HOØA XAÕ HOÄI", Encoding.VNI, "CỘNG HÒA XÃ HỘI"),
        ("Ñoäc laäp - Töï do - Haïnh phuùc", Encoding.VNI, "Độc lập - Tự do - Hạnh phúc"),
        ("kyû luaät, quyù, chæ tieâu, vónh vieãn, thò xaõ", Encoding.VNI,
         "kỷ luật, quý, chỉ tiêu, vĩnh viễn, thị xã"),
        ("\uf0a7i\uf0d2u", Encoding.TCVN3, "Điều"),
        ("Quyết định số 05", Encoding.VNI, "Quyết định số 05"),
        ("Quyết định số 05", Encoding.TCVN3, "Quyết định số 05"),
    ],
)  # fmt: skip
def test_what_a_font_shows(text: str, encoding: Encoding, shown: str) -> None:
    assert to_unicode(text, encoding) == shown


def test_a_letter_may_stand_in_two_runs() -> None:
    runs = [("Tröô", Encoding.VNI), ("øng ", Encoding.VNI), ("Sở", Encoding.UNICODE)]
    assert join_runs(runs) == "Trường Sở"


def test_tcvn3_is_the_national_standard() -> None:
    if shutil.which("iconv") is None:
        pytest.skip("needs iconv")
    codes = sorted(code for code in TCVN3 if code < 256)
    command = ["iconv", "-f", "TCVN5712-1", "-t", "UTF-8"]
    # A blank after each letter keeps iconv from joining it with a mark.
    data = b" ".join(bytes([code]) for code in codes)
    done = subprocess.run(command, input=data, capture_output=True, check=False)
    if done.returncode:
        pytest.skip("this iconv does not know TCVN5712-1")
    standard = unicodedata.normalize("NFC", done.stdout.decode()).split(" ")
    assert standard == [TCVN3[code] for code in codes]


VOWELS = "aăâeêioôơuưy"
TONES = "\u0300\u0301\u0309\u0303\u0323"


def test_every_vietnamese_letter_has_its_place() -> None:
    small = {unicodedata.normalize("NFC", v + t) for v in VOWELS for t in ["", *TONES]} | {"đ"}
    small -= set("aeiouy")
    assert small <= set(TCVN3.values())
    assert set("ĂÂÊÔƠƯĐ") <= set(TCVN3.values())
    assert small | {letter.upper() for letter in small} == set(VNI.values())


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("UBND tØnh S¬n La b¸o c¸o kÕt qu¶", "UBND tỉnh Sơn La báo cáo kết quả"),
        ("Kính göûi: Uûy ban nhaân daân huyeän", "Kính gửi: Ủy ban nhân dân huyện"),
        ("Bé tr\xadëng Bé Tµi chÝnh", "Bộ trưởng Bộ Tài chính"),
        ("PHÇN THø NHÊT: giai ®o¹n", "PHầN THứ NHấT: giai đoạn"),
        ("®o¹n", "đoạn"),
        ("Kế hoạch của Sở Nội vụ năm 2024", ""),
        ("Diện tích 40 m², nhiệt độ 25°C, theo §1 và ®", ""),
        ("Müller à São Paulo, Genève, Citroën, señor, naïve, coöperation", ""),
        ("L'été à la forêt: âgé, où, français, Noël, maïs", ""),
        ("Đắk Lắk – Pleiku: «Học kỳ I» · Ba¸n", ""),
    ],
)
def test_text_without_its_font_is_mended_only_where_that_is_clear(text: str, kept: str) -> None:
    assert nfc(text) == (kept or text)
