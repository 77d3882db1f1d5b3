"""What the papers of a run say, looked up where it is needed; nobody holds all of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from rules.model.papers import Citation, Match, Statement


class Said(Protocol):
    """The statements, matches and citations of the papers, each in its paper's order."""

    def statement(self, statement_id: str) -> Statement | None:
        """One statement."""

    def statements(self, document_id: str) -> Sequence[Statement]:
        """What one paper says."""

    def matches(self, document_id: str) -> Sequence[Match]:
        """The tasks that one paper, and what it says, was compared with, near misses too."""

    def citations(self, document_id: str) -> Sequence[Citation]:
        """What one paper cites."""

    def of_papers(self) -> Iterator[Match]:
        """The matches of papers as a whole, near misses too."""

    def of_reports(self, task_id: str) -> Sequence[Match]:
        """What periodic reports say of a task, no near misses.

        Of a statement that is surely of some task its unsure likenesses count for nothing.
        """

    def found(self) -> Iterator[Citation]:
        """The citations whose paper was received."""
