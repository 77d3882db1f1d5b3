"""Near misses in words: what a person looks through to see whether something was overlooked."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.outputs.cells import place_words
from pipeline.outputs.report import Report, near_misses
from rules.model.papers import Match, Paper


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
    near = near_misses(report)
    statements = {one.id: one for one in report.statements}
    lines = []
    for match in near[:most]:
        paper = report.papers_by_id.get(match.document_id)
        statement = statements.get(match.statement_id)
        text = statement.text if statement else (paper.header.title if paper else "")
        place = place_words(statement.anchor, report.words) if statement else ""
        lines.append(_near(report, match, paper, place, text))
    return lines, len(near)


def _near(report: Report, match: Match, paper: Paper | None, place: str, text: str) -> Near:
    task = report.tasks_by_id.get(match.task_id)
    return Near(
        agency=report.agency_name(paper.sender_id) if paper else "",
        paper=paper,
        place=place,
        text=text,
        task_id=match.task_id,
        task_text=task.text if task else "",
        likeness=f"{round(match.score * 100)} %",
        band=report.words("band", match.band.value),
        reasons="; ".join(match.reasons),
    )
