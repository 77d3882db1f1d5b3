"""The text that was read, around a passage, with the passage and the agreeing words marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractors.document import Block, Cell, Document, Kind
from pipeline.outputs.cells import place_words
from pipeline.outputs.clean import one_line
from pipeline.review.evidence.passages import Span, Spot, Wording, marked
from rules.messages import Words

_BLOCKS, _ROWS = 5, 6  # shown before and after the passage
_HEAD_ROWS = 2  # of a table, which name its columns
_COLUMNS = 20
_LONGEST = 2_000  # characters of one paragraph or cell that are shown
_WORDS = Words("vi")


@dataclass(frozen=True, slots=True)
class MarkedCell:
    """A cell of a table with its marks."""

    spans: tuple[Span, ...]
    across: int = 1
    down: int = 1


@dataclass(frozen=True, slots=True)
class MarkedRow:
    """A row of a table; ``here`` holds the passage, ``gap`` counts rows left out."""

    cells: tuple[MarkedCell, ...] = ()
    here: bool = False
    gap: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph or table of the text; ``gap`` counts blocks that are left out before it."""

    kind: str = "paragraph"  # paragraph, heading, table, gap
    label: str = ""
    spans: tuple[Span, ...] = ()
    rows: tuple[MarkedRow, ...] = ()
    place: str = ""
    here: bool = False
    gap: int = 0


@dataclass(frozen=True, slots=True)
class Marks:
    """What is marked: the passage, words that agree with a wording, and further words."""

    quote: str = ""
    wording: Wording = Wording()  # noqa: RUF009 - immutable
    also: tuple[str, ...] = ()

    def on(self, text: str, here: bool) -> tuple[Span, ...]:
        """A text with its marks; the passage is marked only where it stands."""
        return marked(text[:_LONGEST], self.quote if here else "", self.wording, self.also)


def around(
    document: Document, spot: Spot | None, marks: Marks, whole: bool = False
) -> tuple[Part, ...]:
    """The blocks around a passage; the beginning where there is none, everything if ``whole``."""
    blocks = document.blocks
    at = spot.block if spot else 0
    first = 0 if whole or not spot else max(0, at - _BLOCKS)
    after = len(blocks) if whole else min(len(blocks), at + _BLOCKS + (1 if spot else 2 * _BLOCKS))
    parts = [Part("gap", gap=first)] if first else []
    for number in range(first, after):
        here = spot is not None and number == at
        parts.append(_part(blocks[number], spot if here else None, marks, whole))
    if after < len(blocks):
        parts.append(Part("gap", gap=len(blocks) - after))
    return tuple(parts)


def _part(block: Block, spot: Spot | None, marks: Marks, whole: bool) -> Part:
    place = place_words(block.anchor, _WORDS)
    if block.table is None:
        kind = "heading" if block.kind is Kind.HEADING else "paragraph"
        return Part(
            kind, one_line(block.label, 20), marks.on(block.text, spot is not None),
            place=place, here=spot is not None,
        )  # fmt: skip
    rows = tuple(_rows(block.table.rows, spot.row if spot else None, marks, whole))
    return Part("table", rows=rows, place=place, here=spot is not None)


def _rows(
    rows: tuple[tuple[Cell, ...], ...], here: int | None, marks: Marks, whole: bool
) -> Iterator[MarkedRow]:
    """The heading rows and those around the one with the passage."""
    at = here or 0
    first, after = (0, len(rows)) if whole else (max(0, at - _ROWS), at + _ROWS + 1)
    shown = [n for n in range(len(rows)) if n < _HEAD_ROWS or first <= n < after]
    before = -1
    for number in shown:
        if number > before + 1:
            yield MarkedRow(gap=number - before - 1)
        cells = tuple(
            MarkedCell(
                marks.on(cell.text, number == here),
                min(cell.col_span, _COLUMNS),
                # A span beyond the rows shown would push cells of later rows aside.
                1 if len(shown) < len(rows) else min(cell.row_span, len(rows)),
            )
            for cell in rows[number][:_COLUMNS]
        )
        yield MarkedRow(cells, here=number == here)
        before = number
    if before + 1 < len(rows):
        yield MarkedRow(gap=len(rows) - before - 1)
