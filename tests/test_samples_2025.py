"""The second hand-in, of after the mergers of 2025, compared with what was written by hand.

It shows what the first has none of: tables that differ from the plan, papers of ended bodies and
of their successors, explanations, entered base dates, extensions, measures, and a revised plan.
"""

from __future__ import annotations

import sqlite3
import tomllib
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline.decisions.log import Actor, Wanted, take
from pipeline.plans.dates_entered import renew_dates
from pipeline.plans.dates_workbook import SHEET
from pipeline.plans.prepare import prepare_as_written
from pipeline.run import Order, run_order
from pipeline.storage.store import Store
from tests.test_samples import EXPECTED, SAMPLES, Quiet, finding_place, hand_place, place
from tests.test_seasons import OF_STATUS

LATER = tomllib.loads((SAMPLES / "expected_2025.toml").read_text(encoding="utf-8"))
PLAN, REVISION = SAMPLES / "plan/plan.docx", SAMPLES / "plan/sua_doi.docx"
AS_OF = date.fromisoformat(LATER["as_of"])
BEFORE = date.fromisoformat(EXPECTED["as_of"])
Rows = dict[tuple[object, ...], sqlite3.Row]


def judged(order: Order) -> Rows:
    """What a run concluded of every obligation."""
    run_order(order, Quiet())
    query = "SELECT o.*, d.path FROM obligations o LEFT JOIN documents d ON d.id = o.document_id"
    return {place(row): row for row in rows(order.out, query)}


def rows(out: Path, query: str) -> list[sqlite3.Row]:
    connection = sqlite3.connect(out / "doichieu.db")
    connection.row_factory = sqlite3.Row
    found = connection.execute(query).fetchall()
    connection.close()
    return found


@pytest.fixture(scope="module")
def order(tmp_path_factory: pytest.TempPathFactory) -> Order:
    return Order(SAMPLES / "inbox_2025", PLAN, tmp_path_factory.mktemp("ket-qua"), AS_OF)


@pytest.fixture(scope="module")
def both(order: Order) -> tuple[Rows, Rows]:
    """As of 20 December 2024 and then as of 15 July 2025, in the same database."""
    return judged(replace(order, as_of=BEFORE)), judged(order)


@pytest.fixture(scope="module")
def before(both: tuple[Rows, Rows]) -> Rows:
    return both[0]


@pytest.fixture(scope="module")
def now(both: tuple[Rows, Rows]) -> Rows:
    return both[1]


def wrong(found: Rows, items: list[dict[str, str]], field: str = "status") -> list[str]:
    """What differs from the hand, in words."""
    told = []
    for item in items:
        row = found[hand_place(item)]
        if row["status"] != item[field]:
            told.append(f"{hand_place(item)}: {row['status']}, not {item[field]}: {row['reason']}")
        elif field == "status" and item.get("document") not in (None, row["path"]):
            told.append(f"{hand_place(item)}: by {row['path']}")
        elif field == "status" and item.get("note", "") not in row["reason"]:
            told.append(f"{hand_place(item)}: {row['reason']}")
    return told


def test_every_obligation_is_judged_as_by_hand(now: Rows) -> None:
    items = LATER["obligation"] + LATER["rest_without_deadline"]
    assert wrong(now, items) == []
    listed = {hand_place(item) for item in items}
    agencies = {item["agency"] for item in LATER["obligation"]}
    assert listed <= now.keys()
    for key, row in now.items():
        if key not in listed:
            rest = "rest_of_agency" if row["agency_id"] in agencies else "rest"
            assert (key, row["status"]) == (key, LATER[rest])


def test_papers_of_a_later_day_are_not_known_before(before: Rows) -> None:
    items = [item for item in LATER["obligation"] if "december_2024" in item]
    assert wrong(before, items, "december_2024") == []
    assert "giải trình" not in before[("ubnd-huyen-mai-son", "II.4", 1, "")]["reason"]


