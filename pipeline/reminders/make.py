"""One round of reminders: a letter for each agency, a note for the office itself, a list of them.

A round can be made again: what is the same is written the same, what a person edited or what has
been issued stays as it is. Nothing is sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from jinja2 import TemplateError

from pipeline.errors import UserError
from pipeline.outputs.clean import one_line
from pipeline.outputs.report import Report
from pipeline.reminders.check import template_problems
from pipeline.reminders.files import Folder
from pipeline.reminders.given import PlanPaper, keep, plan_paper
from pipeline.reminders.items import CONFIRM, Item, LeftOut, outstanding
from pipeline.reminders.letter import Fields, Occasion, Past, letter_fields, note_fields
from pipeline.reminders.listing import Entry, entry_of, read_numbers, write_listing
from pipeline.reminders.order import Order, answer_day, round_number, sender_of, wanted_agency
from pipeline.reminders.recipients import successors_of
from pipeline.reminders.rounds import (
    Made,
    Row,
    keep_numbers,
    last_round,
    pasts,
    record,
    recorded,
    withdraw,
)
from pipeline.reminders.template import NOTE, render
from pipeline.storage.store import Store
from pipeline.storage.stored import load_report
from rules.agencies import Agency
from rules.reminders import say


@dataclass(frozen=True, slots=True)
class Result:
    """What a round made, and what it left out.

    ``made`` are the letters made now, ``earlier`` those of the round that this call did not ask
    for; ``unnumbered`` counts letters of the round before whose number nobody wrote down.
    """

    folder: Path
    round: int
    paper: PlanPaper
    reply_by: date
    made: tuple[Entry, ...]
    earlier: tuple[Entry, ...]
    left_out: tuple[LeftOut, ...]
    unnumbered: int
    report: Report


@dataclass(frozen=True, slots=True)
class _Round:
    """What a round is made from."""

    report: Report
    on: Occasion
    number: int
    template: Path
    past: dict[str, Past]
    known: dict[str, Row]
    folder: Folder


@dataclass(frozen=True, slots=True)
class _Written:
    """A letter that lies in the folder; ``kept`` says why it was not written now, if so."""

    made: Made
    kept: str


def make_letters(order: Order, now: datetime) -> Result:
    """Make a round of letters; UserError where something must be given or put right first."""
    if problems := template_problems(order.template):
        cure = "hãy sửa mẫu rồi chạy doichieu letters --check-template"
        raise UserError(f"{order.template}: {problems[0]}; {cure}")
    database = order.out / "doichieu.db"
    report = load_report(database)
    wanted = wanted_agency(report, order.agency)
    with Store.decide(database) as store:
        work = _open(order, report, store)
        found = outstanding(report, _fixed(store))
        asked = {id: items for id, items in found.items.items() if wanted in ("", id)}
        written = [_write(work, id, items) for id, items in asked.items()]
        gone = (id for id in work.known if id not in found.items and wanted in ("", id))
        left = (
            *(one for one in found.left_out if wanted in ("", one.agency_id)),
            *(LeftOut(one.made.file, one.made.agency_id, one.kept) for one in written if one.kept),
            *_withdraw(store, work, gone),
        )
        keep(store, work.on.paper, order.by, now)
        made = [one.made for one in written if not one.kept]
        record(store, work.number, made, report.as_of, now)
        entries = _entries(store, work, [one.made for one in written])
        if entries or work.known:
            write_listing(work.folder.path, entries)
        before = recorded(store, work.number - 1)
        unnumbered = sum(
            before[id]["kind"] == "letter" and not before[id]["number"]
            for id in asked
            if id in before
        )
    return Result(
        folder=work.folder.path,
        round=work.number,
        paper=work.on.paper,
        reply_by=work.on.reply_by,
        made=tuple(one for one in entries if one.agency_id in asked),
        earlier=tuple(one for one in entries if one.agency_id not in asked),
        left_out=left,
        unnumbered=unnumbered,
        report=report,
    )


def _open(order: Order, report: Report, store: Store) -> _Round:
    """Settle who reminds, about which plan, in which round, until when."""
    paper = plan_paper(store, report.plan, order.plan_number, order.plan_date)
    number = round_number(order.round, last_round(store))
    home = order.out / "cong-van"
    for one in range(1, number + 1):
        keep_numbers(store, one, read_numbers(home / f"dot-{one}"))
    known = recorded(store, number)
    earlier = recorded(store, number - 1)
    day = answer_day(order, report.as_of, known.values(), earlier.values())
    return _Round(
        report=report,
        on=Occasion(sender_of(report, order.sender), paper, day),
        number=number,
        template=order.template,
        past=pasts(store, number),
        known=known,
        folder=Folder(home / f"dot-{number}", known.values()),
    )


def _write(work: _Round, agency_id: str, items: tuple[Item, ...]) -> _Written:
    """One letter or note in the folder; one that was issued or edited stays as it is."""
    past, agency = work.past.get(agency_id, Past()), _agency(work, agency_id)
    heirs = (one.id for one in successors_of(work.report, agency))
    kind = "note" if work.on.sender.id in (agency_id, *heirs) else "letter"
    old = work.known.get(agency_id)
    if old and old["number"]:
        day = date.fromisoformat(old["reply_by"])
        made = Made(agency_id, old["kind"], old["turn"], old["file"], old["sha256"], day, items)
        return _Written(made, say("left_out", "issued", next=work.number + 1))
    name = say(kind, "file_name", turn=past.turn + 1, name=agency.name)
    data = _document(work, agency, items, past, kind)
    file, sha256, kept = work.folder.put(name, agency_id, data, old)
    made = Made(agency_id, kind, past.turn + 1, file, sha256, work.on.reply_by, items)
    return _Written(made, kept)


def _document(
    work: _Round, agency: Agency, items: tuple[Item, ...], past: Past, kind: str
) -> bytes:
    fields: Fields
    if kind == "note":
        fields = note_fields(work.report, work.on, agency, items, past)
        return render(NOTE, fields)
    fields = letter_fields(work.report, work.on, agency, items, past)
    try:
        return render(work.template, fields)
    except TemplateError as error:  # an expression that only these values do not fit
        raise UserError(
            f"{work.template}: không dựng được công văn gửi {one_line(agency.name)}: "
            f"{error.message}; hãy sửa mẫu"
        ) from error


def _withdraw(store: Store, work: _Round, gone: Iterable[str]) -> Iterator[LeftOut]:
    """Letters of this round that no longer have anything to say and were never issued."""
    for agency_id in gone:
        row = work.known[agency_id]
        if not row["number"]:
            removed = work.folder.remove(row)
            if removed:  # one that a person edited may have been sent: it stays on record
                withdraw(store, row["id"])
            why = say("left_out", "withdrawn" if removed else "withdrawn_edited")
            yield LeftOut(row["file"], agency_id, why)


def _entries(store: Store, work: _Round, written: list[Made]) -> list[Entry]:
    """Every letter of the round for its list: those of now, and those of earlier calls."""
    now = {one.agency_id: one for one in written}
    rows = recorded(store, work.number)
    order = {id: place for place, id in enumerate(work.report.agencies)}
    found = []
    for agency_id in sorted({*rows, *now}, key=lambda id: (order.get(id, len(order)), id)):
        row = rows.get(agency_id)
        one = now.get(agency_id) or _made_before(row or {})
        count = len(one.items)
        if agency_id not in now:
            query = "SELECT count(*) FROM letter_items WHERE letter_id = ?"
            count = store.db.execute(query, [(row or {})["id"]]).fetchone()[0]
        agency = _agency(work, agency_id)
        found.append(entry_of(work.report, work.on.sender, agency, one, count, row))
    return found


def _made_before(row: Row) -> Made:
    day = date.fromisoformat(row["reply_by"])
    return Made(row["agency_id"], row["kind"], row["turn"], row["file"], row["sha256"], day, ())


def _agency(work: _Round, agency_id: str) -> Agency:
    """The body; one that the register does not know keeps its id for a name."""
    return work.report.agencies.get(agency_id) or Agency(agency_id, agency_id, "unit")


def _fixed(store: Store) -> list[tuple[str, str]]:
    """Code and agency of findings that were decided on and are gone."""
    query = (
        "SELECT f.code, coalesce(f.agency_id, '') AS agency FROM findings f "
        "JOIN standing s USING (fingerprint) WHERE s.kind = ? AND NOT f.present ORDER BY f.code"
    )
    return [(row["code"], row["agency"]) for row in store.db.query(query, [CONFIRM])]
