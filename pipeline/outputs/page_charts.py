"""The stacked bars of the page: numbers to shares of the widest bar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.outputs.report import Report, grouped
from rules.model.dossier import Severity, Status


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar: its class, how many, where it begins and how wide it is (0..100)."""

    group: str
    count: int
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of a chart; ``anchor`` is where its findings stand."""

    name: str
    anchor: str
    total: int
    parts: tuple[Part, ...]
    errors: int
    warnings: int


def section_bars(report: Report) -> tuple[Bar, ...]:
    """A bar for each section of the plan that obliges anybody, then the duties."""
    by_section = report.counts.by_section
    ids = [id for id in (*(one.id for one in report.plan.sections), "") if id in by_section]
    widest = max((by_section[id].total() for id in ids), default=0)
    return tuple(_bar(report.section_title(id), by_section[id], widest) for id in ids)


def agency_bars(report: Report, anchors: Mapping[str, str]) -> tuple[Bar, ...]:
    """A bar for each agency that owes something."""
    counts = report.counts
    widest = max((one.total() for one in counts.by_agency.values()), default=0)
    bars = []
    for id in report.shown:
        if id in counts.by_agency:
            severities = counts.severities.get(id, Counter())
            anchor = anchors[id] if severities else ""
            name = report.agency_name(id)
            bars.append(_bar(name, counts.by_agency[id], widest, anchor, severities))
    return tuple(bars)


def _bar(
    name: str,
    statuses: Counter[Status],
    widest: int,
    anchor: str = "",
    severities: Counter[Severity] | None = None,
) -> Bar:
    parts, start = [], 0.0
    for group, count in grouped(statuses).items():
        width = round(100 * count / widest, 2) if widest else 0.0
        if count:
            parts.append(Part(group, count, round(start, 2), width))
        start += width
    found = severities or Counter()
    return Bar(
        name,
        anchor,
        statuses.total(),
        tuple(parts),
        found[Severity.ERROR],
        found[Severity.WARNING],
    )
