from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from extractors.document import Reason, Unreadable
from pipeline.errors import RunHeld, UserError
from pipeline.findings import Former
from pipeline.outputs.report import Report
from pipeline.storage.drive import kind_of
from pipeline.storage.store import Run, Store
from rules.agencies import Agency
from rules.catalogue import rulebook
from rules.model.dossier import Status
from tests import factories as make

# As DESIGN section 8 lists them: names and order are what other programs rely on.
CONTRACT = {
    "agencies": "id name kind",
    "tasks": "id section number text outputs leads coordinating deadlines anchor",
    "documents": "id path sha256 sender_id issuer_id issuer_text doc_type number symbol issued_on "
    "title signer role period read_status read_reason pages pages_read pages_ocr duplicate_of "
    "received_on",
    "statements": "id document_id anchor text section modality",
    "matches": "id statement_id document_id task_id score band reasons",
    "citations": "document_id anchor type number symbol issued_on found_document_id",
    "obligations": "id task_id output_no output doc_type agency_id issuer_id deadline_text kind "
    "due_from due_to status via document_id days_late reason",
    "findings": "code fingerprint basis rule severity state agency_id task_id output_no "
    "obligation_id document_id message message_en evidence",
    "decisions": "id",
    "runs": "id",
}

RUN = Run(datetime(2024, 12, 31, 8, tzinfo=UTC), datetime(2024, 12, 31, 8, 5, tzinfo=UTC), "0.1.0")


def report(**changes: object) -> Report:
    values: dict[str, object] = {
        "plan": make.plan(),
        "as_of": make.AS_OF,
        "agencies": [make.agency(), make.agency("so-tai-chinh", "Sở Tài chính")],
        "papers": [make.paper(), make.report_paper(), make.unreadable_paper()],
        "statements": [make.statement()],
        "matches": [make.match(), make.match("r1", statement_id="r1#1", shared_with=("I.4",))],
        "citations": [make.citation(found_document_id="d1")],
        "judgements": [make.judgement(Status.MET, via="document", document_id="d1")],
        "findings": [make.finding(problem=make.problem(evidence=(make.evidence(),)))],
        "rules": rulebook(),
        "inbox": Path("inbox"),
    }
    return make.run_report(**{**values, **changes})  # type: ignore[arg-type]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "ket-qua" / "doichieu.db") as opened:
        yield opened


def rows(store: Store, query: str) -> list[tuple[object, ...]]:
    return list(store.db.execute(query).fetchall())


@pytest.mark.parametrize("table", CONTRACT)
def test_tables_begin_with_the_columns_that_others_rely_on(store: Store, table: str) -> None:
    expected = CONTRACT[table].split()
    found = [column.name for column in store.db.table(table).columns]
    assert found[: len(expected)] == expected


def test_the_file_is_safe_against_power_cuts(store: Store) -> None:
    assert rows(store, "PRAGMA journal_mode") == [("wal",)]
    assert rows(store, "PRAGMA synchronous") == [(2,)]
    assert rows(store, "PRAGMA foreign_keys") == [(1,)]


def test_a_run_is_written_as_rows(store: Store) -> None:
    assert store.write_run(report(), RUN) == 1
    assert rows(store, "SELECT id, outputs, anchor FROM tasks") == [
        ("I.3", '["Kế hoạch"]', "trang 12, bảng 1, dòng 4")
    ]
    assert rows(
        store,
        "SELECT id, sender_id, number, symbol, issued_on, role, period, read_status, read_reason "
        "FROM documents ORDER BY id",
    ) == [
        ("d1", "so-noi-vu", "15", "KH-SNV", "2024-02-20", "evidence", None, "ok", None),
        ("r1", "so-noi-vu", "921", "BC-SNV", "2024-12-05", "report_year", "năm 2024", "ok", None),
        ("u1", "so-noi-vu", None, None, None, "other", None, "failed", "damaged"),
    ]
    assert rows(store, "SELECT id, document_id, section, modality FROM statements") == [
        ("r1#1", "r1", "I", "done")
    ]
    assert rows(store, "SELECT statement_id, document_id, task_id, band FROM matches") == [
        (None, "d1", "I.3", "sure"),
        ("r1#1", "r1", "I.3", "sure"),
    ]
    assert rows(store, "SELECT type, number, issued_on, found_document_id FROM citations") == [
        ("Kế hoạch", "15", "2024-02-20", "d1")
    ]
    assert rows(
        store, "SELECT task_id, agency_id, kind, due_to, status, via, document_id FROM obligations"
    ) == [("I.3", "so-noi-vu", "quarter", "2024-03-31", "met", "document", "d1")]
    [(evidence,)] = rows(store, "SELECT evidence FROM findings")
    assert json.loads(str(evidence)) == [
        {
            "document_id": "d1",
            "path": "01. Sở Nội vụ/d1.docx",
            "anchor": "trang 2, đoạn 7",
            "quote": "Kế hoạch số 15/KH-SNV ngày 20/02/2024",
            "place": {"page": 2, "paragraph": 7},
        }
    ]


