"""The readers of what is written in papers, each as a function of a text or of a document."""

from __future__ import annotations

from collections.abc import Callable

from extractors.document import Anchor, Block, Cell, Document, Kind, Table
from pipeline.importing.understand import day_in, understood_kind
from pipeline.outputs.clean import clean, for_cell, for_csv, one_line
from pipeline.papers.cite import cite
from pipeline.papers.letters import is_report
from pipeline.papers.segment import segment
from rules.agencies import load
from rules.decisions import kind_of
from rules.document_types import DocumentTypes
from rules.plan.cells import join_broken, split_agencies, split_items
from rules.plan.columns import name_column
from rules.plan.deadline_story import explain_deadline
from rules.plan.deadlines import read_deadline
from rules.plan.obligations import oblige
from rules.plan.outputs import pairing
from rules.plan.periodic import periodic_reports, unread_reports
from rules.plan.reader import read_plan
from rules.plan.relative import read_relative
from rules.plan.revision_words import read_marks
from rules.vietnamese.citations import find_citations
from rules.vietnamese.clauses import split_clauses
from rules.vietnamese.dates import find_dates, parse_date
from rules.vietnamese.figures import find_figures
from rules.vietnamese.frame import read_frame
from rules.vietnamese.header import read_header
from rules.vietnamese.header_issuer import clean_agency, read_agencies
from rules.vietnamese.header_title import tidy
from rules.vietnamese.hints import find_hint
from rules.vietnamese.modality import read_modality, read_share, read_status
from rules.vietnamese.periods import data_window, read_period
from rules.vietnamese.sections import read_label, read_part
from rules.vietnamese.text import fold, key, tokens
from tests import factories as make

TYPES, REGISTRY, PLAN = DocumentTypes.load(), load(), make.plan()
# What papers are made of, and what trips up those who read them.
PIECES = [
    *"""Số: |số |/KH-UBND|15/KH-UBND|-SNV|Kế hoạch |Quyết định số |Báo cáo |Công văn |CV số |V/v
Về việc |ngày |tháng |năm |ngày 01 tháng 01 năm 2024|15/01/2024|31/02/2024|00/00/0000|quý |V/2024
Quý I/2024|6 tháng |hằng năm |thường xuyên |trước ngày |từ ngày |đến ngày |chậm nhất |sau |hết
ngày kể từ ngày |UBND |UBND TỈNH SƠN LA|SỞ NỘI VỤ|Sở Y tế|UBND huyện |UBND xã |Hội đồng nhân dân
các sở, ban, ngành|đã |chưa |sẽ |không |đang |được |hoàn thành |đạt |100%|1.234,5|1.2.3.4|0,|%
12 |VIII.|I.|1.|1.1.1.|a)|- |+ |I.3|VI.1|nhiệm vụ số |mục |phụ lục |của |và |; |, |: |. |.... |____
***|---|(|)|“|”|"|'|TM. |KT. |Nơi nhận:|Kính gửi: |CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|DỰ THẢO|MẬT
STT|Nhiệm vụ|Cơ quan chủ trì|Thời gian hoàn thành|Sản phẩm|bãi bỏ nhiệm vụ |đề nghị |yêu cầu |gửi
""".replace("\n", "|").split("|"),
    "\n", "\t", "\u00a0", " " * 9, "\u0301", "\u200b", "\ud800",
]  # fmt: skip
READERS: dict[str, Callable[[str], object]] = {
    "header": lambda text: read_header(make.document(text), TYPES),
    "header of lines": lambda text: read_header(make.document(text.replace("; ", "\n")), TYPES),
    "dates": find_dates,
    "date": parse_date,
    "deadline": lambda text: [explain_deadline(one) for one in read_deadline(text, 2024)],
    "relative deadline": lambda text: read_relative(text, 2024),
    "deadlines of outputs": lambda text: pairing(make.task(outputs=(text,), deadlines=(text,))),
    "citations": lambda text: find_citations(text, TYPES),
    "clauses": split_clauses,
    "modality": lambda text: read_modality(text, text[:40], 2024),
    "status": lambda text: (read_status(text), read_share(text)),
    "figures": find_figures,
    "frame": read_frame,
    "period": lambda text: (read_period(text, text), data_window(text)),
    "section": lambda text: (read_label(text), read_part(text, 2024)),
    "hint": lambda text: find_hint(text, PLAN),
    "agency lines": lambda text: (read_agencies([text] * 3), clean_agency(text)),
    "title": tidy,
    "agencies": lambda text: (REGISTRY.mentions(text), REGISTRY.identify(text)),
    "party": REGISTRY.expand,
    "folder": REGISTRY.from_folder,
    "column": name_column,
    "cells": lambda text: (split_items(text), split_agencies(text), join_broken(text, text)),
    "periodic reports": lambda text: (list(periodic_reports(text, 2024)), unread_reports(text)),
    "revision": lambda text: read_marks(text, PLAN),
    "letter": lambda text: is_report(text, frozenset({"so-noi-vu"}), REGISTRY),
    "kind of decision": lambda text: (kind_of(text), understood_kind(text)),
    "day typed": day_in,
    "words": lambda text: (key(text), fold(text), tokens(text)),
    "cleaning": lambda text: (clean(text), one_line(text), for_cell(text), for_csv(text)),
}
# Readers that one text is given to together: what teaches one its way leads the others further.
GROUPS = {
    "headers": ("header", "header of lines", "agency lines", "title"),
    "dates": ("dates", "date", "period", "day typed"),
    "deadlines": ("deadline", "relative deadline", "deadlines of outputs", "periodic reports"),
    "citations": ("citations", "hint", "revision"),
    "statements": ("clauses", "modality", "status", "figures", "frame"),
    "agencies": ("agencies", "party", "folder", "letter"),
    "cells": ("column", "cells", "section"),
    "words": ("words", "cleaning", "kind of decision"),
}


