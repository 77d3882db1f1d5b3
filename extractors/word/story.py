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
from extractors.word.style_sheet import W
from extractors.word.styles import Setting, Styles, first, number, value

CELL_LIMIT = 200_000
_MAJORITY = 0.6
_NO_OUTLINE = 9  # Word's number for body text
_PARAGRAPH, _TABLE, _ROW, _CELL = W + "p", W + "tbl", W + "tr", W + "tc"
_PROPERTIES, _STYLE, _MARK, _DELETED = W + "pPr", W + "pStyle", W + "rPr", W + "del"
_CELL_PROPERTIES, _SPAN, _MERGE = W + "tcPr", W + "gridSpan", W + "vMerge"
_ROW_PROPERTIES = W + "trPr"
_PLACES = {_PARAGRAPH, _TABLE, _ROW, _CELL}
_BODY = {_PARAGRAPH, _TABLE}
_CELL_BORDERS, _TABLE_STYLE = W + "tcBorders", W + "tblStyle"
_ALTERNATIVES = MC + "AlternateContent"
_BORDERS = ("top", "left", "start", "bottom", "right", "end", "insideH", "insideV")
_DEPTH = 40  # tables in tables; deeper nesting is an attack, not a paper
_SKIPPED = {W + name for name in ("del", "moveFrom", "sectPr", "pPr", "tblPr", "tblGrid", "trPr",
                                  "tcPr", "sdtPr", "sdtEndPr")}  # fmt: skip
_PASSED = _SKIPPED | _PLACES  # a place that is not wanted here is no wrapper either


_PLAIN = Setting()


