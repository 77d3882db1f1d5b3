"""One run, from the inbox to the discrepancy list, to be read aloud."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from importlib import metadata
from pathlib import Path
from sqlite3 import Connection

from pipeline.decisions.corrections import Correction, extend, in_force
from pipeline.decisions.standing import standing
from pipeline.errors import UserError
from pipeline.findings import find
from pipeline.forget import forget_bytes, forget_words
from pipeline.limits import Judged, about, judged_only, leave_others
from pipeline.memory import Memory
from pipeline.notices import run_notices
from pipeline.outputs.lines import write_lines
from pipeline.outputs.page import write_page
from pipeline.outputs.report import Report, build_report
from pipeline.outputs.workbook import write_workbook
from pipeline.papers.identify import identify, in_order
from pipeline.papers.told_rows import tell_rows
from pipeline.papers.understand import understand
from pipeline.plans.prepare import Prepared, prepare
from pipeline.reading.cluster import Cluster
from pipeline.reading.inbox import Desk, Reading, Watcher, read_inbox
from pipeline.reading.vanished import vanished
from pipeline.run_log import RunLog
from pipeline.storage.hold import DATABASE
from pipeline.storage.shelf import Shelf
from pipeline.storage.store import Run, Store
from rules.catalogue import check
from rules.judging.hearing import open_hearing
from rules.judging.judge import judge
from rules.judging.known import known_by, without_coming_days
from rules.messages import Words
from rules.model.dossier import Dossier
from rules.model.papers import Paper


@dataclass(frozen=True, slots=True)
class Order:
    """What a clerk asks for: which folder, against which plan, as of which day."""

    inbox: Path
    plan: Path
    out: Path
    as_of: date
    workers: int = 0
    lang: str = "vi"
    settings: Path | None = None  # null: doichieu.toml beside the plan, where there is one
    dates: Path | None = None  # null: han.xlsx beside the plan, where there is one
    agencies: tuple[str, ...] = ()  # judged alone, by id or name; empty: all
    registry: Path | None = None  # the province's list of agencies; null: as the settings say
    revisions: tuple[Path, ...] = ()  # papers that revise the plan, in their order
    again: bool = False  # try once more what was given up
    cluster: Cluster | None = None  # the machines that read; null: this one


def run_order(
    order: Order, watcher: Watcher, lock: Connection | None = None, log: RunLog | None = None
) -> Report:
    """Read the inbox, judge it against the plan, and write what a clerk receives.

    ``lock`` is the hold on the results, where the caller has taken it already; ``log`` is told
    where the time goes.
    """
    started, log = datetime.now(), log or RunLog()
    if not order.inbox.is_dir():
        raise UserError(f"{order.inbox}: không phải thư mục; hãy chỉ đến thư mục tài liệu đã nhận")
    if order.out.resolve() == order.inbox.resolve():
        raise UserError(f"{order.out}: kết quả không thể để lẫn vào tài liệu; hãy đổi --out")
    with log.stage("plan"):
        prepared = prepare(order.plan, order.settings, order.dates, order.registry, order.revisions)
        only = judged_only(order.agencies, prepared.registry)
    with Store.open(order.out / DATABASE, lock) as store:
        report = _judged(order, store, prepared, only, started, watcher, log)
        secret = forget_words(store, report.papers, prepared.types)
        with log.stage("store"):
            store.write_run(report, Run(started, datetime.now(), metadata.version("doichieu")))
        # Before the next run is let in: what it writes must not be overwritten by this one.
        with log.stage("workbook"):
            write_workbook(report, order.out / "sai-lech.xlsx")
        with log.stage("page"):
            write_page(report, order.out / "bao-cao.html")
        with log.stage("lines"):
            write_lines(report, order.out / "findings.jsonl")
        forget_bytes(store, order.out, secret)
    return report


def _judged(
    order: Order,
    store: Store,
    prepared: Prepared,
    only: Judged,
    started: datetime,
    watcher: Watcher,
    log: RunLog,
) -> Report:
    """What the inbox holds, what became of every obligation, and what is wrong."""
    path, today = order.out / DATABASE, started.date()
    desk = Desk(
        order.inbox, order.out, path, store.readings, order.workers, order.again, order.cluster, log
    )
    corrections = in_force(store.decisions())
    memory = Memory(store.db.conn, prepared.plan, prepared.registry)
    received = identify_papers(prepared, _received(desk, store, watcher), corrections, memory, log)
    said = Shelf()
    dossier = judge_papers(prepared, received, said, order.as_of, corrections, today, memory, log)
    memory.finish()
    papers, later = (store.receive(some, today) for some in (dossier.papers, dossier.later))
    judgements = leave_others(dossier.judgements, only)
    dossier = replace(dossier, papers=papers, later=later, judgements=judgements)
    with log.stage("checks"):
        problems = about(check(dossier, prepared.settings), only)
        findings = find(problems, prepared.plan.title, store.previous_findings())
    with log.stage("report"):
        return build_report(
            plan=dossier.plan,
            as_of=order.as_of,
            agencies=prepared.registry.agencies,
            papers=in_order((*dossier.papers, *dossier.later)),
            said=said,
            judgements=dossier.judgements,
            findings=findings,
            rules=prepared.rules,
            inbox=order.inbox,
            lang=order.lang,
            standings=standing(store.db),
            notices=_notices(order, prepared, dossier, only, store.last_as_of()),
            judged=only,
        )


def _received(desk: Desk, store: Store, watcher: Watcher) -> list[Reading]:
    """What lies in the inbox, as it was read, and what lay there before."""
    readings = read_inbox(desk, watcher)
    if not readings:
        raise UserError(f"{desk.inbox}: thư mục không có tệp nào; hãy kiểm tra lại đường dẫn")
    return [*readings, *vanished(store, [entry for entry, _ in readings])]


def identify_papers(
    prepared: Prepared,
    readings: list[Reading],
    corrections: tuple[Correction, ...] = (),
    memory: Memory | None = None,
    log: RunLog | None = None,
) -> tuple[Paper, ...]:
    """What was read as papers: what each one is, and whose."""
    with (log or RunLog()).stage("identify"):
        return identify(
            readings, prepared.registry, prepared.types, prepared.plan, corrections, memory
        )


def judge_papers(
    prepared: Prepared,
    found: Sequence[Paper],
    said: Shelf,
    as_of: date,
    corrections: tuple[Correction, ...] = (),
    today: date = date.max,
    memory: Memory | None = None,
    log: RunLog | None = None,
) -> Dossier:
    """From the papers received to what became of every obligation.

    What the papers say is put away in ``said``; ``memory`` is what earlier runs worked out about
    single papers.
    """
    plan, registry, types = prepared.plan, prepared.registry, prepared.types
    log = log or RunLog()
    received = without_coming_days(found, max(today, as_of))
    papers, later = known_by(received, as_of)
    obligations = extend(prepared.obligations, corrections, received)
    tables = understand(papers, prepared, said, corrections, memory, log)
    with log.stage("judge"):
        year = prepared.year()
        hearing = open_hearing(plan, registry, types, year, obligations, papers, said)
        judgements = judge(obligations, hearing, as_of)
        rows = tell_rows(tables, papers, said, obligations, plan, registry)
    return Dossier(
        plan=plan,
        as_of=as_of,
        said=said,
        papers=papers,
        judgements=judgements,
        agency_names={agency.id: agency.name for agency in registry.agencies},
        agencies={agency.id: agency for agency in registry.agencies},
        tables=tables,
        rows=rows,
        later=later,
    )


def _notices(
    order: Order, prepared: Prepared, dossier: Dossier, only: Judged, before: date | None
) -> tuple[str, ...]:
    """What shaped the run beside the inbox and the plan."""
    words = Words(order.lang)
    return (
        *prepared.notices(words),
        *run_notices(order.as_of, dossier.later, only, prepared.registry, words, before),
    )
