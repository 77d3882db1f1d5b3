"""How a problem with a file as such is told: its sender, its name, what to do."""

from __future__ import annotations

from rules.model.dossier import Problem
from rules.model.naming import file_name
from rules.model.papers import Paper
from rules.vietnamese.text import fold


def file_problem(paper: Paper, says: str, says_en: str, subject: str = "") -> Problem:
    """A problem whose identity is the paper by its head, or the content where it has none.

    A file's name, folder and page play no part: renamed, or sent again with a page more, it is
    the same paper, and what was decided on it comes back marked as changed.
    """
    name = file_name(paper)
    return Problem(
        message=f"Tệp “{name}” {says}.",
        message_en=f"File “{name}” {says_en}.",
        agency_id=paper.sender_id,
        document_id=paper.id,
        subject=subject or _head(paper) or paper.sha256 or paper.path,
        facts=(paper.sha256, paper.read_status, str(paper.read_reason or "")),
        content=paper.sha256 or paper.path,
    )


def _head(paper: Paper) -> str:
    """The head of a paper as one text; empty where it says too little to know it again."""
    header = paper.header
    if not header.title or not (header.number or header.issued_on):
        return ""
    day = str(header.issued_on or "")
    return "|".join((header.doc_type, header.number, header.symbol, day, fold(header.title)))
