"""The same content was handed in more than once."""

from __future__ import annotations

from collections.abc import Iterator

from rules.checks.files import file_problem
from rules.model.dossier import Dossier, Problem
from rules.model.naming import file_name


def check(dossier: Dossier) -> Iterator[Problem]:
    """One problem for each content that came twice or more, not one per copy."""
    names = {paper.id: paper for paper in dossier.papers}
    told = set()
    for paper in dossier.papers:
        first = names.get(paper.duplicate_of)
        if first is None or (paper.sha256, paper.sender_id) in told:
            continue
        told.add((paper.sha256, paper.sender_id))
        other = file_name(first) if first.sender_id == paper.sender_id else first.path
        yield file_problem(
            paper,
            f"trùng nội dung với “{other}”; chỉ tính một lần",
            f"has the same content as “{other}”; it counts once",
        )
