"""Whether words read from a picture are Vietnamese text, or what an engine makes of noise."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from extractors.ocr.words import Word

_ONSET = r"(?:ngh?|nh|ph|th|tr|ch|gh|gi|kh|qu|[bcdđghklmnprstvx])?"
_VOWEL = r"(?:[ou]?(?:ie|ye|uo|ua|ia|uu|oo|[aeiouy]))"
_CODA = r"(?:ng|nh|ch|[cmnpt]|[iouy])?"
_SYLLABLE = re.compile(f"{_ONSET}{_VOWEL}{_CODA}")
_LETTERS = re.compile(r"[^\W\d_]+")
_MEAN = 60.0  # confidence of a page that is read; bad scans give 30-50
_VALID = 0.6  # of the words of two letters or more
_MARKED = 0.25  # of valid words that bear a diacritic; in Vietnamese text some 75 %
_FEW = 4  # words: a page with less is not judged by shares


def is_syllable(word: str) -> bool:
    """Whether a word, diacritics included, can be a Vietnamese syllable.

    >>> [is_syllable(word) for word in ("nghiệp", "QUYẾT", "đường", "qu4n", "xzt")]
    [True, True, True, False, False]
    """
    plain = "".join(
        char for char in unicodedata.normalize("NFD", word.lower())
        if not unicodedata.combining(char)
    )  # fmt: skip
    return _SYLLABLE.fullmatch(plain.replace("đ", "d")) is not None


def shares(words: Iterable[str]) -> tuple[int, float, float]:
    """How many words there are, what share can be syllables, what share of those is accented."""
    all_words = [part for word in words for part in _LETTERS.findall(word) if len(part) > 1]
    valid = [word for word in all_words if is_syllable(word)]
    marked = sum(not word.isascii() for word in valid)
    return len(all_words), len(valid) / max(1, len(all_words)), marked / max(1, len(valid))


def is_readable(words: Sequence[Word]) -> bool:
    """Whether a page was read at all: surely enough, and into words of the language."""
    count, valid, marked = shares(word.text for word in words)
    if not words or count < _FEW:
        return False
    letters = sum(len(word.text) for word in words)
    mean = sum(word.confidence * len(word.text) for word in words) / max(1, letters)
    return mean >= _MEAN and valid >= _VALID and marked >= _MARKED
