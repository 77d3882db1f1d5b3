from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from pipeline.findings import find
from pipeline.outputs.report import build_report
from pipeline.storage.changes import Change, changes
from pipeline.storage.store import Run, Store
from rules.catalogue import rulebook
from rules.model.dossier import Problem
from tests import factories as make

RULE = rulebook()["missing-output"]


def a_run(path: Path, *problems: Problem) -> None:
    """A run that found these problems and nothing else."""
    with Store.open(path) as store:
        findings = find(
            ((RULE, problem) for problem in problems), "Kế hoạch", store.previous_findings()
        )
        report = build_report(
            plan=make.plan(), as_of=date(2024, 12, 20), agencies=[], findings=findings, rules={}
        )
        store.write_run(report, Run(datetime(2024, 12, 20), datetime(2024, 12, 20), "0"))


def test_any_two_runs_compare(tmp_path: Path) -> None:
    path = tmp_path / "doichieu.db"
    stays = make.problem("Thiếu Kế hoạch.", subject="a")
    goes = make.problem("Thiếu Báo cáo.", subject="b")
    early = make.problem("Chậm 3 ngày.", subject="c")
    later = make.problem("Chậm 9 ngày.", subject="c")
    fresh = make.problem("Thiếu Quyết định.", subject="d")
    a_run(path, stays, goes, early)
    a_run(path, stays, early)
    a_run(path, stays, goes, later, fresh)
    a_run(path, stays, goes, later, fresh)
    with Store.read(path) as store:
        found = {
            pair: {(one.kind, one.before, one.now) for one in changes(store.db, *pair)}
            for pair in ((1, 2), (2, 3), (1, 3), (3, 4), (0, 1))
        }
        kept = store.db.execute("SELECT run, count(*) FROM run_findings GROUP BY run").fetchall()
    assert found[1, 2] == {("fixed", "Thiếu Báo cáo.", "Thiếu Báo cáo.")}
    assert found[2, 3] == {
        ("reopened", "", "Thiếu Báo cáo."),
        ("changed", "Chậm 3 ngày.", "Chậm 9 ngày."),
        ("new", "", "Thiếu Quyết định."),
    }
    assert found[1, 3] == {
        ("changed", "Chậm 3 ngày.", "Chậm 9 ngày."),
        ("new", "", "Thiếu Quyết định."),
    }
    assert found[3, 4] == set()
    assert {kind for kind, _, _ in found[0, 1]} == {"new"}
    assert kept == [(1, 3), (2, 1), (3, 3)], "a run that finds the same keeps nothing"


def test_a_change_names_the_finding(tmp_path: Path) -> None:
    path = tmp_path / "doichieu.db"
    a_run(path, make.problem("Thiếu Kế hoạch."))
    with Store.read(path) as store:
        (only,) = changes(store.db, 0, 1)
        (row,) = store.db.query("SELECT fingerprint FROM findings")
    assert only == Change(row["fingerprint"], "new", "", "Thiếu Kế hoạch.")
