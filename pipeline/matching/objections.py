"""What contradicts a match outright: another year, another province, the plan itself."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.matching.facts import Facts
from pipeline.matching.query import Query
from rules.model.plan import Plan
from rules.vietnamese.provinces import provinces
from rules.vietnamese.text import fold, tokens
from rules.vietnamese.texts_in_hand import once_in_hand


class Objections:
    """The years, the province and the title of the plan, against which a text is held."""

    def __init__(self, plan: Plan, facts: Sequence[Facts]) -> None:
        self._facts = facts
        self._province = fold(plan.province)
        self._years = _plan_years(plan)
        self._ranges = frozenset(pair for one in facts for pair in one.ranges)

    def find(self, facts: Facts, query: Query, place: int) -> tuple[str, ...]:
        """What speaks against the task, in Vietnamese; empty where nothing does."""
        found = []
        if self._other_year(facts, query, place):
            found.append("khác năm kế hoạch")
        if self._other_range(facts, place):
            found.append("khác giai đoạn, năm học")
        if self._other_province(facts, query):
            found.append("của tỉnh khác")
        return tuple(found)

    def foreign(self, facts: Facts, query: Query, place: int) -> bool:
        """Whether the paper is another province's, or by its title of other years altogether."""
        issuer = _of_agency(query.agency)
        if self._province and issuer and self._province not in issuer:
            return True
        title = query.kind == "document" and query.titled
        return title and self._names_other_years(facts, place)

    def _names_other_years(self, facts: Facts, place: int) -> bool:
        """Whether years are named, and none of plan or task is among them."""
        ours = self._years | self._facts[place].years
        return bool(self._years and facts.years) and not facts.years & ours

    def _other_year(self, facts: Facts, query: Query, place: int) -> bool:
        """Whether text or date are of years that neither plan nor task speak of."""
        if not self._years:
            return False
        if self._names_other_years(facts, place):
            return True
        if query.date is None or query.kind != "document":
            return False
        # The reporting year opens on 1 December of the year before.
        first = min(self._years)
        return (query.date.year, query.date.month) < (first - 1, 12)

    def _other_range(self, facts: Facts, place: int) -> bool:
        task = self._facts[place].ranges
        lengths = {last - first for first, last in task}
        alike = {pair for pair in facts.ranges if pair[1] - pair[0] in lengths}
        # A span that another task speaks of belongs to that task, it contradicts none.
        return bool(alike) and not facts.ranges & self._ranges

    def _other_province(self, facts: Facts, query: Query) -> bool:
        if not self._province:
            return False
        named = facts.provinces | _of_agency(query.agency)
        return bool(named) and self._province not in named


@once_in_hand
def _of_agency(words: str) -> frozenset[str]:
    return frozenset(fold(name) for name in provinces(tokens(words)))


def _plan_years(plan: Plan) -> frozenset[int]:
    """The plan's year, and those its deadlines run to."""
    years = {plan.year} if plan.year else set()
    for task in plan.tasks:
        for deadline in task.deadlines:
            found = [int(word) for word in tokens(deadline) if len(word) == 4 and word.isdigit()]
            years |= set(range(min(found), max(found) + 1)) if found else set()
    return frozenset(years)
