"""A run over the samples with decisions taken, then a second run, made once for these tests."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.decisions.log import Actor, Wanted, take
from pipeline.run import Order, run_order
from pipeline.storage.store import Store
from tests.test_samples import SAMPLES, Quiet

# What Lan decided after the first run: rule, agency, task, kind of decision.
DECIDED = (
    ("late-output", "so-noi-vu", "I.3", "confirm"),
    ("cited-not-attached", "so-noi-vu", "I.4", "misread"),
    ("missing-output", "so-noi-vu", "III.2", "confirm"),
    ("missing-output", "so-tu-phap", "II.4", "await"),
    ("nothing-received", "ban-dan-toc", "", "confirm"),
    ("nothing-received", "so-ngoai-vu", "", "accept"),
)


@pytest.fixture(scope="session")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of results: judged on 1 December, decided, judged again on the 20th."""
    out = tmp_path_factory.mktemp("tom-tat")
    _run(out, date(2024, 12, 1))
    with Store.decide(out / "doichieu.db") as store:
        wanted = [
            Wanted(fingerprint(store, rule, agency, task), kind, reason="Khác")
            for rule, agency, task, kind in DECIDED
        ]
        assert not take(store, wanted, Actor("Lan")).refused
    _run(out, date(2024, 12, 20))
    return out


def fingerprint(store: Store, rule: str, agency: str, task: str) -> str:
    """The first finding of a rule on a task of an agency."""
    query = (
        "SELECT fingerprint FROM findings "
        "WHERE rule = ? AND agency_id = ? AND coalesce(task_id, '') = ? ORDER BY output_no"
    )
    return str(store.db.execute(query, [rule, agency, task]).fetchone()[0])


def _run(out: Path, day: date) -> None:
    run_order(Order(SAMPLES / "inbox", SAMPLES / "plan/plan.docx", out, day), Quiet())
