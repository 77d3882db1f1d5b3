"""The received papers, looked up as other papers name them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from rules.agencies import Registry
from rules.document_types import DocumentTypes
from rules.model.papers import Citation, Paper
from rules.vietnamese.text import fold

_YEAR_FIRST = re.compile(r"^(?:19|20)\d\d(?=[a-z])")
# "Chủ tịch UBND huyện" issues for the body; a body named without its place is the writer's own.
_HEAD_OF = re.compile(r"^(?:pho )?(?:chu tich|giam doc|truong|chanh|lanh dao|bi thu) ")
_GENERIC = ("so", "nganh", "don vi", "co quan", "huyen", "thanh pho", "xa", "ubnd huyen", "tinh",
            "ubnd thanh pho", "ubnd xa", "ban", "thanh tra", "lanh dao so")  # fmt: skip


class CitedPapers:
    """Finds the one received paper that a citation names, or none; never another body's."""

    def __init__(self, papers: Sequence[Paper], registry: Registry, types: DocumentTypes) -> None:
        self._by_id = {paper.id: paper for paper in papers}
        self._registry = registry
        self._types = types
        self._by_number: dict[str, list[Paper]] = {}
        self._by_day: dict[date | None, list[Paper]] = {}
        for paper in papers:
            if not paper.duplicate_of and not paper.parent_id:
                self._by_number.setdefault(_number(paper.header.number), []).append(paper)
                self._by_day.setdefault(paper.header.issued_on, []).append(paper)

    def resolved(self, citation: Citation) -> Citation:
        """The citation with ``found_document_id`` where the paper named was handed in.

        A paper is found by number, symbol and issuer; a day that differs is no other paper but a
        conflict, shown by the two dates: ``issued_on`` of the citation and of the found paper.
        """
        return replace(citation, found_document_id=self.find(citation))

    def find(self, citation: Citation) -> str:
        """The id of the paper; empty where none, or several, may be meant."""
        citing = self._by_id.get(citation.document_id)
        named = [
            paper
            for paper in self._near(citation)
            if paper.id != citation.document_id and self._is_named(paper, citation)
        ]
        if not named:
            return ""
        issuers = self._issuers(citation, citing)
        own = citing.sender_id if citing else ""
        mine = [
            paper
            for paper in named
            if paper.issuer_id in issuers
            or (not paper.issuer_id and own in issuers and paper.sender_id == own)
        ]
        return self._one(mine, citation, citing)

    def _near(self, citation: Citation) -> list[Paper]:
        """The papers of the number named, else of the day; all others are not named."""
        if citation.number:
            return self._by_number.get(_number(citation.number), [])
        return self._by_day.get(citation.issued_on, []) if citation.issued_on else []

    def _is_named(self, paper: Paper, citation: Citation) -> bool:
        header = paper.header
        if citation.number:
            if citation.symbol:
                return _same_symbol(citation.symbol, header.symbol)
            return header.doc_type == citation.doc_type
        if citation.symbol and not _same_symbol(citation.symbol, header.symbol):
            return False
        return header.doc_type == citation.doc_type

    def _issuers(self, citation: Citation, citing: Paper | None) -> set[str]:
        """Who may have issued the paper: the body named, else that of the symbol, else its own."""
        own = (citing.issuer_id or citing.sender_id) if citing else ""
        named_body = _HEAD_OF.sub("", fold(citation.issuer)).strip(" .")
        if named_body and named_body not in _GENERIC:
            identified = self._registry.identify(citation.issuer)
            mentions = self._registry.mentions(citation.issuer)
            named = identified or (mentions[0].agency_id if mentions else "")
            return {named} - {""}
        signed = self._signed(citation.symbol)
        if not signed or own in signed:
            return {own} - {""}
        if len(signed) == 1:
            return signed
        # All UBND share one sign: a department's unnamed UBND is that of the province.
        return {self._registry.province_id} & signed

    def _signed(self, symbol: str) -> set[str]:
        """The agencies whose sign stands in a symbol."""
        pieces = [piece for piece in re.split(r"[-/]", symbol) if not piece.isdigit()]
        if self._types.of_symbol(symbol):
            pieces = pieces[1:]
        for piece in pieces[:1] if pieces and self._registry.by_sign(pieces[0]) else pieces:
            signed = self._registry.by_sign(piece)
            if signed:
                return set(signed)
        return set()

    def _one(self, papers: list[Paper], citation: Citation, citing: Paper | None) -> str:
        """The paper of the day named, else of its year, else of the citing paper's year."""
        if citation.issued_on is not None:
            exact = [one for one in papers if one.header.issued_on == citation.issued_on]
            papers = exact or [one for one in papers if _may_be_misdated(one, citation)]
        elif citation.year is not None:
            papers = [one for one in papers if _year(one) in (citation.year, None)]
        elif len({_year(one) for one in papers}) > 1 and citing is not None:
            papers = [one for one in papers if _year(one) == _year(citing)]
        days = {one.header.issued_on for one in papers}
        if not papers or len(days) > 1:
            return ""
        return min(paper.id for paper in papers)


def _may_be_misdated(paper: Paper, citation: Citation) -> bool:
    """Numbers begin anew each year: only the same year, or the same day and month, is a slip."""
    cited, issued = citation.issued_on, paper.header.issued_on
    if cited is None or issued is None:
        return True
    return cited.year == issued.year or (cited.day, cited.month) == (issued.day, issued.month)


def _year(paper: Paper) -> int | None:
    issued = paper.header.issued_on
    return issued.year if issued else paper.period.year


def _number(number: str) -> str:
    return fold(number).replace(" ", "").lstrip("0")


def _same_symbol(one: str, other: str) -> bool:
    """Equal but for blanks, kinds of stroke, and the year that legal papers put first."""
    first, second = _symbol(one), _symbol(other)
    if first == second:
        return bool(first)
    plain_first, plain_second = _YEAR_FIRST.sub("", first), _YEAR_FIRST.sub("", second)
    has_year = (plain_first != first, plain_second != second)
    return plain_first == plain_second and bool(plain_first) and has_year.count(True) == 1


def _symbol(symbol: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(symbol.replace("Ð", "Đ")))
