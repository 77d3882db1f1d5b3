"""A plan as read: sections, tasks in the plan's own words, duties, and what they oblige.

A task's lists are the plan's own words; nothing in them is corrected. What they mean
(deadlines, agencies, document types) is computed beside them into obligations.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from extractors.document import Anchor


@dataclass(frozen=True, slots=True)
class Section:
    """One content of the appendix (nội dung, I..VIII)."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Task:
    """One row of the appendix (nhiệm vụ). ``id`` is ``III.6``; ``number`` is text."""

    id: str
    section: str
    number: str
    text: str
    outputs: tuple[str, ...]
    leads: tuple[str, ...]
    coordinating: tuple[str, ...]
    deadlines: tuple[str, ...]
    anchor: Anchor = Anchor()


@dataclass(frozen=True, slots=True)
class Duty:
    """A reporting duty of the plan's part on organisation (tổ chức thực hiện).

    ``output`` is ``report:plan``, ``report:6m`` or ``report:year``; ``owes`` holds the plan's
    words for who owes it; the data window is null where the plan names none.
    """

    output: str
    owes: tuple[str, ...]
    deadline: str
    text: str
    data_from: date | None = None
    data_to: date | None = None
    anchor: Anchor = Anchor()


@dataclass(frozen=True, slots=True)
class Measure:
    """A general measure (part II a-d) or a point of part IV that is no task of the appendix."""

    id: str
    text: str
    bodies: tuple[str, ...] = ()
    anchor: Anchor = Anchor()


@dataclass(frozen=True, slots=True)
class PlanDefect:
    """What the plan itself should have said better; ``rule`` is ``plan-...`` or ``row-...``."""

    rule: str
    task_id: str | None
    message: str
    message_en: str
    subject: str = ""  # what distinguishes two defects of one rule in one task
    anchor: Anchor = Anchor()


@dataclass(frozen=True, slots=True)
class PlanChange:
    """What a paper that revises the plan did to it.

    ``kind`` is replaced, same, other, added, dropped or duty; or, where nothing was done and a
    person must look: unknown, unread, unclear or duty_unread.
    """

    kind: str
    task_id: str
    source: str  # file name of the revision, no path
    message: str
    message_en: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan and its appendix, as read."""

    title: str
    sections: tuple[Section, ...]
    tasks: tuple[Task, ...]
    duties: tuple[Duty, ...] = ()
    measures: tuple[Measure, ...] = ()
    defects: tuple[PlanDefect, ...] = ()
    year: int | None = None
    province: str = ""
    number: str = ""
    issued_on: date | None = None
    report_to: str = ""  # the body that collects the reports ("Sở Nội vụ")
    text: str = ""  # the whole plan, for word weights
    columns: tuple[str, ...] = ()  # which columns the table has: text, outputs, leads, ...
    source: str = ""  # file name, no path
    year_from: date | None = None  # of the reporting year, where a clerk's settings say it
    year_to: date | None = None
    changes: tuple[PlanChange, ...] = ()  # what papers that revise the plan did, in their order

    def task(self, task_id: str) -> Task:
        """The task of that id."""
        for task in self.tasks:
            if task.id == task_id:
                return task
        raise KeyError(task_id)


@dataclass(frozen=True, slots=True)
class Deadline:
    """When something is due: the words, the reading, the day.

    ``kind`` is one of quarter, range, month, year, years, before, date, recurring, continuous,
    relative, open_range, or empty where the row names no deadline. A day that cannot be
    computed is null, never guessed. ``due_from`` is the first day of the period named.

    From ``unit`` on, the fields say how the day came about; ``rules.plan.deadline_story`` tells
    it. ``unit`` is that of the last time named: day, month, quarter, half or year.
    """

    text: str
    kind: str
    due_from: date | None = None
    due_to: date | None = None
    condition: str = ""
    open_ended: bool = False
    relative_days: int | None = None
    label: str = ""  # of one part of a recurring deadline: "quý I", "6 tháng", "năm"
    unit: str = ""
    inclusive: bool = False  # "trước ngày" read with its day
    relative_unit: str = "day"  # what ``relative_days`` counts: day, working_day or month
    base: date | None = None  # the day that a relative deadline counts from
    base_paper: str = ""  # the paper of that day, as a clerk wrote it
    entered: str = ""  # where a clerk wrote the base or the due day: "han.xlsx"; else empty
    given_by: str = ""  # the settings file that says how the words are read
    moved_from: date | None = None  # the day off that the due day was moved from
    extended: bool = False
    extended_from: date | None = None  # the day before it was put off; null where there was none
    granted_by: str = ""  # the paper that allowed it


@dataclass(frozen=True, slots=True)
class Obligation:
    """One output due from one agency for one due date. ``task_id`` is empty for duties.

    ``issuer_id`` is the body that must issue the paper: the agency itself, or the one that the
    output names ("Quyết định của UBND tỉnh"). ``doc_type`` is a canonical type name, empty where
    the output names no type. ``members`` lists the agencies a group obligation stands for.
    """

    id: str
    task_id: str
    output_no: int
    output: str
    doc_type: str
    agency_id: str
    issuer_id: str
    deadline: Deadline
    members: tuple[str, ...] = field(default=())
    duty: int | None = None  # which of the plan's duties binds the agency, from 0
