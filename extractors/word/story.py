"""A story of a Word file (body, header, note, text box, cell) as blocks in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from extractors.characters import nfc
from extractors.document import Anchor, Block, Cell, Kind, Table, block_text
from extractors.legacy.fonts import Encoding, to_unicode
from extractors.word.numbering import Numbering
from extractors.word.runs import MC, Written, read_runs
from extractors.word.styles import Setting, Styles, W, leading, number, value

CELL_LIMIT = 200_000
_MAJORITY = 0.6
_NO_OUTLINE = 9  # Word's number for body text
_PARAGRAPH, _TABLE, _ROW, _CELL = W + "p", W + "tbl", W + "tr", W + "tc"
_PROPERTIES, _STYLE, _MARK, _DELETED = W + "pPr", W + "pStyle", W + "rPr", W + "del"
_CELL_PROPERTIES, _SPAN, _MERGE = W + "tcPr", W + "gridSpan", W + "vMerge"
_PLACES = {_PARAGRAPH, _TABLE, _ROW, _CELL}
_BODY = {_PARAGRAPH, _TABLE}
_BORDERS = ("top", "left", "start", "bottom", "right", "end", "insideH", "insideV")
_DEPTH = 40  # tables in tables; deeper nesting is an attack, not a paper
_SKIPPED = {W + name for name in ("del", "moveFrom", "sectPr", "pPr", "tblPr", "tblGrid", "trPr",
                                  "tcPr", "sdtPr", "sdtEndPr")}  # fmt: skip


@dataclass(slots=True)
class Story:
    """What the parts of one file share while it is read, and how far it has counted."""

    styles: Styles
    numbering: Numbering
    paragraphs: int = 0
    tables: int = 0
    cells: int = 0
    cut: bool = False  # something was left out: too many cells, or tables nested too deep
    notes: list[tuple[str, str]] = field(default_factory=list)

    def blocks(
        self, parent: etree._Element, kind: Kind | None = None, depth: int = 0
    ) -> Iterator[Block]:
        """The paragraphs and tables under a node; ``kind`` overrides what they are."""
        carried: list[str] = []  # text of paragraphs whose end mark was deleted
        for node in content(parent):
            if node.tag == _TABLE:
                if depth < _DEPTH:
                    yield from self._table(node, kind, depth)
                else:
                    self.cut = True
            else:
                yield from self._paragraph(node, kind, depth, carried)
        if left := nfc("".join(carried).strip()):  # the last mark was deleted, its text was not
            yield Block(left, kind or Kind.PARAGRAPH, Anchor(paragraph=self.paragraphs))

    def _paragraph(
        self, node: etree._Element, kind: Kind | None, depth: int, carried: list[str]
    ) -> Iterator[Block]:
        own = leading(node, _PROPERTIES)
        style = "" if own is None else value(leading(own, _STYLE))
        written = read_runs(node, style, self.styles)
        if depth == 0:
            self.paragraphs += 1
        self.notes += written.notes
        mark = None if own is None else own.find(_MARK)
        if mark is not None and mark.find(_DELETED) is not None:
            carried.append("".join(written.parts))
            return
        if carried:
            written.parts[:0] = carried
            carried.clear()
        text = nfc(written.text())
        if text:
            setting = self.styles.setting(style)
            setting = setting if own is None else setting.changed(own)
            yield self._block(text, setting, written, kind)
        for box in written.boxes if depth < _DEPTH else ():
            yield from self.blocks(box, kind or Kind.TEXT_BOX, depth + 1)

    def _block(self, text: str, setting: Setting, written: Written, kind: Kind | None) -> Block:
        depth = setting.list_depth or 0
        listed = setting.list_id not in ("", "0")
        label = self.numbering.label(setting.list_id, depth) if listed else ""
        label = to_unicode(label, written.encodings.get(0, Encoding.UNICODE))
        heading = setting.outline is not None and setting.outline < _NO_OUTLINE
        own_kind = Kind.HEADING if heading else Kind.LIST_ITEM if label else Kind.PARAGRAPH
        return Block(
            text=text,
            kind=kind or own_kind,
            anchor=Anchor(paragraph=self.paragraphs),
            label=nfc(label),
            level=setting.outline if heading else depth if listed else None,
            bold=written.bold > written.letters * _MAJORITY,
            italic=written.italic > written.letters * _MAJORITY,
            centred=setting.align == "center",
        )

    def _table(self, node: etree._Element, kind: Kind | None, depth: int) -> Iterator[Block]:
        self.tables += 0 if depth else 1
        at = self.tables
        rows = _Rows(self, at, depth)
        for row in content(node, _ROW):
            if self.cells > CELL_LIMIT:
                self.cut = True
                break
            rows.add(row)
        table = Table(rows.cells(), Anchor(table=at), is_ruled(node, self.styles))
        if any(cell.text for row in table.rows for cell in row):
            yield Block("", kind or Kind.TABLE, Anchor(table=at), table=table)

    def cell_text(self, node: etree._Element, depth: int) -> str:
        """The paragraphs of a cell as lines; a table inside stands as its rows."""
        lines = []
        for block in self.blocks(node, depth=depth + 1):
            lines.append(block_text(block))
        return "\n".join(lines)


@dataclass(slots=True)
class _Rows:
    """The rows of one table while they are read; a merged cell grows downwards."""

    story: Story
    table: int
    depth: int
    done: list[list[Cell]] = field(default_factory=list)
    open: dict[int, tuple[int, int]] = field(default_factory=dict)  # column -> row, place in it

    def add(self, node: etree._Element) -> None:
        """Read one row."""
        properties = node.find(W + "trPr")
        if properties is not None and properties.find(W + "del") is not None:
            return
        before = None if properties is None else properties.find(W + "gridBefore")
        column = 1 + (number(value(before)) or 0)
        cells: list[Cell] = []
        for cell in content(node, _CELL):
            column += self._cell(cell, column, cells)
        self.done.append(cells)
        self.story.cells += len(cells)

    def _cell(self, node: etree._Element, column: int, cells: list[Cell]) -> int:
        properties = leading(node, _CELL_PROPERTIES)
        span = merge = None
        if properties is not None:
            span, merge = properties.find(_SPAN), properties.find(_MERGE)
        width = min(max(number(value(span)) or 1, 1), 200)
        if merge is not None and value(merge, "continue") != "restart" and column in self.open:
            row, place = self.open[column]
            first = self.done[row][place]
            text = self.story.cell_text(node, self.depth)
            joined = "\n".join(part for part in (first.text, text) if part)
            self.done[row][place] = replace(first, row_span=len(self.done) - row + 1, text=joined)
            return width
        self.open.pop(column, None)
        anchor = Anchor(table=self.table, row=len(self.done) + 1, column=column)
        text = self.story.cell_text(node, self.depth)
        if merge is not None:
            self.open[column] = (len(self.done), len(cells))
        cells.append(Cell(text, anchor, 1, width))
        return width

    def cells(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows as read."""
        return tuple(tuple(row) for row in self.done)


