"""Which tasks a text speaks of: words and trade first, then agency, section, papers and year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from pipeline.matching.balance import Balance
from pipeline.matching.bands import ONE, UNSURE
from pipeline.matching.facts import read_facts
from pipeline.matching.lexicon import Lexicon
from pipeline.matching.listener import Listener
from pipeline.matching.objections import Objections
from pipeline.matching.parties import Parties
from pipeline.matching.parts import can_add, merge, parts
from pipeline.matching.query import Candidate, Query
from pipeline.matching.siblings import Siblings
from pipeline.matching.types import TypeFit
from pipeline.matching.vectors import Floats, Space, Table, features
from pipeline.matching.verdicts import KEPT, Verdicts, Weighed, shared_paper
from pipeline.matching.weights import STANDARD, Weights
from pipeline.matching.wording import Wording
from rules.agencies import Registry
from rules.document_types import DocumentTypes
from rules.model.plan import Plan, Task

_BATCH = 512
_HINTED = 0.6  # share of the best task's likeness that a task named by its number needs
_PARAGRAPH = re.compile(r"\n\s*\n|(?<=[.;:])\s*\n")


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
        self._listener = listener = Listener(self.lexicon, weights, plan.title)
        own = [self._task_features(task) for task in plan.tasks]
        around = [self._features(text) for text in paragraphs]
        self.space = Space([*own, *around], (name for found in own for name in found))
        self._tasks = Table(self.space.vectors(own))
        self._parties = Parties(plan, registry, self.lexicon)
        self._types = TypeFit(plan, types)
        self._facts = [read_facts(text) for text in texts]
        self._cited = frozenset(name for one in self._facts for name in (*one.papers, *one.numbers))
        self._sections = np.array([task.section for task in plan.tasks])
        alike = self.likeness(texts)
        idf = self.space.idf
        self._siblings = Siblings(plan, alike, own, idf, self._types, self.lexicon)
        self._verdicts = Verdicts(
            plan,
            own,
            self._facts,
            Objections(plan, self._facts),
            self._siblings,
            Balance(plan, alike, own, self.space, listener, registry),
            idf,
            weights.strictness,
        )
        self._places = {task.id: place for place, task in enumerate(plan.tasks)}

    def match(
        self, queries: Sequence[Query], explain: bool = True, least: float = 0.0
    ) -> list[list[Candidate]]:
        """For each text the best tasks, best first, at most three; empty where nothing agrees.

        Reasons cost as much as the rest: without ``explain`` there are none. Texts that neither
        as a whole nor in a part come as near as ``least`` to a task are answered with nothing.
        """
        return [
            found
            for start in range(0, len(queries), _BATCH)
            for found in self._match(queries[start : start + _BATCH], explain, least)
        ]

    def names_other(self, query: Query, task_id: str) -> bool:
        """Whether a title names mostly what is nothing of this task's."""
        return self._verdicts.balance.mostly_other(query, self._places[task_id])

    def likeness(self, texts: Sequence[str]) -> Floats:
        """How alike each text and each task are by their words alone, 0..1."""
        return self._tasks.likeness(self.space.vectors([self._features(one) for one in texts]))

    def _features(self, text: str) -> dict[str, float]:
        return features(Wording(self.lexicon.words(text)), self._weights)

    def _task_features(self, task: Task) -> dict[str, float]:
        """The words of a task, and lighter those of its outputs: "Sổ theo dõi tiếp công dân"."""
        found = {
            name: self._weights.output * weight
            for output in task.outputs
            for name, weight in self._features(output).items()
        }
        for name, weight in self._features(task.text).items():
            found[name] = max(weight, found.get(name, 0.0))
        return {name: weight for name, weight in found.items() if weight}

    def _match(
        self, queries: Sequence[Query], explain: bool, least: float
    ) -> Iterator[list[Candidate]]:
        """The whole texts and, of statements that name several things, their parts."""
        pieces = [parts(query.text) if self._weights.parts else () for query in queries]
        asked: list[Query] = []
        for query, pieced in zip(queries, pieces, strict=True):
            around = query.context or query.text
            asked += (query, *(replace(query, text=piece, context=around) for piece in pieced))
        weighed = self._weigh(asked)
        for pieced in pieces:
            one = next(weighed)
            by_part = [part for part in (next(weighed) for _ in pieced) if part is not None]
            if all(some is None or some.score(some.best[0]) < least for some in (one, *by_part)):
                yield []
                continue
            found = self._verdicts.of(one, explain) if one is not None else []
            yield self._with_parts(found, by_part, explain)[:KEPT] if pieced else found

    def _with_parts(
        self, whole: list[Candidate], by_part: Sequence[Weighed], explain: bool
    ) -> list[Candidate]:
        """The candidates of a whole text and what its parts add to them."""
        first = self._places[whole[0].task_id] if whole else -1
        added = []
        for part in by_part:
            best = part.best[0]
            of_first = part.score(first) if first in part.best[:KEPT] else 0.0
            if can_add(whole, self.plan.tasks[best].id, part.score(best), of_first):
                added += self._verdicts.sure(part, explain)
        return merge(whole, added)

    def _weigh(self, queries: Sequence[Query]) -> Iterator[Weighed | None]:
        """Each text beside all tasks; None where nothing agrees."""
        texts = [self._content(query) for query in queries]
        around = [query.context if query.context != query.text else "" for query in queries]
        # Clauses of a paragraph have one context, and many texts stand in more than one paper.
        row = {text: at for at, text in enumerate(dict.fromkeys([*texts, *filter(None, around)]))}
        said = [self._listener.hear(text).said for text in row]
        table = self._tasks.likeness(self.space.vectors(said))
        for query, text, context in zip(queries, texts, around, strict=True):
            likeness = table[row[text]]
            if context:
                likeness = self._with_context(likeness, table[row[context]])
            if likeness.size == 0 or (likeness.max() < UNSURE / 2 and not query.task_hint):
                yield None
            else:
                yield self._beside_tasks(self._trusted(query, likeness), text, likeness)

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

    def _with_context(self, likeness: Floats, around: Floats) -> Floats:
        """The paragraph a clause stands in helps it, and never hurts."""
        share = self._weights.context
        return np.maximum(likeness, (1 - share) * likeness + share * around)

    def _beside_tasks(self, query: Query, text: str, likeness: Floats) -> Weighed:
        heard, facts = self._listener.hear(text), read_facts(query.text)
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
        if not self._cited.isdisjoint((*facts.papers, *facts.numbers)):
            shared = [bool(shared_paper(facts, one)) for one in self._facts]
            total += self._weights.paper * np.array(shared)
        if self._weights.verb:
            total += self._weights.verb * self._siblings.same_work(heard.verbs)
        if query.task_hint in self._places:
            total[self._places[query.task_hint]] += 1.0
        total -= likeness <= 0
        best = [int(place) for place in np.argsort(-total, kind="stable")[: KEPT + 1]]
        return Weighed(query, heard, facts, likeness, total, best, standing.levels, fits)
