"""What one paper says in the form in which it is remembered, and corrected by what clerks taught.

It is remembered as rows of the tables that hold it: to put rows away again costs a fraction of
making values of them, and few papers of a run are looked into as values.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.decisions.corrections import ATTACH, REJECT, Correction, obey, text_key
from pipeline.matching.measures import Measures, Nearest
from pipeline.storage.codec import coder
from pipeline.storage.from_rows import list_of, match_of, statement_of
from pipeline.storage.rows import Row, match_row, statement_row, storable
from pipeline.storage.told import COLUMNS
from rules.model.papers import Citation, Match, Paper, Statement
from rules.model.plan import Plan

_ID, _TEXT = (COLUMNS["statements"].index(name) for name in ("id", "text"))
_OF, _TASK, _SHARED = (
    COLUMNS["matches"].index(name) for name in ("statement_id", "task_id", "shared_with")
)


@dataclass(frozen=True, slots=True)
class Heard:
    """What one paper says: rows of ``statements`` and ``matches``, and what follows from others.

    The matches of the paper as a whole come first. ``nearest`` are the general measures of the
    statements of no task; ``table`` is the paper's own table of tasks. Citations are not yet
    looked for.
    """

    statements: Sequence[Row] = ()
    matches: Sequence[Row] = ()
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Nearest, ...] = ()
    table: Plan | None = None

    @classmethod
    def of(
        cls,
        measures: Measures,
        paper: Paper,
        statements: Sequence[Statement],
        matches: Iterable[Match],
        citations: tuple[Citation, ...],
        nearest: tuple[Nearest, ...],
        table: Plan | None,
    ) -> Heard:
        """From values; the statements are given the measures they are of."""
        in_order = sorted(matches, key=lambda match: bool(match.statement_id))
        labelled = measures.label(statements, [paper], in_order, nearest)
        said = list(storable(map(statement_row, labelled)))
        found = list(storable(map(match_row, in_order)))
        return cls(said, found, citations, nearest, table)

    def as_plain(self) -> list[object]:
        """Plain data to be remembered."""
        packed = [coder(kind).pack(value) for kind, value in zip(_KINDS, self._rest(), strict=True)]
        return [self.statements, self.matches, *packed]

    @classmethod
    def from_plain(cls, plain: object) -> Heard:
        """From remembered plain data."""
        assert isinstance(plain, list)
        statements, matches, *packed = plain
        citations, nearest, table = (
            coder(kind).unpack(value) for kind, value in zip(_KINDS, packed, strict=True)
        )
        return cls(statements, matches, citations, nearest, table)  # type: ignore[arg-type]

    def _rest(self) -> tuple[object, ...]:
        return self.citations, self.nearest, self.table


_KINDS = (tuple[Citation, ...], tuple[Nearest, ...], Plan | None)


class Teaching:
    """What clerks taught about matches: papers attached to tasks, likenesses rejected."""

    def __init__(self, corrections: Iterable[Correction], measures: Measures) -> None:
        self._corrections = [one for one in corrections if one.kind in (ATTACH, REJECT)]
        self._contents = {one.sha256 for one in self._corrections if one.sha256}
        self._words = {(one.text_key, one.task_id) for one in self._corrections if one.text_key}
        self._tasks = {task_id for _, task_id in self._words}
        self._measures = measures

    def taught(self, paper: Paper, heard: Heard) -> Heard:
        """What the paper says, as corrected."""
        if paper.sha256 not in self._contents and not self._is_rejected(heard):
            return heard
        statements = [
            replace(statement_of(dict(zip(COLUMNS["statements"], row, strict=True))), measure_id="")
            for row in heard.statements
        ]
        matches = [
            match_of(dict(zip(COLUMNS["matches"], row, strict=True))) for row in heard.matches
        ]
        obeyed = obey(matches, [paper], statements, self._corrections)
        rest = (heard.citations, heard.nearest, heard.table)
        return Heard.of(self._measures, paper, statements, obeyed, *rest)

    def _is_rejected(self, heard: Heard) -> bool:
        """Whether some words of it were told not to speak of a task they were matched with."""
        if not self._tasks:
            return False
        texts = {row[_ID]: str(row[_TEXT]) for row in heard.statements}
        return any(
            (text_key(texts[row[_OF]]), task_id) in self._words
            for row in heard.matches
            if row[_OF]
            for task_id in self._tasks & {str(row[_TASK]), *list_of(str(row[_SHARED]))}
        )
