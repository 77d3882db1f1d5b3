"""Where the columns stand after a clerk moved, inserted and renamed some: rows by column id."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.errors import UserError
from pipeline.importing.columns import (
    BY,
    CODE,
    DECIDING,
    DECISION,
    ECHO,
    GUARD,
    META_MARK,
    READ,
    column_of_key,
    headings,
)
from pipeline.importing.guard import FORMAT, Guard, is_echo, parse_guard
from pipeline.importing.sheets import Cell, Sheet
from rules.messages import load
from rules.vietnamese.text import fold

_KEYS = 3  # cells that make a row the key row
_BLANK = Cell()
_AGAIN = "hãy chạy lại doichieu run để có sổ mới rồi quyết định trong sổ đó"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the list as the clerk left it; ``guard`` is None for a row that is not ours."""

    sheet: Sheet
    row: int
    columns: Mapping[str, int]
    cells: Mapping[str, Cell]
    guard: Guard | None

    def cell(self, id: str) -> Cell:
        """The cell in a column."""
        return self.cells.get(id, _BLANK)

    def text(self, id: str) -> str:
        """The words in a column, without blanks around them."""
        return self.cell(id).text.strip()

    def place(self, id: str) -> str:
        """How a person finds the cell."""
        return self.sheet.place(self.row, self.columns.get(id, self.columns[CODE]))

    @property
    def said(self) -> tuple[str, ...]:
        """The words of the decision itself, as the guard hashes them."""
        return tuple(self.text(id) for id in DECIDING if id != BY)

    @property
    def filled(self) -> bool:
        """Whether anything is written in the decision cells."""
        return any(self.text(id) for id in DECIDING)


@dataclass(frozen=True, slots=True)
class Meta:
    """What the hidden sheet says of the workbook; empty where a clerk deleted it."""

    plan: str = ""
    run: str = ""
    as_of: str = ""
    title: str = ""


def read_meta(sheets: Sequence[Sheet], name: str) -> Meta:
    """The hidden sheet; UserError for a workbook that another version wrote."""
    for sheet in sheets:
        if sheet.cells.get((1, 1), _BLANK).text != META_MARK:
            continue
        rows = {row for row, _ in sheet.cells}
        facts = {
            sheet.cells.get((row, 1), _BLANK).text: sheet.cells.get((row, 2), _BLANK).text
            for row in rows
        }
        if facts[META_MARK] != str(FORMAT):
            raise UserError(f"{name}: sổ do bản khác của chương trình ghi; {_AGAIN}")
        return Meta(*(facts.get(id, "") for id in ("plan", "run", "as_of", "title")))
    return Meta()


def read_lines(sheets: Sequence[Sheet], name: str) -> list[Line]:
    """The rows of every sheet that carries guards, in the order of the workbook."""
    ours = [sheet for sheet in sheets if _is_list(sheet)]
    if not ours:
        raise _not_ours(sheets, name)
    return [line for sheet in ours for line in _lines(sheet, name)]


def _is_list(sheet: Sheet) -> bool:
    return any(parse_guard(cell.text) for cell in sheet.cells.values())


def _not_ours(sheets: Sequence[Sheet], name: str) -> UserError:
    if any(column_of_key(cell.text) for sheet in sheets for cell in sheet.cells.values()):
        return UserError(
            f"{name}: cột ẩn “Dấu kiểm soát” đã bị xóa nên không chắc quyết định thuộc dòng nào; "
            "hãy chép quyết định sang sổ gốc"
        )
    if any(sheet.codes for sheet in sheets):
        return UserError(f"{name}: sổ này chưa có cột quyết định kèm dấu kiểm soát; {_AGAIN}")
    return UserError(
        f"{name}: không phải sổ sai lệch của doichieu; hãy chọn tệp sai-lech.xlsx đã ghi quyết định"
    )


def _lines(sheet: Sheet, name: str) -> Iterator[Line]:
    columns = _columns(sheet, name)
    rows: defaultdict[int, dict[str, Cell]] = defaultdict(dict)
    ids = {column: id for id, column in columns.items()}
    for (row, column), cell in sheet.cells.items():
        if column in ids:
            rows[row][ids[column]] = cell
    keys = _key_rows(sheet)
    for row in sorted(rows):
        cells = rows[row]
        guard = parse_guard(cells.get(GUARD, _BLANK).text)
        if guard and guard.format != FORMAT:
            raise UserError(f"{name}: sổ do bản khác của chương trình ghi; {_AGAIN}")
        if row not in keys:
            yield Line(sheet, row, columns, cells, guard)


def _columns(sheet: Sheet, name: str) -> dict[str, int]:
    """Column id -> its number: by the key row, else by headings, marks by what they hold."""
    found = _by_keys(sheet, name) or _by_headings(sheet)
    for id, is_mark in ((GUARD, lambda text: parse_guard(text) is not None), (ECHO, is_echo)):
        held = Counter(column for (_, column), cell in sheet.cells.items() if is_mark(cell.text))
        if held:
            found[id] = held.most_common(1)[0][0]
    missing = [id for id in (CODE, *DECIDING) if id not in found and id != BY]
    if missing:
        words = ", ".join(f"“{load()['column'][id].vi}”" for id in missing)
        raise UserError(
            f"{name}: trang “{sheet.title}” không tìm thấy cột {words}; "
            "hãy ghi lại tên cột như cũ, hoặc chép quyết định sang sổ gốc"
        )
    return found


def _key_rows(sheet: Sheet) -> set[int]:
    counted = Counter(row for (row, _), cell in sheet.cells.items() if column_of_key(cell.text))
    return {row for row, number in counted.items() if number >= _KEYS}


def _by_keys(sheet: Sheet, name: str) -> dict[str, int]:
    rows = _key_rows(sheet)
    found: dict[str, int] = {}
    if not rows:
        return found
    top = min(rows)
    for (row, column), cell in sheet.cells.items():
        id = column_of_key(cell.text) if row == top else ""
        if id in READ:
            if id in found:
                raise UserError(
                    f"{name}: trang “{sheet.title}” có hai cột “{load()['column'][id].vi}”; "
                    "hãy xóa cột chép thừa"
                )
            found[id] = column
    return found


def _by_headings(sheet: Sheet) -> dict[str, int]:
    """The row of most known headings; a heading that stands twice names nothing."""
    known = headings()
    rows: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
    for (row, column), cell in sheet.cells.items():
        id = known.get(fold(cell.text))
        if id:
            rows[row].append((id, column))
    if not rows:
        return {}
    best = max(rows.values(), key=len)
    twice = {id for id, number in Counter(id for id, _ in best).items() if number > 1}
    return {id: column for id, column in best if id not in twice}


def is_heading(line: Line) -> bool:
    """Whether a row without a guard is the row of headings, wherever sorting took it."""
    known = headings()
    return known.get(fold(line.text(CODE))) == CODE or known.get(fold(line.text(DECISION))) == (
        DECISION
    )
