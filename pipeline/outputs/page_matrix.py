"""The matrix of the page: tasks down, agencies across, a sign where an agency owes a task."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.outputs.clean import one_line
from pipeline.outputs.report import Report, group_of
from rules.messages import load
from rules.model.dossier import Judgement


@dataclass(frozen=True, slots=True)
class Square:
    """What an agency's outputs for a task came to; ``target`` is a finding, if there is one."""

    mark: str
    group: str
    words: str
    target: str


@dataclass(frozen=True, slots=True)
class Line:
    """A task, or a reporting duty, with a square for each agency that owes it."""

    label: str
    text: str
    squares: tuple[Square | None, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Agencies across; sections with their lines down."""

    agencies: tuple[str, ...]
    sections: tuple[tuple[str, tuple[Line, ...]], ...]


def build_matrix(report: Report, targets: Mapping[str, str]) -> Matrix:
    """The matrix of all that is owed; ``targets`` leads from an obligation to its finding."""
    worst = report.counts.worst
    owing = [id for id in report.shown if id in report.counts.by_agency]
    sections = []
    for section in report.plan.sections:
        rows = [(task.id, task.id, task.text) for task in report.plan.tasks
                if task.section == section.id]  # fmt: skip
        sections.append((report.section_title(section.id), rows))
    names = load()["output"]
    duties = [(id, "", report.words("output", id)) for id in names]
    known = {id for _, rows in sections for id, *_ in rows} | set(names)
    # What belongs to no section that the plan names is shown too.
    rest = [(id, id, "") for id in dict.fromkeys(row for row, _ in worst) if id not in known]
    sections.append((report.words.say("duties"), duties + rest))

    def line(id: str, label: str, text: str) -> Line:
        squares = tuple(
            _square(report, worst.get((id, agency)), agency, targets) for agency in owing
        )
        return Line(label, one_line(text, 160), squares)

    shown = [(title, tuple(line(*row) for row in rows)) for title, rows in sections]
    kept = [(title, tuple(one for one in lines if any(one.squares))) for title, lines in shown]
    agencies = tuple(report.agency_name(id) for id in owing)
    return Matrix(agencies, tuple((title, lines) for title, lines in kept if lines))


def _square(
    report: Report, judgement: Judgement | None, agency: str, targets: Mapping[str, str]
) -> Square | None:
    if judgement is None:
        return None
    due, status = judgement.obligation, judgement.status.value
    what = due.task_id or report.output_name(due)
    words = f"{what}, {report.agency_name(agency)}: {report.words('status', status)}"
    mark = load()["status"][status].mark
    return Square(mark, group_of(judgement.status), words, targets.get(due.id, ""))
