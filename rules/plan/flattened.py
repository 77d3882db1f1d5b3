"""A plan's table as flattened text, without rules or cells: rows found by their numbers.

The columns are told apart by what they hold (see ``segments``). The heading gives their order;
where it stands again, a page begins, and the row before it may go on after it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.document import Anchor, Document
from rules.plan.columns import is_counter_row
from rules.plan.flat_heading import TextLine, find_heading, heading_at, text_lines
from rules.plan.rows import Heading, Row
from rules.plan.segments import (
    BLANK_LINE,
    NEW_LINE,
    SAME_LINE,
    Word,
    cut_at_hidden_page,
    cut_row,
)
from rules.plan.unnumbered import row_starts
from rules.vietnamese.text import key


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row before it is cut: its number and its pieces, one for each page it stands on."""

    kind: str
    number: str
    pieces: tuple[tuple[Word, ...], ...]
    anchor: Anchor


_END = re.compile(
    r"(?:nơi nhận|tm\.|kt\.|tl\.|tuq\.|ghi chú|trên đây là|[ivx]+\.?\s+tổ chức thực hiện)\b"
)
_NUMBERED = re.compile(r"(\d{1,3}(?:\.\d{1,3}){0,3})[.)]?(?:\s+(\S.*))?")
_MARKED = re.compile(r"([A-HĐ]|[IVXL]+)(?:\s*[.)/:-])?\s+(\S.*)")


def read_flattened(document: Document) -> tuple[tuple[Row, ...], tuple[Heading, ...]]:
    """The rows of a flattened table, as ``rows.read_tables`` gives those of a ruled one."""
    lines = text_lines(document)
    found = find_heading(lines)
    if not found:
        return (), ()
    start, end, columns = found
    words = tuple(key(line.text) for line in lines[start:end])
    if "number" in columns:
        raw = split_rows(lines[end:], " ".join(words))
    else:
        raw = split_unnumbered(lines[end:], " ".join(words), columns)
    names = tuple(name for name in columns if name not in ("number", "other"))
    rows = [_finished(row, names) for row in raw]
    return tuple(rows), (Heading(tuple(columns), tuple(columns)),)


def split_unnumbered(
    lines: Sequence[TextLine], heading: str, columns: Sequence[str]
) -> list[RawRow]:
    """The rows of a table without numbers; they are counted."""
    pages = _without_headings(lines, heading)
    end = next((at for at, (line, _) in enumerate(pages) if _END.match(key(line.text))), len(pages))
    starts = set(row_starts([line.text for line, _ in pages[:end]], columns))
    rows: list[RawRow] = []
    for at, (line, new_page) in enumerate(pages[:end]):
        if at in starts:
            rows.append(RawRow("task", str(len(rows) + 1), (_words(line.text, True),), line.anchor))
        else:
            rows[-1] = _longer(rows[-1], line, new_page)
    return rows


def _finished(raw: RawRow, names: Sequence[str]) -> Row:
    if raw.kind == "section":
        title = " ".join(word.text for piece in raw.pieces for word in piece)
        return Row("section", 1, {"number": raw.number, "text": title}, raw.anchor)
    cut = cut_row(raw.pieces, names)
    if len(raw.pieces) == 1:
        cut = cut_at_hidden_page(raw.pieces[0], names, cut)
    cells = {
        "number": raw.number,
        **dict(zip(names, (cell.replace("\f", "\n") for cell in cut.cells), strict=True)),
    }
    return Row("task", 1, cells, raw.anchor)


def split_rows(lines: Sequence[TextLine], heading: str) -> list[RawRow]:
    """The lines below the heading as rows: each begins at the number that follows the last."""
    rows: list[RawRow] = []
    last: tuple[int, ...] = ()
    mark = ""
    pages = _parted(_without_headings(lines, heading))
    for at, (line, new_page) in enumerate(pages):
        if _END.match(key(line.text)) and rows:
            break
        section = _section_at(pages, at, mark, last)
        if section:
            mark, title = section
            rows.append(RawRow("section", mark, (_words(title, True),), line.anchor))
            last = ()
            continue
        numbered = _NUMBERED.fullmatch(line.text)
        if (
            numbered
            and _follows(numbered[1], last, fresh=not rows or rows[-1].kind == "section")
            and _opens_row(pages, at, numbered[2])
        ):
            last = tuple(int(part) for part in numbered[1].split("."))
            rows.append(
                RawRow("task", numbered[1], (_words(numbered[2] or "", True),), line.anchor)
            )
        elif rows:
            rows[-1] = _longer(rows[-1], line, new_page)
    return rows


