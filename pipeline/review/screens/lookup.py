"""Finding papers by what people remember of them: number, sign, day, name, agency, title.

"15/KH-SNV", "15 KH SNV", "ke hoach 15" and "20/02/2024" all find the same plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.review.findings.search import Piece, pieces_of
from pipeline.review.findings.search_texts import words_of

# Between a letter and a figure: "KH15.pdf" is found by "KH 15".
_SEAM = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_DAY = re.compile(r"(?<!\d)(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?!\d)")


@dataclass(frozen=True, slots=True)
class Known:
    """The words of one paper, with marks and without, and the day it was issued."""

    words: tuple[str, str]
    day: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What was typed: each word must stand at the start of a word of the paper."""

    pieces: tuple[Piece, ...]
    days: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing was typed that can be looked for."""
        return not (self.pieces or self.days)

    def names(self, number: str | None) -> bool:
        """Whether the number of a paper was typed."""
        return bool(number) and words_of(number or "")[1] in {one.folded for one in self.pieces}

    def finds(self, known: Known) -> bool:
        """Whether the paper has all that was typed."""
        return all(day == known.day for day in self.days) and all(
            piece.stands_in(known.words) for piece in self.pieces
        )


def know(texts: Iterable[str | None], day: str | None) -> Known:
    """The words of a paper, from its texts, and its day."""
    marked, folded = words_of(_SEAM.sub(" ", " ".join(text for text in texts if text)))
    return Known((f"{marked} ", f"{folded} "), day or "")


def wish(typed: str) -> Wish:
    """What somebody types into the search box."""
    days = tuple(
        f"{year}-{int(month):02}-{int(day):02}" for day, month, year in _DAY.findall(typed)
    )
    pieces = pieces_of(_SEAM.sub(" ", _DAY.sub(" ", typed)))[1]
    return Wish(tuple(map(_whole_if_short, pieces)), days)


def _whole_if_short(piece: Piece) -> Piece:
    """A word of one or two letters is a whole word: "y tế" is not the beginning of "yêu cầu"."""
    if len(piece.folded) > len(" kh") or piece.folded.endswith("."):
        return piece
    return Piece(f"{piece.folded} ", tuple(f"{run} " for run in piece.marked))
