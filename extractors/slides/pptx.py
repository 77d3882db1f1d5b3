"""PowerPoint files (.pptx, .pptm, .ppsx, .potx) by their XML: the text of the slides in order.

Hidden slides are read: their author may show them. Speaker notes, charts, and what stands only
on layouts and masters are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree

from extractors.document import (
    Anchor,
    Block,
    Cell,
    Document,
    ExtractError,
    Kind,
    Reason,
    Table,
)
from extractors.office.package import Package
from extractors.slides.pptx_text import (
    MAJOR,
    MINOR,
    Paragraph,
    child,
    local_name,
    read_text,
    said,
    whole,
)

VERSION = "pptx-2"
SLIDE_LIMIT = 5_000
BLOCK_LIMIT = 50_000
CELL_LIMIT = 200_000
_DEPTH = 40  # groups in groups; deeper nesting is an attack, not a presentation
_TITLES = {"title", "ctrTitle"}
_RUNNING = {"sldNum", "ftr", "dt", "hdr"}
_OWN_TEXT = {"", "node", "asst"}  # points of a diagram that its author wrote
_BELOW = {"", "parOf"}  # connections of a diagram that lead from a point to one below it

Relations = dict[str, tuple[str, str]]


def read_pptx(data: bytes) -> Document:
    """A presentation; a slide that cannot be read is named in ``skipped``, the others are read."""
    package = Package(data)
    _, part = package.main_part()
    root = package.xml(part)
    if local_name(root) != "presentation":
        raise ExtractError(Reason.DAMAGED, "no presentation")
    relations = package.relations(part)
    listed = [node for node in _inside(root, "sldIdLst") if local_name(node) == "sldId"]
    slides = [_target(node, relations) for node in listed]
    story = _Story(package, _theme_fonts(package, relations))
    blocks, read = _read_slides(slides[:SLIDE_LIMIT], story)
    if not blocks and story.lost and not read:
        raise ExtractError(Reason.DAMAGED, f"không mở được trang nào trong {len(slides)} trang")
    if not blocks:
        raise ExtractError(Reason.NO_TEXT, f"{len(slides)} trang không có chữ")
    skipped = [(Reason.PAGES_SKIPPED, f"trang {number}") for number in story.lost]
    if len(slides) > SLIDE_LIMIT:
        skipped.append((Reason.TOO_LARGE, f"chỉ đọc {SLIDE_LIMIT} trang đầu"))
    if len(blocks) > BLOCK_LIMIT:
        skipped.append((Reason.TOO_LARGE, f"chỉ đọc {BLOCK_LIMIT} đoạn đầu"))
    if story.cut:
        skipped.append(
            (Reason.TOO_LARGE, f"chỉ đọc {CELL_LIMIT} ô đầu, nhóm lồng {_DEPTH} lớp đầu")
        )
    return Document(
        "pptx", tuple(blocks[:BLOCK_LIMIT]), pages=len(slides), pages_read=read,
        skipped=tuple(skipped), reader=VERSION,
    )  # fmt: skip


def _inside(node: etree._Element, *path: str) -> list[etree._Element]:
    """What stands in the element down a path of local names."""
    found = child(node, *path)
    return [] if found is None else list(found)


def _read_slides(slides: list[str], story: _Story) -> tuple[list[Block], int]:
    """The blocks of the slides, one more than the limit where there are more, and slides read."""
    blocks: list[Block] = []
    read = 0
    for number, part in enumerate(slides, 1):
        left = BLOCK_LIMIT + 1 - len(blocks)
        if left <= 0:
            break
        try:
            blocks += islice(story.slide(part, number), left)
        except ExtractError as error:
            if error.reason is not Reason.DAMAGED:
                raise
            story.lost.append(number)
        else:
            read += 1
    return blocks, read


def _target(node: etree._Element, relations: Relations, name: str = "id") -> str:
    """The part that a relation id of an element (``r:id``, ``r:dm``) leads to."""
    # An attribute of a namespace: a slide has a plain "id" too.
    ids = (str(value) for key, value in node.attrib.items() if str(key).endswith("}" + name))
    return relations.get(next(ids, ""), ("", ""))[1]


def _theme_fonts(package: Package, relations: Relations) -> dict[str, str]:
    """What the theme's names of fonts stand for; a theme that cannot be read tells nothing."""
    part = next((part for kind, part in relations.values() if kind == "theme"), "")
    try:
        scheme = child(package.xml(part), "themeElements", "fontScheme")
    except ExtractError as error:
        if error.reason is not Reason.DAMAGED:
            raise
        return {}
    kinds = {MAJOR: "majorFont", MINOR: "minorFont"}
    return {name: said(child(scheme, kind, "latin"), "typeface") for name, kind in kinds.items()}


