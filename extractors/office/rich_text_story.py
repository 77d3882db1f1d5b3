"""A story of a Rich Text file (body, header, note, text box) as blocks while it is read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from extractors.characters import nfc
from extractors.document import Anchor, Block, Cell, Kind, Table
from extractors.legacy.fonts import Run, join_runs

_MAJORITY = 0.6
CELLS_A_ROW = 500


@dataclass(frozen=True, slots=True)
class Look:
    """What a group of the file says of its text and of its paragraph."""

    font: int = -1
    bold: bool = False
    italic: bool = False
    unseen: bool = False  # hidden, or deleted by a tracked change
    capitals: bool = False
    fallback: int = 1  # characters after \\u that repeat it for programs without Unicode


@dataclass(slots=True)
class Counts:
    """How far a file has been counted."""

    paragraphs: int = 0
    tables: int = 0


@dataclass(slots=True)
class Edge:
    """The definition of one cell of a row."""

    right: int = 0
    below: bool = False  # merged with the cell above
    beside: bool = False  # merged with the cell before


@dataclass(slots=True)
class Story:
    """Paragraphs and the table that is open."""

    counts: Counts
    kind: Kind = Kind.PARAGRAPH
    blocks: list[Block] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    label: list[Run] = field(default_factory=list)
    letters: int = 0
    bold: int = 0
    italic: int = 0
    in_table: bool = False
    centred: bool = False
    outline: int | None = None
    lines: list[str] = field(default_factory=list)  # of the open cell
    row: list[str] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    rows: list[tuple[list[str], list[Edge]]] = field(default_factory=list)
    ruled: bool = False

    def add(self, run: Run, look: Look) -> None:
        """More text of the open paragraph."""
        self.runs.append(run)
        letters = len(run[0]) - run[0].count(" ")
        self.letters += letters
        self.bold += letters * look.bold
        self.italic += letters * look.italic

    def end_paragraph(self) -> None:
        """Close the open paragraph: a line of a cell, or a block."""
        text, label = nfc(join_runs(self.runs)).strip(), nfc(join_runs(self.label)).strip()
        if self.in_table:
            if text:
                self.lines.append(f"{label} {text}".strip())
        else:
            self.end_table()
            self.counts.paragraphs += self.kind is not Kind.RUNNING
            if text:
                self.blocks.append(self._block(text, label))
        self.runs, self.label = [], []
        self.letters = self.bold = self.italic = 0

    def _block(self, text: str, label: str) -> Block:
        own = Kind.HEADING if self.outline is not None else Kind.LIST_ITEM if label else self.kind
        return Block(
            text,
            own if self.kind is Kind.PARAGRAPH else self.kind,
            Anchor(paragraph=self.counts.paragraphs or None),
            label=label,
            level=self.outline,
            bold=self.bold > self.letters * _MAJORITY,
            italic=self.italic > self.letters * _MAJORITY,
            centred=self.centred,
        )

    def end_cell(self) -> None:
        """Close the open cell."""
        self.in_table = True
        self.end_paragraph()
        if len(self.row) < CELLS_A_ROW:
            self.row.append("\n".join(self.lines))
        self.lines = []

    def end_row(self) -> None:
        """Close the open row."""
        if self.row:
            self.rows.append((self.row, list(self.edges)))
        self.row = []

    def end_table(self) -> None:
        """Close the open table; cells get their places by the edges of all rows."""
        if not self.rows:
            return
        self.counts.tables += 1
        table = Table(_cells(self.rows, self.counts.tables), Anchor(table=self.counts.tables),
                      self.ruled)  # fmt: skip
        if any(cell.text for row in table.rows for cell in row):
            kind = Kind.TABLE if self.kind is Kind.PARAGRAPH else self.kind
            self.blocks.append(Block("", kind, table.anchor, table=table))
        self.rows, self.ruled = [], False

    def end(self) -> list[Block]:
        """Close whatever is open; the blocks."""
        if self.row or self.lines:
            self.end_cell()
            self.end_row()
        self.in_table = False
        self.end_paragraph()
        return self.blocks


def _cells(rows: list[tuple[list[str], list[Edge]]], table: int) -> tuple[tuple[Cell, ...], ...]:
    rights = sorted({edge.right for _, edges in rows for edge in edges if edge.right})
    columns = {right: number for number, right in enumerate(rights, start=1)}
    done: list[list[Cell]] = []
    open_cells: dict[int, tuple[int, int]] = {}  # column -> row and place of a merged cell's top
    for number, (texts, edges) in enumerate(rows, start=1):
        cells: list[Cell] = []
        left = 1
        for place, text in enumerate(texts):
            edge = edges[place] if place < len(edges) else Edge()
            right = columns.get(edge.right, left) if edge.right else left
            width = max(1, right - left + 1)
            top = open_cells.get(left)
            if edge.beside and cells:
                cells[-1] = replace(cells[-1], col_span=cells[-1].col_span + width)
            elif edge.below and top is not None:
                above = done[top[0]][top[1]]
                done[top[0]][top[1]] = replace(above, row_span=number - top[0])
            else:
                open_cells[left] = (len(done), len(cells))
                cells.append(Cell(text, Anchor(table=table, row=number, column=left), 1, width))
            left += width
        done.append(cells)
    return tuple(tuple(row) for row in done)
