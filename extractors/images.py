"""Picture files: scans and photographs of pages, read by OCR where an engine is there."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from extractors import ocr
from extractors.document import Document, ExtractError, Reason
from extractors.pdf import PAGE_LIMIT, assemble
from extractors.pdf_page import Page

VERSION = ocr.version()  # empty where no picture is read: then nothing is to be done again
_A4_LONG = 11.69  # inches of the longer side, where a file does not say its resolution
_DPI = range(72, 1201)  # what can be true of a scan
_PIXELS = 120_000_000  # of one picture: three times an A3 page at 600 dpi
_SMALLEST = 32  # pixels a side: anything less is an icon or a rule
BAD = (OSError, SyntaxError, ValueError, EOFError, UnidentifiedImageError,
        Image.DecompressionBombError, TypeError, IndexError)  # fmt: skip


def read_image(data: bytes) -> Document:
    """All pages of a picture file."""
    if ocr.engine() is None:
        raise ExtractError(Reason.SCAN, "ảnh chụp hoặc ảnh quét")
    # Loaded here: engines are heavy, and few runs need them.
    from extractors.ocr_document import Scans, tell

    try:
        opened = Image.open(io.BytesIO(data))
        total = getattr(opened, "n_frames", 1)
    except BAD as error:
        raise ExtractError(Reason.SCAN, f"ảnh không mở được ({type(error).__name__})") from error
    scans = Scans()
    pages: list[Page] = []
    lost: list[int] = []
    for number in range(1, min(total, PAGE_LIMIT) + 1):
        try:
            opened.seek(number - 1)
            pages += scans.read(number, *pixels(opened))
        except BAD:
            lost.append(number)
        tell(pages, lambda read: _document(read, lost, total))
    return _document(pages, lost, total)


def _document(pages: list[Page], lost: list[int], total: int) -> Document:
    if not pages:
        raise ExtractError(Reason.SCAN, "ảnh không mở được")
    return replace(assemble(pages, lost, total, {}, "image"), reader=VERSION)


def pixels(opened: Image.Image) -> tuple[NDArray[np.uint8], float]:
    """A frame as seen, and its pixels a point."""
    width, height = opened.size
    if width * height > _PIXELS or min(width, height) < _SMALLEST:
        raise ValueError(f"{width} x {height}")
    dpi = _resolution(opened)
    seen = ImageOps.exif_transpose(opened)
    if seen.mode in ("RGBA", "LA", "PA") or "transparency" in seen.info:
        seen = seen.convert("RGBA")
        seen = Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen)
    return np.asarray(seen.convert("RGB")), dpi / 72


def _resolution(opened: Image.Image) -> float:
    told = opened.info.get("dpi")
    dpi = float(told[0]) if isinstance(told, tuple) and told[0] else 0.0
    longer = max(opened.size)
    if round(dpi) in _DPI and 4.0 < longer / dpi < 24.0:
        return dpi
    return longer / _A4_LONG
