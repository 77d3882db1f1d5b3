"""Finds many phrases in a long text: spaCy's PhraseMatcher over comparable words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_OTHER = "*"  # any word that stands in no phrase


class PhraseFinder:
    """Phrases, and where a list of words has them."""

    def __init__(self, phrases: Iterable[tuple[str, ...]]) -> None:
        # spaCy takes a second to import: only who looks into running text pays it.
        from spacy.matcher import PhraseMatcher
        from spacy.tokens import Doc
        from spacy.vocab import Vocab

        listed = [list(phrase) for phrase in phrases]
        self._vocab = Vocab()
        self._words = {word for phrase in listed for word in phrase}
        self._matcher = PhraseMatcher(self._vocab)
        self._matcher.add("agency", [Doc(self._vocab, words=phrase) for phrase in listed])

    def find(self, listed: Sequence[str]) -> list[tuple[int, int]]:
        """The places (first, after last) of the longest phrases that do not overlap, in order."""
        from spacy.tokens import Doc
        from spacy.util import filter_spans

        # A vocabulary keeps every word it is ever shown: only those of a phrase are told apart.
        told = [word if word in self._words else _OTHER for word in listed]
        doc = Doc(self._vocab, words=told)
        spans = filter_spans(self._matcher(doc, as_spans=True))
        return sorted((span.start, span.end) for span in spans)
