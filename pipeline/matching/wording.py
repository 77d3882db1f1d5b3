"""The words of a text, with what stands where in them: found once for all who ask."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from rules.vietnamese.stop_phrases import formulas
from rules.vietnamese.synonyms import spans


class Wording:
    """The folded words of a text, abbreviations spelt out.

    ``plain`` tells for each word whether it stands outside the set phrases of official style,
    ``pairs`` holds each two words in a row as one, ``concepts`` where things of the trade stand
    (first word, word after the last).
    """

    __slots__ = ("concepts", "pairs", "plain", "words")

    def __init__(self, words: Sequence[str]) -> None:
        self.words = words
        self.pairs = [f"{one} {other}" for one, other in pairwise(words)]
        self.concepts = spans(words)
        self.plain = [True] * len(words)
        for start, end, _ in formulas(words):
            self.plain[start:end] = [False] * (end - start)