def test_a_duty_has_an_empty_task_and_no_file_points_nowhere(store: Store) -> None:
    due = make.obligation("", output="report:year", doc_type="Báo cáo")
    store.write_run(report(judgements=[make.judgement(of=due)]), RUN)
    assert rows(store, "SELECT task_id, output FROM obligations") == [("", "report:year")]
    assert rows(store, "PRAGMA foreign_key_check") == []


def test_a_second_run_replaces_the_first_and_keeps_what_is_gone(store: Store) -> None:
    kept, gone = make.finding("PH-0001"), make.finding("PH-0002")
    store.write_run(report(findings=[kept, gone]), RUN)
    assert store.previous_findings() == {
        "fp-PH-0001": Former("basis-PH-0001", True),
        "fp-PH-0002": Former("basis-PH-0002", True),
    }
    again = make.finding("PH-0001", state="unchanged")
    store.write_run(report(findings=[again], papers=[make.paper()], statements=[], matches=[],
                           citations=[]), RUN)  # fmt: skip
    assert rows(store, "SELECT code, state, present, first_run, last_run FROM findings") == [
        ("PH-0001", "unchanged", 1, 1, 2),
        ("PH-0002", "fixed", 0, 1, 1),
    ]
    assert store.previous_findings()["fp-PH-0002"] == Former("basis-PH-0002", False)
    assert rows(store, "SELECT count(*) FROM documents") == [(1,)]
    assert rows(store, "SELECT count(*) FROM runs") == [(2,)]


def test_a_run_that_fails_halfway_leaves_the_last_one(store: Store) -> None:
    store.write_run(report(), RUN)
    stranger = make.statement(document_id="nobody's")
    with pytest.raises(sqlite3.IntegrityError):
        store.write_run(report(statements=[stranger]), RUN)
    assert rows(store, "SELECT id FROM statements") == [("r1#1",)]
    assert rows(store, "SELECT count(*) FROM runs") == [(1,)]


def test_hostile_text_is_stored(store: Store) -> None:
    hostile = "a\ud800b'); DROP TABLE documents;--\x00"
    store.write_run(report(papers=[make.paper(path=hostile), make.report_paper()]), RUN)
    assert rows(store, "SELECT path FROM documents WHERE id = 'd1'") == [
        ("a\ufffdb'); DROP TABLE documents;--\x00",)
    ]


def test_the_day_of_receipt_is_kept_over_runs(store: Store) -> None:
    first = store.first_seen(["aa", "bb", ""], date(2024, 12, 5))
    assert first == {"aa": date(2024, 12, 5), "bb": date(2024, 12, 5)}
    assert store.first_seen(["bb", "cc"], date(2025, 1, 9)) == {
        "bb": date(2024, 12, 5),
        "cc": date(2025, 1, 9),
    }


def test_a_register_s_day_of_receipt_wins_over_the_first_sight(store: Store) -> None:
    papers = [make.paper("d1", received_on=None), make.paper("r1", received_on=date(2024, 11, 2))]
    store.write_run(report(papers=papers), RUN)
    assert rows(store, "SELECT id, received_on FROM documents ORDER BY id") == [
        ("d1", "2024-12-31"),
        ("r1", "2024-11-02"),
    ]


def test_more_contents_than_one_query_can_name(store: Store) -> None:
    assert len(store.first_seen([f"{n:064x}" for n in range(1700)], make.AS_OF)) == 1700


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decisions SET kind = 'x'",
        "DELETE FROM decisions",
        "INSERT OR REPLACE INTO decisions (id, fingerprint, kind, decided_at) "
        "VALUES (1, 'f', 'x', 'later')",
    ],
)
def test_decisions_are_only_ever_added(store: Store, statement: str) -> None:
    with store.db.atomic():
        store.db.execute(
            "INSERT INTO decisions (fingerprint, kind, decided_at) VALUES ('f', 'right', 'now')"
        )
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        store.db.execute(statement)
    assert rows(store, "SELECT kind FROM decisions") == [("right",)]


def test_a_second_run_is_told_at_once_and_the_page_still_reads(
    store: Store, tmp_path: Path
) -> None:
    store.write_run(report(), RUN)
    path = tmp_path / "ket-qua" / "doichieu.db"
    begun = time.monotonic()
    with pytest.raises(RunHeld):
        Store.open(path)
    assert time.monotonic() - begun < 1
    with Store.read(path) as page:
        with store.db.atomic():  # a run in the middle of writing
            store.db.execute("DELETE FROM findings")
            assert rows(page, "SELECT count(*) FROM findings") == [(1,)]
        with pytest.raises(sqlite3.OperationalError):
            page.db.execute("DELETE FROM runs")