@dataclass(slots=True)
class _Story:
    """What is shared while a file is read; paragraphs and tables are counted through it.

    They are not counted anew on each slide: a table's number tells it from all others.
    """

    package: Package
    fonts: dict[str, str]
    page: int = 0
    part: str = ""
    paragraphs: int = 0
    tables: int = 0
    cells: int = 0
    cut: bool = False  # something was left out: too many cells, or groups nested too deep
    lost: list[int] = field(default_factory=list)  # slides not read, or not wholly

    def slide(self, part: str, number: int) -> Iterator[Block]:
        """The blocks of a slide, in the order of its shapes."""
        self.page, self.part = number, part
        tree = child(self.package.xml(part), "cSld", "spTree")
        if tree is None:
            raise ExtractError(Reason.DAMAGED, f"part {part} is no slide")
        return self._shapes(tree)

    def _shapes(self, parent: etree._Element, depth: int = 0) -> Iterator[Block]:
        if depth > _DEPTH:
            self.cut = True
            return
        for node in parent:
            name = local_name(node)
            if name == "sp":
                yield from self._shape(node)
            elif name == "grpSp":
                yield from self._shapes(node, depth + 1)
            elif name == "graphicFrame":
                yield from self._frame(node)
            elif name == "AlternateContent":  # one drawing in several forms: the first with text
                forms = (list(self._shapes(form, depth + 1)) for form in node)
                yield from next((blocks for blocks in forms if blocks), [])

    def _shape(self, node: etree._Element) -> Iterator[Block]:
        body = child(node, "txBody")
        role = said(child(node, "nvSpPr", "nvPr", "ph"), "type")
        if body is None:
            return
        if role in _TITLES:
            yield from self._text(body, Kind.HEADING)
        else:
            yield from self._text(body, Kind.RUNNING if role in _RUNNING else None)

    def _text(self, body: etree._Element, kind: Kind | None = None) -> Iterator[Block]:
        """The paragraphs that say something; all are counted, as a blank one parts others."""
        title = kind is Kind.HEADING
        for found in read_text(body, self.fonts, MAJOR if title else MINOR):
            self.paragraphs += 1
            if found.text:
                yield self._block(found, kind)

    def _block(self, found: Paragraph, kind: Kind | None) -> Block:
        listed = found.label is not None
        return Block(
            found.text,
            kind or (Kind.LIST_ITEM if listed else Kind.PARAGRAPH),
            Anchor(page=self.page, paragraph=self.paragraphs),
            label=found.label or "",
            level=found.level if listed or kind is Kind.HEADING else None,
            bold=found.bold,
            italic=found.italic,
            centred=found.centred,
        )

    def _frame(self, node: etree._Element) -> Iterator[Block]:
        for held in _inside(node, "graphic", "graphicData"):
            if local_name(held) == "tbl":
                yield from self._table(held)
            elif local_name(held) == "relIds":
                yield from self._diagram(held)

    def _table(self, node: etree._Element) -> Iterator[Block]:
        self.tables += 1
        anchor = Anchor(page=self.page, table=self.tables)
        written = [row for row in node if local_name(row) == "tr"]
        rows = []
        for number, row in enumerate(written, 1):
            if self.cells > CELL_LIMIT:
                self.cut = True
                break
            rows.append(tuple(self._cells(row, number, len(written) - number + 1)))
        if any(cell.text for row in rows for cell in row):
            yield Block("", Kind.TABLE, anchor, table=Table(tuple(rows), anchor))

    def _cells(self, row: etree._Element, number: int, below: int) -> Iterator[Cell]:
        """The cells of a row; one that a merged cell covers is in the file, but is not shown."""
        places = [node for node in row if local_name(node) == "tc"]
        self.cells += len(places)
        for column, node in enumerate(places, 1):
            if {said(node, "hMerge"), said(node, "vMerge")} & {"1", "true"}:
                continue
            body = child(node, "txBody")
            lines = (
                [] if body is None else [p.line() for p in read_text(body, self.fonts) if p.text]
            )
            place = Anchor(page=self.page, table=self.tables, row=number, column=column)
            wide = whole(node, "gridSpan", len(places) - column + 1)
            yield Cell("\n".join(lines), place, whole(node, "rowSpan", below), wide)

    def _diagram(self, node: etree._Element) -> Iterator[Block]:
        """The text of a diagram (SmartArt), which stands in a part of its own."""
        try:
            part = _target(node, self.package.relations(self.part), "dm")
            points = _points(self.package.xml(part))
        except ExtractError as error:
            if error.reason is not Reason.DAMAGED:
                raise
            if self.page not in self.lost:
                self.lost.append(self.page)
            return
        for point in points:
            body = child(point, "t")
            if body is not None:
                yield from self._text(body)


def _points(model: etree._Element) -> list[etree._Element]:
    """The points of a diagram as an outline is read: each before those below it."""
    points: dict[str, etree._Element] = {}
    below: dict[str, list[tuple[int, str]]] = {}
    for node in _inside(model, "ptLst"):
        points[said(node, "modelId")] = node
    for node in _inside(model, "cxnLst"):
        if said(node, "type") in _BELOW:
            place = whole(node, "srcOrd", 1_000_000) if said(node, "srcOrd") != "0" else 0
            below.setdefault(said(node, "srcId"), []).append((place, said(node, "destId")))
    # What no connection leads to comes last, so that nothing written is lost.
    waiting = [*reversed(points), *(key for key, p in points.items() if said(p, "type") == "doc")]
    order: dict[str, etree._Element] = {}
    while waiting:
        key = waiting.pop()
        if key in points and key not in order:
            order[key] = points[key]
            waiting += [inner for _, inner in sorted(below.get(key, []), reverse=True)]
    return [node for node in order.values() if said(node, "type") in _OWN_TEXT]
