"""OpenDocument files (.odt, .ods, .odp) by their XML: texts, tables, sheets, slides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from extractors.characters import nfc
from extractors.document import (
    Anchor,
    Block,
    Cell,
    Document,
    ExtractError,
    Kind,
    Reason,
    Table,
    block_text,
)
from extractors.legacy.fonts import Run, encoding_of, join_runs
from extractors.office.open_styles import DRAW, OFFICE, TABLE, TEXT, Styles, repeated
from extractors.office.package import Package, parse_xml
from extractors.sheets.sheet import CELL_LIMIT, Sheet, sheet_blocks, shown_as_stored

VERSION = "odf-2"
BLOCK_LIMIT = 50_000
_DEPTH = 40  # tables in tables, lists in lists; deeper nesting is an attack, not a paper
_BREAKS = {TEXT + "tab": "\t", TEXT + "line-break": "\n"}
_NOT_TEXT = {OFFICE + "annotation", TEXT + "note", TEXT + "tracked-changes", TEXT + "ruby-text",
             OFFICE + "forms", TEXT + "sequence-decls", TEXT + "variable-decls"}  # fmt: skip


def read_open_document(data: bytes) -> Document:
    """An .odt, .ods or .odp."""
    package = Package(data)
    if b"encryption-data" in _part(package, "META-INF/manifest.xml"):
        raise ExtractError(Reason.ENCRYPTED, "OpenDocument có mật khẩu")
    root = package.xml("content.xml")
    outer = _part(package, "styles.xml")
    styles = Styles.read([parse_xml(outer, "styles.xml")] if outer else [], root)
    body = root.find(OFFICE + "body")
    main = None if body is None else next((n for n in body if isinstance(n.tag, str)), None)
    if main is None:
        raise ExtractError(Reason.DAMAGED, "no body")
    if main.tag == OFFICE + "spreadsheet":
        return _workbook(main, styles)
    story = _Story(styles)
    blocks = story.read(main)
    blocks += [block for note in story.notes for block in story.read(note, Kind.FOOTNOTE)]
    if not blocks:
        raise ExtractError(Reason.NO_TEXT, "no text in the body")
    name = "odp" if main.tag == OFFICE + "presentation" else "odt"
    cut = len(blocks) > BLOCK_LIMIT
    skipped = ((Reason.TOO_LARGE, f"chỉ đọc {BLOCK_LIMIT} đoạn đầu"),) if cut else ()
    return Document(name, tuple(blocks[:BLOCK_LIMIT]), skipped=skipped, reader=VERSION)


def _part(package: Package, name: str) -> bytes:
    return package.read(name) if name in package else b""


@dataclass(slots=True)
class _Story:
    """What is shared while a file is read, and how far it has been counted."""

    styles: Styles
    paragraphs: int = 0
    tables: int = 0
    page: int | None = None  # of a presentation
    notes: list[etree._Element] = field(default_factory=list)

    def read(self, node: etree._Element, kind: Kind | None = None, depth: int = 0) -> list[Block]:
        """The blocks under a node, in reading order."""
        blocks: list[Block] = []
        for child in node:
            tag = child.tag
            if not isinstance(tag, str) or tag in _NOT_TEXT or depth > _DEPTH:
                continue
            if tag in (TEXT + "p", TEXT + "h"):
                blocks += self._paragraph(child, kind, depth)
            elif tag == TABLE + "table":
                blocks += self._table(child, kind, depth)
            elif tag in (TEXT + "list-item", TEXT + "list-header"):
                blocks += self.read(child, kind or Kind.LIST_ITEM, depth + 1)
            elif tag == DRAW + "page":
                self.page = (self.page or 0) + 1
                blocks += self.read(child, kind, depth + 1)
            elif tag == DRAW + "text-box":
                blocks += self.read(child, kind or Kind.TEXT_BOX, depth + 1)
            else:  # sections, lists, frames, groups, indexes
                blocks += self.read(child, kind, depth + 1)
        return blocks

    def _paragraph(self, node: etree._Element, kind: Kind | None, depth: int) -> Iterator[Block]:
        style = node.get(TEXT + "style-name", "")
        look = self.styles.look(style)
        boxes: list[etree._Element] = []
        text = nfc(join_runs(self._runs(node, style, boxes))).strip()
        self.paragraphs += 1
        heading = node.tag == TEXT + "h" and kind is None
        if text:
            yield Block(
                text,
                Kind.HEADING if heading else kind or Kind.PARAGRAPH,
                Anchor(page=self.page, paragraph=self.paragraphs),
                level=int(node.get(TEXT + "outline-level", "1")[:2]) - 1 if heading else None,
                bold=look.bold,
                italic=look.italic,
                centred=look.centred,
            )
        for box in boxes:
            yield from self.read(box, kind, depth + 1)

    def _runs(self, node: etree._Element, style: str, boxes: list[etree._Element]) -> Iterator[Run]:
        """The text of a paragraph or span by fonts; frames in it are put aside."""
        look = self.styles.look(style)
        encoding = encoding_of(look.font)
        if node.text and not look.hidden:
            yield node.text.replace("\n", " "), encoding
        for child in node:
            tag = child.tag
            if tag == TEXT + "s":
                yield " " * repeated(child.get(TEXT + "c"), 100), encoding
            elif tag in _BREAKS:
                yield _BREAKS[tag], encoding
            elif tag == TEXT + "note":
                self.notes += child.findall(TEXT + "note-body")
            elif isinstance(tag, str) and tag.startswith(DRAW):
                boxes.append(child)
            elif isinstance(tag, str) and tag not in _NOT_TEXT:
                yield from self._runs(child, child.get(TEXT + "style-name") or style, boxes)
            if child.tail and not look.hidden:
                yield child.tail.replace("\n", " "), encoding

    def _table(self, node: etree._Element, kind: Kind | None, depth: int) -> Iterator[Block]:
        self.tables += depth == 0
        anchor = Anchor(page=self.page, table=self.tables or 1)
        rows = []
        for number, row in enumerate(node.iter(TABLE + "table-row"), start=1):
            if next(row.iterancestors(TABLE + "table")) is not node:
                continue
            cells, column = [], 1
            for cell in row.findall(TABLE + "table-cell")[:500]:
                text = "\n".join(block_text(b) for b in self.read(cell, depth=depth + 1))
                tall = repeated(cell.get(TABLE + "number-rows-spanned"), 10_000)
                wide = repeated(cell.get(TABLE + "number-columns-spanned"), 500)
                place = Anchor(page=self.page, table=anchor.table, row=number, column=column)
                cells.append(Cell(text, place, tall, wide))
                column += wide
            rows.append(tuple(cells))
        if any(cell.text for cells in rows for cell in cells):
            yield Block("", kind or Kind.TABLE, anchor, table=Table(tuple(rows), anchor))

    def cell(self, node: etree._Element, style: str) -> str:
        """The text of a sheet's cell; its style is that of paragraphs which name none."""
        base, self.styles.base = self.styles.base, self.styles.look(style)
        try:
            return "\n".join(block.text for block in self.read(node) if block.text)
        finally:
            self.styles.base = base


