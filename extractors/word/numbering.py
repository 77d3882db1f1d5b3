"""List labels of a Word file, as printed: ``1.``, ``a)``, ``-``, ``I.``.

Word stores a list number as a rule, not as text; the labels are counted here as Word does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from extractors.legacy.symbols import symbol
from extractors.word.style_sheet import W
from extractors.word.styles import number, value

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """How one depth of a list counts."""

    start: int = 1
    shape: str = "decimal"
    text: str = ""
    legal: bool = False  # all numbers in the label as decimals
    font: str = ""
    restart: int | None = None  # the depth that sets this one back; 0 means never


@dataclass(slots=True)
class Numbering:
    """The lists of one file and how far each has counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)  # list id -> depth -> level
    family: dict[str, str] = field(default_factory=dict)  # list id -> list it counts together with
    starts: dict[str, dict[int, int]] = field(default_factory=dict)  # first use sets back to this
    counts: dict[str, list[int | None]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, root: etree._Element | None) -> Numbering:
        """The lists of ``word/numbering.xml``."""
        numbering = cls()
        if root is None:
            return numbering
        shared = {n.get(W + "abstractNumId", ""): n for n in root.findall(W + "abstractNum")}
        links = {
            value(node.find(W + "styleLink")): identity
            for identity, node in shared.items()
            if node.find(W + "styleLink") is not None
        }
        for node in root.findall(W + "num"):
            identity = node.get(W + "numId", "")
            family = value(node.find(W + "abstractNumId"))
            outer = shared.get(family)
            link = value(outer.find(W + "numStyleLink")) if outer is not None else ""
            family = links.get(link, family)
            numbering._add(identity, family, shared.get(family), node)
        return numbering

    def _add(
        self, identity: str, family: str, outer: etree._Element | None, node: etree._Element
    ) -> None:
        levels = {} if outer is None else _levels(outer)
        starts: dict[int, int] = {}
        for override in node.findall(W + "lvlOverride"):
            depth = number(override.get(W + "ilvl")) or 0
            levels.update(_levels(override))
            start = number(value(override.find(W + "startOverride")))
            if start is not None:
                starts[depth] = start
        self.levels[identity] = levels
        self.family[identity] = family
        self.starts[identity] = starts

    def label(self, identity: str, depth: int) -> str:
        """Count one item of a list and give its label; empty where the list is not known."""
        level = self.levels.get(identity, {}).get(depth)
        if level is None or not 0 <= depth < _LEVELS:
            return ""
        counts = self.counts.setdefault(self.family[identity], [None] * _LEVELS)
        if identity not in self.used:
            self.used.add(identity)
            for at, start in self.starts[identity].items():
                if 0 <= at < _LEVELS:
                    counts[at] = start - 1
        before = counts[depth]
        counts[depth] = level.start if before is None else before + 1
        for deeper in range(depth + 1, _LEVELS):
            inner = self.levels[identity].get(deeper)
            if inner is None or inner.restart is None or inner.restart > depth:
                counts[deeper] = None
        return self._printed(identity, level, counts)

    def _printed(self, identity: str, level: Level, counts: list[int | None]) -> str:
        if level.shape == "bullet":
            return "".join(symbol(char, level.font) for char in level.text).strip()

        def fill(place: re.Match[str]) -> str:
            at = int(place.group(1)) - 1
            inner = self.levels[identity].get(at, Level())
            count = counts[at] if counts[at] is not None else inner.start
            return shaped(count or 0, "decimal" if level.legal else inner.shape)

        return _PLACE.sub(fill, level.text).strip()


def _levels(outer: etree._Element) -> dict[int, Level]:
    found = {}
    for node in outer.findall(W + "lvl"):
        fonts = node.find(f"{W}rPr/{W}rFonts")
        legal = node.find(W + "isLgl")
        found[number(node.get(W + "ilvl")) or 0] = Level(
            start=1
            if node.find(W + "start") is None
            else number(value(node.find(W + "start"))) or 0,
            shape=value(node.find(W + "numFmt"), "decimal"),
            text=value(node.find(W + "lvlText")),
            legal=legal is not None and value(legal, "1") not in ("0", "false"),
            font="" if fonts is None else fonts.get(W + "ascii", fonts.get(W + "hAnsi", "")),
            restart=number(value(node.find(W + "lvlRestart"))),
        )
    return found


def shaped(count: int, shape: str) -> str:
    """A count in one of Word's number forms.

    >>> shaped(4, "upperRoman"), shaped(28, "lowerLetter"), shaped(3, "decimalZero")
    ('IV', 'bb', '03')
    """
    if shape in ("lowerRoman", "upperRoman"):
        text = _roman(count)
        return text if shape == "lowerRoman" else text.upper()
    if shape in ("lowerLetter", "upperLetter") and count > 0:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter[:8] if shape == "lowerLetter" else letter[:8].upper()
    if shape == "decimalZero":
        return f"{count:02d}"
    return "" if shape == "none" else str(count)


def _roman(count: int) -> str:
    if not 0 < count < 4000:
        return str(count)
    parts = []
    for amount, letters in _ROMAN:
        parts.append(letters * (count // amount))
        count %= amount
    return "".join(parts)
