"""What each piece of evidence makes of an obligation, and which of two decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from rules import agencies
from rules.document_types import DocumentTypes
from rules.judging.hearing import open_hearing
from rules.judging.judge import judge_one
from rules.judging.timing import ReportingYear
from rules.model.dossier import Judgement, Status
from rules.model.papers import Band, Citation, Match, Modality, Paper, Period, Role, Statement
from rules.model.plan import Deadline, Obligation
from tests import factories as make

REGISTRY = agencies.load()
YEAR = ReportingYear(date(2023, 12, 1), date(2024, 11, 30), 2024)
AS_OF = date(2024, 12, 31)
Q1 = Deadline("Quý I/2024", "quarter", date(2024, 1, 1), date(2024, 3, 31))
Q2 = Deadline("Quý II/2024", "quarter", date(2024, 4, 1), date(2024, 6, 30))
Q3 = Deadline("Quý III/2024", "quarter", date(2024, 7, 1), date(2024, 9, 30))
Q4 = Deadline("Quý IV/2024", "quarter", date(2024, 10, 1), date(2024, 12, 31))
ALWAYS = Deadline("Thường xuyên", "continuous")
RELATIVE = Deadline("15 ngày kể từ ngày được phê duyệt", "relative", relative_days=15)

PLAN_Q1 = make.obligation("I.3", deadline=Q1)
REPORT_Q4 = make.obligation("III.3", output="Báo cáo", doc_type="Báo cáo", deadline=Q4, output_no=2)


@dataclass
class World:
    """What came in, piece by piece."""

    papers: list[Paper] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    others: list[Obligation] = field(default_factory=list)

    def judge(self, obligation: Obligation, as_of: date = AS_OF) -> Judgement:
        hearing = open_hearing(
            make.plan(),
            REGISTRY,
            DocumentTypes.load(),
            YEAR,
            [obligation, *self.others],
            self.papers,
            make.said(self.papers, self.statements, self.matches, self.citations),
        )
        return judge_one(obligation, hearing, as_of)


Piece = Callable[[World, Obligation], None]


def paper(
    doc_type: str = "Kế hoạch",
    day: date | None = date(2024, 2, 20),
    band: Band = Band.SURE,
    title: str = "thực hiện dân chủ ở cơ sở năm 2024",
    **changes: object,
) -> Piece:
    """A paper matched to the obligation's task."""

    def add(world: World, obligation: Obligation) -> None:
        name = f"d{len(world.papers)}"
        head = make.header(doc_type=doc_type, issued_on=day, title=title)
        world.papers.append(make.paper(name, **{"header": head, **changes}))
        world.matches.append(make.match(name, obligation.task_id, band=band))

    return add


def says(
    modality: Modality = Modality.DONE,
    band: Band = Band.SURE,
    role: Role = Role.REPORT_YEAR,
    day: date | None = date(2024, 12, 5),
    cites: bool = False,
    cited_type: str = "Kế hoạch",
    cited_on: date | None = date(2024, 2, 10),
    **changes: object,
) -> Piece:
    """A periodic report with a statement on the task."""

    def add(world: World, obligation: Obligation) -> None:
        name = f"r{len(world.papers)}"
        head = make.header(doc_type="Báo cáo", issued_on=day, number="921", symbol="BC-SNV")
        kind = "year" if role is Role.REPORT_YEAR else "6m"
        period = Period(kind, 2024)
        world.papers.append(
            make.report_paper(name, **{"role": role, "header": head, "period": period, **changes})
        )
        said = make.statement(f"{name}#1", name, modality=modality)
        world.statements.append(said)
        world.matches.append(make.match(name, obligation.task_id, statement_id=said.id, band=band))
        if cites:
            world.citations.append(
                make.citation(
                    name,
                    number="12",
                    doc_type=cited_type,
                    issued_on=cited_on,
                    statement_id=said.id,
                )
            )

    return add


def unreadable(**changes: object) -> Piece:
    """A damaged file of the agency."""

    def add(world: World, _: Obligation) -> None:
        world.papers.append(make.unreadable_paper(f"u{len(world.papers)}", **changes))

    return add


