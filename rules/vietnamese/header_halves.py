"""One printed line that holds both halves of a letterhead, cut in two.

In running text, and where a PDF's boxes run together, an agency's name and the motto, or the
number and the place with the date, stand on one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from rapidfuzz import fuzz

from extractors.document import Anchor
from rules.vietnamese.header_line import Line
from rules.vietnamese.header_words import flat

_MOTTOES = ("cong hoa xa hoi chu nghia viet nam", "doc lap - tu do - hanh phuc")
_ALIKE, _LOST = 80, 4  # of a hundred; letters of the motto that may be missing in a picture
_LETTER = 6.2  # points a letter of 13 point type is wide on average

MOTTO = re.compile(
    r"cong\s+h\w{1,2}a?\s+xa\s+hoi\s+chu\s+nghia(?:\s+viet)?(?:\s+nam)?"
    r"|doc\s+lap\s*[-.]?\s*tu\s+do\s*[-.]?\s*hanh\s+phuc|(?<!\w)dang\s+cong\s+san\s+viet\s+nam\s*$"
)
# "Sơn La, ngày 05 tháng 6 năm 2024" at the end of a line; day and month may be blank or dots.
_BLANK = r"[\d\s.…_/\-]*?"
DATE_LINE = re.compile(
    rf"(?P<place>[^\d,;:()/]{{2,40}}?)?\s*[,.;]?\s*(?<!\w)ngay\s*(?P<day>{_BLANK})\s*[.,]?\s*thang"
    rf"\s*(?P<month>{_BLANK})\s*[.,]?\s*nam\s*(?P<year>[\d\s.…_]*)\W*$"
)
_DATE_END = re.compile(r"[,.;]?\s*(?<!\w)ngay[\d\s.…_/]*thang[\d\s.…_]*nam[\d\s.…_]*\W*$")
_NUMBER = re.compile(r"\s*S[ốỐ]\s*[:.]?[\d\s.…_]*[a-z]?\s*[/-]\s*[A-ZĐ\d][\wĐđ&\-/–]*\s+")
_SUBJECT_AFTER_DATE = re.compile(r"nam\s*[\d.…]*\s+(?=v\s?/\s?v\b)")
# A bracket or the name of a paper before a date: the date belongs to that paper.
_OF_A_PAPER = re.compile(
    r"\(|(?<!\w)(?:kem theo|can cu|quyet dinh|thong tu|nghi dinh|nghi quyet|cong van)(?!\w)"
)


def halves(line: Line, width: float) -> Iterator[Line]:
    """The line without the motto, cut where the other half's words begin."""
    motto = _motto(line)
    if motto:
        before, after = line.text[: motto[0]].strip(), line.text[motto[1] :].strip()
        if before:
            yield replace(line, text=before, side="right" if line.side == "right" else "left")
        if re.search(r"\w", after):
            yield from halves(replace(line, text=after, side="right"), width)
        return
    subject = _SUBJECT_AFTER_DATE.search(line.flat)
    if subject and re.match(r"thang|.*(?<!\w)ngay(?!\w)", line.flat[: subject.start()]):
        first, second = line.text[: subject.end()].strip(), line.text[subject.end() :]
        yield replace(line, text=first, side="right", anchor=_right_of(line.anchor, width, first))
        yield replace(line, text=second, side="left")
        return
    cut = _date_start(line)
    if cut > 0:
        yield replace(line, text=line.text[:cut].strip(" \t,"), side="left")
        yield replace(line, text=line.text[cut:].strip(), side="right")
        return
    yield line


def _motto(line: Line) -> tuple[int, int] | None:
    """From where to where the motto stands; in a picture also with letters misread."""
    found = MOTTO.search(line.flat)
    if found or line.confidence is None:
        return found.span() if found else None
    for words in _MOTTOES:
        alike = fuzz.partial_ratio_alignment(words, line.flat, score_cutoff=_ALIKE)
        if alike is not None and len(line.text) >= len(words) - _LOST:
            begin = line.text.rfind(" ", 0, alike.dest_start + 1) + 1
            end = line.text.find(" ", max(begin, alike.dest_end - 1))
            return begin, end if end >= 0 else len(line.text)
    return None


def _right_of(anchor: Anchor, width: float, text: str) -> Anchor:
    """The first line of the right half of a box that spans both.

    Where the line's own beginning ("ngày") stands in another box, it is as wide as its letters.
    """
    if anchor.box is None:
        return anchor
    left, top, right, bottom = anchor.box
    whole = "ngay" in flat(text)
    begin = width * 0.42 if whole else right - _LETTER * len(text)
    return replace(anchor, box=(max(left, begin), top, right, min(bottom, top + 14.0)))


def _date_start(line: Line) -> int:
    """Where place and date begin in a line that has something else before them, else 0."""
    found = _DATE_END.search(line.flat)
    if not found or _OF_A_PAPER.search(line.flat[: found.start()]):
        return 0
    before = line.text[: found.start()]
    number = _NUMBER.match(before)
    if number and before[number.end() :].strip():
        return number.end()
    wide = list(re.finditer(r"\t+|\s{3,}", before))
    if wide:
        return wide[-1].end() if before[: wide[-1].start()].strip() else 0
    return _place_start(before)


def _place_start(before: str) -> int:
    """Where a place stands after an agency's name in capitals: "SỞ NỘI VỤ Sơn La, ngày ..."."""
    words = list(re.finditer(r"\S+", before))
    first = len(words)
    while first and len(words) - first < 4 and words[first - 1].group().istitle():
        first -= 1
    if first and first < len(words) and re.fullmatch(r"T\.?P\.?|TX\.?", words[first - 1].group()):
        first -= 1
    if first in (0, len(words)) or not words[first - 1].group().isupper():
        return 0
    return words[first].start()
