"""One run, from the inbox to the discrepancy list, to be read aloud."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from importlib import metadata
from itertools import chain
from pathlib import Path
from typing import Protocol

from extractors.document import Document, Unreadable
from pipeline.cite import cite, resolve
from pipeline.decisions.corrections import Correction, extend, in_force, obey
from pipeline.decisions.standing import standing
from pipeline.errors import UserError
from pipeline.findings import find
from pipeline.identify import identify
from pipeline.inventory import Entry, take
from pipeline.matching.matcher import Matcher
from pipeline.matching.papers import match_papers, match_statements
from pipeline.outputs.lines import write_lines
from pipeline.outputs.page import write_page
from pipeline.outputs.report import Report, build_report
from pipeline.outputs.workbook import write_workbook
from pipeline.plan import load_plan
from pipeline.read import read_all
from pipeline.segment import segment
from pipeline.store import Run, Store
from pipeline.tables import read_tables
from pipeline.vanished import vanished
from rules import agencies
from rules.agencies import Registry
from rules.catalogue import check, rulebook
from rules.document_types import DocumentTypes
from rules.judging.hearing import open_hearing
from rules.judging.judge import judge
from rules.judging.timing import ReportingYear
from rules.model.dossier import Dossier
from rules.model.plan import Obligation, Plan
from rules.plan.defects import find_defects
from rules.plan.obligations import oblige, reporting_year
from rules.plan.parties import foreign_list, parties_of

Reading = tuple[Entry, Document | Unreadable]


@dataclass(frozen=True, slots=True)
class Order:
    """What a clerk asks for: which folder, against which plan, as of which day."""

    inbox: Path
    plan: Path
    out: Path
    as_of: date
    workers: int = 0
    lang: str = "vi"


class Watcher(Protocol):
    """Whoever is told how reading goes on."""

    def start(self, total: int) -> None: ...
    def advance(self, path: str) -> None: ...
    def end(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Prepared:
    """A plan with everything that follows from it before any paper is read."""

    plan: Plan
    registry: Registry
    types: DocumentTypes
    obligations: tuple[Obligation, ...]

    def matcher(self) -> Matcher:
        """What finds the task that a text speaks of."""
        return Matcher(self.plan, self.registry, self.types)

    def year(self) -> ReportingYear:
        """The days that the plan's papers are dated in."""
        start, end = reporting_year(self.plan)
        return ReportingYear(start, end, self.plan.year or end.year)


def prepare(plan_path: Path) -> Prepared:
    """Read a plan; who owes what by when, and what is wrong with the plan itself."""
    plan = load_plan(plan_path)
    listed, types = agencies.load(on=_last_day(plan)), DocumentTypes.load()
    registry = parties_of(plan, listed)
    obligations = oblige(plan, registry, types)
    defects = (
        *plan.defects,
        *find_defects(plan, listed, obligations),
        *foreign_list(plan, listed),
    )
    return Prepared(replace(plan, defects=defects), registry, types, obligations)


def _last_day(plan: Plan) -> date | None:
    """The day whose agencies a plan means by their names; null for a plan of no known year."""
    return reporting_year(plan)[1] if plan.year else None


def run_order(order: Order, watcher: Watcher) -> Report:
    """Read the inbox, judge it against the plan, and write what a clerk receives."""
    started = datetime.now()
    if not order.inbox.is_dir():
        raise UserError(f"{order.inbox}: không phải thư mục; hãy chỉ đến thư mục tài liệu đã nhận")
    if order.out.resolve() == order.inbox.resolve():
        raise UserError(f"{order.out}: kết quả không thể để lẫn vào tài liệu; hãy đổi --out")
    prepared = prepare(order.plan)
    with Store.open(order.out / "doichieu.db") as store:
        readings = _read(order, store, watcher)
        corrections = in_force(store.decisions())
        dossier = judge_papers(prepared, readings, order.as_of, corrections)
        dossier = replace(dossier, papers=store.receive(dossier.papers, started.date()))
        findings = find(check(dossier), prepared.plan.title, store.previous_findings())
        report = build_report(
            plan=dossier.plan,
            as_of=order.as_of,
            agencies=prepared.registry.agencies,
            papers=dossier.papers,
            statements=dossier.statements,
            matches=dossier.matches,
            citations=dossier.citations,
            judgements=dossier.judgements,
            findings=findings,
            rules=rulebook(),
            inbox=order.inbox,
            lang=order.lang,
            standings=standing(store.db),
        )
        store.write_run(report, Run(started, datetime.now(), metadata.version("doichieu")))
    write_workbook(report, order.out / "sai-lech.xlsx")
    write_page(report, order.out / "bao-cao.html")
    write_lines(report, order.out / "findings.jsonl")
    return report


def judge_papers(
    prepared: Prepared,
    readings: list[Reading],
    as_of: date,
    corrections: tuple[Correction, ...] = (),
) -> Dossier:
    """From what was read to what became of every obligation."""
    plan, registry, types = prepared.plan, prepared.registry, prepared.types
    papers = identify(readings, registry, types, plan, corrections)
    obligations = extend(prepared.obligations, corrections)
    said = {paper.id: segment(paper, plan) for paper in papers}
    statements = tuple(chain.from_iterable(said.values()))
    cited = chain.from_iterable(cite(paper, said[paper.id], types) for paper in papers)
    citations = resolve(tuple(cited), papers, registry)
    matcher = prepared.matcher()
    guessed = (*match_papers(papers, matcher), *match_statements(statements, papers, matcher))
    matches = obey(guessed, papers, statements, corrections)
    hearing = open_hearing(
        plan,
        registry,
        types,
        prepared.year(),
        obligations,
        papers,
        statements,
        matches,
        citations,
    )
    return Dossier(
        plan=plan,
        as_of=as_of,
        papers=papers,
        statements=statements,
        matches=matches,
        citations=citations,
        judgements=judge(obligations, hearing, as_of),
        agency_names={agency.id: agency.name for agency in registry.agencies},
        tables=read_tables(papers),
    )


def _read(order: Order, store: Store, watcher: Watcher) -> list[Reading]:
    entries = take(order.inbox, order.out)
    if not entries:
        raise UserError(f"{order.inbox}: thư mục không có tệp nào; hãy kiểm tra lại đường dẫn")
    watcher.start(len(entries))
    readings = []
    for entry, result in read_all(entries, order.workers, cache=store.readings):
        watcher.advance(entry.path)
        readings.append((entry, result))
    watcher.end()
    return [*readings, *vanished(store, entries)]
