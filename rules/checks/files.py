"""How a problem with a file as such is told: its sender, its name, what to do."""

from __future__ import annotations

from rules.model.dossier import Problem
from rules.model.naming import file_name
from rules.model.papers import Paper


def file_problem(paper: Paper, says: str, says_en: str, subject: str = "") -> Problem:
    """A problem whose identity is the file's content, not its name or folder."""
    name = file_name(paper)
    return Problem(
        message=f"Tệp “{name}” {says}.",
        message_en=f"File “{name}” {says_en}.",
        agency_id=paper.sender_id,
        document_id=paper.id,
        subject=subject or paper.sha256 or paper.path,
        facts=(paper.sha256, paper.read_status, str(paper.read_reason or "")),
    )