# "III Phát triển nền tảng số 3 Xây dựng ...": a short title and the next row on one line.
_TITLE_AND_ROW = re.compile(
    r"((?:[A-HĐ]|[IVXL]+)(?:\s*[.)/:-])?\s+[^\d]{4,90}?)\s(\d{1,3}(?:\.\d{1,3})*\.?\s+[A-ZĐÀ-Ỹ].*)"
)


def _parted(pages: Sequence[tuple[TextLine, bool]]) -> list[tuple[TextLine, bool]]:
    """The lines, a section's title parted from a row that begins on its line."""
    parted: list[tuple[TextLine, bool]] = []
    for line, new_page in pages:
        found = _TITLE_AND_ROW.fullmatch(line.text)
        if found:
            parted.append((TextLine(found[1], line.blank_before, line.anchor), new_page))
            parted.append((TextLine(found[2], False, line.anchor), False))
        else:
            parted.append((line, new_page))
    return parted


def _without_headings(lines: Sequence[TextLine], heading: str) -> list[tuple[TextLine, bool]]:
    """The lines without the repeated heading, each with whether a page begins there."""
    kept: list[tuple[TextLine, bool]] = []
    at, new_page = 0, False
    while at < len(lines):
        length = heading_at(lines, at, heading)
        if length:
            if kept and re.fullmatch(r"\d{1,3}", kept[-1][0].text) and not kept[-1][1]:
                kept.pop()  # a page number stands alone above the heading
            at, new_page = at + length, True
            continue
        if is_counter_row(lines[at].text.split()):
            at += 1
            continue
        kept.append((lines[at], new_page))
        at, new_page = at + 1, False
    return kept


def _section_at(
    pages: Sequence[tuple[TextLine, bool]], at: int, mark: str, last: tuple[int, ...]
) -> tuple[str, str] | None:
    """A section's mark and title where a line is one: the next mark, and a row's number follows."""
    found = _MARKED.fullmatch(pages[at][0].text)
    if not found or not found[2][:1].isupper() or not _next_mark(mark, found[1]):
        return None
    for line, _ in pages[at + 1 : at + 5]:
        numbered = _NUMBERED.fullmatch(line.text)
        if numbered and _follows(numbered[1], last, fresh=True):
            return found[1], found[2]
        lesser = _MARKED.fullmatch(line.text)
        if lesser and _next_mark(found[1], lesser[1]):
            return found[1], found[2]
    return None


_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}


def _roman(mark: str) -> int:
    values = [_VALUES[char] for char in mark]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


def _next_mark(before: str, mark: str) -> bool:
    """Whether a section's mark can follow another: I after A or at the start, then one by one."""
    roman = bool(re.fullmatch(r"[IVXL]+", mark))
    if roman and mark == "I":
        return True
    if roman and re.fullmatch(r"[IVXL]+", before):
        return 0 < _roman(mark) - _roman(before) <= 2
    if not roman and mark == "A":
        return True
    return not roman and (
        not before or re.fullmatch(r"[IVXL]+", before) is not None or ord(mark) == ord(before) + 1
    )


def _follows(number: str, last: tuple[int, ...], fresh: bool) -> bool:
    """Whether a number can be the next row's."""
    parts = tuple(int(part) for part in number.split("."))
    if not last:
        return parts[-1] <= 1 or fresh
    if fresh and parts[-1] == 1:
        return True
    if len(parts) <= len(last) and parts[:-1] == last[: len(parts) - 1]:
        return parts[-1] == last[len(parts) - 1] + 1
    return len(parts) == len(last) + 1 and parts[:-1] == last and parts[-1] == 1


def _opens_row(pages: Sequence[tuple[TextLine, bool]], at: int, rest: str | None) -> bool:
    """Whether after a number a task begins: a capital or a list's dash."""
    if rest is None:
        rest = pages[at + 1][0].text if at + 1 < len(pages) else ""
    return (
        bool(re.match(r"(?:[-–+•]\s*|[“\"(])?[^\W\d_]", rest))
        and not rest.lstrip('-–+•“"( ')[:1].islower()
    )


def _words(text: str, first: bool, blank: bool = False) -> tuple[Word, ...]:
    gap = SAME_LINE if first else BLANK_LINE if blank else NEW_LINE
    return tuple(Word(word, gap if at == 0 else SAME_LINE) for at, word in enumerate(text.split()))


def _longer(row: RawRow, line: TextLine, new_page: bool) -> RawRow:
    words = _words(line.text, False, line.blank_before)
    pieces = (*row.pieces, words) if new_page else (*row.pieces[:-1], row.pieces[-1] + words)
    return RawRow(row.kind, row.number, pieces, row.anchor)
