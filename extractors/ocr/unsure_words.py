"""Words of which Tesseract is unsure, looked at by the second reader.

Readers of different make err in different places: the second one sees the marks of Vietnamese
letters well, and knows neither the case of a word without its line nor small signs. So it is asked
for letters only, and only where the first one doubts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.characters import nfc
from extractors.ocr import installed
from extractors.ocr.language import is_syllable
from extractors.ocr.line_reader import LineReader, recogniser
from extractors.ocr.numbers import BELIEVED, UNSURE
from extractors.ocr.numerals import numbers
from extractors.ocr.readers import open_reader
from extractors.ocr.words import Grey, Word, cut_out

_DOUBTED = 90.0  # confidence of the first reader; that of words read rightly is 95 and more
_NOISE = 70.0  # a text that the first reader hardly reads
_AROUND = 1  # pixels of a word's marks that may lie outside its box
_LETTERS = re.compile(r"[^\W\d_]+")


def reconsidered(words: Sequence[Word], grey: Grey) -> list[Word]:
    """The words; of those that are doubted, and no numbers, the letters as the second reader sees
    them where it is sure and they make a syllable. How sure the word is does not change.
    """
    if not installed.two_readers():
        return list(words)
    doubted = [place for place, word in enumerate(words) if _is_doubted(word)]
    found = list(words)
    seen = recogniser().predict([cut_out(grey, words[place].box, _AROUND) for place in doubted])
    for place, second in zip(doubted, seen, strict=True):
        if second.confidence >= BELIEVED:
            found[place] = _with_letters_of(words[place], nfc(second.text))
    return found


def surer_of_block(grey: Grey, dpi: int) -> list[Word]:
    """The words of a small picture as the surer reader sees them.

    Tesseract needs some text to find its feet: a cell that holds "TT" or "(1)" may become noise.
    What the second reader sees alone is sure of no number.
    """
    words = open_reader(grey, dpi).block()
    if not installed.two_readers() or _mean(words) >= _NOISE:
        return words
    other = LineReader(grey).block()
    if _mean(other) < 100 * BELIEVED:
        return words
    return [replace(word, confidence=UNSURE) if numbers(word.text) else word for word in other]


def _mean(words: Sequence[Word]) -> float:
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / max(1, letters)


def _is_doubted(word: Word) -> bool:
    return (
        word.confidence < _DOUBTED
        and len(_LETTERS.findall(word.text)) == 1
        and not numbers(word.text)
    )


def _with_letters_of(word: Word, other: str) -> Word:
    letters = _LETTERS.findall(other)
    if len(letters) != 1 or numbers(other) or not is_syllable(letters[0]):
        return word
    return replace(word, text=_LETTERS.sub(lambda old: _cased(letters[0], old[0]), word.text))


def _cased(letters: str, like: str) -> str:
    """Letters in the case of others: "dung" like "DỤNG" is "DUNG"."""
    if like.isupper() and len(like) > 1:
        return letters.upper()
    return letters[:1].upper() + letters[1:].lower() if like[0].isupper() else letters.lower()
