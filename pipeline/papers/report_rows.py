"""The rows of a table of tasks, in a report, an agency's plan or a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.document import Cell, Table
from rules.vietnamese.report_columns import Columns, is_counter_row, read_columns

_HEADING_ROWS = 15  # a workbook has title rows above the heading
_TICKS = frozenset("xX✓✔√vV1*●")
_TASK_WORDS = 5  # on average, in the column of a table without a heading


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by column name, whole text, ticked columns; or a section row."""

    number: int  # from 1, as in the table
    cells: dict[str, Cell]
    texts: tuple[str, ...]  # distinct cells in order
    ticked: tuple[int, ...] = ()
    is_group: bool = False  # one text over the whole row

    def text(self, name: str) -> str:
        """The text of a column; empty where the table has none of that name."""
        cell = self.cells.get(name)
        return " ".join(cell.text.split()) if cell else ""

    def doubtful(self, *names: str) -> bool:
        """Whether OCR is unsure of the numbers in one of these columns."""
        return any(self.cells[name].doubtful for name in names if name in self.cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its columns told."""

    columns: Columns
    rows: tuple[Row, ...]
    width: int


def read_sheet(table: Table, owed: bool = False, before: Sheet | None = None) -> Sheet | None:
    """The rows of a table of tasks; None where the table is none.

    A table without a heading continues the one ``before`` where it is as wide (a page break).
    """
    grid = _grid(table)
    width = max((len(row) for row in grid), default=0)
    columns, first = _heading(grid, owed)
    if columns is None and before is not None and before.width == width:
        columns = before.columns
    if columns is None:
        columns = _by_content(grid, width)
    if columns is None:
        return None
    return Sheet(columns, tuple(_rows(grid, columns, first)), width)


def _grid(table: Table) -> list[list[Cell | None]]:
    """The table with every merged cell at each place it covers."""
    grid: list[list[Cell | None]] = [[] for _ in table.rows]
    for number, row in enumerate(table.rows):
        place = 0
        for cell in row:
            while place < len(grid[number]) and grid[number][place] is not None:
                place += 1
            for down in range(number, min(number + max(cell.row_span, 1), len(grid))):
                missing = place + max(cell.col_span, 1) - len(grid[down])
                grid[down] += [None] * missing
                for across in range(place, place + max(cell.col_span, 1)):
                    grid[down][across] = cell
            place += max(cell.col_span, 1)
    return grid


def _text(cell: Cell | None) -> str:
    return " ".join(cell.text.split()) if cell else ""


def _heading(grid: Sequence[Sequence[Cell | None]], owed: bool) -> tuple[Columns | None, int]:
    """The columns and the first row after the heading, which can stand in two rows."""
    for number, row in enumerate(grid[:_HEADING_ROWS]):
        if len({id(cell) for cell in row if _text(cell)}) < 2:
            continue
        columns = read_columns([_text(cell) for cell in row], owed)
        if columns is None:
            continue
        first = number + 1
        if first < len(grid) and _shares_cell(row, grid[first]):
            lower = read_columns([_text(cell) for cell in grid[first]], owed)
            columns, first = lower or columns, first + 1
        while first < len(grid) and is_counter_row([_text(cell) for cell in grid[first]]):
            first += 1
        return columns, first
    return None, 0


def _shares_cell(upper: Sequence[Cell | None], lower: Sequence[Cell | None]) -> bool:
    """Whether a cell of the heading row reaches down into the next: a heading of two rows."""
    return any(
        above is not None and above is below for above, below in zip(upper, lower, strict=False)
    )


def _by_content(grid: Sequence[Sequence[Cell | None]], width: int) -> Columns | None:
    """The columns of a table without a heading: the first wordy one is the task."""
    if len(grid) < 2 or width < 2:
        return None
    wordy = [
        place
        for place in range(width)
        if sum(len(_text(row[place]).split()) for row in grid if place < len(row))
        >= _TASK_WORDS * len(grid)
    ]
    if len(wordy) < 2:
        return None
    return Columns({"task": wordy[0], "result": wordy[1]}, {})


def _rows(grid: Sequence[Sequence[Cell | None]], columns: Columns, first: int) -> Iterator[Row]:
    for number, row in enumerate(grid[first:], first + 1):
        distinct = list({id(cell): cell for cell in row if cell is not None}.values())
        texts = tuple(_text(cell) for cell in distinct if _text(cell))
        if not texts or is_counter_row([_text(cell) for cell in row]):
            continue
        if read_columns([_text(cell) for cell in row]) is not None and len(texts) > 2:
            continue  # the heading again, on the next page
        cells = {
            name: cell
            for name, place in columns.places.items()
            if place < len(row) and (cell := row[place]) is not None
        }
        ticked = tuple(
            place for place in columns.marks if place < len(row) and _is_ticked(_text(row[place]))
        )
        yield Row(number, cells, texts, ticked, _is_group(cells, texts))


def _is_ticked(text: str) -> bool:
    return text in _TICKS or len(text) > 1


def _is_group(cells: dict[str, Cell], texts: tuple[str, ...]) -> bool:
    """Whether the row holds one text only, beside a number: a row that names a section."""
    number = " ".join(cells["number"].text.split()) if "number" in cells else ""
    return len([text for text in texts if text != number or len(texts) == 1]) == 1
