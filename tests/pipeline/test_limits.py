"""--agency: only some agencies are judged; of the others nothing is said and nothing changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.errors import UserError
from pipeline.limits import about, judged_only, leave_others
from pipeline.outputs.report import Report, build_report
from pipeline.storage.changes import changes
from pipeline.storage.store import Run, Store
from pipeline.storage.stored import load_report
from rules import agencies
from rules.catalogue import in_force, rulebook
from rules.model.dossier import Finding, Status
from rules.settings import Settings
from tests import factories as make

REGISTRY = agencies.load()
HEALTH = "so-y-te"
RUN = Run(datetime(2024, 12, 31, 8, tzinfo=UTC), datetime(2024, 12, 31, 8, 5, tzinfo=UTC), "0")


def test_agencies_by_id_or_name() -> None:
    assert judged_only([HEALTH, "Sở Nội vụ"], REGISTRY) == {HEALTH, "so-noi-vu"}
    assert judged_only([], REGISTRY) == frozenset()
    with pytest.raises(UserError, match=r"--agency so-y-te-1: không có .*; có lẽ là so-y-te"):
        judged_only(["so-y-te-1"], REGISTRY)
    with pytest.raises(UserError, match="--agency zzzz: không có cơ quan này"):
        judged_only(["zzzz"], REGISTRY)


def test_others_are_pending_with_the_reason() -> None:
    own = make.judgement(Status.MISSING)
    owed = make.obligation(agency_id=HEALTH)
    other = make.judgement(Status.MISSING, owed, document_id="d1")
    assert leave_others([own, other], frozenset()) == (own, other)
    kept, left = leave_others([own, other], frozenset({"so-noi-vu"}))
    assert kept == own
    assert (left.status, left.document_id, left.obligation) == (
        Status.PENDING,
        "",
        other.obligation,
    )
    assert "Chưa đối chiếu" in left.reason
    assert left.reason_en


def test_problems_of_others_are_not_told() -> None:
    rule = rulebook()["missing-output"]
    problems = [(rule, make.problem(agency_id=id)) for id in ("so-noi-vu", HEALTH, "")]
    told = about(problems, frozenset({HEALTH}))
    assert [problem.agency_id for _, problem in told] == [HEALTH, ""]
    assert about(problems, frozenset()) == problems


def finding(number: int, agency: str, state: str = "new") -> Finding:
    problem = make.problem(agency_id=agency, obligation_id="")
    return make.finding(
        f"PH-0000-000{number}-1", fingerprint=f"f{number}", state=state, problem=problem
    )


def written(*findings: Finding, judged: frozenset[str] = frozenset(), **changes: object) -> Report:
    values: dict[str, object] = {
        "plan": make.plan(),
        "as_of": make.AS_OF,
        "agencies": [make.agency(), make.agency(HEALTH, "Sở Y tế")],
        "papers": [make.paper()],
        "findings": findings,
        "rules": rulebook(),
        "judged": judged,
    }
    return build_report(**{**values, **changes})  # type: ignore[arg-type]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "doichieu.db") as opened:
        yield opened


def states(store: Store) -> dict[str, tuple[str, int, int]]:
    rows = store.db.execute("SELECT fingerprint, state, present, last_run FROM findings")
    return {fingerprint: tuple(rest) for fingerprint, *rest in rows.fetchall()}


def test_findings_of_others_stay_as_they_were(store: Store) -> None:
    store.write_run(written(finding(1, "so-noi-vu"), finding(2, HEALTH), finding(3, "")), RUN)
    store.write_run(written(judged=frozenset({"so-noi-vu"})), RUN)
    assert states(store) == {
        "f1": ("fixed", 0, 1),  # judged again, and gone
        "f2": ("new", 1, 2),  # not judged: as it was
        "f3": ("fixed", 0, 1),  # of no agency: judged in every run
    }
    # The next whole run knows that it was there until then.
    store.write_run(written(), RUN)
    assert states(store)["f2"] == ("fixed", 0, 2)
    moved = store.db.execute("SELECT run, state FROM run_findings WHERE fingerprint = 'f2'")
    assert moved.fetchall()[-1] == (3, "fixed")


def test_a_rule_switched_off_mends_nothing(store: Store) -> None:
    """Its findings leave the list, but no comparison of runs calls them fixed."""
    store.write_run(written(finding(1, HEALTH)), RUN)
    off = in_force(Settings(off=frozenset({"missing-output"})))
    store.write_run(written(rules=off), RUN)
    assert states(store)["f1"][1] == 0
    assert changes(store.db, 1, 2) == []
    store.write_run(written(finding(1, HEALTH, "reopened")), RUN)
    assert states(store)["f1"] == ("reopened", 1, 3)
    assert changes(store.db, 1, 3) == []
    store.write_run(written(), RUN)
    assert [change.kind for change in changes(store.db, 3, 4)] == ["fixed"]


def test_what_shaped_a_run_is_kept_with_it(store: Store, tmp_path: Path) -> None:
    store.write_run(written(notices=("Theo doichieu.toml: 1 quy tắc đã tắt (no-date).",)), RUN)
    store.close()
    assert load_report(tmp_path / "doichieu.db").notices == (
        "Theo doichieu.toml: 1 quy tắc đã tắt (no-date).",
    )
