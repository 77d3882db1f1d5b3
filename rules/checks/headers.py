"""Which papers must carry a number, a date and a signer (Decree 30/2020, annex I)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rapidfuzz import fuzz

from rules.checks.files import file_problem
from rules.document_types import DocumentTypes
from rules.model.dossier import Dossier, Problem
from rules.model.papers import Paper, Role
from rules.vietnamese.text import fold

_SHEETS = frozenset({"xlsx", "xls", "ods", "csv"})
_SAME_TITLE = 85.0  # of 100: a draft's title may differ in a word from that of the paper
_UNNUMBERED = frozenset({"Biên bản"})  # kept at their place, not in the register of outgoing papers


def is_official(paper: Paper) -> bool:
    """An official paper with a letterhead of its own, read wholly.

    Annexes follow their parent; registers, leaflets, pictures and workbooks have no letterhead;
    a number or date that stands on an unread page cannot be called missing.
    """
    header = paper.header
    return (
        paper.read_status == "ok"
        and (paper.document is None or paper.document.format not in _SHEETS)
        and not DocumentTypes.load().undated(header.doc_type)
        and paper.role is not Role.OTHER
        and not paper.parent_id
        and not header.attached_to
        and not paper.duplicate_of
        and bool(header.issuer and header.doc_type)
    )


def is_replaced(paper: Paper, papers: Sequence[Paper]) -> bool:
    """A draft beside which the sender handed in the numbered paper itself."""
    return paper.header.draft and any(_is_final_of(other, paper) for other in papers)


def _is_final_of(other: Paper, draft: Paper) -> bool:
    final, own = other.header, draft.header
    return (
        bool(final.number)
        and not final.draft
        and other.sender_id == draft.sender_id
        and final.doc_type == own.doc_type
        and other.period.words() == draft.period.words()
        and fuzz.ratio(fold(final.title), fold(own.title)) >= _SAME_TITLE
    )


def lacking(field: str, vi: str, en: str) -> Callable[[Dossier], Iterator[Problem]]:
    """The check that reports official papers whose header lacks one field."""

    def check(dossier: Dossier) -> Iterator[Problem]:
        for paper in dossier.papers:
            if getattr(paper.header, field) or not is_official(paper):
                continue
            if field == "number" and paper.header.doc_type in _UNNUMBERED:
                continue
            day = paper.header.impossible_day
            if field == "issued_on" and day:
                yield file_problem(
                    paper,
                    f"ghi ngày {day:%d/%m/%Y}, là ngày chưa tới, nên ngày ban hành không dùng được",
                    f"is dated {day:%d/%m/%Y}, a day still to come, which cannot be used",
                )
            elif not is_replaced(paper, dossier.papers):
                yield file_problem(
                    paper,
                    f"không có hoặc không đọc được {vi}; đề nghị cơ quan gửi bản đã phát hành",
                    f"has no readable {en}; ask for the paper as issued",
                )

    return check
