"""Every rule: a dossier that makes it, and one like it that does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from extractors.document import Anchor, Reason
from rules.catalogue import CHECKS, rulebook
from rules.model.dossier import Dossier, Status, TableRow
from rules.model.papers import Band, Figure, Header, Modality, Period, Role
from rules.model.plan import PlanDefect
from tests import factories as make

STATUS_RULES = {
    "missing-output": Status.MISSING,
    "late-output": Status.LATE,
    "undated-output": Status.UNDATED,
    "wrong-issuer": Status.WRONG_ISSUER,
    "wrong-type": Status.WRONG_TYPE,
    "cited-not-attached": Status.CITED,
    "reported-not-done": Status.NOT_DONE,
    "needs-review": Status.REVIEW,
    "not-checkable": Status.UNREADABLE,
}
PLAN_RULES = (
    "plan-lead-coordinates",
    "plan-outputs-deadlines-mismatch",
    "plan-unknown-agency",
    "plan-near-duplicate-tasks",
    "plan-deadline-unclear",
)


@dataclass(frozen=True)
class Case:
    """A rule, a dossier, and how many problems the rule finds in it."""

    rule: str
    why: str
    dossier: Callable[[], Dossier]
    problems: int


def judged(status: Status, duty: bool = False) -> Dossier:
    """One obligation of one status."""
    owed = make.obligation(
        task_id="" if duty else "I.3", output="report:year" if duty else "Kế hoạch"
    )
    return make.dossier(judgements=(make.judgement(status, of=owed),))


def filed(*papers: object, **more: object) -> Dossier:
    """Papers received, nothing else unless named."""
    return make.dossier(papers=papers, **more)


def with_defect(rule: str) -> Dossier:
    """A plan with one defect."""
    return make.dossier(plan=make.plan(defects=(PlanDefect(rule, "I.3", "lỗi", "defect"),)))


MERGED = {
    "so-noi-vu": make.agency(),
    "so-tai-chinh": make.agency("so-tai-chinh", "Sở Tài chính"),
    "so-ke-hoach-va-dau-tu": make.agency(
        "so-ke-hoach-va-dau-tu",
        "Sở Kế hoạch và Đầu tư",
        valid_to=date(2025, 2, 28),
        successors=("so-tai-chinh",),
    ),
    "bo-doi-bien-phong": make.agency(
        "bo-doi-bien-phong", "Bộ đội Biên phòng", valid_to=date(2025, 2, 28), end_unsure=True
    ),
}
MERGED_NAMES = {id: one.name for id, one in MERGED.items()}


def after_merger(
    day: date | None, issuer: str = "so-ke-hoach-va-dau-tu", **changes: object
) -> Dossier:
    """A paper of a body that ended on 28/02/2025, judged in July."""
    paper = make.paper(header=make.header(issued_on=day), issuer_id=issuer, **changes)
    return make.dossier(
        papers=(paper,), as_of=date(2025, 7, 15), agencies=MERGED, agency_names=MERGED_NAMES
    )


def reporting(band: Band | None, status: str = "ok", modality: Modality = Modality.DONE) -> Dossier:
    """A year's report of the lead, with or without a statement near the task."""
    matches = ()
    if band is not None:
        matches = (make.match("r1", "I.3", statement_id="r1#1", band=band),)
    return make.dossier(
        papers=(make.report_paper("r1", read_status=status),),
        statements=(make.statement(modality=modality),),
        matches=matches,
        judgements=(make.judgement(Status.MISSING),),
    )


def beside_unread(reason: Reason, status: str = "skipped") -> Dossier:
    """A year's report that is silent on a task, beside a file that was not read."""
    silent = reporting(None)
    other = make.unreadable_paper("u1", read_reason=reason, read_status=status)
    return replace(silent, papers=(*silent.papers, other))


def windowed(start: date, end: date, year: int = 2024, doubtful: bool = False) -> Dossier:
    """A year's report with a data window, against a duty of 01/12/2023 - 30/11/2024."""
    period = Period("year", year, None, start, end, doubtful)
    paper = make.report_paper("r1", period=period)
    return make.dossier(plan=make.plan(duties=(make.duty(),)), papers=(paper,))


