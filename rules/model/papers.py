"""What came in: documents with their header, what they say, and what they cite."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from extractors.document import Anchor, Document, Reason


@dataclass(frozen=True, slots=True)
class Header:
    """The head and foot of an official document (Decree 30/2020/NĐ-CP, annex I).

    Empty or null where the paper leaves it blank or it cannot be read; never guessed.
    ``number`` and ``symbol`` are the two sides of the first stroke: ``05`` and ``BC-SNV`` of
    ``05/BC-SNV``. ``title`` is the subject after the type, or after ``V/v`` in a công văn.
    """

    issuer: str = ""
    parent: str = ""
    number: str = ""
    symbol: str = ""
    issued_on: date | None = None
    place: str = ""
    doc_type: str = ""
    title: str = ""
    signer: str = ""
    position: str = ""  # "KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC"
    recipients: tuple[str, ...] = ()
    attached_to: str = ""  # "Kèm theo Báo cáo số 921/BC-SYT ngày 03/12/2024", as written
    draft: bool = False
    secrecy: str = ""  # MẬT, TỐI MẬT, TUYỆT MẬT
    impossible_day: date | None = None  # as printed, but still to come when it was read
    anchors: dict[str, Anchor] = field(default_factory=dict)  # field name -> place


class Role(StrEnum):
    """What a document is in the hand-in."""

    PLAN = "plan"  # the agency's own plan for this plan (report:plan)
    REPORT_6M = "report_6m"
    REPORT_YEAR = "report_year"
    EVIDENCE = "evidence"
    EXPLANATION = "explanation"  # giải trình sent instead of evidence
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Period:
    """The time a report speaks of: ``kind`` is quarter, 6m, 9m, year, month or empty.

    ``doubtful`` where it rests on numbers that were read unsurely from a picture.
    """

    kind: str = ""
    year: int | None = None
    part: int | None = None  # the quarter or month number
    data_from: date | None = None
    data_to: date | None = None
    doubtful: bool = False

    def words(self) -> str:
        """``quý I/2024``, ``6 tháng 2024``, ``năm 2024``; empty where unknown."""
        names = {
            "quarter": f"quý {self.part}",
            "month": f"tháng {self.part}",
            "6m": "6 tháng",
            "9m": "9 tháng",
            "year": "năm",
        }
        if not self.kind:
            return ""
        joiner = "/" if self.kind in ("quarter", "month") else " "
        return names[self.kind] + (f"{joiner}{self.year}" if self.year else "")


PERIODIC = (Role.REPORT_6M, Role.REPORT_YEAR)


@dataclass(frozen=True, slots=True)
class Paper:
    """One received document, identified.

    ``read_status`` is ok, partial, failed, skipped or waiting. ``sender_id`` is the agency of
    the folder, else the issuer; empty where unknown.
    """

    id: str
    path: str  # relative to the inbox; an archive's member as a.zip/member.docx
    sha256: str
    read_status: str
    read_reason: Reason | None = None
    read_detail: str = ""
    document: Document | None = None
    header: Header = Header()
    sender_id: str = ""
    issuer_id: str = ""
    role: Role = Role.OTHER
    period: Period = Period()
    parent_id: str = ""  # the paper this annex belongs to
    duplicate_of: str = ""
    received_on: date | None = None
    pages: int | None = None
    pages_read: int | None = None
    pages_ocr: int = 0
    size: int = 0
    gone: bool = False  # its file is no longer in the inbox

    @property
    def is_temporary(self) -> bool:
        """Office lock files and the like: listed, but nobody has to do anything about them."""
        return self.read_reason is Reason.TEMPORARY

    @property
    def is_unread(self) -> bool:
        """Whether it may say what nobody has read: not read, or not wholly, for any reason."""
        return self.read_status != "ok" and not self.is_temporary

    @property
    def sure_period(self) -> Period:
        """The period that may be held against it; a doubtful one may be any."""
        return Period() if self.period.doubtful else self.period


class Modality(StrEnum):
    """What a statement claims about the work it speaks of."""

    DONE = "done"
    IN_PROGRESS = "in_progress"
    PLANNED = "planned"
    NOT_DONE = "not_done"
    NOT_ARISEN = "not_arisen"


@dataclass(frozen=True, slots=True)
class Figure:
    """A stated number with what it counts: ``đạt 98,2%`` is value 98.2, unit ``%``.

    ``role`` is result (đạt, là), estimate (ước đạt) or target (mục tiêu, phấn đấu, kế hoạch).
    """

    value: float
    unit: str
    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing a document says was done: a clause, a list item or a table row.

    ``section`` is the plan section whose heading it stands under, empty where there is none;
    ``context`` is the whole paragraph or row, scored beside the clause; ``task_hint`` is a task
    number printed in the row or item itself ("III.6", "nhiệm vụ số 6 Mục III"), else empty;
    ``measure_id`` is the general measure of the plan that it speaks of where it speaks of no task.
    """

    id: str
    document_id: str
    anchor: Anchor
    text: str
    section: str = ""
    modality: Modality = Modality.DONE
    context: str = ""
    heading: str = ""  # the words of the heading it stands under
    figures: tuple[Figure, ...] = ()
    task_hint: str = ""
    measure_id: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A document that another document names by type, number or date (viện dẫn)."""

    document_id: str
    anchor: Anchor
    text: str
    doc_type: str = ""
    number: str = ""
    symbol: str = ""
    issued_on: date | None = None
    title: str = ""  # words after the date that say what it is about, if any
    statement_id: str = ""
    found_document_id: str = ""
    issuer: str = ""  # the words after "của", where the text names the body
    year: int | None = None  # "Kế hoạch số 12/KH-UBND năm 2024": a year without a day


class Band(StrEnum):
    """How sure a match is."""

    SURE = "sure"
    UNSURE = "unsure"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Match:
    """A statement or a whole document (``statement_id`` empty) and the task it speaks of.

    ``score`` is 0..1; ``reasons`` are Vietnamese words a clerk understands; ``shared_with`` are
    sibling tasks that nothing in the words tells apart from this one. ``obligation_id`` is set
    where a clerk has said that the document answers exactly that obligation.
    """

    document_id: str
    task_id: str
    score: float
    band: Band
    reasons: tuple[str, ...] = ()
    statement_id: str = ""
    shared_with: tuple[str, ...] = ()
    obligation_id: str = ""
