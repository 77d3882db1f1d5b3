"""A file was read only in part: what stands on the other pages is unknown."""

from __future__ import annotations

from collections.abc import Iterator

from rules.checks.files import file_problem
from rules.model.dossier import Dossier, Problem


def check(dossier: Dossier) -> Iterator[Problem]:
    """One problem for each partly read file, with how much of it was read."""
    for paper in dossier.papers:
        if paper.read_status != "partial":
            continue
        told, told_en = "đọc chưa hết", "was read in part"
        if paper.pages and paper.pages_read is not None:
            told = f"mới đọc được {paper.pages_read}/{paper.pages} trang"
            told_en = f"was read on {paper.pages_read} of {paper.pages} pages"
        detail = f" ({paper.read_detail})" if paper.read_detail else ""
        yield file_problem(paper, told + detail, told_en + detail)
