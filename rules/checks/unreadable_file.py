"""A file could not be read at all: said with the reason and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.document import Reason
from rules.checks.files import file_problem
from rules.messages import Words
from rules.model.dossier import Dossier, Problem

# Said by rules of their own, or no document at all (office lock files).
_ELSEWHERE = (Reason.ENCRYPTED, Reason.SECRET, Reason.TEMPORARY)


def check(dossier: Dossier) -> Iterator[Problem]:
    """One problem for each file that gave nothing to read."""
    for paper in dossier.papers:
        reason = paper.read_reason
        if paper.read_status in ("ok", "partial") or reason is None or reason in _ELSEWHERE:
            continue
        vi, en = Words("vi")("reason", reason.value), Words("en")("reason", reason.value)
        yield file_problem(
            paper, f"chưa đọc được: {_inner(vi)}", f"could not be read: {_inner(en)}"
        )


def _inner(sentence: str) -> str:
    """A sentence as the second half of another one."""
    return sentence[:1].lower() + sentence[1:].rstrip(".")
