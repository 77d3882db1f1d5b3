"""What was expected, what came and what came in time, by agency, section and month due.

One query over the last run and the decisions that stand; page, workbook and summary read it
here. The classes are defined in ``rules/data/counting.toml``.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pipeline.errors import UserError
from pipeline.storage.codec import coder
from pipeline.storage.store import Store
from rules.counting import Stands, class_of, classes, due_of, stands_for, status_rules
from rules.decisions import kinds
from rules.messages import Words
from rules.model.plan import Plan
from rules.plan.obligations import reporting_year

# Every obligation once, with what decides its class. A finding stands for its obligation by id;
# "nothing-received" stands for all that its agency owes. A decision on facts that have changed
# since, or one that still waits for a second look, counts as none.
_FACTS = """
WITH decided AS (
    SELECT f.obligation_id, f.agency_id, f.rule, s.kind,
        coalesce(json_extract(s.value, '$.day'), '') AS until
    FROM findings f JOIN standing s USING (fingerprint)
    WHERE f.present AND s.kind <> '' AND s.basis = f.basis
        AND f.rule IN (SELECT value FROM json_each(:rules))
        AND (s.seconded_by <> '' OR s.kind NOT IN (SELECT value FROM json_each(:second_look)))
)
SELECT o.agency_id, coalesce(t.section, '') AS section, o.due_to, o.kind, o.status,
    coalesce(d.kind, silent.kind, '') AS decision, coalesce(d.until, silent.until, '') AS until,
    count(*) AS number
FROM obligations o
LEFT JOIN tasks t ON t.id = o.task_id
LEFT JOIN decided d ON d.obligation_id = o.id
LEFT JOIN decided silent ON o.status = 'not_received'
    AND silent.rule = 'nothing-received' AND silent.agency_id = o.agency_id
GROUP BY 1, 2, 3, 4, 5, 6, 7
"""


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of one agency, section or month due, or of all; ``key`` is its id.

    ``counts`` holds each class once; ``confirmed`` those that a clerk found right to remind of.
    """

    key: str
    name: str
    counts: Mapping[str, int]
    confirmed: Mapping[str, int] = field(default_factory=dict)

    def __getitem__(self, class_id: str) -> int:
        """How many obligations are counted into a class."""
        return self.counts.get(class_id, 0)

    @property
    def owed(self) -> int:
        """Every obligation, due or not."""
        return sum(self.counts.values())

    @property
    def expected(self) -> int:
        """Obligations whose day has passed by the day of judging."""
        return sum(self[one.id] for one in classes().values() if one.due)

    @property
    def received(self) -> int:
        """Of the expected: the right paper is there, in time or late."""
        return self["in_time"] + self["late"]

    @property
    def to_clarify(self) -> int:
        """Of the expected: there but not right, or not concluded."""
        return self["flawed"] + self["unchecked"]

    @property
    def judged(self) -> int:
        """The denominator of both rates: expected, without what nobody could conclude."""
        return sum(self[one.id] for one in classes().values() if one.in_rates)

    @property
    def completeness(self) -> float | None:
        """Received of judged; null where nothing was judged."""
        return self.received / self.judged if self.judged else None

    @property
    def timeliness(self) -> float | None:
        """In time of judged; null where nothing was judged."""
        return self["in_time"] / self.judged if self.judged else None


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of the last run as of its day.

    Agencies stand in the order of all lists and are never ranked; section ``""`` holds the
    reporting duties, month ``""`` what has no day or is due all year.
    """

    as_of: date
    total: Line
    by_agency: tuple[Line, ...]
    by_section: tuple[Line, ...]
    by_month: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """So many obligations of one agency, section and month in one class."""

    agency_id: str
    section: str
    month: str
    class_id: str
    stands: Stands
    number: int


def figures(store: Store) -> Figures:
    """The figures of the last run, with the decisions that stand now; UserError before any run."""
    db = store.db
    plan = plan_of(store)
    run = next(db.query("SELECT as_of FROM runs ORDER BY id DESC LIMIT 1"))
    as_of, year_end = date.fromisoformat(run["as_of"]), reporting_year(plan)[1]
    values = {
        "rules": json.dumps(status_rules()),
        "second_look": json.dumps([one.id for one in kinds().values() if one.second_look]),
    }
    counted = [_counted(row, year_end, as_of) for row in db.query(_FACTS, values)]
    agencies = db.query("SELECT id, name FROM agencies ORDER BY rowid")
    return add_up(counted, as_of, plan, {one["id"]: one["name"] for one in agencies})


def plan_of(store: Store) -> Plan:
    """The plan of the last run; UserError before any run."""
    row = next(store.db.query("SELECT facts FROM plans WHERE EXISTS (SELECT 1 FROM runs)"), None)
    if row is None:
        raise UserError("chưa có kết quả nào; hãy chạy doichieu run trước")
    plan = coder(Plan).unpack(json.loads(row["facts"]))
    assert isinstance(plan, Plan)
    return plan


def _counted(row: Mapping[str, Any], year_end: date, as_of: date) -> Counted:
    due_to = date.fromisoformat(row["due_to"]) if row["due_to"] else None
    due = due_of(row["kind"] or "", due_to, year_end, as_of)
    stands = stands_for(row["decision"], row["until"], as_of)
    return Counted(
        agency_id=row["agency_id"],
        section=row["section"],
        month=(row["due_to"] or "")[:7],
        class_id=class_of(row["status"], due, stands),
        stands=stands,
        number=row["number"],
    )


def add_up(
    counted: Iterable[Counted],
    as_of: date,
    plan: Plan,
    agencies: Mapping[str, str],
    words: Words | None = None,
) -> Figures:
    """The lines of what was counted; ``agencies`` are names by id, in the order of lists."""
    counted, words = tuple(counted), words or Words()
    sections = {one.id: f"{one.id}. {one.title}" for one in plan.sections}
    sections[""] = words.say("duties")
    months = {one.month: f"{one.month[5:]}/{one.month[:4]}" for one in counted if one.month}
    months = dict(sorted(months.items())) | {"": words.say("no_month")}
    return Figures(
        as_of=as_of,
        total=_line("", words("column", "total"), counted),
        by_agency=_lines("agency_id", agencies, counted),
        by_section=_lines("section", sections, counted),
        by_month=_lines("month", months, counted),
    )


def _lines(of: str, names: Mapping[str, str], counted: tuple[Counted, ...]) -> tuple[Line, ...]:
    groups: dict[str, list[Counted]] = {}
    for one in counted:
        groups.setdefault(getattr(one, of), []).append(one)
    known = [id for id in names if id in groups]
    return tuple(
        _line(id, names.get(id, id), groups[id])
        for id in (*known, *sorted(set(groups) - set(known)))
    )


def _line(key: str, name: str, counted: Iterable[Counted]) -> Line:
    counts: Counter[str] = Counter()
    confirmed: Counter[str] = Counter()
    for one in counted:
        counts[one.class_id] += one.number
        if one.stands is Stands.CONFIRMED:
            confirmed[one.class_id] += one.number
    return Line(key, name, {id: counts[id] for id in classes()}, dict(confirmed))
