"""What differs between two plans: tasks, reporting duties, and what that does to who owes what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from pipeline.plans.plan_pairs import (
    Difference,
    differences,
    duty_differences,
    pair_tasks,
    plain,
    same_duty,
)
from pipeline.plans.prepare import Prepared
from rules.model.plan import Duty, Obligation, Task


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does to the obligations.

    ``kind`` is ``due`` (days), ``issuer`` or ``doc_type`` of an output, ``owe_more`` or
    ``owe_less`` (agencies), or ``count`` (how many obligations). Agencies are ids.
    """

    kind: str
    output: str
    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaskDiff:
    """One task that differs: ``added``, ``removed``, ``moved`` (its number) or ``changed``."""

    kind: str
    old: Task | None
    new: Task | None
    fields: tuple[Difference, ...] = ()
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class DutyDiff:
    """One reporting duty that was added, removed or changed."""

    kind: str
    output: str
    owes: tuple[str, ...]
    fields: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanDiff:
    """Everything that differs between two plans; ``names`` are those of the agencies."""

    facts: tuple[Difference, ...]
    tasks: tuple[TaskDiff, ...]
    duties: tuple[DutyDiff, ...]
    names: Mapping[str, str]

    def __bool__(self) -> bool:
        return bool(self.tasks or self.duties)


def compare(old: Prepared, new: Prepared) -> PlanDiff:
    """The differences of two plans, in the order of the new one."""
    before, after = _by_task(old.obligations), _by_task(new.obligations)
    names = {agency.id: agency.name for agency in (*old.registry.agencies, *new.registry.agencies)}
    tasks = []
    for one, other in pair_tasks(old.plan.tasks, new.plan.tasks):
        found = compare_tasks(
            one,
            other,
            before.get(one.id, []) if one else [],
            after.get(other.id, []) if other else [],
        )
        if found is not None:
            tasks.append(found)
    facts = _facts(old, new)
    duties = tuple(_duties(old.plan.duties, new.plan.duties))
    return PlanDiff(facts, tuple(tasks), duties, names)


def compare_tasks(
    old: Task | None,
    new: Task | None,
    before: Sequence[Obligation],
    after: Sequence[Obligation],
) -> TaskDiff | None:
    """How a task differs from its counterpart; None where it does not."""
    if old is None or new is None:
        kind = "added" if old is None else "removed"
        return TaskDiff(kind, old, new, (), tuple(_effects(before, after)))
    fields = differences(old, new)
    if old.id == new.id and not fields:
        return None
    kind = "changed" if old.id == new.id else "moved"
    return TaskDiff(kind, old, new, fields, tuple(_effects(before, after)) if fields else ())


def _by_task(obligations: Iterable[Obligation]) -> dict[str, list[Obligation]]:
    found: dict[str, list[Obligation]] = {}
    for one in obligations:
        found.setdefault(one.task_id, []).append(one)
    return found


def _effects(before: Sequence[Obligation], after: Sequence[Obligation]) -> Iterator[Effect]:
    gone = _ordered(one.agency_id for one in before), _ordered(one.agency_id for one in after)
    less = tuple(one for one in gone[0] if one not in gone[1])
    more = tuple(one for one in gone[1] if one not in gone[0])
    if less:
        yield Effect("owe_less", "", less, ())
    if more:
        yield Effect("owe_more", "", (), more)
    for one, other in _outputs(before, after):
        yield from _of_output(one, other)
    if len(before) != len(after):
        yield Effect("count", "", (str(len(before)),), (str(len(after)),))


def _ordered(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _outputs(
    before: Sequence[Obligation], after: Sequence[Obligation]
) -> Iterator[tuple[list[Obligation], list[Obligation]]]:
    """The obligations of each output that both have: by its words, else by its number."""
    old, new = _by_output(before), _by_output(after)
    same = [(name, name) for name in new if name in old]
    rest_old = [name for name in old if name not in new]
    rest_new = [name for name in new if name not in old]
    for one, other in [*same, *zip_longest(rest_old, rest_new)]:
        if one is not None and other is not None:
            yield old[one], new[other]


def _by_output(obligations: Sequence[Obligation]) -> dict[str, list[Obligation]]:
    found: dict[str, list[Obligation]] = {}
    for one in obligations:
        found.setdefault(plain(one.output), []).append(one)
    return found


def _of_output(before: list[Obligation], after: list[Obligation]) -> Iterator[Effect]:
    output = after[0].output
    days = _days(before), _days(after)
    if days[0] != days[1]:
        yield Effect("due", output, *days)
    issuers = _issuers(before), _issuers(after)
    if issuers[0] != issuers[1]:
        yield Effect("issuer", output, *issuers)
    types = _ordered(o.doc_type for o in before), _ordered(o.doc_type for o in after)
    if types[0] != types[1]:
        yield Effect("doc_type", output, *types)


def _days(obligations: Iterable[Obligation]) -> tuple[str, ...]:
    """The days on which an output is due; empty words where there is none."""
    days = {one.deadline.due_to for one in obligations}
    return tuple(sorted(day.isoformat() if day else "" for day in days))


def _issuers(obligations: Iterable[Obligation]) -> tuple[str, ...]:
    """Whoever issues the paper instead of the agency that owes it."""
    return _ordered(one.issuer_id for one in obligations if one.issuer_id != one.agency_id)


def _facts(old: Prepared, new: Prepared) -> tuple[Difference, ...]:
    found = []
    for name in ("title", "number", "issued_on", "year", "report_to"):
        one, other = (str(getattr(plan, name) or "") for plan in (old.plan, new.plan))
        if plain(one) != plain(other):
            found.append(Difference(name, (one,), (other,)))
    return tuple(found)


def _duties(old: Sequence[Duty], new: Sequence[Duty]) -> Iterator[DutyDiff]:
    free = list(old)
    for duty in new:
        one = next((held for held in free if same_duty(held, duty)), None)
        if one is None:
            yield DutyDiff("added", duty.output, duty.owes, duty_differences(None, duty))
            continue
        free.remove(one)
        fields = duty_differences(one, duty)
        if fields:
            yield DutyDiff("changed", duty.output, duty.owes, fields)
    for duty in free:
        yield DutyDiff("removed", duty.output, duty.owes)
