"""The text of one shape, cell or diagram point of a .pptx: paragraphs, fonts, list labels.

Elements are told by their local names, because a file in the strict form of the standard has
the same ones in other namespaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from extractors.characters import nfc
from extractors.legacy.fonts import Encoding, Run, encoding_of, join_runs
from extractors.legacy.symbols import symbol
from extractors.office.open_styles import repeated
from extractors.word.numbering import shaped

MAJOR, MINOR = "+mj-lt", "+mn-lt"  # the theme's fonts of titles and of all other text
_MAJORITY = 0.6
_COUNT_LIMIT = 32_767  # the greatest number at which a list may start
_PRIVATE = re.compile("[\uf000-\uf0ff]")
# "romanUcParenR": the kind of number, and what stands around it.
_NUMBER = re.compile("(arabic|alphaLc|alphaUc|romanLc|romanUc)(ParenBoth|ParenR|Period|Plain)")
_SHAPES = {"arabic": "decimal", "alphaLc": "lowerLetter", "alphaUc": "upperLetter",
           "romanLc": "lowerRoman", "romanUc": "upperRoman"}  # fmt: skip
_AROUND = {"ParenBoth": "({})", "ParenR": "{})", "Period": "{}.", "Plain": "{}"}


def local_name(node: etree._Element) -> str:
    """The name of an element without its namespace; empty for a comment."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def child(node: etree._Element | None, *path: str) -> etree._Element | None:
    """The first element down a path of local names."""
    for name in path:
        node = None if node is None else next((n for n in node if local_name(n) == name), None)
    return node


def said(node: etree._Element | None, name: str) -> str:
    """An attribute of an element; empty where there is no such element or attribute."""
    return "" if node is None else node.get(name, "")


def whole(node: etree._Element | None, name: str, most: int) -> int:
    """An attribute that counts or spans: at least one."""
    return repeated(said(node, name)[:6], most)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as read; ``label`` is None where it says of no list, ``text`` may be empty."""

    text: str
    label: str | None
    level: int
    bold: bool
    italic: bool
    centred: bool

    def line(self) -> str:
        """The paragraph with its label."""
        return f"{self.label or ''} {self.text}".strip()


@dataclass(frozen=True, slots=True)
class _Look:
    """How a text looks; a font that is not said is the theme's."""

    font: str
    sign_font: str = ""  # of characters in a symbol font's own places
    bold: bool = False
    italic: bool = False
    capitals: bool = False

    def changed(self, node: etree._Element | None) -> _Look:
        """The look with what ``a:rPr`` or ``a:defRPr`` says."""
        if node is None:
            return self
        return replace(
            self,
            font=said(child(node, "latin"), "typeface") or self.font,
            sign_font=said(child(node, "sym"), "typeface") or self.sign_font,
            bold=_true(node.get("b"), self.bold),
            italic=_true(node.get("i"), self.italic),
            capitals=node.get("cap", "all" if self.capitals else "none") == "all",
        )


def _true(value: str | None, otherwise: bool) -> bool:
    return otherwise if value is None else value in ("1", "true", "on")


@dataclass(slots=True)
class _Counter:
    """The numbers of the lists of one text, by level; a list goes on after deeper ones."""

    lists: dict[int, tuple[str, int, int]] = field(default_factory=dict)  # kind, start, count

    def label(self, properties: etree._Element | None, level: int, blank: bool) -> str | None:
        """The label of the next paragraph as printed; None where the paragraph says of none."""
        number, sign = child(properties, "buAutoNum"), child(properties, "buChar")
        if number is not None and blank:
            return ""  # no number is printed beside a blank line, and none is left out
        for deeper in [at for at in self.lists if at > level]:
            del self.lists[deeper]
        if number is None:
            self.lists.pop(level, None)
            return None if sign is None else _bullet(sign, properties)
        kind, start = number.get("type", ""), whole(number, "startAt", _COUNT_LIMIT)
        before = self.lists.get(level)
        count = before[2] + 1 if before and before[:2] == (kind, start) else start
        self.lists[level] = kind, start, count
        known = _NUMBER.fullmatch(kind)
        if known is None:  # circled numbers and those of other scripts
            return str(count)
        return _AROUND[known[2]].format(shaped(count, _SHAPES[known[1]]))


def _bullet(sign: etree._Element, properties: etree._Element | None) -> str:
    font = said(child(properties, "buFont"), "typeface")
    return nfc("".join(symbol(char, font) for char in sign.get("char", ""))).strip()


@dataclass(slots=True)
class _Written:
    """What the runs of a paragraph hold."""

    runs: list[Run] = field(default_factory=list)
    letters: int = 0
    bold: int = 0
    italic: int = 0

    def add(self, text: str, look: _Look, fonts: Mapping[str, str]) -> None:
        """Add a text of a look."""
        encoding = encoding_of(fonts.get(look.font, look.font))
        if encoding is Encoding.UNICODE:
            text = text.upper() if look.capitals else text
            if _PRIVATE.search(text):
                text = "".join(symbol(char, look.sign_font or look.font) for char in text)
        elif look.capitals:
            encoding = encoding.in_capitals()
        letters = len(text) - text.count(" ")
        self.letters += letters
        self.bold += letters * look.bold
        self.italic += letters * look.italic
        self.runs.append((text, encoding))

    def text(self) -> str:
        """The text as a reader sees it."""
        return nfc(join_runs(self.runs)).strip()


def read_text(
    body: etree._Element, fonts: Mapping[str, str], font: str = MINOR
) -> Iterator[Paragraph]:
    """All paragraphs of a text, blank ones too.

    ``fonts`` tells what the theme's names of fonts stand for; ``font`` is that of text which
    names none.
    """
    counter = _Counter()
    styles = child(body, "lstStyle")
    for node in body:
        if local_name(node) != "p":
            continue
        own = child(node, "pPr")
        level = _level(own)
        style = child(styles, f"lvl{level + 1}pPr")
        written = _Written()
        _read_runs(node, _Look(font).changed(child(style, "defRPr")), fonts, written)
        text = written.text()
        yield Paragraph(
            text,
            counter.label(own, level, not text),
            level,
            bold=written.bold > written.letters * _MAJORITY,
            italic=written.italic > written.letters * _MAJORITY,
            centred=(said(own, "algn") or said(style, "algn")) == "ctr",
        )


def _level(properties: etree._Element | None) -> int:
    """How deep a paragraph stands, from 0."""
    told = said(properties, "lvl")
    return int(told) if len(told) == 1 and told in "012345678" else 0


def _read_runs(
    paragraph: etree._Element, base: _Look, fonts: Mapping[str, str], written: _Written
) -> None:
    for node in paragraph:
        name = local_name(node)
        if name in ("r", "fld"):
            text = child(node, "t")
            look = base.changed(child(node, "rPr"))
            written.add("" if text is None else text.text or "", look, fonts)
        elif name == "br":
            written.runs.append(("\n", Encoding.UNICODE))
        elif name == "m":  # a formula
            letters = [part.text or "" for part in node.iter() if local_name(part) == "t"]
            written.runs.append(("".join(letters), Encoding.UNICODE))