def own_plan(missing: str = "", status: str = "ok") -> Dossier:
    """An agency's own plan whose headings name all sections but one."""
    statements = tuple(
        make.statement(f"d1#{s.id}", "d1", section=s.id) for s in make.SECTIONS if s.id != missing
    )
    paper = make.paper("d1", role=Role.PLAN, read_status=status)
    return make.dossier(papers=(paper,), statements=statements)


def tabled(role: Role = Role.PLAN, columns: tuple[str, ...] = (), **row: object) -> Dossier:
    """A table in an agency's paper with one row."""
    columns = columns or ("number", "text", "outputs", "leads", "deadlines")
    table = make.plan(make.task(**row), columns=columns)
    return make.dossier(papers=(make.paper("d1", role=role),), tables={"d1": table})


def row_of(leads: tuple[str, ...] = (), deadline: str = "Quý I/2024") -> Dossier:
    """A row of an agency's plan that is surely task I.3's, which Sở Nội vụ owes in quarter I."""
    row = TableRow("d1", make.task(deadlines=(deadline,)), "I.3", leads, ("so-noi-vu",))
    return make.dossier(
        papers=(make.paper("d1", role=Role.PLAN),), judgements=(make.judgement(),), rows=(row,)
    )


def citing(day: date, found: str = "d1") -> Dossier:
    """A report that cites a received plan of 20/02/2024 with some date."""
    return make.dossier(
        papers=(make.paper("d1"), make.report_paper("r1")),
        citations=(make.citation("r1", issued_on=day, found_document_id=found),),
    )


def numbered(title: str, day: date = date(2024, 2, 20)) -> Dossier:
    """Two papers of one issuer with the number 15/KH-SNV."""
    other = make.paper("d2", header=make.header(title=title, issued_on=day))
    return filed(make.paper("d1"), other)


def reached(value: float, role: str = "result", modality: Modality = Modality.DONE) -> Dossier:
    """A report that states a figure for a task with the target 99 %."""
    task = make.task("VI.7", text="Nâng tỷ lệ dân số được dùng nước hợp vệ sinh đạt 99%")
    figure = Figure(value, "%", role, f"{value}%")
    owed = make.obligation("VI.7", output="Báo cáo", doc_type="Báo cáo")
    return make.dossier(
        plan=make.plan(task),
        papers=(make.report_paper("r1"),),
        statements=(make.statement(modality=modality, figures=(figure,)),),
        matches=(make.match("r1", "VI.7", statement_id="r1#1"),),
        judgements=(make.judgement(Status.MET, of=owed),),
    )


def headed(**changes: object) -> Dossier:
    """One paper whose header differs from a good one."""
    return filed(make.paper("d1", header=make.header(**changes)))


def sheet(**changes: object) -> Dossier:
    """One workbook with a letterhead."""
    document = replace(make.document("Báo cáo"), format="xlsx")
    return filed(make.paper("d1", document=document, header=make.header(**changes)))


def drafted(title: str = "") -> Dossier:
    """A draft, and the numbered paper of its sender; under another title where one is given."""
    blank = make.header(number="", issued_on=None, signer="", draft=True)
    blank = replace(blank, title=title or blank.title)
    return filed(make.paper("d1", header=blank), make.paper("d2"))


