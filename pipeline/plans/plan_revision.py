"""A plan with the papers that revise it applied, and what each of them changed.

A row of a revision replaces the task of its id, or of the same words; an empty cell, or one that
says "giữ nguyên", leaves what was there. The first plan's title, duties and prose stay, and so do
the ids of its tasks: what was decided on a task that nobody touched still holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extractors.document import Anchor
from pipeline.errors import UserError
from pipeline.outputs.clean import one_line
from pipeline.outputs.plan_fields import duty_name, field_words
from pipeline.plans.plan import load_plan, open_plan
from pipeline.plans.plan_pairs import (
    FIELDS,
    Difference,
    differences,
    duty_differences,
    likeness,
    same_duty,
)
from pipeline.plans.plan_workbook_read import is_plan_workbook
from rules.model.plan import Duty, Plan, PlanChange, Section, Task
from rules.plan.reader import read_plan
from rules.plan.revision_words import Marks, is_kept, read_marks, rows_dropped
from rules.plan_words import plan_words

_SAME_TASK = 50.0  # what is left of a task's words where its row names the same id
_SAME_WORDS = 95.0  # a row under another number, or none, that is this task all the same
_NO_MARKS = Marks()
_TASK = 160  # characters of a task's text in a sentence


@dataclass(frozen=True, slots=True)
class Revision:
    """A paper that revises a plan, as read."""

    name: str
    plan: Plan
    marks: Marks = _NO_MARKS
    dropped: frozenset[str] = frozenset()  # its own rows that say they are dropped


def revise(plan: Plan, papers: Iterable[Path]) -> Plan:
    """The plan after each of the papers, in their order; what they did is in ``changes``."""
    for path in papers:
        revision = read_revision(path, plan)
        revised = _apply(plan, revision)
        if len(revised.changes) == len(plan.changes):
            raise UserError(
                f"{path.name}: không thấy nhiệm vụ nào được sửa, thêm hay bãi bỏ; hãy kiểm tra"
                " lại tệp, hoặc sửa kế hoạch trong sổ tính (doichieu plan --xlsx)"
            )
        plan = revised
    return plan


def read_revision(path: Path, plan: Plan) -> Revision:
    """A paper that revises a plan: its rows, and what its words drop."""
    if path.exists() and not path.is_dir() and is_plan_workbook(path):
        read = load_plan(path)
        revision = Revision(path.name, read)
    else:
        document = open_plan(path)
        read = read_plan(document, path.name)
        marks = read_marks(read.text, plan)
        revision = Revision(path.name, read, marks, rows_dropped(document))
    years = {int(year) for year in re.findall(r"(?<![\d/])(20\d{2})(?![\d/])", read.title)}
    if plan.year and years and plan.year not in years:
        raise UserError(
            f"{path.name}: là văn bản của năm {max(years)}, không phải của kế hoạch năm"
            f" {plan.year}; hãy chỉ đúng tệp sửa đổi"
        )
    return revision


@dataclass(frozen=True, slots=True)
class _Draft:
    """A plan while a revision is applied to it."""

    tasks: tuple[Task, ...]
    sections: tuple[Section, ...]
    changes: tuple[PlanChange, ...] = ()

    def told(self, change: PlanChange, tasks: Sequence[Task] | None = None) -> _Draft:
        return replace(
            self,
            tasks=self.tasks if tasks is None else tuple(tasks),
            changes=(*self.changes, change),
        )


def _apply(plan: Plan, revision: Revision) -> Plan:
    draft = _Draft(plan.tasks, plan.sections)
    for row in revision.plan.tasks:
        draft = _row(draft, row, revision, plan)
    for id in revision.marks.dropped:
        draft = _drop(draft, id, revision.name)
    draft = _told_only(draft, revision)
    duties, changes = _duties(plan.duties, revision)
    text = f"{plan.text}\n{revision.plan.text}" if plan.text else ""
    return replace(
        plan,
        tasks=draft.tasks,
        sections=draft.sections,
        duties=duties,
        text=text,
        changes=(*plan.changes, *draft.changes, *changes),
    )


def _row(draft: _Draft, row: Task, revision: Revision, plan: Plan) -> _Draft:
    """A row replaces its task, drops it, or is a new one."""
    old, other = _counterpart(row, draft.tasks)
    if row.id in revision.dropped:
        return _drop(draft, old.id if old else _own_id(row), revision.name)
    if old is None:
        return _add(draft, row, revision, plan)
    new = _filled(old, row, revision.plan.columns, whole=other)
    if other:
        change = _change("other", old.id, revision.name)
    elif found := differences(old, new):
        change = _change("replaced", old.id, revision.name, fields=found)
    else:
        change = _change("same", old.id, revision.name)
    return draft.told(change, [new if task.id == old.id else task for task in draft.tasks])


def _counterpart(row: Task, tasks: Sequence[Task]) -> tuple[Task | None, bool]:
    """The task that a row means, and whether it puts another one under the same id.

    A bare number means a task only where the words agree: revisions count their own rows.
    """
    id = _own_id(row)
    named = next((task for task in tasks if task.id in (row.id, id)), None)
    if named is not None and likeness(named, row) >= _SAME_TASK:
        return named, False
    nearest = max(tasks, key=lambda task: likeness(task, row), default=None)
    if nearest is not None and likeness(nearest, row) >= _SAME_WORDS:
        return nearest, False
    whole = named is not None and not id.isdigit()
    return (named, True) if whole else (None, False)


def _own_id(row: Task) -> str:
    """A row's id without the number of the revision's own table: "2.III.6" is III.6."""
    return re.sub(r"^\d+\.(?=[A-Z])", "", row.id).split("~")[0]


def _filled(old: Task, row: Task, columns: Sequence[str], whole: bool) -> Task:
    """The task with every cell that the row fills; of another task, also those it leaves empty."""
    values: dict[str, object] = {}
    for name in FIELDS:
        held = getattr(row, name)
        kept = is_kept(held if isinstance(held, str) else " ".join(held))
        if name in columns and not kept and (held or whole):
            values[name] = held
    return replace(old, **values)  # type: ignore[arg-type]


def _add(draft: _Draft, row: Task, revision: Revision, plan: Plan) -> _Draft:
    """A new task stands after the last one of its section."""
    taken = {task.id for task in draft.tasks}
    id = _own_id(row)
    sectioned = any(section.id for section in plan.sections)
    if id in taken or (sectioned and id.isdigit()):
        count = 1
        while f"BS.{count}" in taken:
            count += 1
        id = f"BS.{count}"
    known = [one.id for one in draft.sections if one.id and id.startswith(f"{one.id}.")]
    section = max(known, key=len, default=row.section)
    new = replace(row, id=id, section=section, anchor=Anchor())
    places = [at for at, task in enumerate(draft.tasks) if task.section == section]
    place = places[-1] + 1 if places else len(draft.tasks)
    draft = replace(draft, sections=_with_section(draft.sections, section, revision.plan))
    change = _change("added", id, revision.name, what=one_line(row.text, _TASK))
    return draft.told(change, [*draft.tasks[:place], new, *draft.tasks[place:]])


def _with_section(
    sections: tuple[Section, ...], section: str, revision: Plan
) -> tuple[Section, ...]:
    if not section or any(one.id == section for one in sections):
        return sections
    title = next((one.title for one in revision.sections if one.id.endswith(section)), "")
    return (*sections, Section(section, title))


def _drop(draft: _Draft, id: str, source: str) -> _Draft:
    if all(task.id != id for task in draft.tasks):
        return draft.told(_change("unknown", id, source))
    return draft.told(
        _change("dropped", id, source), [task for task in draft.tasks if task.id != id]
    )


def _told_only(draft: _Draft, revision: Revision) -> _Draft:
    """What the words say and nothing was done about, so that a person does it."""
    done = {change.task_id for change in draft.changes}
    for id in revision.marks.spoken:
        if id not in done and any(task.id == id for task in draft.tasks):
            draft = draft.told(_change("unread", id, revision.name))
    for clause in revision.marks.unclear:
        draft = draft.told(_change("unclear", "", revision.name, what=one_line(clause, 200)))
    return draft


def _duties(
    duties: tuple[Duty, ...], revision: Revision
) -> tuple[tuple[Duty, ...], tuple[PlanChange, ...]]:
    """The duties with those of the same report and bodies replaced; a new one is only told."""
    kept, changes = list(duties), []
    for duty in revision.plan.duties:
        place = next((at for at, one in enumerate(kept) if same_duty(one, duty)), None)
        name, owes = duty_name(duty.output), one_line("; ".join(duty.owes), _TASK)
        if place is None:
            changes.append(_change("duty_unread", "", revision.name, name=name, owes=owes))
            continue
        found = duty_differences(kept[place], duty)
        if found:
            kept[place] = duty
            changes.append(_change("duty", "", revision.name, fields=found, name=name))
    return tuple(kept), tuple(changes)


def _change(
    kind: str, id: str, source: str, fields: Sequence[Difference] = (), **blanks: str
) -> PlanChange:
    """A change with its sentence in both languages."""
    said = []
    for lang in ("vi", "en"):
        what = {"what": "; ".join(_field_lines(fields, lang))} if fields else {}
        values = {**blanks, **what}
        said.append(plan_words("revision", kind, lang, file=source, id=id, **values))
    return PlanChange(kind, id, source, *said)


def _field_lines(fields: Sequence[Difference], lang: str) -> Iterator[str]:
    return (field_words(one, lang) for one in fields)
