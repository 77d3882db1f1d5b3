"""The engine that reads pictures here: Tesseract where it is, else the reader of lines alone."""

from __future__ import annotations

from extractors.ocr import installed
from extractors.ocr.line_reader import LineReader
from extractors.ocr.tesseract import TesseractReader
from extractors.ocr.words import Grey, Reader


def open_reader(grey: Grey, dpi: int) -> Reader:
    """The better engine of this machine, set on a picture."""
    return TesseractReader(grey, dpi) if installed.two_readers() else LineReader(grey)
