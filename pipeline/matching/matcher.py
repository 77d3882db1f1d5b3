"""Which tasks a text speaks of: words and trade first, then agency, section, papers and year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.matching.balance import Balance
from pipeline.matching.bands import ONE, UNSURE, View, band
from pipeline.matching.evidence import Account
from pipeline.matching.facts import Facts, read_facts
from pipeline.matching.lexicon import Lexicon
from pipeline.matching.objections import Objections
from pipeline.matching.parties import Level, Parties
from pipeline.matching.parts import merge, parts
from pipeline.matching.query import Candidate, Query
from pipeline.matching.reasons import reasons
from pipeline.matching.siblings import Siblings
from pipeline.matching.types import Flags, TypeFit
from pipeline.matching.vectors import Floats, Space, Table, features
from pipeline.matching.weights import STANDARD, Weights
from rules.agencies import Registry
from rules.document_types import DocumentTypes
from rules.model.papers import Band
from rules.model.plan import Plan, Task
from rules.vietnamese.stop_phrases import doubts
from rules.vietnamese.work_verbs import work_verbs

_BATCH = 2048
_KEPT = 3  # candidates that are shown for a text
_HINTED = 0.6  # share of the best task's likeness that a task named by its number needs
_WHOLE = 0.75  # share of the words of a text that is nearly all of it
_PARAGRAPH = re.compile(r"\n\s*\n|(?<=[.;:])\s*\n")


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as analysed: its words, what they weigh, what it states."""

    query: Query
    words: Sequence[str]
    verbs: Sequence[str]  # the pieces of work it names, the governing one first
    said: Mapping[str, float]  # features of the text with what they weigh
    facts: Facts


