"""What is required, in the plan's words: task, output, deadline and its day, lead, place."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from pipeline.outputs.cells import day_words
from pipeline.review.evidence.passages import Span, Wording, marked
from pipeline.storage.codec import coder
from pipeline.storage.store import Store
from pipeline.story import one
from rules.messages import Words, load
from rules.model.plan import Deadline, Duty, Plan
from rules.plan.deadline_story import deadline_steps

Row = dict[str, Any]

_WORDS = Words("vi")
_MOST_OWED = 12  # outputs of an agency that are listed


@dataclass(frozen=True, slots=True)
class Owed:
    """One output that an agency owes, with what became of it."""

    task_id: str
    output: str
    deadline: str
    status: str
    group: str
    here: bool = False


@dataclass(frozen=True, slots=True)
class Requirement:
    """The left side of the evidence; empty texts are not shown.

    ``kind``: task (a row of the appendix), duty (a report owed to the collecting body), agency
    (all that an agency owes), or document (what every paper must have).
    """

    kind: str
    text: tuple[Span, ...] = ()
    task_id: str = ""
    section: str = ""
    output: str = ""
    doc_type: str = ""
    deadline: str = ""
    due: str = ""
    lead: str = ""
    leads: str = ""
    coordinating: str = ""
    issuer: str = ""
    place: str = ""
    plan: str = ""
    owed: tuple[Owed, ...] = ()
    more: int = 0
    alike: tuple[tuple[str, str], ...] = ()  # other tasks that the finding names: id, text


def require(store: Store, finding: Row, obligation: Row | None, quote: str) -> Requirement:
    """What a finding is held against."""
    task_id = finding["task_id"] or ""
    task = one(store, "SELECT * FROM tasks WHERE id = ?", task_id) if task_id else None
    if task is not None:
        return _of_task(store, finding, task, obligation, quote)
    if obligation is not None:
        return _of_duty(store, obligation)
    if finding["rule"] == "nothing-received":
        return _of_agency(store, finding["agency_id"] or "")
    return Requirement("document", plan=plan_words(store))


def wording(store: Store, finding: Row, obligation: Row | None) -> Wording:
    """The words by which evidence agrees with what is required."""
    texts = [obligation["output"]] if obligation is not None else []
    if finding["task_id"]:
        task = one(store, "SELECT text FROM tasks WHERE id = ?", finding["task_id"])
        texts += [task["text"]] if task else []
    return Wording.of(*texts)


def plan_words(store: Store) -> str:
    """The plan by number, day and title, as far as they are known."""
    row = one(store, "SELECT title, number, issued_on, source FROM plans")
    if row is None:
        return ""
    number = f"số {row['number']}" if row["number"] else ""
    day = f"ngày {day_words(date.fromisoformat(row['issued_on']))}" if row["issued_on"] else ""
    return " ".join(part for part in (number, day, row["title"]) if part)


def due_words(obligation: Row) -> str:
    """The day that a deadline means and how it came about, or why there is none."""
    deadline = coder(Deadline).unpack(json.loads(obligation["deadline"]))
    assert isinstance(deadline, Deadline)
    steps = deadline_steps(deadline)
    words = " → ".join(steps[1:] if deadline.text.strip() else steps)
    return f"{words} ({deadline.condition})" if deadline.condition else words


def owed_by(store: Store, agency: str, task_id: str | None, here: str = "") -> tuple[Owed, ...]:
    """What an agency owes, all of it or for one task."""
    query = "SELECT * FROM obligations WHERE agency_id = ?"
    values: list[object] = [agency]
    if task_id is not None:
        query, values = f"{query} AND task_id = ?", [agency, task_id]
    rows = store.db.query(f"{query} ORDER BY position", values)
    return tuple(_owed(row, here) for row in rows)


def _owed(row: Row, here: str) -> Owed:
    return Owed(
        task_id=row["task_id"] or "",
        output=output_words(row["output"]),
        deadline=row["deadline_text"] or "",
        status=_WORDS("status", row["status"]),
        group=load()["status"][row["status"]].group,
        here=row["id"] == here,
    )


def output_words(output: str) -> str:
    """An output in the plan's words; a duty by its name."""
    return _WORDS("output", output) if output in load()["output"] else output


