"""One line of a paper's head or foot."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.document import SURE, Anchor
from rules.vietnamese.header_words import flat


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the head: its words, its place, the half it stands on.

    ``side`` is left, right, centre or empty where nothing tells it.
    """

    text: str
    anchor: Anchor
    side: str = ""
    block: int = 0
    bold: bool = False
    centred: bool = False
    paragraph: bool = False  # the first line of its block
    confidence: float | None = None  # 0..100 where the line was read from a picture

    @property
    def doubtful(self) -> bool:
        """Whether digits of the line are not to be trusted: read from a picture, unsurely."""
        return self.confidence is not None and self.confidence < SURE

    @property
    def flat(self) -> str:
        """The line without case and diacritics."""
        return flat(self.text)
