"""The one value that every output is made from, its counts computed once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.decisions.standing import Standing
from pipeline.storage.shelf import Shelf
from pipeline.storage.told import Likeness, Told
from rules.agencies import Agency
from rules.catalogue import Rule
from rules.messages import Words, load
from rules.model.dossier import Finding, Judgement, Severity, Status
from rules.model.papers import Paper, Role
from rules.model.plan import Obligation, Plan, Task

# The matrix shows one sign a cell: the status that most needs a person.
WORST_FIRST = (
    Status.NOT_RECEIVED,
    Status.MISSING,
    Status.NOT_DONE,
    Status.WRONG_TYPE,
    Status.WRONG_ISSUER,
    Status.UNDATED,
    Status.LATE,
    Status.CITED,
    Status.UNREADABLE,
    Status.REVIEW,
    Status.DEADLINE_UNKNOWN,
    Status.PENDING,
    Status.MET,
)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of what, by whom; section ``""`` holds the reporting duties.

    ``worst`` is the cell of the matrix: (task id, agency id) -> the judgement to look at first.
    """

    by_status: Counter[Status]
    by_section: dict[str, Counter[Status]]
    by_agency: dict[str, Counter[Status]]
    severities: dict[str, Counter[Severity]]
    by_rule: Counter[str]
    worst: dict[tuple[str, str], Judgement]
    papers_of: Counter[str]
    serves: Counter[str]
    unread: tuple[Paper, ...]
    unchecked: tuple[Judgement, ...]
    unmatched: tuple[str, ...]  # ids of papers
    silent: tuple[str, ...]  # ids of agencies
    strangers: tuple[str, ...]  # folders, or loose files, that no agency is known for


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a run knows, ready to be shown; made by ``build_report``.

    ``agencies`` is in the order in which lists show them; ``shown`` are those that owe
    something, sent something or have a finding.
    """

    plan: Plan
    as_of: date
    agencies: Mapping[str, Agency]
    papers: tuple[Paper, ...]
    said: Told
    judgements: tuple[Judgement, ...]
    findings: tuple[Finding, ...]
    rules: Mapping[str, Rule]
    inbox: Path | None
    lang: str
    counts: Counts
    shown: tuple[str, ...]
    tasks_by_id: Mapping[str, Task]
    papers_by_id: Mapping[str, Paper]
    judgements_by_id: Mapping[str, Judgement]
    standings: Mapping[str, Standing]  # what people decided, by fingerprint
    notices: tuple[str, ...] = ()  # what shaped the run beside inbox and plan
    judged: frozenset[str] = frozenset()  # the agencies judged; empty: all

    @property
    def words(self) -> Words:
        """The words of the report's language."""
        return Words(self.lang)

    def agency_name(self, agency_id: str) -> str:
        """The official name; an agency that the register does not know keeps its id."""
        if not agency_id:
            return self.words.say("no_agency")
        agency = self.agencies.get(agency_id)
        return agency.name if agency else agency_id

    def section_title(self, section_id: str) -> str:
        """``III. Trách nhiệm giải trình``; the duties have their own title."""
        for section in self.plan.sections:
            if section.id == section_id:
                return f"{section.id}. {section.title}"
        return section_id or self.words.say("duties")

    def output_name(self, obligation: Obligation) -> str:
        """The plan's own words for an output; duties by their name."""
        if obligation.output in load()["output"]:
            return self.words("output", obligation.output)
        return obligation.output

    def rule_title(self, rule_id: str) -> str:
        """The rule in words; a rule that the catalogue no longer has keeps its id."""
        rule = self.rules.get(rule_id)
        return self.words.choose(rule.title, rule.title_en) if rule else rule_id


def build_report(
    *,
    plan: Plan,
    as_of: date,
    agencies: Iterable[Agency],
    papers: Sequence[Paper] = (),
    said: Told | None = None,
    judgements: Sequence[Judgement] = (),
    findings: Sequence[Finding] = (),
    rules: Mapping[str, Rule],
    inbox: Path | None = None,
    lang: str = "vi",
    standings: Mapping[str, Standing] | None = None,
    notices: Sequence[str] = (),
    judged: frozenset[str] = frozenset(),
) -> Report:
    """The report of a run; findings in the order in which they are worked through."""
    by_id = {agency.id: agency for agency in agencies}
    tasks = {task.id: task for task in plan.tasks}
    counts = _count(tasks, papers, judgements, findings)
    touched = {*counts.by_agency, *counts.papers_of, *counts.severities} - {""}
    shown = tuple(id for id in by_id if id in touched) + tuple(sorted(touched - set(by_id)))
    return Report(
        plan=plan,
        as_of=as_of,
        agencies=by_id,
        papers=tuple(papers),
        said=said or Shelf(),
        judgements=tuple(judgements),
        findings=_in_order(findings, shown, tuple(tasks)),
        rules=rules,
        inbox=inbox,
        lang=lang,
        counts=counts,
        shown=shown,
        tasks_by_id=tasks,
        papers_by_id={paper.id: paper for paper in papers},
        judgements_by_id={one.obligation.id: one for one in judgements},
        standings=standings or {},
        notices=tuple(notices),
        judged=judged,
    )


