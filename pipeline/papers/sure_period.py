"""Whether the time a scanned report speaks of was read surely enough to be held against it.

"Quý II" read from a picture may be quarter I or III. A number that two readers do not agree on is
good enough to find a paper its place, never to say that it is of the wrong period.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractors.document import Block, Document
from extractors.ocr.numerals import numbers, without_numbers
from pipeline.papers.roles import OPENING
from rules.model.papers import Header, Period
from rules.vietnamese.periods import read_period
from rules.vietnamese.text import fold


def with_doubt(period: Period, header: Header, document: Document) -> Period:
    """The period, marked where it rests on numbers that were read unsurely from a picture."""
    unsure = [text for block in document.blocks for text in _unsure(block)]
    if not unsure or period == Period():
        return period
    title = header.title
    opening = sure = document.text()[:OPENING]
    for text in unsure:
        sure = sure.replace(text, without_numbers(text))
    sure_title = without_numbers(title) if _rests_on(title, unsure) else title
    doubtful = read_period(title, opening) != read_period(sure_title, sure)
    return replace(period, doubtful=doubtful)


def _unsure(block: Block) -> Iterator[str]:
    """The texts of a block, or of the cells of its table, with numbers that are not sure."""
    cells = (cell for row in block.table.rows for cell in row) if block.table else ()
    for one in (block, *cells):
        if one.doubtful and numbers(one.text):
            yield one.text


def _rests_on(title: str, unsure: list[str]) -> bool:
    words = fold(title)
    lines = (fold(line) for text in unsure for line in (text, *text.split("\n")))
    return bool(words) and any(line and (line in words or words in line) for line in lines)
