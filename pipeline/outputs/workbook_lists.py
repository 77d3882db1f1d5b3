"""The sheets that hold everything: outputs owed, agencies, papers received, near misses."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from xlsxwriter import Workbook

from pipeline.outputs.cells import day_words, number_words, period_words
from pipeline.outputs.clean import one_line
from pipeline.outputs.links import Links
from pipeline.outputs.near import Near, near_lines
from pipeline.outputs.report import Report, group_of
from pipeline.outputs.workbook_sheet import (
    Cell,
    Column,
    Linked,
    Styles,
    Toned,
    set_up,
    write_table,
)
from rules.model.dossier import Severity, Status
from rules.model.naming import name_paper
from rules.model.papers import Paper, Role

_TASK_TEXT = 200  # repeated on every line of the task
_SAMPLE = 5_000  # near misses shown; a person looks through a sample, not through all
_REPORTS = (Role.PLAN, Role.REPORT_6M, Role.REPORT_YEAR)

TASK_COLUMNS = (
    Column("task", 8.5, "centre"),
    Column("task_text", 38),
    Column("output", 20),
    Column("agency", 17),
    Column("issuer", 17),
    Column("deadline", 13),
    Column("due_to", 12, "day"),
    Column("status", 14),
    Column("paper", 24),
    Column("issued_on", 12, "day"),
    Column("days_late", 9, "number"),
    Column("via", 14),
    Column("reason", 38),
)


def write_tasks(book: Workbook, styles: Styles, report: Report, links: Links) -> None:
    """Every output owed, met ones too, in the order of the plan."""
    name = report.words("sheet", "tasks")
    sheet = book.add_worksheet(name)
    set_up(sheet, report, name)
    write_table(sheet, styles, report, TASK_COLUMNS, _task_rows(report, links))


def _task_rows(report: Report, links: Links) -> Iterator[list[Cell]]:
    words = report.words
    order = {id: number for number, id in enumerate(report.tasks_by_id)}
    last = len(order)
    for one in sorted(report.judgements, key=lambda x: order.get(x.obligation.task_id, last)):
        due = one.obligation
        task = report.tasks_by_id.get(due.task_id)
        paper = report.papers_by_id.get(one.document_id)
        yield [
            due.task_id,
            one_line(task.text, _TASK_TEXT) if task else words.say("duties"),
            report.output_name(due),
            report.agency_name(due.agency_id),
            report.agency_name(due.issuer_id) if due.issuer_id else None,
            due.deadline.text,
            due.deadline.due_to,
            Toned(words("status", one.status.value), group_of(one.status)),
            Linked(name_paper(paper), links.to(paper.path)) if paper else None,
            paper.header.issued_on if paper else None,
            one.days_late,
            words("via", one.via),
            words.choose(one.reason, one.reason_en),
        ]


def write_agencies(book: Workbook, styles: Styles, report: Report) -> None:
    """Each agency with what it owes, what it sent, and how that stands."""
    words = report.words
    used = [one for one in Status if report.counts.by_status[one]]
    columns = [
        Column("agency", 30, "strong"),
        Column("obligations", 10, "number"),
        *(Column(one, 10, "number", words("status", one.value)) for one in used),
        Column("errors", 8, "number"),
        Column("warnings", 9, "number"),
        Column("notes", 8, "number"),
        Column("papers", 10, "number"),
        Column("unread", 10, "number"),
        Column("reports", 34),
    ]
    name = words("sheet", "agencies")
    sheet = book.add_worksheet(name)
    set_up(sheet, report, name)
    write_table(sheet, styles, report, columns, _agency_rows(report, used))


def _agency_rows(report: Report, used: list[Status]) -> Iterator[list[Cell]]:
    unread = Counter(paper.sender_id for paper in report.counts.unread)
    reports: defaultdict[str, list[str]] = defaultdict(list)
    for paper in report.papers:
        if paper.role in _REPORTS and not paper.parent_id and not paper.duplicate_of:
            words = report.words("role", paper.role.value)
            day = day_words(paper.header.issued_on)
            reports[paper.sender_id].append(f"{words} ({day})" if day else words)
    unknown = ("",) if report.counts.papers_of[""] or report.counts.severities.get("") else ()
    for agency in (*report.shown, *unknown):
        statuses: Counter[Status] = report.counts.by_agency.get(agency, Counter())
        severities: Counter[Severity] = report.counts.severities.get(agency, Counter())
        yield [
            report.agency_name(agency),
            statuses.total(),
            *(statuses[one] or None for one in used),
            *(severities[one] or None for one in Severity),
            report.counts.papers_of[agency],
            unread[agency] or None,
            "\n".join(reports[agency]),
        ]


PAPER_COLUMNS = (
    Column("sender", 17),
    Column("file", 32),
    Column("doc_type", 13),
    Column("number", 15),
    Column("issued_on", 12, "day"),
    Column("issuer", 17),
    Column("title", 36),
    Column("signer", 15),
    Column("role", 12),
    Column("period", 13),
    Column("tasks", 16),
    Column("serves", 8, "number"),
    Column("read_status", 13),
    Column("read_reason", 30),
    Column("pages", 8, "number"),
    Column("received_on", 12, "day"),
    Column("duplicate_of", 24),
)
_READ_TONES = {"ok": "met", "partial": "flawed", "failed": "absent", "waiting": "pending"}


def write_papers(book: Workbook, styles: Styles, report: Report, links: Links) -> None:
    """Every file found, unread ones too."""
    name = report.words("sheet", "papers")
    sheet = book.add_worksheet(name)
    set_up(sheet, report, name)
    place = {id: number for number, id in enumerate(report.shown)}
    papers = sorted(report.papers, key=lambda one: (place.get(one.sender_id, -1), one.path))
    rows = (_paper_row(report, one, links, report.said.sure_tasks(one.id)) for one in papers)
    write_table(sheet, styles, report, PAPER_COLUMNS, rows, frozen=2, printed=14)


def _paper_row(report: Report, paper: Paper, links: Links, tasks: Iterable[str]) -> list[Cell]:
    words, header = report.words, paper.header
    twin = report.papers_by_id.get(paper.duplicate_of)
    issuer = report.agency_name(paper.issuer_id) if paper.issuer_id else header.issuer
    return [
        report.agency_name(paper.sender_id),
        Linked(paper.path, links.to(paper.path)),
        header.doc_type,
        number_words(paper),
        header.issued_on,
        issuer,
        header.title,
        header.signer,
        words("role", paper.role.value),
        period_words(paper.period, words),
        ", ".join(tasks),
        report.counts.serves[paper.id] or None,
        Toned(words("read_status", paper.read_status), _READ_TONES.get(paper.read_status, "info")),
        words("reason", paper.read_reason.value if paper.read_reason else ""),
        paper.pages,
        paper.received_on,
        twin.path if twin else None,
    ]


UNMATCHED_COLUMNS = (
    Column("sender", 20),
    Column("file", 34),
    Column("place", 16),
    Column("text", 60),
    Column("nearest", 10, "centre"),
    Column("task_text", 50),
    Column("likeness", 9, "centre"),
    Column("band", 12, "centre"),
    Column("reason", 40),
)


def write_unmatched(book: Workbook, styles: Styles, report: Report, links: Links) -> None:
    """What was matched unsurely or not at all, nearest first, for a sample check."""
    name = report.words("sheet", "unmatched")
    sheet = book.add_worksheet(name)
    set_up(sheet, report, name)
    lines, number = near_lines(report, _SAMPLE)
    rows = [
        [
            *_near_paper(line, links),
            line.place,
            line.text,
            line.task_id,
            line.task_text,
            line.likeness,
            line.band,
            line.reasons,
        ]
        for line in lines
    ]
    last = write_table(sheet, styles, report, UNMATCHED_COLUMNS, rows)
    note = report.words.say("sample_note", shown=len(rows), n=number)
    sheet.write_string(last + 2, 0, note, styles.make(italic=True))


def _near_paper(line: Near, links: Links) -> list[Cell]:
    if line.paper is None:
        return [None, None]
    return [line.agency, Linked(line.paper.path, links.to(line.paper.path))]
