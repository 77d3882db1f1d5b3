"""The prose of a plan as an outline: parts (I.), points (1.), letters (a)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.document import Anchor, Document, Kind
from rules.plan.columns import name_columns
from rules.plan.flat_heading import find_heading, text_lines
from rules.vietnamese.text import key

_PART = re.compile(r"(?:Phần\s+)?([IVXL]+)[.:)]?\s+(\S.*)", re.DOTALL)
_POINT = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)[.)]?\s+([^\W\d_].*|[“\"(].*)", re.DOTALL)
_LETTER = re.compile(r"([a-zđ])\)\s+(\S.*)", re.DOTALL)
_DASH = re.compile(r"[-–+•]\s+(\S.*)", re.DOTALL)
_NEW_PARAGRAPH = re.compile(
    r"(?:[IVXL]+\.\s|\d{1,2}(?:\.\d{1,2})*[.)]\s|[a-zđ]\)\s|[-–+•]\s|\("
    r"|phụ lục\b|nơi nhận|điều \d|căn cứ\b|trên đây\b)",
    re.IGNORECASE,
)


# What stands alone on a line above a title.
TYPE_LINES = frozenset(
    ("kế hoạch", "quyết định", "chương trình", "chương trình hành động", "đề án", "phụ lục")
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the prose, its lines joined."""

    text: str
    anchor: Anchor
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph with its place: part ``IV``, point ``10``, letter ``b``; empty where none."""

    part: str
    part_title: str
    point: str
    point_text: str  # the opening paragraph of the point
    letter: str
    text: str
    anchor: Anchor

    @property
    def id(self) -> str:
        """``IV.10.b``."""
        return ".".join(mark for mark in (self.part, self.point, self.letter) if mark)


def paragraphs(document: Document) -> list[Paragraph]:
    """The paragraphs before the appendix table; in plain text lines are joined to paragraphs."""
    if document.format == "txt":
        return _joined_lines(document)
    found: list[Paragraph] = []
    for block in document.blocks:
        if block.kind in (Kind.RUNNING, Kind.STAMP, Kind.FOOTNOTE):
            continue
        if block.table is not None:
            if any(name_columns([cell.text for cell in row]) for row in block.table.rows[:4]):
                continue
            for row in block.table.rows:
                found += [
                    Paragraph(" ".join(c.text.split()), c.anchor) for c in row if c.text.strip()
                ]
            continue
        text = " ".join(f"{block.label} {block.text}".split())
        if text:
            found.append(Paragraph(text, block.anchor, block.centred))
    return found


def _joined_lines(document: Document) -> list[Paragraph]:
    lines = text_lines(document)
    table = find_heading(lines)
    found: list[Paragraph] = []
    for line in lines[: table[0]] if table else lines:
        if found and not _begins(line.text, found[-1].text, line.blank_before):
            found[-1] = Paragraph(f"{found[-1].text} {line.text}", found[-1].anchor)
        else:
            found.append(Paragraph(line.text, line.anchor))
    return found


def _begins(line: str, before: str, blank: bool) -> bool:
    """Whether a line of plain text begins a paragraph."""
    if _NEW_PARAGRAPH.match(line):
        return not before.rstrip().endswith((",", " số", " ngày", " tháng", " và"))
    if TYPE_LINES & {key(line).strip(" :."), key(before).strip(" :.")}:
        return True
    if before.isupper() or line.isupper():
        return before.isupper() != line.isupper()
    if len(before) < 60 and blank and line[:1].isupper():
        return True
    return line[:1].isupper() and before.rstrip().endswith((".", ":", ";", "./.", ")"))


def walk(found: list[Paragraph]) -> Iterator[Passage]:
    """The paragraphs with their places, from the first Roman part on."""
    part = title = point = opening = letter = ""
    for paragraph in found:
        text = paragraph.text
        heading = _PART.fullmatch(text)
        if heading and (text.isupper() or len(text) < 120) and heading[1] != part:
            part, title, point, opening, letter = heading[1], heading[2], "", "", ""
            continue
        if not part or key(text).startswith(("phụ lục", "nơi nhận", "trên đây là")):
            if part:
                return
            continue
        if marked := _POINT.fullmatch(text):
            point, opening, letter = marked[1], marked[2], ""
        elif marked := _LETTER.fullmatch(text):
            letter = marked[1]
        yield Passage(part, title, point, opening, letter, _bare(text), paragraph.anchor)


def _bare(text: str) -> str:
    """A paragraph without the mark before it."""
    for form in (_POINT, _LETTER):
        if marked := form.fullmatch(text):
            return marked[2]
    dashed = _DASH.fullmatch(text)
    return dashed[1] if dashed else text