FULL = make.SECTIONS
CASES = [
    *(Case(rule, "status", lambda s=s: judged(s), 1) for rule, s in STATUS_RULES.items()),
    *(Case(rule, "met", lambda: judged(Status.MET), 0) for rule in STATUS_RULES),
    Case("missing-output", "a duty has a rule of its own", lambda: judged(Status.MISSING, True), 0),
    Case("late-output", "a duty has a rule of its own", lambda: judged(Status.LATE, True), 0),
    Case("missing-report", "no report", lambda: judged(Status.MISSING, True), 1),
    Case("missing-report", "an output is no report", lambda: judged(Status.MISSING), 0),
    Case("late-report", "late report", lambda: judged(Status.LATE, True), 1),
    Case("late-report", "report in time", lambda: judged(Status.MET, True), 0),
    Case("nothing-received", "silent", lambda: judged(Status.NOT_RECEIVED), 1),
    Case("nothing-received", "not due", lambda: judged(Status.PENDING), 0),
    Case("task-not-reported", "silent on the task", lambda: reporting(None), 1),
    Case("task-not-reported", "says it", lambda: reporting(Band.SURE), 0),
    Case("task-not-reported", "a near miss is enough", lambda: reporting(Band.NONE), 0),
    Case(
        "task-not-reported",
        "only planned for next year",
        lambda: reporting(Band.SURE, modality=Modality.PLANNED),
        1,
    ),
    Case("task-not-reported", "read in part", lambda: reporting(None, "partial"), 0),
    Case("task-not-reported", "secret annex", lambda: beside_unread(Reason.SECRET), 0),
    Case("task-not-reported", "a link, not opened", lambda: beside_unread(Reason.LINK), 0),
    Case("task-not-reported", "lock file beside it", lambda: beside_unread(Reason.TEMPORARY), 1),
    Case(
        "report-period-mismatch",
        "calendar year",
        lambda: windowed(date(2024, 1, 1), date(2024, 12, 31)),
        1,
    ),
    Case(
        "report-period-mismatch",
        "the plan's window",
        lambda: windowed(date(2023, 12, 1), date(2024, 11, 30)),
        0,
    ),
    Case(
        "report-period-mismatch",
        "days read unsurely from a picture",
        lambda: windowed(date(2024, 1, 1), date(2024, 12, 31), doubtful=True),
        0,
    ),
    Case("plan-section-missing", "one left out", lambda: own_plan("VII"), 1),
    Case("plan-section-missing", "all there", lambda: own_plan(), 0),
    Case("plan-section-missing", "read in part", lambda: own_plan("VII", "partial"), 0),
    Case("row-missing-output", "empty cell", lambda: tabled(outputs=()), 1),
    Case("row-missing-output", "filled", lambda: tabled(), 0),
    Case("row-missing-output", "defect of the plan", lambda: with_defect("row-missing-output"), 1),
    Case("row-missing-deadline", "empty cell", lambda: tabled(deadlines=()), 1),
    Case("row-missing-deadline", "filled", lambda: tabled(), 0),
    Case("row-missing-lead", "empty cell", lambda: tabled(leads=()), 1),
    Case("row-missing-lead", "filled", lambda: tabled(), 0),
    Case(
        "row-missing-lead",
        "a report's table need not have the column",
        lambda: tabled(Role.REPORT_YEAR, ("number", "text"), leads=()),
        0,
    ),
    Case(
        "row-missing-lead",
        "an agency's plan must have the column",
        lambda: tabled(Role.PLAN, ("number", "text"), leads=()),
        1,
    ),
    Case("row-later-deadline", "a later quarter", lambda: row_of(deadline="Quý II/2024"), 1),
    Case("row-later-deadline", "within it", lambda: row_of(deadline="Tháng 02/2024"), 0),
    Case("row-other-lead", "another Sở", lambda: row_of(("so-tu-phap",)), 1),
    Case("row-other-lead", "a unit of its own", lambda: row_of(), 0),
    Case("unreadable-file", "damaged", lambda: filed(make.unreadable_paper()), 1),
    Case("unreadable-file", "readable", lambda: filed(make.paper()), 0),
    Case(
        "unreadable-file",
        "a lock file is no document",
        lambda: filed(make.unreadable_paper(read_reason=Reason.TEMPORARY, read_status="skipped")),
        0,
    ),
    Case("partly-read", "12 of 40", lambda: filed(make.paper(read_status="partial")), 1),
    Case("partly-read", "whole", lambda: filed(make.paper()), 0),
    Case(
        "encrypted-file",
        "password",
        lambda: filed(make.unreadable_paper(read_reason=Reason.ENCRYPTED)),
        1,
    ),
    Case("encrypted-file", "damaged", lambda: filed(make.unreadable_paper()), 0),
    Case(
        "secret-marked",
        "stamped",
        lambda: filed(make.unreadable_paper(read_reason=Reason.SECRET, read_status="skipped")),
        1,
    ),
    Case("secret-marked", "plain", lambda: filed(make.paper()), 0),
    Case("unmatched-document", "an invitation", lambda: filed(make.paper()), 1),
    Case(
        "unmatched-document",
        "belongs to a task",
        lambda: filed(make.paper(), matches=(make.match("d1", "I.3"),)),
        0,
    ),
    Case("unmatched-document", "a report", lambda: filed(make.report_paper()), 0),
    Case(
        "duplicate-document",
        "twice",
        lambda: filed(make.paper("d1"), make.paper("d2", duplicate_of="d1")),
        1,
    ),
    Case("duplicate-document", "two papers", lambda: filed(make.paper("d1"), make.paper("d2")), 0),
    Case("no-number", "blank", lambda: headed(number=""), 1),
    Case("no-number", "numbered", lambda: headed(), 0),
    Case("no-date", "blank", lambda: headed(issued_on=None), 1),
    Case("no-date", "dated", lambda: headed(), 0),
    Case("no-signer", "blank", lambda: headed(signer=""), 1),
    Case("no-signer", "signed", lambda: headed(), 0),
    Case("no-number", "a register has none", lambda: headed(number="", doc_type="Sổ"), 0),
    Case("no-date", "nor a day", lambda: headed(issued_on=None, doc_type="Phiếu"), 0),
    Case("no-signer", "a list is not signed", lambda: headed(signer="", doc_type="Danh mục"), 0),
    Case("no-number", "minutes bear none", lambda: headed(number="", doc_type="Biên bản"), 0),
    Case("no-date", "minutes bear a day", lambda: headed(issued_on=None, doc_type="Biên bản"), 1),
    Case("no-signer", "a workbook is not signed", lambda: sheet(signer=""), 0),
    Case("no-number", "a draft alone", lambda: headed(number="", draft=True), 1),
    *(
        Case(rule, "a draft beside the paper", lambda: drafted(), 0)
        for rule in ("no-number", "no-date", "no-signer")
    ),
    Case("no-number", "a draft of another year", lambda: drafted("Kế hoạch năm 2019"), 1),
    Case(
        "no-number", "a register has no letterhead", lambda: filed(make.paper(header=Header())), 0
    ),
    Case(
        "no-date",
        "an annex has its parent's",
        lambda: filed(make.paper(parent_id="r1", header=make.header(issued_on=None))),
        0,
    ),
    Case(
        "issuer-not-sender",
        "another department's paper",
        lambda: filed(make.paper(issuer_id="so-tai-chinh")),
        1,
    ),
    Case("issuer-not-sender", "its own", lambda: filed(make.paper()), 0),
    Case(
        "issuer-not-sender",
        "the required issuer's",
        lambda: filed(
            make.paper(issuer_id="ubnd-tinh"),
            judgements=(make.judgement(of=make.obligation(issuer_id="ubnd-tinh")),),
        ),
        0,
    ),
    Case(
        "issuer-not-sender",
        "a successor's paper in the folder of the ended body",
        lambda: after_merger(date(2025, 3, 10), "so-tai-chinh", sender_id="so-ke-hoach-va-dau-tu"),
        0,
    ),
    Case(
        "issuer-not-sender",
        "an ended body's paper in its successor's folder",
        lambda: after_merger(date(2024, 12, 5), sender_id="so-tai-chinh"),
        0,
    ),
    Case(
        "issuer-not-sender",
        "the later successor before the merger",
        lambda: after_merger(date(2024, 12, 5), "so-tai-chinh", sender_id="so-ke-hoach-va-dau-tu"),
        1,
    ),
    Case("file-gone", "no longer in the inbox", lambda: filed(make.paper(gone=True)), 1),
    Case("file-gone", "still there", lambda: filed(make.paper()), 0),
    Case("issuer-ended", "ten days after", lambda: after_merger(date(2025, 3, 10)), 1),
    Case("issuer-ended", "the day after", lambda: after_merger(date(2025, 3, 1)), 1),
    Case("issuer-ended", "the last day", lambda: after_merger(date(2025, 2, 28)), 0),
    Case("issuer-ended", "no date", lambda: after_merger(None), 0),
    Case(
        "issuer-ended",
        "an end that is not certain",
        lambda: after_merger(date(2025, 3, 10), "bo-doi-bien-phong"),
        0,
    ),
    Case(
        "issuer-ended",
        "a body that lives on",
        lambda: after_merger(date(2025, 3, 10), "so-noi-vu"),
        0,
    ),
    Case(
        "issuer-ended",
        "an annex has its parent's",
        lambda: after_merger(date(2025, 3, 10), parent_id="r1"),
        0,
    ),
    Case(
        "issuer-ended",
        "a copy is told once",
        lambda: after_merger(date(2025, 3, 10), duplicate_of="d2"),
        0,
    ),
    Case("number-date-conflict", "cited of another day", lambda: citing(date(2024, 2, 10)), 1),
    Case("number-date-conflict", "cited rightly", lambda: citing(date(2024, 2, 20)), 0),
    Case("number-date-conflict", "one number, two papers", lambda: numbered("Giấy mời"), 1),
    Case(
        "number-date-conflict",
        "the same paper as Word and as PDF",
        lambda: numbered(make.header().title),
        0,
    ),
    Case("target-missed", "98,2 of 99", lambda: reached(98.2), 1),
    Case("target-missed", "reached", lambda: reached(99.0), 0),
    Case("target-missed", "only the target is named", lambda: reached(98.0, role="target"), 0),
    Case("target-missed", "planned", lambda: reached(98.0, modality=Modality.PLANNED), 0),
    *(Case(rule, "defect", lambda r=rule: with_defect(r), 1) for rule in PLAN_RULES),
    *(Case(rule, "none", lambda: make.dossier(), 0) for rule in PLAN_RULES),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.why}")
