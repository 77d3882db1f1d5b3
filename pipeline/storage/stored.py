"""The last run's report, read back from the database."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pipeline.decisions.standing import standing
from pipeline.outputs.report import Report, build_report
from pipeline.storage.database_file import existing, nothing_yet
from pipeline.storage.from_rows import finding_of, judgement_of, paper_of, value_of
from pipeline.storage.store import Store
from pipeline.storage.told import Told
from rules.agencies import Agency
from rules.catalogue import rulebook
from rules.model.plan import Plan


def load_report(path: Path, lang: str = "vi") -> Report:
    """What the last run knew, but for the texts of the documents; UserError before any run.

    What the papers say is looked up when it is asked for, and is then what the latest run knows.
    """
    with Store.read(path) as store:
        standings = standing(store.db)
        connection = store.db.conn
        connection.row_factory = sqlite3.Row
        run = next(_rows(connection, "SELECT * FROM runs ORDER BY id DESC LIMIT 1"), None)
        plan = next(_rows(connection, "SELECT facts FROM plans"), None)
        if run is None or plan is None:
            raise nothing_yet(path)
        return build_report(
            plan=value_of(Plan, plan["facts"]),
            as_of=date.fromisoformat(run["as_of"]),
            agencies=[value_of(Agency, row["facts"]) for row in _all(connection, "agencies")],
            papers=[paper_of(row) for row in _all(connection, "documents")],
            said=Told(existing(path).conn),
            judgements=[judgement_of(row) for row in _all(connection, "obligations")],
            findings=[finding_of(row) for row in _all(connection, "findings WHERE present")],
            rules=rulebook(),
            inbox=Path(run["inbox"]) if run["inbox"] else None,
            lang=lang,
            standings=standings,
            notices=json.loads(run["totals"] or "{}").get("notices", ()),
        )


def _rows(connection: sqlite3.Connection, query: str) -> Iterator[sqlite3.Row]:
    yield from connection.execute(query)


def _all(connection: sqlite3.Connection, table: str) -> Iterator[sqlite3.Row]:
    return _rows(connection, f"SELECT * FROM {table} ORDER BY rowid")
