"""Values with good defaults, so that a test shows only what matters to it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from extractors.document import Anchor, Block, Document, Kind, Reason
from pipeline.outputs.report import Report, build_report
from pipeline.storage.rows import citation_row, match_row, statement_row, storable
from pipeline.storage.shelf import Sayings, Shelf
from rules.agencies import Agency
from rules.model.dossier import (
    Dossier,
    Evidence,
    Finding,
    Judgement,
    Problem,
    Severity,
    Status,
)
from rules.model.papers import (
    Band,
    Citation,
    Header,
    Match,
    Modality,
    Paper,
    Period,
    Role,
    Statement,
)
from rules.model.plan import Deadline, Duty, Obligation, Plan, Section, Task

AS_OF = date(2024, 12, 31)

SECTIONS = (
    Section("I", "Tham gia của người dân ở cấp cơ sở"),
    Section("II", "Công khai, minh bạch trong hoạch định chính sách"),
    Section("III", "Trách nhiệm giải trình với người dân"),
    Section("IV", "Kiểm soát tham nhũng trong khu vực công"),
    Section("V", "Thủ tục hành chính công"),
    Section("VI", "Cung ứng dịch vụ công"),
    Section("VII", "Quản trị môi trường"),
    Section("VIII", "Quản trị điện tử"),
)


def agency(id: str = "so-noi-vu", name: str = "Sở Nội vụ", **changes: Any) -> Agency:
    """A department; other kinds by ``kind=``."""
    return Agency(id=id, name=name, **{"kind": "so", **changes})


def task(id: str = "I.3", **changes: Any) -> Task:
    """A task whose section and number follow from its id."""
    section, _, number = id.rpartition(".")
    values = {
        "section": section,
        "number": number,
        "text": "Xây dựng kế hoạch triển khai thực hiện Luật Thực hiện dân chủ ở cơ sở",
        "outputs": ("Kế hoạch",),
        "leads": ("Sở Nội vụ",),
        "coordinating": ("UBND cấp huyện",),
        "deadlines": ("Quý I/2024",),
        "anchor": Anchor(page=12, table=1, row=4),
    }
    return Task(id=id, **{**values, **changes})


def duty(output: str = "report:year", **changes: Any) -> Duty:
    """The yearly report of the departments."""
    values = {
        "owes": ("Các sở, ban, ngành",),
        "deadline": "trước ngày 10/12/2024",
        "text": "Báo cáo năm gửi Sở Nội vụ trước ngày 10/12/2024",
        "data_from": date(2023, 12, 1),
        "data_to": date(2024, 11, 30),
    }
    return Duty(output=output, **{**values, **changes})


def plan(*tasks: Task, **changes: Any) -> Plan:
    """A plan of the given tasks (one, when none is given) in the eight sections."""
    tasks = tasks or (task(),)
    values = {
        "title": "Kế hoạch cải thiện Chỉ số PAPI năm 2024",
        "sections": SECTIONS,
        "year": 2024,
        "province": "Sơn La",
        "number": "11/KH-UBND",
        "issued_on": date(2024, 1, 10),
        "report_to": "Sở Nội vụ",
        "text": "\n".join(one.text for one in tasks),
        "columns": ("number", "text", "outputs", "leads", "coordinating", "deadlines"),
        "source": "plan.docx",
    }
    return Plan(tasks=tasks, **{**values, **changes})


def deadline(
    text: str = "Quý I/2024",
    kind: str = "quarter",
    due_from: date | None = date(2024, 1, 1),
    due_to: date | None = date(2024, 3, 31),
    **changes: Any,
) -> Deadline:
    """The first quarter of 2024."""
    return Deadline(text, kind, due_from, due_to, **changes)


def obligation(
    task_id: str = "I.3", agency_id: str = "so-noi-vu", output_no: int = 1, **changes: Any
) -> Obligation:
    """A Kế hoạch due from Sở Nội vụ in the first quarter; the issuer is the agency itself."""
    output = changes.get("output", "Kế hoạch")
    due = changes.get("deadline", deadline())
    values = {
        "id": f"{task_id or output}/{output_no}/{agency_id}",
        "task_id": task_id,
        "output_no": output_no,
        "output": output,
        "doc_type": "Kế hoạch",
        "agency_id": agency_id,
        "issuer_id": agency_id,
        "deadline": due,
    }
    return Obligation(**{**values, **changes})


def header(**changes: Any) -> Header:
    """The head of a plan of Sở Nội vụ."""
    values = {
        "issuer": "SỞ NỘI VỤ",
        "parent": "UBND TỈNH SƠN LA",
        "number": "15",
        "symbol": "KH-SNV",
        "issued_on": date(2024, 2, 20),
        "place": "Sơn La",
        "doc_type": "Kế hoạch",
        "title": "triển khai thực hiện Luật Thực hiện dân chủ ở cơ sở năm 2024",
        "signer": "Nguyễn Văn An",
    }
    return Header(**{**values, **changes})


def document(text: str = "Nội dung kế hoạch.", **changes: Any) -> Document:
    """A digital document of one page; each line of the text is a paragraph."""
    blocks = tuple(
        Block(line, Kind.PARAGRAPH, Anchor(page=1, paragraph=number))
        for number, line in enumerate(text.splitlines(), 1)
    )
    values = {"format": "docx", "blocks": blocks, "pages": 1, "pages_read": 1, "reader": "1"}
    return Document(**{**values, **changes})


def paper(id: str = "d1", **changes: Any) -> Paper:
    """A wholly read piece of evidence of Sở Nội vụ. ``text=`` and header fields by ``header=``."""
    text = changes.pop("text", "Nội dung kế hoạch.")
    sender = changes.get("sender_id", "so-noi-vu")
    values = {
        "path": f"01. Sở Nội vụ/{id}.docx",
        "sha256": hashlib.sha256(id.encode()).hexdigest(),
        "read_status": "ok",
        "document": document(text),
        "header": header(),
        "sender_id": sender,
        "issuer_id": sender,
        "role": Role.EVIDENCE,
        "received_on": date(2024, 12, 5),
        "pages": 1,
        "pages_read": 1,
        "size": 20_480,
    }
    return Paper(id=id, **{**values, **changes})


def report_paper(id: str = "r1", **changes: Any) -> Paper:
    """The year's report of Sở Nội vụ, in time."""
    values = {
        "path": f"01. Sở Nội vụ/{id}.docx",
        "role": Role.REPORT_YEAR,
        "period": Period("year", 2024, None, date(2023, 12, 1), date(2024, 11, 30)),
        "header": header(
            number="921",
            symbol="BC-SNV",
            issued_on=date(2024, 12, 5),
            doc_type="Báo cáo",
            title="kết quả thực hiện Kế hoạch cải thiện Chỉ số PAPI năm 2024",
        ),
    }
    return paper(id, **{**values, **changes})


