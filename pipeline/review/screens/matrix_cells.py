"""The matrix of tasks and agencies from the database: a sign where an agency owes a task."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.outputs.report import WORST_FIRST
from pipeline.review.screens.outputs_asked import DUTIES, FROM, PATH, conditions
from pipeline.review.screens.paging import address
from pipeline.review.screens.signs import Sign, sign_of
from pipeline.storage.store import Store
from rules.messages import load

Row = dict[str, Any]
_BADNESS = {status.value: place for place, status in enumerate(WORST_FIRST)}


@dataclass(frozen=True, slots=True)
class Cell:
    """What an agency's outputs for a task came to, the worst of them, and where its story is.

    ``done`` says whether its findings are decided: "", "partly" or "decided".
    """

    sign: Sign
    words: str
    address: str
    done: str


@dataclass(frozen=True, slots=True)
class Column:
    """An agency across the top."""

    id: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Line:
    """A task, or a reporting duty, with a cell for each agency that owes it."""

    label: str
    text: str
    address: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Agencies across; sections with their lines down."""

    columns: tuple[Column, ...]
    sections: tuple[tuple[str, tuple[Line, ...]], ...]


def read_matrix(store: Store, asked: Mapping[str, str]) -> Matrix:
    """The matrix of what is asked for: a section, a group of agencies, one agency."""
    owed = _owed(store, asked)
    by_cell: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in owed:
        by_cell[row["task"], row["agency_id"]].append(row)
    names = dict(store.db.execute("SELECT id, name FROM agencies ORDER BY rowid").fetchall())
    owing = {row["agency_id"] for row in owed}
    ids = [id for id in names if id in owing] + sorted(owing - set(names))
    columns = tuple(
        Column(id, names.get(id, id), address(PATH, {**asked, "co-quan": id})) for id in ids
    )
    sections = []
    for title, tasks in _sections(store, {row["task"] for row in owed}):
        lines = []
        for task, label, text in tasks:
            cells = tuple(_cell(by_cell.get((task, one.id)), label or text, one) for one in columns)
            link = address(PATH, {**asked, "nhiem-vu": task})
            lines.append(Line(label, text, link, cells))
        if lines:
            sections.append((title, tuple(lines)))
    return Matrix(columns, tuple(sections))


def _owed(store: Store, asked: Mapping[str, str]) -> list[Row]:
    """Every output asked for, with how many findings it has and how many are decided."""
    where, values = conditions(asked)
    query = (
        "SELECT coalesce(nullif(o.task_id, ''), o.output) AS task, o.agency_id, o.status, "
        "coalesce(f.number, 0) AS findings, coalesce(f.decided, 0) AS decided, f.code "
        f"{FROM} LEFT JOIN (SELECT f.obligation_id, count(*) AS number, "
        "sum(coalesce(s.kind, '') <> '') AS decided, min(f.code) AS code "
        "FROM findings f LEFT JOIN standing s USING (fingerprint) "
        "WHERE f.present AND f.obligation_id IS NOT NULL GROUP BY f.obligation_id) f "
        f"ON f.obligation_id = o.id WHERE {where}"
    )
    return list(store.db.query(query, values))


def _sections(store: Store, owed: set[str]) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    """Each section's title with its tasks that are owed, then the duties, then what is left."""
    tasks: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for id, section, text in store.db.execute(
        "SELECT id, section, text FROM tasks ORDER BY position"
    ):
        if id in owed:
            tasks[section].append((id, id, text))
    for id, title in store.db.execute("SELECT id, title FROM sections ORDER BY position"):
        yield f"{id}. {title}", tasks.pop(id, [])
    for section, some in tasks.items():
        yield section, some
    duties = [(id, "", entry.vi) for id, entry in load()["output"].items() if id in owed]
    yield load()["text"]["duties"].vi, duties
    known = {id for some in tasks.values() for id, _, _ in some} | {id for id, _, _ in duties}
    known |= {id for (id,) in store.db.execute("SELECT id FROM tasks")}
    yield DUTIES, [(id, id, "") for id in sorted(owed - known)]


def _cell(rows: list[Row] | None, what: str, column: Column) -> Cell | None:
    if not rows:
        return None
    worst = min(rows, key=lambda row: _BADNESS[row["status"]])
    sign = sign_of(worst["status"])
    found = sum(row["findings"] for row in rows)
    decided = sum(row["decided"] for row in rows)
    words = [f"{what}, {column.name}: {sign.words}"]
    if len(rows) > 1:
        words.append(f"{len(rows)} sản phẩm")
    if found:
        words.append(f"{found} sai lệch, đã quyết định {decided}")
    done = "" if not decided else "decided" if decided == found else "partly"
    # One finding: straight to it. Otherwise the story of the outputs, with all their findings.
    codes = [row["code"] for row in rows if row["code"]]
    if found == 1:
        link = f"/sai-lech/{codes[0]}"
    else:
        link = address(PATH, {"co-quan": column.id, "nhiem-vu": worst["task"]})
    return Cell(sign, "; ".join(words), link, done)
