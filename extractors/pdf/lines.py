"""Lines of a PDF page: characters gathered into runs, runs into lines, lines cut at wide gaps."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from extractors.ocr.numerals import numbers
from extractors.pdf.characters import Flags, Units, is_broken

Look = Callable[[int], tuple[bool, bool]]  # bold and italic of the character at a place

_BACKWARDS = 1.0  # points a character may stand before the end of the last one, in ems
_BROKEN_GAP = 0.12  # of the height: a narrower blank was put in by font fallback
_NARROW_GAP = 0.17  # ems: a wider gap between runs is a blank between words
_WIDE_GAP = 1.6  # ems: a wider gap parts the halves of a letterhead
_ECHO_GAP = 0.55  # ems: enough where the line above or below has a wide gap at the same place
_GOES_ON = "/.,;:)"  # like small letters, what no half of a letterhead begins with
_NEAR = 2.2  # heights from one baseline to the next
_SAME_LINE = 0.5  # of the lower height that two runs of one line share


@dataclass(slots=True)  # not frozen: made by the thousand, and never changed
class Piece:
    """A run of characters, or a line or half of a line made of such runs."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    bold: bool = False
    italic: bool = False
    first_word: float = 0.0  # width of its first word
    confidence: float | None = None  # 0..100 where it was read from a picture

    @property
    def height(self) -> float:
        """Height of its characters' boxes."""
        return self.bottom - self.top

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        return self.left, self.top, self.right, self.bottom


def read_lines(units: Units, look: Look, left_out: Flags | None) -> list[list[Piece]]:
    """The lines of a page from the top down, each as its pieces from left to right.

    ``left_out`` marks units that stand in tables.
    """
    return _cut(_same_lines(_runs(units, look, left_out)))


def _runs(units: Units, look: Look, left_out: Flags | None) -> list[Piece]:
    """Units that follow each other closely, joined."""
    count = len(units.starts)
    if not count:
        return []
    broken = is_broken(units.text)
    begins = _run_starts(units, left_out)
    boxes = units.boxes.tolist()
    runs: list[Piece] = []
    start = 0
    for end in [*begins[1:], count]:
        if left_out is None or not left_out[start]:
            runs.append(_run(units, boxes, start, end, look, broken))
        start = end
    return runs


def _run(
    units: Units, boxes: list[list[float]], start: int, end: int, look: Look, broken: bool
) -> Piece:
    first, last = boxes[start], boxes[end - 1]
    text = units.words(start)
    for index in range(start + 1, end):
        gap = boxes[index][0] - boxes[index - 1][2]
        # Font fallback puts blanks around single letters; the boxes show that none is there.
        tight = broken and gap < _BROKEN_GAP * (boxes[index][3] - boxes[index][1])
        tight = tight or units.starts[index] == units.ends[index - 1]
        if index in units.single:
            tight = index in units.joined
        text += units.words(index) if tight else f" {units.words(index)}"
    bold, italic = _majority(units, start, end, look)
    word = text.find(" ")
    share = word / len(text) if word > 0 else 1.0
    return Piece(
        text, first[0], first[1], last[2], max(first[3], last[3]),
        bold, italic, (last[2] - first[0]) * share,
    )  # fmt: skip


def _run_starts(units: Units, left_out: Flags | None) -> list[int]:
    """Where a run begins: after a line end, a wide step across or down, at a table's edge."""
    boxes = units.boxes
    begins = np.array(units.breaks, dtype=bool)
    if left_out is not None:
        begins[1:] |= left_out[1:] != left_out[:-1]
    before, after = boxes[:-1], boxes[1:]
    height = np.maximum(before[:, 3] - before[:, 1], 1.0)
    gap = after[:, 0] - before[:, 2]
    shared = np.minimum(before[:, 3], after[:, 3]) - np.maximum(before[:, 1], after[:, 1])
    apart = (gap > _ECHO_GAP * height) | (gap < -_BACKWARDS * height)
    apart |= shared < _SAME_LINE * np.minimum(height, np.maximum(after[:, 3] - after[:, 1], 1.0))
    begins[1:] |= apart
    return [int(place) for place in np.nonzero(begins)[0]]


def _majority(units: Units, start: int, end: int, look: Look) -> tuple[bool, bool]:
    """Bold and italic by a letter at the beginning, in the middle and at the end of a run."""
    first, last = units.starts[start], units.ends[end - 1] - 1
    text = units.text
    one = look(_letter(text, first, first, last))
    if first == last:
        return one
    other = look(_letter(text, last, first, last))
    if one == other:
        return one  # the two outvote whatever stands between
    middle = (first + last) // 2
    if middle == first:
        return one[0] and other[0], one[1] and other[1]
    third = look(_letter(text, middle, first, last))
    return one[0] + other[0] + third[0] > 1, one[1] + other[1] + third[1] > 1


