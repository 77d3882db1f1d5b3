"""The real plan's tasks as read by hand, its reporting duties, and other plans' tables."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from rules.model.plan import Duty, Plan, Task

DEPARTMENTS_AND_DISTRICTS = ("Thủ trưởng các sở, ban, ngành; Chủ tịch UBND các huyện, thành phố",)
HALF = (date(2023, 12, 1), date(2024, 5, 31))
WHOLE = (date(2023, 12, 1), date(2024, 11, 30))
COLUMNS = ("number", "text", "outputs", "leads", "coordinating", "deadlines")


def papi_plan(root: Path) -> Plan:
    """The plan of 2024."""
    path = root / "samples" / "plan" / "tasks.json"
    rows = json.loads(path.read_text(encoding="utf-8"))["tasks"]
    tasks = tuple(
        Task(
            id=row["id"],
            section=row["section"],
            number=str(row["number"]),
            text=row["task"],
            outputs=tuple(row["outputs"]),
            leads=tuple(row["leads"]),
            coordinating=tuple(row["coordinating"]),
            deadlines=tuple(row["deadlines"]),
        )
        for row in rows
    )
    return Plan("PAPI", (), tasks, _duties(), year=2024, province="Sơn La", columns=COLUMNS)


def _duties() -> tuple[Duty, ...]:
    duties = [Duty("report:plan", DEPARTMENTS_AND_DISTRICTS, "chậm nhất ngày 30/01/2024", "")]
    for owes in (DEPARTMENTS_AND_DISTRICTS, ("Công an tỉnh",), ("Tòa án nhân dân hai cấp",)):
        duties.append(Duty("report:6m", owes, "trước ngày 10/6/2024", "", *HALF))
        duties.append(Duty("report:year", owes, "trước ngày 10/12/2024", "", *WHOLE))
    return tuple(duties)


HEADINGS = {
    "nhiệm vụ": "text",
    "sản phẩm": "outputs",
    "kết quả": "outputs",
    "chủ trì": "leads",
    "đơn vị thực hiện": "leads",
    "phối hợp": "coordinating",
    "thời gian": "deadlines",
}


def other_plan(path: Path) -> Plan:
    """A plan from the truth of its table."""
    truth = json.loads(path.read_text(encoding="utf-8"))
    names = [
        next((name for word, name in HEADINGS.items() if word in heading.casefold()), "number")
        for heading in truth["header"]
    ]
    tasks, section = [], ""
    for row in truth["rows"]:
        if row["kind"] == "section":
            section = row["cells"][0].split(".")[0]
            continue
        cells = dict(zip(names, row["cells"], strict=True))
        lists = {
            name: tuple(part.strip() for part in cells.get(name, "").split(";") if part.strip())
            for name in ("outputs", "leads", "coordinating", "deadlines")
        }
        number = cells["number"]
        tasks.append(Task(f"{section}.{number}", section, number, cells["text"], **lists))
    return Plan("", (), tuple(tasks), year=2025, columns=tuple(names))
