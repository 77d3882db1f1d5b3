"""How much of a text a task accounts for, counted in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rules.vietnamese.stop_phrases import formulas
from rules.vietnamese.synonyms import spans


class Account:
    """A text's words with what they are: official style, parts of a concept, plain words."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self._concepts = [
            (start, end, [f"#{one.concept}" for one in spotted])
            for start, end, spotted in spans(words)
        ]
        self._counts = [word[0].isalpha() for word in words]
        for start, end, _ in formulas(words):
            self._counts[start:end] = [False] * (end - start)

    def explained(self, task: Mapping[str, float]) -> int:
        """How many words the task has too: two in a row, or in a word for the same thing."""
        hit = [False] * len(self._words)
        for place in range(len(self._words) - 1):
            if f"{self._words[place]} {self._words[place + 1]}" in task:
                hit[place] = hit[place + 1] = True
        for start, end, concepts in self._concepts:
            if any(name in task for name in concepts):
                hit[start:end] = [True] * (end - start)
        return sum(found and counts for found, counts in zip(hit, self._counts, strict=True))
