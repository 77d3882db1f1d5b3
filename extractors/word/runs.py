"""The text of one Word paragraph: runs, tracked changes, fields, symbols, text boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from extractors.legacy.fonts import Encoding, encoding_of, join_runs
from extractors.legacy.symbols import symbol
from extractors.word.style_sheet import W
from extractors.word.styles import Look, Styles, first, value

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"

# What a reader of the final text does not see: deletions, the old place of moved text, the
# code of a field, the phonetic guide over a word.
_UNSEEN = {W + name for name in ("del", "moveFrom", "instrText", "delText", "delInstrText", "rt",
                                 "pPr", "rPr", "sectPr", "sdtPr", "sdtEndPr", "tblPr")}  # fmt: skip
_SIGNS = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n",
          W + "noBreakHyphen": "-", W + "softHyphen": "\xad"}  # fmt: skip
_RUN, _RUN_PROPERTIES, _TEXT = W + "r", W + "rPr", W + "t"
_RUN_STYLE = W + "rStyle"
_RUNS = {_RUN, _MATH_TEXT}
_PRIVATE = re.compile("[\uf000-\uf0ff]")
_TEXT_BOX = W + "txbxContent"
_ALTERNATIVES, _RUBY = MC + "AlternateContent", W + "ruby"
_WRAPPERS = {_ALTERNATIVES, _RUBY, W + "drawing", W + "pict", W + "object"}
_NOTES = {W + "footnoteReference": "footnotes", W + "endnoteReference": "endnotes"}
_SYMBOL = W + "sym"


@dataclass(slots=True)
class Written:
    """What the runs of a paragraph hold."""

    parts: list[str] = field(default_factory=list)
    letters: int = 0
    bold: int = 0
    italic: int = 0
    encodings: dict[int, Encoding] = field(default_factory=dict)  # parts in fonts before Unicode
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)  # (part kind, note id)

    def text(self) -> str:
        """The text as it stands, without blanks at its ends."""
        return "".join(self.parts).strip()


def read_runs(paragraph: etree._Element, style: str, styles: Styles) -> Written:
    """The runs of a paragraph of a style."""
    written = Written()
    base = styles.run_look(style)
    for run in _runs(paragraph):
        nodes = list(run)  # kept while they are looked at: each is made once
        own = first(nodes, _RUN_PROPERTIES)
        look = base
        if own is not None and (said := list(own)):
            named = value(first(said, _RUN_STYLE))
            look = (styles.run_look(style, named) if named else base).changed(said)
        _read_run(run, nodes, look, written)
    if written.encodings:
        known = written.encodings
        runs = [(part, known.get(n, Encoding.UNICODE)) for n, part in enumerate(written.parts)]
        written.parts = [join_runs(runs)]
    return written


def _runs(node: etree._Element) -> Iterator[etree._Element]:
    """All runs that are seen, those in links, fields, insertions and content controls too."""
    for child in node:
        tag = child.tag
        if tag in _RUNS:
            yield child
        elif tag not in _UNSEEN and isinstance(tag, str):
            yield from _runs(child)


def _read_run(
    run: etree._Element, nodes: list[etree._Element], look: Look, written: Written
) -> None:
    if run.tag == _MATH_TEXT:
        written.parts.append(run.text or "")
        return
    for node in nodes:
        tag = node.tag
        if tag in _WRAPPERS:
            for inner in _unwrapped(node):
                _read_node(inner, look, written)
        elif tag not in _UNSEEN:
            _read_node(node, look, written)


def _read_node(node: etree._Element, look: Look, written: Written) -> None:
    tag = node.tag
    if tag == _TEXT and not look.hidden:
        _add(node.text or "", look, written)
    elif tag == _TEXT_BOX:
        written.boxes.append(node)
    elif look.hidden:
        return
    elif tag in _NOTES:
        written.notes.append((_NOTES[tag], node.get(W + "id", "")))
    elif tag in _SIGNS:
        if node.get(W + "type") not in ("page", "column"):
            _mark(look, written)
            written.parts.append(_SIGNS[tag])
    elif tag == _SYMBOL:
        font = node.get(W + "font", "")
        char = chr(int(node.get(W + "char", ""), 16)) if _hex(node) else "\u2022"
        old = _mark(replace(look, font=font), written)
        written.parts.append(char if old else symbol(char, font))


def _hex(node: etree._Element) -> bool:
    code = node.get(W + "char", "")
    return 0 < len(code) <= 4 and all(char in "0123456789abcdefABCDEF" for char in code)


def _add(text: str, look: Look, written: Written) -> None:
    old = _mark(look, written)
    if look.capitals and not old:
        text = text.upper()
    if not old and not text.isprintable() and _PRIVATE.search(text):
        text = "".join(symbol(char, look.font) for char in text)
    letters = len(text) - text.count(" ")
    written.letters += letters
    if look.bold:
        written.bold += letters
    if look.italic:
        written.italic += letters
    written.parts.append(text)


def _mark(look: Look, written: Written) -> bool:
    """Note the encoding of the part that comes next; whether it is one before Unicode."""
    encoding = encoding_of(look.font)
    if encoding is Encoding.UNICODE:
        return False
    written.encodings[len(written.parts)] = encoding.in_capitals() if look.capitals else encoding
    return True


def _unwrapped(node: etree._Element) -> Iterator[etree._Element]:
    """What a wrapper holds; a drawing is read in its first form only (mc:Choice)."""
    if node.tag == _ALTERNATIVES:
        forms = [form for form in node if form.tag in (MC + "Choice", MC + "Fallback")]
        for form in forms:
            found = list(form.iter(_TEXT_BOX)) or [n for n in form if n.tag == _TEXT]
            yield from (n for n in found if not _inside_box(n, form))
            if found:
                break
    elif node.tag == _RUBY:
        yield from node.iterfind(f"{W}rubyBase/{W}r/{W}t")
    else:
        yield from (n for n in node.iter(_TEXT_BOX) if not _inside_box(n, node))


def _inside_box(node: etree._Element, top: etree._Element) -> bool:
    """Whether a text box stands inside another one, which reads it itself."""
    parent = node.getparent()
    while parent is not None and parent is not top:
        if parent.tag == _TEXT_BOX:
            return True
        parent = parent.getparent()
    return False
