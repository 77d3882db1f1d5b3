"""Papers as Word documents in the form of Decree 30/2020/NĐ-CP."""

from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table, _Cell

from samples.paper import MOTTO, Paper, Part, is_section_row, parts, widths
from samples.stable import freeze

CENTRE = WD_ALIGN_PARAGRAPH.CENTER


def write(paper: Paper, file: Path) -> None:
    """Write the paper as DOCX, the same bytes every time."""
    word = Document()
    normal = word.styles["Normal"]
    normal.font.name = "Times New Roman"
    normal.font.size = Pt(13)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    normal.paragraph_format.space_after = Pt(4)
    page = word.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin, page.right_margin = Cm(3), Cm(1.5)
    page.top_margin = page.bottom_margin = Cm(2)
    if paper.kind == "letterhead":
        _letterhead(word, paper)
    _title(word, paper)
    for part in parts(paper.body):
        _part(word, part)
    if paper.sign or paper.recipients:
        _foot(word, paper)
    word.core_properties.author = paper.issuer or "Văn thư"
    word.save(str(file))
    freeze(file)


def _line(cell: _Cell, text: str, *, bold: bool = False, italic: bool = False) -> None:
    first = cell.paragraphs[0]
    paragraph = first if not first.text else cell.add_paragraph()
    paragraph.alignment = CENTRE
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(12)


def _letterhead(word: Word, paper: Paper) -> None:
    table = word.add_table(rows=1, cols=2)
    table.autofit = False
    left, right = table.rows[0].cells
    for index, width in enumerate((Cm(6.5), Cm(10))):
        table.columns[index].width = table.rows[0].cells[index].width = width
    if paper.parent:
        _line(left, paper.parent)
    _line(left, paper.issuer, bold=True)
    _line(left, f"Số: {paper.number}")
    if paper.subject:
        _line(left, f"V/v {paper.subject}")
    if paper.secrecy:
        _line(left, paper.secrecy, bold=True)
    _line(right, MOTTO[0], bold=True)
    _line(right, MOTTO[1], bold=True)
    _line(right, paper.place_and_date, italic=True)


def _title(word: Word, paper: Paper) -> None:
    word.add_paragraph()
    for text in filter(None, (paper.type, paper.title)):
        paragraph = word.add_paragraph()
        paragraph.alignment = CENTRE
        paragraph.add_run(text).bold = True
    for text in filter(None, (paper.attached, paper.to)):
        paragraph = word.add_paragraph()
        paragraph.alignment = CENTRE
        paragraph.add_run(text).italic = text is paper.attached


def _part(word: Word, part: Part) -> None:
    if part.kind == "table":
        table = word.add_table(rows=0, cols=len(part.rows[0]))
        table.style = "Table Grid"
        sizes = widths(part.rows, 16.5)
        for column, size in zip(table.columns, sizes, strict=True):
            column.width = Cm(size)
        for number, row in enumerate(part.rows):
            _row(table, row, bold=number == 0, sizes=sizes)
        word.add_paragraph()
        return
    paragraph = word.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.first_line_indent = Cm(1)
    paragraph.add_run(part.text).bold = part.kind == "heading"


def _row(table: Table, row: tuple[str, ...], *, bold: bool, sizes: list[float]) -> None:
    cells = list(table.add_row().cells)
    for cell, size in zip(cells, sizes, strict=True):
        cell.width = Cm(size)
    if is_section_row(row):
        cells[1].merge(cells[-1])
        cells, bold = cells[:2], True
    for cell, text in zip(cells, row, strict=False):
        cell.text = text
        for run in cell.paragraphs[0].runs:
            run.font.size = Pt(11)
            run.bold = bold


def _foot(word: Word, paper: Paper) -> None:
    left, right = word.add_table(rows=1, cols=2).rows[0].cells
    if paper.recipients:
        left.paragraphs[0].add_run("Nơi nhận:").bold = True
        for text in paper.recipients:
            left.add_paragraph(f"- {text}").paragraph_format.space_after = Pt(0)
    for text in paper.sign:
        _line(right, text, bold=True)
    if paper.signer:
        for _ in range(3):
            right.add_paragraph()
        name = right.add_paragraph()
        name.alignment = CENTRE
        name.add_run(paper.signer).bold = True
