"""The reader of single lines (trueocr): second to Tesseract for numbers, first where it is alone.

It needs no program and no model beside its package, so it reads on every machine. It knows lines,
not words: where a word stands in its line is reckoned by the letters before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from extractors.characters import nfc
from extractors.ocr.words import Grey, PixelBox, Word, cut_out

_WORD = re.compile(r"\S+")
_INK = 0.75  # of the paper's grey
_LEAST_ROWS = 6  # pixels: less is no line of text
_SURELY = 0.95  # how a page lies: a wrong turn loses it
_AROUND = 1  # pixels that go with the dust
_MARKS = 0.25  # of a line's height: what stands so near above or below are its marks


@cache
def recogniser() -> Any:
    """What reads a line; its models come with it."""
    from trueocr.recognizer import Recognizer

    return Recognizer(_models(), threads=1)


@cache
def _finder() -> Any:
    """What finds the lines of a page."""
    from trueocr.page import PageEngine

    return PageEngine(_models(), threads=1)


def _models() -> Path:
    import trueocr

    return Path(trueocr.__file__).parent / "models"


def upright_quarter(grey: Grey) -> int | None:
    """The quarters of a circle by which a picture must be turned to the left to stand upright.

    None where its letters do not tell surely.
    """
    from trueocr.page import orient_input

    likely = _finder().orient.run(None, {"x": orient_input(grey)[None, None]})[0][0]
    turned = int(likely.argmax())  # quarters to the left that it was turned by; 4: in columns
    return -turned % 4 if turned < 4 and likely[turned] > _SURELY else None


class LineReader:
    """The reader of lines set on one picture."""

    def __init__(self, grey: Grey) -> None:
        self._grey = grey

    def page(self) -> list[Word]:
        """All words of the picture."""
        found = _finder().detect(self._grey)
        height, width = self._grey.shape
        boxes = []
        for left, top, right, bottom in found[:, :4]:
            box = (
                max(0, int(left)), max(0, int(top)),
                min(width, int(np.ceil(right))), min(height, int(np.ceil(bottom))),
            )  # fmt: skip
            if box[2] > box[0] and box[3] > box[1]:
                boxes.append(box)
        return self._read(boxes)

    def block(self) -> list[Word]:
        """The words of a picture that holds nothing but lines of text."""
        return self._read(list(_bands(self._grey)))

    def _read(self, boxes: Sequence[PixelBox]) -> list[Word]:
        cuts = [cut_out(self._grey, box) for box in boxes]
        words: list[Word] = []
        for number, (box, line) in enumerate(zip(boxes, recogniser().predict(cuts), strict=True)):
            words += _words(nfc(line.text), 100 * line.confidence, box, number)
        return words


def _words(text: str, confidence: float, box: PixelBox, line: int) -> Iterator[Word]:
    left, top, right, bottom = box
    letter = (right - left) / max(1, len(text))
    for found in _WORD.finditer(text):
        start, end = left + round(letter * found.start()), left + round(letter * found.end())
        yield Word(found.group(), confidence, (start, top, max(end, start + 1), bottom), (line,))


def _bands(grey: Grey) -> Iterator[PixelBox]:
    """The lines of text of a small picture, as rows that hold ink between rows of paper."""
    # Dust goes, for geometry only: what is read is the picture as it is.
    calm = cv2.medianBlur(grey, 3)
    dark = calm < float(np.percentile(calm, 80)) * _INK
    edges = np.flatnonzero(np.diff(np.pad(dark.any(axis=1), 1).astype(np.int8)))
    bands = [[int(start), int(end)] for start, end in edges.reshape(-1, 2)]
    tall = float(np.median([end - start for start, end in bands])) if bands else 0.0
    whole: list[list[int]] = []
    for start, end in bands:
        near = bool(whole) and start - whole[-1][1] < tall * _MARKS
        if near and min(end - start, whole[-1][1] - whole[-1][0]) < tall * 0.5:
            whole[-1][1] = end  # marks over or under the letters of one line
        else:
            whole.append([start, end])
    for top, bottom in whole:
        columns = np.flatnonzero(dark[top:bottom].any(axis=0))
        if bottom - top >= _LEAST_ROWS and columns.size:
            left, right = int(columns[0]), int(columns[-1]) + 1
            yield max(0, left - _AROUND), max(0, top - _AROUND), right + _AROUND, bottom + _AROUND
