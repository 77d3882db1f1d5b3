"""Word files (.docx) by their XML: all a reader of the printed page sees, in its order."""

from __future__ import annotations

import itertools

from lxml import etree

from extractors.document import Anchor, Block, Document, ExtractError, Kind, Reason
from extractors.office.package import Package
from extractors.word.numbering import Numbering
from extractors.word.story import CELL_LIMIT, Story
from extractors.word.style_sheet import StyleSheet, W
from extractors.word.styles import Styles

VERSION = "word-4"
_WORD_ART = "{urn:schemas-microsoft-com:vml}textpath"
BLOCK_LIMIT = 50_000  # a thousand pages have about 20 000 paragraphs


def read_word(data: bytes) -> Document:
    """A .docx, .docm or .dotx."""
    package = Package(data)
    _, part = package.main_part()
    root = package.xml(part)
    body = root.find(W + "body")
    if body is None:
        raise ExtractError(Reason.DAMAGED, "no document body")
    relations = package.relations(part)
    parts: dict[str, list[str]] = {}
    for kind, name in relations.values():
        parts.setdefault(kind, []).append(name)

    def first(kind: str) -> etree._Element | None:
        names = [name for name in parts.get(kind, []) if name in package]
        return package.xml(names[0]) if names else None

    sheets = [name for name in parts.get("styles", []) if name in package]
    styles = Styles.read(StyleSheet.read(package.read(sheets[0]) if sheets else None))
    story = Story(styles, Numbering.read(first("numbering")))
    blocks = _running(package, parts.get("header", []), story)
    blocks += itertools.islice(story.blocks(body), BLOCK_LIMIT)
    cut = len(blocks) >= BLOCK_LIMIT
    for kind in ("footnotes", "endnotes"):
        blocks += _notes(first(kind) if kind in parts else None, story, kind)
    blocks += _running(package, parts.get("footer", []), story)
    if not any(block.text or block.table for block in blocks):
        raise ExtractError(Reason.NO_TEXT, "no text in the body")
    return Document("docx", tuple(blocks), skipped=_skipped(cut, story.cut), reader=VERSION)


def _running(package: Package, names: list[str], story: Story) -> list[Block]:
    """Page headers or footers; the same text on several sections stands once."""
    found: list[Block] = []
    for name in sorted(set(names)):
        if name in package:
            counted = story.paragraphs, story.tables
            root = package.xml(name)
            found += [b for b in story.blocks(root, Kind.RUNNING) if b not in found]
            found += [b for b in map(_watermark, root.iter(_WORD_ART)) if b.text and b not in found]
            story.paragraphs, story.tables = counted
    return found


def _watermark(art: etree._Element) -> Block:
    """What is drawn across the pages: "MẬT", "DỰ THẢO"."""
    return Block(art.get("string", "").strip(), Kind.RUNNING, Anchor())


def _notes(root: etree._Element | None, story: Story, kind: str) -> list[Block]:
    """The notes that the text refers to, in the order of the references."""
    if root is None:
        return []
    nodes = {node.get(W + "id", ""): node for node in root if isinstance(node.tag, str)}
    wanted = [identity for part, identity in story.notes if part == kind and identity in nodes]
    found: list[Block] = []
    for identity in dict.fromkeys(wanted):
        found += story.blocks(nodes[identity], Kind.FOOTNOTE)
    return found


def _skipped(cut: bool, tables: bool) -> tuple[tuple[Reason, str], ...]:
    skipped = []
    if cut:
        skipped.append((Reason.TOO_LARGE, f"chỉ đọc {BLOCK_LIMIT} đoạn đầu"))
    if tables:
        skipped.append((Reason.TOO_LARGE, f"chỉ đọc {CELL_LIMIT} ô đầu, bảng lồng 40 lớp đầu"))
    return tuple(skipped)
