"""Number, symbol, place and date of a paper, typed or drawn by a signature.

A value is read only where it plainly stands; two readings that differ give none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from rules.vietnamese.dates import make_date
from rules.vietnamese.header_halves import DATE_LINE
from rules.vietnamese.header_line import Line
from rules.vietnamese.header_rows import Stamp
from rules.vietnamese.header_words import flat

# One piece of a symbol: "QĐ", "TTr", "BCĐ138", "PGD&ĐT", "TTg"; it begins with a capital.
_PIECE = r"[A-ZĐƯƠÔÂ][A-Za-zĐđƯÂÔƠ&.]*\d{0,4}(?:&[A-ZĐ][A-Za-zĐđ]*)*"
# Joined by dash or stroke; blanks around the mark only where capitals follow ("TTr -UBND").
# A division's sign may be a letter with its number: "TTr-P4", "HHDN-K5".
_NEXT = r"(?=[A-ZĐƯ]{2}|[A-ZĐ]\d{0,2}\b|[A-ZĐ][a-z]?[A-ZĐ])"
_YEAR = r"(?:(?:19|20)\d\d\s?/\s?)?"
_SYMBOL = rf"{_YEAR}{_PIECE}(?:\s?[-–/]\s?{_NEXT}{_PIECE})*"
_NUMBER_LINE = re.compile(
    rf"^\W*S[ốôÔỐ]{{1,2}}\s*[:;.,]?\s*(?P<number>\d[\d ]*[a-zA-ZđĐ]?|[\s.…_xX]*)\s*"
    rf"(?P<mark>[/\-–])\s*[.…_]*\s*(?P<symbol>{_SYMBOL})"
)
# The same without the word "Số", as some agencies write it, alone on its line.
_BARE_NUMBER = re.compile(
    rf"^\s*(?P<number>\d{{1,5}}[a-zđ]?)\s*(?P<mark>[/\-])\s*(?P<symbol>{_SYMBOL})\s*$"
)
# In a picture: what was written by hand before the stroke is read as anything ("số: 4Ø /QĐ-UBND",
# "s: /KH-UBND"), and is no number; the printed symbol ends the line.
_WRITTEN_NUMBER = re.compile(
    rf"^\W*[sS][^\W\d]{{0,2}}\W(?:[^/]{{0,14}}/)?[^/]{{0,14}}/\s*(?P<symbol>{_SYMBOL})\W*$"
)
# A hand's digits read as a piece of the symbol: "/J03 /KH-CĐN".
_WRITTEN_PIECE = re.compile(r"^[^/]*\d[^/]*/(?=[^/]+$)")
# The rest of a symbol that was broken over two lines: "NCKSTTHC", "BLĐTBXH-BTC".
_SYMBOL_REST = re.compile(rf"^\s*{_PIECE}(?:-{_PIECE})*\s*$")
_NUMBER_STAMP = re.compile(r"^\d{1,6}[a-zA-ZđĐ]?$")
_DAY_STAMP = re.compile(r"^\d{1,2}$")
_DIGITS_DATE = re.compile(
    r"^(?:(?P<place>[^\d,;:()/]{2,40}),\s*(?:ngay)?|\W*ngay\s*:?)\s*(?P<day>\d{1,2})\s*[/.\-]\s*(?P<month>\d{1,2})"
    r"\s*[/.\-]\s*(?P<year>\d{4})\W*$"
)
# "Số: 720/BC-UBND, ngày 03/12/2024", as workbooks put it in one cell.
_DAY_BESIDE = re.compile(
    r"^[\s,;.()-]*ngay\s*:?\s*(?P<day>\d{1,2})\s*(?:[/.\-]|thang)\s*(?P<month>\d{1,2})"
    r"\s*(?:[/.\-]|nam)\s*(?P<year>\d{4})\W*$"
)
_DAY_ALONE = 8  # lines of the head in which a day without a place is the paper's
_PLACE_WORDS = 6  # "Thành phố Hồ Chí Minh" has five
_NEAR = 5.0  # points by which a stamp may stand off its line


@dataclass(frozen=True, slots=True)
class Numbered:
    """Number and symbol with the line they stand in."""

    number: str
    symbol: str
    line: Line
    index: int
    rest: str  # what follows on the same line


@dataclass(frozen=True, slots=True)
class Dated:
    """Place and day with the line they stand in."""

    issued_on: date | None
    place: str
    line: Line
    index: int
    month: int | None
    year: int | None


def find_number(lines: Sequence[Line], drawn: Sequence[Stamp]) -> Numbered | None:
    """The number line of the head: the first one outside brackets that has a symbol."""
    open_brackets = 0
    for index, line in enumerate(lines):
        if open_brackets <= 0:
            whole = _with_rest(line, lines[index + 1 :])
            found = _NUMBER_LINE.match(whole.text) or _BARE_NUMBER.match(whole.text)
            if found and "ngay" not in flat(whole.text[: found.start("symbol")]):
                return _numbered(found, whole, index, drawn)
            found = _WRITTEN_NUMBER.match(line.text) if _is_pictured(line) else None
            if found:
                return Numbered("", _tidied(found["symbol"]), line, index, "")
        open_brackets += line.text.count("(") - line.text.count(")")
    return None


def _is_pictured(line: Line) -> bool:
    """Whether a line of the left half was read from a picture."""
    return line.confidence is not None and line.side == "left"


def _tidied(symbol: str) -> str:
    """A symbol without blanks around its marks."""
    marks = re.sub(r"\s*([-–/])\s*", lambda mark: mark.group(1).replace("–", "-"), symbol)
    return marks.rstrip(".&")


def _with_rest(line: Line, following: Sequence[Line]) -> Line:
    """A number line that ends in a dash, with the rest of its symbol from the next line."""
    text = line.text.rstrip(" :")
    if following and text.endswith("-") and _SYMBOL_REST.match(following[0].text):
        return replace(line, text=text + following[0].text.strip())
    return line


def _numbered(found: re.Match[str], line: Line, index: int, drawn: Sequence[Stamp]) -> Numbered:
    symbol = _tidied(found["symbol"])
    if line.doubtful:
        symbol = _WRITTEN_PIECE.sub("", symbol)
    typed = re.sub(r"[\s.…_xX]", "", found["number"])
    stamped = [stamp.text for stamp in _on(line, drawn) if _NUMBER_STAMP.match(stamp.text)]
    number = typed or (stamped[0] if len(set(stamped)) == 1 else _pieces(stamped))
    if line.doubtful or (typed and any(stamp not in typed for stamp in stamped)):
        number = ""  # a poor picture, or typed and drawn digits disagree
    return Numbered(number, symbol, line, index, line.text[found.end() :].strip())


def _pieces(stamped: Sequence[str]) -> str:
    """Digits drawn one by one, left to right, as one number; several numbers are none."""
    return "".join(stamped) if stamped and all(len(piece) == 1 for piece in stamped) else ""


def _on(line: Line, drawn: Sequence[Stamp]) -> list[Stamp]:
    """The stamps that stand on a line, from left to right."""
    if line.anchor.box is None:
        return []
    left, top, right, bottom = line.anchor.box
    found = []
    for stamp in drawn:
        if stamp.anchor.box is None or stamp.anchor.page != line.anchor.page:
            continue
        a, b, c, d = stamp.anchor.box
        across, down = (a + c) / 2, (b + d) / 2
        if left - _NEAR <= across <= right + _NEAR and top - _NEAR <= down <= bottom + _NEAR:
            found.append((a, stamp))
    return [stamp for _, stamp in sorted(found, key=lambda pair: pair[0])]


def find_date(lines: Sequence[Line], drawn: Sequence[Stamp]) -> Dated | None:
    """The line of place and date in the head; its day is null where day or month is blank."""
    open_brackets = 0
    for index, line in enumerate(lines):
        found = DATE_LINE.search(line.flat) or _DIGITS_DATE.match(line.flat)
        if found and found.re is _DIGITS_DATE and not found["place"] and index >= _DAY_ALONE:
            found = None
        if found and open_brackets <= 0 and _stands_alone(line, found):
            return _dated(line, index, found, drawn)
        open_brackets += line.text.count("(") - line.text.count(")")
    return None


def date_beside(number: Numbered) -> Dated | None:
    """The day that follows number and symbol on their own line."""
    found = _DAY_BESIDE.match(flat(number.rest))
    if found is None or number.line.doubtful:
        return None
    day, month, year = (int(found[name]) for name in ("day", "month", "year"))
    value = make_date(day, month, year)
    return Dated(value, "", number.line, number.index, month, year) if value else None


def _stands_alone(line: Line, found: re.Match[str]) -> bool:
    """Whether the line is a date line and not a sentence or a title that ends with a date."""
    before = line.text[: found.start("day")].strip()
    place = re.sub(r"[,.;\s]*[Nn]g[àa]y\s*$", "", before, flags=re.IGNORECASE).strip(" .…_*-")
    if not place:
        return line.side == "right" or bool(re.match(r"[\s.…_,]*[Nn]g[àa]y", line.text))
    words = place.split()
    if len(words) > _PLACE_WORDS or re.search(r"[\d:;()/]", place) or place.isupper():
        return False
    comma = bool(re.search(r"[,.;]\s*ngay", line.flat)) or found.re is _DIGITS_DATE
    if comma or line.side == "right":
        return words[0][0].isupper()
    return all(word[0].isupper() for word in words)


def _dated(line: Line, index: int, found: re.Match[str], drawn: Sequence[Stamp]) -> Dated:
    start, end = found.span("place") if found["place"] else (0, 0)
    place = line.text[start:end].strip(" .…_,;*-")
    day, month, year = (_digits(found[name]) for name in ("day", "month", "year"))
    stamped = [stamp.text for stamp in _on(line, drawn) if _DAY_STAMP.match(stamp.text)]
    if stamped:
        day, month = _with_stamps(day, month, stamped)
    whole = bool(day and month and year) and len(year) == 4
    sure = whole and not line.doubtful
    value = make_date(int(day), int(month), int(year)) if sure else None
    known_year = int(year) if len(year) == 4 else None
    known_month = int(month) if month and 1 <= int(month) <= 12 else None
    return Dated(value, place, line, index, known_month, known_year)


def _digits(text: str) -> str:
    """The digits of a slot; empty where it is blank or holds more than one number."""
    digits = re.sub(r"[\s.…_\-]", "", text)
    return digits if digits.isdigit() and len(digits) in (1, 2, 4) else ""


def _with_stamps(day: str, month: str, stamped: Sequence[str]) -> tuple[str, str]:
    """The blank slots filled from left to right; no value where the count does not fit."""
    if len(stamped) == 1 and not day:
        return stamped[0], month
    if len(stamped) == 1 and not month:
        return day, stamped[0]
    if len(stamped) == 2 and not day and (not month or stamped[1].endswith(month)):
        return stamped[0], stamped[1]
    if day in stamped and (not month or month in stamped or len(stamped) == 1):
        return day, month or stamped[-1]  # the typed digits are the drawn ones, read twice
    return "", ""
