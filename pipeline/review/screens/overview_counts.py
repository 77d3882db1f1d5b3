"""What the overview counts, each number with the address that opens exactly what was counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from pipeline.review.findings.findings_view import CHANGED, SECOND_LOOK, UNDECIDED, View
from pipeline.review.screens.outputs_asked import DUTIES, NO_MONTH, PATH, count
from pipeline.review.screens.paging import address
from rules.decisions import kinds
from rules.messages import load
from rules.model.dossier import Severity

Asked = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many, and where they are listed."""

    number: int
    address: str


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar: its class, its words, how many, where it begins and how wide it is."""

    group: str
    label: str
    count: int
    address: str
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of a chart; ``parts`` hold every class, those of zero as well."""

    label: str
    total: Tally
    parts: tuple[Part, ...]


def outputs(db: Database, **asked: str) -> Tally:
    """So many outputs; names of an address with ``_`` for ``-``."""
    query = {name.replace("_", "-"): value for name, value in asked.items()}
    return Tally(count(db, query), address(PATH, query))


def findings(db: Database, asked: Asked) -> Tally:
    """So many findings that are still there, by the facets of their list."""
    parts = [_condition(name, values) for name, values in asked.items()]
    where = " AND ".join(("f.present", *(sql for sql, _ in parts)))
    given = [value for _, values in parts for value in values]
    query = (
        f"SELECT count(*) FROM findings f LEFT JOIN standing s USING (fingerprint) WHERE {where}"
    )
    found: tuple[int] = db.execute(query, given).fetchone()
    return Tally(found[0], View(chosen=dict(asked)).address())


def _condition(name: str, values: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    if name == "quyet-dinh":
        parts = [_decided(value) for value in values]
        return f"({' OR '.join(sql for sql, _ in parts)})", tuple(v for _, vs in parts for v in vs)
    column = {"quy-tac": "f.rule", "muc-do": "f.severity"}[name]
    return f"{column} IN ({', '.join('?' * len(values))})", values


def _decided(value: str) -> tuple[str, tuple[str, ...]]:
    if value == UNDECIDED:
        return "coalesce(s.kind, '') = ''", ()
    if value == CHANGED:
        return "(s.kind <> '' AND s.basis <> f.basis)", ()
    if value == SECOND_LOOK:
        wanted = tuple(kind.id for kind in kinds().values() if kind.second_look)
        return f"(s.kind IN ({', '.join('?' * len(wanted))}) AND s.seconded_by = '')", wanted
    return "s.kind = ?", (value,)


def section_bars(db: Database) -> tuple[Bar, ...]:
    """A bar for each section of the plan that obliges anybody, then the reporting duties."""
    titles = dict(db.execute("SELECT id, id || '. ' || title FROM sections ORDER BY position"))
    titles[DUTIES] = load()["text"]["duties"].vi
    column = "CASE WHEN o.task_id = '' THEN ? ELSE coalesce(t.section, '') END"
    counted = _grouped(db, column, (DUTIES,))
    order = [*(id for id in titles if id in counted), *(id for id in counted if id not in titles)]
    labels = {id: titles.get(id, id) for id in order}
    return _bars(counted, labels, "noi-dung")


def month_bars(db: Database) -> tuple[Bar, ...]:
    """A bar for each month in which something is due, then what has no day."""
    counted = _grouped(db, "coalesce(substr(o.due_to, 1, 7), ?)", (NO_MONTH,))
    months = sorted(month for month in counted if month != NO_MONTH)
    labels = {month: f"{month[5:]}/{month[:4]}" for month in months}
    if NO_MONTH in counted:
        labels[NO_MONTH] = "Không có ngày cụ thể"
    return _bars(counted, labels, "thang")


def progress_bars(db: Database) -> tuple[Bar, ...]:
    """A bar for each severity: how many findings are decided, and how many wait."""
    decided = tuple(kinds())
    found = []
    for severity in Severity:
        every = findings(db, {"muc-do": (severity,)})
        done = findings(db, {"muc-do": (severity,), "quyet-dinh": decided})
        waiting = findings(db, {"muc-do": (severity,), "quyet-dinh": (UNDECIDED,)})
        found.append((load()["severity"][severity].vi, every, done, waiting))
    widest = max((every.number for _, every, _, _ in found), default=0)
    return tuple(
        Bar(
            label,
            every,
            _parts(
                (("decided", "Đã quyết định", done), ("undecided", "Chưa quyết định", waiting)),
                widest,
            ),
        )
        for label, every, done, waiting in found
        if every.number
    )


def _grouped(db: Database, column: str, given: tuple[str, ...]) -> dict[str, Counter[str]]:
    query = (
        f"SELECT {column}, o.status, count(*) FROM obligations o "
        "LEFT JOIN tasks t ON t.id = o.task_id AND o.task_id <> '' GROUP BY 1, 2"
    )
    counted: dict[str, Counter[str]] = {}
    for value, status, number in db.execute(query, given):
        group = load()["status"][status].group
        counted.setdefault(value, Counter())[group] += number
    return counted


def _bars(
    counted: Mapping[str, Counter[str]], labels: Mapping[str, str], name: str
) -> tuple[Bar, ...]:
    widest = max((one.total() for one in counted.values()), default=0)
    return tuple(
        Bar(
            label,
            Tally(counted[value].total(), address(PATH, {name: value})),
            _parts(_groups(counted[value], {name: value}), widest),
        )
        for value, label in labels.items()
    )


def _groups(counts: Counter[str], asked: Mapping[str, str]) -> Iterator[tuple[str, str, Tally]]:
    for group, entry in load()["group"].items():
        tally = Tally(counts[group], address(PATH, asked, **{"ket-qua": group}))
        yield group, entry.vi, tally


def _parts(pieces: Iterable[tuple[str, str, Tally]], widest: int) -> tuple[Part, ...]:
    parts, start = [], 0.0
    for group, label, tally in pieces:
        width = round(100 * tally.number / widest, 2) if widest else 0.0
        parts.append(Part(group, label, tally.number, tally.address, round(start, 2), width))
        start += width
    return tuple(parts)
