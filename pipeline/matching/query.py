"""What is asked of the matcher, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rules.model.papers import Band


@dataclass(frozen=True, slots=True)
class Query:
    """A statement or a document's title and opening, with all that is known about it.

    ``context`` is the whole paragraph or row the statement stands in. ``agency`` holds the
    words that name the issuer; ``agency_id`` and ``sender_id`` the agencies where known.
    ``task_hint`` is a task number printed beside the text. ``kind`` is ``statement`` or
    ``document``, which is not ``titled`` where its opening stands for the title.
    """

    text: str
    context: str = ""
    agency: str = ""
    agency_id: str = ""
    sender_id: str = ""
    doc_type: str = ""
    section: str = ""
    date: date | None = None
    kind: str = "statement"
    task_hint: str = ""
    titled: bool = True


@dataclass(frozen=True, slots=True)
class Candidate:
    """A task the text may speak of, how sure that is, and why, in words a clerk understands.

    ``shared_with`` are sibling tasks that nothing tells apart from this one: the text counts
    for each. ``held_back`` tells that something speaks against the task (year, type of paper ...),
    so that no neighbouring text makes the match sure; ``other_object`` that it only has the frame
    of the task, which no part of it makes good either.
    """

    task_id: str
    score: float
    band: Band
    reasons: tuple[str, ...] = ()
    shared_with: tuple[str, ...] = ()
    held_back: bool = False
    other_object: bool = False