def agency_words(store: Store, agency: str | None) -> str:
    """The official name of an agency; its id where the register does not know it."""
    row = one(store, "SELECT name FROM agencies WHERE id = ?", agency) if agency else None
    return str(row["name"]) if row else agency or ""


def _of_task(
    store: Store, finding: Row, task: Row, obligation: Row | None, quote: str
) -> Requirement:
    section = one(store, "SELECT * FROM sections WHERE id = ?", task["section"])
    owed: tuple[Owed, ...] = ()
    if obligation is not None:
        owed = owed_by(store, obligation["agency_id"], task["id"], obligation["id"])
    issuer = ""
    if obligation is not None and obligation["issuer_id"] not in (None, obligation["agency_id"]):
        issuer = agency_words(store, obligation["issuer_id"])
    output = output_words(obligation["output"]) if obligation else _joined(task["outputs"])
    deadlines = obligation["deadline_text"] or "" if obligation else _joined(task["deadlines"])
    return Requirement(
        kind="task",
        text=marked(task["text"], "", Wording.of(quote)),
        task_id=task["id"],
        section=f"{section['id']}. {section['title']}" if section else "",
        output=output or "(kế hoạch không ghi sản phẩm)",
        doc_type=(obligation["doc_type"] or "") if obligation else "",
        deadline=deadlines,
        due=due_words(obligation) if obligation else "",
        lead=agency_words(store, obligation["agency_id"]) if obligation else "",
        leads=_joined(task["leads"]),
        coordinating=_joined(task["coordinating"]),
        issuer=issuer,
        place=task["anchor"] or "",
        plan=plan_words(store),
        owed=owed if len(owed) > 1 else (),
        alike=_named(store, finding) if finding["rule"].startswith("plan-") else (),
    )


def _of_duty(store: Store, obligation: Row) -> Requirement:
    duties, number = _plan(store).duties, obligation["duty"]
    duty = None if number is None else duties[number]
    owed = owed_by(store, obligation["agency_id"], "", obligation["id"])
    return Requirement(
        kind="duty",
        text=(Span(duty.text),) if duty else (),
        output=output_words(obligation["output"]),
        doc_type=obligation["doc_type"] or "",
        deadline=obligation["deadline_text"] or "",
        due=due_words(obligation) + _data_words(duty),
        lead=agency_words(store, obligation["agency_id"]),
        leads="; ".join(duty.owes) if duty else "",
        place=duty.anchor.words() if duty else "",
        plan=plan_words(store),
        owed=owed if len(owed) > 1 else (),
    )


def _data_words(duty: Duty | None) -> str:
    """The days that a report must speak of."""
    if duty is None or duty.data_from is None or duty.data_to is None:
        return ""
    return f"; số liệu từ {day_words(duty.data_from)} đến {day_words(duty.data_to)}"


def _of_agency(store: Store, agency: str) -> Requirement:
    owed = owed_by(store, agency, None)
    return Requirement(
        kind="agency",
        lead=agency_words(store, agency),
        plan=plan_words(store),
        owed=owed[:_MOST_OWED],
        more=max(0, len(owed) - _MOST_OWED),
    )


def _named(store: Store, finding: Row) -> tuple[tuple[str, str], ...]:
    """The other tasks that a finding about the plan names."""
    words = {word.strip(".,;:()“”") for word in finding["message"].split()}
    rows = store.db.query("SELECT id, text FROM tasks ORDER BY position")
    own = finding["task_id"]
    return tuple((row["id"], row["text"]) for row in rows if row["id"] in words - {own})


def _plan(store: Store) -> Plan:
    row = one(store, "SELECT facts FROM plans")
    return _unpacked(row["facts"]) if row else Plan("", (), ())


@lru_cache(maxsize=2)
def _unpacked(facts: str) -> Plan:
    plan = coder(Plan).unpack(json.loads(facts))
    assert isinstance(plan, Plan)
    return plan


def _joined(texts: str | None) -> str:
    return "; ".join(json.loads(texts or "[]"))
