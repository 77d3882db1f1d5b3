"""One invented paper that holds everything a Word file can hide; expected by hand."""

from __future__ import annotations

from extractors.document import Document, Kind
from extractors.formats import extract_bytes
from tests.extractors.test_word import GRID, NUMBERING, cell, listed, p, package

HEADER = f"<w:hdr NAMES>{p('UBND TỈNH SƠN LA')}</w:hdr>"
FOOTER = f"<w:ftr NAMES>{p('Trang 1')}</w:ftr>"
FOOTNOTES = (
    '<w:footnotes NAMES><w:footnote w:id="-1"><w:p/></w:footnote>'
    f'<w:footnote w:id="2">{p("Số liệu đến 31/5/2024")}</w:footnote>'
    f'<w:footnote w:id="3">{p("không ai nhắc tới")}</w:footnote></w:footnotes>'
)
BOX = f"<w:txbxContent>{p('DỰ THẢO')}</w:txbxContent>"
TRACKED = (
    '<w:p><w:r><w:t xml:space="preserve">Đã ban hành </w:t></w:r>'
    "<w:del><w:r><w:delText>03</w:delText></w:r></w:del>"
    "<w:ins><w:r><w:t>05</w:t></w:r></w:ins>"
    '<w:r><w:t xml:space="preserve"> văn bản</w:t></w:r>'
    "<w:moveFrom><w:r><w:t> trong quý I</w:t></w:r></w:moveFrom>"
    '<w:moveTo><w:r><w:t xml:space="preserve"> trong quý II</w:t></w:r></w:moveTo>'
    '<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
)
CONTROL = (
    "<w:sdt><w:sdtPr/><w:sdtContent>"
    "<w:p><w:r><w:t>Kính gửi: Sở Nội vụ</w:t></w:r></w:p></w:sdtContent></w:sdt>"
)
SHAPE = (
    "<w:p><w:r><mc:AlternateContent>"
    f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{BOX}</wps:txbx></w:drawing></mc:Choice>'
    f"<mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r><w:r><w:t>Phần mở đầu</w:t></w:r></w:p>"
)
SIGNS = (
    '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/>'
    '<w:t xml:space="preserve"> Hoàn thành</w:t></w:r>'
    "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ghi chú ẩn</w:t></w:r></w:p>"
)
INNER = (
    f"<w:tbl><w:tr>{cell('Quý I')}{cell('3')}</w:tr>"
    f"<w:tr>{cell('Quý II')}{cell('2')}</w:tr></w:tbl>"
)
TALL, UNDER, WIDE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'
TABLE = (
    f"<w:tbl>{GRID}<w:tr>{cell('TT', TALL)}{cell('Kết quả', WIDE)}</w:tr>"
    f"<w:tr>{cell('', UNDER)}{cell('Số')}{cell('Chi tiết')}</w:tr>"
    f"<w:tr>{cell('1')}{cell('5')}<w:tc>{INNER}{p('đã gửi')}</w:tc></w:tr></w:tbl>"
)


def whole() -> Document:
    lists = "".join(
        p(text, listed(number, depth))
        for text, number, depth in (
            ("Kết quả", 1, 0),
            ("Cải cách thể chế", 1, 1),
            ("rà soát", 1, 2),
            ("ban hành", 1, 2),
            ("Cải cách thủ tục", 1, 1),
            ("niêm yết", 1, 2),
            ("gạch đầu dòng", 2, 0),
            ("Kiến nghị", 3, 0),
        )
    )
    body = CONTROL + TRACKED + SHAPE + SIGNS + lists + TABLE
    read = extract_bytes(
        package(body, numbering=NUMBERING, footnotes=FOOTNOTES, header=HEADER, footer=FOOTER)
    )
    assert isinstance(read, Document)
    return read


def test_everything_a_reader_sees_and_nothing_else() -> None:
    assert [(b.kind, b.label, b.text) for b in whole().blocks if b.table is None] == [
        (Kind.RUNNING, "", "UBND TỈNH SƠN LA"),
        (Kind.PARAGRAPH, "", "Kính gửi: Sở Nội vụ"),
        (Kind.PARAGRAPH, "", "Đã ban hành 05 văn bản trong quý II"),
        (Kind.PARAGRAPH, "", "Phần mở đầu"),
        (Kind.TEXT_BOX, "", "DỰ THẢO"),
        (Kind.PARAGRAPH, "", "☑ Hoàn thành"),
        (Kind.LIST_ITEM, "I.", "Kết quả"),
        (Kind.LIST_ITEM, "1.", "Cải cách thể chế"),
        (Kind.LIST_ITEM, "a)", "rà soát"),
        (Kind.LIST_ITEM, "b)", "ban hành"),
        (Kind.LIST_ITEM, "2.", "Cải cách thủ tục"),
        (Kind.LIST_ITEM, "a)", "niêm yết"),
        (Kind.LIST_ITEM, "-", "gạch đầu dòng"),
        (Kind.LIST_ITEM, "IV.", "Kiến nghị"),
        (Kind.FOOTNOTE, "", "Số liệu đến 31/5/2024"),
        (Kind.RUNNING, "", "Trang 1"),
    ]


def test_its_table() -> None:
    (block,) = [b for b in whole().blocks if b.table is not None]
    assert block.table is not None
    assert [[(c.text, c.row_span, c.col_span) for c in row] for row in block.table.rows] == [
        [("TT", 2, 1), ("Kết quả", 1, 2)],
        [("Số", 1, 1), ("Chi tiết", 1, 1)],
        [("1", 1, 1), ("5", 1, 1), ("Quý I\t3\nQuý II\t2\nđã gửi", 1, 1)],
    ]
    assert block.table.ruled
