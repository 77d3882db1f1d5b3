"""The log of decisions: what stands, who was faster, what is refused, and taking back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipeline.decisions.log import Actor, Wanted, history, take, undo
from pipeline.decisions.standing import Standing, derive, refresh, standing
from pipeline.decisions.teaching import correct, reject_match
from pipeline.storage.store import Run, Store
from rules.catalogue import rulebook
from rules.model.dossier import Status
from tests import factories as make

LAN, HOA = Actor("Lan", "clerk"), Actor("Hoa", "lead")
NOW = datetime(2024, 12, 20, 8, 30)
RUN = Run(datetime(2024, 12, 20, 8, tzinfo=UTC), datetime(2024, 12, 20, 8, 5, tzinfo=UTC), "0.1.0")
F1, F2, F3 = "f" * 32, "e" * 32, "d" * 32


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Two findings on one obligation due on 31/3/2024, and one on a file."""
    due = make.obligation()
    on_output = make.problem(obligation_id=due.id, document_id="d1", evidence=(make.evidence(),))
    of_file = make.problem(task_id="", output_no=None, obligation_id="", document_id="u1")
    report = make.run_report(
        plan=make.plan(),
        as_of=make.AS_OF,
        agencies=[make.agency(), make.agency("so-tai-chinh", "Sở Tài chính")],
        papers=[make.paper(), make.report_paper(), make.unreadable_paper()],
        statements=[make.statement()],
        judgements=[make.judgement(Status.LATE, of=due, document_id="d1")],
        findings=[
            make.finding("PH-0000-0001-8", "late-output", fingerprint=F1, problem=on_output),
            make.finding("PH-0000-0010-8", "undated-output", fingerprint=F2, problem=on_output),
            make.finding("PH-0000-0100-8", "unreadable-file", fingerprint=F3, problem=of_file),
        ],
        rules=rulebook(),
    )
    with Store.open(tmp_path / "doichieu.db") as opened:
        opened.write_run(report, RUN)
        yield opened


def stands(store: Store, fingerprint: str = F1) -> Standing:
    return standing(store.db, [fingerprint]).get(fingerprint, Standing(fingerprint))


def decide(store: Store, kind: str, by: Actor = LAN, **changes: object) -> tuple[str, ...]:
    """Decide on F1; the refusals."""
    wanted = Wanted(F1, kind, **changes)  # type: ignore[arg-type]
    return tuple(one.why for one in take(store, [wanted], by, "page", NOW).refused)


def test_nothing_is_decided_before_somebody_decides(store: Store) -> None:
    assert standing(store.db) == {}
    assert stands(store).kind == ""


def test_the_last_decision_stands_and_the_first_is_kept(store: Store) -> None:
    decide(store, "confirm")
    decide(store, "misread", HOA, reason="Ghép nhầm nhiệm vụ", note="xem trang 3")
    held = stands(store)
    assert (held.kind, held.reason, held.note, held.decided_by, held.version) == (
        "misread",
        "Ghép nhầm nhiệm vụ",
        "xem trang 3",
        "Hoa",
        2,
    )
    rows = history(store, F1)
    assert [(one["kind"], one["decided_by"], one["replaces"], one["source"]) for one in rows] == [
        ("confirm", "Lan", None, "page"),
        ("misread", "Hoa", 1, "page"),
    ]
    assert rows[0]["decided_at"] == "2024-12-20T08:30:00"


