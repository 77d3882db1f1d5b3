"""Lines of a PDF page as blocks: paragraphs joined, titles and letterhead line by line."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass, field

from extractors.characters import nfc
from extractors.document import Anchor, Block, Kind
from extractors.pdf.lines import Piece, joint_confidence

_INDENT = 9.0  # points: a first line stands in at least so far
_LOOSE = 1.45  # of the usual step between lines: a wider step parts paragraphs
_CENTRE = 0.015  # of the column's width that a centred line may be off
_SHORT = 0.06  # of the column's width that both ends of a centred line keep free
_EXACT, _SLIGHT = 2.0, 4.0  # points off the middle, points free at each end
_NEAR = 2.2  # heights between the lines of one title
_TIGHT = 2.5  # heights of room at the end of a centred line that its author filled
_ZONE_STEP, _LONE_STEP = 3.2, 2.0  # heights between lines of a letterhead
_LISTED = re.compile(
    r"([-–+•*▪➢○]|\(?[0-9]{1,3}[.)]|[a-zđ][.)]|[IVX]{1,5}[.)]|[0-9]+(\.[0-9]+)+\.?)\s"
)
_ENDED = (".", ";", ":", "!", "?", "./.", "”", '"')
_OPEN_NUMBER = re.compile(r"\d/[^\W\d_]{1,6}-$")  # a number of a paper cut at its hyphen
_BINDING = ("-", "/")  # at the end of a line


@dataclass(frozen=True, slots=True)
class Column:
    """Where the body text of a page begins and ends, and how far its lines are apart."""

    left: float
    right: float
    step: float
    indent: float | None = None  # where the first lines of paragraphs begin

    @property
    def width(self) -> float:
        """From edge to edge."""
        return max(1.0, self.right - self.left)


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together, before they become a block."""

    lines: list[Piece]
    page: int
    kind: Kind = Kind.PARAGRAPH
    centred: bool = False
    fixed: bool = False  # a line of a letterhead or of a signature: nothing is joined to it
    open: bool = False  # the last line is full, so that the next page may go on
    # The text as joined last and of how many lines: it is asked for again and again.
    _joined: tuple[int, str] = field(default=(0, ""), init=False, repr=False, compare=False)

    def text(self) -> str:
        """The lines joined; a hyphen or stroke at a line's end binds without a blank."""
        count, joined = self._joined
        if count == len(self.lines):
            return joined
        joined = ""
        for line in self.lines:
            tight = joined[-1:] in _BINDING and not joined[-2:-1].isspace() and len(joined) > 1
            joined += line.text if tight or not joined else f" {line.text}"
        self._joined = len(self.lines), nfc(joined)
        return self._joined[1]

    def block(self, number: int) -> Block:
        """The paragraph as a block of its page."""
        left, top, right, bottom = self.lines[0].box
        letters = bold_letters = italic_letters = 0
        for line in self.lines:
            left, right = min(left, line.left), max(right, line.right)
            top, bottom = min(top, line.top), max(bottom, line.bottom)
            length = len(line.text)
            letters += length
            bold_letters += length if line.bold else 0
            italic_letters += length if line.italic else 0
        box = (round(left, 1), round(top, 1), round(right, 1), round(bottom, 1))
        return Block(
            self.text(), self.kind, Anchor(self.page, box, paragraph=number),
            bold=bold_letters * 2 > letters, italic=italic_letters * 2 > letters,
            centred=self.centred,
            confidence=joint_confidence(self.lines),
        )  # fmt: skip


