"""Where a quoted passage stands among the blocks that were read, and which words agree.

The place that was kept decides; where it does not hold the words (another reader, a place that
names a page only), the words themselves are looked for, and it is said that they were.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rapidfuzz import fuzz

from extractors.document import Anchor, Block, Document, block_text
from rules.vietnamese.stop_phrases import formulas
from rules.vietnamese.text import fold, key

_WORD = re.compile(r"[^\W_]+(?:[.,/-][^\W_]+)*")
_ALIKE = 80  # of 100: a scan read again spells a few words otherwise
_LINES = 2  # blocks
_FEW = 2  # words that say nothing about where they come from


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of a text that look alike: ``quote``, ``agrees``, ``both`` or plain."""

    text: str
    look: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a passage stands: the block, and for a table its row (from 0).

    ``literal``: its words stand there as quoted. ``moved``: it was found by them, not by its place.
    """

    block: int
    row: int | None = None
    literal: bool = True
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text with its place in it."""

    start: int
    end: int
    folded: str


def words_of(text: str) -> list[Token]:
    """The words of a text."""
    return [
        Token(found.start(), found.end(), fold(found.group())) for found in _WORD.finditer(text)
    ]


@dataclass(frozen=True, slots=True)
class Wording:
    """The pairs of words in a row by which a passage agrees with what is required."""

    pairs: frozenset[tuple[str, str]] = frozenset()

    @classmethod
    def of(cls, *texts: str) -> Wording:
        """The wording of the texts; official style counts for nothing."""
        pairs: set[tuple[str, str]] = set()
        for text in texts:
            words = [token.folded for token in words_of(text)]
            said = _telling(words)
            pairs |= {
                (words[at], words[at + 1])
                for at in range(len(words) - 1)
                if said[at] and said[at + 1]
            }
        return cls(frozenset(pairs))

    def agree(self, tokens: Sequence[Token]) -> list[bool]:
        """Which words stand in a pair that this wording has too."""
        marks = [False] * len(tokens)
        said = _telling([token.folded for token in tokens])
        for at, (first, second) in enumerate(pairwise(tokens)):
            if (first.folded, second.folded) in self.pairs and said[at] and said[at + 1]:
                marks[at] = marks[at + 1] = True
        return marks


def _telling(words: Sequence[str]) -> list[bool]:
    """Which words may tell what a text is about."""
    said = [any(map(str.isalpha, word)) for word in words]
    for start, end, _ in formulas(words):
        said[start:end] = [False] * (end - start)
    return said


def marked(text: str, quote: str, wording: Wording, also: Sequence[str] = ()) -> tuple[Span, ...]:
    """A text in spans: the quoted passage and the words that agree with what is required.

    ``also`` are further words that are marked like the passage: a paper's number, day, title.
    """
    tokens = words_of(text)
    if not tokens:
        return (Span(text),) if text else ()
    first, after = quoted(tokens, quote)
    if not after and len(tokens) >= _FEW and quoted(words_of(quote), text) != (0, 0):
        first, after = 0, len(tokens)  # a row is quoted with its cells in one line
    places = [(first, after), *(quoted(tokens, words) for words in also)]
    quoting = [any(start <= at < end for start, end in places) for at in range(len(tokens))]
    agreeing = wording.agree(tokens)
    looks = [_look(*one) for one in zip(quoting, agreeing, strict=True)]
    return tuple(_spans(text, tokens, looks))


def _look(quoted: bool, agrees: bool) -> str:
    if quoted:
        return "both" if agrees else "quote"
    return "agrees" if agrees else ""


def _spans(text: str, tokens: Sequence[Token], looks: Sequence[str]) -> Iterator[Span]:
    """Runs of one look; what stands between two words of a look belongs to them."""
    start, look, end = 0, "", 0
    for token, new in zip(tokens, looks, strict=True):
        if new != look:
            cut = end if look else token.start
            yield from _span(text[start:cut], look)
            if look and new:
                yield from _span(text[cut : token.start], "quote" if "quote" in new else "")
            start = token.start if new else cut
            look = new
        end = token.end
    cut = end if look else len(text)
    yield from _span(text[start:cut], look)
    yield from _span(text[cut:], "")


