"""What each paper says by itself: its statements, citations, tasks and table.

All of it follows from the paper and the plan alone, so that a re-run works it out for what is
new and remembers the rest. What papers say together is judged afterwards, each time anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain

from pipeline.matching.matcher import Matcher
from pipeline.matching.measures import Measures, Nearest
from pipeline.matching.papers import match_papers, match_statements
from pipeline.memory import Memory
from pipeline.papers.cite import cite
from pipeline.papers.held_once import Texts
from pipeline.papers.segment import segment
from pipeline.papers.tables import read_tables
from pipeline.plans.prepare import Prepared
from pipeline.run_log import RunLog
from pipeline.storage.codec import coder
from pipeline.storage.kept import Kept
from rules.model.papers import Citation, Match, Paper, Statement
from rules.model.plan import Plan

_TOGETHER = 100  # papers matched at once: enough for speed, few enough for memory


@dataclass(frozen=True, slots=True)
class Understood:
    """What one paper says; ``matches`` of the paper as a whole, ``said`` of its statements."""

    paper_id: str
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    matches: tuple[Match, ...] = ()
    said: tuple[Match, ...] = ()
    measures: tuple[Nearest, ...] = ()
    table: Plan | None = None


@dataclass(frozen=True)
class Understanding:
    """What all papers say, in their order."""

    papers: tuple[Understood, ...]
    index: Measures

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """All statements in reading order."""
        return tuple(chain.from_iterable(one.statements for one in self.papers))

    @cached_property
    def citations(self) -> tuple[Citation, ...]:
        """All citations, not yet looked for."""
        return tuple(chain.from_iterable(one.citations for one in self.papers))

    @property
    def matches(self) -> Iterator[Match]:
        """The matches of the papers, then those of their statements."""
        for one in self.papers:
            yield from one.matches
        for one in self.papers:
            yield from one.said

    @property
    def tables(self) -> dict[str, Plan]:
        """The task tables by document id."""
        return {one.paper_id: one.table for one in self.papers if one.table is not None}

    def label(
        self,
        statements: Sequence[Statement],
        papers: Sequence[Paper],
        matches: Iterable[Match],
    ) -> tuple[Statement, ...]:
        """The statements with the measures they are of, as the matches stand now."""
        heard = chain.from_iterable(one.measures for one in self.papers)
        return self.index.label(statements, papers, matches, heard)


def understand(
    papers: Sequence[Paper],
    prepared: Prepared,
    memory: Memory | None = None,
    log: RunLog | None = None,
) -> Understanding:
    """What the papers say; ``memory`` is what earlier runs worked out."""
    reader = _Reader(prepared, log or RunLog())
    found: dict[str, Understood] = {}
    new: list[Paper] = []
    texts = Texts()
    with reader.log.stage("recall"):
        for paper in papers:
            remembered = _remembered(paper, memory)
            if remembered is None:
                new.append(paper)
            else:
                found[paper.id] = _held_once(remembered, texts)
    for start in range(0, len(new), _TOGETHER):
        some = new[start : start + _TOGETHER]
        for paper, one in zip(some, reader.read(some), strict=True):
            found[paper.id] = _held_once(one, texts)
            if memory is not None and isinstance(paper.document, Kept):
                memory.keep(_key(paper, memory), coder(Understood).pack(one))
    return Understanding(tuple(found[paper.id] for paper in papers), reader.measures)


@dataclass(frozen=True)
class _Reader:
    """Reads papers with what belongs to the plan, made ready when the first paper needs it."""

    prepared: Prepared
    log: RunLog
    measures: Measures = field(init=False)

    def __post_init__(self) -> None:
        one = self.prepared
        object.__setattr__(self, "measures", Measures(one.plan, one.registry, one.types))

    @cached_property
    def _matcher(self) -> Matcher:
        return self.prepared.matcher()

    def read(self, papers: Sequence[Paper]) -> list[Understood]:
        """What each of the papers says."""
        plan, types, stage = self.prepared.plan, self.prepared.types, self.log.stage
        with stage("segment"):
            statements = {paper.id: segment(paper, plan) for paper in papers}
            tables = read_tables(papers)
        with stage("cite"):
            cited = {paper.id: cite(paper, statements[paper.id], types) for paper in papers}
        every = tuple(chain.from_iterable(statements.values()))
        with stage("match"):
            said = match_statements(every, papers, self._matcher)
            said_by, whole = _by_paper(said), _by_paper(match_papers(papers, self._matcher))
            heard = {one.statement_id: one for one in self.measures.nearest(every, papers, said)}
        return [
            Understood(
                paper.id,
                statements[paper.id],
                cited[paper.id],
                whole.get(paper.id, ()),
                said_by.get(paper.id, ()),
                tuple(heard[one.id] for one in statements[paper.id] if one.id in heard),
                tables.get(paper.id),
            )
            for paper in papers
        ]


def _by_paper(matches: Iterable[Match]) -> dict[str, tuple[Match, ...]]:
    found: dict[str, list[Match]] = {}
    for match in matches:
        found.setdefault(match.document_id, []).append(match)
    return {id: tuple(some) for id, some in found.items()}


def _held_once(one: Understood, texts: Texts) -> Understood:
    statements = texts.statements(one.statements)
    return replace(
        one,
        statements=statements,
        matches=texts.matches(one.matches),
        said=texts.matches(one.said, statements),
    )


def _remembered(paper: Paper, memory: Memory | None) -> Understood | None:
    if paper.document is None:
        return Understood(paper.id)
    if memory is None or not isinstance(paper.document, Kept):
        return None
    plain = memory.find(_key(paper, memory))
    unpacked = coder(Understood).unpack(plain) if plain is not None else None
    return unpacked if isinstance(unpacked, Understood) else None


def _key(paper: Paper, memory: Memory) -> bytes:
    return memory.key("understood", coder(Paper).pack(replace(paper, document=None)))
