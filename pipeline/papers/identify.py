"""From what was read to papers: header, sender, issuer, role, period, annexes, duplicates."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from sys import intern

from extractors.document import Document, Reason, Unreadable
from pipeline.decisions.corrections import Correction, correct_header, read_wrongly
from pipeline.memory import Memory
from pipeline.papers.annexes import attach
from pipeline.papers.issuers import issuer_of, sender_of
from pipeline.papers.roles import Reader
from pipeline.papers.sure_period import with_doubt
from pipeline.reading.inventory import Entry
from pipeline.storage.codec import coder
from pipeline.storage.kept import Kept
from rules.agencies import Registry
from rules.document_types import DocumentTypes
from rules.model.papers import Header, Paper, Period, Role
from rules.model.plan import Plan
from rules.vietnamese.header import read_header

# Why a file was passed over, not failed; a growing file will be read by a later run.
_SKIPPED = frozenset({Reason.LINK, Reason.TEMPORARY, Reason.SECRET})


def identify(
    readings: Iterable[tuple[Entry, Document | Unreadable]],
    registry: Registry,
    types: DocumentTypes,
    plan: Plan,
    corrections: Iterable[Correction] = (),
    memory: Memory | None = None,
) -> tuple[Paper, ...]:
    """A paper for everything received, in the order of the paths, as clerks corrected it.

    ``memory`` is what earlier runs found of papers that have not changed.
    """
    ordered = sorted(readings, key=lambda pair: (pair[0].path, pair[0].sha256))
    reader = Reader.of(plan, types, registry)
    collector = registry.identify(plan.report_to) if plan.report_to else ""
    corrected = read_wrongly(corrections)
    papers = [
        _with_names_shared(
            _recalled(entry, result, reader, collector, corrected.get(entry.sha256, {}), memory)
        )
        for entry, result in ordered
    ]
    return attach(_without_duplicates(papers), reader)


def in_order(papers: Iterable[Paper]) -> tuple[Paper, ...]:
    """Papers in the order of their paths, as every list has them."""
    return tuple(sorted(papers, key=lambda paper: (paper.path, paper.sha256)))


def paper_id(path: str) -> str:
    """A short id that a path always gives."""
    return "d" + hashlib.sha256(path.encode()).hexdigest()[:11]


def _recalled(
    entry: Entry,
    result: Document | Unreadable,
    reader: Reader,
    collector: str,
    corrected: Mapping[str, str],
    memory: Memory | None,
) -> Paper:
    """The paper as an earlier run found it, where it has read the same in the same place."""
    if memory is None or not isinstance(result, Kept):
        return _paper(entry, result, reader, collector, corrected)
    facts = [entry.path, entry.sha256, entry.size, entry.gone, dict(corrected)]
    key = memory.key("paper", facts)
    plain = memory.find(key)
    if plain is None:
        paper = _paper(entry, result, reader, collector, corrected)
        bare = coder(Paper).pack(replace(paper, document=None))
        memory.keep(key, [paper.document is not None, bare])
        return paper
    assert isinstance(plain, list)
    has_document, bare = plain
    recalled = coder(Paper).unpack(bare)
    assert isinstance(recalled, Paper)
    return replace(recalled, document=result) if has_document else recalled


def _with_names_shared(paper: Paper) -> Paper:
    """The paper with names that thousands of others bear held once for all of them."""
    header = paper.header
    shared = replace(
        header,
        issuer=intern(header.issuer),
        parent=intern(header.parent),
        symbol=intern(header.symbol),
        place=intern(header.place),
        doc_type=intern(header.doc_type),
        signer=intern(header.signer),
        position=intern(header.position),
        recipients=tuple(map(intern, header.recipients)),
    )
    return replace(paper, header=shared)


def _paper(
    entry: Entry,
    result: Document | Unreadable,
    reader: Reader,
    collector: str,
    corrected: Mapping[str, str],
) -> Paper:
    base = Paper(
        id=paper_id(entry.path),
        path=entry.path,
        sha256=entry.sha256,
        read_status="failed",
        size=entry.size,
        gone=entry.gone,
    )
    if isinstance(result, Unreadable):
        sender = sender_of(entry.path, reader.registry, _midyear(reader.plan))
        return replace(
            base,
            read_status=_status(result.reason),
            read_reason=result.reason,
            read_detail=result.detail,
            sender_id=corrected.get("sender_id", sender),
        )
    header = correct_header(read_header(result, reader.types), corrected)
    on = header.issued_on or _midyear(reader.plan)
    issuer = corrected.get("issuer_id", issuer_of(header, reader.registry, reader.types))
    sender = sender_of(entry.path, reader.registry, on) or issuer
    sender = corrected.get("sender_id", sender)
    base = replace(base, header=header, sender_id=sender, issuer_id=issuer, pages=result.pages)
    if header.secrecy:
        # Its content stays out of the database and of every list.
        return replace(base, header=_told(header), read_status="skipped", read_reason=Reason.SECRET)
    role, period = _role(header, result, reader, issuer, sender, collector)
    return replace(
        base,
        read_status="ok" if result.read_complete else "partial",
        read_reason=result.skipped[0][0] if result.skipped else None,
        read_detail="; ".join(detail for _, detail in result.skipped),
        document=result,
        role=role,
        period=period,
        pages_read=result.pages_read,
        pages_ocr=result.pages_ocr,
    )


def _told(header: Header) -> Header:
    """What stays known of a secret paper: who issued it, when and under which number."""
    return Header(
        issuer=header.issuer,
        parent=header.parent,
        number=header.number,
        symbol=header.symbol,
        issued_on=header.issued_on,
        place=header.place,
        doc_type=header.doc_type,
        secrecy=header.secrecy,
    )


def _role(
    header: Header,
    document: Document,
    reader: Reader,
    issuer: str,
    sender: str,
    collector: str,
) -> tuple[Role, Period]:
    own = bool(sender) and issuer in ("", sender)
    collects = bool(collector) and collector == issuer
    role, period = reader.role(header, document.text(), own, collects)
    return role, with_doubt(period, header, document)


def _status(reason: Reason) -> str:
    if reason is Reason.STILL_GROWING:
        return "waiting"
    return "skipped" if reason in _SKIPPED else "failed"


def _midyear(plan: Plan) -> date | None:
    """A day of the plan's year, for names that agencies of several years bear."""
    return date(plan.year, 6, 30) if plan.year else None


def _without_duplicates(papers: Sequence[Paper]) -> list[Paper]:
    """Each paper of a content that came before points to the first one."""
    first: dict[str, str] = {}
    marked = []
    for paper in papers:
        original = first.setdefault(paper.sha256, paper.id) if paper.sha256 else paper.id
        marked.append(replace(paper, duplicate_of="" if original == paper.id else original))
    return marked
