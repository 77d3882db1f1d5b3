"""What is wrong with the plan itself, told from its words alone."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path

from rapidfuzz import fuzz

from rules.agencies import Registry
from rules.agency_words import slug
from rules.model.plan import Deadline, Obligation, Plan, PlanDefect, Task
from rules.plan.deadlines import read_deadline
from rules.plan.obligations import reporting_year
from rules.plan.outputs import Pairing, pairing
from rules.plan.periodic import unread_reports
from rules.settings import PLAIN, Settings
from rules.vietnamese.text import fold, key, tokens

_DATA = Path(__file__).parent.parent / "data" / "plan_defects.toml"
_COLUMNS = (
    ("row-missing-output", "outputs", "sản phẩm đầu ra", "output"),
    ("row-missing-deadline", "deadlines", "thời gian hoàn thành", "deadline"),
    ("row-missing-lead", "leads", "cơ quan chủ trì", "lead"),
)
# A report due so soon after its plan can be planned in a year, not within a quarter.
_SHORT = ("quarter", "month", "date", "before")
# Ministries and the Government are known to all; a province's list does not hold them.
_CENTRAL = re.compile(
    r"(?:bộ|chính phủ|thủ tướng|văn phòng chính phủ|ngân hàng nhà nước việt nam)\b"
)
_NEAR = 90.0
_COVERED = 0.92
_CONTAINED = 85.0
# How a task's first words vary without changing what is to be done.
_OPENING = re.compile(
    r"(?:(?:tiếp tục|tổ chức|tăng cường|đẩy mạnh|triển khai|thực hiện|nâng cao|chủ động|tích cực"
    r"|tốt)\s+)+"
)


def find_defects(
    plan: Plan,
    registry: Registry,
    obligations: Iterable[Obligation],
    settings: Settings = PLAIN,
) -> tuple[PlanDefect, ...]:
    """The defects of a plan, in its own order."""
    strangers = {o.agency_id for o in obligations if not registry.is_known(o.agency_id)}
    end = reporting_year(plan)[1]
    found: list[PlanDefect] = []
    for task in plan.tasks:
        paired = pairing(task, frozenset(settings.readings))
        found.extend(_leads_that_coordinate(task, registry, end))
        found.extend(_unpaired(task, paired))
        found.extend(_reports_with_their_plan(task, paired, plan.year))
        found.extend(_unclear(task, paired, plan.year, settings))
        known = _own_province(plan, registry)
        found.extend(_unknown(task, registry, end, strangers if known else None))
    found.extend(_near_duplicates(plan.tasks))
    found.extend(_missing_cells(plan))
    found.extend(_unread_reports(plan))
    return tuple(found)


def _leads_that_coordinate(task: Task, registry: Registry, end: date) -> Iterator[PlanDefect]:
    """A body or group that stands in both columns under its own name."""
    coordinating = _named(task.coordinating, registry, end)
    for named in _named(task.leads, registry, end):
        if named in coordinating:
            yield _defect(
                "plan-lead-coordinates", "lead-coordinates", task, named, name=registry.name(named)
            )


def _named(entries: Iterable[str], registry: Registry, end: date) -> list[str]:
    """Ids of the bodies and groups that entries name; a group stands for itself."""
    ids: list[str] = []
    for entry in entries:
        party = registry.expand(entry, end)
        inside = {m for group in party.groups for m in registry.members(group, end)}
        ids += [group for group in party.groups if registry.get(group).owes != "none"]
        ids += [member for member in party.members if member not in inside]
    return list(dict.fromkeys(ids))


def _unpaired(task: Task, paired: Pairing) -> Iterator[PlanDefect]:
    rule = "plan-outputs-deadlines-mismatch"
    for number in paired.undated:
        output = task.outputs[number - 1] if task.outputs else ""
        yield _defect(rule, "output-without-deadline", task, f"output:{number}", output=output)
    for words in paired.stray:
        yield _defect(rule, "deadline-without-output", task, f"stray:{slug(words)}", words=words)
    if paired.uneven:
        yield _defect(rule, "uneven", task, "uneven", words="; ".join(task.deadlines))


def _reports_with_their_plan(task: Task, paired: Pairing, year: int | None) -> Iterator[PlanDefect]:
    """A report on a plan's results, due no later than the plan: VI.2, both in quarter I."""
    plans = [d for output, d in _read(paired, year) if fold(output).startswith("ke hoach")]
    for output, deadline in _read(paired, year):
        if not fold(output).startswith("bao cao") or deadline.kind not in _SHORT:
            continue
        if any(d.kind in _SHORT and _not_after(deadline, d) for d in plans):
            yield _defect(
                "plan-outputs-deadlines-mismatch",
                "report-with-plan",
                task,
                "report-with-plan",
                words=deadline.text,
            )
            return


def _read(paired: Pairing, year: int | None) -> list[tuple[str, Deadline]]:
    return [
        (out, deadline) for _, out, words in paired.pairs for deadline in read_deadline(words, year)
    ]