def content(parent: etree._Element, tag: str = "") -> Iterator[etree._Element]:
    """Paragraphs and tables (or the ``tag`` wanted) under a node, through wrappers.

    Content controls, custom XML, insertions and the first form of alternate content are
    wrappers; deletions are not gone into.
    """
    wanted = {tag} if tag else _BODY
    for child in parent:
        if child.tag in wanted:
            yield child
        elif child.tag in _SKIPPED or not isinstance(child.tag, str):
            continue
        elif child.tag == MC + "AlternateContent":
            yield from (node for form in list(child)[:1] for node in content(form, tag))
        elif child.tag not in _PLACES:
            yield from content(child, tag)


def is_ruled(table: etree._Element, styles: Styles) -> bool:
    """Whether the lines of a table are drawn; a letterhead's are not."""
    properties = table.find(W + "tblPr")
    own = None if properties is None else properties.find(W + "tblBorders")
    if own is not None and _drawn(own):
        return True
    cells = table.findall(f"{W}tr/{W}tc")
    bordered = sum(
        (borders := cell.find(f"{W}tcPr/{W}tcBorders")) is not None and _drawn(borders)
        for cell in cells
    )
    if own is None and not bordered and properties is not None:
        for style in styles.chain(value(properties.find(W + "tblStyle")), "table"):
            borders = style.find(f"{W}tblPr/{W}tblBorders")
            if borders is not None:
                return _drawn(borders)
    return bordered * 2 > len(cells)


def _drawn(borders: etree._Element) -> bool:
    """At least two drawn sides: a single line under a letterhead is no grid."""
    sides = [value(borders.find(W + side)) for side in _BORDERS]
    return sum(side not in ("", "nil", "none") for side in sides) >= 2