def unreadable_paper(id: str = "u1", **changes: Any) -> Paper:
    """A damaged file of Sở Nội vụ."""
    values = {
        "read_status": "failed",
        "read_reason": Reason.DAMAGED,
        "document": None,
        "header": Header(),
        "issuer_id": "",
        "role": Role.OTHER,
        "pages": None,
        "pages_read": None,
    }
    return paper(id, **{**values, **changes})


def statement(id: str = "r1#1", document_id: str = "r1", **changes: Any) -> Statement:
    """A done statement of a report."""
    values = {
        "anchor": Anchor(page=2, paragraph=7),
        "text": "Đã ban hành kế hoạch triển khai Luật Thực hiện dân chủ ở cơ sở",
        "section": "I",
        "modality": Modality.DONE,
    }
    return Statement(id=id, document_id=document_id, **{**values, **changes})


def match(document_id: str = "d1", task_id: str = "I.3", **changes: Any) -> Match:
    """A sure match of a whole document; of a statement by ``statement_id=``."""
    values = {"score": 0.91, "band": Band.SURE, "reasons": ("Tiêu đề trùng nhiệm vụ",)}
    return Match(document_id=document_id, task_id=task_id, **{**values, **changes})


def citation(document_id: str = "r1", **changes: Any) -> Citation:
    """A report naming the plan of Sở Nội vụ by number and date."""
    values = {
        "anchor": Anchor(page=2, paragraph=7),
        "text": "Kế hoạch số 15/KH-SNV ngày 20/02/2024",
        "doc_type": "Kế hoạch",
        "number": "15",
        "symbol": "KH-SNV",
        "issued_on": date(2024, 2, 20),
    }
    return Citation(document_id=document_id, **{**values, **changes})