def unrelated() -> Piece:
    """A paper of the agency on something else."""

    def add(world: World, _: Obligation) -> None:
        world.papers.append(make.paper("x1", header=make.header(title="nghỉ lễ 30/4")))

    return add


def outcome(obligation: Obligation, *pieces: Piece, as_of: date = AS_OF) -> Judgement:
    world = World()
    for piece in pieces:
        piece(world, obligation)
    return world.judge(obligation, as_of)


IN_TIME = paper()
LATE = paper(day=date(2024, 4, 1))
UNDATED = paper(day=None)
FOREIGN = paper(issuer_id="ubnd-tinh")
LETTER = paper("Công văn")
CITED = says(cites=True)
NOT_DONE = says(Modality.NOT_DONE)
DOUBTFUL = paper(band=Band.UNSURE)
BROKEN = unreadable()

# Best evidence first: each piece alone gives its status, and wins over all that follow it.
LADDER = [
    (IN_TIME, Status.MET),
    (LATE, Status.LATE),
    (UNDATED, Status.UNDATED),
    (FOREIGN, Status.WRONG_ISSUER),
    (LETTER, Status.WRONG_TYPE),
    (CITED, Status.CITED),
    (NOT_DONE, Status.NOT_DONE),
    (DOUBTFUL, Status.REVIEW),
    (BROKEN, Status.UNREADABLE),
    (unrelated(), Status.MISSING),
]


@pytest.mark.parametrize(("piece", "status"), LADDER, ids=[s.value for _, s in LADDER])
def test_each_piece_gives_its_status(piece: Piece, status: Status) -> None:
    assert outcome(PLAN_Q1, piece).status is status


@pytest.mark.parametrize("place", range(len(LADDER) - 1))
def test_the_better_of_two_neighbours_decides(place: int) -> None:
    (better, status), (worse, _) = LADDER[place], LADDER[place + 1]
    assert outcome(PLAN_Q1, better, worse).status is status
    assert outcome(PLAN_Q1, worse, better).status is status


def test_nothing_at_all() -> None:
    assert outcome(PLAN_Q1).status is Status.NOT_RECEIVED


@pytest.mark.parametrize(
    ("obligation", "day", "status"),
    [
        (PLAN_Q1, date(2024, 3, 31), Status.PENDING),  # the due day itself is still in time
        (PLAN_Q1, date(2024, 4, 1), Status.MISSING),
        (make.obligation("I.6", deadline=ALWAYS), date(2024, 11, 30), Status.PENDING),
        (make.obligation("I.6", deadline=ALWAYS), date(2024, 12, 1), Status.MISSING),
        (make.obligation("II.7", deadline=RELATIVE), AS_OF, Status.DEADLINE_UNKNOWN),
    ],
)
def test_before_and_after_the_due_day(obligation: Obligation, day: date, status: Status) -> None:
    assert outcome(obligation, unrelated(), as_of=day).status is status


@pytest.mark.parametrize("piece", [NOT_DONE, LETTER, CITED])
def test_what_was_found_keeps_its_status_before_due(piece: Piece) -> None:
    """Only missing, not received and unreadable become pending."""
    october = make.obligation("II.3", deadline=Q4)
    found = outcome(october, piece, as_of=date(2024, 12, 20)).status
    assert found in (Status.NOT_DONE, Status.WRONG_TYPE, Status.CITED)
    assert outcome(october, BROKEN, as_of=date(2024, 12, 20)).status is Status.PENDING


def test_days_late() -> None:
    assert outcome(PLAN_Q1, LATE).days_late == 1
    assert outcome(PLAN_Q1, IN_TIME).days_late is None


def test_a_paper_of_the_year_before_does_not_count() -> None:
    assert outcome(PLAN_Q1, paper(day=date(2023, 11, 30))).status is Status.MISSING
    assert outcome(PLAN_Q1, paper(day=date(2023, 12, 1))).status is Status.MET


