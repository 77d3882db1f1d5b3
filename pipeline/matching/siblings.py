"""Tasks of one plan that say nearly the same, and what tells a text about them apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from pipeline.matching.lexicon import Lexicon
from pipeline.matching.parties import Level
from pipeline.matching.query import Query
from pipeline.matching.types import Flags, TypeFit
from pipeline.matching.vectors import Floats
from rules.model.plan import Plan
from rules.vietnamese.work_verbs import work_verbs

_ALIKE = 0.2  # likeness of two tasks' words from which they are siblings
_TELLS = 0.2  # weight of what only one of two has, beside what both have, that tells them apart
_RULES_OUT = 0.2  # weight of what only this one has that rules its sibling out
_OWES = (Level.LEAD, Level.GROUP_LEAD)


class Siblings:
    """Which tasks are alike, computed from the plan."""

    def __init__(
        self,
        plan: Plan,
        likeness: Floats,
        tasks: Sequence[Mapping[str, float]],
        idf: Mapping[str, float],
        types: TypeFit,
        lexicon: Lexicon,
    ) -> None:
        self._plan = plan
        self._work = [
            frozenset(verb for text in (task.text, *task.outputs) for verb in _verbs(text, lexicon))
            for task in plan.tasks
        ]
        self._tasks = tasks
        self._idf = idf
        self._types = types
        self._naming: dict[str, Flags] = {}  # the tasks that name a verb
        self._alike = np.maximum(likeness, likeness.T) >= _ALIKE
        np.fill_diagonal(self._alike, False)

    def sharing(
        self,
        place: int,
        best: Sequence[int],
        said: Mapping[str, float],
        levels: Sequence[Level],
        query: Query,
        verbs: Sequence[str] = (),
    ) -> list[int]:
        """The siblings among the other best tasks for which the text counts just as well.

        A sibling shares the text where the agency owes both, both ask for the same type of paper,
        and neither the section nor words that only one of them has decide.
        """
        verb = next(iter(verbs), "")
        return [
            other
            for other in best
            if self._alike[place, other]
            and self._share(place, other, said, levels, query)
            and not self._governed(place, other, verb)
            and not self._governed(other, place, verb)
        ]

    def rivals(
        self,
        place: int,
        best: Sequence[int],
        shared: Sequence[int],
        said: Mapping[str, float],
        verbs: Sequence[str] = (),
    ) -> list[int]:
        """The other best tasks that do not share the text and may be meant instead.

        A sibling that stands behind and that words of this task alone rule out, or the verb that
        governs the text, is no rival.
        """
        verb = next(iter(verbs), "")
        rank = best.index(place)
        ahead, behind = best[:rank], best[rank + 1 :]
        return [
            *(other for other in ahead if other not in shared),
            *(
                other
                for other in behind
                if other not in shared
                and not self._governed(place, other, verb)
                and not self._ruled_out(place, other, said)
            ),
        ]

    def _share(
        self,
        one: int,
        other: int,
        said: Mapping[str, float],
        levels: Sequence[Level],
        query: Query,
    ) -> bool:
        if levels[one] not in _OWES or levels[other] not in _OWES:
            return False
        if query.section and self._plan.tasks[one].section != self._plan.tasks[other].section:
            return False
        return self._types.same_output(one, other) and not self._told_apart(one, other, said)

    def _ruled_out(self, one: int, other: int, said: Mapping[str, float]) -> bool:
        """Whether the text has much that only this sibling has, and hardly the reverse."""
        if not self._alike[one, other]:
            return False
        both, alone, other_alone = self._weigh(one, other, said)
        return alone > _RULES_OUT * both and other_alone < alone / 4

    def same_work(self, verbs: Sequence[str]) -> Flags:
        """For each task whether it names the verb of work that governs the text."""
        verb = next(iter(verbs), "")
        found = self._naming.get(verb)
        if found is None:
            found = self._naming[verb] = np.array([verb in work for work in self._work], bool)
        return found

    def other_work(self, one: int, other: int, verbs: Sequence[str]) -> bool:
        """Whether the verbs of a text name this sibling's work, and none of the other's."""
        return self._governed(one, other, next(iter(verbs), "")) and not (
            self._work[other].intersection(verbs)
        )

    def _governed(self, one: int, other: int, verb: str) -> bool:
        """Whether this sibling has the verb that governs the text, and the other has not."""
        alike = bool(self._alike[one, other])
        return alike and verb in self._work[one] and verb not in self._work[other]

    def _told_apart(self, one: int, other: int, said: Mapping[str, float]) -> bool:
        both, alone, other_alone = self._weigh(one, other, said)
        return max(alone, other_alone) > _TELLS * both

    def _weigh(self, one: int, other: int, said: Mapping[str, float]) -> tuple[float, float, float]:
        """What of the text both tasks have, only the one, only the other."""
        both = alone = other_alone = 0.0
        ours, theirs, idf = self._tasks[one], self._tasks[other], self._idf
        for feature, weight in said.items():
            in_one, in_other = feature in ours, feature in theirs
            if not in_one and not in_other:
                continue
            heavy = (weight * idf.get(feature, 0.0)) ** 2
            if in_one and in_other:
                both += heavy
            elif in_one:
                alone += heavy
            else:
                other_alone += heavy
        return both, alone, other_alone


def _verbs(text: str, lexicon: Lexicon) -> list[str]:
    return work_verbs(lexicon.words(text))
