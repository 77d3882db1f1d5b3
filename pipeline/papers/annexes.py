"""Annexes and workbooks that name the paper they came with take its role, issuer and date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipeline.papers.roles import OPENING, Reader
from rules.model.papers import Header, Paper, Period, Role
from rules.vietnamese.dates import find_dates
from rules.vietnamese.header_words import flat
from rules.vietnamese.periods import read_period

# "Báo cáo số 921/BC-SYT ngày 03/12/2024": the type before "số", number and symbol after it.
_NAMED = re.compile(
    r"(?:k|K)èm theo\s+(?P<type>[^\d,;(]{2,40}?)\s+số\s*:?\s*(?P<number>\d+[a-zđ]?)\s*[/-]\s*"
    r"(?P<symbol>[^\s,;()]+)"
)


@dataclass(frozen=True, slots=True)
class Parent:
    """The paper that an annex names."""

    doc_type: str
    number: str
    symbol: str
    issued_on: date | None


def attach(papers: Sequence[Paper], reader: Reader) -> tuple[Paper, ...]:
    """The papers, annexes joined to the paper they name.

    A plan that a decision issues is the plan itself; its decision, sent beside it, is then
    evidence only.
    """
    joined = [_attached(paper, papers, reader) for paper in papers]
    issued = {
        parent.id
        for paper in joined
        if paper.role is Role.PLAN and (parent := _received(paper, papers, reader)) is not None
    }
    return tuple(
        replace(paper, role=Role.EVIDENCE) if paper.id in issued else paper for paper in joined
    )


def _received(paper: Paper, papers: Sequence[Paper], reader: Reader) -> Paper | None:
    """The one received paper that this annex names."""
    parent = named_parent(paper.header, reader)
    if parent is None:
        return None
    found = [other for other in papers if _is(other, parent, paper)]
    return found[0] if len({other.sha256 for other in found}) == 1 else None


def named_parent(header: Header, reader: Reader) -> Parent | None:
    """What "Kèm theo Báo cáo số ... ngày ..." names; None where it gives no number."""
    found = _NAMED.search(header.attached_to)
    if found is None:
        return None
    dates = find_dates(header.attached_to)
    symbol = found["symbol"].strip(".")
    doc_type = reader.types.canonical(found["type"]) or reader.types.of_symbol(symbol)
    return Parent(doc_type, found["number"], symbol, dates[0][2] if dates else None)


def _attached(paper: Paper, papers: Sequence[Paper], reader: Reader) -> Paper:
    if paper.document is None or paper.header.number:
        return paper
    named = named_parent(paper.header, reader)
    if named is None:
        return paper
    parent = _received(paper, papers, reader)
    if parent is None:
        return _by_words(paper, named, reader)
    if paper.role is Role.PLAN:
        header = replace(paper.header, issued_on=parent.header.issued_on)
        return replace(paper, header=header, issuer_id=parent.issuer_id or paper.issuer_id)
    return _like(paper, parent)


def _is(other: Paper, parent: Parent, annex: Paper) -> bool:
    """Whether a received paper is the one named: number, symbol, and no other date or sender."""
    header = other.header
    return (
        other.id != annex.id
        and not other.duplicate_of
        and header.number.lstrip("0") == parent.number.lstrip("0")
        and flat(header.symbol) == flat(parent.symbol)
        and (None in (header.issued_on, parent.issued_on) or header.issued_on == parent.issued_on)
        and (not annex.sender_id or annex.sender_id in (other.sender_id, other.issuer_id))
    )


def _like(paper: Paper, parent: Paper) -> Paper:
    period = paper.period if paper.period.kind else parent.period
    return replace(
        paper,
        parent_id=parent.id,
        role=parent.role,
        period=period if period.year else parent.period,
        issuer_id=parent.issuer_id,
        header=replace(paper.header, issued_on=parent.header.issued_on),
    )


def _by_words(paper: Paper, parent: Parent, reader: Reader) -> Paper:
    """The parent was not received: its type, day and sign are as the annex names them."""
    registry = reader.registry
    mentions = registry.mentions(paper.header.attached_to, parent.issued_on)
    named = {mention.agency_id for mention in mentions if not registry.is_group(mention.agency_id)}
    parts = [part for part in re.split(r"[-/]", parent.symbol) if part]
    signed = registry.by_sign(parts[-1]) if parts else ()
    names = tuple(named) if len(named) == 1 else signed
    issuer = names[0] if len(names) == 1 else paper.issuer_id
    header = replace(paper.header, issued_on=parent.issued_on)
    role, period = paper.role, paper.period
    if role is not Role.PLAN:
        role, period = _role(paper, replace(header, doc_type=parent.doc_type), reader, issuer)
    return replace(paper, header=header, issuer_id=issuer, role=role, period=period)


def _role(paper: Paper, header: Header, reader: Reader, issuer: str) -> tuple[Role, Period]:
    text = paper.document.text() if paper.document else ""
    own = issuer in ("", paper.sender_id)
    role, period = reader.role(header, text, own, collector=False)
    if not period.kind:
        period = read_period(header.title, text[:OPENING])
    return role, period
