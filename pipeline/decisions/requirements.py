"""What a decision needs beyond its kind: the paper that was handed in, the day it is put off to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from pipeline.storage.store import Store
from rules.decisions import DecisionKind

Row = dict[str, Any]


class DecisionError(Exception):
    """Why a decision cannot be taken, in one Vietnamese sentence."""


def check_value(
    store: Store, kind: DecisionKind, value: Mapping[str, str], finding: Row
) -> dict[str, str]:
    """The value of a decision as later runs obey it: by content and obligation, not by path."""
    if not kind.needs:
        return {}
    if not finding["obligation_id"]:
        raise DecisionError(f"“{kind.label}” chỉ dùng cho sai lệch về một sản phẩm phải nộp")
    about = {"task_id": finding["task_id"] or "", "obligation_id": finding["obligation_id"]}
    held = {name: text for name, text in about.items() if text}
    if kind.needs == "document":
        return {**held, "sha256": _content(store, value.get("document_id", ""))}
    granted = value.get("document_id", "")
    allowed = {"sha256": _content(store, granted)} if granted else {}
    return {**held, **allowed, "day": _day(store, value.get("day", ""), finding)}


def content_of(store: Store, document_id: str) -> Row | None:
    """The row of a received document, by id."""
    query = "SELECT * FROM documents WHERE id = ?"
    return next(iter(store.db.query(query, [document_id])), None)


def _content(store: Store, document_id: str) -> str:
    found = content_of(store, document_id)
    if found is None or not found["sha256"]:
        raise DecisionError("cần chọn một văn bản trong tài liệu đã nhận")
    return str(found["sha256"])


def _day(store: Store, text: str, finding: Row) -> str:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise DecisionError("cần ngày gia hạn")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise DecisionError(f"ngày gia hạn “{text}” không có trong lịch") from None
    query = "SELECT due_to FROM obligations WHERE id = ?"
    due = next(iter(store.db.query(query, [finding["obligation_id"]])), None)
    if due and due["due_to"] and text <= due["due_to"]:
        before = date.fromisoformat(due["due_to"])
        raise DecisionError(f"ngày gia hạn {day:%d/%m/%Y} phải sau hạn hiện nay {before:%d/%m/%Y}")
    return text
