"""How the summary is set: the page and letters of Decree 30/2020, tables, bytes that repeat."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Cm, Length, Mm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from pipeline.outputs.clean import clean

FONT = "Times New Roman"
BODY = 13.0  # points; the decree asks for 13 to 14
_HEAD_GROUND = "E3EEF9"
_PALE = RGBColor(0x8A, 0x93, 0x9C)


def open_document(day: date, title: str) -> Document:
    """An empty A4 page with the decree's margins and letters; stamped with a day, not a clock."""
    document: Document = docx.Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(BODY)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:eastAsia", "w:cs", "w:hAnsi", "w:ascii"):
        fonts.set(qn(name), FONT)
    style.paragraph_format.space_after = Pt(0)
    set_margins(document.sections[0])
    stamp = datetime.combine(day, time())
    facts = document.core_properties
    facts.title, facts.author, facts.comments = clean(title, 200), "", ""
    facts.created = facts.modified = stamp
    facts.last_modified_by, facts.language = "", "vi-VN"
    return document


def set_margins(section: Section) -> None:
    """A4; 20 mm above and below, 30 mm left, 20 mm right."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = section.right_margin = Mm(20)
    section.left_margin = Mm(30)
    section.header_distance = section.footer_distance = Mm(10)


def add_landscape(document: Document) -> Section:
    """A new page across, for the annex."""
    section: Section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.different_first_page_header_footer = False
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(20)
    return section


def number_pages(section: Section, foot: str) -> None:
    """Page numbers in the middle above, not on the first page; what was counted, below."""
    section.different_first_page_header_footer = True
    above = section.header.paragraphs[0]
    above.alignment = ALIGN.CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = above.add_run()
        if kind:
            field = OxmlElement("w:fldChar")
            field.set(qn("w:fldCharType"), kind)
        else:
            field = OxmlElement("w:instrText")
            field.text = text
        run._r.append(field)
    for footer in (section.footer, section.first_page_footer):
        _set(footer.paragraphs[0].add_run(clean(foot, 200)), 9, italic=True)


def write(
    where: Document | _Cell,
    text: str,
    align: ALIGN = ALIGN.LEFT,
    size: float = BODY,
    bold: bool = False,
    italic: bool = False,
    before: float = 0,
    after: float = 0,
    indent: Length | None = None,
) -> Paragraph:
    """A paragraph; a cell's first, empty paragraph is used first."""
    fresh = isinstance(where, _Cell) and len(where.paragraphs) == 1 and not where.text
    paragraph: Paragraph = where.paragraphs[0] if fresh else where.add_paragraph()
    paragraph.alignment = align
    shape = paragraph.paragraph_format
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    shape.first_line_indent = indent
    _set(paragraph.add_run(clean(text, 4_000)), size, bold, italic)
    return paragraph


def _set(run: Run, size: float, bold: bool = False, italic: bool = False) -> None:
    run.font.size, run.bold, run.italic = Pt(size), bold, italic


def rule_under(cell: _Cell, side: float) -> None:
    """A thin line under what a cell holds so far, ``side`` centimetres from each edge."""
    paragraph = cell.add_paragraph()
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = Cm(side)
    shape.line_spacing = Pt(2)
    line = (
        f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/>'
    )
    # pBdr stands before spacing and alignment in a paragraph's properties.
    paragraph._p.get_or_add_pPr().insert_element_before(
        parse_xml(f"{line}</w:pBdr>"), "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc"
    )


def add_plain_table(document: Document, widths: Sequence[Length]) -> list[_Cell]:
    """One row of cells without borders, for what stands side by side."""
    table = document.add_table(rows=1, cols=len(widths))
    _fix_widths(table, widths, margin=0)
    return list(table.rows[0].cells)


def add_table(
    document: Document,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[Length],
    size: float,
    last_bold: bool = False,
    left: int = 1,
) -> Table:
    """A ruled table; its heading row is repeated on every page, no row is split.

    The first ``left`` columns are words, the others numbers in the middle.
    """
    table: Table = document.add_table(rows=1 + len(rows), cols=len(headings))
    table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    _fix_widths(table, widths, margin=40)
    for number, (texts, row) in enumerate(zip([headings, *rows], table.rows, strict=True)):
        strong = number == 0 or (last_bold and number == len(rows))
        _mark_row(row, heading=number == 0)
        for column, (text, cell) in enumerate(zip(texts, row.cells, strict=True)):
            words = column < left and number > 0
            written = write(cell, text, ALIGN.LEFT if words else ALIGN.CENTER, size, bold=strong)
            if text == "0":  # so that the eye finds the rest
                written.runs[0].font.color.rgb = _PALE
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
            if number == 0:
                _shade(cell)
    return table


def _mark_row(row: _Row, heading: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    for name in ("w:cantSplit", *(["w:tblHeader"] if heading else [])):
        properties.append(OxmlElement(name))


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", _HEAD_GROUND)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _fix_widths(table: Table, widths: Sequence[Length], margin: int) -> None:
    """The widths as given, whatever stands in the cells; ``margin`` in twentieths of a point."""
    table.autofit = False
    sides = "".join(f'<w:{side} w:w="{margin}" w:type="dxa"/>' for side in ("left", "right"))
    margins = parse_xml(f"<w:tblCellMar {nsdecls('w')}>{sides}</w:tblCellMar>")
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def to_bytes(document: Document) -> bytes:
    """The file; the same document gives the same bytes on every day and machine."""
    made = io.BytesIO()
    document.save(made)
    steady = io.BytesIO()
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(steady, "w") as out:
        for name in parts.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            out.writestr(entry, parts.read(name))
    return steady.getvalue()
