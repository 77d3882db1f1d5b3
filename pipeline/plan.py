"""The plan file a clerk names, as a Plan."""

from __future__ import annotations

from pathlib import Path

import docx
from docx.oxml.ns import qn

from extractors.document import Anchor, Block, Cell, Document, Kind, Table
from pipeline.errors import UserError
from rules.model.plan import Plan
from rules.plan.reader import read_plan
from rules.vietnamese.text import nfc


def load_plan(path: Path) -> Plan:
    """The plan of a file."""
    if not path.exists():
        raise UserError(f"{path.name}: không tìm thấy tệp kế hoạch; hãy kiểm tra lại đường dẫn.")
    return read_plan(_read_word(path), path.name)


def _read_word(path: Path) -> Document:
    """A Word file's paragraphs and tables, until the package of readers takes its place."""
    blocks: list[Block] = []
    tables = paragraphs = 0
    for element in docx.Document(str(path)).element.body.iterchildren():
        if element.tag == qn("w:p"):
            paragraphs += 1
            text = nfc("".join(run.text or "" for run in element.iter(qn("w:t"))))
            blocks.append(Block(text, Kind.PARAGRAPH, Anchor(paragraph=paragraphs)))
        elif element.tag == qn("w:tbl"):
            tables += 1
            rows = []
            for at, row in enumerate(element.iter(qn("w:tr")), 1):
                cells = []
                for place, cell in enumerate(row.iter(qn("w:tc")), 1):
                    span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
                    width = int(span.get(qn("w:val"))) if span is not None else 1
                    lines = (
                        "".join(run.text or "" for run in p.iter(qn("w:t")))
                        for p in cell.iter(qn("w:p"))
                    )
                    anchor = Anchor(table=tables, row=at, column=place)
                    cells.append(Cell(nfc("\n".join(lines)), anchor, 1, width))
                rows.append(tuple(cells))
            table = Table(tuple(rows), Anchor(table=tables))
            blocks.append(Block("", Kind.TABLE, Anchor(table=tables), table=table))
    return Document("docx", tuple(blocks))
