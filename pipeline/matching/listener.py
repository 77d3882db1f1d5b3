"""A text as the words of a plan tell it, worked out once however often the text is met.

Reports repeat themselves: a clause is its own paragraph, an item stands in the list and in the
table, agencies copy each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from pipeline.matching.evidence import Account, Pairs
from pipeline.matching.lexicon import Lexicon
from pipeline.matching.vectors import features
from pipeline.matching.weights import Weights
from pipeline.matching.wording import Wording
from rules.vietnamese.texts_in_hand import once_in_hand
from rules.vietnamese.work_verbs import work_verbs


@dataclass(frozen=True)
class Heard:
    """What a text says: its words, what they weigh, the work they name."""

    wording: Wording
    said: Mapping[str, float]  # features of the text with what they weigh
    title: Pairs  # of the plan, which speaks for no task

    @property
    def words(self) -> Sequence[str]:
        """The words as this plan would write them."""
        return self.wording.words

    @cached_property
    def names(self) -> frozenset[str]:
        """All that it names: its features and its words."""
        return frozenset((*self.said, *self.words))

    @cached_property
    def verbs(self) -> Sequence[str]:
        """The pieces of work it names, the governing one first."""
        return work_verbs(self.words)

    @cached_property
    def account(self) -> Account:
        """Which of its words may speak for a task."""
        return Account(self.wording, self.title)


class Listener:
    """Hears texts in the words of one plan."""

    def __init__(self, lexicon: Lexicon, weights: Weights, title: str = "") -> None:
        self.lexicon = lexicon
        self.weights = weights
        self._title = frozenset(pairwise(lexicon.words(title)))
        self.hear = once_in_hand(self._hear)

    def _hear(self, text: str) -> Heard:
        wording = Wording(self.lexicon.words(text))
        return Heard(wording, features(wording, self.weights), self._title)
