"""PDF pages: lines to paragraphs, halves of a letterhead, ruled tables, scans and stamps."""

from __future__ import annotations

import io
import unicodedata
from pathlib import Path

import pdfplumber
import pikepdf
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors.document import Block, Document, Kind, Reason, Table, Unreadable
from extractors.formats import extract, extract_bytes
from extractors.pdf.characters import is_broken
from extractors.pdf.fallback import read_lost_pages
from extractors.pdf.reader import spans

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT = 85.0, 550.0
WORDS = "thuc hien ke hoach nang cao chi so hieu qua quan tri va hanh chinh cong cap tinh "


class Paper:
    """A PDF drawn line by line, without diacritics: no font with them comes with the tests."""

    def __init__(self) -> None:
        self.target = io.BytesIO()
        self.canvas = Canvas(self.target, pagesize=(WIDTH, HEIGHT))

    def line(self, x: float, top: float, text: str, bold: bool = False, size: float = 13) -> None:
        self.canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
        self.canvas.drawString(x, HEIGHT - top, text)

    def centred(self, top: float, text: str, bold: bool = True) -> None:
        self.canvas.setFont("Helvetica-Bold" if bold else "Helvetica", 13)
        self.canvas.drawCentredString((LEFT + RIGHT) / 2, HEIGHT - top, text)

    def justified(self, x: float, top: float, text: str) -> None:
        """A line stretched to the right margin."""
        width = self.canvas.stringWidth(text, "Helvetica", 13)
        gaps = max(1, text.count(" "))
        drawn = self.canvas.beginText(x, HEIGHT - top)
        drawn.setFont("Helvetica", 13)
        drawn.setWordSpace((RIGHT - x - width) / gaps)
        drawn.textOut(text)
        self.canvas.drawText(drawn)

    def paragraph(self, top: float, lines: int = 3) -> float:
        """An indented paragraph with full lines and a short last one."""
        self.justified(LEFT + 36, top, (WORDS * 2)[:62].strip())
        for number in range(1, lines - 1):
            self.justified(LEFT, top + 18 * number, (WORDS * 2)[10:78].strip())
        self.line(LEFT, top + 18 * (lines - 1), "dong cuoi.")
        return top + 18 * lines + 6

    def picture(self) -> None:
        image = ImageReader(Image.new("RGB", (60, 80), (200, 200, 200)))
        self.canvas.drawImage(image, 0, 0, WIDTH, HEIGHT)

    def data(self) -> bytes:
        self.canvas.save()
        return self.target.getvalue()


def read(paper: Paper) -> Document:
    document = extract_bytes(paper.data())
    assert isinstance(document, Document), document
    return document


def texts(blocks: tuple[Block, ...], kind: Kind = Kind.PARAGRAPH) -> list[str]:
    return [block.text for block in blocks if block.kind is kind]


def test_letterhead_halves_and_titles() -> None:
    paper = Paper()
    paper.line(100, 60, "UBND TINH SON LA")
    paper.line(330, 60, "CONG HOA XA HOI CHU NGHIA", bold=True)
    paper.line(120, 78, "SO NOI VU", bold=True)
    paper.line(350, 78, "Doc lap - Tu do", bold=True)
    paper.line(110, 100, "So: 05/BC-SNV")
    paper.line(330, 102, "Son La, ngay 05 thang 6 nam 2024")
    paper.centred(140, "BAO CAO")
    paper.centred(160, "Ket qua thuc hien Ke hoach")
    end = paper.paragraph(200)
    paper.paragraph(end)
    blocks = read(paper).blocks
    assert texts(blocks)[:6] == [
        "UBND TINH SON LA", "SO NOI VU", "So: 05/BC-SNV",
        "CONG HOA XA HOI CHU NGHIA", "Doc lap - Tu do", "Son La, ngay 05 thang 6 nam 2024",
    ]  # fmt: skip
    assert [(b.text, b.bold, b.centred) for b in blocks[6:8]] == [
        ("BAO CAO", True, True),
        ("Ket qua thuc hien Ke hoach", True, True),
    ]
    assert len(blocks) == 10
    assert all(block.anchor.box is not None and block.anchor.page == 1 for block in blocks)
    assert [block.anchor.paragraph for block in blocks] == list(range(1, 11))


