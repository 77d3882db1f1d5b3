"""What a reader of pictures gives: words with their boxes, and how sure it is of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
PixelBox = tuple[int, int, int, int]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was read, in pixels of the picture."""

    text: str
    confidence: float  # 0..100
    box: PixelBox
    line: tuple[int, ...]  # the same for all words of one line


class Reader(Protocol):
    """An engine set on one picture."""

    def page(self) -> list[Word]:
        """All words of the picture, lines found by the engine."""

    def block(self) -> list[Word]:
        """The words of a picture that holds nothing but lines of text, such as a table's cell."""


def cut_out(grey: Grey, box: PixelBox, around: int = 0) -> Grey:
    """What stands in a box of a picture, with so many pixels around it."""
    left, top, right, bottom = box
    top, left = max(0, top - around), max(0, left - around)
    return np.ascontiguousarray(grey[top : bottom + around, left : right + around])
