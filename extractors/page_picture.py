"""A page as a person sees it: the picture of one page of a PDF, a scan or a photograph.

What signatures draw is on it. A page that was read from its picture is turned and straightened
as its reader did, so that the places of its passages fit.
"""

from __future__ import annotations

import ctypes
import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium
from PIL import Image

from extractors.document import ExtractError, Reason
from extractors.ocr.images import BAD, pixels

Box = tuple[float, float, float, float]  # left, top, right, bottom in points

PIXELS = 6_000_000  # of a picture that is shown
_COLOURS = 1024  # a page of text has fewer shades; a photograph more
_QUALITY = 85
_COARSE = 400  # pixels of the wider side on which a scan's way up is told
_DARK = 0.7  # of the paper's grey


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture file with the page's size in points and the number of pages of its document.

    ``fits`` is false where the places of passages cannot be shown on it: a sheet with two pages.
    """

    data: bytes
    kind: str  # png or jpeg
    width: float
    height: float
    pages: int
    fits: bool = True


def draw_page(data: bytes, number: int, wide: int, written: Sequence[Box] = ()) -> Drawn:
    """Page ``number`` (from 1), about so many pixels wide; ExtractError where it has no picture.

    ``written`` are the places of the words on a page that was read from its picture.
    """
    if b"%PDF-" in data[:1024]:
        return _draw_pdf(data, number, wide, written)
    return _draw_image(data, number, wide, written)


def _draw_pdf(data: bytes, number: int, wide: int, written: Sequence[Box]) -> Drawn:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        reason = Reason.ENCRYPTED if "password" in str(error).lower() else Reason.DAMAGED
        raise ExtractError(reason, "PDF không mở được") from error
    try:
        total = len(document)
        _check(number, total)
        document.init_forms()  # else number and day drawn by signatures stay hidden
        page = document[number - 1]
        width, height = page.get_size()
        across = wide * 2 if written else wide  # turned, a scan is measured once more
        scale = _scale(width, height, across)
        bitmap = page.render(scale=scale, rev_byteorder=True)
        picture = np.array(bitmap.to_pil().convert("RGB"))
        bitmap.close()
        page.close()
    except (pdfium.PdfiumError, ctypes.ArgumentError, ValueError) as error:
        raise ExtractError(Reason.DAMAGED, f"không vẽ được trang {number}") from error
    finally:
        document.close()
    if written:
        return _upright(picture, scale, wide, total, written)
    return _file(Image.fromarray(picture), (width, height), total)


def _draw_image(data: bytes, number: int, wide: int, written: Sequence[Box]) -> Drawn:
    try:
        opened = Image.open(io.BytesIO(data))
        total = int(getattr(opened, "n_frames", 1))
        _check(number, total)
        opened.seek(number - 1)
        picture, scale = pixels(opened)
    except BAD as error:
        raise ExtractError(Reason.SCAN, "ảnh không mở được") from error
    return _upright(np.asarray(picture), scale, wide, total, written)


def _check(number: int, total: int) -> None:
    if not 1 <= number <= total:
        raise ExtractError(Reason.DAMAGED, f"tệp có {total} trang, không có trang {number}")


def _scale(width: float, height: float, wide: int) -> float:
    """Pixels a point for a page so many pixels wide, within the budget."""
    return float(min(wide / max(1.0, width), (PIXELS / max(1.0, width * height)) ** 0.5))


def _upright(
    picture: np.ndarray, scale: float, wide: int, total: int, written: Sequence[Box]
) -> Drawn:
    """A picture of a page as its reader turned it, made as wide as wanted."""
    fits = True
    if written:
        # Loaded here: it takes a while, and few pages need it.
        from extractors.ocr.picture import pages_on_sheet, straightened, turned

        picture = np.asarray(turned(picture, _quarters(picture, scale, written)))
        fits = len(pages_on_sheet(picture)) == 1
        picture = straightened(picture) if fits else picture
    height, width = picture.shape[0] / scale, picture.shape[1] / scale
    shown = Image.fromarray(np.ascontiguousarray(picture))
    factor = min(1.0, _scale(width, height, wide) / scale)
    if factor < 1.0:
        size = max(1, round(shown.width * factor)), max(1, round(shown.height * factor))
        shown = shown.resize(
            size, Image.Resampling.BOX if factor < 0.5 else Image.Resampling.LANCZOS
        )
    return _file(shown, (width, height), total, fits)


def _quarters(picture: np.ndarray, scale: float, written: Sequence[Box]) -> int:
    """By how many quarters to the left the picture must be turned for its ink to lie in boxes."""
    step = max(1, max(picture.shape[:2]) // _COARSE)
    grey = picture[::step, ::step, 0].astype(np.int16)
    ink = grey < np.percentile(grey, 80) * _DARK
    ways = [np.rot90(ink, quarters) for quarters in range(4)]
    fit = [_inside(way, scale / step, written) for way in ways]
    # Only a clear gain turns a page: most scans lie as they should.
    best = int(np.argmax(fit))
    return best if fit[best] > fit[0] * 1.1 else 0


def _inside(ink: np.ndarray, scale: float, written: Sequence[Box]) -> float:
    """The share of ink that lies in the boxes."""
    mask = np.zeros(ink.shape, dtype=bool)
    for left, top, right, bottom in written:
        rows = slice(max(0, int(top * scale)), max(0, int(bottom * scale) + 1))
        mask[rows, max(0, int(left * scale)) : max(0, int(right * scale) + 1)] = True
    return float((ink & mask).sum()) / max(1, int(ink.sum()))


def _file(picture: Image.Image, size: tuple[float, float], total: int, fits: bool = True) -> Drawn:
    """The picture as PNG where it has few shades, else as JPEG, which is quick for scans."""
    target = io.BytesIO()
    kind = "png" if picture.getcolors(_COLOURS) else "jpeg"
    if kind == "png":
        picture.save(target, "PNG", compress_level=3)
    else:
        picture.save(target, "JPEG", quality=_QUALITY)
    return Drawn(target.getvalue(), kind, round(size[0], 2), round(size[1], 2), total, fits)