def test_rule(case: Case) -> None:
    found = list(CHECKS[case.rule](case.dossier()))
    assert len(found) == case.problems
    for problem in found:
        assert problem.message
        assert problem.message_en
        assert "None" not in problem.message + problem.message_en


def test_an_ended_issuer_is_told_with_its_day_and_who_took_over() -> None:
    (problem,) = CHECKS["issuer-ended"](after_merger(date(2025, 3, 10)))
    assert (
        "ghi ngày 10/03/2025, nhưng Sở Kế hoạch và Đầu tư không còn hoạt động từ 01/03/2025 "
        "(nay là Sở Tài chính)" in problem.message
    )


@pytest.mark.parametrize(
    ("as_of", "tail"),
    [
        (date(2025, 2, 28), "đã đến hạn."),
        (
            date(2025, 3, 1),
            "Cơ quan không còn hoạt động từ 01/03/2025: gửi đôn đốc đến Sở Tài chính.",
        ),
    ],
)
def test_whom_to_remind_of_what_an_ended_body_owes(as_of: date, tail: str) -> None:
    owed = make.obligation(agency_id="so-ke-hoach-va-dau-tu")
    dossier = make.dossier(
        judgements=(make.judgement(Status.NOT_RECEIVED, of=owed),),
        as_of=as_of,
        agencies=MERGED,
        agency_names=MERGED_NAMES,
    )
    (problem,) = CHECKS["nothing-received"](dossier)
    assert problem.message.endswith(tail)
    assert problem.agency_id == "so-ke-hoach-va-dau-tu"


