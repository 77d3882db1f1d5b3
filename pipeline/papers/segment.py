"""What a paper says was done, in single claims: clauses, list items and rows of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractors.document import Block, Kind
from pipeline.papers.body import body, spoken
from pipeline.papers.outline import Outline, find_numbered
from pipeline.papers.row_statements import RowReader
from rules.model.papers import Modality, Paper, Role, Statement
from rules.model.plan import Plan
from rules.vietnamese.clauses import split_clauses
from rules.vietnamese.figures import find_figures
from rules.vietnamese.hints import find_hint
from rules.vietnamese.modality import marked_modality, read_modality
from rules.vietnamese.sections import read_label, read_part, section_reader
from rules.vietnamese.text import key

_OPENING_YEAR = re.compile(
    r"(?:trong |sang |bước sang |đầu |từ )*(?:(?:quý|tháng) [\divx]+[/, ]+)?"
    r"(?:năm )?(?P<year>20\d\d)\b"
)
# A year alone, which counts nothing: "Phương hướng 2025", not "2025 hồ sơ".
_BARE_YEAR = re.compile(r"(?<![\w/.,-])20\d\d(?=\s*(?:$|[.,;:)(-]|(?:và|của|trên|tại|trong)\s))")
_WORD = re.compile(r"[^\W\d_]{2}")
_HEADING_WORDS = 30
_PART_WORDS = 14
_ALONE_WORDS = 6  # a line so short that names what comes is a heading in any print
_LEAD_WORDS = 22
_COUNTED = ("part", "letter_cap", "roman", "content", "arabic", "decimal")


def segment(paper: Paper, plan: Plan) -> tuple[Statement, ...]:
    """The statements of a paper in reading order; none where it was not read.

    Headings make no statement; the section of the plan and the part of the report they name are
    the statement's ``section`` and ``heading``.
    """
    if paper.document is None:
        return ()
    blocks = list(body(paper.document, paper.header))
    walker = _Walker(paper, plan, blocks)
    return tuple(
        replace(statement, id=f"{paper.id}#{number}")
        for number, statement in enumerate(walker.statements(blocks), 1)
    )


@dataclass(frozen=True, slots=True)
class _Split:
    """A block as a heading and the words that follow it in the same block."""

    heading: str
    rest: str


class _Walker:
    """Reads one paper from top to bottom, keeping the headings that are open."""

    def __init__(self, paper: Paper, plan: Plan, blocks: list[Block]) -> None:
        self._paper = paper
        self._plan = plan
        self._reader = section_reader(plan.sections)
        headings = [spoken(block) for block in blocks if _may_be_heading(block)]
        self._numbered = find_numbered(headings, self._reader)
        self._year = paper.period.year or plan.year
        self._outline = Outline(self._reader, self._numbered, self._year)
        self._rows = RowReader(paper, plan, self._reader)

    def statements(self, blocks: list[Block]) -> Iterator[Statement]:
        for block in blocks:
            if block.table is not None:
                yield from self._rows.statements(
                    block, self._outline.section, self._outline.part_heading or self._outline.words
                )
                continue
            split = self._split(block)
            if split.heading:
                self._outline.enter(split.heading, block)
            elif read_label(spoken(block)).style:
                self._outline.pass_item(read_label(spoken(block)))
            if split.rest:
                yield from self._clauses(block, split.rest)

    def _split(self, block: Block) -> _Split:
        """The heading that a block is, or begins with, and the rest."""
        text = spoken(block)
        if self._is_heading(block, text):
            return _Split(text, "")
        lead, rest = _lead(block.text)
        label = read_label(f"{block.label} {lead}".strip())
        if lead and self._reader.read(f"{block.label} {lead}".strip()):
            return _Split(f"{block.label} {lead}".strip(), rest)
        if lead and label.style in _COUNTED and read_part(lead, self._year) and _is_bare(lead):
            return _Split(f"{block.label} {lead}".strip(), rest)
        return _Split("", read_label(block.text).words or block.text.strip())

    def _is_heading(self, block: Block, text: str) -> bool:
        words = len(text.split())
        ended = text.rstrip().endswith((".", ";"))
        label = read_label(text)
        if words > self._reader.longest or not _is_bare(text):
            return False
        if text in self._numbered:
            return True
        styled = block.kind is Kind.HEADING or block.bold or text.isupper() or text.endswith(":")
        if self._reader.read(text) and not (ended and words > _PART_WORDS):
            return bool(styled or label.style or not ended)
        part = read_part(text, self._year)
        if part and words <= _PART_WORDS and not ended:
            alone = part == "outlook" and words <= _ALONE_WORDS and label.style != "bullet"
            return bool(styled or label.style in _COUNTED or alone)
        return bool(styled and not ended and _may_be_heading(block))

    def _clauses(self, block: Block, text: str) -> Iterator[Statement]:
        part = self._outline.part_heading
        context = " ".join(text.split())
        hint = find_hint(spoken(block), self._plan)
        planned, section = False, self._outline.section
        for start, end in split_clauses(text):
            clause = " ".join(text[start:end].split())
            if not _WORD.search(clause):
                continue
            # "Về công khai: ... . Về thủ tục hành chính công: ..." in one paragraph.
            section = self._reader.read(_lead(clause)[0]) or section
            modality = self._modality(clause, part)
            marked = marked_modality(clause)
            # "Thời gian tới, ...; kiểm tra ...; xử lý ...": the list goes on as it began.
            if marked is None and planned:
                modality = Modality.PLANNED
            planned = modality is Modality.PLANNED and text[end : end + 1] == ";"
            yield Statement(
                id="",
                document_id=self._paper.id,
                anchor=block.anchor,
                text=clause,
                section=section,
                modality=modality,
                context=context,
                heading=self._outline.words,
                figures=() if block.doubtful else find_figures(clause),
                task_hint=find_hint(clause, self._plan) or hint,
            )

    def _modality(self, clause: str, part: str) -> Modality:
        if self._paper.role is Role.PLAN:
            return Modality.PLANNED
        if self._speaks_of_later(clause):
            return Modality.PLANNED
        return read_modality(clause, part, self._year)

    def _speaks_of_later(self, clause: str) -> bool:
        """ "Năm 2025, Sở tiếp tục ..." in the report of 2024."""
        year = self._year
        named = _OPENING_YEAR.match(key(clause))
        return year is not None and named is not None and int(named["year"]) > year


def _may_be_heading(block: Block) -> bool:
    """A block short enough, without the end of a sentence, numbered or set apart by its form."""
    text = spoken(block)
    if block.table is not None or len(text.split()) > _HEADING_WORDS:
        return False
    if text.rstrip().endswith((".", ";")) and read_label(text).words:
        return False
    label = read_label(text)
    formed = block.kind is Kind.HEADING or block.bold or text.isupper()
    return formed or (label.style in _COUNTED and _is_bare(text))


def _is_bare(text: str) -> bool:
    """Whether words are only a title: no figure counted, nothing said to be done."""
    if find_figures(_BARE_YEAR.sub(" ", text)):
        return False
    if marked_modality(text) in (None, Modality.PLANNED):
        return True
    # "Mặt chưa được": words of a shortcoming that name the part.
    return read_part(text) == "shortcomings" and len(text.split()) <= _ALONE_WORDS


def _lead(text: str) -> tuple[str, str]:
    """The words before the first colon or full stop, where more words follow."""
    best = len(text)
    for mark in (": ", ". ", " - ", " – ", ":\n"):
        place = text.find(mark, 4)
        if 0 < place < best:
            best = place
    lead, rest = text[:best].strip(), text[best + 1 :].strip(" -–:")
    if not rest or len(lead.split()) > _LEAD_WORDS or len(rest.split()) < 3:
        return "", text
    return lead, rest
