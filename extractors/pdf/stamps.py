"""What is drawn on a PDF over its pages: numbers and days of signed papers, typed notes.

E-office systems write the number and the day of a paper into the appearance of a signature
widget; the text of the page does not hold them. A copy in memory keeps only those appearances,
laid flat, and is read like any page.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.characters import nfc
from extractors.document import Anchor, Block, Kind, Signature
from extractors.pdf.characters import look, read_units
from extractors.pdf.lines import Piece, read_lines
from extractors.pdf.signatures import read_signatures

_DRAWN = {raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP}
_NAMES = {"/Widget", "/FreeText", "/Stamp"}
_HIDDEN = 2 | 32  # hidden, or not shown on a screen
_ANNOTATION_LIMIT = 2_000

# What pikepdf raises on a file that PDFium opened all the same.
_PDF_ERRORS = (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, IndexError,
               RuntimeError, OverflowError)  # fmt: skip


def has_stamps(page: pdfium.PdfPage) -> bool:
    """Whether anything that may hold text is drawn over a page."""
    for index in range(min(raw.FPDFPage_GetAnnotCount(page.raw), _ANNOTATION_LIMIT)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, index)
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        raw.FPDFPage_CloseAnnot(annotation)
        if kind in _DRAWN:
            return True
    return False


def read_stamps(
    data: bytes, pages: list[int]
) -> tuple[dict[int, list[Block]], tuple[Signature, ...]]:
    """The stamps of the pages named (from 1), and the signatures of the file."""
    try:
        with pikepdf.open(io.BytesIO(data)) as opened:
            signatures = read_signatures(opened)
            flat = _flattened(opened, pages)
    except _PDF_ERRORS:
        return {}, ()
    found: dict[int, list[Block]] = {}
    document = pdfium.PdfDocument(flat)
    try:
        for place, number in enumerate(pages):
            blocks = list(_page_stamps(document, place, number))
            if blocks:
                found[number] = blocks
    finally:
        document.close()
    return found, signatures


def _flattened(opened: pikepdf.Pdf, pages: list[int]) -> bytes:
    """A PDF of the pages named with nothing on them but their stamps."""
    for number in pages:
        page = opened.pages[number - 1]
        kept = [item for item in page.get("/Annots", []) if _is_shown(item)]
        page.Annots = opened.make_indirect(pikepdf.Array(kept))
        page.Contents = opened.make_stream(b"")
        page.Resources = pikepdf.Dictionary()
    opened.flatten_annotations("all")
    flat = pikepdf.new()
    for number in pages:
        page = opened.pages[number - 1]
        page.Annots = pikepdf.Array()
        flat.pages.append(page)
    target = io.BytesIO()
    flat.save(target)
    return target.getvalue()


def _is_shown(item: pikepdf.Object) -> bool:
    if not isinstance(item, pikepdf.Dictionary) or str(item.get("/Subtype")) not in _NAMES:
        return False
    return "/AP" in item and not int(item.get("/F", 0)) & _HIDDEN


def _page_stamps(document: pdfium.PdfDocument, place: int, number: int) -> Iterator[Block]:
    page = document[place]
    textpage = page.get_textpage()
    try:
        units = read_units(page, textpage)

        def seen(index: int) -> tuple[bool, bool]:
            bold, italic, _ = look(textpage, index, units)
            return bold, italic

        for line in read_lines(units, seen, None):
            for piece in line:
                yield _stamp(piece, number)
    finally:
        textpage.close()
        page.close()


def _stamp(piece: Piece, number: int) -> Block:
    left, top, right, bottom = piece.box
    box = (round(left, 1), round(top, 1), round(right, 1), round(bottom, 1))
    text = nfc(" ".join(piece.text.split()))
    return Block(text, Kind.STAMP, Anchor(number, box), bold=piece.bold, italic=piece.italic)
