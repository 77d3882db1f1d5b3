"""Styles of an OpenDocument file: the font, what is bold, centred, hidden."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from lxml import etree

_NAMES = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
OFFICE, TEXT, TABLE = _NAMES % "office", _NAMES % "text", _NAMES % "table"
DRAW, STYLE = _NAMES % "drawing", _NAMES % "style"
_FO, _SVG = _NAMES % "xsl-fo-compatible", _NAMES % "svg-compatible"
_CHAIN_LIMIT = 20  # a style based on itself must not hang the reader


def repeated(count: str | None, most: int) -> int:
    """How often something is repeated or how far it reaches: at least once."""
    return min(max(int(count), 1), most) if count and count.isdecimal() else 1


@dataclass(frozen=True, slots=True)
class Look:
    """How a text looks."""

    font: str = ""
    bold: bool = False
    italic: bool = False
    hidden: bool = False
    centred: bool = False


@dataclass(slots=True)
class Styles:
    """The styles by name, each resolved once along its parents."""

    nodes: dict[str, etree._Element] = field(default_factory=dict)
    fonts: dict[str, str] = field(default_factory=dict)  # name of a font's declaration -> family
    looks: dict[tuple[str, Look], Look] = field(default_factory=dict)  # name and base
    base: Look = Look()  # of what names no style: by the file, or by the cell around it

    @classmethod
    def read(cls, outer: Iterable[etree._Element], content: etree._Element) -> Styles:
        """The styles of ``styles.xml`` and of ``content.xml``, whose own come first."""
        styles = cls()
        for root in (*outer, content):
            for face in root.iter(STYLE + "font-face"):
                family = face.get(_SVG + "font-family", "").strip("'\"")
                styles.fonts[face.get(STYLE + "name", "")] = family
            for node in root.iter(STYLE + "style"):
                styles.nodes[node.get(STYLE + "name", "")] = node
            for node in root.iter(STYLE + "default-style"):
                if node.get(STYLE + "family") == "paragraph":
                    styles.base = styles._changed(styles.base, node)
        return styles

    def look(self, name: str) -> Look:
        """The look that a style gives."""
        if name not in self.nodes:
            return self.base
        known = self.looks.get((name, self.base))
        if known is None:
            chain: list[etree._Element] = []
            at = name
            while at in self.nodes and len(chain) < _CHAIN_LIMIT:
                chain.append(self.nodes[at])
                at = self.nodes[at].get(STYLE + "parent-style-name", "")
            known = self.base
            for node in reversed(chain):
                known = self._changed(known, node)
            self.looks[name, self.base] = known
        return known

    def _changed(self, look: Look, style: etree._Element) -> Look:
        text = style.find(STYLE + "text-properties")
        if text is not None:
            font = self.fonts.get(text.get(STYLE + "font-name", ""), "")
            font = font or text.get(_FO + "font-family", "").strip("'\"") or look.font
            look = replace(
                look,
                font=font,
                bold=_said(text.get(_FO + "font-weight"), ("bold", "700"), look.bold),
                italic=_said(text.get(_FO + "font-style"), ("italic", "oblique"), look.italic),
                hidden=_said(text.get(TEXT + "display"), ("none",), look.hidden),
            )
        paragraph = style.find(STYLE + "paragraph-properties")
        if paragraph is not None:
            align = paragraph.get(_FO + "text-align")
            look = replace(look, centred=_said(align, ("center",), look.centred))
        table = style.find(STYLE + "table-properties")
        if table is not None:
            shut = _said(table.get(TABLE + "display"), ("false",), look.hidden)
            look = replace(look, hidden=shut)
        return look


def _said(value: str | None, words: tuple[str, ...], otherwise: bool) -> bool:
    return otherwise if value is None else value in words
