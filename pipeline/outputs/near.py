"""Near misses in words: what a person looks through to see whether something was overlooked."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.outputs.cells import place_words
from pipeline.outputs.report import Report, near_misses
from rules.model.papers import Band, Match, Paper, Statement


@dataclass(frozen=True, slots=True)
class Near:
    """A passage or paper that no task is sure of, and the task nearest to it."""

    agency: str
    paper: Paper | None
    place: str
    text: str
    task_id: str
    task_text: str
    likeness: str
    band: str
    reasons: str


def near_lines(report: Report, most: int) -> tuple[list[Near], int]:
    """The nearest misses, at most so many, and how many there are."""
    said = report.said
    near, number = near_misses(report, most)
    lines = []
    for one in near:
        paper = report.papers_by_id.get(one.document_id)
        statement = said.statement(one.statement_id)
        text = statement.text if statement else (paper.header.title if paper else "")
        place = place_words(statement.anchor, report.words) if statement else ""
        measure = statement.measure_id if statement else ""
        lines.append(_near(report, said.match(one.number), paper, place, text, measure))
    alone, others = said.of_measures(most - len(lines))
    lines += [_of_measure(report, statement) for statement in alone]
    return lines, number + others


def _of_measure(report: Report, statement: Statement) -> Near:
    """A passage that is near no task and speaks of a general measure."""
    paper = report.papers_by_id.get(statement.document_id)
    measures = {one.id: one.text for one in report.plan.measures}
    return Near(
        agency=report.agency_name(paper.sender_id) if paper else "",
        paper=paper,
        place=place_words(statement.anchor, report.words),
        text=statement.text,
        task_id="",
        task_text=measures.get(statement.measure_id, ""),
        likeness="",
        band=report.words("band", Band.NONE.value),
        reasons=report.words.say("of_measure", measure=statement.measure_id),
    )


def _near(
    report: Report, match: Match, paper: Paper | None, place: str, text: str, measure: str
) -> Near:
    words = report.words
    spoken = words.say("of_measure", measure=measure) if measure else ""
    task = report.tasks_by_id.get(match.task_id)
    return Near(
        agency=report.agency_name(paper.sender_id) if paper else "",
        paper=paper,
        place=place,
        text=text,
        task_id=match.task_id,
        task_text=task.text if task else "",
        likeness=f"{round(match.score * 100)} %",
        band=words("band", match.band.value),
        reasons="; ".join(filter(None, (spoken, *match.reasons))),
    )
