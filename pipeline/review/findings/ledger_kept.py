"""The ledger kept in the database by the run that wrote the findings, for a quick first answer.

Reading all findings anew takes seconds where there are hundreds of thousands. What is kept holds
for one run and one program; where it is missing or another's, the ledger is read anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import blake2b
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from pipeline.review.findings.ledger import Column, Ledger
from pipeline.review.findings.ledger_decided import (
    last_decision,
    last_run,
    undecided,
    with_decisions,
)
from pipeline.review.findings.ledger_read import assembled, read_ledger
from rules.catalogue import rulebook
from rules.decisions import kinds
from rules.model.dossier import Severity

_SHAPE = 1  # one more with every change of what is kept


def keep(db: Database) -> None:
    """Keep the ledger as it now stands; inside the transaction that wrote the findings."""
    run, as_of = last_run(db)
    ledger = with_decisions(db, undecided(read_ledger(db, run, as_of)), last_decision(db))
    arrays: dict[str, NDArray[Any]] = {"ids": _narrow(ledger.ids)}
    for name, column in ledger.columns.items():
        arrays[f"values {name}"] = _narrow(column.codes)
        arrays |= {f"mark {name} {mark}": mask for mark, mask in column.marks.items()}
    arrays |= {f"order {name}": _narrow(order) for name, order in ledger.orders.items()}
    body = BytesIO()
    np.savez(body, **arrays)  # type: ignore[arg-type]  # an option is wanted where names go
    told = {
        name: {"values": column.values, "marks": list(column.marks)}
        for name, column in ledger.columns.items()
    }
    db.execute("DELETE FROM finding_ledger")
    db.execute(
        "INSERT INTO finding_ledger (mark, decided, told, arrays) VALUES (?, ?, ?, ?)",
        [_mark(ledger.run), ledger.decided, json.dumps(told), body.getvalue()],
    )


def kept(db: Database, run: tuple[int, str], as_of: str) -> Ledger | None:
    """The ledger that the last run kept, with the decisions up to then."""
    if not db.table("finding_ledger").exists():
        return None
    row = db.execute(
        "SELECT told, arrays, decided FROM finding_ledger WHERE mark = ?", [_mark(run)]
    ).fetchone()
    if row is None:
        return None
    told, decided = json.loads(row[0]), int(row[2])
    with np.load(BytesIO(row[1]), allow_pickle=False) as arrays:
        columns = {name: _column(name, said, arrays) for name, said in told.items()}
        orders = {
            name.removeprefix("order "): arrays[name].astype(np.int64)
            for name in arrays
            if name.startswith("order ")
        }
        ids = arrays["ids"].astype(np.int64)
    return assembled(db, run, as_of, ids, columns, orders, decided)


def _column(name: str, said: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> Column:
    return Column.of(
        tuple(said["values"]),
        arrays[f"values {name}"].astype(np.intp),
        {mark: arrays[f"mark {name} {mark}"] for mark in said["marks"]},
    )


def _narrow(numbers: NDArray[Any]) -> NDArray[Any]:
    return numbers.astype(np.min_scalar_type(int(numbers.max()) if len(numbers) else 0))


def _mark(run: tuple[int, str]) -> str:
    """What the kept numbers rest on besides the findings: the run, and the program's own lists."""
    lists = (_SHAPE, *run, tuple(kinds()), tuple(rulebook()), tuple(Severity))
    return blake2b(repr(lists).encode(), digest_size=16).hexdigest()
