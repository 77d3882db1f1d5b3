"""A run that judges only some agencies: those whose hand-in is complete (``--agency``)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.errors import UserError
from pipeline.nearest import nearest
from rules.agencies import Registry
from rules.catalogue import Rule
from rules.messages import load
from rules.model.dossier import Judgement, Problem, Status

Judged = frozenset[str]  # ids of the agencies judged; empty: all


def judged_only(named: Iterable[str], registry: Registry) -> Judged:
    """The ids of the agencies that a clerk named, by id or name; UserError for an unknown one."""
    return frozenset(_id_of(one, registry) for one in named)


def _id_of(name: str, registry: Registry) -> str:
    if registry.is_known(name):
        return name
    found = registry.identify(name)
    if found:
        return found
    near = nearest(name, [agency.id for agency in registry.agencies], most=3)
    cure = f"có lẽ là {', '.join(near)}" if near else "xem mã ở bảng agencies của doichieu.db"
    raise UserError(f"--agency {name}: không có cơ quan này trong danh mục; {cure}")


def leave_others(judgements: Iterable[Judgement], only: Judged) -> tuple[Judgement, ...]:
    """The judgements, with those of other agencies pending, for nobody looked at them."""
    words = load()["notice"]["not_judged"]
    return tuple(
        judgement
        if not only or judgement.obligation.agency_id in only
        else replace(
            Judgement(judgement.obligation, Status.PENDING), reason=words.vi, reason_en=words.en
        )
        for judgement in judgements
    )


def about(problems: Iterable[tuple[Rule, Problem]], only: Judged) -> list[tuple[Rule, Problem]]:
    """The problems of the agencies judged, and those of no agency."""
    return [
        (rule, problem)
        for rule, problem in problems
        if not only or not problem.agency_id or problem.agency_id in only
    ]
