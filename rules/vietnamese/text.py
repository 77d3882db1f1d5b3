"""Keys for comparing Vietnamese text; what an author wrote is never changed.

``key`` removes what two careful writers may do differently (Unicode form, case, place of the
tone mark, kinds of dash, quote and blank); ``fold`` also removes the diacritics, for text typed
or scanned without them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_MARKS = {
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "“": '"',
    "”": '"',
    "„": '"',
    "‘": "'",
    "’": "'",
    "`": "'",
}
# Searched for, not translated: str.translate looks up each letter of a text.
_UNSEEN = re.compile(f"[{_ZERO_WIDTH}]")
_MARK = re.compile(f"[{''.join(_MARKS)}]")

# The tone mark of oa, oe, uy stands on either vowel (hòa and hoà, thúy and thuý); the key
# holds it on the first, as in "hòa", unless a consonant follows ("hoàn" has one form only).
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_LATE_TONE = re.compile(rf"(o)([ae])([{_TONES}])(?!\w)|(?<!q)(u)(y)([{_TONES}])(?!\w)")
_TONE_AT_END = re.compile(rf"(?:o[àáãảạèéẽẻẹ]|u[ỳýỹỷỵ])(?!\w)|o[ậặệ]|[{_TONES}]")


def nfc(text: str) -> str:
    """The text in Unicode NFC, without zero-width characters and soft hyphens."""
    return unicodedata.normalize("NFC", _UNSEEN.sub("", text))


def key(text: str) -> str:
    """The text as compared with diacritics.

    >>> key("Uỷ  ban") == key("Ủy ban"), key("hoà giải") == key("HÒA GIẢI")
    (True, True)
    >>> key("quý"), key("hoàn")
    ('quý', 'hoàn')
    """
    text = _MARK.sub(lambda found: _MARKS[found.group()], nfc(text))
    text = unicodedata.normalize("NFC", " ".join(text.casefold().split()))
    if not _TONE_AT_END.search(text):  # nearly every text: taking letters apart costs most
        return text
    decomposed = _LATE_TONE.sub(_early_tone, unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", decomposed)


def _early_tone(found: re.Match[str]) -> str:
    first, second, tone = found.group(1, 2, 3) if found.group(1) else found.group(4, 5, 6)
    return f"{first}{tone}{second}"


def fold(text: str) -> str:
    """The text as compared without diacritics: ``Đơn vị`` and ``DON VI`` are both ``don vi``.

    >>> fold("Sở Tài nguyên và Môi trường – Sơn La")
    'so tai nguyen va moi truong - son la'
    """
    quick = text.translate(_FOLDED).lower()
    if quick.isascii():  # nearly every text: five times faster, the same result
        return " ".join(quick.split())
    decomposed = unicodedata.normalize("NFD", key(text).replace("đ", "d"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def tokens(text: str) -> list[str]:
    """The folded words of a text, punctuation dropped, numbers and fractions kept whole.

    >>> tokens("Quý III, IV/2024: đạt 96,5%")
    ['quy', 'iii', 'iv', '2024', 'dat', '96,5', '%']
    """
    return _WORD.findall(fold(text))


_WORD = re.compile(r"\d+(?:[.,]\d+)*|[a-z]+|%")


class Letters(dict[int, str]):
    """For ``str.translate``: what each letter becomes, worked out when it is first met."""

    def __init__(self, change: Callable[[str], str]) -> None:
        self._change = change

    def __missing__(self, code: int) -> str:
        self[code] = changed = self._change(chr(code))
        return changed


def _folded_letters() -> dict[int, str | None]:
    """Every Vietnamese letter, mark, dash and quote with what it is folded to."""
    table: dict[int, str | None] = {ord(mark): None for mark in f"{_TONES}\u0302\u0306\u031b"}
    table |= dict.fromkeys(map(ord, _ZERO_WIDTH))
    table |= {ord(mark): plain for mark, plain in _MARKS.items()}
    table |= {0x110: "d", 0x111: "d"}
    for code in (*range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA)):
        letter = unicodedata.normalize("NFD", chr(code))
        if letter[0].isascii() and all(ord(mark) in table for mark in letter[1:]):
            table[code] = letter[0].lower()
    return table


_FOLDED = _folded_letters()
