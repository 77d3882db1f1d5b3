"""Which task of one plan is which of another, and in which cells the two differ.

Tasks are paired by id, and by likeness where numbers moved.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from rules.model.plan import Duty, Task
from rules.vietnamese.text import key

Pair = tuple[Task | None, Task | None]
FIELDS = ("text", "outputs", "leads", "coordinating", "deadlines")

_PUNCTUATION = re.compile(r"[\W_]+")
_SAME_NUMBER = 70.0  # a task of the same number, reworded
_OTHER_NUMBER = 88.0  # nearly the same words under another number
_STILL_SAME = 50.0  # what is left under the same number is still the same task


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell of a task, or a fact of a plan or duty, that reads otherwise."""

    field: str
    old: tuple[str, ...]
    new: tuple[str, ...]


def plain(text: str) -> str:
    """A text as compared: capitals, spaces and punctuation make no difference, accents do."""
    return _PUNCTUATION.sub(" ", key(text)).strip()


def plain_all(values: Iterable[str]) -> tuple[str, ...]:
    """Several texts as compared."""
    return tuple(plain(value) for value in values)


def likeness(one: Task, other: Task) -> float:
    """How alike the words of two tasks are, 0 to 100."""
    return fuzz.ratio(plain(one.text), plain(other.text))


def pair_tasks(old: Sequence[Task], new: Sequence[Task]) -> list[Pair]:
    """Each task with its counterpart, in the order of the new plan; then what was removed.

    The same words count before the same number: where a task was put before another, all numbers
    after it move, and none of them is another task.
    """
    held: dict[str, Task] = {}
    free = {task.id: task for task in old}
    for step in (_same_words, _same_number, _nearly_same_words, _what_is_left):
        rest = [task for task in new if task.id not in held]
        for one, other in step(list(free.values()), rest):
            if one.id in free and other.id not in held:
                held[other.id] = free.pop(one.id)
    pairs: list[Pair] = [(held.get(task.id), task) for task in new]
    return [*pairs, *((task, None) for task in free.values())]


def _same_words(old: Sequence[Task], new: Sequence[Task]) -> Iterator[tuple[Task, Task]]:
    """Tasks of the same words; of several, the one of the same number, then of the same lists."""
    by_words: dict[str, list[Task]] = {}
    for task in old:
        by_words.setdefault(plain(task.text), []).append(task)
    alike = [(one, task) for task in new for one in by_words.get(plain(task.text), ())]
    yield from sorted(alike, key=lambda pair: _apart(*pair))


def _apart(one: Task, other: Task) -> tuple[bool, bool, bool]:
    return (one.id != other.id, one.outputs != other.outputs, one.leads != other.leads)


def _same_number(old: Sequence[Task], new: Sequence[Task]) -> Iterator[tuple[Task, Task]]:
    yield from _numbered(old, new, _SAME_NUMBER)


def _what_is_left(old: Sequence[Task], new: Sequence[Task]) -> Iterator[tuple[Task, Task]]:
    yield from _numbered(old, new, _STILL_SAME)


def _numbered(
    old: Sequence[Task], new: Sequence[Task], least: float
) -> Iterator[tuple[Task, Task]]:
    by_id = {task.id: task for task in old}
    for task in new:
        one = by_id.get(task.id)
        if one is not None and likeness(one, task) >= least:
            yield one, task


def _nearly_same_words(old: Sequence[Task], new: Sequence[Task]) -> Iterator[tuple[Task, Task]]:
    scored = [(likeness(one, task), one, task) for task in new for one in old]
    near = [found for found in scored if found[0] >= _OTHER_NUMBER]
    for _, one, task in sorted(near, key=lambda found: -found[0]):
        yield one, task


def differences(old: Task, new: Task) -> tuple[Difference, ...]:
    """The cells in which two tasks read otherwise."""
    return tuple(
        Difference(name, _values(old, name), _values(new, name))
        for name in FIELDS
        if plain_all(_values(old, name)) != plain_all(_values(new, name))
    )


def _values(task: Task, name: str) -> tuple[str, ...]:
    held: str | tuple[str, ...] = getattr(task, name)
    return (held,) if isinstance(held, str) else held


def same_duty(one: Duty, other: Duty) -> bool:
    """Whether two duties are one report of the same bodies."""
    return one.output == other.output and plain_all(one.owes) == plain_all(other.owes)


def duty_differences(old: Duty | None, new: Duty) -> tuple[Difference, ...]:
    """The facts in which a duty reads otherwise; all of them where there was none before."""
    found = []
    for name in ("deadline", "data_from", "data_to"):
        one, other = (str(getattr(duty, name) or "") if duty else "" for duty in (old, new))
        if plain(one) != plain(other):
            found.append(Difference(name, (one,), (other,)))
    return tuple(found)