def test_a_blank_for_the_number_parts_no_line() -> None:
    paper = Paper()
    paper.line(90, 60, "SO NOI VU", bold=True)
    paper.line(330, 60, "CONG HOA XA HOI", bold=True)
    paper.line(90, 80, "So:")
    paper.line(150, 80, "/BC-SNV")
    paper.line(330, 80, "Son La, ngay")
    paper.line(445, 80, "thang 6 nam 2024")
    paper.paragraph(140)
    assert texts(read(paper).blocks)[:4] == [
        "SO NOI VU", "So: /BC-SNV", "CONG HOA XA HOI", "Son La, ngay thang 6 nam 2024",
    ]  # fmt: skip


def test_a_hyphen_at_the_end_of_a_line_binds() -> None:
    paper = Paper()
    paper.justified(LEFT + 36, 100, "Thuc hien Quyet dinh cua Uy ban nhan dan tinh so 43/2019/QD-")
    paper.line(LEFT, 118, "UBND ngay 31/12/2019.")
    paper.paragraph(160)
    paper.paragraph(260)
    assert "so 43/2019/QD-UBND ngay 31/12/2019." in texts(read(paper).blocks)[0]


def test_a_paragraph_crosses_the_page_and_numbers_run() -> None:
    paper = Paper()
    paper.paragraph(100, lines=5)
    paper.justified(LEFT + 36, 750, (WORDS * 2)[:62].strip())
    paper.justified(LEFT, 768, (WORDS * 2)[10:78].strip())
    paper.canvas.showPage()
    paper.line(312, 40, "2")
    paper.justified(LEFT, 80, (WORDS * 2)[10:78].strip())
    paper.line(LEFT, 98, "het doan.")
    paper.paragraph(140, lines=5)
    blocks = read(paper).blocks
    body = texts(blocks)
    assert len(body) == 3
    assert body[1].endswith("het doan.")
    assert texts(blocks, Kind.RUNNING) == ["2"]


def test_running_header() -> None:
    paper = Paper()
    for number in range(4):
        paper.line(LEFT, 40, f"Phu luc kem theo Ke hoach - trang {number}")
        paper.paragraph(100, lines=5)
        paper.canvas.showPage()
    blocks = read(paper).blocks
    assert len(texts(blocks, Kind.RUNNING)) == 4
    assert len(texts(blocks)) == 4


def table_paper() -> Paper:
    paper = Paper()
    paper.paragraph(60)
    for y in (200, 230, 260, 290):
        paper.canvas.line(100 if y != 230 else 160, HEIGHT - y, 400, HEIGHT - y)
    for x in (100, 160, 400):
        paper.canvas.line(x, HEIGHT - 200, x, HEIGHT - 290)
    paper.canvas.line(280, HEIGHT - 230, 280, HEIGHT - 290)
    for x, top, text in ((110, 225, "TT"), (170, 220, "Ket qua"), (165, 250, "Quy I"),
                         (290, 250, "Quy II"), (110, 280, "1"), (165, 275, "hai"),
                         (165, 287, "dong")):  # fmt: skip
        paper.line(x, top, text, size=10)
    paper.paragraph(320)
    return paper


def test_ruled_table_with_merged_cells() -> None:
    blocks = read(table_paper()).blocks
    assert [block.kind for block in blocks] == [Kind.PARAGRAPH, Kind.TABLE, Kind.PARAGRAPH]
    table = blocks[1].table
    assert table is not None
    rows = [[(c.text, c.row_span, c.col_span) for c in row] for row in table.rows]
    assert rows == [
        [("TT", 2, 1), ("Ket qua", 1, 2)],
        [("Quy I", 1, 1), ("Quy II", 1, 1)],
        [("1", 1, 1), ("hai\ndong", 1, 1), ("", 1, 1)],
    ]
    assert table.rows[1][0].anchor.words() == "trang 1, bảng 1, dòng 2"


def test_boxes_behind_single_lines_are_no_table() -> None:
    paper = Paper()
    for top in (100, 118, 136):
        paper.canvas.setFillGray(1)
        paper.canvas.rect(LEFT, HEIGHT - top - 4, RIGHT - LEFT, 18, stroke=0, fill=1)
        paper.canvas.setFillGray(0)
        paper.justified(LEFT, top, (WORDS * 2)[10:78].strip())
    assert {block.kind for block in read(paper).blocks} == {Kind.PARAGRAPH}