@pytest.mark.parametrize(
    ("deadline", "role", "day", "status"),
    [
        (Q4, Role.REPORT_YEAR, date(2024, 12, 5), Status.MET),
        (Q4, Role.REPORT_YEAR, date(2025, 1, 3), Status.LATE),
        (Q4, Role.REPORT_6M, date(2024, 6, 5), Status.MISSING),
        (Q2, Role.REPORT_6M, date(2024, 6, 5), Status.MET),
        (Q3, Role.REPORT_6M, date(2024, 7, 8), Status.MISSING),
        (Q3, Role.REPORT_YEAR, date(2024, 12, 5), Status.LATE),
        (Q1, Role.REPORT_6M, date(2024, 6, 5), Status.LATE),
        (Q4, Role.REPORT_YEAR, None, Status.UNDATED),
    ],
)
def test_a_report_inside_a_periodic_report(
    deadline: Deadline, role: Role, day: date | None, status: Status
) -> None:
    owed = replace(REPORT_Q4, deadline=deadline)
    judgement = outcome(owed, says(role=role, day=day), as_of=date(2025, 1, 31))
    assert judgement.status is status
    if status is Status.MET:
        assert judgement.via == "embedded"


@pytest.mark.parametrize(
    ("modality", "status"),
    [
        (Modality.DONE, Status.MET),
        (Modality.IN_PROGRESS, Status.MET),
        (Modality.NOT_ARISEN, Status.MET),
        (Modality.PLANNED, Status.MISSING),
        (Modality.NOT_DONE, Status.NOT_DONE),
    ],
)
def test_what_a_statement_claims(modality: Modality, status: Status) -> None:
    later = date(2025, 1, 15)
    assert outcome(REPORT_Q4, says(modality), as_of=later).status is status


def recurring(label: str, start: date, end: date) -> Obligation:
    """One report of several in a year."""
    return replace(
        REPORT_Q4, deadline=Deadline("theo quý, 6 tháng", "recurring", start, end, label=label)
    )


@pytest.mark.parametrize(
    ("stated", "owed", "status"),
    [
        (
            Period("quarter", 2024, 1),
            recurring("quý I", date(2024, 1, 1), date(2024, 3, 31)),
            "late",
        ),
        (
            Period("quarter", 2024, 1),
            recurring("6 tháng", date(2024, 1, 1), date(2024, 6, 30)),
            "missing",
        ),
        (
            Period("quarter", 2024, 3),
            recurring("quý II", date(2024, 4, 1), date(2024, 6, 30)),
            "missing",
        ),
        (Period("6m", 2024), recurring("6 tháng", date(2024, 1, 1), date(2024, 6, 30)), "met"),
        (Period("6m", 2024), recurring("quý I", date(2024, 1, 1), date(2024, 3, 31)), "late"),
    ],
)
def test_each_of_several_reports_answers_its_own_period(
    stated: Period, owed: Obligation, status: str
) -> None:
    day = date(2024, 4, 5) if stated.part == 1 else date(2024, 6, 20)
    day = date(2024, 9, 27) if stated.part == 3 else day
    report = paper("Báo cáo", day, title="khảo sát", period=stated)
    assert outcome(owed, report).status == status


def test_nobody_looks_at_another_bodys_doubtful_paper() -> None:
    doubtful = paper(band=Band.UNSURE, issuer_id="ubnd-huyen-moc-chau")
    assert outcome(PLAN_Q1, doubtful).status is Status.MISSING


def test_a_claim_of_work_is_no_paper() -> None:
    assert outcome(PLAN_Q1, says()).status is Status.MISSING


def test_a_continuous_report_is_met_by_any_report_of_the_year() -> None:
    owed = replace(REPORT_Q4, deadline=ALWAYS)
    assert outcome(owed, says(day=date(2024, 12, 9))).status is Status.MET
    assert outcome(owed, says(role=Role.REPORT_6M, day=date(2024, 6, 5))).status is Status.MET