def _letter(text: str, place: int, first: int, last: int) -> int:
    """The letter or digit nearest to a place."""
    if text[place].isalnum():
        return place
    for step in range(8):
        for near in (place + step, place - step):
            if first <= near <= last and text[near].isalnum():
                return near
    return place


def _same_lines(runs: list[Piece]) -> list[list[Piece]]:
    """Runs that stand beside each other."""
    lines: list[list[Piece]] = []
    feet: list[float] = []  # of each line
    for run in sorted(runs, key=lambda run: ((run.top + run.bottom) / 2, run.left)):
        for number in range(len(lines) - 1, max(-1, len(lines) - 5), -1):
            if feet[number] <= run.top:
                continue
            if any(_beside(run, other) for other in lines[number][-6:]):
                lines[number].append(run)
                feet[number] = max(feet[number], run.bottom)
                break
        else:
            lines.append([run])
            feet.append(run.bottom)
    return [sorted(line, key=lambda run: run.left) for line in lines]


def _beside(one: Piece, other: Piece) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > _SAME_LINE * max(0.5, min(one.height, other.height))


def _cut(lines: list[list[Piece]]) -> list[list[Piece]]:
    """The runs of each line joined, unless a wide gap parts them.

    A gap that is not wide by itself parts a line too where the line above or below has a wide
    one at the same place: long names leave little room between the halves of a letterhead.
    """
    wide = [_wide_gaps(line) for line in lines]
    cut = []
    for number, line in enumerate(lines):
        if len(line) == 1:
            cut.append(line)
            continue
        near = [
            gap for other in (number - 1, number + 1)
            if 0 <= other < len(lines) and _are_near(line, lines[other]) for gap in wide[other]
        ]  # fmt: skip
        pieces: list[Piece] = []
        for run in line:
            if pieces and not _is_parted(pieces[-1], run, near):
                pieces[-1] = join_pieces(pieces[-1], run)
            else:
                pieces.append(run)
        cut.append(pieces)
    return cut


def _wide_gaps(line: list[Piece]) -> list[tuple[float, float]]:
    if len(line) < 2:
        return []
    pairs = itertools.pairwise(line)
    return [(a.right, b.left) for a, b in pairs if _is_parted(a, b, [])]


def _are_near(line: list[Piece], other: list[Piece]) -> bool:
    apart = abs(line[0].bottom - other[0].bottom)
    return apart < _NEAR * max(line[0].height, other[0].height)


def _is_parted(one: Piece, other: Piece, near: list[tuple[float, float]]) -> bool:
    gap = other.left - one.right
    if other.text[0] in _GOES_ON or other.text[0].islower():
        return False  # a blank left for a number or a day: "Số:      /BC-SNV", "ngày    tháng"
    if gap > _WIDE_GAP * one.height:
        return True
    echoed = any(one.right < right and left < other.left for left, right in near)
    return gap > _ECHO_GAP * one.height and echoed


def join_pieces(one: Piece, other: Piece) -> Piece:
    """Two pieces of one line as one."""
    gap = other.left - one.right
    blank = " " if gap > _NARROW_GAP * one.height else ""
    more = len(one.text) >= len(other.text)
    return Piece(
        f"{one.text}{blank}{other.text}",
        one.left, min(one.top, other.top), max(one.right, other.right),
        max(one.bottom, other.bottom),
        one.bold if more else other.bold, one.italic if more else other.italic,
        one.first_word, None if one.confidence is None else joint_confidence([one, other]),
    )  # fmt: skip


def joint_confidence(pieces: list[Piece]) -> float | None:
    """The mean by length; a piece with a number that is less sure makes the whole as unsure."""
    known = [(p.confidence, p.text) for p in pieces if p.confidence is not None]
    if not known:
        return None
    letters = sum(len(text) for _, text in known)
    mean = sum(value * len(text) for value, text in known) / max(1, letters)
    numbered = [value for value, text in known if numbers(text)]
    return round(min([mean, *numbered]), 1)


def gather(runs: list[Piece]) -> list[list[Piece]]:
    """Runs read elsewhere, from a picture, as lines from the top down cut at wide gaps."""
    return _cut(_same_lines(runs))
