"""Two papers, or a citation and the paper it names, disagree on number or date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from rules.model.dossier import Dossier, Evidence, Problem
from rules.model.naming import file_name, name_paper
from rules.model.papers import Citation, Paper


def check(dossier: Dossier) -> Iterator[Problem]:
    """One problem for each citation with another date, and for each number used twice."""
    papers = {paper.id: paper for paper in dossier.papers}
    told = set()
    for citation in dossier.said.found():
        cited = papers.get(citation.found_document_id)
        citing = papers.get(citation.document_id)
        if cited is None or citing is None or not _differ(citation, cited):
            continue
        problem = _citation_problem(citation, citing, cited)
        if (problem.document_id, problem.subject) not in told:
            told.add((problem.document_id, problem.subject))
            yield problem
    yield from _number_used_twice(dossier)


def _differ(citation: Citation, paper: Paper) -> bool:
    day = paper.header.issued_on
    return citation.issued_on is not None and day is not None and citation.issued_on != day


def _citation_problem(citation: Citation, citing: Paper, cited: Paper) -> Problem:
    agency_id = citing.issuer_id or citing.sender_id
    day, real = citation.issued_on, cited.header.issued_on
    number = f"{cited.header.number}/{cited.header.symbol}"
    return Problem(
        message=f"{name_paper(citing)} viện dẫn số {number} ngày {day:%d/%m/%Y}, "
        f"văn bản nhận được ghi ngày {real:%d/%m/%Y}.",
        message_en=f"{name_paper(citing)} cites no. {number} of {day:%d/%m/%Y}; "
        f"the paper received is dated {real:%d/%m/%Y}.",
        agency_id=agency_id,
        document_id=citing.id,
        subject=number,
        evidence=(Evidence(citing.id, citing.path, citation.anchor, citation.text),),
        facts=(number, str(day), str(real)),
    )


def _number_used_twice(dossier: Dossier) -> Iterator[Problem]:
    same: dict[tuple[str, str, str, int], list[Paper]] = defaultdict(list)
    for paper in dossier.papers:
        header = paper.header
        alone = not paper.duplicate_of and not paper.parent_id
        if header.number and header.symbol and paper.issuer_id and header.issued_on and alone:
            number = header.number.lstrip("0")
            key = (paper.issuer_id, number, header.symbol, header.issued_on.year)
            same[key].append(paper)
    for (issuer, number, symbol, _), papers in sorted(same.items()):
        for one, other in combinations(papers, 2):
            if one.header.issued_on == other.header.issued_on and _alike(one, other):
                continue
            yield Problem(
                message=f"{dossier.agency(issuer)}: số {number}/{symbol} được ghi trên hai văn bản "
                f"khác nhau: “{file_name(one)}” và “{file_name(other)}”.",
                message_en=f"{dossier.agency(issuer)}: no. {number}/{symbol} stands on two "
                f"different papers: “{file_name(one)}” and “{file_name(other)}”.",
                agency_id=issuer,
                document_id=other.id,
                subject=f"{number}/{symbol}",
                facts=(one.sha256, other.sha256),
            )


def _alike(one: Paper, other: Paper) -> bool:
    return (one.header.doc_type, one.header.title) == (other.header.doc_type, other.header.title)