@pytest.mark.parametrize(
    ("kind", "changes", "why"),
    [
        ("misread", {}, "“Máy nhận sai” cần lý do"),
        ("misread", {"reason": "  "}, "“Máy nhận sai” cần lý do"),
        ("accept", {}, "“Chấp nhận có lý do” cần lý do"),
        ("attach", {}, "cần chọn một văn bản trong tài liệu đã nhận"),
        ("attach", {"value": {"document_id": "x"}}, "cần chọn một văn bản trong tài liệu đã nhận"),
        ("extend", {}, "cần ngày gia hạn"),
        ("extend", {"value": {"day": "31/12/2024"}}, "cần ngày gia hạn"),
        (
            "extend",
            {"value": {"day": "2024-02-30"}},
            "ngày gia hạn “2024-02-30” không có trong lịch",
        ),
        (
            "extend",
            {"value": {"day": "2024-03-31"}},
            "ngày gia hạn 31/03/2024 phải sau hạn hiện nay 31/03/2024",
        ),
        ("approve", {}, "không có loại quyết định “approve”"),
        ("undo", {}, "không có loại quyết định “undo”"),
        ("second", {}, "không có quyết định nào đang chờ người thứ hai xem"),
        (
            "confirm",
            {"basis": "as it was before"},
            "dữ kiện vừa đổi sau lần chạy mới; hãy xem lại minh chứng rồi quyết định",
        ),
    ],
)
def test_what_is_refused(store: Store, kind: str, changes: dict[str, object], why: str) -> None:
    assert decide(store, kind, **changes) == (why,)
    assert history(store, F1) == []


def test_attach_and_extend_keep_content_and_obligation_and_no_path(store: Store) -> None:
    decide(store, "attach", value={"document_id": "d1"})
    held = stands(store).value
    assert held == {
        "task_id": "I.3",
        "obligation_id": make.obligation().id,
        "sha256": make.paper().sha256,
    }
    decide(store, "extend", value={"day": "2024-06-30"})
    assert stands(store).value["day"] == "2024-06-30"


def test_what_is_about_no_output_cannot_be_attached(store: Store) -> None:
    wanted = Wanted(F3, "attach", {"document_id": "d1"})
    (refused,) = take(store, [wanted], LAN).refused
    assert refused.code == "PH-0000-0100-8"
    assert refused.why == "“Đã nộp - gắn văn bản” chỉ dùng cho sai lệch về một sản phẩm phải nộp"


def test_who_was_faster_is_named(store: Store) -> None:
    seen = stands(store).version
    decide(store, "confirm", HOA, seen=seen)
    (why,) = decide(store, "await", LAN, seen=seen)
    assert why == "Hoa vừa ghi “Đúng - đôn đốc” lúc 08:30 ngày 20/12/2024; hãy xem lại"
    assert stands(store).kind == "confirm"
    assert decide(store, "await", LAN, seen=stands(store).version) == ()


def test_many_at_once_are_one_batch_and_one_undo(store: Store) -> None:
    decide(store, "await", HOA)
    outcome = take(store, [Wanted(F1, "confirm", seen=0), Wanted(F2, "confirm", seen=0)], LAN)
    assert [one.fingerprint for one in outcome.refused] == [F1]
    outcome = take(
        store, [Wanted(F1, "confirm"), Wanted(F2, "confirm"), Wanted("?", "confirm")], LAN
    )
    assert outcome.ids == (3, 4)
    assert outcome.refused[0].why == "không còn sai lệch này"
    taken_back = undo(store, outcome.batch, LAN)
    assert len(taken_back.ids) == 2
    assert (stands(store, F1).kind, stands(store, F2).kind) == ("await", "confirm")
    assert undo(store, outcome.batch, LAN).ids == ()
    assert undo(store, taken_back.batch, LAN).ids == ()  # an undoing is not undone: decide again


def test_a_second_person_agrees(store: Store) -> None:
    decide(store, "accept", LAN, reason="Cơ quan đã giải trình hợp lý")
    assert stands(store).awaits_second_look
    assert decide(store, "second", LAN) == ("người xem lại phải khác người đã quyết định",)
    assert decide(store, "second", HOA) == ()
    assert stands(store).seconded_by == "Hoa"
    assert decide(store, "accept", HOA, reason="Khác: lại nghĩ") == ()
    assert stands(store).awaits_second_look


