"""The real plan's tasks as read by hand, and its reporting duties."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from rules.model.plan import Duty, Plan, Task

DEPARTMENTS_AND_DISTRICTS = ("Thủ trưởng các sở, ban, ngành; Chủ tịch UBND các huyện, thành phố",)
HALF = (date(2023, 12, 1), date(2024, 5, 31))
WHOLE = (date(2023, 12, 1), date(2024, 11, 30))
COLUMNS = ("number", "text", "outputs", "leads", "coordinating", "deadlines")


def papi_plan(shared: Path) -> Plan:
    """The plan of 2024."""
    rows = json.loads((shared / "plan" / "tasks.json").read_text(encoding="utf-8"))["tasks"]
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
