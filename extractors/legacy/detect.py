"""Text whose font is lost: which old encoding it is in, told by the words it would make.

A text is converted only where almost all its odd words become Vietnamese syllables and almost
none is one as it stands. Anything less is left as written.
"""

from __future__ import annotations

import re
import unicodedata

from extractors.legacy.fonts import ONLY_LEGACY, Encoding, to_unicode

_LEAST = 2  # odd words, or odd letters in one; fewer may be a sign or a foreign name
_AFTER = 0.85  # share of syllables that a conversion must reach
_GAIN = 0.4  # and by which it must be better than the text as it stands

TOKEN = re.compile(r"[^\s\d.,;:!?()\[\]{}\"'/\\+=*%&<>|~^–—“”‘’…-]+")
_TONES = re.compile("[\u0300\u0301\u0309\u0303\u0323]")
_ONSET = "(?:ngh|ng|nh|ph|th|tr|ch|gh|gi|kh|qu|[bcdđghklmnprstvx])?"
_NUCLEUS = ("(?:iê|yê|uyê|uya|uô|ươ|uâ|uê|uơ|uy|oa|oă|oe|oo|ia|ya|ua|ưa"
            "|[aăâeêioôơuưy])")  # fmt: skip
# "oo" stands before ng and c only, nh and ch after front vowels and a only.
_SYLLABLE = re.compile(f"{_ONSET}(?!oo(?!ng|c)){_NUCLEUS}(?:(?<=[aêiy])[cn]h|ng|[cmnptiouy])?")
_ON_A_CONSONANT = re.compile(f"[^aeiouy\u0302\u0306\u031b]{_TONES.pattern}")  # "ñ"
_STOPPED = ("c", "ch", "p", "t")  # a syllable that ends so has the tone "sắc" or "nặng"
_TONES_OF_STOPPED = (["\u0301"], ["\u0323"])


def is_syllable(word: str) -> bool:
    """Whether a word with its marks can be a Vietnamese syllable.

    >>> [is_syllable(word) for word in ("nghiệp", "thuở", "Đắk", "nghi®p", "kõng")]
    [True, True, False, False, True]
    >>> [is_syllable(word) for word in ("môc", "Ñôn", "Boọ", "xoong", "tổnh", "tỉnh")]
    [False, False, False, True, False, True]
    """
    if word[1:] != word[1:].lower() and any(char.islower() and char.isascii() for char in word):
        return False  # "dÉn", "hA"; but TCVN3 without its font of capitals gives "PHầN"
    apart = unicodedata.normalize("NFD", word.lower())
    tones = _TONES.findall(apart)
    if len(tones) > 1 or _ON_A_CONSONANT.search(apart):
        return False
    stopped = not word.isascii() and word.lower().endswith(_STOPPED)
    if stopped and tones not in _TONES_OF_STOPPED:
        return False
    return _SYLLABLE.fullmatch(unicodedata.normalize("NFC", _TONES.sub("", apart))) is not None


def mended(text: str) -> str:
    """The text, converted where it clearly is TCVN3 or VNI.

    >>> mended("H\\xadíng dÉn thi hµnh"), mended("Vaên baûn höôùng daãn")
    ('Hướng dẫn thi hành', 'Văn bản hướng dẫn')
    >>> mended("25°C, 40 m², §1, ®, Citroën, Müller")
    '25°C, 40 m², §1, ®, Citroën, Müller'
    """
    odd = [token for token in TOKEN.findall(text) if not token.isascii()]
    if max(len(odd), len(ONLY_LEGACY.findall(text))) < _LEAST or not ONLY_LEGACY.search(text):
        return text
    wanted = max(_AFTER, _share(odd) + _GAIN)
    for encoding in (Encoding.TCVN3, Encoding.VNI):
        shown = [to_unicode(token, encoding) for token in odd]
        if _share(shown) >= wanted and _marked(shown):
            return to_unicode(text, encoding)
    return text


def _share(tokens: list[str]) -> float:
    """How many of the tokens are syllables."""
    return sum(map(is_syllable, tokens)) / len(tokens)


def _marked(tokens: list[str]) -> bool:
    """Whether what was converted has letters that no Western language has."""
    return sum(any(ord(char) >= 0x1EA0 or char in "đĐưƯơƠăĂ" for char in t) for t in tokens) >= min(
        2, len(tokens)
    )
