"""Which letter reminded of what, in which round: the record that later rounds refer to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pipeline.reminders.items import Item
from pipeline.reminders.letter import Past
from pipeline.storage.store import Store

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Made:
    """One letter or note as it was written; ``kind`` is letter or note."""

    agency_id: str
    kind: str
    turn: int
    file: str
    sha256: str
    reply_by: date
    items: Sequence[Item]


def last_round(store: Store) -> int:
    """The last round that anything was made in; 0 where none was."""
    return int(store.db.execute("SELECT coalesce(max(round), 0) FROM letters").fetchone()[0])


def recorded(store: Store, number: int) -> dict[str, Row]:
    """The letters of a round, by agency."""
    rows = store.db.query("SELECT * FROM letters WHERE round = ?", [number])
    return {row["agency_id"]: row for row in rows}


def pasts(store: Store, before: int) -> dict[str, Past]:
    """The last letter of every agency before a round, and how often each item was named."""
    found: dict[str, Past] = {}
    query = "SELECT * FROM letters WHERE round < ? ORDER BY round"
    for row in store.db.query(query, [before]):
        items = [
            one["item"]
            for one in store.db.query(
                "SELECT item FROM letter_items WHERE letter_id = ?", [row["id"]]
            )
        ]
        earlier = found.get(row["agency_id"], Past())
        found[row["agency_id"]] = Past(
            turn=row["turn"],
            reply_by=f"{date.fromisoformat(row['reply_by']):%d/%m/%Y}",
            number=row["number"] or "",
            issued_on=_shown(row["issued_on"]),
            items=frozenset(items),
            times=earlier.times + Counter(set(items)),
        )
    return found


def record(store: Store, number: int, made: Sequence[Made], as_of: date, now: datetime) -> None:
    """Keep what a round made; what is the same as before is not touched."""
    with store.writing():
        known = recorded(store, number)
        for one in made:
            old = known.get(one.agency_id)
            if old and old["sha256"] == one.sha256 and old["file"] == one.file:
                continue
            if old:
                _forget(store, old["id"])
            letter = _add(store, number, one, as_of, now)
            store.db.conn.executemany(
                "INSERT INTO letter_items VALUES (?, ?, ?, ?, ?)",
                [(letter, item.fingerprint, item.code, item.basis, item.id) for item in one.items],
            )


def withdraw(store: Store, letter_id: int) -> None:
    """Take out of the record a letter that was never sent and is no longer to be."""
    with store.writing():
        _forget(store, letter_id)


def keep_numbers(
    store: Store, number: int, given: Mapping[str, tuple[str, date | None]]
) -> dict[str, Row]:
    """Keep the numbers and dates that the clerk of papers wrote beside a round's letters."""
    with store.writing():
        for agency_id, (sign, day) in given.items():
            store.db.execute(
                "UPDATE letters SET number = ?, issued_on = ? WHERE round = ? AND agency_id = ?",
                [sign or None, day.isoformat() if day else None, number, agency_id],
            )
    return recorded(store, number)


def _add(store: Store, number: int, one: Made, as_of: date, now: datetime) -> int:
    values = {
        "round": number,
        "agency_id": one.agency_id,
        "kind": one.kind,
        "turn": one.turn,
        "file": one.file,
        "sha256": one.sha256,
        "reply_by": one.reply_by.isoformat(),
        "as_of": as_of.isoformat(),
        "made_at": now.isoformat(timespec="seconds"),
    }
    marks = ", ".join("?" * len(values))
    added = store.db.execute(
        f"INSERT INTO letters ({', '.join(values)}) VALUES ({marks})", list(values.values())
    )
    return int(added.lastrowid or 0)


def _forget(store: Store, letter_id: int) -> None:
    store.db.execute("DELETE FROM letter_items WHERE letter_id = ?", [letter_id])
    store.db.execute("DELETE FROM letters WHERE id = ?", [letter_id])


def _shown(day: str | None) -> str:
    return f"{date.fromisoformat(day):%d/%m/%Y}" if day else ""
