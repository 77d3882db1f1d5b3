"""Facts that no paper in hand says and a clerk gives once: the plan's number and date.

They are kept as rows that are added, never changed; the last one holds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from pipeline.errors import UserError
from pipeline.storage.store import Store
from rules.model.plan import Plan

NUMBER, DAY = "plan_number", "plan_date"
# "245/QĐ-UBND", "11/KH-UBND", "17-KH/TU": a number, then signs with a type in them.
_FORM = re.compile(r"\d+[a-z]?\s*[/-]\s*[A-ZĐ]+(?:[-/][A-ZĐ0-9]+)*", re.IGNORECASE)
# "(Kèm theo Quyết định số ... của Chủ tịch UBND tỉnh)" at the head of a plan.
_DECIDED_BY = re.compile(r"kèm theo Quyết định số[^()]{0,90}?\bcủa\s+([^()\n]{3,80}?)\s*\)", re.I)


@dataclass(frozen=True, slots=True)
class PlanPaper:
    """The number and date by which papers cite the plan."""

    number: str
    issued_on: date

    def cited(self, plan: Plan, level: str) -> str:
        """The plan as a letter cites it for the first time; ``level`` is whose UBND it is.

        A plan promulgated by a decision is cited with the decision.
        """
        title, day = title_of(plan), f"{self.issued_on:%d/%m/%Y}"
        if "/QĐ" in self.number.upper().replace(" ", ""):
            found = _DECIDED_BY.search(" ".join(plan.text.split()))
            by = found[1].replace("Uỷ", "Ủy") if found else level  # as the rest of the letter
            decision = f"Quyết định số {self.number} ngày {day} của {by}"
            return f"Kế hoạch {title} (ban hành kèm theo {decision})"
        return f"Kế hoạch số {self.number} ngày {day} của {level} về {title}"


def title_of(plan: Plan) -> str:
    """What the plan is about, as it stands inside a sentence.

    A title in capitals stays as it is: which of its words are names is not known.
    """
    title = re.sub(r"^kế hoạch\s+", "", plan.title.strip(), flags=re.IGNORECASE)
    return title if title.isupper() else title[:1].lower() + title[1:]


def plan_paper(store: Store, plan: Plan, number: str | None, day: date | None) -> PlanPaper:
    """The plan's number and date: given now, given before, or read; UserError without them.

    What is given now is checked here and kept by ``keep``.
    """
    number = " ".join((number or "").split()) or _last(store, NUMBER) or plan.number
    known = _last(store, DAY)
    day = day or (date.fromisoformat(known) if known else plan.issued_on)
    missing = [
        *([] if number else ["số (ví dụ --plan-number 245/QĐ-UBND)"]),
        *([] if day else ["ngày (ví dụ --plan-date 2024-01-24)"]),
    ]
    if missing:
        raise UserError(
            f"{plan.source or 'kế hoạch'}: bản kế hoạch để trống {' và '.join(missing)}; "
            "công văn phải viện dẫn đúng, hãy cho một lần, chương trình sẽ nhớ"
        )
    if not _FORM.fullmatch(number):
        raise UserError(f"--plan-number: “{number}” chưa đúng dạng; ví dụ 245/QĐ-UBND")
    assert day is not None
    return PlanPaper(number, day)


def keep(store: Store, paper: PlanPaper, by: str, now: datetime) -> None:
    """Keep what was given where it says something new."""
    at = now.isoformat(timespec="seconds")
    with store.writing():
        for name, value in ((NUMBER, paper.number), (DAY, paper.issued_on.isoformat())):
            if _last(store, name) != value:
                store.db.execute(
                    "INSERT INTO given (name, value, given_by, given_at) VALUES (?, ?, ?, ?)",
                    [name, value, by, at],
                )


def _last(store: Store, name: str) -> str:
    query = "SELECT value FROM given WHERE name = ? ORDER BY id DESC LIMIT 1"
    row = store.db.execute(query, [name]).fetchone()
    return str(row[0]) if row else ""
