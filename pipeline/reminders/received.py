"""Annex: what was received from an agency, so that it can object; and who sent nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from extractors.document import Reason
from pipeline.outputs.report import Report
from rules.messages import Words
from rules.model.papers import Paper
from rules.reminders import say


@dataclass(frozen=True, slots=True)
class Received:
    """One paper as the annex lists it; empty where it is not known."""

    number: str
    date: str
    type: str
    title: str
    received: str
    status: str


def received_from(
    report: Report, agencies: Iterable[str], heirs: Iterable[str] = (), ended: date | None = None
) -> Iterator[Received]:
    """The papers that these agencies sent or issued, by day; copies are listed once.

    ``heirs`` took over from a body that ``ended``: their papers of before are their own affair.
    """
    wanted, later = set(agencies), set(heirs)

    def concerns(paper: Paper) -> bool:
        bodies, day = {paper.sender_id, paper.issuer_id}, paper.header.issued_on
        since = ended is None or day is None or day > ended
        return bool(bodies & wanted) or (bool(bodies & later) and since)

    papers = [one for one in report.papers if concerns(one)]
    shown = [one for one in papers if not one.duplicate_of and not one.is_temporary]
    for paper in sorted(shown, key=_by_day):
        yield _listed(paper)


def silent_members(report: Report, agency_id: str) -> tuple[tuple[str, ...], int]:
    """The members of a group that no paper came from, and how many members it has.

    A paper on another matter, or handed in by the district, came from them as well.
    """
    members: dict[str, None] = {}
    papers = [one for one in report.papers if not one.is_temporary]
    heard = {id for paper in papers for id in (paper.sender_id, paper.issuer_id)}
    for judgement in report.judgements:
        if judgement.obligation.agency_id == agency_id:
            members.update(dict.fromkeys(judgement.obligation.members))
            heard.update(judgement.heard_from)
    return tuple(id for id in members if id not in heard), len(members)


def by_parent(report: Report, members: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Members under the body above them, each by the name it has there."""
    under: dict[str, list[str]] = {}
    for id in members:
        agency = report.agencies.get(id)
        above = report.agency_name(agency.parent) if agency and agency.parent else ""
        name = report.agency_name(id)
        # "UBND xã Chiềng Cọ, thành phố Sơn La" under "UBND thành phố Sơn La"
        short = name.split(",")[0].removeprefix("UBND ") if above else name
        above = above.removeprefix("UBND ")
        under.setdefault(above[:1].upper() + above[1:], []).append(short)
    yield from under.items()


def _by_day(paper: Paper) -> tuple[str, str]:
    day = paper.header.issued_on
    return (day.isoformat() if day else "9999", paper.path)


def _listed(paper: Paper) -> Received:
    header, day = paper.header, paper.received_on
    file = PurePosixPath(paper.path).name
    # What a secret paper is about is not put into an ordinary letter.
    secret = bool(header.secrecy) or paper.read_reason is Reason.SECRET
    title = say("letter", "secret") if secret else header.title or file
    return Received(
        number="/".join(part for part in (header.number, header.symbol) if part),
        date=f"{header.issued_on:%d/%m/%Y}" if header.issued_on else "",
        type=header.doc_type,
        title=title,
        received=f"{day:%d/%m/%Y}" if day else "",
        status=Words("vi")("read_status", paper.read_status),
    )
