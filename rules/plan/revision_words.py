"""What a paper that revises a plan says about tasks in words (``rules/data/plan_revision.toml``).

Only what it drops is obeyed; what it changes in words is told, so that a person applies it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from extractors.document import Document
from rules.model.plan import Plan
from rules.plan.group_rows import group_rows
from rules.plan.reader import name_tasks
from rules.plan.rows import read_tables
from rules.vietnamese.text import nfc

_ROMAN = r"[IVXL]{1,6}"
# "III.2", "III-2", "IV.4.2"; not "II.2024".
_CODE = re.compile(
    rf"(?<![\w.])({_ROMAN})\s?[.\-]\s?(\d{{1,2}}(?:\.\d{{1,2}})*)(?![\w/])", re.IGNORECASE
)
# "nhiệm vụ số 2, 4 và 5, mục III".
_WORDS = re.compile(
    r"((?:\d{1,2})(?:\s*(?:,|và|;)\s*(?:số\s+)?\d{1,2})*)\s*,?\s*\(?(?:(?:của|thuộc|tại)\s+)?"
    rf"(?:mục|phần|trục nội dung|nội dung)\s+(?:số\s+)?({_ROMAN})(?!\w)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"(?<=[.])\s+(?=[A-ZĐÀ-Ỹ])|\n(?=[^\S\n]*(?:[-–+•*]|\d{1,2}[.)]\s|[a-zđ]\)|Điều\s))"
    r"|;\s+(?!(?:nhiệm vụ\s+)?(?:số\s+)?[IVXL\d])",
)
_OPENS_LIST = re.compile(r"^\s*[-–+•*]?\s*(?:nhiệm vụ\s+)?(?:số\s+)?(?=[IVXL\d])", re.IGNORECASE)
_LONGEST_NAMING = 40


@dataclass(frozen=True, slots=True)
class Marks:
    """What the words of a revision do: ids as written, known to the plan or not."""

    dropped: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()  # tasks that a clause changes
    unclear: tuple[str, ...] = ()  # clauses that drop a task whose number could not be read


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    source = resources.files("rules").joinpath("data/plan_revision.toml")
    return tomllib.loads(source.read_text("utf-8"))


def _either(name: str) -> str:
    return "(?:" + "|".join(_tables()[name]["patterns"]) + ")"


@cache
def _drops() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?<!không ){_either('drops')}\s+(?:{_either('filler')}\s+){{0,4}}nhiệm vụ\b",
        re.IGNORECASE,
    )


@cache
def _changes() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_either('changes')}\b.*?nhiệm vụ\b", re.IGNORECASE)


@cache
def _naming() -> re.Pattern[str]:
    return re.compile(rf"(?:\s|[:,(“\"-]|{_either('naming')}(?!\w))*", re.IGNORECASE)


@cache
def _whole(name: str) -> re.Pattern[str]:
    return re.compile(rf"\W*{_either(name)}\W*", re.IGNORECASE)


def is_kept(cell: str) -> bool:
    """Whether a cell of a revision says that what was there stays.

    >>> is_kept("Giữ nguyên"), is_kept("Quý I/2025")
    (True, False)
    """
    return bool(_whole("kept").fullmatch(nfc(cell)))


def is_dropped(cell: str) -> bool:
    """Whether a cell of a revision says that its row is dropped.

    >>> is_dropped("Bãi bỏ."), is_dropped("Bãi bỏ thủ tục hành chính không cần thiết")
    (True, False)
    """
    return bool(_whole("row_dropped").fullmatch(nfc(cell)))


def read_marks(text: str, plan: Plan) -> Marks:
    """What the prose of a revision drops, changes, or leaves unclear."""
    dropped: list[str] = []
    spoken: list[str] = []
    unclear: list[str] = []
    listing = False  # the clauses below a colon name the tasks
    for clause in _clauses(text):
        hit = _drops().search(clause)
        found = _named_after(clause[hit.end() :], plan) if hit else []
        if listing and not hit and _OPENS_LIST.match(clause) and (more := _ids(clause, plan)):
            dropped += more
            continue
        listing = bool(hit) and not found and clause.rstrip().endswith(":")
        if found:
            dropped += found
        elif hit and not listing:
            unclear.append(clause)
        elif _changes().search(clause):
            spoken += _ids(clause, plan)
    return Marks(*(tuple(dict.fromkeys(each)) for each in (dropped, spoken, unclear)))


def rows_dropped(document: Document) -> frozenset[str]:
    """The ids of the rows of which a cell says that they are dropped."""
    rows, _ = read_tables(document)
    rows = group_rows(rows)
    told = [row for row in rows if row.kind != "section"]
    tasks = name_tasks(rows)[1]
    return frozenset(
        task.id
        for task, row in zip(tasks, told, strict=False)
        if any(is_dropped(cell) for cell in (*row.cells.values(), *row.extra))
    )


def _clauses(text: str) -> Iterator[str]:
    for clause in _CLAUSE.split(nfc(text)):
        flat = " ".join(clause.split())
        if flat:
            yield flat


def _named_after(rest: str, plan: Plan) -> list[str]:
    """The tasks that follow "nhiệm vụ" at once, with nothing but naming words between."""
    between = _naming().match(rest)
    start = between.end() if between else 0
    if start > _LONGEST_NAMING or not re.match(r"[IVXLivxl\d]", rest[start:]):
        return []
    return _ids(rest[start:], plan, bare=True)


def _ids(words: str, plan: Plan, bare: bool = False) -> list[str]:
    """The ids that words name; bare numbers only where the plan's own ids are such."""
    found = [f"{hit[1].upper()}.{hit[2]}" for hit in _CODE.finditer(words)]
    for hit in _WORDS.finditer(words):
        found += [f"{hit[2].upper()}.{int(number)}" for number in re.findall(r"\d+", hit[1])]
    if found or not bare:
        return found
    return [id for id in _leading_numbers(words) if id in {task.id for task in plan.tasks}]


def _leading_numbers(words: str) -> Sequence[str]:
    listed = re.match(r"\d{1,2}(?:\.\d{1,2})*(?:\s*(?:,|và|;)\s*\d{1,2}(?:\.\d{1,2})*)*", words)
    return re.findall(r"\d{1,2}(?:\.\d{1,2})*", listed[0]) if listed else []