def read_whole(document: Document) -> None:
    """A document as evidence, as a report and as a plan: all that is read in it."""
    paper = make.paper(document=document, header=read_header(document, TYPES))
    list(cite(paper, segment(paper, PLAN), TYPES))
    segment(make.report_paper(document=document), PLAN)
    plan = read_plan(document, "x.docx")
    if plan.tasks:
        oblige(plan, REGISTRY, TYPES)


_KINDS = {
    "#": Kind.HEADING, "-": Kind.LIST_ITEM, "[": Kind.TEXT_BOX, "^": Kind.FOOTNOTE,
    "=": Kind.RUNNING, "@": Kind.STAMP,
}  # fmt: skip
_CELLS = "|"


def drawn(text: str) -> Document:
    """A document written as a text: a line is a block, by its first signs; ``|`` parts cells.

    ``#`` heading, ``-`` list item with its label up to a space, ``*`` bold, ``+`` centred, ``?``
    read unsurely, ``>`` a cell two columns wide, ``_`` one two rows tall; a table that begins with
    ``+`` has no lines around its cells, as the head of a paper.
    """
    blocks: list[Block] = []
    rows: list[tuple[Cell, ...]] = []
    ruled = True
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if _CELLS in line:
            ruled = ruled if rows else not line.startswith("+")
            rows.append(tuple(_cell(one) for one in line.split(_CELLS)))
            continue
        if rows:
            table = Table(tuple(rows), Anchor(page=1, table=len(blocks)), ruled)
            blocks.append(Block("", Kind.TABLE, table.anchor, table=table))
            rows = []
        blocks.append(_block(line, number))
    return Document("docx", tuple(blocks), pages=1, pages_read=1, reader="1")


def _cell(text: str) -> Cell:
    words = text.lstrip(">_?*+")
    signs = text[: len(text) - len(words)]
    return Cell(words, Anchor(page=1, table=1), 1 + signs.count("_"), 1 + signs.count(">"),
                30.0 if "?" in signs else None)  # fmt: skip


def _block(line: str, number: int) -> Block:
    words = line.lstrip("#-[^=@*+?")
    signs = line[: len(line) - len(words)]
    kind = next((_KINDS[one] for one in signs if one in _KINDS), Kind.PARAGRAPH)
    label, gap, rest = words.strip().partition(" ")
    listed = kind is Kind.LIST_ITEM and bool(gap)
    return Block(
        rest if listed else words,
        kind,
        Anchor(page=1, paragraph=number),
        label=label if listed else "",
        bold="*" in signs,
        centred="+" in signs,
        confidence=30.0 if "?" in signs else None,
    )
