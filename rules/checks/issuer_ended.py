"""A paper is dated after the last day of the body that issued it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from rules.checks.files import file_problem
from rules.model.agency import heirs
from rules.model.dossier import Dossier, Problem
from rules.model.papers import Paper, Role


def check(dossier: Dossier) -> Iterator[Problem]:
    """One problem for each paper of an ended body, where the day of its end is certain.

    The last day itself still counts: papers were signed until then.
    """
    for paper in dossier.papers:
        agency = dossier.agencies.get(paper.issuer_id)
        day = paper.header.issued_on
        if agency is None or agency.valid_to is None or agency.end_unsure or day is None:
            continue
        if day <= agency.valid_to or not _speaks_for_itself(paper):
            continue
        after = heirs(dossier.agencies, agency.id, day)
        names = "; ".join(map(dossier.agency, after))
        now, now_en = (f" (nay là {names})", f" (now {names})") if names else ("", "")
        ended = agency.valid_to + timedelta(1)
        yield file_problem(
            paper,
            f"ghi ngày {day:%d/%m/%Y}, nhưng {agency.name} không còn hoạt động từ "
            f"{ended:%d/%m/%Y}{now}; hãy kiểm tra ngày và cơ quan ban hành",
            f"is dated {day:%d/%m/%Y}, but {agency.name} had ended by "
            f"{ended:%d/%m/%Y}{now_en}; check its date and issuer",
        )


def _speaks_for_itself(paper: Paper) -> bool:
    """An official paper with a letterhead of its own; a copy is told once."""
    return (
        bool(paper.header.issuer)
        and paper.role is not Role.OTHER
        and not paper.parent_id
        and not paper.duplicate_of
    )
