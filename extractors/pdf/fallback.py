"""Pages that PDFium cannot load, read by pdfplumber: slower, with a parser of its own."""

from __future__ import annotations

import io

import pdfplumber
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException

from extractors.characters import nfc
from extractors.document import Anchor, Cell, Table
from extractors.pdf.layout import Paragraph
from extractors.pdf.lines import Piece
from extractors.pdf.page import Page, State

PAGE_LIMIT = 50  # pdfplumber takes a second for some pages

_ERRORS = (PDFException, PSException, pdfplumber.utils.exceptions.PdfminerException, ValueError,
           TypeError, KeyError, IndexError, AttributeError, AssertionError, RecursionError,
           OverflowError)  # fmt: skip


def read_lost_pages(data: bytes, numbers: list[int], tables_before: int) -> list[Page]:
    """Those of the pages named (from 1) that pdfplumber can read."""
    found: list[Page] = []
    try:
        with pdfplumber.open(io.BytesIO(data)) as opened:
            for number in numbers[:PAGE_LIMIT]:
                if number <= len(opened.pages):
                    page = _read(opened.pages[number - 1], number, tables_before)
                    tables_before += len(page.parts) - len(page.paragraphs)
                    found.append(page)
    except _ERRORS:
        return found
    return found


def _read(source: pdfplumber.page.Page, number: int, tables_before: int) -> Page:
    page = Page(number, State.TEXT, float(source.width), float(source.height))
    try:
        tables = source.find_tables()
        boxes = [table.bbox for table in tables]
        for line in source.extract_text_lines(strip=True):
            middle = (line["top"] + line["bottom"]) / 2
            if not any(top <= middle <= bottom for _, top, _, bottom in boxes):
                box = line["x0"], line["top"], line["x1"], line["bottom"]
                page.parts.append(Paragraph([Piece(line["text"], *box)], number, fixed=True))
        for place, table in enumerate(tables, start=tables_before + 1):
            page.parts.append(_table(table, number, place))
        page.letters = sum(map(str.isalnum, source.extract_text()))
    finally:
        source.close()
    page.state = State.TEXT if page.parts else State.BLANK
    return page


def _table(source: pdfplumber.table.Table, page: int, number: int) -> Table:
    rows = []
    for row, texts in enumerate(source.extract(), start=1):
        cells = [
            Cell(nfc(text), Anchor(page, table=number, row=row, column=column))
            for column, text in enumerate(texts, start=1)
            if text is not None
        ]
        rows.append(tuple(cells))
    return Table(tuple(rows), Anchor(page, source.bbox, table=number))
