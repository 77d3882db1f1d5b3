"""The text of a PDF page in fonts older than Unicode, character by character."""

from __future__ import annotations

import ctypes
from itertools import groupby

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.legacy import ONLY_LEGACY, Encoding, encoding_of, in_place

_HYPHENS = ("\x02", "\ufffe")  # PDFium's signs for what it takes for a hyphen at a line's end
_SOFT_HYPHEN = 0xAD


def shown(textpage: pdfium.PdfTextPage, text: str) -> str:
    """The text of a page as its fonts show it, each character at its place."""
    # Few pages have such fonts; their text always has characters that Vietnamese has not.
    if text.isascii() or not ONLY_LEGACY.search(text):
        return text
    encodings = _encodings(textpage, text)
    if set(encodings) == {Encoding.UNICODE}:
        return text
    parts, start = [], 0
    for encoding, group in groupby(encodings):
        end = start + len(list(group))
        part = text[start:end]
        if encoding is not Encoding.UNICODE:
            part = in_place(_with_soft_hyphens(textpage, part, start), encoding)
        parts.append(part)
        start = end
    return "".join(parts)


def _encodings(textpage: pdfium.PdfTextPage, text: str) -> list[Encoding]:
    """The encoding of each character; blanks that PDFium put in go with what is before them."""
    buffer = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    found: list[Encoding] = []
    for index in range(len(text)):
        length = raw.FPDFText_GetFontInfo(textpage.raw, index, buffer, 128, ctypes.byref(flags))
        name = buffer.raw[: max(0, min(length, 128) - 1)].decode("utf-8", "replace")
        before = found[-1] if found else Encoding.UNICODE
        found.append(encoding_of(name) if name else before)
    return found


def _with_soft_hyphens(textpage: pdfium.PdfTextPage, text: str, start: int) -> str:
    """The text with soft hyphens where PDFium tells only of a hyphen: they are letters."""
    if not any(sign in text for sign in _HYPHENS):
        return text
    places = (
        char in _HYPHENS and raw.FPDFText_GetUnicode(textpage.raw, index) == _SOFT_HYPHEN
        for index, char in enumerate(text, start)
    )
    return "".join("\xad" if soft else char for char, soft in zip(text, places, strict=True))
