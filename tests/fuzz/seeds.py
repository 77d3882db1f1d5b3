"""What fuzzing by coverage begins with: the texts of the samples, and small files of each kind."""

from __future__ import annotations

import io
import json
import re
import struct
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import py7zr
from openpyxl.styles import Font

from pipeline.importing import sheet_child
from pipeline.importing.columns import META_MARK
from tests.extractors import test_open_document as odf
from tests.extractors import test_word_whole as word
from tests.extractors.ole_file import ole_file
from tests.extractors.test_rich_text import FONTS
from tests.extractors.test_word import NUMBERING, p, package
from tests.fuzz.readers import GROUPS, PIECES
from tests.fuzz.targets import BREAKS, written
from tests.pipeline.importing import clerk as desk

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
_MOST_TEXTS = 400
_LONGEST_TEXT = 1_500
_NAME = re.compile(rb"[A-Za-z][\w:./-]{2,30}=?")

WHOLE_PAPER = """+UBND TỈNH SƠN LA|+*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
+*SỞ NỘI VỤ|Độc lập - Tự do - Hạnh phúc
Số: 15/KH-SNV|Sơn La, ngày 20 tháng 02 năm 2024

+*KẾ HOẠCH
+*Nâng cao Chỉ số PAPI năm 2024
Căn cứ Quyết định số 145/QĐ-UBND ngày 01/02/2024 của UBND tỉnh;
#I. MỤC ĐÍCH
- a) Thực hiện nhiệm vụ số I.3 của Kế hoạch số 11/KH-UBND
II. BÁO CÁO: định kỳ 6 tháng trước ngày 15/6, hằng năm trước ngày 10/12 gửi Sở Nội vụ
+*PHỤ LỤC
STT|Nhiệm vụ|Sản phẩm|Cơ quan chủ trì|Cơ quan phối hợp|Thời gian hoàn thành
I|>>>>>Tham gia của người dân ở cấp cơ sở
1|_Triển khai Luật Thực hiện dân chủ ở cơ sở|Kế hoạch|Sở Nội vụ|UBND cấp huyện|Quý I/2024
2|Đề án PAPI|Báo cáo; Kế hoạch|Các sở, ban, ngành|Các cơ quan|Quý IV/2024; trước ngày 15/3

?Nơi nhận:|*KT. GIÁM ĐỐC
@Nguyễn Văn An
"""
REPORT = """+*BÁO CÁO
*Kết quả thực hiện nhiệm vụ năm 2024
#1. Kết quả
- - Nhiệm vụ số 3 mục I: đã ban hành Kế hoạch số 15/KH-SNV ngày 20/02/2024, đạt 86,1%
+ chưa hoàn thành do thiếu kinh phí; sẽ ban hành trong quý I/2025
TT|Nhiệm vụ|Kết quả thực hiện|Ghi chú
1|Xây dựng kế hoạch|Đã hoàn thành, 12/12 xã|?số 33
"""


def seeds(target: str) -> list[bytes]:
    """The beginnings of one target."""
    if target in GROUPS:
        return [text.encode() for text in _texts()]
    return list(_SEEDS[target]())


def dictionary(target: str) -> str:
    """The words that libFuzzer puts in: what papers are made of, or the names in the files."""
    if target in GROUPS or target in ("document", "plain text", "lines to match"):
        words = {piece.encode("utf-8", "replace") for piece in PIECES} - {b""}
    else:
        words = {word for seed in seeds(target) for word in _NAME.findall(seed)}
    return "".join(
        '"' + "".join(f"\\x{byte:02x}" for byte in word) + '"\n' for word in sorted(words)
    )


