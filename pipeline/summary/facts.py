"""Everything that the chairman's summary says, as numbers from the database."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlite_utils import Database

from pipeline.errors import UserError
from pipeline.figures import Figures, Line, figures, plan_of
from pipeline.reminders.given import plan_paper, title_of
from pipeline.storage.changes import changes
from pipeline.storage.store import Store
from rules.counting import classes
from rules.decisions import kinds
from rules.model.plan import Plan
from rules.plan.obligations import reporting_year
from rules.summary import group_of_agency, groups

SOON = 30  # days ahead in which a due day is worth a word
PROBLEMS = ("late", "flawed", "missing")


@dataclass(frozen=True, slots=True)
class RunFacts:
    """A run: its number, its day of judging and the program that made it."""

    number: int
    as_of: date
    version: str


@dataclass(frozen=True, slots=True)
class ListFacts:
    """How far the list of findings is decided."""

    findings: int
    decided: int
    undecided: int
    stale: int  # decided, but the facts have changed since
    second: int  # waits for a colleague's look


@dataclass(frozen=True, slots=True)
class Letters:
    """The last round of reminders: to how many agencies, to be answered by which day."""

    round: int
    agencies: int
    reply_by: date | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What the summary says; ``changed`` is null on a first run."""

    plan: Plan
    plan_words: str
    run: RunFacts
    last: RunFacts | None
    changed: Counter[str] | None
    figures: Figures
    groups: tuple[tuple[Line, int], ...]  # a group of agencies and how many of them owe something
    list: ListFacts
    files: int
    unmatched: int
    silent: int
    silent_owed: int
    silent_open: int  # silent agencies of which no clerk has decided anything
    unsent: int  # findings confirmed, but in no letter yet
    soon: int
    letters: Letters | None
    year_end: date

    @property
    def office(self) -> str:
        """The body that collects the reports and gives the summary."""
        return self.plan.report_to

    def problems(self) -> int:
        """Due and judged, but late, not right, or not seen."""
        return sum(self.figures.total[id] for id in PROBLEMS)

    def confirmed(self, line: Line | None = None) -> int:
        """Those of the problems that a clerk found right to remind of."""
        return sum((line or self.figures.total).confirmed.get(id, 0) for id in PROBLEMS)


def gather(store: Store) -> Facts:
    """The facts of the last run and of the decisions that stand now; UserError before any run."""
    plan, told, db = plan_of(store), figures(store), store.db
    run, *earlier = _runs(db)
    last = earlier[0] if earlier else None
    return Facts(
        plan=plan,
        plan_words=_cited(store, plan),
        run=run,
        last=last,
        changed=_changed(db, last, run),
        figures=told,
        groups=_groups(db, told),
        list=_list(db),
        files=_count(
            db,
            "SELECT count(*) FROM documents WHERE read_status <> 'ok' "
            "AND coalesce(read_reason, '') <> 'temporary-file'",
        ),
        unmatched=_present(db, "unmatched-document"),
        silent=_present(db, "nothing-received"),
        silent_owed=_count(db, "SELECT count(*) FROM obligations WHERE status = 'not_received'"),
        silent_open=_count(
            db,
            "SELECT count(*) FROM findings f LEFT JOIN standing s USING (fingerprint) "
            "WHERE f.present AND f.rule = 'nothing-received' AND coalesce(s.kind, '') = ''",
        ),
        unsent=_count(
            db,
            "SELECT count(*) FROM findings f JOIN standing s USING (fingerprint, basis) "
            "WHERE f.present AND s.kind = 'confirm' "
            "AND NOT EXISTS (SELECT 1 FROM letter_items i WHERE i.fingerprint = f.fingerprint)",
        ),
        soon=_soon(db, run.as_of),
        letters=_letters(db),
        year_end=reporting_year(plan)[1],
    )


def _cited(store: Store, plan: Plan) -> str:
    """The plan by number and day where they are known, else by what it is about."""
    try:
        return plan_paper(store, plan, None, None).cited(plan, "UBND tỉnh")
    except UserError:
        return f"Kế hoạch {title_of(plan)}"


def _runs(db: Database) -> list[RunFacts]:
    found = db.query("SELECT id, as_of, version FROM runs ORDER BY id DESC LIMIT 2")
    return [RunFacts(row["id"], date.fromisoformat(row["as_of"]), row["version"]) for row in found]


def _changed(db: Database, last: RunFacts | None, run: RunFacts) -> Counter[str] | None:
    if last is None:
        return None
    return Counter(one.kind for one in changes(db, last.number, run.number))


def _groups(db: Database, told: Figures) -> tuple[tuple[Line, int], ...]:
    kind = {row["id"]: row["kind"] for row in db.query("SELECT id, kind FROM agencies")}
    members: dict[str, list[Line]] = {}
    for line in told.by_agency:
        if line.expected:
            group = group_of_agency(line.key, kind.get(line.key, ""))
            members.setdefault(group.id, []).append(line)
    return tuple(
        (_sum(one.id, one.label, members[one.id]), len(members[one.id]))
        for one in groups()
        if one.id in members
    )


def _sum(key: str, name: str, lines: Iterable[Line]) -> Line:
    counts: Counter[str] = Counter()
    confirmed: Counter[str] = Counter()
    for line in lines:
        counts.update(line.counts)
        confirmed.update(line.confirmed)
    return Line(key, name, {id: counts[id] for id in classes()}, dict(confirmed))


_DECIDED = """
SELECT count(*) AS findings,
    coalesce(sum(s.kind <> '' AND s.basis = f.basis AND NOT second), 0) AS decided,
    coalesce(sum(coalesce(s.kind, '') = ''), 0) AS undecided,
    coalesce(sum(s.kind <> '' AND s.basis <> f.basis), 0) AS stale,
    coalesce(sum(s.kind <> '' AND s.basis = f.basis AND second), 0) AS second
FROM findings f LEFT JOIN (
    SELECT *, seconded_by = '' AND kind IN (SELECT value FROM json_each(?)) AS second FROM standing
) s USING (fingerprint) WHERE f.present
"""


def _list(db: Database) -> ListFacts:
    waiting = json.dumps([one.id for one in kinds().values() if one.second_look])
    return ListFacts(**next(db.query(_DECIDED, [waiting])))


def _soon(db: Database, as_of: date) -> int:
    return _count(
        db,
        "SELECT count(*) FROM obligations WHERE status <> 'met' AND due_to BETWEEN ? AND ?",
        as_of.isoformat(),
        (as_of + timedelta(days=SOON)).isoformat(),
    )


def _letters(db: Database) -> Letters | None:
    row = next(
        db.query(
            "SELECT round, count(*) AS agencies, max(reply_by) AS reply_by FROM letters "
            "WHERE kind = 'letter' AND round = (SELECT max(round) FROM letters) GROUP BY round"
        ),
        None,
    )
    if row is None:
        return None
    day = date.fromisoformat(row["reply_by"]) if row["reply_by"] else None
    return Letters(row["round"], row["agencies"], day)


def _present(db: Database, rule: str) -> int:
    return _count(db, "SELECT count(*) FROM findings WHERE present AND rule = ?", rule)


def _count(db: Database, query: str, *values: str) -> int:
    return int(db.execute(query, list(values)).fetchone()[0])
