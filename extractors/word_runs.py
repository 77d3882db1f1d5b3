"""The text of one Word paragraph: runs, tracked changes, fields, symbols, text boxes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from extractors.symbols import symbol
from extractors.word_styles import Styles, W, number, switch, value

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"

# What a reader of the final text does not see: deletions, the old place of moved text, the
# code of a field, the phonetic guide over a word.
_UNSEEN = {W + name for name in ("del", "moveFrom", "instrText", "delText", "delInstrText", "rt",
                                 "pPr", "rPr", "sectPr", "sdtPr", "sdtEndPr", "tblPr")}  # fmt: skip
_SIGNS = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n",
          W + "noBreakHyphen": "-"}  # fmt: skip
_TEXT_BOX = W + "txbxContent"
_LEGACY_FONTS = (".vn", "vni-", "vni ")


@dataclass(slots=True)
class Written:
    """What the runs of a paragraph hold."""

    parts: list[str] = field(default_factory=list)
    letters: int = 0
    bold: int = 0
    italic: int = 0
    legacy: int = 0  # letters in a font of a pre-Unicode encoding (TCVN3, VNI)
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)  # (part kind, note id)

    def text(self) -> str:
        """The text as it stands, without blanks at its ends."""
        return "".join(self.parts).strip()


@dataclass(frozen=True, slots=True)
class Look:
    """How the runs of one run style look."""

    bold: bool
    italic: bool
    hidden: bool
    capitals: bool
    font: str


def read_runs(paragraph: etree._Element, styles: Styles, chain: list[etree._Element]) -> Written:
    """The runs of a paragraph with styles ``chain``."""
    written = Written()
    for run in _runs(paragraph):
        _read_run(run, _look(run, styles, chain), written)
    return written


def _runs(node: etree._Element) -> Iterator[etree._Element]:
    """All runs that are seen, those in links, fields, insertions and content controls too."""
    for child in node:
        if child.tag == W + "r" or child.tag == _MATH_TEXT:
            yield child
        elif child.tag not in _UNSEEN and isinstance(child.tag, str):
            yield from _runs(child)


def _look(run: etree._Element, styles: Styles, chain: list[etree._Element]) -> Look:
    own = run.find(W + "rPr")
    named = "" if own is None else value(own.find(W + "rStyle"))
    chain = (styles.chain(named, "character") if named else []) + chain

    def said(name: str) -> bool:
        here = switch(own, name)
        return styles.run_switch(name, chain) if here is None else here

    return Look(said("b"), said("i"), said("vanish"), said("caps"), _font(own, styles, chain))


def _font(own: etree._Element | None, styles: Styles, chain: list[etree._Element]) -> str:
    nodes = [own, *(style.find(W + "rPr") for style in chain), styles.run_defaults]
    for node in nodes:
        fonts = None if node is None else node.find(W + "rFonts")
        name = "" if fonts is None else fonts.get(W + "ascii", fonts.get(W + "hAnsi", ""))
        if name:
            return name
    return ""


def _read_run(run: etree._Element, look: Look, written: Written) -> None:
    if run.tag == _MATH_TEXT:
        written.parts.append(run.text or "")
        return
    for node in _content(run):
        if node.tag == _TEXT_BOX:
            written.boxes.append(node)
        elif look.hidden:
            continue
        elif node.tag in (W + "footnoteReference", W + "endnoteReference"):
            kind = "footnotes" if node.tag == W + "footnoteReference" else "endnotes"
            written.notes.append((kind, node.get(W + "id", "")))
        elif node.tag in _SIGNS:
            if node.get(W + "type") not in ("page", "column"):
                written.parts.append(_SIGNS[node.tag])
        elif node.tag == W + "sym":
            code = number(str(int(node.get(W + "char", "0"), 16))) if _hex(node) else None
            written.parts.append(symbol(chr(code or 0x2022), node.get(W + "font", "")))
        elif node.tag == W + "t":
            _add(node.text or "", look, written)


def _hex(node: etree._Element) -> bool:
    code = node.get(W + "char", "")
    return 0 < len(code) <= 4 and all(char in "0123456789abcdefABCDEF" for char in code)


def _add(text: str, look: Look, written: Written) -> None:
    text = text.upper() if look.capitals else text
    if look.font and any(0xF000 <= ord(char) <= 0xF0FF for char in text):
        text = "".join(symbol(char, look.font) for char in text)
    letters = sum(not char.isspace() for char in text)
    written.letters += letters
    written.bold += letters if look.bold else 0
    written.italic += letters if look.italic else 0
    written.legacy += letters if look.font.lower().startswith(_LEGACY_FONTS) else 0
    written.parts.append(text)


def _content(run: etree._Element) -> Iterator[etree._Element]:
    """The nodes of a run; a drawing is read in its first form only (mc:Choice)."""
    for node in run:
        if node.tag in _UNSEEN:
            continue
        if node.tag == MC + "AlternateContent":
            forms = [form for form in node if form.tag in (MC + "Choice", MC + "Fallback")]
            for form in forms:
                found = list(form.iter(_TEXT_BOX)) or [n for n in form if n.tag == W + "t"]
                yield from (n for n in found if not _inside_box(n, form))
                if found:
                    break
        elif node.tag in (W + "drawing", W + "pict", W + "object"):
            yield from (n for n in node.iter(_TEXT_BOX) if not _inside_box(n, node))
        elif node.tag == W + "ruby":
            yield from node.iterfind(f"{W}rubyBase/{W}r/{W}t")
        else:
            yield node


def _inside_box(node: etree._Element, top: etree._Element) -> bool:
    """Whether a text box stands inside another one, which reads it itself."""
    parent = node.getparent()
    while parent is not None and parent is not top:
        if parent.tag == _TEXT_BOX:
            return True
        parent = parent.getparent()
    return False
