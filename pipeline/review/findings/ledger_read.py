"""Reading all findings of a run into the ledger, in the order in which they are worked through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from pipeline.review.findings.findings_view import DUTIES, FIXED, GONE, NO_DAY, NONE, OFF, OVERDUE
from pipeline.review.findings.ledger import Column, Ledger, Numbers
from pipeline.review.findings.search import Shelves, words_in_order
from rules.catalogue import rulebook
from rules.messages import Words
from rules.model.dossier import Severity

_WORDS = Words("vi")
_STATES = ("new", "reopened", "changed", "unchanged", FIXED, OFF)
_LAST = 1 << 30  # what has no agency or task comes last
_QUERY = """
SELECT t.id, f.fingerprint, f.agency_id, f.severity, f.rule, f.task_id, f.output_no,
       f.document_id, f.obligation_id, o.due_to,
       CASE WHEN f.state = 'fixed' AND f.last_run = 0 THEN 'off' ELSE f.state END AS state
FROM findings f JOIN finding_texts t ON t.fingerprint = f.fingerprint
LEFT JOIN obligations o ON o.id = f.obligation_id
"""
# Ways to sort, by keys from the first to the last; what is then equal stays in the first order.
_ORDERS: Mapping[str, tuple[str, ...]] = {
    "muc-do": ("muc-do",),
    "han": ("han",),
    "nhiem-vu": ("nhiem-vu", "output"),
    "quy-tac": ("quy-tac",),
}
_FIRST = ("co-quan", "fixed", "muc-do", "nhiem-vu", "output", "rule", "fingerprint")

Fields = Mapping[str, Sequence[str | None]]
Keys = Mapping[str, NDArray[np.int64]]


def read_ledger(db: Database, run: tuple[int, str], as_of: str) -> Ledger:
    """Everything but what was decided, read anew."""
    cursor = db.execute(_QUERY)
    names = [column[0] for column in cursor.description]
    rows = cursor.fetchall()
    values = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    fields = dict(zip(names, values, strict=True))
    labels = _labels(db)
    columns = _columns(fields, labels, as_of, dict(db.execute("SELECT id, section FROM tasks")))
    keys = _keys(fields, columns)
    first = _sorted(keys, _FIRST)
    columns = {name: _in_order(column, first) for name, column in columns.items()}
    ids = np.array(fields["id"], dtype=np.int64)[first]
    ordered = {name: key[first] for name, key in keys.items()}
    orders = {name: _sorted(ordered, by) for name, by in _ORDERS.items()}
    return assembled(db, run, as_of, ids, columns, orders)


def assembled(
    db: Database,
    run: tuple[int, str],
    as_of: str,
    ids: NDArray[np.int64],
    columns: Mapping[str, Column],
    orders: Mapping[str, NDArray[np.int64]],
    decided: int = 0,
) -> Ledger:
    """A ledger of columns in order, with the words that the plan has for their values."""
    labels = _labels(db)
    agencies, tasks = columns["co-quan"], columns["nhiem-vu"]
    places = np.full(int(ids.max()) + 1 if len(ids) else 0, -1)
    places[ids] = np.arange(len(ids))
    return Ledger(
        run=run,
        decided=decided,
        as_of=as_of,
        ids=ids,
        places=places,
        columns=columns,
        orders={**orders, "co-quan": np.arange(len(ids))},
        labels=labels,
        shelves=Shelves(
            len(ids),
            places,
            agencies.codes,
            words_in_order({**labels["co-quan"], NONE: ""}, agencies.values),
            tasks.codes,
            words_in_order(labels["nhiem-vu"], tasks.values),
        ),
    )


def column_of(values: Iterable[str], texts: Sequence[str]) -> Column:
    """A column whose values are numbered in a given order, further ones as they come."""
    known = {value: number for number, value in enumerate(dict.fromkeys(values))}
    codes = [known.setdefault(text, len(known)) for text in texts]
    return Column.of(tuple(known), np.array(codes, dtype=np.intp))


def _labels(db: Database) -> dict[str, dict[str, str]]:
    """The words of agencies, tasks and sections, in the order of the plan."""
    agencies = db.execute("SELECT id, name FROM agencies ORDER BY rowid").fetchall()
    tasks = db.execute("SELECT id, text FROM tasks ORDER BY position").fetchall()
    sections = db.execute("SELECT id, title FROM sections ORDER BY position").fetchall()
    return {
        "co-quan": {**dict(agencies), NONE: _WORDS.say("no_agency")},
        "nhiem-vu": dict(tasks),
        "noi-dung": {
            **{id: f"{id}. {title}" for id, title in sections},
            DUTIES: _WORDS.say("duties"),
            NONE: "Không gắn với nhiệm vụ",
        },
    }


def _columns(
    fields: Fields, labels: Mapping[str, Mapping[str, str]], as_of: str, section: Mapping[str, str]
) -> dict[str, Column]:
    def plain(name: str) -> list[str]:
        return [one or NONE for one in fields[name]]

    sections = [
        section.get(task or "", DUTIES if owed and not task else NONE)
        for task, owed in zip(fields["task_id"], fields["obligation_id"], strict=True)
    ]
    return {
        "trang-thai": column_of(_STATES, plain("state")),
        "muc-do": column_of(Severity, plain("severity")),
        "han": _due(fields["due_to"], as_of),
        "quy-tac": column_of(rulebook(), plain("rule")),
        "noi-dung": column_of(labels["noi-dung"], sections),
        "co-quan": column_of(labels["co-quan"], plain("agency_id")),
        "nhiem-vu": column_of(labels["nhiem-vu"], plain("task_id")),
        "van-ban": column_of((), plain("document_id")),
    }


def _due(days: Sequence[str | None], as_of: str) -> Column:
    months = sorted({day[:7] for day in days if day})
    column = column_of((*months, NO_DAY), [day[:7] if day else NO_DAY for day in days])
    over = np.array([bool(day) and str(day) < as_of for day in days], dtype=bool)
    return Column.of(column.values, column.codes, {OVERDUE: over})


def _keys(fields: Fields, columns: Mapping[str, Column]) -> Keys:
    keys = {name: column.codes.astype(np.int64) for name, column in columns.items()}
    for name in ("co-quan", "nhiem-vu"):
        none = columns[name].values.index(NONE) if NONE in columns[name].values else -1
        keys[name][keys[name] == none] = _LAST
    keys["fixed"] = np.array([one in GONE for one in fields["state"]], dtype=np.int64)
    keys["output"] = np.array([one or 0 for one in fields["output_no"]], dtype=np.int64)
    for name in ("rule", "fingerprint"):
        keys[name] = _ranks(fields[name])
    return keys


def _ranks(texts: Sequence[str | None]) -> NDArray[np.int64]:
    ranks = {text: number for number, text in enumerate(sorted({one or "" for one in texts}))}
    return np.array([ranks[one or ""] for one in texts], dtype=np.int64)


def _sorted(keys: Keys, by: tuple[str, ...]) -> NDArray[np.int64]:
    order: NDArray[np.int64] = np.lexsort([keys[name] for name in reversed(by)])
    return order


def _in_order(column: Column, order: NDArray[np.int64]) -> Column:
    codes: Numbers = column.codes[order]
    return Column.of(
        column.values, codes, {name: mask[order] for name, mask in column.marks.items()}
    )
