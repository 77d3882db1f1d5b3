"""Taking a clerk's correction from the command line: from a finding's code to rows of the log."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.decisions.log import Actor, Outcome, Wanted, take
from pipeline.decisions.log import undo as take_back
from pipeline.decisions.teaching import reject_match
from pipeline.errors import UserError
from pipeline.findings import canonical, is_code
from pipeline.outputs.clean import one_line, whole
from pipeline.storage.store import Store

Row = dict[str, Any]


def attach(out: Path, code: str, path: str, reason: str = "") -> int:
    """Keep that a received file answers the obligation of a finding; the decision's number."""
    with Store.decide(out / "doichieu.db") as store:
        finding = find_by_code(store, code)
        value = {"document_id": _document(store, path)["id"]}
        wanted = Wanted(finding["fingerprint"], "attach", value, reason)
        return _number(take(store, [wanted], _who(), "cli"), code)


def reject(out: Path, code: str, reason: str) -> int:
    """Keep that the evidence of a finding does not speak of its task; the decision's number."""
    with Store.decide(out / "doichieu.db") as store:
        finding = find_by_code(store, code)
        outcome = reject_match(store, finding["fingerprint"], reason, _who(), "cli")
        return _number(outcome, code)


def undo(out: Path, number: int) -> None:
    """Take back a decision and those taken together with it; UserError where none is in force."""
    with Store.decide(out / "doichieu.db") as store:
        query = "SELECT coalesce(batch, id) AS batch FROM decisions WHERE id = ?"
        row = next(iter(store.db.query(query, [number])), None)
        if row is None or not take_back(store, row["batch"], _who(), "cli").ids:
            raise UserError(f"{number}: không có quyết định số này, hoặc đã được hủy")


def decision_lines(out: Path) -> Iterator[str]:
    """Every decision, oldest first, one line each."""
    with Store.read(out / "doichieu.db") as store:
        for row in store.decisions():
            what = f"hủy số {row['undoes']}" if row["undoes"] else row["code"] or ""
            told = (row["decided_at"], row["decided_by"], row["kind"], what, row["reason"])
            yield "  ".join((str(row["id"]), *(one_line(text or "") for text in told)))


def check_code(code: str) -> None:
    """UserError where a code is mistyped; nothing needs to be looked up for that."""
    if not is_code(code):
        raise UserError(f"{code}: mã sai lệch gõ chưa đúng; mã có dạng PH-2K7M-9QXT-4")


def find_by_code(store: Store, code: str) -> Row:
    """The finding that a typed code names; UserError for a mistyped or unknown code."""
    check_code(code)
    query = "SELECT * FROM findings WHERE code = ?"
    found = next(iter(store.db.query(query, [canonical(code)])), None)
    if found is None:
        raise UserError(f"{code}: không có mã này; hãy xem doichieu findings")
    return found


def _document(store: Store, path: str) -> Row:
    """The received file of that path, or of that name where only one has it."""
    query = "SELECT * FROM documents WHERE path = ? OR path LIKE '%/' || ? ESCAPE '\\'"
    name = whole(path).replace("\\", "/")
    escaped = name.replace("%", r"\%").replace("_", r"\_")
    found = list(store.db.query(query, [name, escaped]))
    if len(found) != 1 or not found[0]["sha256"]:
        problem = "không có trong tài liệu đã nhận" if not found else "trùng tên với nhiều tệp"
        raise UserError(f"{path}: {problem}; hãy ghi đường dẫn như ở cột Tệp của sai-lech.xlsx")
    return found[0]


def _number(outcome: Outcome, code: str) -> int:
    if outcome.refused:
        raise UserError(f"{code}: {outcome.refused[0].why}")
    return outcome.batch


def _who() -> Actor:
    return Actor(getpass.getuser())
