"""Pictures of pages read one after another into the pages of a document."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import cv2
import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.document import ExtractError, Reason, Table
from extractors.ocr.page import read_picture
from extractors.ocr.picture import PIXELS, Colours
from extractors.page_groups import Assemble, tell
from extractors.pdf.page import Page, State

DPI = 200  # what Tesseract reads best: a finer picture has more errors, and costs more
MOST_SECONDS = 1200.0  # of one document: some five hundred pages
_MOST_OBJECTS = 50_000  # on a page: a map or a drawing, which takes minutes and holds no lines
_FINER = 1.1  # a picture is reduced only where it is so much finer
_LEAST_DPI = 130  # a coarser picture is enlarged: letters of ten pixels are misread
_ERRORS = (ExtractError, cv2.error, pdfium.PdfiumError, MemoryError)


@dataclass(slots=True)
class Scans:
    """Reads pictures of pages one after another until the document's time is over."""

    tables: int = 0  # tables that stand before
    started: float = field(default_factory=time.monotonic)

    def read(self, number: int, picture: Colours, scale: float) -> list[Page]:
        """The page, or the two pages, on a picture; one in state PICTURE where nothing is read."""
        height, width = picture.shape[:2]
        unread = [Page(number, State.PICTURE, width / scale, height / scale)]
        if time.monotonic() - self.started > MOST_SECONDS:
            return unread
        try:
            fitted, scale = _fitted(picture, scale)
            found = read_picture(fitted, scale, number, self.tables)
        except _ERRORS:
            return unread
        pages = []
        for one in found:
            state = State.BLANK if one.blank else State.TEXT
            page = Page(number, state, one.width, one.height, one.column, one.parts)
            page.letters, page.scanned = one.letters, not one.blank
            pages.append(page)
            self.tables += sum(isinstance(part, Table) for part in one.parts)
        return pages or unread


def read_scans(document: pdfium.PdfDocument, pages: list[Page], assemble: Assemble) -> list[Page]:
    """The pages of a PDF with those that are pictures read; what is stamped on them stays apart."""
    scans = Scans(sum(len(page.parts) - len(page.paragraphs) for page in pages))
    whole: list[Page] = []
    for place, page in enumerate(pages, start=1):
        if page.state is not State.PICTURE:
            whole.append(page)
            continue
        try:
            found = scans.read(page.number, *render(document, page.number - 1))
        except _ERRORS:
            found = [page]
        for one in found:
            one.stamped, one.lost = page.stamped, page.lost
        whole += found
        tell([*whole, *pages[place:]], assemble)
    return whole


def render(document: pdfium.PdfDocument, index: int) -> tuple[Colours, float]:
    """A page's picture in colours without what signatures draw over it, and pixels a point."""
    page = document[index]
    try:
        if raw.FPDFPage_CountObjects(page.raw) > _MOST_OBJECTS:
            raise ExtractError(Reason.TOO_LARGE, "trang là bản vẽ")
        width, height = page.get_size()
        scale = min(DPI / 72, (PIXELS / max(1.0, width * height)) ** 0.5)
        bitmap = page.render(
            scale=scale, draw_annots=False, may_draw_forms=False, rev_byteorder=True
        )
        colours = bitmap.to_numpy()
        picture = np.array(colours[:, :, :3] if colours.shape[2] > 1 else colours.repeat(3, axis=2))
        bitmap.close()
    finally:
        page.close()
    return picture, scale


def _fitted(picture: Colours, scale: float) -> tuple[Colours, float]:
    """The picture within the budget of pixels, and not too coarse."""
    height, width = picture.shape[:2]
    factor = min(1.0, (PIXELS / (width * height)) ** 0.5)
    if scale * 72 < _LEAST_DPI:
        factor = min(DPI / (scale * 72), 3.0, (PIXELS / (width * height)) ** 0.5)
    elif scale * 72 * factor > DPI * _FINER:
        factor = DPI / (scale * 72)
    if factor == 1.0:
        return picture, scale
    size = max(1, round(width * factor)), max(1, round(height * factor))
    method = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, size, interpolation=method)), scale * factor