def _texts() -> list[str]:
    """What the samples say, some of it: paragraphs, cells of the plan, heads."""
    found: set[str] = set()
    for file in sorted(SAMPLES.glob("content*/*.toml")):
        found.update(_strings(tomllib.loads(file.read_text(encoding="utf-8"))))
    found.update(_strings(json.loads((SAMPLES / "plan/tasks.json").read_text(encoding="utf-8"))))
    lines = sorted({line[:_LONGEST_TEXT] for text in found for line in text.split("\n") if line})
    return lines[:: max(1, len(lines) // _MOST_TEXTS)]


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


def _documents() -> Iterator[bytes]:
    yield WHOLE_PAPER.encode()
    yield REPORT.encode()
    yield from (text.encode() for text in _texts()[::9])


def _imports() -> Iterator[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        desk.run(Path(folder), desk.findings())
        clerk = desk.opened(Path(folder))
        yield written(sheet_child.read(clerk.saved())).encode()
        clerk.decide(1, "Máy nhận sai", reason="lý do")
        clerk.decide(2, "Cho gia hạn", reason="đã xin", value="15/01/2025")
        clerk.decide(3, "Đã nộp", value="15/KH-SNV", by="Hoa", note="có bản giấy")
        clerk.sort(key=lambda row: -row)
        yield written(sheet_child.read(clerk.saved())).encode()


def _parts(data: bytes) -> bytes:
    """A package as its parts, one after the other, without those that nobody reads."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return b"\n".join(
            b"%% " + one.filename.encode() + b"\n" + opened.read(one)
            for one in opened.infolist()
            if not one.filename.startswith(("xl/theme", "docProps"))
        )


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book["Sheet"]
    sheet.append(["TT", "Nhiệm vụ", "Tỷ lệ"])
    sheet.append([1, "Tiếp dân", 0.985])
    sheet["C2"].number_format, sheet["B2"].font = "0.0%", Font(name=".VnTime", bold=True)
    sheet["D2"] = "=A2+1"
    sheet.merge_cells("A3:B3")
    sheet.row_dimensions[3].hidden = True
    sheet["A4"], sheet["B4"], sheet["C4"] = META_MARK, "=1/0", date(2024, 12, 31)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _office() -> Iterator[bytes]:
    body = word.CONTROL + word.TRACKED + word.SHAPE + word.SIGNS + word.TABLE
    yield _parts(
        package(body, numbering=NUMBERING, footnotes=word.FOOTNOTES, header=word.HEADER)
    )  # fmt: skip
    yield _parts(package(p("SỞ NỘI VỤ") + word.INNER))
    yield _parts(_workbook())
    rows = (
        '<table:table table:name="B"><table:table-row><table:table-cell '
        'table:number-columns-spanned="2"><text:p>TT</text:p></table:table-cell>'
        "<table:covered-table-cell/></table:table-row><table:table-row "
        'table:number-rows-repeated="2"><table:table-cell office:value-type="float" '
        'office:value="0.5"><text:p>1</text:p></table:table-cell></table:table-row></table:table>'
    )
    yield _parts(odf.packed("text", '<text:p text:style-name="title">kÕ ho¹ch</text:p>' + rows))
    yield _parts(odf.packed("spreadsheet", rows))


def _rich() -> Iterator[bytes]:
    yield rb"\ansi\ansicpg1252\deff1" + FONTS + rb"\pard\f1 Th\'abng t\'ad\par}"
    yield (
        rb"\ansi" + FONTS + rb"{\header\f0 Trang\par}\pard\qc\b I.\b0{\listtext a)\tab}M\'f4t"
        rb"{\footnote ghi}\par\trowd\clbrdrt\cellx100\clvmgf\cellx200\pard\intbl 1\cell 2\cell\row"
        rb"\trowd\cellx100\clvmrg\cellx200\intbl\u7840?\uc2\u272??\cell\cell\row"
        rb"{\v hidden}\bin3 abc}"
    )


def _mails() -> Iterator[bytes]:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "a@b.vn", "Báo cáo quý I"
    mail["Date"] = "Fri, 20 Dec 2024 08:30:00 +0700"
    mail["MIME-Version"] = "1.0"
    mail.set_content("Kính gửi Sở Nội vụ")
    mail.add_alternative("<p>Kính gửi <b>Sở</b></p>", subtype="html")
    mail.add_attachment(b"abc", maintype="application", subtype="pdf", filename="Báo cáo.pdf")
    yield mail.as_bytes()
    yield b"From: a\nDate: x\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\nSubject: b\n\nc"


def _containers() -> Iterator[bytes]:
    yield from _mails()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as opened:
        opened.writestr("a/Báo cáo.txt", "SỞ NỘI VỤ")
        opened.writestr("b.txt", "x" * 99, zipfile.ZIP_DEFLATED)
    yield target.getvalue()
    yield _letter()
    packed = io.BytesIO()
    with py7zr.SevenZipFile(packed, "w") as solid:
        solid.writestr("SỞ NỘI VỤ", "a.txt")
    yield packed.getvalue()


def _letter() -> bytes:
    """An Outlook mail."""
    told = {"0037": "Báo cáo", "1000": "Kính gửi", "0C1A": "Lan"}
    words = {f"__substg1.0_{code}001F": text.encode("utf-16-le") for code, text in told.items()}
    attached = {
        "__substg1.0_3707001F": "a.txt".encode("utf-16-le"),
        "__substg1.0_37010102": b"x",
        "__properties_version1.0": bytes(8),
    }
    return ole_file(
        {"__properties_version1.0": bytes(64), **words, "__attach_version1.0_#00000000": attached}
    )


def _others() -> Iterator[bytes]:
    """An Excel 97 workbook of one cell, and an Outlook mail."""
    begin = struct.pack("<HHHHHHII", 0x809, 16, 0x600, 5, 0, 0, 0, 0)
    end = struct.pack("<HH", 0x0A, 0)
    sheet = struct.pack("<HHIBBBB", 0x85, 10, len(begin) * 2 + 16, 0, 0, 2, 0) + b"ab"
    label = struct.pack("<HHHHHHB", 0x204, 11, 0, 0, 15, 2, 0) + b"ab"
    inner = struct.pack("<HHHHHHII", 0x809, 16, 0x600, 0x10, 0, 0, 0, 0)
    yield ole_file({"Workbook": begin + sheet + end + inner + label + end})
    yield _letter()
    yield from _rich()


_SETTINGS = (
    "before_is_inclusive = true\nholidays = [2024-01-01, 2024-09-02]\nexpand_communes = false\n",
    "[reporting_year]\nstart = 2023-12-01\nend = 2024-11-30\n",
    '[rules.late-output]\non = false\nseverity = "warning"\n',
    '[[deadline]]\nwords = "cuối năm"\nkind = "date"\nday = 2024-12-31\nfrom = 2024-12-01\n'
    '[[deadline]]\nwords = "sau họp"\nkind = "relative"\ndays = 5\nworking_days = true\n',
)
_SEEDS = {
    "document": _documents,
    "import": _imports,
    "lines to match": lambda: [
        '{"id": "1", "text": "đã ban hành Kế hoạch", "agency": "so-noi-vu"}'.encode(),
        b'{"text": ["a", 1, null], "date": "2024-12-31", "doc_type": {}}\n\n{"id": 1e5}',
    ],
    "settings": lambda: [text.encode() for text in _SETTINGS],
    "workbook to import": lambda: [_parts(_workbook())],
    "office files": _office,
    "rich text": _rich,
    "plain text": lambda: ["a;b\n1;Sở Nội vụ\n".encode(), "Sở\fNội".encode("utf-16"), b"\xff\xfea"],
    "other files": _others,
    "containers": _containers,
    BREAKS: lambda: [b"ab", b"xabc "],
}