def evidence(document_id: str = "d1", **changes: Any) -> Evidence:
    """A passage on the second page of a paper."""
    values = {
        "path": f"01. Sở Nội vụ/{document_id}.docx",
        "anchor": Anchor(page=2, paragraph=7),
        "quote": "Kế hoạch số 15/KH-SNV ngày 20/02/2024",
    }
    return Evidence(document_id=document_id, **{**values, **changes})


def judgement(
    status: Status = Status.MISSING, of: Obligation | None = None, **changes: Any
) -> Judgement:
    """An obligation that nothing was found for; other statuses by the first argument."""
    values = {
        "reason": "Không thấy văn bản nào.",
        "reason_en": "No paper was found.",
    }
    return Judgement(of or obligation(), status, **{**values, **changes})


def problem(message: str = "Chưa có Kế hoạch theo nhiệm vụ I.3", **changes: Any) -> Problem:
    """A missing Kế hoạch of Sở Nội vụ for I.3."""
    values = {
        "message_en": "No Kế hoạch for task I.3",
        "agency_id": "so-noi-vu",
        "task_id": "I.3",
        "output_no": 1,
        "obligation_id": "I.3/1/so-noi-vu",
        "period": "2024-Q1",
    }
    return Problem(message=message, **{**values, **changes})


def finding(code: str = "PH-2K7M-9QXT-4", rule: str = "missing-output", **changes: Any) -> Finding:
    """A new error; fields of its problem by ``problem=problem(...)``."""
    values = {
        "fingerprint": f"fp-{code}",
        "basis": f"basis-{code}",
        "severity": Severity.ERROR,
        "state": "new",
    }
    one = changes.pop("problem", None) or problem()
    return Finding(code=code, rule=rule, problem=one, **{**values, **changes})


def said(
    papers: Iterable[Paper] = (),
    statements: Sequence[Statement] = (),
    matches: Sequence[Match] = (),
    citations: Sequence[Citation] = (),
) -> Shelf:
    """What the papers say, and what others say that are not among them."""
    shelf, by_id = Shelf(), {paper.id: paper for paper in papers}
    told = [*statements, *matches, *citations]
    for id in dict.fromkeys([*by_id, *(one.document_id for one in told)]):
        of_it = sorted(matches, key=lambda match: bool(match.statement_id))
        sayings = Sayings(
            list(storable(statement_row(one) for one in statements if one.document_id == id)),
            list(storable(match_row(one) for one in of_it if one.document_id == id)),
            list(storable(citation_row(one) for one in citations if one.document_id == id)),
        )
        shelf.put([(by_id.get(id) or paper(id), sayings)])
    return shelf


def run_report(**values: Any) -> Report:
    """The report of a run, what its papers say given as values."""
    told = {name: values.pop(name, ()) for name in ("statements", "matches", "citations")}
    return build_report(said=said(values.get("papers", ()), **told), **values)


def dossier(**changes: Any) -> Dossier:
    """A plan of one task, nothing received, judged at the end of 2024."""
    told = {name: changes.pop(name, ()) for name in ("statements", "matches", "citations")}
    changes.setdefault("said", said(changes.get("papers", ()), **told))
    values = {
        "plan": plan(),
        "as_of": AS_OF,
        "agency_names": {"so-noi-vu": "Sở Nội vụ", "so-tai-chinh": "Sở Tài chính"},
    }
    return Dossier(**{**values, **changes})
