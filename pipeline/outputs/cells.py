"""A finding as a row of words: the same for workbook, CSV, page and terminal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from extractors.document import Anchor
from pipeline.outputs.clean import QUOTE_LIMIT, clean, one_line
from pipeline.outputs.report import Report
from rules.messages import Words
from rules.model.dossier import Evidence, Finding, Judgement
from rules.model.papers import Paper, Period

_SHOWN_EVIDENCE = 5
_PLACES = ("sheet", "page", "table", "row", "cell", "paragraph")


@dataclass(frozen=True, slots=True)
class FindingCells:
    """What a line of the list shows, in words; not yet made fit for a sink but for length."""

    code: str
    severity: str
    state: str
    agency: str
    task: str
    task_text: str
    output: str
    deadline: str
    message: str
    evidence: str
    place: str
    quote: str
    rule: str
    rule_id: str


def finding_cells(report: Report, finding: Finding) -> FindingCells:
    """The line of a finding."""
    problem, words = finding.problem, report.words
    judgement = report.judgements_by_id.get(problem.obligation_id)
    task = report.tasks_by_id.get(problem.task_id)
    first = problem.evidence[0] if problem.evidence else None
    paper = report.papers_by_id.get(problem.document_id)
    return FindingCells(
        code=finding.code,
        severity=words("severity", finding.severity.value),
        state=words("state", finding.state),
        agency=report.agency_name(problem.agency_id),
        task=problem.task_id,
        task_text=task.text if task else "",
        output=_output(report, finding, judgement),
        deadline=judgement.obligation.deadline.text if judgement else "",
        message=words.choose(problem.message, problem.message_en),
        evidence=first.path if first else (paper.path if paper else ""),
        place=place_words(first.anchor, words) if first else "",
        quote=_quotes(problem.evidence, words),
        rule=report.rule_title(finding.rule),
        rule_id=finding.rule,
    )


def _output(report: Report, finding: Finding, judgement: Judgement | None) -> str:
    if judgement:
        return report.output_name(judgement.obligation)
    task = report.tasks_by_id.get(finding.problem.task_id)
    number = finding.problem.output_no
    if task and number and number <= len(task.outputs):
        return task.outputs[number - 1]
    return ""


def _quotes(evidence: tuple[Evidence, ...], words: Words) -> str:
    """The first passage, then the further ones with the file and place they stand at."""
    lines = [clean(one.quote, QUOTE_LIMIT) for one in evidence[:1]]
    for one in evidence[1:_SHOWN_EVIDENCE]:
        where = ", ".join(part for part in (one.path, place_words(one.anchor, words)) if part)
        lines.append(f"• {where}: {one_line(one.quote)}")
    if len(evidence) > _SHOWN_EVIDENCE:
        lines.append(words.say("more_evidence", n=len(evidence) - _SHOWN_EVIDENCE))
    return "\n".join(line for line in lines if line)


def place_words(anchor: Anchor, words: Words) -> str:
    """Where a passage stands: ``trang 3, bảng 1, dòng 4``."""
    parts = ((name, getattr(anchor, name)) for name in _PLACES)
    return ", ".join(words.fill("place", name, n=at) for name, at in parts if at is not None)


def period_words(period: Period, words: Words) -> str:
    """``quý 1/2024``, ``6 tháng 2024``, ``năm 2024``; empty where unknown."""
    if not period.kind:
        return ""
    blanks = {"part": period.part or "?", "year": period.year or "?"}
    return words.fill("period", period.kind, **blanks)


def number_words(paper: Paper) -> str:
    """``15/KH-SNV``; a symbol without a number shows the blank that was left for it."""
    number, symbol = paper.header.number, paper.header.symbol
    if symbol:
        return f"{number or '…'}/{symbol}"
    return number


def day_words(day: date | None) -> str:
    """``31/12/2024``; empty where there is none."""
    return f"{day:%d/%m/%Y}" if day else ""
