"""A finding's whole story, from the database: what was required, searched, found, and where."""

from __future__ import annotations

import json
from pathlib import Path

from pipeline.decide import check_code, find_by_code
from pipeline.outputs.clean import QUOTE_LIMIT, clean, one_line
from pipeline.storage.codec import coder
from pipeline.storage.store import Store
from pipeline.story import Row, find_required, look_through
from rules.catalogue import rulebook
from rules.messages import Words
from rules.model.plan import Deadline
from rules.plan.deadline_story import explain_deadline


def explain_code(out: Path, code: str, lang: str = "vi") -> str:
    """The story of one finding in words; UserError for a mistyped or unknown code."""
    check_code(code)
    with Store.read(out / "doichieu.db") as store:
        finding = find_by_code(store, code)
        return "\n".join(clean(line) for line in _story(store, finding, Words(lang)) if line)


def _story(store: Store, finding: Row, words: Words) -> list[str]:
    rule = rulebook()[finding["rule"]]
    lines = [
        f"{finding['code']}  {words.choose(rule.title, rule.title_en)} ({rule.id})",
        words.choose(finding["message"], finding["message_en"]),
        "",
        words.choose("Quy tắc: ", "Rule: ") + words.choose(rule.means, rule.means_en),
    ]
    required = find_required(store, finding)
    lines += _required(required, words)
    lines += _searched(store, finding, required, words)
    lines.append(words.choose("Thấy:", "Found:"))
    evidence = json.loads(finding["evidence"] or "[]")
    for one in evidence:
        where = ", ".join(part for part in (one.get("path"), one.get("anchor")) if part)
        lines.append(f"  - {one_line(where)}: “{one_line(one.get('quote', ''), QUOTE_LIMIT)}”")
    if not evidence:
        lines.append(words.choose("  - không có văn bản, đoạn nào", "  - nothing"))
    return lines


def _required(row: Row | None, words: Words) -> list[str]:
    if row is None:
        return []
    deadline = coder(Deadline).unpack(json.loads(row["deadline"]))
    assert isinstance(deadline, Deadline)
    task = f"{row['task_id']}. {row['text']}" if row["task_id"] else row["output"]
    return [
        words.choose("Yêu cầu: ", "Required: ") + task,
        words.choose("  Sản phẩm: ", "  Output: ") + row["output"],
        words.choose("  Chủ trì: ", "  Lead: ") + (row["agency"] or row["agency_id"]),
        words.choose("  Hạn: ", "  Due: ") + explain_deadline(deadline, words.lang),
        words.choose("  Kết luận: ", "  Status: ") + words("status", row["status"]),
    ]


def _searched(store: Store, finding: Row, required: Row | None, words: Words) -> list[str]:
    if not finding["agency_id"]:
        return []
    found = look_through(store, finding, required)
    lines = [
        words.choose(
            f"Đã tìm: {found.sent} tệp cơ quan gửi, đọc hết {found.read} tệp.",
            f"Searched: {found.sent} files of this agency, {found.read} read wholly.",
        )
    ]
    for near in found.near:
        band = f" ({words('band', near.band)})" if near.band else ""
        lines.append(
            f"  - {one_line(near.path)}{band}: {_short(near.text)} {'; '.join(near.reasons)}"
        )
    return lines


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return f"“{flat if len(flat) <= 120 else flat[:119] + '…'}”" if flat else ""
