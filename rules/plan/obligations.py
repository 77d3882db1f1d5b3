"""What a plan obliges: one obligation for each output, agency and due date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from rules.agencies import Registry
from rules.agency_words import begins_name
from rules.document_types import DocumentTypes
from rules.model.plan import Deadline, Duty, Obligation, Plan, Task
from rules.plan.deadlines import read_deadline
from rules.plan.outputs import pair
from rules.settings import PLAIN, Settings
from rules.vietnamese.text import key

# Papers that are issued, not handed upwards: "Nghị quyết HĐND tỉnh" is of the council, but
# "Tờ trình UBND tỉnh" and "Báo cáo UBND tỉnh" are to it.
_ISSUED = (
    "quyết định",
    "nghị quyết",
    "chỉ thị",
    "kế hoạch",
    "công văn",
    "văn bản chỉ đạo",
    "văn bản",
)
_BODY_LENGTH = 12  # words; no agency's name is longer
_AUTHORITY = ("thẩm quyền", "cấp trên", "trung ương")
_DUTY_TYPES = {"report:plan": "Kế hoạch", "report:6m": "Báo cáo", "report:year": "Báo cáo"}


def oblige(
    plan: Plan, registry: Registry, types: DocumentTypes, settings: Settings = PLAIN
) -> tuple[Obligation, ...]:
    """Every obligation of a plan, in the plan's order, then its reporting duties.

    The setting ``expand_communes`` makes each commune owe for itself instead of "UBND cấp xã" as
    one.
    """
    # What has no day of its own is owed by the agencies of the end of the reporting year.
    end = reporting_year(plan)[1]
    found: dict[str, Obligation] = {}
    for task in plan.tasks:
        for obligation in _of_task(task, plan, registry, types, end, settings):
            for each in _communes(obligation, registry, end, settings.expand_communes):
                found.setdefault(each.id, each)
    for number, duty in enumerate(plan.duties):
        for obligation in _of_duty(duty, plan, registry, end, settings):
            found.setdefault(obligation.id, replace(obligation, duty=number))
    return tuple(found.values())


def reporting_year(plan: Plan) -> tuple[date, date]:
    """The first and last day that the plan's yearly report covers.

    As a clerk's settings say, as the plan states it, else from 1 December to 30 November of its
    year. A plan of which no year is known bounds nothing: every day lies within, and what has no
    due date stays open.
    """
    if plan.year_from and plan.year_to:
        return plan.year_from, plan.year_to
    for duty in plan.duties:
        if duty.output == "report:year" and duty.data_from and duty.data_to:
            return duty.data_from, duty.data_to
    year = plan.year or (plan.issued_on.year if plan.issued_on else None) or _year_of_tasks(plan)
    if year is None:
        return date.min, date.max
    return date(year - 1, 12, 1), date(year, 11, 30)


def _year_of_tasks(plan: Plan) -> int | None:
    """The first year in which the plan's tasks are due."""
    days = (
        deadline.due_to
        for task in plan.tasks
        for _, _, words in pair(task)
        for deadline in read_deadline(words, None)
    )
    return min((day.year for day in days if day), default=None)


def _of_task(
    task: Task,
    plan: Plan,
    registry: Registry,
    types: DocumentTypes,
    end: date,
    settings: Settings,
) -> Iterator[Obligation]:
    for number, output, words in pair(task, frozenset(settings.readings)):
        deadlines = read_deadline(words, plan.year, settings)
        for deadline in deadlines:
            mark = _mark(deadline, deadlines)
            for agency_id in _bound(task.leads, registry, deadline.due_to or end):
                identity = "/".join(filter(None, (task.id, str(number), agency_id, mark)))
                yield Obligation(
                    id=identity,
                    task_id=task.id,
                    output_no=number,
                    output=output,
                    doc_type=types.of_output(output),
                    agency_id=agency_id,
                    issuer_id=issuer_of(output, agency_id, registry, deadline.due_to or end),
                    deadline=deadline,
                )


def _of_duty(
    duty: Duty, plan: Plan, registry: Registry, end: date, settings: Settings
) -> Iterator[Obligation]:
    deadline = read_deadline(duty.deadline, plan.year, settings)[0]
    for agency_id in _bound(duty.owes, registry, deadline.due_to or end):
        yield Obligation(
            id=f"{duty.output}/{agency_id}",
            task_id="",
            output_no=1,
            output=duty.output,
            doc_type=_DUTY_TYPES.get(duty.output, "Báo cáo"),
            agency_id=agency_id,
            issuer_id=agency_id,
            deadline=deadline,
        )


def _mark(deadline: Deadline, deadlines: tuple[Deadline, ...]) -> str:
    """What tells one due date of an output from another: "quý I", else its day."""
    if deadline.label:
        return deadline.label
    day = deadline.moved_from or deadline.due_to
    if len(deadlines) > 1 and day:
        return day.isoformat()
    return ""


def _bound(entries: Iterable[str], registry: Registry, on: date) -> tuple[str, ...]:
    """The bodies that entries of a cell bind, each once."""
    members = [member for entry in entries for member in registry.expand(entry, on).members]
    return tuple(dict.fromkeys(members))


def _communes(
    obligation: Obligation, registry: Registry, end: date, expanded: bool
) -> Iterator[Obligation]:
    """The obligation of a group that owes as one, with its members, or one for each of them."""
    on = obligation.deadline.due_to or end
    if not registry.is_group(obligation.agency_id):
        yield obligation
        return
    group = obligation.agency_id
    members = registry.members(group, on)
    if not expanded:
        yield replace(obligation, members=members)
        return
    for member in members:
        issuer = member if obligation.issuer_id == group else obligation.issuer_id
        identity = obligation.id.replace(f"/{group}", f"/{member}")
        yield replace(obligation, id=identity, agency_id=member, issuer_id=issuer)


def issuer_of(output: str, agency_id: str, registry: Registry, on: date | None) -> str:
    """The body that must issue an output: the one it names, else the agency that owes it.

    Empty where it names one that we cannot tell ("Quyết định của cấp có thẩm quyền").
    """
    _, of, after = output.partition(" của ")
    if of:
        named = _leading_body(after, registry, on)
        if named:
            return named
        return "" if any(word in key(after) for word in _AUTHORITY) else agency_id
    for kind in _ISSUED:
        found = re.match(rf"{kind}\s+", key(output))
        if found:
            rest = key(output)[found.end() :]
            return (_leading_body(rest, registry, on) if begins_name(rest) else "") or agency_id
    return agency_id


def _leading_body(text: str, registry: Registry, on: date | None) -> str:
    """The agency that the first words of a text name; the longest name counts."""
    words = text.split()[:_BODY_LENGTH]
    for length in range(len(words), 0, -1):
        agency_id = registry.identify(" ".join(words[:length]).strip(" ,;."), on)
        if agency_id:
            return agency_id
    return ""
