"""The differences of two plans in words and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from pipeline.outputs.clean import one_line
from pipeline.outputs.plan_fields import day_of, duty_name, field_words
from pipeline.plans.plan_diff import DutyDiff, Effect, PlanDiff, TaskDiff
from rules.plan_words import plan_words

_NAMED = 6  # agencies that are named before the rest is counted
_TASK = 160  # characters of a task's text


def diff_lines(diff: PlanDiff, lang: str = "vi") -> Iterator[str]:
    """The differences line by line; what belongs to a line above is set in."""
    for fact in diff.facts:
        yield field_words(fact, lang)
    if not diff:
        yield plan_words("line", "same", lang)
        return
    kinds = Counter(one.kind for one in diff.tasks)
    counted = {kind: kinds[kind] for kind in ("added", "removed", "moved", "changed")}
    yield plan_words("line", "sums", lang, **counted, duties=len(diff.duties))
    for task in diff.tasks:
        yield ""
        yield _task_line(task, lang)
        yield from (f"    {field_words(one, lang)}" for one in task.fields)
        yield from (f"    ⇒ {_effect_words(one, diff.names, lang)}" for one in task.effects)
    for duty in diff.duties:
        yield ""
        yield _duty_line(duty, lang)
        yield from (f"    {field_words(one, lang)}" for one in duty.fields)


def _task_line(task: TaskDiff, lang: str) -> str:
    old, new = task.old, task.new
    shown = new or old
    text = one_line(shown.text, _TASK) if shown else ""
    if task.kind == "moved" and old and new:
        return plan_words("task", "moved", lang, old=old.id, new=new.id, text=text)
    id = shown.id if shown else ""
    return plan_words("task", task.kind, lang, id=id, old=text, new=text)


def _duty_line(duty: DutyDiff, lang: str) -> str:
    owes = one_line("; ".join(duty.owes), _TASK)
    return plan_words("duty", duty.kind, lang, name=duty_name(duty.output, lang), owes=owes)


def _effect_words(one: Effect, names: Mapping[str, str], lang: str) -> str:
    old, new = (_effect_values(one.kind, values, names, lang) for values in (one.old, one.new))
    output = one_line(one.output, 80)
    return plan_words("effect", one.kind, lang, output=output, old=old, new=new)


def _effect_values(kind: str, values: Sequence[str], names: Mapping[str, str], lang: str) -> str:
    if kind == "due":
        return ", ".join(day_of(value, plan_words("line", "no_day", lang)) for value in values)
    if kind == "doc_type":
        return ", ".join(value or plan_words("line", "no_type", lang) for value in values)
    if kind == "count":
        return values[0]
    if not values:
        return plan_words("line", "itself", lang)
    named = ", ".join(names.get(value, value) for value in values[:_NAMED])
    if len(values) <= _NAMED:
        return named
    return plan_words("line", "and_more", lang, names=named, n=len(values) - _NAMED)


def diff_json(diff: PlanDiff) -> dict[str, object]:
    """The differences for other programs; days are ISO, agencies are ids with their names."""
    used = {id for task in diff.tasks for one in task.effects for id in (*one.old, *one.new)}
    return {
        "facts": [asdict(one) for one in diff.facts],
        "tasks": [
            {
                "change": task.kind,
                "old_id": task.old.id if task.old else None,
                "new_id": task.new.id if task.new else None,
                "text": (task.new.text if task.new else task.old.text if task.old else ""),
                "fields": [asdict(one) for one in task.fields],
                "effects": [asdict(one) for one in task.effects],
            }
            for task in diff.tasks
        ],
        "duties": [
            {
                "change": duty.kind,
                "output": duty.output,
                "owes": list(duty.owes),
                "fields": [asdict(one) for one in duty.fields],
            }
            for duty in diff.duties
        ],
        "agencies": {id: name for id, name in diff.names.items() if id in used},
    }
