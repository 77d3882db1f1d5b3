"""A finding's whole story, from the database: what was required, searched, found, and where."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pipeline.decide import find_by_code
from pipeline.outputs.clean import clean
from pipeline.store import Store
from rules.catalogue import rulebook
from rules.messages import Words


def explain_code(out: Path, code: str, lang: str = "vi") -> str:
    """The story of one finding in words; UserError for a mistyped or unknown code."""
    with Store.read(out / "doichieu.db") as store:
        finding = find_by_code(store, code)
        return "\n".join(clean(line) for line in _story(store, finding, Words(lang)) if line)


def _story(store: Store, finding: dict[str, Any], words: Words) -> list[str]:
    rule = rulebook()[finding["rule"]]
    lines = [
        f"{finding['code']}  {words.choose(rule.title, rule.title_en)} ({rule.id})",
        words.choose(finding["message"], finding["message_en"]),
        "",
        words.choose("Quy tắc: ", "Rule: ") + words.choose(rule.means, rule.means_en),
    ]
    lines += _required(store, finding, words)
    lines += _searched(store, finding, words)
    lines.append(words.choose("Thấy:", "Found:"))
    evidence = json.loads(finding["evidence"] or "[]")
    for one in evidence:
        where = ", ".join(part for part in (one.get("path"), one.get("anchor")) if part)
        lines.append(f"  - {where}: “{one.get('quote', '')}”")
    if not evidence:
        lines.append(words.choose("  - không có văn bản, đoạn nào", "  - nothing"))
    return lines


def _required(store: Store, finding: dict[str, Any], words: Words) -> list[str]:
    query = (
        "SELECT o.*, t.text, a.name AS agency FROM obligations o "
        "LEFT JOIN tasks t ON t.id = o.task_id LEFT JOIN agencies a ON a.id = o.agency_id "
        "WHERE o.id = ?"
    )
    row = next(iter(store.db.query(query, [finding["obligation_id"]])), None)
    if row is None:
        return []
    due = row["due_to"] or words.choose("không có ngày tính được", "no day that can be computed")
    task = f"{row['task_id']}. {row['text']}" if row["task_id"] else row["output"]
    return [
        words.choose("Yêu cầu: ", "Required: ") + task,
        words.choose("  Sản phẩm: ", "  Output: ") + row["output"],
        words.choose("  Chủ trì: ", "  Lead: ") + (row["agency"] or row["agency_id"]),
        words.choose("  Hạn: ", "  Due: ") + f"“{row['deadline_text']}” → {due}",
        words.choose("  Kết luận: ", "  Status: ") + words("status", row["status"]),
    ]


def _searched(store: Store, finding: dict[str, Any], words: Words) -> list[str]:
    agency, task = finding["agency_id"], finding["task_id"]
    if not agency:
        return []
    sent = store.db.execute(
        "SELECT count(*), sum(read_status = 'ok') FROM documents WHERE sender_id = ?", [agency]
    ).fetchone()
    lines = [
        words.choose(
            f"Đã tìm: {sent[0]} tệp cơ quan gửi, đọc hết {sent[1] or 0} tệp.",
            f"Searched: {sent[0]} files of this agency, {sent[1] or 0} read wholly.",
        )
    ]
    near = store.db.query(
        "SELECT d.path, m.band, m.reasons, s.text FROM matches m "
        "JOIN documents d ON d.id = m.document_id LEFT JOIN statements s ON s.id = m.statement_id "
        "WHERE m.task_id = ? AND (d.sender_id = ? OR d.issuer_id = ?) "
        "ORDER BY m.score DESC LIMIT 5",
        [task, agency, agency],
    )
    for row in near if task else ():
        reasons = "; ".join(json.loads(row["reasons"] or "[]"))
        lines.append(
            f"  - {row['path']} ({words('band', row['band'])}): "
            f"{_short(row['text'] or '')} {reasons}"
        )
    return lines


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return f"“{flat if len(flat) <= 120 else flat[:119] + '…'}”" if flat else ""
