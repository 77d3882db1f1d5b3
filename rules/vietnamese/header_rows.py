"""Pieces of one printed line put together again, with the digits drawn between them.

A number line with a blank for the digits comes out of a PDF in pieces: "Số:" and "/BC-SNV", the
digits drawn by a signature between them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.document import Anchor
from rules.vietnamese.header_line import Line

_WIDEST_GAP = 75.0  # points between two pieces of one line
_TALLEST = 22.0  # a taller box holds more than one line
_MIDDLE = 0.45  # where the left half ends, of the page's width
# Only number and date lines come in pieces; an incoming stamp beside an agency's name is no piece.
_PIECE = re.compile(
    r"^(?:so\s*[:.]?|ngay|thang|nam)(?!\w)|(?<!\w)(?:ngay|thang)\W*$|^\d*\s*[/-]\s?[a-z]"
)
# Place and day whose rest a narrow column puts on the next line: "Sơn La, ngày 05 tháng 6 năm".
_DATE_OPEN = re.compile(r"^[^\d:;()/]{0,40}?(?<!\w)ngay[\d\s.…_]*(?:thang[\d\s.…_]*(?:nam\s*)?)?$")
_DATE_REST = re.compile(r"^(?:thang[\d\s.…_]*)?(?:nam\s*)?\d{4}\W*$")
_DIGITS = re.compile(r"^\d{1,6}[a-zA-ZđĐ]?$")


@dataclass(frozen=True, slots=True)
class Stamp:
    """Words drawn by a signature over the typed page."""

    text: str
    anchor: Anchor


def join_rows(lines: Sequence[Line], drawn: Sequence[Stamp], width: float) -> list[Line]:
    """The lines in reading order, pieces that stand on one line of one half joined."""
    joined: list[Line] = []
    for line in lines:
        place = next((i for i, other in enumerate(joined) if _one_line(other, line, width)), None)
        if place is None:
            joined.append(line)
        else:
            joined[place] = _join(joined[place], line, drawn)
    return joined


def join_dates(lines: Sequence[Line]) -> list[Line]:
    """The lines with place and day put together again where they wrap."""
    joined: list[Line] = []
    for line in lines:
        above = joined[-1] if joined else None
        if (
            above is not None
            and above.side == line.side
            and _DATE_OPEN.match(above.flat.strip())
            and _DATE_REST.match(line.flat.strip())
        ):
            joined[-1] = replace(above, text=f"{above.text.strip()} {line.text.strip()}")
        else:
            joined.append(line)
    return joined


def _box(anchor: Anchor) -> tuple[float, float, float, float] | None:
    box = anchor.box
    return box if box and box[3] - box[1] <= _TALLEST else None


def _one_line(first: Line, second: Line, width: float) -> bool:
    a, b = _box(first.anchor), _box(second.anchor)
    if a is None or b is None or first.anchor.page != second.anchor.page:
        return False
    if not (_is_piece(first) and _is_piece(second)):
        return False
    if not (a[1] - 2 <= (b[1] + b[3]) / 2 <= a[3] + 2):
        return False
    if _half(a, width) != _half(b, width):
        return False
    gap = max(a[0], b[0]) - min(a[2], b[2])
    return 0 <= gap <= _WIDEST_GAP


def _is_piece(line: Line) -> bool:
    return bool(_PIECE.search(line.flat) or re.fullmatch(r"\W*\d{1,6}\w?\W*", line.text))


def _half(box: tuple[float, float, float, float], width: float) -> bool:
    return (box[0] + box[2]) / 2 < width * _MIDDLE


def _join(first: Line, second: Line, drawn: Sequence[Stamp]) -> Line:
    a, b = _box(first.anchor), _box(second.anchor)
    if a is None or b is None:
        return first
    (left, a), (right, b) = sorted(((first, a), (second, b)), key=lambda pair: pair[1][0])
    between = [
        (box[0], stamp.text)
        for stamp in drawn
        if (box := stamp.anchor.box)
        and stamp.anchor.page == first.anchor.page
        and _DIGITS.match(stamp.text)
        and a[1] - 4 <= (box[1] + box[3]) / 2 <= a[3] + 4
        and a[2] - 2 <= (box[0] + box[2]) / 2 <= b[0] + 2
    ]
    text = " ".join([left.text, *(word for _, word in sorted(between)), right.text])
    box = (a[0], min(a[1], b[1]), b[2], max(a[3], b[3]))
    side = first.side if first.side == second.side else "right"
    return replace(left, text=text, anchor=replace(first.anchor, box=box), side=side)
