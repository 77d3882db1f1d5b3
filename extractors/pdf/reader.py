"""PDF files: text by PDFium, ruled tables by their lines, stamps of signature widgets."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from dataclasses import replace

import pypdfium2 as pdfium

from extractors.document import Block, Document, ExtractError, Reason
from extractors.ocr import installed
from extractors.page_groups import tell
from extractors.pdf.layout import join_pages, mark_running
from extractors.pdf.lost_letters import has_lost_letters
from extractors.pdf.page import Page, State, page_blocks, read_page, texts
from extractors.pdf.stamps import read_stamps

VERSION = "pdf-5"
PAGE_LIMIT = 3_000

Stamps = dict[int, list[Block]]  # page number -> what is drawn over it


def read_pdf(data: bytes) -> Document:
    """A PDF; pages that are pictures are counted and named, not guessed."""
    document = _opened(data)
    try:
        total = len(document)
        if not total:
            raise ExtractError(Reason.DAMAGED, "no pages")
        pages, lost = _read_pages(document, total)
        if lost:
            pages, lost = _with_lost_pages(data, pages, lost)
        marked = [page.number for page in pages if page.stamped]
        stamps, signatures = read_stamps(data, marked) if marked else ({}, ())
        if installed.engine() is not None and any(page.state is State.PICTURE for page in pages):
            # Loaded here: engines are heavy, and few files need them.
            from extractors.ocr.document import read_scans

            pages = read_scans(document, pages, lambda p: assemble(p, lost, total, stamps))
    finally:
        document.close()
    return replace(assemble(pages, lost, total, stamps), signatures=signatures)


def _opened(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise ExtractError(Reason.ENCRYPTED, "PDF có mật khẩu") from error
        raise ExtractError(Reason.DAMAGED, f"PDFium: {error}") from error


def _read_pages(document: pdfium.PdfDocument, total: int) -> tuple[list[Page], list[int]]:
    """The pages, and the numbers of those that PDFium could not load."""
    pages: list[Page] = []
    lost: list[int] = []
    tables = 0
    for index in range(min(total, PAGE_LIMIT)):
        try:
            page = read_page(document, index, tables)
        except (pdfium.PdfiumError, ctypes.ArgumentError):
            lost.append(index + 1)
            continue
        tables += len(page.parts) - len(page.paragraphs)
        pages.append(page)
        tell(pages, lambda read: _so_far(read, lost, total))
    return pages, lost


def _so_far(pages: list[Page], lost: list[int], total: int) -> Document:
    """The pages read until now; those that follow are not."""
    document = assemble(pages, lost, total, {})
    return replace(document, pages_read=min(document.pages_read or 0, len(pages)))


def _with_lost_pages(
    data: bytes, pages: list[Page], lost: list[int]
) -> tuple[list[Page], list[int]]:
    """The pages with those that the second reader could save, and what is lost all the same."""
    # Imported here: it takes half a second, and few files need it.
    from extractors.pdf.fallback import read_lost_pages

    tables = sum(len(page.parts) - len(page.paragraphs) for page in pages)
    found = read_lost_pages(data, lost, tables)
    saved = [page for page in found if page.parts and not has_lost_letters(list(texts(page)))]
    numbers = {page.number for page in saved}
    whole = sorted([*pages, *saved], key=lambda page: page.number)
    return whole, [number for number in lost if number not in numbers]


def assemble(
    pages: list[Page], lost: list[int], total: int, stamps: Stamps, form: str = "pdf"
) -> Document:
    """A document of pages read, with what is missing of it; pictures of pages are not read."""
    unread = [page for page in pages if page.state is State.PICTURE]
    broken = [page.number for page in unread if page.lost]
    pictures = [page.number for page in unread if not page.lost]
    blocks = _blocks([page for page in pages if page.state is State.TEXT], stamps)
    if not blocks:
        if pictures:
            raise ExtractError(Reason.SCAN, f"{len(pictures)} trang là ảnh, không có lớp chữ")
        if broken:
            raise ExtractError(Reason.SCAN, f"lớp chữ của {len(broken)} trang bị mất chữ")
        if lost:
            raise ExtractError(Reason.DAMAGED, f"không mở được trang {spans(lost)}")
        raise ExtractError(Reason.NO_TEXT, f"{total} trang trắng")
    skipped: list[tuple[Reason, str]] = []
    if pictures:
        skipped.append((Reason.PAGES_SKIPPED, f"trang {spans(pictures)} là ảnh"))
    if broken:
        skipped.append((Reason.PAGES_SKIPPED, f"lớp chữ của trang {spans(broken)} bị mất chữ"))
    if lost:
        skipped.append((Reason.PAGES_SKIPPED, f"không mở được trang {spans(lost)}"))
    if total > PAGE_LIMIT:
        skipped.append((Reason.TOO_LARGE, f"chỉ đọc {PAGE_LIMIT} trang đầu của {total} trang"))
    missing = len(unread) + len(lost) + max(0, total - PAGE_LIMIT)
    scans = len({page.number for page in pages if page.scanned})
    return Document(
        form, tuple(blocks), pages=total, pages_read=total - missing, pages_ocr=scans,
        skipped=tuple(skipped), reader=VERSION,
    )  # fmt: skip


def _blocks(pages: list[Page], stamps: Stamps) -> list[Block]:
    """The blocks of all pages, paragraphs joined across them and numbered through."""
    paragraphs = [page.paragraphs for page in pages]
    mark_running(paragraphs, [page.height for page in pages])
    kept = [list(page) for page in paragraphs]
    join_pages(kept, [page.column for page in pages])
    blocks: list[Block] = []
    number = 0
    for page, remaining in zip(pages, kept, strict=True):
        left = {id(paragraph) for paragraph in remaining}
        page.parts = [
            part for part in page.parts if id(part) in left or part not in page.paragraphs
        ]
        blocks += page_blocks(page, number)
        blocks += stamps.get(page.number, [])
        number += len(remaining)
    return blocks


def spans(numbers: Iterable[int]) -> str:
    """Page numbers as a reader writes them.

    >>> spans([1, 2, 3, 7])
    '1-3, 7'
    """
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ", ".join(f"{a}-{b}" if b > a else str(a) for a, b in found)
