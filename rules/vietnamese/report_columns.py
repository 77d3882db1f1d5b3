"""Which column of a report's table is which: those of the plan, and result, status, document."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from rules.model.papers import Modality
from rules.plan.columns import name_column
from rules.vietnamese.modality import read_status
from rules.vietnamese.text import fold

_PLAN_NAMES = {"text": "task", "outputs": "output", "leads": "lead", "deadlines": "deadline",
               "coordinating": "coordinating", "number": "number", "notes": "note",
               "note": "note"}  # fmt: skip
_COUNTER = re.compile(r"^\(?\s*\d{0,2}\s*\)?$")
_BRACKETS = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table of tasks: the place of each name, and the columns to be ticked."""

    places: dict[str, int]
    marks: dict[int, Modality]

    def says_result(self) -> bool:
        """Whether the table has a column in which a result is told."""
        told = {"result", "status", "document"} & self.places.keys()
        return bool(told or self.marks)


@cache
def _columns() -> tuple[tuple[re.Pattern[str], int, str], ...]:
    """The words that open the heading of a column, with their lengths and its name."""
    data = resources.files("rules").joinpath("data/report_columns.toml").read_text("utf-8")
    return tuple(
        (re.compile(rf"{re.escape(fold(words))}\b"), len(fold(words)), entry["name"])
        for entry in tomllib.loads(data)["column"]
        for words in entry["opens"]
    )


def name_report_column(heading: str) -> str:
    """The column that a heading of a report's table names; empty where it names none.

    >>> name_report_column("Kết quả thực hiện"), name_report_column("Sản phẩm đầu ra")
    ('result', 'output')
    """
    words = fold(_BRACKETS.sub(" ", heading)).strip(" .:*")
    if not words or len(words) > 90:
        return ""
    opened = [(length, name) for opens, length, name in _columns() if opens.match(words)]
    if opened:
        return max(opened)[1]
    return _PLAN_NAMES.get(name_column(heading), "")


def read_columns(headings: Sequence[str], owed: bool = False) -> Columns | None:
    """The columns that a heading row names; None where the row heads no table of tasks.

    In a table of what is ``owed`` (an agency's plan) a column "Kết quả" is the output.
    """
    places: dict[str, int] = {}
    marks: dict[int, Modality] = {}
    for place, heading in enumerate(headings):
        mark = read_status(heading)
        if mark is not None:
            marks[place] = mark
            continue
        name = name_report_column(heading)
        if owed and name == "result":
            name = "output"
        if name == "task" and fold(heading).startswith("nhiem vu"):
            places[name] = place  # beside a column "Nội dung" that holds the section
        elif name:
            places.setdefault(name, place)
    if "task" not in places:
        _take_content_for_task(headings, places)
    others = places.keys() - {"task", "number", "note"}
    if "task" not in places or not (others or marks) or len(places) + len(marks) < 2:
        return None
    if any(len(heading.split()) > 25 for heading in headings):
        return None
    return Columns(places, marks)


def _take_content_for_task(headings: Sequence[str], places: dict[str, int]) -> None:
    """ "Nội dung thực hiện" is a result beside a column of tasks, and the task without one."""
    for place, heading in enumerate(headings):
        if fold(heading).startswith("noi dung"):
            places["task"] = place
            if places.get("result") == place:
                del places["result"]
            return


def is_counter_row(cells: Sequence[str]) -> bool:
    """Whether a row only counts the columns: (1) (2) (3)."""
    return any(cells) and all(_COUNTER.match(cell.strip()) for cell in cells)