def _in_order(
    findings: Sequence[Finding], agencies: tuple[str, ...], tasks: tuple[str, ...]
) -> tuple[Finding, ...]:
    """By agency, what is fixed last, then the worst first, then as the plan goes."""
    place = {id: number for number, id in enumerate(agencies)}
    order = {id: number for number, id in enumerate(tasks)}
    severity = {one: number for number, one in enumerate(Severity)}

    def rank(finding: Finding) -> tuple[object, ...]:
        problem = finding.problem
        return (
            place.get(problem.agency_id, len(place)),
            finding.state == "fixed",
            severity[finding.severity],
            order.get(problem.task_id, len(order)),
            problem.output_no or 0,
            finding.rule,
            finding.fingerprint,
        )

    return tuple(sorted(findings, key=rank))


def _count(
    tasks: Mapping[str, Task],
    papers: Sequence[Paper],
    judgements: Sequence[Judgement],
    findings: Sequence[Finding],
) -> Counts:
    by_section: dict[str, Counter[Status]] = {}
    by_agency: dict[str, Counter[Status]] = {}
    worst: dict[tuple[str, str], Judgement] = {}
    for judgement in judgements:
        due = judgement.obligation
        section = tasks[due.task_id].section if due.task_id in tasks else ""
        by_section.setdefault(section, Counter())[judgement.status] += 1
        by_agency.setdefault(due.agency_id, Counter())[judgement.status] += 1
        # A duty has no task: its output ("report:6m") is the row of the matrix.
        cell = (due.task_id or due.output, due.agency_id)
        worst[cell] = min(worst.get(cell, judgement), judgement, key=_badness)
    severities: dict[str, Counter[Severity]] = {}
    live = [one for one in findings if one.state != "fixed"]
    for finding in live:
        severities.setdefault(finding.problem.agency_id, Counter())[finding.severity] += 1
    return Counts(
        by_status=Counter(one.status for one in judgements),
        by_section=by_section,
        by_agency=by_agency,
        severities=severities,
        by_rule=Counter(one.rule for one in live),
        worst=worst,
        papers_of=Counter(paper.sender_id for paper in papers if not paper.is_temporary),
        serves=Counter(one.document_id for one in judgements if one.document_id),
        unread=tuple(one for one in papers if one.is_unread),
        unchecked=tuple(one for one in judgements if group_of(one.status) == "unchecked"),
        unmatched=_subjects(live, "unmatched-document", "document_id"),
        silent=_subjects(live, "nothing-received", "agency_id"),
        strangers=_strangers(papers),
    )


def _badness(judgement: Judgement) -> int:
    return WORST_FIRST.index(judgement.status)


def _strangers(papers: Iterable[Paper]) -> tuple[str, ...]:
    unknown = (one for one in papers if not one.sender_id and not one.is_temporary)
    return tuple(dict.fromkeys(paper.path.split("/", 1)[0] for paper in unknown))


def _subjects(findings: Iterable[Finding], rule: str, field: str) -> tuple[str, ...]:
    """What the findings of a rule are about: the check decides, the counts follow it."""
    return tuple(dict.fromkeys(getattr(one.problem, field) for one in findings if one.rule == rule))


def group_of(status: Status) -> str:
    """The class of a status in charts: met, flawed, absent, unchecked or pending."""
    return load()["status"][status].group


def grouped(counts: Counter[Status]) -> dict[str, int]:
    """Counts of statuses summed into the classes of the charts, in their order."""
    sums = dict.fromkeys(load()["group"], 0)
    for status, number in counts.items():
        sums[group_of(status)] += number
    return sums


def near_misses(report: Report, most: int) -> tuple[list[Likeness], int]:
    """What was matched to no task surely: the nearest, at most so many, and how many there are.

    What a person looks through to see whether the program overlooked something.
    """

    def counts(document_id: str, statement_id: str) -> bool:
        return bool(statement_id) or not _speaks_of_all(report.papers_by_id.get(document_id))

    return report.said.near(most, counts)


def _speaks_of_all(paper: Paper | None) -> bool:
    """Whether a paper as a whole belongs to no single task: its statements do."""
    return paper is not None and paper.role in (Role.PLAN, Role.REPORT_6M, Role.REPORT_YEAR)