def test_agreeing_does_not_carry_over_to_another_decision(store: Store) -> None:
    decide(store, "accept", LAN, reason="một")
    decide(store, "accept", LAN, reason="hai")
    decide(store, "second", HOA)
    undo(store, 2, LAN)
    held = stands(store)
    assert (held.reason, held.seconded_by) == ("một", "")


def test_the_owner_stays_when_decisions_change(store: Store) -> None:
    decide(store, "assign", value={"owner": "  Nguyễn   Thị Lan "})
    decide(store, "confirm")
    assert (stands(store).owner, stands(store).kind) == ("Nguyễn Thị Lan", "confirm")


def test_the_table_can_be_derived_anew_from_the_log(store: Store) -> None:
    decide(store, "confirm")
    decide(store, "assign", value={"owner": "Lan"})
    take(store, [Wanted(F2, "accept", reason="lý do")], HOA)
    undo(store, 1, HOA)
    held = standing(store.db)
    store.db.execute("DELETE FROM standing")
    refresh(store.db, [F1, F2])
    assert standing(store.db) == held
    assert {one.fingerprint: one for one in derive(store.decisions())} == held


def test_the_log_is_never_changed(store: Store) -> None:
    decide(store, "confirm")
    for change in ("UPDATE decisions SET kind = 'accept'", "DELETE FROM decisions"):
        with pytest.raises(sqlite3.IntegrityError):
            store.db.execute(change)


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("number", " 16 ", "16"),
        ("issued_on", "2024-02-21", "2024-02-21"),
        ("issued_on", "", None),
        ("doc_type", "kế hoạch", "Kế hoạch"),
        ("issuer_id", "so-tai-chinh", "so-tai-chinh"),
    ],
)
def test_a_field_read_wrongly(store: Store, field: str, value: str, kept: str | None) -> None:
    outcome = correct(store, "d1", field, value, "đóng dấu mờ", LAN)
    (row,) = [one for one in store.decisions() if one["id"] == outcome.batch]
    assert json.loads(row["value"]).get("text") == kept
    assert json.loads(row["value"])["sha256"] == make.paper().sha256
    assert row["note"].startswith("trước: ")


@pytest.mark.parametrize(
    ("document", "field", "value", "why"),
    [
        ("d1", "issued_on", "2024-02-30", "ngày “2024-02-30” không có trong lịch"),
        ("d1", "doc_type", "Giấy mời họp lớp cũ", "không có loại văn bản “Giấy mời họp lớp cũ”"),
        ("d1", "issuer_id", "so-la", "không có cơ quan “so-la”"),
        ("d1", "sha256", "x", "không sửa được mục “sha256”"),
        ("không có", "number", "1", "không có văn bản này trong tài liệu đã nhận"),
    ],
)
def test_a_correction_that_cannot_be(
    store: Store, document: str, field: str, value: str, why: str
) -> None:
    outcome = correct(store, document, field, value, "", LAN)
    assert (outcome.batch, outcome.refused[0].why) == (0, why)


def test_a_wrong_match_is_rejected_and_the_finding_called_misread(store: Store) -> None:
    assert reject_match(store, F1, " ", LAN).refused[0].why.startswith("cần lý do")
    outcome = reject_match(store, F1, "về việc khác", LAN)
    assert [row["kind"] for row in history(store, F1)] == ["misread", "reject-match"]
    undo(store, outcome.batch, LAN)
    assert stands(store).kind == ""


def test_a_day_put_off_is_what_the_store_gives_back(store: Store) -> None:
    decide(store, "extend", value={"day": "2024-06-30", "document_id": "r1"})
    held = stands(store).value
    assert date.fromisoformat(held["day"]) == date(2024, 6, 30)
    assert held["sha256"] == make.report_paper().sha256


def test_what_no_database_can_hold_is_shown_as_a_sign(store: Store) -> None:
    take(store, [Wanted(F1, "misread", reason="sai \ud800 số")], Actor("Lan\udfff"))
    assert (stands(store).reason, stands(store).decided_by) == ("sai � số", "Lan�")
