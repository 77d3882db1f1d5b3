from __future__ import annotations

from collections import Counter

from pipeline.outputs.report import group_of, grouped, near_misses
from rules.model.dossier import Severity, Status
from rules.model.papers import Band
from tests import factories as make
from tests.pipeline.outputs import scene


def test_counts_by_section_and_agency() -> None:
    counts = scene.report().counts
    assert counts.by_section == {
        "I": Counter({Status.MET: 1, Status.MISSING: 1}),
        "VI": Counter({Status.LATE: 1, Status.REVIEW: 1}),
        "": Counter({Status.NOT_RECEIVED: 1}),
    }
    assert counts.by_agency["so-noi-vu"] == Counter(
        {Status.MET: 1, Status.MISSING: 1, Status.REVIEW: 1}
    )
    assert counts.severities == {
        "so-noi-vu": Counter({Severity.ERROR: 1}),
        "so-y-te": Counter({Severity.WARNING: 1}),
        "ubnd-huyen-moc-chau": Counter({Severity.ERROR: 1}),
    }
    assert counts.silent == ("ubnd-huyen-moc-chau",)


def test_what_could_not_be_checked_is_counted_apart() -> None:
    counts = scene.report().counts
    assert [paper.id for paper in counts.unread] == ["u1"], "office lock files are nobody's task"
    assert [one.status for one in counts.unchecked] == [Status.REVIEW]
    assert grouped(counts.by_status) == {
        "met": 1,
        "flawed": 1,
        "absent": 2,
        "unchecked": 1,
        "pending": 0,
    }
    assert group_of(Status.UNREADABLE) == "unchecked"


def test_agencies_that_have_nothing_to_do_with_the_run_are_not_shown() -> None:
    assert scene.report().shown == ("so-noi-vu", "so-y-te", "ubnd-huyen-moc-chau")


def test_findings_stand_by_agency_then_by_severity() -> None:
    report = scene.report()
    assert [one.code for one in report.findings] == [
        "PH-0000-0001-1",
        "PH-0000-0003-3",
        "PH-0000-0002-2",
    ]


def test_a_cell_of_the_matrix_holds_the_worst() -> None:
    first = make.judgement(Status.MET)
    second = make.judgement(Status.MISSING, make.obligation(output_no=2))
    report = scene.report(judgements=[first, second])
    assert report.counts.worst["I.3", "so-noi-vu"].status is Status.MISSING


def test_what_is_fixed_is_not_counted() -> None:
    report = scene.report(findings=[make.finding(state="fixed")])
    assert report.counts.severities == {}
    assert not report.counts.by_rule


def test_near_misses_are_what_nothing_matched_surely() -> None:
    matches = [
        make.match("d1", "I.3", band=Band.UNSURE, score=0.5),
        make.match("d1", "VI.1", band=Band.UNSURE, score=0.6),
        make.match("d2", "I.3", band=Band.SURE, score=0.8),
        make.match("d2", "VI.1", band=Band.UNSURE, score=0.9),
        make.match("r1", "VI.1", band=Band.NONE, score=0.7, statement_id="r1#1"),
        make.match("r1", "VI.1", band=Band.UNSURE, score=0.99),  # a whole report is of no task
    ]
    report = scene.report(matches=matches)
    near, number = near_misses(report, 9)
    tasks = [(one.document_id, report.said.match(one.number).task_id) for one in near]
    assert tasks == [("r1", "VI.1"), ("d1", "VI.1")]
    assert number == 2
    assert near_misses(report, 1) == (near[:1], 2)


def test_an_agency_that_no_register_knows_keeps_its_id() -> None:
    report = scene.report(judgements=[make.judgement(of=make.obligation(agency_id="ban-x"))])
    assert report.shown[-1] == "ban-x"
    assert report.agency_name("ban-x") == "ban-x"
