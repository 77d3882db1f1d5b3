"""Tasks of one plan that say nearly the same, and what tells a text about them apart."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.matching.parties import Level
from pipeline.matching.query import Query
from pipeline.matching.vectors import Floats
from rules.model.plan import Plan

_ALIKE = 0.5  # likeness of two tasks' words from which they are siblings


class Siblings:
    """Which tasks are alike, computed from the plan."""

    def __init__(self, plan: Plan, likeness: Floats, words: Sequence[Sequence[str]]) -> None:
        self._plan = plan
        self._words = [frozenset(one) for one in words]
        self._pairs = frozenset(
            (one, other)
            for one in range(len(plan.tasks))
            for other in range(len(plan.tasks))
            if one != other and max(likeness[one, other], likeness[other, one]) >= _ALIKE
        )

    def split(
        self,
        place: int,
        others: Sequence[int],
        words: Sequence[str],
        levels: Sequence[Level],
        query: Query,
    ) -> tuple[list[int], list[int]]:
        """The others as rivals and as siblings for which the text counts just as well.

        A sibling shares the text where the same agency owes both, both ask for the same output,
        and neither the section nor a word that only one of them has decides.
        """
        shared = [other for other in others if self._share(place, other, words, levels, query)]
        return [other for other in others if other not in shared], shared

    def _share(
        self, one: int, other: int, words: Sequence[str], levels: Sequence[Level], query: Query
    ) -> bool:
        tasks = self._plan.tasks
        if (one, other) not in self._pairs or levels[one] is not levels[other]:
            return False
        if levels[one] not in (Level.LEAD, Level.GROUP_LEAD):
            return False
        if query.section and tasks[one].section != tasks[other].section:
            return False
        if not {out.casefold().strip(" .;") for out in tasks[one].outputs} & {
            out.casefold().strip(" .;") for out in tasks[other].outputs
        }:
            return False
        said = set(words)
        return not (self._words[one] ^ self._words[other]) & said
