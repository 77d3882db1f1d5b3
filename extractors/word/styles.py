"""Styles of a Word file: what is bold, centred, hidden, a heading, numbered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from extractors.word.style_sheet import StyleSheet, W

_VAL, _ASCII, _ANSI, _FONTS = W + "val", W + "ascii", W + "hAnsi", W + "rFonts"
_ANSI_THEME = W + "hAnsiTheme"
_BOLD, _ITALIC, _HIDDEN, _CAPITALS = W + "b", W + "i", W + "vanish", W + "caps"
_ALIGN, _OUTLINE, _LIST = W + "jc", W + "outlineLvl", W + "numPr"
_LIST_ID, _LIST_DEPTH = W + "numId", W + "ilvl"
_CHAIN_LIMIT = 20  # a style based on itself must not hang the reader


def value(node: etree._Element | None, default: str = "") -> str:
    """The ``w:val`` of a node."""
    return default if node is None else node.get(_VAL, default)


def first(nodes: Iterable[etree._Element], tag: str) -> etree._Element | None:
    """The first of some nodes with a tag; among few it is found sooner so than by a path."""
    for node in nodes:
        if node.tag == tag:
            return node
    return None


def is_on(node: etree._Element) -> bool:
    """Whether an on/off property is on; without a value it is."""
    return node.get(_VAL, "1") not in ("0", "false", "off")


def number(text: str | None) -> int | None:
    """A whole number, None where the file holds something else."""
    if not text:
        return None
    try:
        return int(text)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks."""

    bold: bool = False
    italic: bool = False
    hidden: bool = False
    capitals: bool = False
    font: str = ""

    def changed(self, own: Iterable[etree._Element]) -> Look:
        """The look with what a run says itself; toggles are set, not switched."""
        bold, italic, hidden = self.bold, self.italic, self.hidden
        capitals, font = self.capitals, self.font
        for node in own:
            tag = node.tag
            if tag == _FONTS:
                # Letters beyond ASCII, which tell an old encoding, take the second of the fonts.
                font = node.get(_ANSI) or node.get(_ASCII) or font
                font = "" if node.get(_ANSI_THEME) else font
            elif tag == _BOLD:
                bold = is_on(node)
            elif tag == _ITALIC:
                italic = is_on(node)
            elif tag == _HIDDEN:
                hidden = is_on(node)
            elif tag == _CAPITALS:
                capitals = is_on(node)
        return _look(bold, italic, hidden, capitals, font)


# The runs of a file look in few ways: each way is made once.
_look = lru_cache(maxsize=1024)(Look)


@dataclass(frozen=True, slots=True)
class Setting:
    """How a paragraph stands."""

    align: str = ""
    outline: int | None = None
    list_id: str = ""
    list_depth: int | None = None

    def is_listed(self) -> bool:
        """Whether it stands in a list; the list 0 is Word's word for none."""
        return self.list_id not in ("", "0")

    def changed(self, own: Iterable[etree._Element]) -> Setting:
        """The setting with what a paragraph or a nearer style says itself."""
        align, outline = self.align, self.outline
        list_id, list_depth = self.list_id, self.list_depth
        for node in own:
            tag = node.tag
            if tag == _ALIGN:
                align = value(node)
            elif tag == _OUTLINE:
                outline = number(value(node))
            elif tag == _LIST:
                identity, depth = node.find(_LIST_ID), node.find(_LIST_DEPTH)
                list_id = list_id if identity is None else value(identity)
                list_depth = list_depth if depth is None else number(value(depth))
        return _setting(align, outline, list_id, list_depth)


_setting = lru_cache(maxsize=1024)(Setting)


@dataclass(slots=True)
class Styles:
    """The styles by id, each resolved once along the chain of ``basedOn``."""

    sheet: StyleSheet = field(default_factory=StyleSheet)
    look: Look = Look()  # of the whole file
    looks: dict[tuple[str, str], Look] = field(default_factory=dict)
    settings: dict[str, Setting] = field(default_factory=dict)

    @classmethod
    def read(cls, sheet: StyleSheet) -> Styles:
        """The styles of ``word/styles.xml``."""
        styles = cls(sheet)
        root = sheet.root
        defaults = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        if defaults is not None:
            styles.look = Look().changed(defaults)
        return styles

    def chain(self, identity: str, kind: str = "paragraph") -> list[etree._Element]:
        """The style and what it is based on, nearest first."""
        found: list[etree._Element] = []
        node = self.sheet.node(identity or self.sheet.defaults.get(kind, ""))
        while node is not None and len(found) < _CHAIN_LIMIT:
            found.append(node)
            node = self.sheet.node(value(node.find(W + "basedOn")))
        return found

    def run_look(self, paragraph: str, run: str = "") -> Look:
        """The look that a paragraph style and a character style give a run."""
        known = self.looks.get((paragraph, run))
        if known is None:
            known = self.run_look(paragraph) if run else self.look
            for style in reversed(self.chain(run, "character") if run else self.chain(paragraph)):
                own = style.find(W + "rPr")
                known = known if own is None else known.changed(own)
            self.looks[paragraph, run] = known
        return known

    def setting(self, paragraph: str) -> Setting:
        """The setting that a paragraph style gives."""
        known = self.settings.get(paragraph)
        if known is None:
            known = Setting()
            for style in reversed(self.chain(paragraph)):
                own = style.find(W + "pPr")
                known = known if own is None else known.changed(own)
            self.settings[paragraph] = known
        return known
