"""How a paper of Decree 30/2020/NĐ-CP looks: its page, its lines, its tables."""

from __future__ import annotations

from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Cm, Length, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
WIDTH = Cm(16.5)  # between the margins of an upright page
WIDTH_ACROSS = Cm(25.2)


def set_font(word: Word) -> None:
    """Times New Roman 14 for all of a document, in Vietnamese, without space between lines."""
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(14)
    properties = normal.element.get_or_add_rPr()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        properties.get_or_add_rFonts().set(qn(script), FONT)
    normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    properties.append(language)


def set_page(section: Section, *, across: bool = False) -> None:
    """A4 with the decree's margins; the first page shows no number, each annex starts at 1."""
    sides = (Cm(29.7), Cm(21)) if across else (Cm(21), Cm(29.7))
    section.page_width, section.page_height = sides
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    section.top_margin = section.bottom_margin = Cm(2)
    section.left_margin, section.right_margin = Cm(3), Cm(1.5)
    section.header_distance = Cm(1)
    section.different_first_page_header_footer = True
    numbering = section._sectPr.find(qn("w:pgNumType"))
    if numbering is None:
        numbering = OxmlElement("w:pgNumType")
        section._sectPr.xpath("w:cols")[0].addprevious(numbering)
    numbering.set(qn("w:start"), "1")


def number_pages(section: Section) -> None:
    """The page's number in the middle of its head."""
    paragraph = section.header.paragraphs[0]
    paragraph.style, paragraph.alignment = "Normal", ALIGN.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    shown = paragraph.add_run("2")  # what stands there until the pages are counted
    paragraph._p.append(field)
    field.append(shown._r)


def add_line(
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
    line: Paragraph = place.paragraphs[0] if empty else place.add_paragraph()
    line.alignment = align
    line.paragraph_format.space_before, line.paragraph_format.space_after = Pt(before), Pt(after)
    run = line.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    return line


def add_text(word: Word, text: str, *, before: float = 0, after: float = 5) -> Paragraph:
    """A paragraph of the body: justified, its first line drawn in."""
    line = add_line(word, text, 14, align=ALIGN.JUSTIFY, before=before, after=after)
    line.paragraph_format.first_line_indent = Cm(1.27)
    return line


def add_rule(cell: _Cell, indent: int) -> Paragraph:
    """A horizontal line between two indents."""
    line: Paragraph = cell.add_paragraph()
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = Length(indent)
    line.paragraph_format.line_spacing = Pt(4)
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "auto")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    line._p.get_or_add_pPr().xpath("w:spacing")[0].addprevious(borders)
    return line


def add_grid(word: Word, rows: int, widths: tuple[Length, ...], *, ruled: bool) -> Table:
    """A table of fixed widths whose rows are not torn by the end of a page."""
    table: Table = word.add_table(rows, len(widths))
    table.autofit = False
    if ruled:
        table.style = "Table Grid"
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        one = OxmlElement(f"w:{side}")
        one.set(qn("w:w"), "85" if ruled else "0")
        one.set(qn("w:type"), "dxa")
        margins.append(one)
    table._tbl.tblPr.xpath("w:tblLook")[0].addprevious(margins)  # Word minds the order
    return table


def repeat_head(table: Table) -> None:
    """Let every page repeat the first row."""
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
