"""Fonts, bullets and alignment of a text of PowerPoint 97-2003 ([MS-PPT] 2.9.14-2.9.47).

A property stands in a record only where its bit of a mask is set, in an order of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# Bits of a mask -> bytes that they add, in the order of the file.
_PARAGRAPH = (
    (0x0F, 2), (0x80, 2), (0x10, 2), (0x40, 2), (0x20, 4), (0x800, 2), (0x1000, 2), (0x2000, 2),
    (0x4000, 2), (0x100, 2), (0x400, 2), (0x8000, 2), (0x100000, -1), (0x10000, 2),
    (0xE0000, 2), (0x200000, 2),
)  # fmt: skip
_CHARACTER = (
    (0xFFFF, 2), (0x10000, 2), (0x200000, 2), (0x400000, 2), (0x800000, 2), (0x20000, 2),
    (0x40000, 4), (0x80000, 2),
)  # fmt: skip
_TABS = 0x100000  # a count, then four bytes each
_BULLET, _BULLET_CHAR, _BULLET_FONT, _ALIGNMENT = 0x0F, 0x80, 0x10, 0x800
_STYLE, _FONT = 0xFFFF, 0x10000
_HAS_BULLET, _BOLD, _CENTRED = 1, 1, 1
_LEVELS = 5


@dataclass(frozen=True, slots=True)
class Look:
    """What is said of a stretch of text; None where it is left to the master."""

    font: int | None = None
    bold: bool | None = None
    bullet: bool | None = None
    bullet_char: int | None = None
    bullet_font: int | None = None
    centred: bool | None = None

    def over(self, other: Look) -> Look:
        """This look, and the other one where this says nothing."""
        values = (
            below if own is None else own
            for own, below in zip(_fields(self), _fields(other), strict=True)
        )
        return Look(*values)  # type: ignore[arg-type]  # the same fields in the same order


def _fields(look: Look) -> tuple[object, ...]:
    return (look.font, look.bold, look.bullet, look.bullet_char, look.bullet_font, look.centred)


@dataclass(frozen=True, slots=True)
class Stretch:
    """So many characters of one look; ``level`` counts from 0 and only paragraphs have it."""

    length: int
    look: Look
    level: int = 0


class _Reader:
    """A record that is read from its start; short content reads as zeros."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    @property
    def is_done(self) -> bool:
        return self.at >= len(self.data)

    def number(self, size: int) -> int:
        value = int.from_bytes(self.data[self.at : self.at + size], "little")
        self.at += size
        return value

    def properties(self, order: Sequence[tuple[int, int]]) -> dict[int, int]:
        """The properties that a mask announces, by their bits; the mask itself at 0."""
        mask = self.number(4)
        found = {0: mask}
        for bits, size in order:
            if not mask & bits:
                continue
            if size < 0:
                stops = self.number(2)
                self.at += 4 * stops
            else:
                found[bits] = self.number(size)
        return found


def _paragraph_look(found: dict[int, int]) -> Look:
    has_bullet = bool(found[_BULLET] & _HAS_BULLET) if found[0] & _HAS_BULLET else None
    alignment = found.get(_ALIGNMENT)
    return Look(
        bullet=has_bullet,
        bullet_char=found.get(_BULLET_CHAR),
        bullet_font=found.get(_BULLET_FONT),
        centred=None if alignment is None else alignment == _CENTRED,
    )


def _character_look(found: dict[int, int]) -> Look:
    bold = bool(found[_STYLE] & _BOLD) if found[0] & _BOLD else None
    return Look(font=found.get(_FONT), bold=bold)


def styles(data: bytes, length: int) -> tuple[list[Stretch], list[Stretch]]:
    """The paragraphs and the runs of a text of so many characters, from its StyleTextPropAtom.

    The text has one more character than it shows: the end of its last paragraph.
    """
    reader = _Reader(data)
    paragraphs: list[Stretch] = []
    left = length + 1
    while left > 0 and not reader.is_done:
        count, level = reader.number(4), reader.number(2)
        paragraphs.append(
            Stretch(count, _paragraph_look(reader.properties(_PARAGRAPH)), min(level, _LEVELS - 1))
        )
        left -= count
    runs: list[Stretch] = []
    left = length + 1
    while left > 0 and not reader.is_done:
        count = reader.number(4)
        runs.append(Stretch(count, _character_look(reader.properties(_CHARACTER))))
        left -= count
    return paragraphs, runs


def master_levels(data: bytes, kind: int) -> list[Look]:
    """The looks of a master's levels for one kind of text, each over those before it."""
    reader = _Reader(data)
    levels: list[Look] = []
    for _ in range(min(reader.number(2), _LEVELS)):
        if reader.is_done:
            break
        if kind >= 5:  # kinds that inherit name their levels
            reader.number(2)
        paragraph = _paragraph_look(reader.properties(_PARAGRAPH))
        own = _character_look(reader.properties(_CHARACTER)).over(paragraph)
        levels.append(own.over(levels[-1]) if levels else own)
    return levels


def font_name(data: bytes) -> str:
    """The name in a FontEntityAtom: up to 32 UTF-16 characters."""
    return data[:64].decode("utf-16-le", "replace").split("\0")[0]
