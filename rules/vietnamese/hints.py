"""A task's own number where a report prints it: "III.6", "nhiệm vụ số 6 Mục III"."""

from __future__ import annotations

import re

from rules.model.plan import Plan
from rules.vietnamese.text import fold, nfc

_DIGIT = re.compile(r"\d")
_ROMAN = r"(?P<section>[IVXL]{1,6})"
# "III.6", "III.6.", "III-6", "III/6" as a label or in brackets; not "II.2024".
_CODE = re.compile(rf"(?<![\w.]){_ROMAN}\s?[.\-/]\s?(?P<number>\d{{1,2}})(?![\w/]|[.,]\d)")
# In words: "nhiệm vụ số 6, Mục III", "điểm 6 phần III Phụ lục", "mục 6 nội dung III".
_WORDS = re.compile(
    r"(?:nhiem vu|diem|muc|stt|tt)\s+(?:so\s+|thu\s+)?(?P<number>\d{1,2})"
    r"(?:\s*,|\s*\()?\s+(?:cua\s+|thuoc\s+|tai\s+)?(?:muc|phan|noi dung|truc noi dung)\s+(?:so\s+)?"
    r"(?P<section>[ivxl]{1,6}|\d)(?!\w)"
)


def find_hint(text: str, plan: Plan) -> str:
    """The id of the plan's task that a text names by number; empty where it names none or two."""
    if not _DIGIT.search(text):
        return ""
    found = {f"{hit['section']}.{hit['number']}" for hit in _CODE.finditer(nfc(text))}
    for hit in _WORDS.finditer(fold(text)):
        section = hit["section"].upper()
        if section.isdigit() and 1 <= int(section) <= len(plan.sections):
            section = plan.sections[int(section) - 1].id
        found.add(f"{section}.{int(hit['number'])}")
    known = {task.id for task in plan.tasks if task.id in found} if found else set()
    return known.pop() if len(known) == 1 else ""
