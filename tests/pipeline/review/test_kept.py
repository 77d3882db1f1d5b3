"""What a run keeps for the list says the same as the findings themselves."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pipeline.decisions.log import Actor, Wanted, take
from pipeline.review.findings.ledger import Ledger
from pipeline.review.findings.ledger_decided import last_decision, last_run, undecided
from pipeline.review.findings.ledger_decided import with_decisions as decided
from pipeline.review.findings.ledger_kept import keep, kept
from pipeline.review.findings.ledger_load import Keeper
from pipeline.review.findings.ledger_read import read_ledger
from pipeline.review.findings.search import find
from pipeline.storage.store import Store

LAN = Actor("Lan", "clerk")


def anew(store: Store) -> Ledger:
    run, as_of = last_run(store.db)
    return decided(store.db, undecided(read_ledger(store.db, run, as_of)), last_decision(store.db))


def assert_same(one: Ledger, other: Ledger) -> None:
    assert (one.run, one.decided, one.as_of) == (other.run, other.decided, other.as_of)
    assert np.array_equal(one.ids, other.ids)
    assert one.columns.keys() == other.columns.keys()
    for name, column in one.columns.items():
        beside = other.columns[name]
        assert [column.values[code] for code in column.codes] == [
            beside.values[code] for code in beside.codes
        ], name
        for mark, mask in column.marks.items():
            assert np.array_equal(mask, beside.marks[mark]), (name, mark)
    for name, order in one.orders.items():
        assert np.array_equal(order, other.orders[name]), name


def some(store: Store, number: int) -> list[str]:
    found = store.db.execute("SELECT fingerprint FROM findings ORDER BY code LIMIT ?", [number])
    return [one for (one,) in found]


def test_a_run_keeps_the_ledger_that_would_be_read(sample_run: Path) -> None:
    with Store.read(sample_run / "doichieu.db") as store:
        held = kept(store.db, *last_run(store.db))
        assert held is not None
        assert_same(held, anew(store))


def test_decisions_kept_and_taken_since_are_both_there(sample_out: Path) -> None:
    with Store.decide(sample_out / "doichieu.db") as store:
        first, second, third = some(store, 3)
        take(store, [Wanted(first, "confirm"), Wanted(second, "assign", {"owner": "Hoa"})], LAN)
        with store.writing():
            keep(store.db)
        take(store, [Wanted(third, "confirm"), Wanted(second, "assign", {"owner": "Mai"})], LAN)
        assert_same(Keeper().ledger(store), anew(store))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE findings SET state = 'fixed', present = 0 WHERE rule = 'nothing-received'",
        "DELETE FROM finding_texts WHERE id < 9",
    ],
)
def test_what_is_kept_goes_with_the_first_finding_that_changes(
    sample_out: Path, change: str
) -> None:
    with Store.decide(sample_out / "doichieu.db") as store:
        store.db.execute(change)
        assert kept(store.db, *last_run(store.db)) is None
        assert_same(Keeper().ledger(store), anew(store))
        store.db.rollback()


def test_each_choice_counts_what_the_database_counts(sample_run: Path) -> None:
    asked = {
        "muc-do": "severity", "quy-tac": "rule", "co-quan": "coalesce(agency_id, '-')",
        "nhiem-vu": "coalesce(nullif(task_id, ''), '-')", "trang-thai": "state",
    }  # fmt: skip
    with Store.read(sample_run / "doichieu.db") as store:
        ledger = Keeper().ledger(store)
        for name, column in asked.items():
            query = f"SELECT {column}, count(*) FROM findings GROUP BY 1"
            counted = dict(store.db.execute(query).fetchall())
            own = ledger.columns[name]
            totals = zip(own.values, own.totals, strict=True)
            assert {value: int(total) for value, total in totals if total} == counted, name


@pytest.mark.parametrize(
    "typed",
    ["dia ban", "địa bàn", "d", "đ", "ke hoach so 27", "27/KH-SNV", "SNV", "bao cao tuyen dung",
     "thuyền thúng", "khong co chu nay", "ngày 15", "6.", "van ban 6", "quý II", "so y te 2024"],
)  # fmt: skip
def test_the_index_finds_what_reading_every_text_finds(sample_out: Path, typed: str) -> None:
    with Store.decide(sample_out / "doichieu.db") as store:
        shelves = Keeper().ledger(store).shelves
        quick = find(store.db, shelves, typed)
        store.db.execute("DROP TRIGGER finding_words_update")  # as an older program left it
        slow = find(store.db, shelves, typed)
        assert quick is not None
        assert slow is not None
        assert np.array_equal(quick.mask, slow.mask)
        assert quick.apart == slow.apart


def test_no_word_of_a_text_that_is_gone_stays_in_the_index(sample_out: Path) -> None:
    from pipeline.review.findings.search_texts import fill

    with Store.decide(sample_out / "doichieu.db") as store:
        with store.writing():
            (first,) = some(store, 1)
            store.db.execute(
                "UPDATE finding_texts SET folded = ' photinus', marked = ' photinus', mark = '' "
                "WHERE fingerprint = ?",
                [first],
            )
            fill(store.db)
        blocks = store.db.execute("SELECT block FROM finding_words_data").fetchall()
        assert not any(b"hotinus" in block for (block,) in blocks)
        assert_same(Keeper().ledger(store), anew(store))


def test_what_a_switched_off_rule_had_found_is_not_called_fixed(sample_out: Path) -> None:
    with Store.decide(sample_out / "doichieu.db") as store:
        with store.writing():
            store.db.execute(
                "UPDATE findings SET state = 'fixed', present = 0, last_run = 0 "
                "WHERE rule = 'nothing-received'"
            )
        column = Keeper().ledger(store).columns["trang-thai"]
        counted = dict(zip(column.values, column.totals.tolist(), strict=True))
        assert counted["off"] == 17
        assert counted["fixed"] == 0