def body_column(lines: list[list[Piece]], page_width: float) -> Column:
    """The column of body text by the edges that most single lines share."""
    single = [line[0] for line in lines if len(line) == 1]
    long = [line for line in single if line.right - line.left > page_width * 0.45] or single
    if not long:
        return Column(page_width * 0.1, page_width * 0.9, 0.0)
    rights = sorted(line.right for line in long)
    right = rights[int(len(rights) * 0.9)] if len(rights) > 1 else rights[0]
    lefts = Counter(round(line.left / 2) for line in long)
    common = max(lefts.values())
    left = min(edge for edge, count in lefts.items() if count * 3 >= common) * 2.0
    steps = sorted(b.bottom - a.bottom for a, b in itertools.pairwise(single)
                   if 0 < b.bottom - a.bottom < 60)  # fmt: skip
    # A lone line tells nothing of the margins: take the page's middle as the column's.
    if len(long) < 3:
        left, right = min(left, page_width - right), max(right, page_width - left)
    indents = Counter(round(line.left) for line in single if line.left > left + _INDENT)
    indent, times = max(indents.items(), key=lambda item: item[1], default=(0, 0))
    step = steps[len(steps) // 3] if steps else 0.0
    return Column(left, right, step, float(indent) if times > 1 else None)


def lay_out(lines: list[list[Piece]], page: int, column: Column) -> list[Paragraph]:
    """The paragraphs of a page, or of a part of it, in reading order."""
    found: list[Paragraph] = []
    number = 0
    while number < len(lines):
        zone = _zone_end(lines, number)
        if zone > number:
            found += _halves(lines[number:zone], page)
            number = zone
        else:
            _add_line(found, lines[number][0], page, column)
            number += 1
    return found


def _zone_end(lines: list[list[Piece]], start: int) -> int:
    """Where a zone of two halves ends: letterhead, or recipients beside the signature."""
    if len(lines[start]) < 2:
        return start
    edge = _right_half(lines[start])[0].left  # where the right half begins
    inner = max(piece.right for piece in _left_half(lines[start]))
    end = start + 1
    while end < len(lines):
        line = lines[end]
        step = line[0].bottom - lines[end - 1][0].bottom
        if step > _ZONE_STEP * line[0].height:
            break
        if len(line) > 1:
            edge = min(edge, _right_half(line)[0].left)
            inner = max(inner, *(piece.right for piece in _left_half(line)))
        elif step > _LONE_STEP * line[0].height or (line[0].right > edge and line[0].left < inner):
            break
        end += 1
    return end


def _left_half(line: list[Piece]) -> list[Piece]:
    """The pieces before the widest gap of a line."""
    gaps = [after.left - before.right for before, after in itertools.pairwise(line)]
    return line[: gaps.index(max(gaps)) + 1]


def _right_half(line: list[Piece]) -> list[Piece]:
    return line[len(_left_half(line)) :]


def _halves(lines: list[list[Piece]], page: int) -> list[Paragraph]:
    """The left half line by line, then the right half."""
    left: list[Piece] = []
    right: list[Piece] = []
    edge = min(_right_half(line)[0].left for line in lines if len(line) > 1)
    for line in lines:
        if len(line) > 1:
            left += _left_half(line)
            right += _right_half(line)
        else:
            (left if line[0].right <= edge + 2 or line[0].left < edge - 60 else right).append(
                line[0]
            )
    return [Paragraph([piece], page, fixed=True) for piece in (*left, *right)]


def _add_line(found: list[Paragraph], line: Piece, page: int, column: Column) -> None:
    centred = is_centred(line, column)
    last = found[-1] if found else None
    if last is not None and not last.fixed and _is_same(last, line, centred, column):
        last.lines.append(line)
    else:
        found.append(Paragraph([line], page, centred=centred))
    found[-1].open = not centred and _is_full(line, column)


def _is_same(last: Paragraph, line: Piece, centred: bool, column: Column) -> bool:
    """Whether a line belongs to the paragraph above it."""
    step = line.bottom - last.lines[-1].bottom
    if 0 < step < _NEAR * line.height and _OPEN_NUMBER.search(last.lines[-1].text):
        return True  # "số 05/BC-" goes on below, wherever the line stands
    if centred and last.centred:
        above = last.lines[-1]
        full = column.width - (above.right - above.left) < line.first_word + _TIGHT * line.height
        near = 0 < line.bottom - above.bottom < _NEAR * line.height
        return full and near and above.bold == line.bold
    return not centred and not last.centred and _goes_on(last, line, column)


def is_centred(line: Piece, column: Column) -> bool:
    """Whether a line stands in the middle of the column with both ends free."""
    if _LISTED.match(line.text):
        return False
    if column.indent is not None and abs(line.left - column.indent) < 1.5 and not line.bold:
        return False
    off = abs((line.left + line.right) / 2 - (column.left + column.right) / 2)
    free = min(line.left - column.left, column.right - line.right)
    if off < _EXACT and free > _SLIGHT:
        return True  # a long title line: hardly narrower than the column, and just as symmetrical
    return off < _CENTRE * column.width and free > _SHORT * column.width


def _is_full(line: Piece, column: Column) -> bool:
    return column.right - line.right < 0.12 * column.width


def _goes_on(last: Paragraph, line: Piece, column: Column) -> bool:
    """Whether a line continues the paragraph above it."""
    above = last.lines[-1]
    step = line.bottom - above.bottom
    if not column.left - 30 <= above.left or not step > 0:
        return False
    if column.step and step > max(_LOOSE * column.step, 1.2 * line.height + 6):
        return False
    if column.right - above.right > line.first_word + 0.6 * line.height:
        return False  # the first word would have fitted above: the author ended the line
    indented = line.left - column.left > _INDENT
    if indented:
        same = abs(line.left - above.left) < 3
        return (same and len(last.lines) > 1) or line.left - above.left < -_INDENT
    listed = _LISTED.match(line.text) is not None
    if listed and above.text.endswith(_ENDED) and abs(line.left - last.lines[0].left) < 3:
        return False
    return not (line.bold != above.bold and above.text.endswith(_ENDED))


def join_pages(pages: list[list[Paragraph]], columns: list[Column | None]) -> None:
    """Join a paragraph that crosses onto the next page; both lists are changed in place."""
    for before, after, column in zip(pages, pages[1:], columns[1:], strict=False):
        last = next((p for p in reversed(before) if p.kind is not Kind.RUNNING), None)
        first = next((p for p in after if p.kind is not Kind.RUNNING), None)
        if last is None or first is None or column is None:
            continue
        if last.kind is not Kind.PARAGRAPH or first.kind is not Kind.PARAGRAPH:
            continue
        line = first.lines[0]
        ended = last.lines[-1].text.endswith(_ENDED) and _LISTED.match(line.text)
        indented = line.left - column.left > _INDENT
        if last.open and not first.centred and not indented and not ended:
            last.lines += first.lines
            last.open = first.open
            after.remove(first)


_PAGE_NUMBER = re.compile(r"(?i)[-–\s]*(trang\s*)?\d{1,4}(\s*/\s*\d{1,4})?[-–\s]*")
_DIGITS = re.compile(r"\d+")


def mark_running(pages: list[list[Paragraph]], heights: list[float]) -> None:
    """Mark page numbers, and what repeats at the same edge of at least three pages."""
    seen: Counter[tuple[str, int]] = Counter()
    edges: list[tuple[Paragraph, str, int]] = []
    for paragraphs, height in zip(pages, heights, strict=True):
        marked = set()
        for paragraph in paragraphs:
            top, bottom = paragraph.lines[0].top, paragraph.lines[-1].bottom
            if height * 0.1 < top and bottom < height * 0.9:
                continue
            text = paragraph.text()
            if len(paragraph.lines) == 1 and _PAGE_NUMBER.fullmatch(text):
                paragraph.kind = Kind.RUNNING
            place = (_DIGITS.sub("#", text), round(top / 6))
            edges.append((paragraph, *place))
            marked.add(place)
        seen.update(marked)
    for paragraph, words, at in edges:
        if seen[words, at] >= max(3, len(pages) // 3) and len(paragraph.lines) <= 3:
            paragraph.kind = Kind.RUNNING