@dataclass(slots=True)  # not frozen: made by the thousand
class Passage:
    """A paragraph or a table as read; what it becomes, a cell's line or a block, is seen later."""

    text: str
    paragraph: int
    label: str = ""
    setting: Setting = _PLAIN
    written: Written | None = None
    table: Table | None = None
    boxed: bool = False  # it stands in a text box

    def line(self) -> str:
        """The passage within a cell; a table stands as its rows."""
        if self.table is not None:
            return block_text(self.block(None))
        return f"{self.label} {self.text}".strip()

    def block(self, kind: Kind | None) -> Block:
        """The passage as a block; ``kind`` overrides what it is."""
        kind = kind or (Kind.TEXT_BOX if self.boxed else None)
        if self.table is not None:
            return Block("", kind or Kind.TABLE, self.table.anchor, table=self.table)
        setting, written = self.setting, self.written or Written()
        depth = setting.list_depth or 0
        heading = setting.outline is not None and setting.outline < _NO_OUTLINE
        own_kind = Kind.HEADING if heading else Kind.LIST_ITEM if self.label else Kind.PARAGRAPH
        return Block(
            text=self.text,
            kind=kind or own_kind,
            anchor=Anchor(paragraph=self.paragraph),
            label=self.label,
            level=setting.outline if heading else depth if setting.is_listed() else None,
            bold=written.bold > written.letters * _MAJORITY,
            italic=written.italic > written.letters * _MAJORITY,
            centred=setting.align == "center",
        )


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
        return (passage.block(kind) for passage in self._passages(parent, depth))

    def _passages(self, parent: etree._Element, depth: int) -> Iterator[Passage]:
        carried: list[str] = []  # text of paragraphs whose end mark was deleted
        for node in content(parent):
            if node.tag == _TABLE:
                if depth < _DEPTH:
                    yield from self._table(node, depth)
                else:
                    self.cut = True
            else:
                yield from self._paragraph(node, depth, carried)
        if left := nfc("".join(carried).strip()):  # the last mark was deleted, its text was not
            yield Passage(left, self.paragraphs)

    def _paragraph(self, node: etree._Element, depth: int, carried: list[str]) -> list[Passage]:
        """A paragraph, if it says anything, and what stands in its text boxes."""
        properties = first(node, _PROPERTIES)
        own = [] if properties is None else list(properties)
        style = value(first(own, _STYLE))
        written = read_runs(node, style, self.styles)
        if depth == 0:
            self.paragraphs += 1
        self.notes += written.notes
        mark = first(own, _MARK)
        if mark is not None and mark.find(_DELETED) is not None:
            carried.append("".join(written.parts))
            return []
        if carried:
            written.parts[:0] = carried
            carried.clear()
        found = []
        text = nfc(written.text())
        if text:
            setting = self.styles.setting(style)
            setting = setting.changed(own) if own else setting
            label = self._label(setting, written)
            found.append(Passage(text, self.paragraphs, label, setting, written))
        for box in written.boxes if depth < _DEPTH else ():
            for passage in self._passages(box, depth + 1):
                passage.boxed = True
                found.append(passage)
        return found

    def _label(self, setting: Setting, written: Written) -> str:
        """The list label of a paragraph, counted on; empty where it is in no list."""
        if not setting.is_listed():
            return ""
        label = self.numbering.label(setting.list_id, setting.list_depth or 0)
        return nfc(to_unicode(label, written.encodings.get(0, Encoding.UNICODE)))

    def _table(self, node: etree._Element, depth: int) -> Iterator[Passage]:
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
            yield Passage("", self.paragraphs, table=table)

    def cell_text(self, node: etree._Element, depth: int) -> str:
        """The paragraphs of a cell as lines; a table inside stands as its rows."""
        return "\n".join([passage.line() for passage in self._passages(node, depth + 1)])


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
        properties = node.find(_ROW_PROPERTIES)
        if properties is not None and properties.find(_DELETED) is not None:
            return
        before = None if properties is None else properties.find(W + "gridBefore")
        column = 1 + (number(value(before)) or 0)
        cells: list[Cell] = []
        for cell in content(node, _CELL):
            column += self._cell(cell, column, cells)
        self.done.append(cells)
        self.story.cells += len(cells)

    def _cell(self, node: etree._Element, column: int, cells: list[Cell]) -> int:
        properties = first(node, _CELL_PROPERTIES)
        own = [] if properties is None else list(properties)
        span, merge = first(own, _SPAN), first(own, _MERGE)
        width = min(max(number(value(span)) or 1, 1), 200)
        if merge is not None and value(merge, "continue") != "restart" and column in self.open:
            row, place = self.open[column]
            upper = self.done[row][place]
            text = self.story.cell_text(node, self.depth)
            joined = "\n".join(part for part in (upper.text, text) if part)
            self.done[row][place] = replace(upper, row_span=len(self.done) - row + 1, text=joined)
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
        found = child.tag
        if found in wanted:
            yield child
        elif found in _PASSED or not isinstance(found, str):
            continue
        elif found == _ALTERNATIVES:
            yield from (node for form in list(child)[:1] for node in content(form, tag))
        else:
            yield from content(child, tag)


def is_ruled(table: etree._Element, styles: Styles) -> bool:
    """Whether the lines of a table are drawn; a letterhead's are not."""
    properties = table.find(W + "tblPr")
    own = None if properties is None else properties.find(W + "tblBorders")
    if own is not None and _drawn(own):
        return True
    bordered = sum(map(_drawn, _borders_of_cells(table)))
    if own is None and not bordered and properties is not None:
        for style in styles.chain(value(properties.find(_TABLE_STYLE)), "table"):
            borders = style.find(f"{W}tblPr/{W}tblBorders")
            if borders is not None:
                return _drawn(borders)
    return bordered > 0 and bordered * 2 > len(table.findall(f"{W}tr/{W}tc"))


def _borders_of_cells(table: etree._Element) -> Iterator[etree._Element]:
    """What the cells of a table say of their lines; most tables say nothing there."""
    if next(table.iter(_CELL_BORDERS), None) is None:
        return
    for cell in table.iterfind(f"{W}tr/{W}tc"):
        borders = cell.find(f"{W}tcPr/{W}tcBorders")
        if borders is not None:
            yield borders


def _drawn(borders: etree._Element) -> bool:
    """At least two drawn sides: a single line under a letterhead is no grid."""
    sides = [value(borders.find(W + side)) for side in _BORDERS]
    return sum(side not in ("", "nil", "none") for side in sides) >= 2
