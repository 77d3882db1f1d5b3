"""What clerks taught the program: which paper answers an obligation, and which match is wrong.

A correction is a decision like any other: a row that is added and never changed; taking one back
is a row as well. It is kept by content, never by path, and obeyed by every later run.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b

from rules.model.papers import Band, Match, Paper, Statement
from rules.vietnamese.text import key

ATTACH, REJECT, UNDO = "attach", "reject-match", "undo"


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction in force.

    ``attach``: the content ``sha256`` answers ``obligation_id`` of ``task_id``. ``reject-match``:
    the whole paper ``sha256``, or the words behind ``text_key``, do not speak of ``task_id``.
    """

    id: int
    kind: str
    task_id: str
    obligation_id: str = ""
    sha256: str = ""
    text_key: str = ""

    def identity(self) -> str:
        """What a later correction of the same thing replaces."""
        return ":".join((self.kind, self.obligation_id or self.task_id, self.sha256, self.text_key))

    def value(self) -> str:
        """The correction as the decision row holds it."""
        return json.dumps(
            {
                "task_id": self.task_id,
                "obligation_id": self.obligation_id,
                "sha256": self.sha256,
                "text_key": self.text_key,
            },
            ensure_ascii=False,
        )


def text_key(text: str) -> str:
    """The identity of a passage: its words with diacritics, without case and layout."""
    return blake2b(key(text).encode("utf-8", "replace"), digest_size=16).hexdigest()


def in_force(rows: Iterable[Mapping[str, object]]) -> tuple[Correction, ...]:
    """The corrections that no later row takes back, from the rows of decisions, oldest first."""
    undone = set()
    found: dict[int, Correction] = {}
    for row in rows:
        if row["kind"] == UNDO:
            undone.add(row["undoes"])
        elif row["kind"] in (ATTACH, REJECT):
            number = int(str(row["id"]))
            value = json.loads(str(row["value"]))
            found[number] = Correction(id=number, kind=str(row["kind"]), **value)
    return tuple(one for number, one in found.items() if number not in undone)


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
        yield Match(
            document_id=match.document_id,
            task_id=tasks[0],
            score=match.score,
            band=match.band,
            reasons=match.reasons,
            statement_id=match.statement_id,
            shared_with=tuple(tasks[1:]),
        )


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
