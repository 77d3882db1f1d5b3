"""Picture files: scans and photographs of pages, read by OCR where an engine is there."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from extractors.document import Document, ExtractError, Reason
from extractors.ocr import installed
from extractors.page_groups import tell
from extractors.pdf.page import Page
from extractors.pdf.reader import assemble

VERSION = installed.version()  # empty where no picture is read: then nothing is to be done again
_A4_LONG = 11.69  # inches of the longer side, where a file does not say its resolution
_DPI = range(72, 1201)  # what can be true of a scan
_PIXELS = 120_000_000  # of one picture: three times an A3 page at 600 dpi
FRAME_LIMIT = 500
_SMALLEST = 32  # pixels a side: anything less is an icon or a rule
BAD = (OSError, SyntaxError, ValueError, EOFError, UnidentifiedImageError,
        Image.DecompressionBombError, TypeError, IndexError)  # fmt: skip


def read_image(data: bytes) -> Document:
    """All pages of a picture file."""
    try:
        opened = Image.open(io.BytesIO(data))
    except Image.DecompressionBombError as error:
        raise ExtractError(Reason.TOO_LARGE, "ảnh lớn quá mức đọc được") from error
    except BAD as error:
        raise ExtractError(Reason.DAMAGED, f"ảnh không mở được ({type(error).__name__})") from error
    if installed.engine() is None:
        raise ExtractError(Reason.SCAN, "ảnh chụp hoặc ảnh quét")
    # Loaded here: engines are heavy, and few runs need them.
    from extractors.ocr.document import Scans

    scans = Scans()
    pages: list[Page] = []
    lost: dict[int, ExtractError] = {}
    total = 0
    # Frames are not counted beforehand: a chain of them may be long, or have no end.
    while total < FRAME_LIMIT and _has_frame(opened, total, lost):
        total += 1
        try:
            pages += scans.read(total, *pixels(opened))
        except ExtractError as error:
            lost[total] = error
        except BAD as error:
            why = f"ảnh không mở được ({type(error).__name__})"
            lost[total] = ExtractError(Reason.DAMAGED, why)
        tell(pages, partial(_document, lost=lost, total=total))
    document = _document(pages, lost, total)
    if total < FRAME_LIMIT or not _has_frame(opened, total, lost):
        return document
    cut = (Reason.TOO_LARGE, f"chỉ đọc {FRAME_LIMIT} ảnh đầu trong tệp")
    return replace(document, skipped=(*document.skipped, cut))


def _has_frame(opened: Image.Image, number: int, lost: dict[int, ExtractError]) -> bool:
    """Go to a frame, counted from 0; false where the file has none, or cannot say so."""
    try:
        opened.seek(number)
    except EOFError:
        return False
    except BAD as error:
        lost[number + 1] = ExtractError(Reason.DAMAGED, f"ảnh hỏng ({type(error).__name__})")
        return False
    return True


def _document(pages: list[Page], lost: dict[int, ExtractError], total: int) -> Document:
    if not pages:
        raise next(iter(lost.values()), ExtractError(Reason.DAMAGED, "ảnh không mở được"))
    total = max(total, *lost, 0)
    return replace(assemble(pages, sorted(lost), total, {}, "image"), reader=VERSION)


def pixels(opened: Image.Image) -> tuple[NDArray[np.uint8], float]:
    """A frame as seen, and its pixels a point."""
    width, height = opened.size
    if width * height > _PIXELS:
        raise ExtractError(Reason.TOO_LARGE, f"ảnh {width} x {height} điểm")
    if min(width, height) < _SMALLEST:
        raise ExtractError(Reason.NO_TEXT, f"ảnh {width} x {height} điểm, quá nhỏ để có chữ")
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
