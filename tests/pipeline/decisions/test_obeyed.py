"""What was decided on a first run, seen from a second: kept, obeyed, never given to another."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pikepdf
import pytest

from pipeline.decisions.log import Actor, Wanted, take
from pipeline.decisions.teaching import correct
from pipeline.run import Order, run_order
from pipeline.storage.store import Store
from tests.test_samples import EXPECTED, SAMPLES, Quiet

DAY = date.fromisoformat(EXPECTED["as_of"])
LAN = Actor("Lan")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An inbox and the results of a first run."""
    folder = tmp_path_factory.mktemp("lan-dau")
    shutil.copytree(SAMPLES / "inbox", folder / "hop-thu")
    run(folder)
    return folder


@pytest.fixture
def work(first: Path, tmp_path: Path) -> Path:
    """A copy of them that may be changed."""
    return Path(shutil.copytree(first, tmp_path / "lam-viec"))


@pytest.fixture
def store(work: Path) -> Iterator[Store]:
    with Store.decide(work / "kq" / "doichieu.db") as opened:
        yield opened


def run(work: Path, day: date = DAY) -> None:
    plan = SAMPLES / "plan" / "plan.docx"
    run_order(Order(work / "hop-thu", plan, work / "kq", day), Quiet())


def status(store: Store, obligation: str) -> str:
    query = "SELECT status FROM obligations WHERE id = ?"
    return str(store.db.execute(query, [obligation]).fetchone()[0])


def test_a_moved_deadline_is_judged_by_the_new_day(work: Path, store: Store) -> None:
    query = "SELECT * FROM findings WHERE rule = 'missing-output' AND task_id = 'III.2'"
    finding = next(iter(store.db.query(query)))
    assert status(store, finding["obligation_id"]) == "missing"
    take(store, [Wanted(finding["fingerprint"], "extend", {"day": "2025-03-31"})], LAN)
    run(work)
    assert status(store, finding["obligation_id"]) == "pending"
    run(work, date(2025, 4, 1))
    assert status(store, finding["obligation_id"]) == "missing"


def test_a_date_read_wrongly_is_judged_as_corrected(work: Path, store: Store) -> None:
    query = (
        "SELECT f.*, o.due_to FROM findings f JOIN obligations o ON o.id = f.obligation_id "
        "WHERE f.rule = 'late-output' AND f.task_id = 'I.3'"
    )
    late = next(iter(store.db.query(query)))
    assert status(store, late["obligation_id"]) == "late"
    correct(store, late["document_id"], "issued_on", late["due_to"], "dấu mờ", LAN)
    run(work)
    assert status(store, late["obligation_id"]) == "met"


def test_decisions_stay_with_renamed_longer_and_later_files(work: Path, store: Store) -> None:
    """Every third file is renamed, another third has a page or paragraph more, a week later."""
    facts = "rule, agency_id, task_id, output_no, period, obligation_id"
    known = {
        row["fingerprint"]: tuple(row[name] for name in facts.split(", "))
        for row in store.db.query(f"SELECT fingerprint, {facts} FROM findings")
    }
    wanted = [Wanted(one, "accept", reason=f"về {one}") for one in known]
    assert take(store, wanted, LAN).refused == ()
    _disturb(work / "hop-thu")
    run(work, date(2024, 12, 27))
    now = list(
        store.db.query(
            "SELECT f.*, s.kind, s.reason AS why FROM findings f "
            "LEFT JOIN standing s USING (fingerprint) WHERE f.present"
        )
    )
    kept = [row for row in now if row["kind"]]
    for row in kept:
        assert row["why"] == f"về {row['fingerprint']}"
        assert tuple(row[name] for name in facts.split(", ")) == known[row["fingerprint"]]
    # Nothing was handed in and nothing taken away: every finding is there again, but for the
    # pair of equal files of which one has a page more now.
    lost = set(known) - {row["fingerprint"] for row in now}
    assert {known[key][:2] for key in lost} <= {("duplicate-document", "so-y-te")}
    assert len(kept) >= len(known) - 1


def _disturb(inbox: Path) -> None:
    files = [path for path in sorted(inbox.rglob("[!~]*")) if path.suffix in (".docx", ".pdf")]
    for path in files[::3]:
        path.rename(path.with_name(f"gửi lại {path.name}"))
    for path in files[1::3]:
        if path.suffix == ".docx":
            paper = docx.Document(str(path))
            paper.add_page_break()
            paper.add_paragraph("Sao gửi lưu.")
            paper.save(str(path))
        else:
            _add_page(path)


def _add_page(path: Path) -> None:
    try:
        with pikepdf.open(path, allow_overwriting_input=True) as paper:
            paper.add_blank_page(page_size=(595, 842))
            paper.save(path)
    except (pikepdf.PdfError, pikepdf.PasswordError):
        pass  # the samples hold a broken and a locked file: they stay as they are


def test_two_papers_with_one_head_are_two_findings() -> None:
    from pipeline.findings import find
    from rules.catalogue import rulebook
    from rules.checks.files import file_problem
    from tests import factories as make

    rule = rulebook()["no-signer"]
    first, second = make.paper("d1", sha256="a" * 64), make.paper("d2", sha256="b" * 64)
    told = [(rule, file_problem(paper, "không có", "lacks")) for paper in (first, second)]
    assert len(find(told, "Kế hoạch", {})) == 2
    (alone,) = find(told[:1], "Kế hoạch", {})
    resent = [(rule, file_problem(replace(first, sha256="c" * 64), "không có", "lacks"))]
    (again,) = find(resent, "Kế hoạch", {})
    assert again.fingerprint == alone.fingerprint
    assert again.basis != alone.basis