def test_a_killed_run_lets_the_next_one_in(tmp_path: Path) -> None:
    path = tmp_path / "doichieu.db"
    program = (
        "import sys, pathlib, time\n"
        "from pipeline.storage.store import Store\n"
        f"Store.open(pathlib.Path({str(path)!r}))\n"
        "print('held', flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as other:
        assert other.stdout
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(RunHeld):
            Store.open(path)
        other.kill()
        other.wait()
    Store.open(path).close()


@pytest.mark.parametrize("pause", [0.0, 0.05, 0.2])
def test_a_run_killed_while_writing_leaves_a_whole_one(tmp_path: Path, pause: float) -> None:
    path = tmp_path / "doichieu.db"
    program = (
        "import pathlib\n"
        "from tests.pipeline.test_store import RUN, Store, make, report\n"
        "papers = [make.paper(f'd{n}') for n in range(3000)]\n"
        "full = report(papers=papers, statements=[], matches=[], citations=[])\n"
        f"store = Store.open(pathlib.Path({str(path)!r}))\n"
        "store.write_run(full, RUN)\n"
        "print('written', flush=True)\n"
        "while True:\n"
        "    store.write_run(full, RUN)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == b"written\n"
        time.sleep(pause)
        other.kill()
        other.wait()
    with Store.open(path) as store:
        assert rows(store, "PRAGMA integrity_check") == [("ok",)]
        assert rows(store, "SELECT count(*) FROM documents") == [(3000,)]
        assert rows(store, "SELECT count(*) FROM obligations") == [(1,)]
        [(runs,)] = rows(store, "SELECT count(*) FROM runs")
        assert rows(store, "SELECT last_run FROM findings") == [(runs,)]


def test_a_file_that_is_no_database_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "doichieu.db"
    path.write_text("Đây là một tệp khác, không phải cơ sở dữ liệu. " * 50)
    with pytest.raises(UserError, match="không phải cơ sở dữ liệu của doichieu"):
        Store.open(path)
    path.unlink()
    Store.open(path).close()


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "ket-qua").write_text("")
    with pytest.raises(UserError, match="không ghi được"):
        Store.open(tmp_path / "ket-qua" / "doichieu.db")


def test_there_is_nothing_to_read_before_the_first_run(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="doichieu run"):
        Store.read(tmp_path / "doichieu.db")


def test_readings_last_beyond_a_run(tmp_path: Path) -> None:
    path = tmp_path / "doichieu.db"
    broken = Unreadable("pdf", Reason.DAMAGED)
    with Store.open(path) as store:
        for number in range(40):
            store.readings[f"{number}", "1"] = make.document(f"Văn bản {number}")
        store.readings["x", "1"] = broken
        assert store.readings["39", "1"].format == "docx"
    with Store.open(path) as store:
        assert len(store.readings) == 41
        assert store.readings["x", "1"] == broken
        assert store.readings["7", "1"] == make.document("Văn bản 7")
        assert ("7", "2") not in store.readings
        del store.readings["7", "1"]
        assert ("7", "1") not in store.readings


def test_an_unwritten_agency_is_an_agency_too(store: Store) -> None:
    commune = Agency("ubnd-xa-tan-lap", "UBND xã Tân Lập", "ubnd_xa")
    store.write_run(report(agencies=[commune]), RUN)
    assert rows(store, "SELECT id, name, kind FROM agencies") == [
        ("ubnd-xa-tan-lap", "UBND xã Tân Lập", "ubnd_xa")
    ]


@pytest.mark.parametrize(
    ("folder", "kind"),
    [("/srv/chung/ket-qua", "nfs4"), ("/srv/chung2", "ext4"), ("/a b/c", "cifs")],
)
def test_the_longest_mount_point_above_a_folder_counts(folder: str, kind: str) -> None:
    mounts = "/dev/sda1 / ext4 rw 0 0\nmay:/x /srv/chung nfs4 rw 0 0\n//s/t /a\\040b cifs rw 0 0\n"
    assert kind_of(Path(folder), mounts) == kind


def test_a_file_of_an_older_version_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "doichieu.db"
    Store.open(path).close()
    with sqlite3.connect(path) as old:
        old.execute("INSERT INTO runs (as_of) VALUES ('2024-12-20')")
        old.execute("DELETE FROM _sqlite_migrations WHERE name = 'm008_attached_papers'")
    with pytest.raises(UserError, match="chạy lại doichieu run"):
        Store.read(path)