def _not_after(one: Deadline, other: Deadline) -> bool:
    return one.due_to is not None and other.due_to is not None and one.due_to <= other.due_to


def _unclear(
    task: Task, paired: Pairing, year: int | None, settings: Settings
) -> Iterator[PlanDefect]:
    """Each wording of a row that gives no day, once."""
    for words in dict.fromkeys(words for _, _, words in paired.pairs if words):
        for deadline in read_deadline(words, year, settings):
            if deadline.kind in ("", "relative") and deadline.due_to is None:
                template = deadline.kind or "unclear"
                yield _defect("plan-deadline-unclear", template, task, slug(words), words=words)


def _unread_reports(plan: Plan) -> Iterator[PlanDefect]:
    """Each sentence of the prose that asks for reports of periods that are not followed."""
    words = _sentences()["unread-report"]
    for clause in unread_reports(plan.text):
        yield PlanDefect(
            "plan-deadline-unclear",
            None,
            words["vi"].format(words=clause),
            words["en"].format(words=clause),
            slug(clause)[:80],
        )


def _own_province(plan: Plan, registry: Registry) -> bool:
    """Whether the plan is of the province that the list is of; another's bodies are not in it."""
    return fold(plan.province).removeprefix("tinh ") == fold(registry.province)


def _unknown(
    task: Task, registry: Registry, end: date, strangers: set[str] | None
) -> Iterator[PlanDefect]:
    """Leads that the list does not have, and those that bind nobody.

    Of a plan of elsewhere (``strangers`` is null) no body is in the list; what names no body at
    all binds nobody there too.
    """
    for entry in task.leads:
        party = registry.expand(entry, end)
        missing = bool(party.unknown) or any(one in (strangers or ()) for one in party.strangers)
        bound = party.members or _CENTRAL.match(key(entry))
        if missing and not _CENTRAL.match(key(entry)) and (strangers is not None or not bound):
            yield _defect("plan-unknown-agency", "unknown-agency", task, slug(entry), words=entry)
        elif any(registry.get(group).owes == "none" for group in party.groups):
            template = "partly-nobody" if party.members else "nobody"
            yield _defect("plan-unknown-agency", template, task, slug(entry), words=entry)


def _near_duplicates(tasks: tuple[Task, ...]) -> Iterator[PlanDefect]:
    """Each task that reads nearly like others, with the ids of those."""
    comparable = [(task, _OPENING.sub("", key(task.text), count=1)) for task in tasks]
    alike: dict[str, list[str]] = {}
    for (one, a), (other, b) in combinations(comparable, 2):
        if _nearly_same(a, b):
            alike.setdefault(one.id, []).append(other.id)
            alike.setdefault(other.id, []).append(one.id)
    for task in tasks:
        if task.id in alike:
            others = ", ".join(alike[task.id])
            yield _defect("plan-near-duplicate-tasks", "near-duplicate", task, others, other=others)


def _nearly_same(one: str, other: str) -> bool:
    """Whether two texts differ in hardly a word, or one only says more than the other.

    Likeness of letters alone is not enough: "hạ tầng đô thị" and "hạ tầng giao thông" are two
    tasks, however much is the same before them. So the words must also cover one another.
    """
    likeness = fuzz.ratio(one, other, score_cutoff=_CONTAINED)
    if not likeness:
        return False
    a, b = set(tokens(one)), set(tokens(other))
    shared = len(a & b)
    covered = shared / max(len(a), len(b), 1)
    return (likeness >= _NEAR and covered >= _COVERED) or shared == min(len(a), len(b))


def _missing_cells(plan: Plan) -> Iterator[PlanDefect]:
    """Rows without a cell; where the table has no such column at all, that once."""
    for rule, column, vi, en in _COLUMNS:
        empty = [task for task in plan.tasks if not getattr(task, column)]
        if not empty:
            continue
        if column not in plan.columns and len(empty) == len(plan.tasks):
            yield _said(rule, "column", None, column, vi=vi, en=en)
            continue
        for task in empty:
            yield _said(rule, "row", task, column, vi=vi, en=en)


def _said(
    rule: str, template: str, task: Task | None, subject: str, *, vi: str, en: str
) -> PlanDefect:
    """A defect whose blank reads differently in the two languages."""
    task_id = task.id if task else ""
    words = _sentences()[template]
    return PlanDefect(
        rule,
        task.id if task else None,
        words["vi"].format(task=task_id, column=vi),
        words["en"].format(task=task_id, column=en),
        subject,
        **({"anchor": task.anchor} if task else {}),
    )


def _defect(rule: str, template: str, task: Task, subject: str, **blanks: str) -> PlanDefect:
    words = _sentences()[template]
    return PlanDefect(
        rule,
        task.id,
        words["vi"].format(task=task.id, **blanks),
        words["en"].format(task=task.id, **blanks),
        subject,
        task.anchor,
    )


@cache
def _sentences() -> dict[str, dict[str, str]]:
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))
