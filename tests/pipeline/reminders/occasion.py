"""A judged plan with decisions, written to a database, for the tests of reminders."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from docx import Document
from lxml import etree

from pipeline.decisions.log import Actor, Wanted, take
from pipeline.findings import code_of
from pipeline.outputs.report import Report, build_report
from pipeline.reminders.make import Result, make_letters
from pipeline.reminders.order import Order
from pipeline.storage.store import Run, Store
from rules.catalogue import rulebook
from rules.model.dossier import Finding, Severity, Status
from rules.model.papers import Role
from tests import factories as make

HOME, HEALTH, DISTRICT, COMMUNES = "so-noi-vu", "so-y-te", "ubnd-huyen-moc-chau", "ubnd-cap-xa"
NOW = datetime(2024, 12, 21, 8, 0)
AS_OF = date(2024, 12, 20)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def finding(number: int, rule: str, agency: str, message: str, **problem: object) -> Finding:
    """A finding with an identity of its own."""
    fingerprint = f"{number:032x}"
    nothing = {"task_id": "", "output_no": None, "obligation_id": "", "period": ""}
    return Finding(
        code=code_of(fingerprint),
        fingerprint=fingerprint,
        basis=f"basis{number}",
        rule=rule,
        severity=Severity.ERROR,
        state="new",
        problem=make.problem(message, agency_id=agency, **{**nothing, **problem}),
    )


def scene(**changes: object) -> Report:
    """Y tế lacks a plan and sent a report late; Mộc Châu sent nothing; Nội vụ lacks one too."""
    task = make.task("I.3")
    other = make.task("VI.2", text="Khảo sát ý kiến người bệnh", outputs=("Báo cáo",))
    dues = {
        name: make.obligation("I.3", name, deadline=make.deadline("quý I/2024"))
        for name in (HOME, HEALTH, DISTRICT)
    }
    late = make.obligation("VI.2", HEALTH, output="Báo cáo", doc_type="Báo cáo")
    villages = make.obligation("I.3", COMMUNES, members=("xa-a", "xa-b", "xa-c"))
    values: dict[str, object] = {
        "plan": make.plan(task, other, number="", issued_on=None, title="Nâng cao Chỉ số PAPI"),
        "as_of": AS_OF,
        "agencies": [
            make.agency(HOME, "Sở Nội vụ", signs=("SNV",)),
            make.agency(HEALTH, "Sở Y tế", signs=("SYT",)),
            make.agency(DISTRICT, "UBND huyện Mộc Châu", kind="ubnd_huyen"),
            make.agency(COMMUNES, "UBND cấp xã", kind="group"),
            *(
                make.agency(id, f"UBND xã {id[-1].upper()}, huyện Mộc Châu", kind="ubnd_xa",
                            parent=DISTRICT)
                for id in ("xa-a", "xa-b", "xa-c")
            ),
        ],
        "papers": [
            make.paper("d1", path="SYT/BC 9.docx", sender_id=HEALTH, issuer_id=HEALTH,
                       role=Role.EVIDENCE, sha256="a" * 64,
                       header=make.header(number="9", symbol="BC-SYT", doc_type="Báo cáo",
                                          title="khảo sát", issued_on=date(2024, 4, 12))),
        ],
        "judgements": [
            make.judgement(Status.MISSING, dues[HOME]),
            make.judgement(Status.MISSING, dues[HEALTH]),
            make.judgement(Status.LATE, late, document_id="d1", days_late=12,
                           reason="Có Báo cáo số 9/BC-SYT ngày 12/04/2024, chậm 12 ngày."),
            make.judgement(Status.NOT_RECEIVED, dues[DISTRICT]),
            make.judgement(Status.NOT_RECEIVED, villages, heard_from=("xa-b",)),
        ],
        "findings": [
            finding(1, "missing-output", HOME, "Thiếu.", task_id="I.3",
                    obligation_id=dues[HOME].id),
            finding(2, "missing-output", HEALTH, "Thiếu.", task_id="I.3",
                    obligation_id=dues[HEALTH].id),
            finding(3, "late-output", HEALTH, "Chậm.", task_id="VI.2", obligation_id=late.id),
            finding(4, "nothing-received", DISTRICT, "Chưa gửi."),
            finding(5, "missing-output", COMMUNES, "Thiếu.", task_id="I.3",
                    obligation_id=villages.id),
            finding(6, "plan-near-duplicate-tasks", "", "Giống nhau."),
        ],
        "rules": rulebook(),
    }  # fmt: skip
    return build_report(**{**values, **changes})  # type: ignore[arg-type]


def lay(out: Path, report: Report, confirmed: Iterable[int] = ()) -> Path:
    """The database of a run that ended so, with these findings decided on."""
    with Store.open(out / "doichieu.db") as store:
        store.write_run(report, Run(NOW, NOW, "1"))
    decide(out, confirmed)
    return out


def decide(out: Path, numbers: Iterable[int]) -> None:
    """Decide "Đúng - đôn đốc" on findings by number."""
    wanted = [Wanted(f"{number:032x}", "confirm") for number in numbers]
    with Store.decide(out / "doichieu.db") as store:
        assert not take(store, wanted, Actor("Lan"), "cli").refused


def order(out: Path, **changes: object) -> Order:
    """An order with the plan's number and date."""
    values: dict[str, object] = {
        "out": out,
        "plan_number": "11/KH-UBND",
        "plan_date": date(2024, 1, 10),
        "by": "lan",
    }
    return Order(**{**values, **changes})  # type: ignore[arg-type]


def remind(out: Path, **changes: object) -> Result:
    """Make a round."""
    return make_letters(order(out, **changes), NOW)


def text_of(file: Path) -> str:
    """Everything a Word file says, tables included, a line for each paragraph."""
    body = Document(str(file)).element.body
    return "\n".join("".join(p.itertext(f"{W}t")) for p in body.iter(f"{W}p"))


def xml_of(file: Path) -> etree._Element:
    """The body of a Word file."""
    element: etree._Element = Document(str(file)).element
    return element
