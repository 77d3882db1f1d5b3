"""The judged whole that the checks look at, and what they report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from extractors.document import Anchor
from rules.model.agency import Agency
from rules.model.papers import Paper
from rules.model.plan import Obligation, Plan, Task
from rules.model.said import Said


class Status(StrEnum):
    """What became of an obligation (best evidence decides, in this order)."""

    MET = "met"
    LATE = "late"
    UNDATED = "undated"
    WRONG_ISSUER = "wrong_issuer"
    WRONG_TYPE = "wrong_type"
    CITED = "cited"
    NOT_DONE = "not_done"
    REVIEW = "review"
    UNREADABLE = "unreadable"
    MISSING = "missing"
    DEADLINE_UNKNOWN = "deadline_unknown"
    NOT_RECEIVED = "not_received"
    PENDING = "pending"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage that supports a line of the list: where it stands and what it says."""

    document_id: str
    path: str
    anchor: Anchor
    quote: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """An obligation with its status and the evidence that decided it.

    ``via`` says how it was met: document, embedded (a statement inside a periodic report),
    carrier (a decision that promulgates the paper) or annex; empty where nothing was found.
    """

    obligation: Obligation
    status: Status
    via: str = ""
    document_id: str = ""
    days_late: int | None = None
    reason: str = ""  # Vietnamese, one sentence
    reason_en: str = ""
    evidence: tuple[Evidence, ...] = ()
    heard_from: tuple[str, ...] = ()  # members of a group that handed something in
    explained_by: tuple[str, ...] = ()  # explanations (giải trình) sent instead; never counted


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of an agency's own table that is surely one task's.

    ``leads`` are the bodies that it names as leads, with those before and after them; empty where
    one is not clear, or is a unit of whoever writes. ``asked`` are those that the plan asks.
    """

    document_id: str
    row: Task
    task_id: str
    leads: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything known on the day of judging: what the checks read, and nothing else."""

    plan: Plan
    as_of: date
    said: Said
    papers: tuple[Paper, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    agency_names: Mapping[str, str] = field(default_factory=dict)
    agencies: Mapping[str, Agency] = field(default_factory=dict)  # by id, with dates and heirs
    # plan-like tables found in agencies' own plans and reports, by document id
    tables: Mapping[str, Plan] = field(default_factory=dict)
    rows: tuple[TableRow, ...] = ()  # of these tables, where they are surely a task's
    later: tuple[Paper, ...] = ()  # dated after the day of judging: listed, never judged

    def agency(self, agency_id: str) -> str:
        """The agency's official name, its id where it has none."""
        return self.agency_names.get(agency_id, agency_id)


class Severity(StrEnum):
    """How bad a finding is; how sure we are is said by its rule."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Problem:
    """What a check found: what and where. The catalogue adds rule, severity, code and key.

    ``subject`` tells apart two problems of one rule with the same agency, task, output and
    period (a row, a pair of papers, a number); it never holds a path, a page, a score or wording.
    """

    message: str
    message_en: str
    agency_id: str = ""
    task_id: str = ""
    output_no: int | None = None
    obligation_id: str = ""
    document_id: str = ""
    period: str = ""
    subject: str = ""
    evidence: tuple[Evidence, ...] = ()
    facts: tuple[str, ...] = ()  # what a decision rests on; the message where empty
    content: str = ""  # tells papers apart that bear the same head; sha256


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the discrepancy list (sai lệch).

    ``fingerprint`` is its identity over all runs; ``basis`` is a hash of the facts shown;
    ``code`` is ``PH-XXXX-XXXX-X`` for people, with a check character.
    """

    code: str
    fingerprint: str
    basis: str
    rule: str
    severity: Severity
    state: str
    problem: Problem