def _workbook(main: etree._Element, styles: Styles) -> Document:
    story = _Story(styles)
    blocks: list[Block] = []
    left = CELL_LIMIT
    skipped = []
    for node in main.findall(TABLE + "table"):
        name = node.get(TABLE + "name", "")
        sheet = Sheet(name, styles.look(node.get(TABLE + "style-name", "")).hidden)
        if not _fill(sheet, node, story, left):
            skipped.append((Reason.TOO_LARGE, f"{name}: chỉ đọc {len(sheet.grid)} ô đầu"))
        left -= len(sheet.grid)
        blocks += sheet_blocks(sheet, number=len(blocks))
    if not blocks:
        raise ExtractError(Reason.NO_TEXT, "no filled cell")
    return Document("ods", tuple(blocks), skipped=tuple(skipped), reader=VERSION)


def _fill(sheet: Sheet, node: etree._Element, story: _Story, limit: int) -> bool:
    """Fill a sheet; blank rows and cells that a file repeats cost nothing. Whether it is whole."""
    top, columns = 1, _columns(node)
    for row in node.iter(TABLE + "table-row"):
        times = repeated(row.get(TABLE + "number-rows-repeated"), 1 << 20)
        cells = list(_filled(row, story, columns))
        hidden = row.get(TABLE + "visibility", "visible") != "visible"
        for at in range(top, top + (times if cells else 0)):
            if hidden:
                sheet.hidden_rows.add(at)
            for column, text, tall, wide in cells:
                if len(sheet.grid) >= limit:
                    return False
                sheet.grid[at, column] = text
                if tall > 1 or wide > 1:
                    sheet.merged[at, column] = tall, wide
        top += times
    return True


def _filled(
    row: etree._Element, story: _Story, columns: list[tuple[int, str]]
) -> Iterator[tuple[int, str, int, int]]:
    """Column, text, rows and columns of the filled cells of a row."""
    column = 1
    for cell in row:
        if cell.tag not in (TABLE + "table-cell", TABLE + "covered-table-cell"):
            continue
        times = repeated(cell.get(TABLE + "number-columns-repeated"), 1 << 14)
        kind = cell.get(OFFICE + "value-type", "")
        stored = cell.get(f"{OFFICE}date-value" if kind == "date" else f"{OFFICE}value", "")
        named = cell.get(TABLE + "style-name") or _at(column, columns)
        text = shown_as_stored(kind, stored) or story.cell(cell, named)
        if text and cell.tag == TABLE + "table-cell":
            tall = repeated(cell.get(TABLE + "number-rows-spanned"), 1 << 20)
            wide = repeated(cell.get(TABLE + "number-columns-spanned"), 1 << 14)
            for at in range(column, column + min(times, 256)):
                yield at, text, tall, wide
        column += times


def _columns(table: etree._Element) -> list[tuple[int, str]]:
    """The last column, and the style of cells that name none, of each group of columns."""
    found, last = [], 0
    for node in table.iter(TABLE + "table-column"):
        last += repeated(node.get(TABLE + "number-columns-repeated"), 1 << 14)
        found.append((last, node.get(TABLE + "default-cell-style-name", "")))
    return found


def _at(column: int, columns: list[tuple[int, str]]) -> str:
    return next((style for last, style in columns if column <= last), "")
