"""A document that stays in the database: its facts at hand, its blocks fetched when asked for.

A run goes through every document more than once; keeping all of them would cost a hundred
kilobytes each, and most of an unchanged inbox is never looked into again.
"""

from __future__ import annotations

from collections.abc import Callable

from extractors.document import Block, Document

Blocks = tuple[Block, ...]


class Kept(Document):
    """A document whose blocks are fetched by ``load`` each time; whoever loads may remember."""

    __slots__ = ("_load",)

    def __init__(self, facts: Document, load: Callable[[], Blocks]) -> None:
        for name in ("format", "pages", "pages_read", "pages_ocr", "skipped", "signatures"):
            object.__setattr__(self, name, getattr(facts, name))
        object.__setattr__(self, "reader", facts.reader)
        object.__setattr__(self, "_load", load)

    @property
    def blocks(self) -> Blocks:
        """The blocks in reading order."""
        load: Callable[[], Blocks] = self._load  # type: ignore[attr-defined]
        return load()
