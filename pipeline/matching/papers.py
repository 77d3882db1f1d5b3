"""The tasks that received papers and their statements speak of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from extractors.document import Block, Kind
from pipeline.matching.matcher import Matcher
from pipeline.matching.passages import read_together
from pipeline.matching.query import Candidate, Query
from pipeline.matching.task_cells import read_rows
from pipeline.matching.titles import Opening, read_titles
from rules.model.papers import Band, Match, Paper, Role, Statement

_OPENING = 600  # characters after the title that say what a paper is about
# A candidate below every band that is still so near is kept, so that nobody says "not reported".
_NEAR = 0.25
_BASIS = ("căn cứ", "kính gửi", "theo đề nghị")
# Whoever does the work after a legal basis, in the same sentence.
_AFTER_BASIS = re.compile(
    r",\s+(?=(?:Sở|UBND|Ủy ban|Uỷ ban|Văn phòng|Phòng|Ban|Chi cục|Trung tâm|Thanh tra|Công an|"
    r"Tòa án|Toà án|Bảo hiểm|Hội|Huyện|Thành phố|Xã|Phường)\b)"
)
_PERIODIC = (Role.PLAN, Role.REPORT_6M, Role.REPORT_YEAR)
_RUNNING = (Kind.RUNNING, Kind.STAMP, Kind.FOOTNOTE)


def match_statements(
    statements: Sequence[Statement], papers: Sequence[Paper], matcher: Matcher
) -> tuple[Match, ...]:
    """The matches of every statement, best first; the best one of band none where it is near."""
    queries = statement_queries(statements, papers)
    heard = read_rows(statements, queries, matcher.match(queries), matcher)
    answers = read_together(statements, queries, heard, matcher)
    return tuple(
        _match(candidate, statement.document_id, statement.id)
        for statement, found in zip(statements, answers, strict=True)
        for candidate in _kept(found)
    )


def statement_queries(statements: Sequence[Statement], papers: Sequence[Paper]) -> list[Query]:
    """What is asked for each statement: its words, and who said it where."""
    by_id = {paper.id: paper for paper in papers}
    return [_statement_query(one, by_id) for one in statements]


def match_papers(papers: Sequence[Paper], matcher: Matcher) -> tuple[Match, ...]:
    """The matches of every paper as a whole, by title, opening, type and issuer."""
    read = [paper for paper in papers if paper.document is not None]
    openings = [_paper_opening(paper) for paper in read]
    return tuple(
        _match(candidate, paper.id, "")
        for paper, found in zip(read, read_titles(openings, matcher), strict=True)
        for candidate in _kept(found)
    )


def _statement_query(statement: Statement, papers: Mapping[str, Paper]) -> Query:
    paper = papers.get(statement.document_id)
    return Query(
        text=statement.text,
        context=statement.context,
        agency=paper.header.issuer if paper else "",
        agency_id=paper.issuer_id if paper else "",
        sender_id=paper.sender_id if paper else "",
        section=statement.section,
        date=paper.header.issued_on if paper else None,
        task_hint=statement.task_hint,
    )


def _paper_opening(paper: Paper) -> Opening:
    """Title and opening; a periodic paper opens with whatever task comes first, it tells none."""
    header = paper.header
    title = f"{header.doc_type} {header.title}".strip()
    lines = "\n".join(_opening(paper))[:_OPENING]
    opening = " ".join(lines.split())
    query = Query(
        text=title or opening,
        context=f"{title}\n{opening}" if title else "",
        agency=header.issuer,
        agency_id=paper.issuer_id,
        sender_id=paper.sender_id,
        doc_type=header.doc_type,
        date=header.issued_on,
        kind="document",
        titled=bool(header.title),
    )
    return Opening(query, lines if title and paper.role not in _PERIODIC else "")


def _opening(paper: Paper) -> Iterator[str]:
    """The running text of a paper from its title on, legal bases left out."""
    if paper.document is None:
        return
    title = paper.header.title[:40].casefold()
    begun = not title
    for block in paper.document.blocks:
        if block.kind in _RUNNING or block.table is not None:
            continue
        if begun:
            yield _body(block.text.strip())
        begun = begun or _holds(block, title)


def _body(text: str) -> str:
    """A passage without its legal basis: of "Căn cứ Luật ..., Sở phân công ..." the work."""
    if not text.lower().startswith(_BASIS):
        return text
    work = None if text.endswith((";", ",")) else _AFTER_BASIS.search(text)
    return text[work.end() :] if work else ""


def _holds(block: Block, title: str) -> bool:
    return title in " ".join(block.text.casefold().split())


def _kept(found: Sequence[Candidate]) -> Iterator[Candidate]:
    kept = [one for one in found if one.band is not Band.NONE]
    yield from kept
    if not kept and found and found[0].score >= _NEAR:
        yield found[0]


def _match(one: Candidate, document_id: str, statement_id: str) -> Match:
    return Match(
        document_id=document_id,
        task_id=one.task_id,
        score=one.score,
        band=one.band,
        reasons=one.reasons,
        statement_id=statement_id,
        shared_with=one.shared_with,
    )