class Matcher:
    """Matches texts to the tasks of one plan. Building it reads the plan once."""

    def __init__(
        self, plan: Plan, registry: Registry, types: DocumentTypes, weights: Weights = STANDARD
    ) -> None:
        self.plan = plan
        self._weights = weights
        self._registry = registry
        texts = [task.text for task in plan.tasks]
        paragraphs = [text for text in _PARAGRAPH.split(plan.text) if text.strip()]
        bodies = [name for task in plan.tasks for name in (*task.leads, *task.coordinating)]
        outputs = [output for task in plan.tasks for output in task.outputs]
        self.lexicon = Lexicon([*texts, *paragraphs, *bodies, *outputs], weights.spell_out)
        own = [self._task_features(task, weights) for task in plan.tasks]
        around = [features(self.lexicon.words(text), weights) for text in paragraphs]
        self.space = Space([*own, *around], (name for found in own for name in found))
        self._own = own
        self._tasks = Table(self.space.vectors(own))
        self._parties = Parties(plan, registry, self.lexicon)
        self._types = TypeFit(plan, types)
        self._facts = [read_facts(text) for text in texts]
        self._sections = np.array([task.section for task in plan.tasks])
        self._objections = Objections(plan, self._facts)
        alike = self.likeness(texts)
        self._siblings = Siblings(plan, alike, own, self.space.idf, self._types, self.lexicon)
        self._balance = Balance(plan, alike, own, self.space, self.lexicon, registry, weights)
        self._title = self.lexicon.words(plan.title)
        self._places = {task.id: place for place, task in enumerate(plan.tasks)}

    def match(self, queries: Sequence[Query]) -> list[list[Candidate]]:
        """For each text the best tasks, best first, at most three; empty where nothing agrees."""
        return [
            found
            for start in range(0, len(queries), _BATCH)
            for found in self._match(queries[start : start + _BATCH])
        ]

    def names_other(self, query: Query, task_id: str) -> bool:
        """Whether a title names mostly what is nothing of this task's."""
        return self._balance.mostly_other(query, self._places[task_id])

    def _match(self, queries: Sequence[Query]) -> Iterator[list[Candidate]]:
        """The whole texts and, of statements that name several things, their parts."""
        pieces = [parts(query.text) if self._weights.parts else [] for query in queries]
        split = [
            replace(query, text=piece, context=query.context or query.text)
            for query, found in zip(queries, pieces, strict=True)
            for piece in found
        ]
        answers = self._batch([*queries, *split])
        whole = [next(answers) for _ in queries]
        for found, pieced in zip(whole, pieces, strict=True):
            yield merge(found, [next(answers) for _ in pieced])[:_KEPT] if pieced else found

    def _task_features(self, task: Task, weights: Weights) -> dict[str, float]:
        """The words of a task, and lighter those of its outputs: "Sổ theo dõi tiếp công dân"."""
        found = {
            name: weights.output * weight
            for output in task.outputs
            for name, weight in features(self.lexicon.words(output), weights).items()
        }
        for name, weight in features(self.lexicon.words(task.text), weights).items():
            found[name] = max(weight, found.get(name, 0.0))
        return {name: weight for name, weight in found.items() if weight}

    def likeness(self, texts: Sequence[str]) -> Floats:
        """How alike each text and each task are by their words alone, 0..1."""
        found = [features(self.lexicon.words(text), self._weights) for text in texts]
        return self._tasks.likeness(self.space.vectors(found))

    def _batch(self, queries: Sequence[Query]) -> Iterator[list[Candidate]]:
        words = [self.lexicon.words(self._content(query)) for query in queries]
        said = [features(one, self._weights) for one in words]
        likeness = self._tasks.likeness(self.space.vectors(said))
        likeness = self._with_context(queries, likeness)
        for place, query in enumerate(queries):
            row = likeness[place]
            if row.size == 0 or (row.max() < UNSURE / 2 and not query.task_hint):
                yield []
                continue
            query = self._trusted(query, row)
            verbs = work_verbs(words[place])
            reading = Reading(query, words[place], verbs, said[place], read_facts(query.text))
            yield self._choose(reading, row)

    def _trusted(self, query: Query, likeness: Floats) -> Query:
        """Without the number printed beside it where another task is clearly nearer in words.

        Agencies number their own rows: "II.2" may be the second row under their heading II.
        """
        hinted = self._places.get(query.task_hint)
        if hinted is None:
            return query
        best = float(likeness.max())
        misled = best >= ONE.likeness and float(likeness[hinted]) < _HINTED * best
        return replace(query, task_hint="") if misled else query

    def _content(self, query: Query) -> str:
        """What a text is about: of a paper's title without the names of who issued or sent it.

        "Sổ tiếp công dân Sở Tài nguyên và Môi trường" is not about the environment.
        """
        if query.kind != "document":
            return query.text
        issuer = query.agency_id or self._registry.identify(query.agency, query.date)
        own, text = {issuer, query.sender_id} - {""}, query.text
        for mention in reversed(self._registry.mentions(text, query.date)):
            if mention.agency_id in own:
                text = f"{text[: mention.start]} {text[mention.end :]}"
        return text

    def _with_context(self, queries: Sequence[Query], likeness: Floats) -> Floats:
        """The paragraph a clause stands in helps it, and never hurts."""
        places = [
            place for place, query in enumerate(queries)
            if query.context and query.context != query.text
        ]  # fmt: skip
        if places:
            share = self._weights.context
            # The clauses of one paragraph have one context.
            row = {text: at for at, text in enumerate(dict.fromkeys(_contexts(queries, places)))}
            around = self.likeness(list(row))[[row[text] for text in _contexts(queries, places)]]
            mixed = (1 - share) * likeness[places] + share * around
            likeness[places] = np.maximum(likeness[places], mixed)
        return likeness

    def _choose(self, reading: Reading, likeness: Floats) -> list[Candidate]:
        query = reading.query
        standing = self._parties.standing(
            query.agency, query.agency_id, query.sender_id, query.date
        )
        total = likeness + self._weights.agency * standing.weights
        if query.section:
            same = self._sections == query.section
            total += self._weights.section * np.where(same, 1.0, -1.0)
        fits = self._types.fits(query.doc_type, query.text) if query.kind == "document" else None
        if fits is not None:
            total += self._weights.doc_type * np.where(fits, 1.0, -1.0)
        if reading.facts.papers or reading.facts.numbers:
            shared = [bool(_shared(reading.facts, facts)) for facts in self._facts]
            total += self._weights.paper * np.array(shared)
        if self._weights.verb:
            total += self._weights.verb * np.array(self._siblings.same_work(reading.verbs))
        if query.task_hint in self._places:
            total[self._places[query.task_hint]] += 1.0
        total[likeness <= 0] -= 1.0
        best = [int(place) for place in np.argsort(-total, kind="stable")[: _KEPT + 1]]
        return self._candidates(reading, likeness, total, best, standing.levels, fits)

    def _candidates(
        self,
        reading: Reading,
        likeness: Floats,
        total: Floats,
        best: list[int],
        levels: Sequence[Level],
        fits: Flags | None,
    ) -> list[Candidate]:
        query = reading.query
        doubted = doubts(query.text)
        account = Account(reading.words, self._title)
        headed = self._sections == query.section
        stray = bool(headed.any()) and float(likeness[headed].max()) < UNSURE
        found: list[Candidate] = []
        for rank, place in enumerate(best[:_KEPT]):
            told, pieces = account.explained(self._own[place])
            view = View(
                likeness=float(likeness[place]),
                words=told,
                pieces=pieces,
                whole=told >= _WHOLE * account.counted,
                level=levels[place],
                section_agrees=(self._sections[place] == query.section) if query.section else None,
                type_agrees=None if fits is None else bool(fits[place]),
                shares_paper=_shared(reading.facts, self._facts[place]),
                against=self._objections.find(reading.facts, query, place),
                foreign=self._objections.foreign(reading.facts, query, place),
                hinted=query.task_hint == self.plan.tasks[place].id,
                stray=stray,
            )
            rivals, shared = self._siblings.split(
                place, best, reading.said, levels, query, reading.verbs
            )
            margin = min((float(total[place] - total[other]) for other in rivals), default=1.0)
            how = band(view, margin, doubted, self._weights.strictness)
            objection = ""
            if how is Band.SURE and not (view.hinted or view.shares_paper):
                objection = self._balance.objection(query, reading.words, place)
                how = Band.UNSURE if objection else how
            if how is Band.SURE and any(other in shared for other in best[:rank]):
                how = Band.UNSURE  # the first of the siblings stands for all
            settled = bool(found) and found[0].band is Band.SURE and how is Band.UNSURE
            if settled and self._siblings.other_work(best[0], place, reading.verbs):
                how = Band.NONE
            twins = tuple(self.plan.tasks[other].id for other in shared)
            found.append(
                Candidate(
                    task_id=self.plan.tasks[place].id,
                    score=round(max(0.0, min(1.0, float(total[place]))), 4),
                    band=how,
                    reasons=self._reasons(reading, view, place, twins, bool(doubted), objection)
                    if rank == 0 or how is not Band.NONE
                    else (),
                    shared_with=twins,
                    held_back=view.held_back or bool(doubted) or bool(objection),
                    other_object=bool(objection),
                )
            )
        return found

    def _reasons(
        self,
        reading: Reading,
        view: View,
        place: int,
        twins: tuple[str, ...],
        doubted: bool,
        objection: str,
    ) -> tuple[str, ...]:
        task = self.plan.tasks[place]
        found = reasons(view, task, reading.words, reading.said, self.space.idf, doubted)
        if objection:
            found = (*found, objection)
        if not twins:
            return found
        return (*found, f"tính cho cả {', '.join(twins)}: không có gì phân biệt")


def _contexts(queries: Sequence[Query], places: Sequence[int]) -> Iterator[str]:
    return (queries[place].context for place in places)


def _shared(one: Facts, other: Facts) -> str:
    """A law or decision that both cite, as written short."""
    return min(one.papers & other.papers, default="") or min(
        one.numbers & other.numbers, default=""
    )
