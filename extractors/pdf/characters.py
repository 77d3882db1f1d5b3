"""The text of a PDF page with its boxes, in as few questions to PDFium as will do.

All coordinates are points from the top left corner of the page as it is seen, rotation
included.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from extractors.pdf.frame import Floats, Frame
from extractors.pdf.legacy import shown
from extractors.pdf.order import Placed, in_order

Flags = NDArray[np.bool_]
Places = NDArray[np.intp]

_LINE = re.compile(
    r"[^\s\x02\ufffe](?:[^\r\n\x02\ufffe]*[^\s\x02\ufffe])?[\x02\ufffe]?|[\x02\ufffe]"
)
_WORD = re.compile(r"\S+")
_HYPHEN, _OTHER_HYPHEN = "\x02", "\ufffe"  # PDFium's signs for a hyphen at the end of a line
_BOLD_FLAG, _ITALIC_FLAG = 1 << 18, 1 << 6
_BOLD_WEIGHT = 600
_BOLD_WORDS = ("bold", "black", "heavy", "demi")
_ITALIC_WORDS = ("italic", "oblique")
_RECT = ctypes.sizeof(raw.FS_RECTF)
_SIDES = [[name for name, _ in raw.FS_RECTF._fields_].index(side)
          for side in ("left", "bottom", "right", "top")]  # fmt: skip
# Asked for thousands of characters a second: one buffer serves all questions of the process.
_NAME_ROOM = 128
_NAME, _FLAGS = ctypes.create_string_buffer(_NAME_ROOM), ctypes.c_int()
_FLAGS_AT = ctypes.byref(_FLAGS)
_ALONE = re.compile(r"(?<!\S)[^\x00-\x7f](?!\S)")  # a letter beyond ASCII that is a word
_BROKEN_SHARE = 0.03  # lone accented vowels among letters: words broken by font fallback


@dataclass(slots=True)
class Units:
    """The text of a page in units that stand together: a word, or a line drawn in one go.

    ``starts`` and ``ends`` are places in PDFium's text page; ``breaks`` marks a unit before
    which PDFium ends a line, ``joined`` one that stands without a blank after the one before:
    a character of a line that was drawn out of order.
    """

    text: str
    frame: Frame
    starts: list[int]
    ends: list[int]
    breaks: list[bool]
    boxes: Floats  # (left, top, right, bottom) of each unit
    fonts: dict[tuple[bytes, int], tuple[bool, bool, str]] = field(default_factory=dict)
    joined: set[int] = field(default_factory=set)  # numbers of units
    single: set[int] = field(default_factory=set)  # units of a line set in order by characters

    def words(self, index: int) -> str:
        """The text of a unit."""
        text = self.text[self.starts[index] : self.ends[index]]
        if _HYPHEN in text or _OTHER_HYPHEN in text:
            return text.replace(_HYPHEN, "-").replace(_OTHER_HYPHEN, "-")
        return text


def read_units(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage) -> Units:
    """The units of a page."""
    text = shown(textpage, _text(textpage, raw.FPDFText_CountChars(textpage.raw)))
    units = Units(text, _frame(page, textpage, text), [], [], [], np.empty((0, 4)))
    for line in _LINE.finditer(text):
        start, end = line.span()
        if _is_drawn_at_once(textpage, text, start, end):
            _add(units, [(start, end)])
        elif placed := in_order(textpage, units.frame, text, start, end):
            _add_placed(units, placed)
        else:
            _add(units, [word.span() for word in _WORD.finditer(text, start, end)])
    units.boxes = _boxes(textpage, units.frame, units.starts, units.ends)
    return units


def _add(units: Units, spans: list[tuple[int, int]]) -> None:
    for number, (start, end) in enumerate(spans):
        units.starts.append(start)
        units.ends.append(end)
        units.breaks.append(number == 0)


def _add_placed(units: Units, placed: Sequence[Placed]) -> None:
    for character in placed:
        number = len(units.starts)
        units.single.add(number)
        if character.joined:
            units.joined.add(number)
        units.starts.append(character.place)
        units.ends.append(character.place + 1)
        units.breaks.append(character.first)


def _is_drawn_at_once(textpage: pdfium.PdfTextPage, text: str, start: int, end: int) -> bool:
    """Whether a line is one piece for PDFium, without room between its words for a column."""
    if "  " in text[start:end] or "\t" in text[start:end]:
        return False
    return bool(raw.FPDFText_CountRects(textpage.raw, start, end - start) == 1)


def _boxes(
    textpage: pdfium.PdfTextPage, frame: Frame, starts: list[int], ends: list[int]
) -> Floats:
    """The boxes of units by those of their first and last characters."""
    if not starts:
        return np.empty((0, 4))
    # PDFium writes into one array, two boxes for each unit: no number passes through Python.
    rects = (raw.FS_RECTF * (2 * len(starts)))()
    ask, handle, place = raw.FPDFText_GetLooseCharBox, textpage.raw, ctypes.byref
    first_rect, at = rects[0], 0
    for start, end in zip(starts, ends, strict=True):
        ask(handle, start, place(first_rect, at))
        ask(handle, end - 1, place(first_rect, at + _RECT))
        at += 2 * _RECT
    sides = (
        np.frombuffer(bytes(rects), dtype=np.float32).reshape(-1, 2, 4)[:, :, _SIDES].astype(float)
    )
    first, last = frame.seen(sides[:, 0]), frame.seen(sides[:, 1])
    # An accent makes a box higher than its line; the lower of two tops is nearer the truth.
    top, bottom = np.maximum(first[:, 1], last[:, 1]), np.maximum(first[:, 3], last[:, 3])
    return np.stack((first[:, 0], top, last[:, 2], bottom), axis=1)


def split(units: Units, textpage: pdfium.PdfTextPage, marked: Flags) -> Units:
    """The units with those marked cut into words, and single words into characters."""
    parts = Units(units.text, units.frame, [], [], [], units.boxes, units.fonts)
    for index in range(len(units.starts)):
        start, end = units.starts[index], units.ends[index]
        spans = [(start, end)]
        if marked[index]:
            spans = [word.span() for word in _WORD.finditer(units.text, start, end)]
            if len(spans) == 1:
                spans = [(place, place + 1) for place in range(start, end)]
        before = len(parts.starts)
        if index in units.single:
            parts.single.add(before)
        if index in units.joined:
            parts.joined.add(before)
        _add(parts, spans)
        parts.breaks[before] = units.breaks[index]
    parts.boxes = _boxes(textpage, parts.frame, parts.starts, parts.ends)
    return parts


def _text(textpage: pdfium.PdfTextPage, count: int) -> str:
    """One character for each index of the text page."""
    buffer = ctypes.create_string_buffer(2 * (count + 1))
    pointer = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    written = raw.FPDFText_GetText(textpage.raw, 0, count, pointer)
    # One character for each UTF-16 unit, so that the place in the text is PDFium's index.
    units = np.frombuffer(buffer.raw[: 2 * max(0, written - 1)], dtype="<u2")
    text = units.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    if len(text) != count:
        codes = (raw.FPDFText_GetUnicode(textpage.raw, index) for index in range(count))
        text = "".join(chr(code) if 0 < code < 0x110000 else " " for code in codes)
    return text


def _frame(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, text: str) -> Frame:
    """The frame in which most of the text stands upright; a table may be drawn sideways."""
    left, bottom, right, top = page.get_cropbox()
    turns = _text_turns(textpage, text)
    return Frame(left, bottom, right, top, page.get_rotation() // 90 if turns is None else turns)


def _text_turns(textpage: pdfium.PdfTextPage, text: str) -> int | None:
    """The quarter turns that set the text upright, by a sample; None where it is mixed."""
    places = range(0, len(text), max(1, len(text) // 32))
    sample = [place for place in places if not text[place].isspace()]
    turns = []
    for index in sample:
        angle = raw.FPDFText_GetCharAngle(textpage.raw, index)
        turns.append(round(angle / (math.pi / 2)) % 4 if angle >= 0 else 0)
    common = max(set(turns), key=turns.count, default=0)
    # PDFium counts the angle clockwise, before the page's own rotation.
    return -common % 4 if turns.count(common) * 4 > len(turns) * 3 else None


def look(textpage: pdfium.PdfTextPage, index: int, known: Units) -> tuple[bool, bool, str]:
    """Whether a character is bold and italic, and its font's name."""
    written = raw.FPDFText_GetFontInfo(textpage.raw, index, _NAME, _NAME_ROOM, _FLAGS_AT)
    flags = _FLAGS
    key = (_NAME.value if 0 < written <= _NAME_ROOM else b"", flags.value)
    found = known.fonts.get(key)
    if found is None:
        name = key[0].decode("utf-8", "replace")
        lower = name.lower()
        bold = bool(flags.value & _BOLD_FLAG) or any(word in lower for word in _BOLD_WORDS)
        heavy = raw.FPDFText_GetFontWeight(textpage.raw, index) >= _BOLD_WEIGHT
        italic = bool(flags.value & _ITALIC_FLAG) or any(word in lower for word in _ITALIC_WORDS)
        found = known.fonts[key] = (bold or heavy, italic, name)
    return found


def count_letters(text: str) -> int:
    """How many letters and digits a text holds, a page's worth in microseconds.

    >>> count_letters("Số: 05/BC-SNV")
    9
    """
    codes = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")
    return int(np.count_nonzero(_letter_codes()[codes]))


@lru_cache(maxsize=1)
def _letter_codes() -> Flags:
    return np.fromiter((chr(code).isalnum() for code in range(1 << 16)), dtype=np.bool_)


def is_broken(text: str) -> bool:
    """Whether words are broken by font fallback: accented vowels stand alone.

    >>> is_broken("Căn c ứ Quy ế t đ ị nh"), is_broken("Căn cứ Quyết định")
    (True, False)
    """
    lone = sum(len(unicodedata.normalize("NFD", word)) > 1 for word in _ALONE.findall(text))
    if lone <= 2:
        return False
    letters = sum(map(str.isalpha, text))
    return letters <= 60 or lone > letters * _BROKEN_SHARE
