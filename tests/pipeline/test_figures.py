from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from pipeline.decisions.log import Actor, Wanted, take
from pipeline.errors import UserError
from pipeline.figures import Counted, Figures, Line, add_up, figures
from pipeline.outputs.report import build_report
from pipeline.storage.store import Run, Store
from rules.catalogue import rulebook
from rules.counting import Due, Stands, class_of, classes
from rules.model.dossier import Judgement, Status
from rules.model.plan import Deadline
from tests import factories as make

NOW = datetime(2024, 6, 20, 8, tzinfo=UTC)
DAY = date(2024, 6, 20)
HOME, HEALTH, SILENT = "so-noi-vu", "so-y-te", "ubnd-huyen-moc-chau"
YEAR = make.deadline("Năm 2024", "year", date(2024, 1, 1), date(2024, 12, 31))
ALWAYS = make.deadline("Thường xuyên", "continuous", None, None)
NO_DAY = make.deadline("", "", None, None)
PLAN = make.plan(make.task("I.3"), make.task("VI.1"))


def owed(
    status: Status,
    number: int,
    due: Deadline | None = None,
    agency: str = HOME,
    task: str = "I.3",
) -> Judgement:
    deadline = due or make.deadline()
    return make.judgement(status, make.obligation(task, agency, number, deadline=deadline))


# One of each status whose day has passed, then what is not due or has no day.
JUDGEMENTS = (
    owed(Status.MET, 1),
    owed(Status.MET, 2),
    owed(Status.LATE, 3),
    owed(Status.UNDATED, 4),
    owed(Status.WRONG_ISSUER, 5),
    owed(Status.WRONG_TYPE, 6),
    owed(Status.CITED, 7),
    owed(Status.MISSING, 8),
    owed(Status.NOT_DONE, 9),
    owed(Status.REVIEW, 10),
    owed(Status.UNREADABLE, 11),
    owed(Status.MET, 12, YEAR),
    owed(Status.PENDING, 13, YEAR),
    owed(Status.NOT_DONE, 14, YEAR),
    owed(Status.MET, 15, ALWAYS),
    owed(Status.PENDING, 16, ALWAYS),
    owed(Status.MET, 17, NO_DAY),
    owed(Status.DEADLINE_UNKNOWN, 18, NO_DAY),
    owed(Status.MET, 1, agency=HEALTH, task="VI.1"),
    owed(Status.PENDING, 1, YEAR, agency=SILENT, task="VI.1"),
    owed(Status.NOT_RECEIVED, 2, agency=SILENT, task="VI.1"),
    owed(Status.NOT_RECEIVED, 3, agency=SILENT, task="VI.1"),
)


def found(code: str, rule: str, agency: str = HOME, number: int | None = None) -> object:
    of = f"I.3/{number}/{agency}" if number else ""
    problem = make.problem(rule, agency_id=agency, output_no=number, obligation_id=of)
    return make.finding(code, rule, problem=problem)


FINDINGS = (
    found("late", "late-output", number=3),
    found("missing", "missing-output", number=8),
    found("review", "needs-review", number=10),
    found("nothing", "nothing-received", SILENT),
    found("other", "task-not-reported", number=8),
)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    agencies = [
        make.agency(HEALTH, "Sở Y tế"),
        make.agency(HOME),
        make.agency(SILENT, "UBND huyện Mộc Châu", kind="ubnd_huyen"),
        make.agency("so-tai-chinh", "Sở Tài chính"),
    ]
    report = build_report(
        plan=PLAN,
        as_of=DAY,
        agencies=agencies,
        judgements=JUDGEMENTS,
        findings=FINDINGS,  # type: ignore[arg-type]
        rules=rulebook(),
    )
    with Store.open(tmp_path / "doichieu.db") as opened:
        opened.write_run(report, Run(NOW, NOW, "0.1.0"))
    return tmp_path / "doichieu.db"


def now(path: Path) -> Figures:
    with Store.read(path) as opened:
        return figures(opened)


def decide(path: Path, code: str, kind: str, **more: object) -> None:
    with Store.decide(path) as opened:
        outcome = take(opened, [Wanted(f"fp-{code}", kind, **more)], Actor("Lan"))  # type: ignore[arg-type]
    assert not outcome.refused


def counts(line: Line) -> dict[str, int]:
    return {id: number for id, number in line.counts.items() if number}


def test_every_status_is_in_exactly_one_class() -> None:
    named = [status for one in classes().values() for status in one.statuses]
    assert sorted(named) == sorted(Status)


def test_every_class_is_defined_and_names_rules_that_exist() -> None:
    assert all(one.label and one.means.endswith(".") for one in classes().values())
    assert {rule for one in classes().values() for rule in one.rules} <= set(rulebook())


@pytest.mark.parametrize(("status", "due", "stands"), [*product(Status, Due, Stands)])
def test_any_obligation_has_a_class_and_only_a_passed_day_is_expected(
    status: Status, due: Due, stands: Stands
) -> None:
    one = classes()[class_of(status, due, stands)]
    assert one.due is (due is Due.PASSED) or status in (Status.PENDING, Status.DEADLINE_UNKNOWN)


