"""The words of a text, with what stands where in them: found once for all who ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from rules.vietnamese.stop_phrases import formulas
from rules.vietnamese.synonyms import Spotted, spans


@dataclass(frozen=True)
class Wording:
    """The folded words of a text, abbreviations spelt out."""

    words: Sequence[str]

    @cached_property
    def plain(self) -> list[bool]:
        """For each word whether it stands outside the set phrases of official style."""
        plain = [True] * len(self.words)
        for start, end, _ in formulas(self.words):
            plain[start:end] = [False] * (end - start)
        return plain

    @cached_property
    def pairs(self) -> list[str]:
        """Each two words in a row, as one."""
        return [f"{one} {other}" for one, other in pairwise(self.words)]

    @cached_property
    def concepts(self) -> list[tuple[int, int, tuple[Spotted, ...]]]:
        """Where things of the trade stand: first word, word after the last."""
        return spans(self.words)
