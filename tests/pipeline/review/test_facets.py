"""Facets of the samples, counted by hand from samples/expected.toml."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest

from pipeline.decisions.log import Actor, Wanted, take
from pipeline.review.findings.facets import facets, select
from pipeline.review.findings.findings_view import asked_by
from pipeline.review.findings.ledger_load import Keeper
from pipeline.storage.store import Store

LAN = Actor("Lan", "clerk")


def counts(out: Path, query: str, keeper: Keeper | None = None) -> dict[str, dict[str, int]]:
    with Store.read(out / "doichieu.db") as store:
        ledger = (keeper or Keeper()).ledger(store)
        view = asked_by(query)
        selection = select(store, ledger, view)
        return {
            facet.name: {one.value: one.count for one in facet.choices if one.count}
            for facet in facets(ledger, view, selection)
        }


def codes(out: Path, query: str) -> list[str]:
    with Store.read(out / "doichieu.db") as store:
        ledger = Keeper().ledger(store)
        rows = select(store, ledger, asked_by(query)).rows
        texts = dict(
            store.db.execute(
                "SELECT t.id, f.code FROM finding_texts t JOIN findings f USING (fingerprint)"
            ).fetchall()
        )
        return [texts[int(id)] for id in ledger.ids[rows]]


def test_the_facets_of_one_agency(sample_run: Path) -> None:
    found = counts(sample_run, "co-quan=so-noi-vu")
    assert found["quyet-dinh"] == {"chua": 7}
    assert found["trang-thai"] == {"new": 7}
    assert found["muc-do"] == {"error": 1, "warning": 5, "info": 1}
    assert found["han"] == {"qua-han": 4, "2024-03": 4, "khong-ro": 3}
    assert found["quy-tac"] == {
        "missing-output": 1,
        "late-output": 1,
        "undated-output": 1,
        "cited-not-attached": 2,
        "number-date-conflict": 1,
        "no-date": 1,
    }
    assert found["noi-dung"] == {"I": 2, "II": 1, "III": 1, "IV": 1, "-": 2}
    # Its own facet is counted as if nothing were ticked in it.
    assert found["co-quan"]["so-tu-phap"] == 7
    assert found["phu-trach"] == {"-": 7}


def test_a_choice_holds_what_its_number_says(sample_run: Path) -> None:
    before = counts(sample_run, "muc-do=error&noi-dung=II&noi-dung=bao-cao")
    for name in ("co-quan", "quy-tac", "han"):
        for value, number in before[name].items():
            query = f"muc-do=error&noi-dung=II&noi-dung=bao-cao&{name}={quote(value)}"
            assert len(codes(sample_run, query)) == number, query


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("sap-xep=co-quan", 144),
        ("quy-tac=nothing-received", 17),
        ("quy-tac=nothing-received&quy-tac=secret-marked", 18),
        ("quy-tac=missing-report&co-quan=so-tu-phap", 1),
        ("co-quan=so-noi-vu&nhiem-vu=II.4", 1),
        ("quyet-dinh=confirm", 0),
        ("co-quan=khong-co-co-quan-nay", 0),
    ],
)
def test_what_a_view_selects(sample_run: Path, query: str, number: int) -> None:
    assert len(codes(sample_run, query)) == number


def test_decisions_are_counted_at_once(sample_out: Path) -> None:
    keeper = Keeper()
    assert counts(sample_out, "co-quan=so-noi-vu", keeper)["quyet-dinh"] == {"chua": 7}
    with Store.decide(sample_out / "doichieu.db") as store:
        rows = store.db.execute(
            "SELECT fingerprint FROM findings WHERE agency_id = 'so-noi-vu' ORDER BY code"
        ).fetchall()
        prints = [one for (one,) in rows]
        take(store, [Wanted(prints[0], "confirm"), Wanted(prints[1], "accept", reason="x")], LAN)
        take(store, [Wanted(prints[0], "assign", {"owner": "Hoa"})], LAN)
    found = counts(sample_out, "co-quan=so-noi-vu", keeper)
    assert found["quyet-dinh"] == {"chua": 5, "confirm": 1, "accept": 1, "cho-xem-lai": 1}
    assert found["phu-trach"] == {"-": 6, "Hoa": 1}
    with Store.decide(sample_out / "doichieu.db") as store:
        store.db.execute("UPDATE findings SET basis = 'x' WHERE fingerprint = ?", [prints[0]])
        store.db.conn.commit()
    # A run writes new facts and is read anew.
    found = counts(sample_out, "co-quan=so-noi-vu")
    assert found["quyet-dinh"] == {
        "chua": 5, "doi": 1, "confirm": 1, "accept": 1, "cho-xem-lai": 1,
    }  # fmt: skip


def test_what_is_fixed_is_shown_only_when_asked_for(sample_out: Path) -> None:
    with Store.decide(sample_out / "doichieu.db") as store:
        store.db.execute(
            "UPDATE findings SET state = 'fixed', present = 0 WHERE rule = 'nothing-received'"
        )
        store.db.conn.commit()
    found = counts(sample_out, "sap-xep=co-quan")
    assert found["trang-thai"] == {"new": 127, "fixed": 17}
    assert found["quyet-dinh"] == {"chua": 127}
    assert len(codes(sample_out, "trang-thai=fixed")) == 17
    assert len(codes(sample_out, "trang-thai=fixed&trang-thai=new")) == 144


def test_the_order_is_that_of_the_report(sample_run: Path) -> None:
    from pipeline.storage.stored import load_report

    report = load_report(sample_run / "doichieu.db")
    assert codes(sample_run, "sap-xep=co-quan") == [one.code for one in report.findings]


def test_a_finding_of_a_run_not_yet_read_is_left_for_later(sample_out: Path) -> None:
    keeper = Keeper()
    assert counts(sample_out, "sap-xep=co-quan", keeper)["quyet-dinh"] == {"chua": 144}
    with Store.decide(sample_out / "doichieu.db") as store:
        columns = [one.name for one in store.db.table("findings").columns]
        taken = ", ".join("'new'" if one == "fingerprint" else one for one in columns)
        store.db.execute(f"INSERT INTO findings SELECT {taken} FROM findings LIMIT 1")
        store.db.execute("INSERT INTO finding_texts VALUES (99999, 'new', '', '', '')")
        store.db.conn.commit()
        take(store, [Wanted("new", "confirm")], LAN)
    assert counts(sample_out, "sap-xep=co-quan", keeper)["quyet-dinh"] == {"chua": 144}
