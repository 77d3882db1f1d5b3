"""Which papers must carry a number, a date and a signer (Decree 30/2020, annex I)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rules.checks.files import file_problem
from rules.model.dossier import Dossier, Problem
from rules.model.papers import Paper, Role


def is_official(paper: Paper) -> bool:
    """An official paper with a letterhead of its own, read wholly.

    Annexes follow their parent; registers, leaflets and pictures have no letterhead; a number
    or date that stands on an unread page cannot be called missing.
    """
    header = paper.header
    return (
        paper.read_status == "ok"
        and paper.role is not Role.OTHER
        and not paper.parent_id
        and not header.attached_to
        and not paper.duplicate_of
        and bool(header.issuer and header.doc_type)
    )


def lacking(field: str, vi: str, en: str) -> Callable[[Dossier], Iterator[Problem]]:
    """The check that reports official papers whose header lacks one field."""

    def check(dossier: Dossier) -> Iterator[Problem]:
        for paper in dossier.papers:
            if is_official(paper) and not getattr(paper.header, field):
                yield file_problem(
                    paper,
                    f"không có hoặc không đọc được {vi}; đề nghị cơ quan gửi bản đã phát hành",
                    f"has no readable {en}; ask for the paper as issued",
                )

    return check