def test_a_continuous_paper_is_dated_in_the_year() -> None:
    owed = make.obligation("I.6", doc_type="Công văn", output="Công văn", deadline=ALWAYS)
    assert outcome(owed, paper("Công văn", date(2024, 7, 1))).status is Status.MET
    assert outcome(owed, paper("Công văn", date(2024, 12, 5))).status is Status.MISSING


@pytest.mark.parametrize(
    ("doc_type", "title", "owed", "status"),
    [
        ("Quyết định", "ban hành Quy chế phối hợp cứu trợ", "Quy chế", Status.MET),
        ("Quyết định", "thành lập Ban Chỉ đạo", "Quy chế", Status.WRONG_TYPE),
        ("Công văn", "chỉ đạo cấp giấy chứng nhận", "Văn bản chỉ đạo", Status.MET),
        ("Tờ trình", "ban hành Nghị quyết", "Nghị quyết", Status.WRONG_TYPE),
    ],
)
def test_a_type_is_met_by_its_carrier(doc_type: str, title: str, owed: str, status: Status) -> None:
    obligation = make.obligation("I.5", output=owed, doc_type=owed, deadline=Q1)
    assert outcome(obligation, paper(doc_type, title=title)).status is status


@pytest.mark.parametrize(
    ("title", "text", "status"),
    [
        ("Sổ tiếp công dân", "", Status.MET),
        ("Sổ tiếp công dân năm 2024", "", Status.MET),
        ("Sổ tiếp công dân năm 2023", "", Status.MISSING),
        ("Sổ tiếp công dân", "1 | 05/3/2024 | Ông Lò Văn A", Status.MET),
        ("Sổ tiếp công dân", "1 | 05/3/2022 | Ông Lò Văn A", Status.MISSING),
    ],
)
def test_a_register_needs_no_date_but_is_of_its_year(title: str, text: str, status: Status) -> None:
    owed = make.obligation("IV.12", output="Sổ theo dõi", doc_type="Sổ", deadline=ALWAYS)
    assert outcome(owed, paper("Sổ", None, title=title, text=text)).status is status


@pytest.mark.parametrize(
    ("owed", "status"),
    [("Tin, bài", Status.MET), ("", Status.MET), ("Công văn", Status.MISSING)],
)
def test_a_sheet_of_no_type(owed: str, status: Status) -> None:
    """A workbook "Thống kê tin, bài năm 2024" has no letterhead, no type and no day."""
    obligation = make.obligation("VIII.1", output="x", doc_type=owed, deadline=ALWAYS)
    head = make.header(
        issuer="", number="", symbol="", issued_on=None, doc_type="", title="Thống kê tin, bài"
    )
    sheet = paper(header=head, issuer_id="", path="a/thong ke.xlsx")
    assert outcome(obligation, sheet).status is status


def test_another_owers_paper_counts_neither_for_nor_against() -> None:
    world = World(others=[make.obligation("I.3", "so-tai-chinh", deadline=Q1)])
    paper(issuer_id="so-tai-chinh")(world, PLAN_Q1)
    assert world.judge(PLAN_Q1).status is Status.MISSING


def test_the_required_issuers_paper_counts_whoever_sent_it() -> None:
    owed = make.obligation("I.1", issuer_id="ubnd-tinh", deadline=Q1)
    sent_by_other = paper(sender_id="so-tai-chinh", issuer_id="ubnd-tinh")
    assert outcome(owed, sent_by_other).status is Status.MET
    assert outcome(owed, paper()).status is Status.WRONG_ISSUER


@pytest.mark.parametrize(
    ("issuer", "issuer_id", "owed_of", "status"),
    [
        ("SỞ NỘI VỤ", "so-noi-vu", "so-noi-vu", Status.MET),
        ("", "", "so-noi-vu", Status.MET),  # no letterhead: the folder's agency
        ("CÔNG TY TNHH X", "", "so-noi-vu", Status.REVIEW),  # whose paper is it?
        ("", "", "ubnd-tinh", Status.REVIEW),  # only a known issuer can be the wrong one
        ("SỞ NỘI VỤ", "so-noi-vu", "ubnd-tinh", Status.WRONG_ISSUER),
    ],
)
def test_an_unknown_issuer_is_nobodys_fault(
    issuer: str, issuer_id: str, owed_of: str, status: Status
) -> None:
    owed = make.obligation("I.3", deadline=Q1, issuer_id=owed_of)
    head = make.header(issuer=issuer)
    assert outcome(owed, paper(header=head, issuer_id=issuer_id)).status is status


