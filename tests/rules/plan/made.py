"""Documents made by hand: tables as lists of rows, text as lines."""

from __future__ import annotations

from extractors.document import Anchor, Block, Cell, Document, Kind, Table

Row = list[str | tuple[str, int, int]]  # a cell is its text, or text, row span, column span


def table(*rows: Row, number: int = 1) -> Block:
    """A table block."""
    lines = []
    for at, row in enumerate(rows, 1):
        cells = []
        for place, cell in enumerate(row, 1):
            text, down, across = cell if isinstance(cell, tuple) else (cell, 1, 1)
            cells.append(Cell(text, Anchor(table=number, row=at, column=place), down, across))
        lines.append(tuple(cells))
    anchor = Anchor(table=number)
    return Block("", Kind.TABLE, anchor, table=Table(tuple(lines), anchor))


def paragraph(text: str, number: int = 1) -> Block:
    """A paragraph block."""
    return Block(text, Kind.PARAGRAPH, Anchor(paragraph=number))


def document(*blocks: Block) -> Document:
    """A Word document."""
    return Document("docx", tuple(blocks))


def text_file(text: str) -> Document:
    """A text file, as the reader of plain text gives it."""
    lines = enumerate(text.strip("\n").split("\n"), 1)
    return Document("txt", tuple(paragraph(line.strip(), at) for at, line in lines if line.strip()))