def test_one_of_each(store: Path) -> None:
    by_agency = {line.key: line for line in now(store).by_agency}
    home = by_agency[HOME]
    assert counts(home) == {
        "in_time": 2,
        "late": 1,
        "flawed": 4,
        "missing": 2,
        "unchecked": 2,
        "ahead": 2,
        "pending": 3,
        "no_day": 2,
    }
    assert (home.owed, home.expected, home.received, home.judged) == (18, 11, 3, 9)
    assert home.to_clarify == 6
    assert home.completeness == pytest.approx(3 / 9)
    assert home.timeliness == pytest.approx(2 / 9)
    assert counts(by_agency[SILENT]) == {"missing": 2, "pending": 1}
    assert by_agency[SILENT].completeness == 0


def test_agencies_stand_in_the_order_of_the_list_and_only_those_that_owe(store: Path) -> None:
    assert [line.name for line in now(store).by_agency] == [
        "Sở Y tế",
        "Sở Nội vụ",
        "UBND huyện Mộc Châu",
    ]


def test_sections_and_months(store: Path) -> None:
    told = now(store)
    assert [(line.key, line.owed) for line in told.by_section] == [("I", 18), ("VI", 4)]
    assert [(line.name, line.owed, line.expected) for line in told.by_month] == [
        ("03/2024", 14, 14),
        ("12/2024", 4, 0),
        ("Cả năm hoặc không có ngày", 4, 0),
    ]


def test_no_rate_where_nothing_was_due() -> None:
    told = add_up([Counted(HOME, "I", "", "pending", Stands.UNDECIDED, 3)], DAY, PLAN, {})
    assert (told.total.expected, told.total.completeness, told.total.timeliness) == (0, None, None)


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("misread", {"reason": "Ghép nhầm nhiệm vụ"}),
        ("await", {}),
        ("extend", {"value": {"day": "2024-06-20"}}),
    ],
)
def test_what_a_clerk_set_aside_blames_nobody(
    store: Path, kind: str, more: dict[str, object]
) -> None:
    decide(store, "late", kind, **more)
    home = now(store).by_agency[1]
    assert (home["late"], home["settled"], home.expected, home.judged) == (0, 1, 11, 8)


def test_a_confirmed_problem_stays_in_its_class(store: Path) -> None:
    decide(store, "late", "confirm")
    decide(store, "nothing", "confirm")
    told = now(store)
    assert dict(told.by_agency[1].confirmed) == {"late": 1}
    assert dict(told.by_agency[2].confirmed) == {"missing": 2}
    assert dict(told.total.confirmed) == {"late": 1, "missing": 2}


def test_what_is_not_settled_counts_as_undecided(store: Path) -> None:
    before = now(store)
    decide(store, "late", "accept", reason="Cơ quan đã giải trình hợp lý")  # no second look yet
    decide(store, "missing", "extend", value={"day": "2024-06-19"})  # over again
    decide(store, "other", "misread", reason="Khác")  # not about the obligation's status
    assert now(store) == before


def test_a_second_look_settles(store: Path) -> None:
    decide(store, "late", "accept", reason="Cơ quan đã giải trình hợp lý")
    with Store.decide(store) as opened:
        assert not take(opened, [Wanted("fp-late", "second")], Actor("Hoa")).refused
    assert now(store).total["settled"] == 1


def test_a_decision_on_facts_that_changed_is_not_trusted(store: Path) -> None:
    before = now(store)
    decide(store, "late", "misread", reason="Khác")
    with sqlite3.connect(store) as db:
        db.execute("UPDATE findings SET basis = 'other facts' WHERE fingerprint = 'fp-late'")
    assert now(store) == before


def test_the_classes_add_up_to_what_was_expected(store: Path) -> None:
    """Expected is counted here straight from the table, by the day alone."""
    with sqlite3.connect(store) as db:
        due, all_of_them = db.execute(
            "SELECT sum(due_to < '2024-06-20'), count(*) FROM obligations"
        ).fetchone()
    told = now(store)
    for lines in ([told.total], told.by_agency, told.by_section, told.by_month):
        assert sum(line.expected for line in lines) == due
        assert sum(line.owed for line in lines) == all_of_them


ANY = some.builds(
    Counted,
    some.sampled_from([HOME, HEALTH, "x"]),
    some.sampled_from(["I", "VI", ""]),
    some.sampled_from(["2024-03", "2024-12", ""]),
    some.sampled_from(sorted(classes())),
    some.sampled_from(Stands),
    some.integers(0, 9),
)


@given(some.lists(ANY, max_size=20))
def test_each_way_of_cutting_has_the_same_sum(counted: list[Counted]) -> None:
    told = add_up(counted, DAY, PLAN, {HEALTH: "Sở Y tế", HOME: "Sở Nội vụ"})
    attributes: list[Callable[[Line], int]] = [
        lambda line: line.owed,
        lambda line: line.expected,
        lambda line: line.received,
        lambda line: line.judged,
        *(lambda line, id=id: line[id] for id in classes()),  # type: ignore[misc]
    ]
    for value in attributes:
        for lines in (told.by_agency, told.by_section, told.by_month):
            assert sum(map(value, lines)) == value(told.total)
    assert (
        told.total.received
        + told.total.to_clarify
        + told.total["missing"]
        + (told.total["settled"])
        == told.total.expected
    )


def test_before_any_run(tmp_path: Path) -> None:
    with Store.open(tmp_path / "doichieu.db"):
        pass
    with pytest.raises(UserError, match="hãy chạy doichieu run trước"):
        now(tmp_path / "doichieu.db")
