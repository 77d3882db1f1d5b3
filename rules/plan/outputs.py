"""Which deadline holds for which output of a task.

"Kế hoạch quý I/2024" names its output: what remains without the
name ("quý I/2024") is the deadline.
A deadline that names none holds for all outputs that no other names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rules.model.plan import Task
from rules.plan.deadlines import read_deadline
from rules.vietnamese.text import fold, tokens

_WORD = re.compile(r"\S+")
_PARTS = re.compile(r"[;\n]\s*|,\s*(?=[^\W\d_])")
# Words that introduce an output without naming it ("ban hành Kế hoạch", "các báo cáo").
_WEAK = {"cac", "nhung", "ve", "cua", "va", "ban", "hanh", "xay", "dung", "trinh", "gui", "nop"}
_MIN_SHARED = 0.5
# A name need not be there for a year to be clear; only these are tried when names are cut off.
_ANY_YEAR = 2000
_MOST_WORDS = 80  # of the words of a time; a cell of thousands is none
Given = frozenset[str]


@dataclass(frozen=True, slots=True)
class Timed:
    """One deadline of a row: the output it names (empty where none) and the words of the time."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Pairing:
    """The outputs of a task with the deadline words of each, and what did not find its match."""

    pairs: tuple[tuple[int, str, str], ...]
    stray: tuple[str, ...] = ()  # deadlines that name an output which the row does not have
    undated: tuple[int, ...] = ()  # numbers of the outputs that no deadline names
    uneven: bool = False  # several deadlines, none of them saying for which output


def pair(task: Task, given: Given = frozenset()) -> tuple[tuple[int, str, str], ...]:
    """Number (from 1), words and deadline words of each output; one pair for each deadline of it.

    A task without outputs gives one pair with empty words: the task itself is what is owed.
    ``given`` are words, folded, that a clerk's settings read as a deadline.
    """
    return pairing(task, given).pairs


def pairing(task: Task, given: Given = frozenset()) -> Pairing:
    """The pairs of a task and what could not be paired."""
    outputs = tuple(output.strip(" .;,") for output in task.outputs) or ("",)
    timed = _join_continuations(
        [part for entry in task.deadlines for part in _timed(entry, given)], outputs
    )
    if not any(item.name for item in timed):
        return _unnamed(outputs, [item.words for item in timed])
    held: dict[int, list[str]] = {number: [] for number in range(1, len(outputs) + 1)}
    stray = []
    for item in timed:
        numbers = _named_outputs(item.name, outputs) if item.name else []
        for number in numbers:
            held[number].append(item.words)
        if item.name and not numbers:
            stray.append(f"{item.name} {item.words}".strip())
    for item in timed:
        if not item.name:
            for words in held.values():
                if not words:
                    words.append(item.words)
    pairs = [
        (number, outputs[number - 1], words)
        for number, found in held.items()
        for words in dict.fromkeys(found or [""])
    ]
    undated = tuple(number for number, found in held.items() if not found)
    return Pairing(tuple(pairs), tuple(stray), undated)


def _unnamed(outputs: Sequence[str], words: list[str]) -> Pairing:
    """Deadlines that name no output: one for all, several for the one output, or one each."""
    numbered = list(enumerate(outputs, start=1))
    if len(words) <= 1:
        only = words[0] if words else ""
        return Pairing(tuple((number, output, only) for number, output in numbered))
    if len(outputs) == 1:
        return Pairing(tuple((1, outputs[0], found) for found in words))
    if len(outputs) == len(words):
        return Pairing(
            tuple((n, output, found) for (n, output), found in zip(numbered, words, strict=True))
        )
    return Pairing(tuple((number, output, "") for number, output in numbered), uneven=True)


def _timed(entry: str, given: Given) -> list[Timed]:
    """The deadlines of one entry: "Kế hoạch quý I/2024; Báo cáo quý IV/2024" holds two."""
    if _is_given(entry, given):
        return [Timed("", entry)]
    parts = [_cut(part.strip(), given) for part in _PARTS.split(entry) if part.strip()]
    if len(parts) > 1 and all(part.name for part in parts):
        return parts
    return [_cut(entry, given)]


def _join_continuations(timed: list[Timed], outputs: Sequence[str]) -> list[Timed]:
    """ "Báo cáo 6 tháng" and "năm 2024" are one, where every output is named already."""
    named = {n for item in timed if item.name for n in _named_outputs(item.name, outputs)}
    if len(named) < len(outputs):
        return timed
    joined: list[Timed] = []
    for item in timed:
        if joined and not item.name:
            joined[-1] = Timed(joined[-1].name, f"{joined[-1].words}; {item.words}")
        else:
            joined.append(item)
    return joined


@lru_cache(maxsize=2000)
def _cut(entry: str, given: Given) -> Timed:
    """The longest time words at an entry's end, else at its beginning; the rest is the name."""
    entry = entry.strip(" -–+;.")
    words = [found.span() for found in _WORD.finditer(entry)]
    for start, _ in words[-_MOST_WORDS:]:
        if _is_clear(entry[start:], given):
            return Timed(entry[:start].strip(" :-–,"), entry[start:])
    for _, end in reversed(words[:_MOST_WORDS]):
        if _is_clear(entry[:end], given):
            return Timed(entry[end:].strip(" :-–,"), entry[:end])
    return Timed("", entry)


def _is_given(words: str, given: Given) -> bool:
    return bool(given) and fold(words).strip(" ;.,-") in given


def _is_clear(words: str, given: Given) -> bool:
    return _is_given(words, given) or all(
        deadline.kind for deadline in read_deadline(words, _ANY_YEAR)
    )


def _named_outputs(name: str, outputs: Sequence[str]) -> list[int]:
    """The numbers of the outputs that a deadline's words name; several where they are alike."""
    likeness = {n: _likeness(name, output) for n, output in enumerate(outputs, start=1)}
    best = max(likeness.values(), default=0.0)
    if best < _MIN_SHARED:
        return []
    return [number for number, score in likeness.items() if score == best]


def _likeness(name: str, output: str) -> float:
    """How far a name is an output's: 2 where one begins with the other, else the share of words."""
    named = [word for word in tokens(name) if word not in _WEAK]
    given = [word for word in tokens(output) if word not in _WEAK]
    if not named or not given:
        return 0.0
    shorter = min(len(named), len(given))
    if named[:shorter] == given[:shorter]:
        return 2.0
    shared = len(set(named) & set(given)) / min(len(set(named)), len(set(given)))
    return shared if shared >= _MIN_SHARED else 0.0