def test_only_the_task_explained_is_said_to_be_explained(now: Rows) -> None:
    explained = {(key[0], key[1]) for key, row in now.items() if "giải trình" in row["reason"]}
    assert explained == {("ubnd-huyen-mai-son", "II.4")}


@pytest.mark.usefixtures("now")
def test_findings_are_those_written_by_hand(order: Order) -> None:
    query = (
        "SELECT f.*, o.output, d.path FROM findings f "
        "LEFT JOIN obligations o ON o.id = f.obligation_id "
        "LEFT JOIN documents d ON d.id = f.document_id WHERE f.state != 'fixed'"
    )
    found = [
        row
        for row in rows(order.out, query)
        if row["rule"] not in OF_STATUS
        and (row["rule"] == "plan-section-missing" or not row["rule"].startswith("plan-"))
    ]
    assert Counter((*finding_place(row), row["path"]) for row in found) == Counter(
        (item["rule"], item["agency"], item.get("task", ""), None, item["document"])
        for item in LATER["finding"]
    )


@pytest.mark.usefixtures("now")
def test_a_statement_of_a_measure_only_bears_it(order: Order) -> None:
    query = (
        "SELECT s.text, s.measure_id, d.path FROM statements s "
        "JOIN documents d ON d.id = s.document_id "
        "WHERE s.measure_id != '' AND d.role LIKE 'report_%'"
    )
    labelled = [(row["path"], row["measure_id"], row["text"]) for row in rows(order.out, query)]
    [item] = LATER["measure"]
    [(path, measure, text)] = labelled
    assert (path, measure) == (item["document"], item["id"])
    assert item["text"] in text


def test_base_dates_make_the_day_and_the_verdict(now: Rows, order: Order, tmp_path: Path) -> None:
    written, book = prepare_as_written(PLAN), tmp_path / "han.xlsx"
    renew_dates(written.plan, written.registry, written.obligations, book)
    opened = load_workbook(book)
    items = LATER["base_date"]
    sheet = opened[SHEET]
    assert [sheet[f"A{row}"].value for row in (2, 3)] == [item["task"] for item in items]
    for row, item in enumerate(items, 2):
        sheet[f"G{row}"] = item["base"]
    opened.save(book)
    entered = judged(replace(order, out=tmp_path / "kq", dates=book))
    assert wrong(entered, items) == []
    assert [entered[hand_place(item)]["due_to"] for item in items] == [i["last_day"] for i in items]
    changed = {hand_place(item) for item in items}
    assert all(
        entered[key]["status"] == row["status"] for key, row in now.items() if key not in changed
    )


def test_an_extension_is_obeyed_by_the_next_run(now: Rows, order: Order) -> None:
    [item] = LATER["extension"]
    identity = now[hand_place(item)]["id"]
    with Store.decide(order.out / "doichieu.db") as store:
        query = "SELECT fingerprint FROM findings WHERE obligation_id = ? AND rule = 'late-output'"
        [(fingerprint,)] = store.db.execute(query, [identity]).fetchall()
        take(store, [Wanted(fingerprint, "extend", {"day": item["until"]})], Actor("Lan"))
    assert wrong(judged(order), [item]) == []


def test_a_revised_plan_changes_what_it_says_and_nothing_else(tmp_path: Path) -> None:
    order = Order(SAMPLES / "inbox", PLAN, tmp_path / "kq", BEFORE, revisions=(REVISION,))
    found = judged(order)
    items = LATER["revision"]
    assert wrong(found, items) == []
    changed = {hand_place(item) for item in items}
    rest = [item for item in EXPECTED["obligation"] if hand_place(item) not in changed]
    assert wrong(found, rest) == []
    owing = {hand_place(item) for item in rest} | changed
    silent = set(EXPECTED["nothing_received"])
    assert {key for key in found if key[0] not in silent} == owing
