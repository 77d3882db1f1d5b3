"""What each paper says by itself: its statements, citations, tasks and table.

All of it follows from the paper and the plan alone, so that a re-run works it out for what is
new and remembers the rest. What papers say together is judged afterwards, each time anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain

from pipeline.decisions.corrections import Correction
from pipeline.matching.matcher import Matcher
from pipeline.matching.measures import Measures
from pipeline.matching.papers import match_papers, match_statements
from pipeline.memory import Memory
from pipeline.papers.cite import cite
from pipeline.papers.cited_papers import CitedPapers
from pipeline.papers.heard import Heard, Teaching
from pipeline.papers.segment import segment
from pipeline.papers.tables import read_tables
from pipeline.plans.prepare import Prepared
from pipeline.run_log import RunLog
from pipeline.storage.codec import coder
from pipeline.storage.kept import Kept
from pipeline.storage.rows import citation_row, storable
from pipeline.storage.shelf import Sayings, Shelf
from rules.model.papers import Match, Paper
from rules.model.plan import Plan
from rules.vietnamese.texts_in_hand import let_go

_TOGETHER = 40  # papers matched at once: enough for speed, few enough for memory


def understand(
    papers: Sequence[Paper],
    prepared: Prepared,
    said: Shelf,
    corrections: Sequence[Correction] = (),
    memory: Memory | None = None,
    log: RunLog | None = None,
) -> dict[str, Plan]:
    """Put away what the papers say, as clerks corrected it; the task tables in them, by document.

    ``memory`` is what earlier runs worked out.
    """
    reader = _Reader(prepared, memory, log or RunLog())
    teaching = Teaching(corrections, reader.measures)
    cited = CitedPapers(papers, prepared.registry, prepared.types)
    tables: dict[str, Plan] = {}
    for start in range(0, len(papers), _TOGETHER):
        some = papers[start : start + _TOGETHER]
        heard = reader.hear(some)
        with reader.log.stage("keep"):
            said.put(
                (paper, _sayings(teaching.taught(paper, one), cited))
                for paper, one in zip(some, heard, strict=True)
            )
        for paper, one in zip(some, heard, strict=True):
            if one.table is not None:
                tables[paper.id] = one.table
        let_go()
    return tables


def _sayings(heard: Heard, cited: CitedPapers) -> Sayings:
    citations = list(storable(citation_row(cited.resolved(one)) for one in heard.citations))
    return Sayings(heard.statements, heard.matches, citations)


@dataclass(frozen=True)
class _Reader:
    """Reads papers with what belongs to the plan, made ready when the first paper needs it."""

    prepared: Prepared
    memory: Memory | None
    log: RunLog
    measures: Measures = field(init=False)

    def __post_init__(self) -> None:
        one = self.prepared
        object.__setattr__(self, "measures", Measures(one.plan, one.registry, one.types))

    @cached_property
    def _matcher(self) -> Matcher:
        return self.prepared.matcher()

    def hear(self, papers: Sequence[Paper]) -> list[Heard]:
        """What each of the papers says, remembered or read."""
        with self.log.stage("recall"):
            known: dict[str, Heard | None] = {
                paper.id: _remembered(paper, self.memory) for paper in papers
            }
        new = [paper for paper in papers if known[paper.id] is None]
        for paper, read in zip(new, self._read(new), strict=True):
            known[paper.id] = read
            if self.memory is not None and isinstance(paper.document, Kept):
                self.memory.keep(_key(paper, self.memory), read.as_plain())
        return [one for paper in papers if (one := known[paper.id]) is not None]

    def _read(self, papers: Sequence[Paper]) -> list[Heard]:
        if not papers:
            return []
        plan, types, stage = self.prepared.plan, self.prepared.types, self.log.stage
        with stage("segment"):
            statements = {paper.id: segment(paper, plan) for paper in papers}
            tables = read_tables(papers)
        with stage("cite"):
            cited = {paper.id: cite(paper, statements[paper.id], types) for paper in papers}
        every = tuple(chain.from_iterable(statements.values()))
        with stage("match"):
            said = match_statements(every, papers, self._matcher)
            matches = _by_paper((*match_papers(papers, self._matcher), *said))
            near = {one.statement_id: one for one in self.measures.nearest(every, papers, said)}
        return [
            Heard.of(
                self.measures,
                paper,
                statements[paper.id],
                matches.get(paper.id, ()),
                cited[paper.id],
                tuple(near[one.id] for one in statements[paper.id] if one.id in near),
                tables.get(paper.id),
            )
            for paper in papers
        ]


def _by_paper(matches: Iterable[Match]) -> dict[str, tuple[Match, ...]]:
    found: dict[str, list[Match]] = {}
    for match in matches:
        found.setdefault(match.document_id, []).append(match)
    return {id: tuple(some) for id, some in found.items()}


def _remembered(paper: Paper, memory: Memory | None) -> Heard | None:
    if paper.document is None:
        return Heard()
    if memory is None or not isinstance(paper.document, Kept):
        return None
    plain = memory.find(_key(paper, memory))
    return None if plain is None else Heard.from_plain(plain)


def _key(paper: Paper, memory: Memory) -> bytes:
    return memory.key("heard", coder(Paper).pack(replace(paper, document=None)))
