"""The text of a PDF page in fonts older than Unicode, character by character."""

from __future__ import annotations

import ctypes
import re
from itertools import groupby

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.legacy.detect import is_syllable
from extractors.legacy.fonts import ONLY_LEGACY, Encoding, encoding_of, in_place

# \x02 and U+FFFE are PDFium's signs for what it takes for a hyphen at a line's end.
_HYPHEN = re.compile("[-\x02\ufffe]")
# A word with such a sign, unless it begins a line as ``a-`` and ``b-`` do.
_HYPHENED = re.compile(
    "(?<![\\w.,/-])(?!(?<![^\\r\\n])\\w-)[^\\W\\d_]*[-\x02\ufffe][^\\W\\d_]*(?![\\w/-])"
)


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
            part = in_place(part, encoding)
            if encoding in (Encoding.TCVN3, Encoding.TCVN3_CAPITALS):
                part = _with_hyphens_as_letters(part)
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


def _with_hyphens_as_letters(text: str) -> str:
    """The text with ``ư`` for a hyphen in a word that is a syllable only so: ``h-ớng``, ``t-``.

    PDF's own encoding calls TCVN3's place of that letter a hyphen.
    """

    def mended(found: re.Match[str]) -> str:
        word = _HYPHEN.sub("ư", found.group())
        word = word.upper() if found.group().isupper() else word
        return word if len(word) > 1 and is_syllable(word) else found.group()

    return _HYPHENED.sub(mended, text)
