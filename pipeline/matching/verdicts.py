"""How sure each of the best tasks of a text is, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.matching.balance import Balance
from pipeline.matching.bands import UNSURE, View, band
from pipeline.matching.facts import Facts
from pipeline.matching.listener import Heard
from pipeline.matching.objections import Objections
from pipeline.matching.parties import Level
from pipeline.matching.query import Candidate, Query
from pipeline.matching.reasons import reasons
from pipeline.matching.siblings import Siblings
from pipeline.matching.types import Flags
from pipeline.matching.vectors import Floats
from rules.model.papers import Band
from rules.model.plan import Plan
from rules.vietnamese.stop_phrases import doubts

KEPT = 3  # candidates that are shown for a text
_WHOLE = 0.75  # share of the words of a text that is nearly all of it


@dataclass(frozen=True, slots=True)
class Weighed:
    """A text beside all tasks of a plan, and the nearest of them, one more than are shown."""

    query: Query
    heard: Heard
    facts: Facts
    likeness: Floats  # by words alone
    total: Floats  # with all that speaks for each
    best: list[int]
    levels: Sequence[Level]
    fits: Flags | None  # which tasks ask for such a paper

    def score(self, place: int) -> float:
        """How near a task is, as shown."""
        return round(max(0.0, min(1.0, float(self.total[place]))), 4)


@dataclass(frozen=True, slots=True)
class _Verdict:
    """One task beside a text: how it stands, how sure it is, what is objected."""

    place: int
    view: View
    band: Band
    shared: Sequence[int]  # siblings that nothing tells apart from it
    doubted: bool
    objection: str


class Verdicts:
    """How sure texts are of the tasks of one plan."""

    def __init__(
        self,
        plan: Plan,
        own: Sequence[Mapping[str, float]],
        facts: Sequence[Facts],
        objections: Objections,
        siblings: Siblings,
        balance: Balance,
        idf: Mapping[str, float],
        strictness: float,
    ) -> None:
        self.balance = balance
        self._plan = plan
        self._own = own
        self._facts = facts
        self._objections = objections
        self._siblings = siblings
        self._idf = idf
        self._strictness = strictness
        self._sections = np.array([task.section for task in plan.tasks])

    def of(self, text: Weighed, explain: bool) -> list[Candidate]:
        """The best tasks of a text, best first."""
        found: list[Candidate] = []
        for rank in range(len(text.best[:KEPT])):
            verdict = self._verdict(text, rank, bool(found) and found[0].band is Band.SURE)
            told = explain and (rank == 0 or verdict.band is not Band.NONE)
            found.append(self._candidate(text, verdict, told))
        return found

    def sure(self, text: Weighed, explain: bool) -> list[Candidate]:
        """The best task of a text alone; none where it is not sure."""
        if not self._is_near(text, text.best[0]):
            return []
        verdict = self._verdict(text, 0, False)
        return [self._candidate(text, verdict, explain)] if verdict.band is Band.SURE else []

    def _is_near(self, text: Weighed, place: int) -> bool:
        """Whether a task can be of any band."""
        hinted = text.query.task_hint == self._plan.tasks[place].id
        return hinted or float(text.likeness[place]) >= UNSURE

    def _view(self, text: Weighed, place: int, near: bool) -> View:
        query, facts, task = text.query, text.facts, self._plan.tasks[place]
        told, pieces = text.heard.account.explained(self._own[place]) if near else (0, 0)
        section_agrees = task.section == query.section if query.section else None
        return View(
            likeness=float(text.likeness[place]),
            words=told,
            pieces=pieces,
            whole=told >= _WHOLE * text.heard.account.counted,
            level=text.levels[place],
            section_agrees=section_agrees,
            type_agrees=None if text.fits is None else bool(text.fits[place]),
            shares_paper=shared_paper(facts, self._facts[place]),
            against=self._objections.find(facts, query, place),
            foreign=self._objections.foreign(facts, query, place),
            hinted=query.task_hint == task.id,
            stray=section_agrees is False and self._is_stray(text),
        )

    def _is_stray(self, text: Weighed) -> bool:
        headed = self._sections == text.query.section
        return bool(headed.any()) and float(text.likeness[headed].max()) < UNSURE

    def _verdict(self, text: Weighed, rank: int, behind_sure: bool) -> _Verdict:
        """``behind_sure``: the text is sure of its best task, and this is another."""
        query, heard, best = text.query, text.heard, text.best
        place, doubted = best[rank], doubts(query.text)
        near = self._is_near(text, place)
        view = self._view(text, place, near)
        shared = self._siblings.sharing(place, best, heard.said, text.levels, query, heard.verbs)
        if not near:
            return _Verdict(place, view, Band.NONE, shared, bool(doubted), "")
        rivals = self._siblings.rivals(place, best, shared, heard.said, heard.verbs)
        ahead = float(text.total[place])
        margin = min((ahead - float(text.total[other]) for other in rivals), default=1.0)
        how = band(view, margin, doubted, self._strictness)
        objection = ""
        if how is Band.SURE and not (view.hinted or view.shares_paper):
            objection = self.balance.objection(query, heard, place)
            how = Band.UNSURE if objection else how
        if how is Band.SURE and any(other in shared for other in best[:rank]):
            how = Band.UNSURE  # the first of the siblings stands for all
        settled = behind_sure and how is Band.UNSURE
        if settled and self._siblings.other_work(best[0], place, heard.verbs):
            how = Band.NONE
        return _Verdict(place, view, how, shared, bool(doubted), objection)

    def _candidate(self, text: Weighed, verdict: _Verdict, explain: bool) -> Candidate:
        twins = tuple(self._plan.tasks[other].id for other in verdict.shared)
        held_back = verdict.view.held_back or verdict.doubted or bool(verdict.objection)
        return Candidate(
            task_id=self._plan.tasks[verdict.place].id,
            score=text.score(verdict.place),
            band=verdict.band,
            reasons=self._reasons(text.heard, verdict, twins) if explain else (),
            shared_with=twins,
            held_back=held_back,
            other_object=bool(verdict.objection),
        )

    def _reasons(self, heard: Heard, verdict: _Verdict, twins: tuple[str, ...]) -> tuple[str, ...]:
        task = self._plan.tasks[verdict.place]
        found = reasons(verdict.view, task, heard.words, heard.said, self._idf, verdict.doubted)
        if verdict.objection:
            found = (*found, verdict.objection)
        if not twins:
            return found
        return (*found, f"tính cho cả {', '.join(twins)}: không có gì phân biệt")


def shared_paper(one: Facts, other: Facts) -> str:
    """A law or decision that both cite, as written short."""
    return min(one.papers & other.papers, default="") or min(
        one.numbers & other.numbers, default=""
    )
