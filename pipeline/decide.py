"""Taking a clerk's correction: from a finding's code and a file to a decision row."""

from __future__ import annotations

import getpass
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.corrections import ATTACH, REJECT, UNDO, Correction, in_force, text_key
from pipeline.errors import UserError
from pipeline.findings import canonical, is_code
from pipeline.outputs.clean import for_terminal
from pipeline.store import Store

Row = dict[str, Any]


def attach(out: Path, code: str, path: str, reason: str = "") -> int:
    """Keep that a received file answers the obligation of a finding; the decision's number."""
    with Store.decide(out / "doichieu.db") as store:
        finding = _finding(store, code)
        if not finding["obligation_id"]:
            raise UserError(f"{code}: sai lệch này không nói về một sản phẩm nên không gắn được")
        document = _document(store, path)
        correction = Correction(
            0,
            ATTACH,
            finding["task_id"] or "",
            obligation_id=finding["obligation_id"],
            sha256=document["sha256"],
        )
        return _keep(store, correction, finding, reason)


def reject(out: Path, code: str, reason: str) -> int:
    """Keep that the evidence of a finding does not speak of its task; the decision's number."""
    if not reason.strip():
        raise UserError("reject: cần lý do, ví dụ --reason 'văn bản về việc khác'")
    with Store.decide(out / "doichieu.db") as store:
        finding = _finding(store, code)
        if not finding["task_id"] or not finding["document_id"]:
            raise UserError(f"{code}: sai lệch này không dựa trên một văn bản của nhiệm vụ")
        return _keep(store, _rejected(store, finding), finding, reason)


def undo(out: Path, number: int) -> None:
    """Take a correction back; UserError where it is not in force."""
    with Store.decide(out / "doichieu.db") as store:
        known = {one.id: one for one in in_force(store.decisions())}
        if number not in known:
            raise UserError(f"{number}: không có quyết định số này, hoặc đã được hủy")
        store.add_decision(
            fingerprint=known[number].identity(),
            kind=UNDO,
            undoes=number,
            decided_by=_who(),
            decided_at=_now(),
        )


def decision_lines(out: Path) -> Iterator[str]:
    """Every decision, oldest first, one line each."""
    with Store.read(out / "doichieu.db") as store:
        for row in store.decisions():
            what = f"hủy số {row['undoes']}" if row["undoes"] else row["code"] or ""
            reason = for_terminal(row["reason"] or "")
            yield "  ".join(
                (
                    str(row["id"]),
                    row["decided_at"],
                    row["decided_by"] or "",
                    row["kind"],
                    what,
                    reason,
                )
            )


def _finding(store: Store, code: str) -> Row:
    if not is_code(code):
        raise UserError(f"{code}: mã sai lệch gõ chưa đúng; mã có dạng PH-2K7M-9QXT-4")
    found = next(
        iter(store.db.query("SELECT * FROM findings WHERE code = ?", [canonical(code)])), None
    )
    if found is None:
        raise UserError(f"{code}: không có mã này; hãy xem doichieu findings")
    return found


def _document(store: Store, path: str) -> Row:
    """The received file of that path, or of that name where only one has it."""
    query = "SELECT * FROM documents WHERE path = ? OR path LIKE '%/' || ? ESCAPE '\\'"
    name = path.replace("\\", "/")
    escaped = name.replace("%", r"\%").replace("_", r"\_")
    found = list(store.db.query(query, [name, escaped]))
    if len(found) != 1 or not found[0]["sha256"]:
        problem = "không có trong tài liệu đã nhận" if not found else "trùng tên với nhiều tệp"
        raise UserError(f"{path}: {problem}; hãy ghi đường dẫn như ở cột Tệp của sai-lech.xlsx")
    return found[0]


def _rejected(store: Store, finding: Row) -> Correction:
    evidence = json.loads(finding["evidence"] or "[]")
    quote = evidence[0]["quote"] if evidence else ""
    said = "SELECT 1 FROM statements WHERE document_id = ? AND text = ?"
    if quote and list(store.db.query(said, [finding["document_id"], quote])):
        return Correction(0, REJECT, finding["task_id"], text_key=text_key(quote))
    query = "SELECT sha256 FROM documents WHERE id = ?"
    sha256 = next(iter(store.db.query(query, [finding["document_id"]])))["sha256"]
    return Correction(0, REJECT, finding["task_id"], sha256=sha256)


def _keep(store: Store, correction: Correction, finding: Row, reason: str) -> int:
    return store.add_decision(
        fingerprint=finding["fingerprint"],
        code=finding["code"],
        kind=correction.kind,
        value=correction.value(),
        reason=reason,
        basis=finding["basis"],
        decided_by=_who(),
        decided_at=_now(),
    )


def _who() -> str:
    return getpass.getuser()


def _now() -> str:
    return datetime.now().isoformat(timespec="seconds")
