"""Statements that speak only of a general measure of the plan, not of a task.

The measures of the plan's prose ("nội dung, giải pháp") are matched as tasks are, sentence by
sentence, in an index of their own: no statement's task, band or score depends on it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pipeline.matching.matcher import Matcher
from pipeline.matching.papers import statement_queries
from pipeline.matching.query import Candidate
from rules.agencies import Registry
from rules.document_types import DocumentTypes
from rules.model.papers import Band, Match, Paper, Statement
from rules.model.plan import Measure, Plan, Task

_SENTENCE = re.compile(r"(?<=[.;])\s+(?=[^\W\d_])|\n")
_LEAST_WORDS = 6  # of a sentence that says what is to be done
_LEAST = 0.45  # score of a label that is worth showing
_NEARER = 0.05  # so much nearer than the best task
_MARK = "#"


@dataclass(frozen=True, slots=True)
class Nearest:
    """The measure that a statement is surely of, and how near; empty where no label comes of it."""

    statement_id: str
    measure_id: str = ""
    score: float = 0.0


class Measures:
    """The measures of a plan, and which of them statements speak of; made ready when asked."""

    def __init__(self, plan: Plan, registry: Registry, types: DocumentTypes) -> None:
        self._plan, self._registry, self._types = plan, registry, types

    @cached_property
    def _index(self) -> Matcher:
        return Matcher(_as_plan(self._plan), self._registry, self._types)

    def nearest(
        self, statements: Sequence[Statement], papers: Sequence[Paper], matches: Iterable[Match]
    ) -> tuple[Nearest, ...]:
        """The answer for each statement that is surely of no task."""
        return self._ask(_of_no_task(statements, matches), papers) if self._plan.measures else ()

    def label(
        self,
        statements: Sequence[Statement],
        papers: Sequence[Paper],
        matches: Iterable[Match],
        heard: Iterable[Nearest] = (),
    ) -> tuple[Statement, ...]:
        """The statements; those that are surely of one measure, and of no task, bear its id.

        ``heard`` are answers known already; the others are asked for.
        """
        matches = tuple(matches)
        near: dict[str, float] = {}
        for match in matches:
            near[match.statement_id] = max(near.get(match.statement_id, 0.0), match.score)
        rest = _of_no_task(statements, matches) if self._plan.measures else []
        known = {one.statement_id: one for one in heard}
        unknown = [one for one in rest if one.id not in known]
        known |= {one.statement_id: one for one in self._ask(unknown, papers)}
        found = {
            one.id: known[one.id].measure_id
            for one in rest
            if known[one.id].measure_id
            and known[one.id].score >= max(_LEAST, near.get(one.id, 0.0) + _NEARER)
        }
        return tuple(
            replace(one, measure_id=found[one.id]) if one.id in found else one for one in statements
        )

    def _ask(self, statements: Sequence[Statement], papers: Sequence[Paper]) -> tuple[Nearest, ...]:
        if not statements:
            return ()
        # Whose report it is says nothing: most measures bind everybody and name no body.
        queries = [
            replace(one, task_hint="", section="", agency="", agency_id="", sender_id="")
            for one in statement_queries(statements, papers)
        ]
        answers = self._index.match(queries, explain=False, least=_LEAST)
        return tuple(map(_nearest, statements, answers))


def _nearest(statement: Statement, answers: Sequence[Candidate]) -> Nearest:
    sure = {one.task_id.split(_MARK)[0] for one in answers if one.band is Band.SURE}
    return (
        Nearest(statement.id, sure.pop(), answers[0].score)
        if len(sure) == 1
        else Nearest(statement.id)
    )


def _of_no_task(statements: Sequence[Statement], matches: Iterable[Match]) -> list[Statement]:
    sure = {match.statement_id for match in matches if match.band is Band.SURE}
    return [one for one in statements if one.id not in sure]


def label_measures(
    statements: Sequence[Statement],
    papers: Sequence[Paper],
    matches: Iterable[Match],
    plan: Plan,
    registry: Registry,
    types: DocumentTypes,
) -> tuple[Statement, ...]:
    """The statements, those of a measure of the plan with its id."""
    return Measures(plan, registry, types).label(statements, papers, matches)


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
