"""What an agency is reminded of: the findings decided on, in the order of the plan.

Only what was decided "Đúng - đôn đốc" and still stands as it was decided becomes an item; what
does not is told with its reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from pipeline.decisions.standing import Standing
from pipeline.outputs.report import Report
from rules.model.dossier import Finding, Judgement, Status
from rules.reminders import rule_words, say

CONFIRM = "confirm"
NOTHING_RECEIVED = "nothing-received"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of annex I: a task with its output and deadline, and what is wrong in one sentence.

    ``id`` tells apart the lines that come of one finding (an agency that sent nothing owes many).
    """

    id: str
    fingerprint: str
    code: str
    basis: str
    group: str
    wrong: str
    task_id: str = ""
    task: str = ""
    output: str = ""
    deadline: str = ""
    part: str = ""  # which part of a recurring deadline: "quý I"
    due: date | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A decided finding, or a letter, of which nothing was made, and why."""

    what: str  # a finding's code, or a file
    agency_id: str
    why: str


@dataclass(frozen=True, slots=True)
class Outstanding:
    """What every agency is to be reminded of, and what was left out."""

    items: Mapping[str, tuple[Item, ...]]
    left_out: tuple[LeftOut, ...]


def outstanding(report: Report, fixed: Iterable[tuple[str, str]] = ()) -> Outstanding:
    """The items of each agency; ``fixed`` are code and agency of decided findings that are gone."""
    found: dict[str, list[Item]] = {}
    left = [LeftOut(code, agency, say("left_out", "fixed")) for code, agency in fixed]
    for finding in report.findings:
        standing = report.standings.get(finding.fingerprint)
        if standing is None or standing.kind != CONFIRM:
            continue
        agency = finding.problem.agency_id
        if why := _why_not(finding, standing):
            left.append(LeftOut(finding.code, agency, why))
        else:
            found.setdefault(agency, []).extend(_items(report, finding))
    order = {id: number for number, id in enumerate(report.tasks_by_id)}

    def rank(item: Item) -> tuple[bool, int, date, str]:
        last = len(order)
        return (not item.output, order.get(item.task_id, last), item.due or date.max, item.id)

    agencies = [id for id in report.shown if id in found]
    items = {id: tuple(sorted(found[id], key=rank)) for id in agencies}
    return Outstanding(items, tuple(left))


def _why_not(finding: Finding, standing: Standing) -> str:
    """Why a confirmed finding makes no reminder; empty where it does."""
    if finding.state == "fixed":
        return say("left_out", "fixed")
    if standing.basis != finding.basis:
        return say("left_out", "changed")
    if standing.awaits_second_look:
        return say("left_out", "second")
    if never := rule_words(finding.rule).never:
        return never
    return "" if finding.problem.agency_id else say("left_out", "no_agency")


def _items(report: Report, finding: Finding) -> Iterator[Item]:
    if finding.rule == NOTHING_RECEIVED:
        due = [one for one in report.judgements if _silent(one, finding.problem.agency_id)]
        if due:
            yield from (_item(report, finding, one) for one in due)
            return
    yield _item(report, finding, report.judgements_by_id.get(finding.problem.obligation_id))


def _silent(judgement: Judgement, agency_id: str) -> bool:
    owes = judgement.obligation.agency_id == agency_id
    return owes and judgement.status is Status.NOT_RECEIVED


def _item(report: Report, finding: Finding, judgement: Judgement | None) -> Item:
    problem, words = finding.problem, rule_words(finding.rule)
    paper = report.papers_by_id.get(problem.document_id)
    obligation = judgement.obligation if judgement else None
    task_id = obligation.task_id if obligation else problem.task_id
    task = report.tasks_by_id.get(task_id)
    wrong = words.says.format(
        message=_without_agency(problem.message, report.agency_name(problem.agency_id)),
        reason=judgement.reason if judgement else problem.message,
        file=PurePosixPath(paper.path).name if paper else "",
    )
    if obligation and obligation.members and judgement and words.group == "absent":
        heard, members = len(judgement.heard_from), len(obligation.members)
        wrong = say("letter", "heard_from", wrong=wrong, heard=heard, members=members)
    return Item(
        id=obligation.id if obligation and words.group != "content" else finding.code,
        fingerprint=finding.fingerprint,
        code=finding.code,
        basis=finding.basis,
        group=words.group,
        wrong=wrong,
        task_id=task_id,
        task=task.text if task else "",
        output=report.output_name(obligation) if obligation else "",
        deadline=obligation.deadline.text if obligation else "",
        part=obligation.deadline.label if obligation else "",
        due=obligation.deadline.due_to if obligation else None,
    )


def _without_agency(message: str, agency: str) -> str:
    rest = message.removeprefix(f"{agency}: ")
    return rest[:1].upper() + rest[1:]