def _span(text: str, look: str) -> Iterator[Span]:
    if text:
        yield Span(text, look)


def quoted(tokens: Sequence[Token], quote: str) -> tuple[int, int]:
    """The words that are the quote, as (first, after the last); (0, 0) where it is not there."""
    wanted = [token.folded for token in words_of(quote)]
    if not wanted:
        return 0, 0
    words = [token.folded for token in tokens]
    for start in range(len(words) - len(wanted) + 1):
        if words[start] == wanted[0] and words[start : start + len(wanted)] == wanted:
            return start, start + len(wanted)
    return 0, 0


def locate(document: Document, anchor: Anchor, quote: str) -> Spot | None:
    """Where a quoted passage stands in a document; None where nothing is like it."""
    spot = _by_place(document.blocks, anchor)
    if spot is not None and _holds(document.blocks[spot.block], spot.row, quote):
        return spot
    found = _by_words(document.blocks, anchor, quote)
    if spot is None:
        return found
    if found is None or (not found.literal and _near(found, spot)):
        return Spot(spot.block, spot.row, literal=False)
    return replace(found, moved=not _near(found, spot))


def _near(found: Spot, spot: Spot) -> bool:
    """A title stands a line or two below the place of its type."""
    return abs(found.block - spot.block) <= _LINES


def _by_place(blocks: Sequence[Block], anchor: Anchor) -> Spot | None:
    for number, block in enumerate(blocks):
        if block.table is not None:
            row = _row_of(block, anchor)
            if row is not None:
                return Spot(number, row)
        elif anchor == block.anchor:
            return Spot(number)
    for number, block in enumerate(blocks):
        if block.table is None and anchor.table is None and _same_place(block.anchor, anchor):
            return Spot(number)
    return None


def _row_of(block: Block, anchor: Anchor) -> int | None:
    assert block.table is not None
    for number, row in enumerate(block.table.rows):
        for cell in row:
            place = cell.anchor
            if anchor == place:
                return number
            if anchor.cell is not None and (place.sheet, place.cell) == (anchor.sheet, anchor.cell):
                return number
            if anchor.row is not None and (place.sheet, place.table, place.row) == (
                anchor.sheet, anchor.table, anchor.row,
            ):  # fmt: skip
                return number
    return None


def _same_place(place: Anchor, anchor: Anchor) -> bool:
    """One paragraph in two readings: its number and page, whatever its box."""
    return anchor.paragraph is not None and (place.paragraph, place.page, place.sheet) == (
        anchor.paragraph, anchor.page, anchor.sheet,
    )  # fmt: skip


def _holds(block: Block, row: int | None, quote: str) -> bool:
    tokens = words_of(row_text(block, row))
    return quoted(tokens, quote) != (0, 0)


def row_text(block: Block, row: int | None) -> str:
    """The text of a block, or of one row of its table."""
    if block.table is None or row is None:
        return block_text(block)
    return "\t".join(cell.text for cell in block.table.rows[row])


def _by_words(blocks: Sequence[Block], anchor: Anchor, quote: str) -> Spot | None:
    """The block or row most like the quote, those of its page first."""
    wanted = key(quote)
    if len(words_of(quote)) <= _FEW:
        return None
    best: tuple[float, Spot] | None = None
    for number, row, text in _texts(blocks, anchor):
        if len(text) < len(wanted) * 0.6:
            continue
        alike = fuzz.partial_ratio(wanted, key(text), score_cutoff=_ALIKE)
        if alike and (best is None or alike > best[0] + 0.5):
            best = alike, Spot(number, row, _is_there(text, quote), moved=True)
            if alike >= 100:
                break
    return best[1] if best else None


def _texts(blocks: Sequence[Block], anchor: Anchor) -> Iterator[tuple[int, int | None, str]]:
    order: Iterable[tuple[int, Block]] = enumerate(blocks)
    if anchor.page is not None:
        order = sorted(order, key=lambda one: one[1].anchor.page != anchor.page)
    for number, block in order:
        if block.table is None:
            yield number, None, block.text
        else:
            for row in range(len(block.table.rows)):
                yield number, row, row_text(block, row)


def _is_there(text: str, quote: str) -> bool:
    return quoted(words_of(text), quote) != (0, 0)
