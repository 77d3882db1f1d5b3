"""What every reader does to the characters of a file before they become a Block."""

from __future__ import annotations

import re
import unicodedata

from extractors.legacy.detect import mended
from extractors.legacy.fonts import ONLY_LEGACY

# U+00AD is a letter in TCVN3 text, which is converted by its font before it comes here, or by
# what it says where the font is lost.
_INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD))
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ODD = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\xad\u200b-\u200d\u2060\ud800-\udfff\ufeff\ufffe\uffff]")


def nfc(text: str) -> str:
    """Text in NFC, without control characters, lone surrogates and invisible blanks."""
    if not text.isascii() and ONLY_LEGACY.search(text):
        text = mended(text)
    if _ODD.search(text):
        if _SURROGATES.search(text):  # halves of one character, or a lone half that is dropped
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n")
        text = _CONTROLS.sub("", text.translate(_INVISIBLE))
    return unicodedata.normalize("NFC", text)
