"""Statements that speak only of a general measure of the plan, not of a task.

The measures of the plan's prose ("nội dung, giải pháp") are matched as tasks are, sentence by
sentence, in an index of their own: no statement's task, band or score depends on it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from pipeline.matching.matcher import Matcher
from pipeline.matching.papers import statement_queries
from rules.agencies import Registry
from rules.document_types import DocumentTypes
from rules.model.papers import Band, Match, Paper, Statement
from rules.model.plan import Measure, Plan, Task

_SENTENCE = re.compile(r"(?<=[.;])\s+(?=[^\W\d_])|\n")
_LEAST_WORDS = 6  # of a sentence that says what is to be done
_LEAST = 0.45  # score of a label that is worth showing
_NEARER = 0.05  # so much nearer than the best task
_MARK = "#"


def label_measures(
    statements: Sequence[Statement],
    papers: Sequence[Paper],
    matches: Iterable[Match],
    plan: Plan,
    registry: Registry,
    types: DocumentTypes,
) -> tuple[Statement, ...]:
    """The statements; those that are surely of one measure, and of no task, bear its id."""
    nearest: dict[str, float] = {}
    sure = set()
    for match in matches:
        if match.band is Band.SURE:
            sure.add(match.statement_id)
        held = nearest.get(match.statement_id, 0.0)
        nearest[match.statement_id] = max(held, match.score)
    rest = [one for one in statements if one.id not in sure] if plan.measures else []
    answers = _measures_of(rest, papers, plan, registry, types) if rest else {}
    found = {
        id: measure
        for id, (measure, score) in answers.items()
        if score >= max(_LEAST, nearest.get(id, 0.0) + _NEARER)
    }
    return tuple(
        replace(one, measure_id=found[one.id]) if one.id in found else one for one in statements
    )


def _measures_of(
    statements: Sequence[Statement],
    papers: Sequence[Paper],
    plan: Plan,
    registry: Registry,
    types: DocumentTypes,
) -> dict[str, tuple[str, float]]:
    """The measure that each statement is surely of, and how near it is."""
    index = Matcher(_as_plan(plan), registry, types)
    queries = [
        replace(one, task_hint="", section="") for one in statement_queries(statements, papers)
    ]
    found: dict[str, tuple[str, float]] = {}
    for statement, answers in zip(statements, index.match(queries), strict=True):
        sure = {one.task_id.split(_MARK)[0] for one in answers if one.band is Band.SURE}
        if len(sure) == 1:
            found[statement.id] = (sure.pop(), answers[0].score)
    return found


def _as_plan(plan: Plan) -> Plan:
    """The measures as a plan of their own: each sentence a task, led by the bodies it names."""
    tasks = [task for measure in plan.measures for task in _sentences(measure)]
    return replace(plan, tasks=tuple(tasks), sections=(), duties=(), measures=(), defects=())


def _sentences(measure: Measure) -> Collection[Task]:
    lines = [line.strip() for line in _SENTENCE.split(measure.text)]
    return [
        Task(
            id=f"{measure.id}{_MARK}{number}",
            section="",
            number=str(number),
            text=line,
            outputs=(),
            leads=measure.bodies,
            coordinating=(),
            deadlines=(),
        )
        for number, line in enumerate(lines, 1)
        if len(line.split()) >= _LEAST_WORDS
    ]
