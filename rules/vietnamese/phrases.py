"""Finding many fixed phrases in a list of words at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

Label = TypeVar("Label")


class Phrases(Generic[Label]):
    """Phrases of one or more words, each with what it stands for; the longest one wins."""

    def __init__(self, phrases: Iterable[tuple[Sequence[str], Label]]) -> None:
        self._labels: dict[tuple[str, ...], Label] = {}
        self._openings: set[object] = set()  # first two words; of a one-word phrase, the word
        self._lengths: dict[str, list[int]] = {}
        for words, label in phrases:
            if not words:
                continue
            self._labels.setdefault(tuple(words), label)
            self._openings.add((words[0], words[1]) if len(words) > 1 else words[0])
            lengths = self._lengths.setdefault(words[0], [])
            if len(words) not in lengths:
                lengths.append(len(words))
                lengths.sort(reverse=True)

    def find(self, words: Sequence[str]) -> Iterator[tuple[int, int, Label]]:
        """Each phrase found as (first word, word after the last, label), left to right.

        A phrase may begin inside another one, so that "kế hoạch sử dụng đất" does not hide
        "đất đai".
        """
        labels, lengths, openings = self._labels, self._lengths, self._openings
        for start, pair in enumerate(zip(words, [*words[1:], ""], strict=False)):
            word = pair[0]
            if pair not in openings and word not in openings:
                continue
            for length in lengths[word]:
                found = labels.get(tuple(words[start : start + length]))
                if found is not None and start + length <= len(words):
                    yield start, start + length, found
                    break
