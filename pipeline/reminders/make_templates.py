"""Makes the shipped templates: ``python -m pipeline.reminders.make_templates``.

The form is annex I of Decree 30/2020/NĐ-CP: A4, margins, fonts and sizes, lines and places.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Cm, Length, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from pipeline.outputs.replace import replace_file
from pipeline.reminders.template import LETTER, NOTE, SENDER_LINE, steady

FONT = "Times New Roman"
LEFT, RIGHT = Cm(6.3), Cm(10.2)  # the two halves of the head: 16.5 cm between the margins
MOTTO_WIDTH = Cm(6.02)  # "Độc lập - Tự do - Hạnh phúc" in Times bold 14
ITEMS = (
    ("TT", 1.1, "{{ item.no }}"),
    ("Nhiệm vụ theo Kế hoạch", 7.4, "{{ item.task }}"),
    ("Sản phẩm phải có", 4.2, "{{ item.output }}"),
    ("Thời hạn theo Kế hoạch", 3.5, "{{ item.deadline }}|{{ item.due }}"),
    ("Nội dung cần hoàn thành, bổ sung", 5.9, "{{ item.wrong }}"),
    ("Mã đối chiếu", 3.1, "{{ item.code }}|{{ item.reminded }}"),
)
RECEIVED = (
    ("TT", 1.1, "{{ loop.index }}"),
    ("Số, ký hiệu", 4.4, "{{ paper.number }}"),
    ("Ngày ban hành", 2.6, "{{ paper.date }}"),
    ("Loại văn bản", 3.0, "{{ paper.type }}"),
    ("Trích yếu hoặc tên tệp", 8.6, "{{ paper.title }}"),
    ("Ngày nhận", 2.6, "{{ paper.received }}"),
    ("Tình trạng đọc", 2.9, "{{ paper.status }}"),
)
NOT_HEARD = (("TT", 1.5, "{{ loop.index }}"), ("Đơn vị", 23.7, "{{ member.name }}"))
NOTE_ITEMS = (
    ("TT", 1.0, "{{ item.no }}"),
    ("Nhiệm vụ", 5.0, "{{ item.task }}"),
    ("Sản phẩm", 2.8, "{{ item.output }}"),
    ("Thời hạn", 2.4, "{{ item.deadline }}|{{ item.due }}"),
    ("Nội dung cần hoàn thành", 2.9, "{{ item.wrong }}"),
    ("Mã", 2.4, "{{ item.code }}"),
)
Columns = tuple[tuple[str, float, str], ...]


def make_letter() -> bytes:
    """The letter with its annexes."""
    word = _blank()
    _head(word, "{{ number }}", "{{ subject }}")
    _line(word, "", 6)
    _line(word, "Kính gửi: {{ addressee }}", 14, after=12)
    _text(word, "{{ basis }}")
    _when(word, "last", lambda: _text(word, "{{ last }}"))
    _text(word, "{{ state }}")
    _each(word, "line in counts", "{{ line }}")
    _text(word, "{{ ask }}")
    _each(word, "line in requests", "{{ line }}")
    _text(word, "{{ closing }}", after=12)
    _foot(word)
    _annex(word, "{{ annex_items }}", "Danh mục nội dung cần hoàn thành, bổ sung")
    _table(word, ITEMS, "item in items")
    _tag(word, "{%p if not_heard %}")
    _annex(word, "{{ annex_members }}", "Danh sách đơn vị chưa gửi tài liệu")
    _table(word, NOT_HEARD, "member in not_heard")
    _tag(word, "{%p endif %}")
    _annex(word, "{{ annex_received }}", "Danh mục văn bản, tài liệu đã nhận")
    _tag(word, "{%p if received %}")
    _table(word, RECEIVED, "paper in received")
    _text(word, "{{ received_note }}", before=6)
    _tag(word, "{%p else %}")
    _text(word, "{{ none_received }}")
    _tag(word, "{%p endif %}")
    return _packed(word)


def make_note() -> bytes:
    """The internal note of the office that collects."""
    word = _blank()
    _head(word, "", "")
    _line(word, "", 6)
    _line(word, "{{ title }}", 14, bold=True)
    _line(word, "{{ subject }}", 14, bold=True, after=12)
    _line(word, "Kính trình: {{ addressee }}", 14, after=12)
    _text(word, "{{ basis }}")
    _each(word, "line in counts", "{{ line }}")
    _table(word, NOTE_ITEMS, "item in items")
    _text(word, "{{ ask }}", before=6)
    table = _grid(word, 1, (Cm(8.25), Cm(8.25)), lines=False)
    for cell, who in zip(
        table.rows[0].cells, ("Ý KIẾN CỦA LÃNH ĐẠO", "NGƯỜI LẬP PHIẾU"), strict=True
    ):
        _line(cell, who, 13, bold=True)
    return _packed(word)


def _blank() -> Word:
    word = Document()
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(14)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), FONT)
    normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
    word.styles.add_style(SENDER_LINE, WD_STYLE_TYPE.PARAGRAPH)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    normal.element.get_or_add_rPr().append(language)
    word.core_properties.author = word.core_properties.comments = ""
    word.core_properties.title = ""
    page = word.sections[0]
    _page(page, landscape=False)
    header = page.header.paragraphs[0]
    header.style, header.alignment = normal, ALIGN.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    header._p.append(field)
    return word


def _page(page: Section, landscape: bool) -> None:
    """A4 with the decree's margins; the first page shows no number, each annex starts at 1."""
    sides = (Cm(29.7), Cm(21)) if landscape else (Cm(21), Cm(29.7))
    page.page_width, page.page_height = sides
    page.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    page.top_margin = page.bottom_margin = Cm(2)
    page.left_margin, page.right_margin = Cm(3), Cm(1.5)
    page.header_distance = Cm(1)
    page.different_first_page_header_footer = True
    numbering = page._sectPr.find(qn("w:pgNumType"))
    if numbering is None:
        numbering = OxmlElement("w:pgNumType")
        page._sectPr.insert_element_before(numbering, "w:cols", "w:titlePg", "w:docGrid")
    numbering.set(qn("w:start"), "1")


