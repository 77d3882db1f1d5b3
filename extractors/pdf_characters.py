"""The characters of a PDF page with their boxes, in one pass over PDFium's text page.

All coordinates are points from the top left corner of the page as it is seen, rotation
included.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from dataclasses import dataclass, field

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.intp]

_HYPHENS = {"\x02": "-", "\ufffe": "-"}  # PDFium's sign for a hyphen at the end of a line
_BOLD_FLAG, _ITALIC_FLAG = 1 << 18, 1 << 6
_BOLD_WEIGHT = 600
_BOLD_WORDS = ("bold", "black", "heavy", "demi")
_ITALIC_WORDS = ("italic", "oblique")
_FLAT = 0.1  # points: lower boxes are those of blanks without a place of their own
_BROKEN_SHARE = 0.03  # lone accented vowels among letters: words broken by font fallback
_BROKEN_GAP = 0.12  # of the height: a blank narrower than this was put in by the fallback


@dataclass(frozen=True, slots=True)
class Frame:
    """How page space becomes seen space: quarter turns clockwise and the page's corner."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @property
    def width(self) -> float:
        """Seen width."""
        across = self.right - self.left, self.top - self.bottom
        return across[self.turns % 2]

    @property
    def height(self) -> float:
        """Seen height."""
        across = self.right - self.left, self.top - self.bottom
        return across[1 - self.turns % 2]

    def seen(self, boxes: Floats) -> Floats:
        """Boxes (left, bottom, right, top) of page space as (left, top, right, bottom) seen."""
        left, bottom, right, top = boxes.T
        match self.turns:
            case 1:
                sides = bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
            case 2:
                sides = (
                    self.right - right,
                    bottom - self.bottom,
                    self.right - left,
                    top - self.bottom,
                )
            case 3:
                sides = self.top - top, self.right - right, self.top - bottom, self.right - left
            case _:
                sides = left - self.left, self.top - top, right - self.left, self.top - bottom
        return np.stack(sides, axis=1)


@dataclass(slots=True)
class Characters:
    """The text of a page, one character for one box; blanks have boxes without meaning."""

    text: str
    boxes: Floats  # (left, top, right, bottom) for each character
    frame: Frame
    fonts: dict[tuple[str, int], tuple[bool, bool]] = field(default_factory=dict)


def read_characters(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage) -> Characters:
    """The characters of a page."""
    count = raw.FPDFText_CountChars(textpage.raw)
    text = _text(textpage, count)
    boxes = np.empty((count, 4), dtype=np.float64)
    rect = raw.FS_RECTF()
    pointer, read, handle = ctypes.byref(rect), raw.FPDFText_GetLooseCharBox, textpage.raw
    rows = []
    for index in range(count):
        read(handle, index, pointer)
        rows.append((rect.left, rect.bottom, rect.right, rect.top))
    if rows:
        boxes[:] = rows
    frame = _frame(page, textpage, text)
    return Characters(text, _with_blanks(text, frame.seen(boxes)), frame)


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
    for sign, hyphen in _HYPHENS.items():
        text = text.replace(sign, hyphen)
    return text


def _frame(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, text: str) -> Frame:
    """The frame in which most of the text stands upright; a table may be drawn sideways."""
    left, bottom, right, top = page.get_cropbox()
    turns = _text_turns(textpage, text)
    return Frame(left, bottom, right, top, page.get_rotation() // 90 if turns is None else turns)


def _text_turns(textpage: pdfium.PdfTextPage, text: str) -> int | None:
    """The quarter turns that set the text upright, by a sample; None where it is mixed."""
    places = [index for index, char in enumerate(text) if not char.isspace()]
    sample = places[:: max(1, len(places) // 24)][:24]
    turns = []
    for index in sample:
        angle = raw.FPDFText_GetCharAngle(textpage.raw, index)
        turns.append(round(angle / (math.pi / 2)) % 4 if angle >= 0 else 0)
    common = max(set(turns), key=turns.count, default=0)
    # PDFium counts the angle clockwise, before the page's own rotation.
    return -common % 4 if turns.count(common) * 4 > len(turns) * 3 else None


def _with_blanks(text: str, boxes: Floats) -> Floats:
    """Blanks that PDFium put in get the height of the character before them."""
    low = boxes[:, 3] - boxes[:, 1] < _FLAT
    blank = low & np.fromiter((char == " " for char in text), dtype=bool, count=len(text))
    places = np.where(blank, 0, np.arange(len(text)))
    before = np.maximum.accumulate(places)
    boxes[:, 1], boxes[:, 3] = boxes[before, 1], boxes[before, 3]
    return boxes


def look(textpage: pdfium.PdfTextPage, index: int, known: Characters) -> tuple[bool, bool, str]:
    """Whether a character is bold and italic, and its font's name."""
    buffer = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    length = raw.FPDFText_GetFontInfo(textpage.raw, index, buffer, 128, ctypes.byref(flags))
    name = buffer.raw[: max(0, min(length, 128) - 1)].decode("utf-8", "replace")
    key = (name, flags.value)
    if key not in known.fonts:
        lower = name.lower()
        bold = bool(flags.value & _BOLD_FLAG) or any(word in lower for word in _BOLD_WORDS)
        heavy = raw.FPDFText_GetFontWeight(textpage.raw, index) >= _BOLD_WEIGHT
        italic = bool(flags.value & _ITALIC_FLAG) or any(word in lower for word in _ITALIC_WORDS)
        known.fonts[key] = (bold or heavy, italic)
    return *known.fonts[key], name


def is_broken(text: str) -> bool:
    """Whether words are broken by font fallback: accented vowels stand alone.

    >>> is_broken("Căn c ứ Quy ế t đ ị nh"), is_broken("Căn cứ Quyết định")
    (True, False)
    """
    letters = sum(char.isalpha() for char in text)
    lone = 0
    for word in text.split():
        if len(word) == 1 and word.isalpha() and len(unicodedata.normalize("NFD", word)) > 1:
            lone += 1
    return lone > max(2, letters * _BROKEN_SHARE) if letters > 60 else lone > 2


def mended(characters: Characters) -> tuple[Characters, Places]:
    """The characters without the blanks that font fallback put inside words.

    The second value is the place of each kept character on the text page.
    """
    text, boxes = characters.text, characters.boxes
    keep = np.ones(len(text), dtype=bool)
    for index in range(1, len(text) - 1):
        if text[index] != " " or text[index - 1].isspace() or text[index + 1].isspace():
            continue
        before, after = boxes[index - 1], boxes[index + 1]
        height = max(before[3] - before[1], 1.0)
        same_line = abs(before[3] - after[3]) < height / 2
        if same_line and after[0] - before[2] < height * _BROKEN_GAP:
            keep[index] = False
    kept = "".join(char for char, kept in zip(text, keep, strict=True) if kept)
    whole = Characters(kept, boxes[keep], characters.frame, characters.fonts)
    return whole, np.nonzero(keep)[0]
