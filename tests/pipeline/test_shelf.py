"""What papers say, put away and looked up again."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.storage.store import Store
from pipeline.storage.told import COLUMNS
from rules.model.papers import Band
from tests import factories as make

REPORT = make.report_paper("r1")
PLAN = make.paper("d1")


def test_its_tables_have_the_columns_of_the_database(tmp_path: Path) -> None:
    with Store.open(tmp_path / "doichieu.db") as store:
        for table, columns in COLUMNS.items():
            assert tuple(one.name for one in store.db.table(table).columns) == columns


def test_what_was_put_away_comes_back_as_it_was() -> None:
    statement = make.statement(text="Đã tổ chức", context="Cả đoạn", task_hint="I.3")
    match = make.match("r1", statement_id="r1#1", shared_with=("I.4", "I.5"))
    citation = make.citation(found_document_id="d1", issuer="Sở Nội vụ", year=2024)
    said = make.said([REPORT, PLAN], [statement], [match], [citation])
    assert said.statements("r1") == (statement,)
    assert said.statement("r1#1") == statement
    assert said.statement("r1#2") is None
    assert said.matches("r1") == (match,)
    assert said.matches("d1") == ()
    assert said.citations("r1") == (citation,)
    assert list(said.found()) == [citation]


@pytest.mark.parametrize(
    ("bands", "counted"),
    [
        ({"I.3": Band.SURE}, {"I.3"}),
        ({"I.3": Band.UNSURE, "I.4": Band.UNSURE}, {"I.3", "I.4"}),
        ({"I.3": Band.UNSURE, "I.4": Band.SURE}, {"I.4"}),
        ({"I.3": Band.NONE}, set()),
    ],
    ids=["sure", "unsure of all", "sure of another", "near"],
)
def test_reports_speak_of_what_their_statements_may_be_of(
    bands: dict[str, Band], counted: set[str]
) -> None:
    matches = [
        make.match("r1", task_id, band=band, statement_id="r1#1") for task_id, band in bands.items()
    ]
    said = make.said([REPORT], [make.statement()], matches)
    assert {task_id for task_id in ("I.3", "I.4") if said.of_reports(task_id)} == counted


def test_a_task_that_another_is_like_is_spoken_of_too() -> None:
    match = make.match("r1", "I.3", statement_id="r1#1", shared_with=("I.4",))
    said = make.said([REPORT], [make.statement()], [match])
    assert said.of_reports("I.4") == said.of_reports("I.3") == (match,)


def test_only_periodic_reports_are_asked_what_they_say() -> None:
    match = make.match("d1", statement_id="d1#1")
    said = make.said([PLAN], [make.statement("d1#1", "d1")], [match])
    assert said.of_reports("I.3") == ()


def test_the_sure_tasks_of_a_paper_are_those_of_its_statements_too() -> None:
    matches = [
        make.match("r1", "VI.1"),
        make.match("r1", "I.3", statement_id="r1#1"),
        make.match("r1", "I.4", statement_id="r1#1", band=Band.UNSURE),
        make.match("r1", "VI.1", statement_id="r1#2"),
    ]
    assert make.said([REPORT], matches=matches).sure_tasks("r1") == ("VI.1", "I.3")


def test_statements_of_a_measure_are_told_where_no_task_comes_near() -> None:
    alone = make.statement("r1#1", measure_id="2")
    near = make.statement("r1#2", measure_id="2")
    said = make.said([REPORT], [alone, near], [make.match("r1", statement_id="r1#2")])
    assert said.of_measures(5) == ([alone], 1)
    assert said.of_measures(0) == ([], 1)
