"""How much of a text a task accounts for, counted in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from pipeline.matching.wording import Wording

Pairs = frozenset[tuple[str, str]]
_RUN = 4  # words in a row from which the plan's own title is being quoted


class Account:
    """A text's words with what they are: official style, the plan's title, parts of a concept.

    ``title`` holds each two words in a row of the plan's title.
    The plan's own title is in every report and cover letter and speaks for no task.
    """

    def __init__(self, wording: Wording, title: Pairs = frozenset()) -> None:
        words = wording.words
        self._words, self._pairs = words, wording.pairs
        self._concepts = [
            (start, end, [f"#{one.concept}" for one in spotted])
            for start, end, spotted in wording.concepts
        ]
        self._counts = [
            outside and word[0].isalpha()
            for word, outside in zip(words, wording.plain, strict=True)
        ]
        for start, end in _runs(words, title):
            self._counts[start:end] = [False] * (end - start)

    @cached_property
    def counted(self) -> int:
        """How many words may speak for a task at all."""
        return sum(self._counts)

    def explained(self, task: Mapping[str, float]) -> tuple[int, int]:
        """How many words the task has too, and in how many pieces.

        Two words in a row are a piece, or a word for the same thing; a thing named twice, or in
        other words that overlap, is one piece.
        """
        hit, pieces = self._hit(task)
        count = sum(found and counts for found, counts in zip(hit, self._counts, strict=True))
        return count, pieces

    def told(self, task: Mapping[str, float]) -> Iterator[tuple[str, bool]]:
        """Each word that may speak for a task, and whether the task has it too."""
        hit, _ = self._hit(task)
        for word, found, counts in zip(self._words, hit, self._counts, strict=True):
            if counts:
                yield word, found

    def _hit(self, task: Mapping[str, float]) -> tuple[list[bool], int]:
        hit = [False] * len(self._words)
        things: set[str] = set()
        for start, end, concepts in self._concepts:
            known = [name for name in concepts if name in task]
            if known:
                if not things.intersection(known) and not any(hit[start:end]):
                    things.add(known[0])
                hit[start:end] = [True] * (end - start)
        pieces = len(things)
        for place, pair in enumerate(self._pairs):
            if pair in task:
                pieces += not hit[place] and not hit[place + 1] and self._counts[place]
                hit[place] = hit[place + 1] = True
        return hit, pieces


def _runs(words: Sequence[str], title: Pairs) -> Iterator[tuple[int, int]]:
    """Where at least so many words in a row stand as in the plan's title."""
    if not title:
        return
    start = 0
    for place in range(1, len(words) + 1):
        if place < len(words) and (words[place - 1], words[place]) in title:
            continue
        if place - start >= _RUN:
            yield start, place
        start = place
