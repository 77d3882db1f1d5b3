"""What clerks taught the program, and later runs obey: by content and obligation, never by path.

A correction is a row of the log of decisions like any other: added, never changed, taken back by
another row. Four kinds: a paper answers an obligation; a match is wrong; a field of a paper was
read wrongly; a deadline was moved.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from typing import Any

from pipeline.decisions.standing import UNDO, derive
from rules.model.naming import name_paper
from rules.model.papers import Band, Header, Match, Paper, Statement
from rules.model.plan import Deadline, Obligation
from rules.vietnamese.text import key

ATTACH, REJECT, CORRECT, EXTEND = "attach", "reject-match", "correct", "extend"
# What of a paper can be corrected: fields of its header, and whose paper it is.
HEADER_FIELDS = ("number", "symbol", "issued_on", "doc_type", "title")
PARTY_FIELDS = ("issuer_id", "sender_id")


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction in force.

    ``attach``: the content ``sha256`` answers ``obligation_id`` of ``task_id``. ``reject-match``:
    the whole paper ``sha256``, or the words behind ``text_key``, do not speak of ``task_id``.
    ``correct``: ``field`` of the content ``sha256`` is ``text`` (a day as ISO, empty: blank).
    ``extend``: ``obligation_id`` is due on ``day``, as the content ``sha256`` allows where given.
    """

    id: int
    kind: str
    task_id: str = ""
    obligation_id: str = ""
    sha256: str = ""
    text_key: str = ""
    field: str = ""
    text: str = ""
    day: str = ""

    def value(self) -> str:
        """The correction as the decision row holds it: what is set, without id and kind."""
        names = ("task_id", "obligation_id", "sha256", "text_key", "field", "text", "day")
        held = {name: value for name in names if (value := getattr(self, name))}
        return json.dumps(held, ensure_ascii=False)


def text_key(text: str) -> str:
    """The identity of a passage: its words with diacritics, without case and layout."""
    return blake2b(key(text).encode("utf-8", "replace"), digest_size=16).hexdigest()


def in_force(rows: Iterable[Mapping[str, Any]]) -> tuple[Correction, ...]:
    """The corrections that hold, from all rows of decisions, oldest first.

    An attached paper and a moved deadline hold while they are what stands on their finding;
    the others until a row takes them back.
    """
    rows = list(rows)
    undone = {row["undoes"] for row in rows if row["kind"] == UNDO}
    standing = {one.decision_id for one in derive(rows)}
    return tuple(
        Correction(id=row["id"], kind=row["kind"], **json.loads(row["value"]))
        for row in rows
        if (row["kind"] in (ATTACH, EXTEND) and row["id"] in standing)
        or (row["kind"] in (REJECT, CORRECT) and row["id"] not in undone)
    )


def read_wrongly(corrections: Iterable[Correction]) -> dict[str, dict[str, str]]:
    """What clerks corrected: content (sha256) -> field -> what it really says; the last wins."""
    fields: dict[str, dict[str, str]] = {}
    for one in corrections:
        if one.kind == CORRECT:
            fields.setdefault(one.sha256, {})[one.field] = one.text
    return fields


def correct_header(header: Header, fields: Mapping[str, str]) -> Header:
    """A header with corrected fields."""
    values: dict[str, Any] = {name: fields[name] for name in HEADER_FIELDS if name in fields}
    if "issued_on" in values:
        day = values["issued_on"]
        values["issued_on"] = date.fromisoformat(day) if day else None
    return replace(header, **values) if values else header


def extend(
    obligations: Iterable[Obligation],
    corrections: Iterable[Correction],
    papers: Iterable[Paper] = (),
) -> tuple[Obligation, ...]:
    """The obligations with the deadlines that were moved; the last move of each wins.

    Each keeps the day it had, and the name of the received paper that allowed the new one.
    """
    moves = {one.obligation_id: one for one in corrections if one.kind == EXTEND}
    names = {paper.sha256: name_paper(paper) for paper in papers if moves and paper.sha256}
    return tuple(
        replace(due, deadline=_extended(due.deadline, moves[due.id], names))
        if due.id in moves
        else due
        for due in obligations
    )


def _extended(deadline: Deadline, move: Correction, names: Mapping[str, str]) -> Deadline:
    return replace(
        deadline,
        due_to=date.fromisoformat(move.day),
        extended=True,
        extended_from=deadline.due_to,
        granted_by=names.get(move.sha256, ""),
    )


def obey(
    matches: Iterable[Match],
    papers: Iterable[Paper],
    statements: Iterable[Statement],
    corrections: Iterable[Correction],
) -> tuple[Match, ...]:
    """The matches as corrected: rejected ones gone, attached ones added."""
    corrections = tuple(corrections)
    if not corrections:
        return tuple(matches)
    contents = {paper.id: paper.sha256 for paper in papers}
    texts = {statement.id: statement.text for statement in statements}
    rejected = {
        (one.sha256 or one.text_key, one.task_id) for one in corrections if one.kind == REJECT
    }
    kept: list[Match] = []
    for match in matches:
        text = texts.get(match.statement_id, "")
        subject = text_key(text) if match.statement_id else contents.get(match.document_id, "")
        whole = contents.get(match.document_id, "")
        kept += _without(match, subject, whole, rejected)
    return (*kept, *_attached(contents, corrections))


def _without(
    match: Match, subject: str, whole: str, rejected: set[tuple[str, str]]
) -> Iterator[Match]:
    """The match for the tasks that were not rejected for its words or for its whole paper."""
    tasks = [
        task_id
        for task_id in (match.task_id, *match.shared_with)
        if not {(subject, task_id), (whole, task_id)} & rejected
    ]
    if tasks:
        yield replace(match, task_id=tasks[0], shared_with=tuple(tasks[1:]))


def _attached(contents: Mapping[str, str], corrections: Iterable[Correction]) -> Iterator[Match]:
    for one in corrections:
        if one.kind != ATTACH:
            continue
        for document_id, sha256 in contents.items():
            if sha256 == one.sha256:
                yield Match(
                    document_id=document_id,
                    task_id=one.task_id,
                    score=1.0,
                    band=Band.SURE,
                    reasons=(f"cán bộ đã gắn văn bản này (quyết định số {one.id})",),
                    obligation_id=one.obligation_id,
                )