@pytest.mark.parametrize("turns", [90, 180, 270])
def test_turned_pages_read_as_they_are_seen(turns: int) -> None:
    upright = read(table_paper())
    paper = table_paper()
    with pikepdf.open(io.BytesIO(paper.data())) as opened:
        page = opened.pages[0]
        matrix = {90: "0 1 -1 0 842 0", 180: "-1 0 0 -1 595 842", 270: "0 -1 1 0 0 595"}[turns]
        page.contents_add(f"q {matrix} cm\n".encode(), prepend=True)
        page.contents_add(b"\nQ")
        page.MediaBox = [0, 0, 595, 842] if turns == 180 else [0, 0, 842, 595]
        page.Rotate = turns
        target = io.BytesIO()
        opened.save(target)
    turned = extract_bytes(target.getvalue())
    assert isinstance(turned, Document)
    assert turned.text() == upright.text()


def test_pages_that_are_pictures_are_counted() -> None:
    paper = Paper()
    paper.paragraph(100)
    paper.canvas.showPage()
    paper.picture()
    paper.canvas.showPage()
    paper.picture()
    paper.line(100, 60, "Ky boi: So Noi vu")
    document = read(paper)
    assert (document.pages, document.pages_read) == (3, 1)
    assert document.skipped == ((Reason.PAGES_SKIPPED, "trang 2-3 là ảnh"),)
    assert not document.read_complete


def test_a_scan_is_no_document() -> None:
    paper = Paper()
    paper.picture()
    scan = extract_bytes(paper.data())
    assert isinstance(scan, Unreadable)
    assert scan.reason is Reason.SCAN


def test_blank_and_encrypted() -> None:
    paper = Paper()
    paper.canvas.showPage()
    blank = extract_bytes(paper.data())
    assert isinstance(blank, Unreadable)
    assert blank.reason is Reason.NO_TEXT
    with pikepdf.open(io.BytesIO(table_paper().data())) as opened:
        target = io.BytesIO()
        opened.save(target, encryption=pikepdf.Encryption(user="a", owner="b"))
    locked = extract_bytes(target.getvalue())
    assert isinstance(locked, Unreadable)
    assert locked.reason is Reason.ENCRYPTED


def stamped(text: str, flags: int = 4) -> bytes:
    """A paper over which a signature widget draws a number."""
    with pikepdf.open(io.BytesIO(table_paper().data())) as opened:
        font = opened.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1,
                               BaseFont=pikepdf.Name.Helvetica)
        )  # fmt: skip
        form = opened.make_stream(f"BT /F 12 Tf 2 4 Td ({text}) Tj ET".encode())
        form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        form.BBox = [0, 0, 40, 16]
        form.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        value = pikepdf.Dictionary(Name="So Noi vu", M="D:20240605073000+07'00'")
        widget = opened.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Sig,
                T="so", V=value, Rect=[100, 700, 140, 716], F=flags,
                AP=pikepdf.Dictionary(N=form), P=opened.pages[0].obj,
            )
        )  # fmt: skip
        opened.pages[0].Annots = pikepdf.Array([widget])
        opened.Root.AcroForm = pikepdf.Dictionary(Fields=[widget], SigFlags=3)
        target = io.BytesIO()
        opened.save(target)
    return target.getvalue()


def test_stamps_and_signatures() -> None:
    document = extract_bytes(stamped("542"))
    assert isinstance(document, Document)
    (stamp,) = [block for block in document.blocks if block.kind is Kind.STAMP]
    assert stamp.text == "542"
    assert stamp.anchor.page == 1
    assert stamp.anchor.box is not None
    left, top, right, bottom = stamp.anchor.box
    assert 100 <= left < right <= 140
    assert 842 - 716 <= top < bottom <= 842 - 700
    (signature,) = document.signatures
    assert signature.signer == "So Noi vu"
    assert signature.page == 1
    assert signature.signed_at is not None
    assert signature.signed_at.isoformat() == "2024-06-05T07:30:00+07:00"


