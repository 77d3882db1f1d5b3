"""Finds many phrases in a long text: spaCy's PhraseMatcher over comparable words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class PhraseFinder:
    """Phrases, and where a list of words has them."""

    def __init__(self, phrases: Iterable[tuple[str, ...]]) -> None:
        # spaCy takes a second to import: only who looks into running text pays it.
        from spacy.matcher import PhraseMatcher
        from spacy.tokens import Doc
        from spacy.vocab import Vocab

        self._vocab = Vocab()
        self._matcher = PhraseMatcher(self._vocab)
        self._matcher.add("agency", [Doc(self._vocab, words=list(phrase)) for phrase in phrases])

    def find(self, listed: Sequence[str]) -> list[tuple[int, int]]:
        """The places (first, after last) of the longest phrases that do not overlap, in order."""
        from spacy.tokens import Doc
        from spacy.util import filter_spans

        doc = Doc(self._vocab, words=list(listed))
        spans = filter_spans(self._matcher(doc, as_spans=True))
        return sorted((span.start, span.end) for span in spans)
