"""Digits read from pictures: kept as sure only where two readers of different make agree.

Number and day of a paper are often written by hand into the blanks "Số: .../..." and
"ngày ... tháng ... năm ...". What stands in such a blank and is not surely printed is left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from extractors.characters import nfc
from extractors.document import SURE
from extractors.ocr import installed
from extractors.ocr.line_reader import recogniser
from extractors.ocr.numerals import numbers
from extractors.ocr.picture import Colours
from extractors.ocr.words import Grey, PixelBox, Word, cut_out

BELIEVED = 0.95  # of the second reader: of words it sees rightly
UNSURE = 40.0  # the confidence of digits that only one reader sees
_NUMBER_SLOT = re.compile(
    r"^\W{0,3}[S5][^\W\d]{1,2}\s?[:;.,]?(?P<slot>.{0,14}?)(?=\s?[/-]\s?[A-ZĐ]{1,4}[A-Za-zĐđ&]*(?:\W|\d|$))"
)
_DATE_SLOTS = re.compile(
    r"ng[àaáảã]y(?P<day>.{0,8}?)th[áaàảâ]ng(?P<month>.{0,8}?)n[ăaâẵắằ]m(?P<year>.{0,7}?\d{2,4}|)",
    re.IGNORECASE,
)
_PRINTED = {"slot": re.compile(r"\s*\d{1,5}[a-z]?\s*"), "day": re.compile(r"\s*\d{1,2}\s*"),
            "month": re.compile(r"\s*\d{1,2}\s*"), "year": re.compile(r"\s*\d{4}\s*")}  # fmt: skip
_LETTERS, _TOKEN = re.compile(r"[^\W\d_]{2}"), re.compile(r"\S*")
_MIXED = re.compile(r"\d,\d+\.\d")  # dots part thousands, and a comma comes after them
_COLOUR = 45  # levels between the channels of blue ink
_TALLER, _LOWER = 0.22, 0.2  # of the height of printed digits that others may differ by


def checked(words: Sequence[Word], grey: Grey) -> list[Word]:
    """The words; numbers that no second reader sees, or that no one writes, are unsure.

    Of two readers that differ neither is believed; what the second one reads is shown where it is
    sure, for it sees one word at a time and takes no I for a 1 beside other words.
    """
    numbered = [index for index, word in enumerate(words) if numbers(word.text)]
    found = list(words)
    for index, (text, sure) in zip(numbered, _read_again(words, numbered, grey), strict=True):
        word = words[index]
        if numbers(word.text) != numbers(text) or _MIXED.search(word.text):
            shown = text if sure and numbers(text) else word.text
            found[index] = replace(word, text=shown, confidence=min(word.confidence, UNSURE))
    return found


def _read_again(words: Sequence[Word], places: Sequence[int], grey: Grey) -> list[tuple[str, bool]]:
    """What the second reader sees, and whether surely; nothing where there is one reader only."""
    if not installed.two_readers():
        return [("", False) for _ in places]
    again = recogniser().predict([cut_out(grey, words[place].box) for place in places])
    return [(nfc(one.text), one.confidence >= BELIEVED) for one in again]


def certainty(words: Sequence[Word]) -> float | None:
    """How sure the words of a cell are: as its least sure number, without one as their mean."""
    numbered = [word.confidence for word in words if numbers(word.text)]
    letters = sum(len(word.text) for word in words)
    if not letters:
        return None
    mean = sum(word.confidence * len(word.text) for word in words) / letters
    return round(min(numbered, default=mean), 1)


def blanks_cleared(words: Sequence[Word], picture: Colours) -> list[Word]:
    """The words of one line without what stands in a form's blank and is not surely printed."""
    text, starts = "", []
    for word in words:
        text += " " if text else ""
        starts.append(len(text))
        text += word.text
    cleared: set[int] = set()  # places in the text
    for form in (_DATE_SLOTS, _NUMBER_SLOT):
        for found in form.finditer(text):
            for name in found.groupdict():
                start, end = found.span(name)
                inside = [w for w, at in zip(words, starts, strict=True)
                          if at < end and at + len(w.text) > start]  # fmt: skip
                if not _PRINTED[name].fullmatch(found[name]) or not _printed(
                    inside, words, picture
                ):
                    # Letters in a blank are part of a misread symbol, which goes too.
                    rest = _TOKEN.match(text, end) if _LETTERS.search(found[name]) else None
                    cleared.update(range(start, rest.end() if rest else end))
    if not cleared:
        return list(words)
    left = [
        replace(word, text="".join(c for n, c in enumerate(word.text, at) if n not in cleared))
        for word, at in zip(words, starts, strict=True)
    ]
    return [word for word in left if word.text]


def _printed(inside: Sequence[Word], line: Sequence[Word], picture: Colours) -> bool:
    """Whether the digits of a blank are surely read and surely printed."""
    sure = all(word.confidence >= SURE and not _is_coloured(picture, word.box) for word in inside)
    return sure and _looks_printed(inside, line)


def _is_coloured(picture: Colours, box: PixelBox) -> bool:
    """Whether a word was written in blue ink."""
    left, top, right, bottom = box
    part = picture[max(0, top) : bottom, max(0, left) : right].astype(np.int16)
    if part.ndim != 3 or not part.size:
        return False
    light = part.mean(axis=2)
    dark = light <= np.percentile(light, 10)
    spread = part.max(axis=2) - part.min(axis=2)
    return bool(np.median(spread[dark]) > _COLOUR)


def _looks_printed(inside: Sequence[Word], line: Sequence[Word]) -> bool:
    """Whether digits alone in their blank are as high as the printed digits of the line."""
    alone = [word for word in inside if word.text.isdigit()]
    others = [word for word in line if word.text.isdigit() and word not in alone]
    for word in alone:
        for other in others:
            height = other.box[3] - other.box[1]
            taller = abs((word.box[3] - word.box[1]) - height)
            if taller > _TALLER * height or abs(word.box[3] - other.box[3]) > _LOWER * height:
                return False
    return True
