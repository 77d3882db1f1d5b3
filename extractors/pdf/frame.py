"""Page space and the space in which a page is seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Frame:
    """How page space becomes seen space: quarter turns clockwise and the page's corner."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @property
    def width(self) -> float:
        """Seen width."""
        across = self.right - self.left, self.top - self.bottom
        return across[self.turns % 2]

    @property
    def height(self) -> float:
        """Seen height."""
        across = self.right - self.left, self.top - self.bottom
        return across[1 - self.turns % 2]

    def seen(self, boxes: Floats) -> Floats:
        """Boxes (left, bottom, right, top) of page space as (left, top, right, bottom) seen."""
        left, bottom, right, top = boxes.T
        match self.turns:
            case 1:
                sides = bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
            case 2:
                sides = (
                    self.right - right,
                    bottom - self.bottom,
                    self.right - left,
                    top - self.bottom,
                )
            case 3:
                sides = self.top - top, self.right - right, self.top - bottom, self.right - left
            case _:
                sides = left - self.left, self.top - top, right - self.left, self.top - bottom
        return np.stack(sides, axis=1)
