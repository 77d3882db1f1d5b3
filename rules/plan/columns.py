"""Which column of a plan's table is which, told by the words of its heading."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from rules.vietnamese.text import key

TEXT_COLUMNS = ("text", "outputs", "leads", "coordinating", "deadlines")
_COUNTERS = re.compile(r"\(?\[?\d{1,2}\]?\)?")
_LEADS = re.compile(r"(?<!\w)(?:chủ trì|đầu mối|chịu trách nhiệm)(?!\w)")
_BRACKETS = re.compile(r"\([^)]*\)")


@dataclass(frozen=True, slots=True)
class ColumnWords:
    """The heading words of one column. ``weak`` ones count where nothing else is found."""

    name: str
    examples: tuple[str, ...]
    phrases: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()


@cache
def column_words() -> tuple[ColumnWords, ...]:
    """The word table ``rules/data/plan_columns.toml``."""
    data = tomllib.loads(
        resources.files("rules").joinpath("data/plan_columns.toml").read_text("utf-8")
    )
    return tuple(
        ColumnWords(
            name=entry["name"],
            examples=tuple(entry["examples"]),
            phrases=tuple(key(word) for word in entry.get("phrases", ())),
            weak=tuple(key(word) for word in entry.get("weak", ())),
            exact=tuple(key(word) for word in entry.get("exact", ())),
        )
        for entry in data["columns"]
    )


@cache
def _patterns(strength: str) -> tuple[tuple[re.Pattern[str], int, str], ...]:
    """The phrases of all columns with their lengths and the columns they name."""
    return tuple(
        (re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)"), len(phrase), column.name)
        for column in column_words()
        for phrase in (column.phrases if strength == "phrases" else column.weak)
    )


def name_column(heading: str) -> str:
    """The column that a heading names, or an empty text.

    >>> name_column("Kết quả thực hiện nhiệm vụ"), name_column("Cơ quan phối hợp")
    ('outputs', 'coordinating')
    """
    words = key(_BRACKETS.sub(" ", heading)).strip(" .:;,*")
    if not words or len(words) > 90:
        return ""
    for column in column_words():
        if words in column.exact:
            return column.name
    for strength in ("phrases", "weak"):
        found = _first_phrase(words, strength)
        if found:
            return found
    return ""


def _first_phrase(words: str, strength: str) -> str:
    best: tuple[int, int, str] | None = None
    for phrase, length, column in _patterns(strength):
        hit = phrase.search(words)
        if hit and strength == "weak" and hit.start() > 0:
            continue  # "Họ và tên" is no task
        if hit and (best is None or (hit.start(), -length) < best[:2]):
            best = (hit.start(), -length, column)
    return best[2] if best else ""


def name_columns(headings: Sequence[str]) -> tuple[str, ...] | None:
    """The columns of a heading row, or None where the row is no heading of a task table.

    A heading row names the task and at least one of lead, deadline and output; no heading is
    as long as a sentence.
    """
    names = [name_column(heading) for heading in headings]
    if "text" not in names or not {"leads", "deadlines", "outputs"} & set(names):
        return None
    if sum(1 for name, heading in zip(names, headings, strict=True) if heading and not name) > 2:
        return None
    for column in ("text", "leads"):
        names = _only_strongest(column, names, headings)
    return tuple(names)


def _only_strongest(column: str, names: list[str], headings: Sequence[str]) -> list[str]:
    """Where two columns name the task ("Nội dung", "Nhiệm vụ"), the stronger word has it.

    One merged heading over several places is one column. "Chủ trì" is the strongest word for who
    leads, whatever stands before it.
    """
    places = [place for place, name in enumerate(names) if name == column]
    strong = [p for p in places if _first_phrase(key(headings[p]), "phrases") == column]
    leading = [p for p in strong if column == "leads" and _LEADS.search(key(headings[p]))]
    keep = headings[(leading or strong or places or [0])[0]]
    return [
        "other" if place in places and headings[place] != keep else name
        for place, name in enumerate(names)
    ]


def is_counter_row(cells: Sequence[str]) -> bool:
    """Whether a row only counts the columns: ``(1) (2) (3)``."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if len(filled) < 2 or not all(_COUNTERS.fullmatch(cell) for cell in filled):
        return False
    counts = [int(re.sub(r"\D", "", cell)) for cell in filled]
    return counts == list(range(counts[0], counts[0] + len(counts))) and counts[0] <= 2