def test_a_paper_that_answers_another_output_is_not_of_the_wrong_type() -> None:
    other = replace(REPORT_Q4, task_id="I.3")
    world = World(others=[other])
    paper("Báo cáo", date(2024, 12, 5), title="kết quả năm 2024")(world, PLAN_Q1)
    assert world.judge(PLAN_Q1).status is Status.MISSING


def test_a_periodic_report_is_never_of_the_wrong_type() -> None:
    report = paper("Báo cáo", date(2024, 12, 5), role=Role.REPORT_YEAR)
    assert outcome(PLAN_Q1, report).status is Status.MISSING


@pytest.mark.parametrize(
    ("cited_type", "cited_on", "status"),
    [
        ("Kế hoạch", date(2024, 2, 10), Status.CITED),
        ("Kế hoạch", None, Status.CITED),
        ("Công văn", date(2024, 2, 10), Status.MISSING),
        ("Kế hoạch", date(2021, 11, 1), Status.MISSING),  # a paper of another year
    ],
)
def test_what_a_citation_must_name(cited_type: str, cited_on: date | None, status: Status) -> None:
    piece = says(cites=True, cited_type=cited_type, cited_on=cited_on)
    assert outcome(PLAN_Q1, piece).status is status


def test_what_is_named_by_number_is_never_missing() -> None:
    doubtful = says(cites=True, band=Band.UNSURE)
    assert outcome(PLAN_Q1, doubtful).status is Status.REVIEW


def test_a_passage_on_another_task_names_nothing_here() -> None:
    world = World()
    says(cites=True, band=Band.UNSURE)(world, PLAN_Q1)
    world.matches.append(make.match("r0", "IV.6", statement_id="r0#1"))
    assert world.judge(PLAN_Q1).status is Status.MISSING


def test_a_duty_is_met_by_the_role() -> None:
    owed = make.obligation(
        "", output="report:year", doc_type="Báo cáo", deadline=Deadline(
            "trước ngày 10/12/2024", "before", None, date(2024, 12, 9)
        ),
    )  # fmt: skip
    assert outcome(owed, says(day=date(2024, 12, 9))).status is Status.MET
    assert outcome(owed, says(day=date(2024, 12, 10))).days_late == 1
    assert outcome(owed, says(role=Role.REPORT_6M, day=date(2024, 6, 5))).status is Status.MISSING


def test_an_earlier_day_of_judging_leaves_out_later_papers() -> None:
    assert outcome(PLAN_Q1, LATE, as_of=date(2024, 3, 31)).status is Status.PENDING


def test_a_letter_of_march_is_no_wrong_report_of_quarter_iv() -> None:
    letter = paper("Công văn", date(2024, 3, 12))
    assert outcome(REPORT_Q4, letter, as_of=date(2025, 1, 15)).status is Status.MISSING
    later = paper("Công văn", date(2024, 12, 12))
    assert outcome(REPORT_Q4, later, as_of=date(2025, 1, 15)).status is Status.WRONG_TYPE


def test_a_task_without_an_output_is_answered_by_a_report() -> None:
    owed = make.obligation("A.1", output="", doc_type="", deadline=Q4)
    assert outcome(owed, says()).status is Status.MET
    assert outcome(owed, paper("Công văn", date(2024, 12, 12))).status is Status.MET


def test_a_passage_that_surely_speaks_of_another_task_asks_nobody_here() -> None:
    world = World()
    says(band=Band.UNSURE)(world, REPORT_Q4)
    world.matches.append(make.match("r0", "I.2", statement_id="r0#1"))
    assert world.judge(REPORT_Q4, date(2025, 1, 15)).status is Status.MISSING