def _head(word: Word, number: str, subject: str) -> None:
    table = _grid(word, 1, (LEFT, RIGHT), lines=False)
    left, right = table.rows[0].cells
    _loop(left, "line in parent_lines", 13)
    _loop(left, "line in sender_lines", 13, bold=True)
    _rule(left, (LEFT - Cm(1)) // 2).style = SENDER_LINE
    _line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, bold=True)
    _line(right, "Độc lập - Tự do - Hạnh phúc", 14, bold=True)
    _rule(right, (RIGHT - MOTTO_WIDTH) // 2)
    below = table.add_row().cells
    for cell, width in zip(below, (LEFT, RIGHT), strict=True):
        cell.width = width
    if number:
        _line(below[0], number, 13)
        _line(below[0], subject, 12)
    _line(below[1], "{{ place_and_date }}", 14, italic=True, before=4)


def _foot(word: Word) -> None:
    table = _grid(word, 1, (Cm(8.25), Cm(8.25)), lines=False)
    left, right = table.rows[0].cells
    _line(left, "Nơi nhận:", 12, bold=True, italic=True, align=ALIGN.LEFT)
    _loop(left, "line in copies", 11, align=ALIGN.LEFT)
    _loop(right, "line in signing", 14, bold=True)
    for _ in range(4):
        _line(right, "", 14)
    _line(right, "{{ signer }}", 14, bold=True)


def _annex(word: Word, number: str, title: str) -> None:
    page = word.add_section(WD_SECTION.NEW_PAGE)
    ending = word.paragraphs[-1]
    if ending._p.find(qn("w:pPr")) is not None:  # the paragraph that ends the section before
        ending.paragraph_format.line_spacing = Pt(1)
    _page(page, landscape=True)
    _line(word, f"Phụ lục {number}", 14, bold=True)
    _line(word, title.upper(), 14, bold=True)
    _line(word, "{{ attached }}", 14, italic=True, after=10)


def _table(word: Word, columns: Columns, loop: str) -> None:
    """A ruled table: a head that every page repeats, and a row for each value of the loop."""
    table = _grid(word, 1, tuple(Cm(width) for _, width, _ in columns), lines=True)
    head = table.rows[0]
    for cell, (name, _, _) in zip(head.cells, columns, strict=True):
        _line(cell, name, 12, bold=True, before=2, after=2)
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in (f"{{%tr for {loop} %}}", "", "{%tr endfor %}"):
        cells = table.add_row()
        cells._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, (_, width, field) in zip(cells.cells, columns, strict=True):
            cell.width = Cm(width)
            if not row:
                for part in field.split("|"):
                    narrow = width < 3.0 or part == "{{ item.code }}"
                    _line(cell, part, 12, align=ALIGN.CENTER if narrow else ALIGN.LEFT)
        if row:
            cells.cells[0].paragraphs[0].add_run(row)


def _grid(word: Word, rows: int, widths: tuple[Length, ...], *, lines: bool) -> Table:
    table = word.add_table(rows, len(widths))
    table.autofit = False
    if lines:
        table.style = "Table Grid"
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        one = OxmlElement(f"w:{side}")
        one.set(qn("w:w"), "85" if lines else "0")
        one.set(qn("w:type"), "dxa")
        margins.append(one)
    table._tbl.tblPr.append(margins)
    return table


def _line(
    place: Word | _Cell,
    text: str,
    size: float,
    *,
    bold: bool = False,
    italic: bool = False,
    align: ALIGN = ALIGN.CENTER,
    before: float = 0,
    after: float = 0,
) -> Paragraph:
    """A paragraph of one look; the first in a cell takes the cell's empty one."""
    empty = isinstance(place, _Cell) and not place.paragraphs[0]._p.findall(qn("w:r"))
    line = place.paragraphs[0] if empty else place.add_paragraph()
    line.alignment = align
    line.paragraph_format.space_before, line.paragraph_format.space_after = Pt(before), Pt(after)
    run = line.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    return line


def _text(word: Word, text: str, *, before: float = 0, after: float = 6) -> None:
    """A paragraph of the body: justified, its first line drawn in."""
    line = _line(word, text, 14, align=ALIGN.JUSTIFY, before=before, after=after)
    line.paragraph_format.first_line_indent = Cm(1.27)


def _each(word: Word, loop: str, text: str) -> None:
    _tag(word, f"{{%p for {loop} %}}")
    _text(word, text)
    _tag(word, "{%p endfor %}")


def _when(word: Word, name: str, write: object) -> None:
    assert callable(write)
    _tag(word, f"{{%p if {name} %}}")
    write()
    _tag(word, "{%p endif %}")


def _loop(
    cell: _Cell, loop: str, size: float, *, bold: bool = False, align: ALIGN = ALIGN.CENTER
) -> None:
    _line(cell, f"{{%p for {loop} %}}", size)
    _line(cell, "{{ line }}", size, bold=bold, align=align)
    _line(cell, "{%p endfor %}", size)


def _tag(word: Word, text: str) -> None:
    word.add_paragraph().add_run(text)


def _rule(cell: _Cell, indent: int) -> Paragraph:
    """A horizontal line between two indents."""
    line = cell.add_paragraph()
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = Length(indent)
    line.paragraph_format.line_spacing = Pt(4)
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "auto")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    line._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )
    return line


def _packed(word: Word) -> bytes:
    file = BytesIO()
    word.save(file)
    return steady(file.getvalue())


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    replace_file(path, lambda draft: draft.write_bytes(data) and None)


if __name__ == "__main__":
    _write(LETTER, make_letter())
    _write(NOTE, make_note())
