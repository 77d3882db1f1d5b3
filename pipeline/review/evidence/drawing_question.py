"""What the page asks of the process that draws; the page itself draws nothing."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.review.evidence.received import Received

BYTES, CHECK = 0, -1  # in place of a page

Box = tuple[float, float, float, float]  # left, top, right, bottom in points


@dataclass(frozen=True, slots=True)
class Question:
    """A page of a document to draw so many pixels wide; else its bytes, or a check of its hash.

    ``written`` are the places of the words on a page that was read from its picture.
    """

    place: Received
    sha256: str
    page: int
    wide: int = 0
    written: tuple[Box, ...] = ()