def test_hidden_stamps_are_not_read() -> None:
    document = extract_bytes(stamped("542", flags=2))
    assert isinstance(document, Document)
    assert not [block for block in document.blocks if block.kind is Kind.STAMP]


def test_the_second_reader_gives_pages_of_the_same_kind() -> None:
    data = table_paper().data()
    (page,) = read_lost_pages(data, [1], 0)
    (table,) = [part for part in page.parts if isinstance(part, Table)]
    ours = next(b.table for b in read(table_paper()).blocks if b.table)
    assert [[c.text for c in row] for row in table.rows] == [
        [c.text for c in row] for row in ours.rows
    ]
    assert "dong cuoi." in [paragraph.text() for paragraph in page.paragraphs]
    assert read_lost_pages(b"%PDF-1.7 broken", [1], 0) == []


SPANS = [([1, 2, 3, 7], "1-3, 7"), ([4], "4"), ([], ""), ([9, 8], "8-9")]


@pytest.mark.parametrize(("numbers", "text"), SPANS)
def test_spans(numbers: list[int], text: str) -> None:
    assert spans(numbers) == text


def test_letters_drawn_after_their_line_stand_where_they_are_seen() -> None:
    """Printed by LibreOffice in a font without Vietnamese letters: they come from another font."""
    path = Path(__file__).parent / "data" / "displaced_letters.pdf"
    document = extract_bytes(path.read_bytes())
    assert isinstance(document, Document)
    assert texts(document.blocks) == [
        "UBND TỈNH BÌNH THUẬN", "SỞ NỘI VỤ", "Số: 2105/BC-SNV",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "Bình Thuận, ngày 07 tháng 12 năm 2025",
        "BÁO CÁO", "Kết quả thực hiện Chương trình phát triển thanh niên tỉnh Bình Thuận",
        "Thực hiện Kế hoạch số 145/KH-UBND ngày 12 tháng 01 năm 2025 của Ủy ban nhân dân tỉnh, "
        "Sở Nội vụ tỉnh Bình Thuận báo cáo kết quả trên địa bàn tỉnh như sau:",
    ]  # fmt: skip
    tables = [block.table for block in document.blocks if block.table is not None]
    assert [grid(table) for table in tables] == [
        [
            ["Nhiệm vụ", "Kết quả"],
            ["Tổ chức tập huấn ở các huyện", "Đã mở 12 lớp cho 640 thanh niên"],
        ]
    ]


def test_broken_words_are_noticed() -> None:
    assert is_broken("Căn c ứ Quy ế t đ ị nh c ủ a Ủ y ban nhân dân t ỉ nh")
    assert not is_broken("Căn cứ Quyết định của Ủy ban nhân dân tỉnh, ý kiến của sở")


def grid(table: Table) -> list[list[str | None]]:
    """A table as pdfplumber gives it: None where a cell is merged into another."""
    width = max(cell.anchor.column or 1 for row in table.rows for cell in row)
    rows: list[list[str | None]] = []
    for row in table.rows:
        texts: list[str | None] = [None] * width
        for cell in row:
            texts[(cell.anchor.column or 1) - 1] = cell.text
        rows.append(texts)
    return rows


def test_cells_equal_pdfplumber(shared: Path) -> None:
    files = [shared / "plan" / "plan.pdf", *sorted((shared / "bench" / "plans").glob("*.pdf"))]
    for path in files:
        document = extract(path)
        assert isinstance(document, Document)
        ours = [grid(block.table) for block in document.blocks if block.table]
        theirs = []
        with pdfplumber.open(path) as opened:
            for page in opened.pages:
                theirs += page.extract_tables()
                page.close()
        wanted = [
            [[cell and unicodedata.normalize("NFC", cell) for cell in row] for row in table]
            for table in theirs
        ]
        assert ours == wanted, path.name


def test_stamped_numbers_of_real_papers(shared: Path) -> None:
    import json

    for line in (shared / "real" / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        if label["stamped"] == "yes" and label["scan"] == "no" and label["number"]:
            document = extract(shared / "real" / "files" / label["file"])
            assert isinstance(document, Document)
            assert label["number"] in texts(document.blocks, Kind.STAMP), label["file"]