def test_every_rule_has_a_case_that_fires_and_one_that_does_not() -> None:
    fires = {case.rule for case in CASES if case.problems}
    holds = {case.rule for case in CASES if not case.problems}
    assert fires == holds == set(CHECKS)


def test_every_rule_is_told_in_words(root: Path) -> None:
    texts = (root / "rules/data/rules.toml").read_text(encoding="utf-8")
    headings = {line[1:-1] for line in texts.splitlines() if line.startswith("[")}
    assert headings == set(CHECKS) == set(rulebook())
    for rule in rulebook().values():
        assert rule.fires != rule.holds
        assert rule.means.endswith(".")


def test_every_check_file_is_in_the_catalogue(root: Path) -> None:
    catalogue = (root / "rules/catalogue.py").read_text(encoding="utf-8")
    shared = {"__init__", "files", "headers"}
    for path in (root / "rules/checks").glob("*.py"):
        assert path.stem in shared or path.stem in catalogue, path.name


def test_partly_read_says_how_much() -> None:
    paper = make.paper(read_status="partial", pages=40, pages_read=12)
    (problem,) = CHECKS["partly-read"](filed(paper))
    assert "12/40 trang" in problem.message


def test_identity_holds_no_path() -> None:
    """A renamed or moved file is the same finding."""
    one = filed(make.unreadable_paper(path="A/x.docx"))
    other = filed(replace(make.unreadable_paper(), path="B/y.docx"))
    keys = [next(iter(CHECKS["unreadable-file"](dossier))).subject for dossier in (one, other)]
    assert keys[0] == keys[1]


def test_row_problem_points_at_the_row() -> None:
    (problem,) = CHECKS["row-missing-lead"](tabled(leads=(), anchor=Anchor(page=3, row=5)))
    assert problem.evidence[0].anchor == Anchor(page=3, row=5)
