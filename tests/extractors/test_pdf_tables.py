"""Ruled tables of a PDF in odd places: sideways, with headings in two rows, with hyphens."""

from __future__ import annotations

import io

from reportlab.pdfgen.canvas import Canvas

from extractors.document import Document, Kind, Table
from extractors.formats import extract_bytes

WIDTH, HEIGHT = 595.0, 842.0
UPRIGHT, SIDEWAYS = (WIDTH, HEIGHT), (HEIGHT, WIDTH)

# Heading of two rows: "Ket qua" over "Quy I" and "Quy II"; then two rows of data.
TOPS, LEFTS = (100.0, 120.0, 140.0, 160.0, 180.0), (90.0, 130.0, 300.0, 420.0, 540.0)
WORDS = (
    (95, 115, "TT"), (135, 115, "Nhiem vu"), (305, 115, "Ket qua"),
    (305, 135, "Quy I"), (425, 135, "Quy II"),
    (95, 155, "1"), (135, 155, "Cong khai ngan sach"), (305, 155, "12/SNV-"), (425, 155, "Xong"),
    (95, 175, "2"), (135, 175, "Ke khai tai san"), (305, 175, "Chua"), (425, 175, "Dang lam"),
)  # fmt: skip
EXPECTED = [
    [("TT", 2, 1), ("Nhiem vu", 2, 1), ("Ket qua", 1, 2)],
    [("Quy I", 1, 1), ("Quy II", 1, 1)],
    [("1", 1, 1), ("Cong khai ngan sach", 1, 1), ("12/SNV-", 1, 1), ("Xong", 1, 1)],
    [("2", 1, 1), ("Ke khai tai san", 1, 1), ("Chua", 1, 1), ("Dang lam", 1, 1)],
]


def draw(canvas: Canvas, height: float) -> None:
    """The table on a sheet of that height, its places counted from the top."""
    canvas.setFont("Helvetica", 10)
    for x, top, text in WORDS:
        canvas.drawString(x, height - top, text)
    for top in TOPS:
        start = 300.0 if top == 120.0 else 90.0
        canvas.line(start, height - top, 540, height - top)
    for left in LEFTS:
        start = 120.0 if left == 420.0 else 100.0
        canvas.line(left, height - start, left, height - 180)


def tables(data: bytes) -> list[Table]:
    document = extract_bytes(data)
    assert isinstance(document, Document), document
    return [block.table for block in document.blocks if block.table is not None]


def spans(table: Table) -> list[list[tuple[str, int, int]]]:
    return [[(c.text, c.row_span, c.col_span) for c in row] for row in table.rows]


def test_a_heading_of_two_rows() -> None:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=UPRIGHT)
    draw(canvas, HEIGHT)
    canvas.save()
    (table,) = tables(target.getvalue())
    assert spans(table) == EXPECTED


def test_a_table_drawn_sideways_on_an_upright_page() -> None:
    for angle, across, down in ((90, WIDTH, 0.0), (-90, 0.0, HEIGHT)):
        target = io.BytesIO()
        canvas = Canvas(target, pagesize=UPRIGHT)
        canvas.translate(across, down)
        canvas.rotate(angle)
        draw(canvas, WIDTH)
        canvas.save()
        (table,) = tables(target.getvalue())
        assert spans(table) == EXPECTED, angle


def test_a_page_turned_by_its_viewer() -> None:
    for turns in (90, 180, 270):
        target = io.BytesIO()
        canvas = Canvas(target, pagesize=UPRIGHT if turns == 180 else SIDEWAYS)
        canvas.setPageRotation(turns)
        # Drawn so that it stands upright once the viewer has turned the page.
        canvas.translate(*{90: (HEIGHT, 0), 180: (WIDTH, HEIGHT), 270: (0, WIDTH)}[turns])
        canvas.rotate(turns)
        draw(canvas, HEIGHT)
        canvas.save()
        (table,) = tables(target.getvalue())
        assert spans(table) == EXPECTED, turns


def test_a_hyphen_at_the_end_of_a_line_binds_in_a_number() -> None:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=UPRIGHT)
    canvas.setFont("Helvetica", 13)
    full = "Thuc hien Ke hoach ve nang cao chi so hieu qua quan tri tai Van ban so 05/BC-"
    canvas.drawString(121, 700, full[:58])
    canvas.drawString(85, 682, "chi so hieu qua quan tri va hanh chinh cong tai van ban so 05/BC-")
    canvas.drawString(85, 664, "SNV ngay 05/6/2024 cua So Noi vu.")
    canvas.save()
    document = extract_bytes(target.getvalue())
    assert isinstance(document, Document)
    words = " ".join(b.text for b in document.blocks if b.kind is Kind.PARAGRAPH)
    assert "05/BC-SNV ngay" in words
