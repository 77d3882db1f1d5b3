"""Tesseract, loaded once in a process: a grey picture in, words with boxes and confidence out."""

from __future__ import annotations

import os
from functools import cache
from typing import Any

from extractors.characters import nfc
from extractors.document import ExtractError, Reason
from extractors.ocr import installed
from extractors.ocr.words import Grey, Word

_PAGE_SECONDS = 45.0  # a page that takes longer is given up; usual is one or two
_WORD_LEVEL = "5"


@cache
def _api() -> Any:
    """The loaded engine; loading takes a tenth of a second and 60 MB."""
    found = installed.engine()
    if found is None or found.model is None:
        raise ExtractError(Reason.SCAN, "chưa cài bộ nhận dạng chữ")
    # One document, one processor: the pool of reading processes shares the others out.
    os.environ["OMP_THREAD_LIMIT"] = "1"
    import tesserocr

    api = tesserocr.PyTessBaseAPI(path=str(found.model.parent), lang=found.model.stem)
    # Looking for typewriters takes a sixth of the layout's time and changes no word.
    api.SetVariable("textord_all_prop", "1")
    return api


class TesseractReader:
    """Tesseract set on one picture."""

    def __init__(self, grey: Grey, dpi: int = 300) -> None:
        self._api = _api()
        height, width = grey.shape
        self._api.SetImageBytes(grey.tobytes(), width, height, 1, width)
        self._api.SetSourceResolution(dpi)

    def page(self) -> list[Word]:
        """All words of the picture, lines found by Tesseract."""
        return self._read(3)

    def block(self) -> list[Word]:
        """The words of a picture that holds nothing but lines of text, such as a table's cell."""
        return self._read(6)

    def _read(self, mode: int) -> list[Word]:
        self._api.SetPageSegMode(mode)
        if not self._api.Recognize(int(_PAGE_SECONDS * 1000)):
            raise ExtractError(Reason.TIMEOUT, f"nhận dạng chữ quá {_PAGE_SECONDS:g} giây")
        return _words(self._api.GetTSVText(0))


def _words(table: str) -> list[Word]:
    words = []
    for row in table.splitlines():
        columns = row.split("\t", 11)
        if len(columns) < 12 or columns[0] != _WORD_LEVEL or not columns[11].strip():
            continue
        block, paragraph, line = columns[2:5]
        left, top, width, height = map(int, columns[6:10])
        words.append(
            Word(
                nfc(columns[11].strip()),
                float(columns[10]),
                (left, top, left + width, top + height),
                (int(block), int(paragraph), int(line)),
            )
        )
    return words
