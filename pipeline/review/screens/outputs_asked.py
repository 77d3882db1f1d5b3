"""Which outputs are asked for: one reading of an address for lists and for counts.

The overview counts with it and links to the list that reads the same address, so that a number
and the list behind it can never differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlite_utils import Database

from rules.agency_kinds import agency_kinds
from rules.messages import load

PATH = "/san-pham"
NAMES = ("ket-qua", "noi-dung", "nhiem-vu", "co-quan", "nhom", "thang")
DUTIES = "bao-cao"  # the section of the reporting duties
NO_MONTH = "khong-ro"

FROM = (
    "FROM obligations o LEFT JOIN tasks t ON t.id = o.task_id AND o.task_id <> '' "
    "LEFT JOIN agencies a ON a.id = o.agency_id"
)


def conditions(asked: Mapping[str, str]) -> tuple[str, list[str]]:
    """The condition of the outputs asked for, and its values."""
    parts = list(_parts(asked))
    where = " AND ".join(sql for sql, _ in parts) or "1"
    return where, [value for _, values in parts for value in values]


def count(db: Database, asked: Mapping[str, str]) -> int:
    """How many outputs are asked for."""
    where, values = conditions(asked)
    found: tuple[int] = db.execute(f"SELECT count(*) {FROM} WHERE {where}", values).fetchone()
    return found[0]


def statuses_of(result: str) -> tuple[str, ...]:
    """The states that a state, or a class of the charts, stands for."""
    entries = load()["status"]
    if result in load()["group"]:
        return tuple(id for id, entry in entries.items() if entry.group == result)
    return (result,)


def _parts(asked: Mapping[str, str]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    if result := asked.get("ket-qua"):
        yield _one_of("o.status", statuses_of(result))
    if section := asked.get("noi-dung"):
        duties = section == DUTIES
        yield ("o.task_id = ''", ()) if duties else ("t.section = ?", (section,))
    if task := asked.get("nhiem-vu"):
        # A duty has no task: its output ("report:6m") stands for it.
        yield "coalesce(nullif(o.task_id, ''), o.output) = ?", (task,)
    if agency := asked.get("co-quan"):
        yield "o.agency_id = ?", (agency,)
    if group := asked.get("nhom"):
        kind = agency_kinds().get(group)
        yield _one_of("a.kind", kind.kinds if kind else ())
    if month := asked.get("thang"):
        none = month == NO_MONTH
        yield ("o.due_to IS NULL", ()) if none else ("substr(o.due_to, 1, 7) = ?", (month,))


def _one_of(column: str, values: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    return f"{column} IN ({', '.join('?' * len(values))})", values
