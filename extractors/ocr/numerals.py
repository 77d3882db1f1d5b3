"""The numbers in a text, in digits or Roman: what OCR must be sure of."""

from __future__ import annotations

import re

# Sections and quarters need no more than I, V and X; "V/v" is no five.
_NUMBER = re.compile(r"\d+|(?<![^\W\d_])(?!V/v)[IVX]+(?![^\W\d_])")


def numbers(text: str) -> list[str]:
    """The numbers of a text as written.

    >>> numbers("V/v quý II/2024, mục III.6, Lưu: VT, C2")
    ['II', '2024', 'III', '6', '2']
    """
    return _NUMBER.findall(text)


def without_numbers(text: str) -> str:
    """The text with a question mark for each number.

    >>> without_numbers("Trước ngày 30/11/2024; quý IV")
    'Trước ngày ?/?/?; quý ?'
    """
    return _NUMBER.sub("?", text)
