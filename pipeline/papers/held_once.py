"""Equal texts held once: what papers say is mostly said again, by themselves and by others.

A clause is often its whole paragraph, and the reasons of matches are a few hundred sentences;
held apart they are two thirds of the memory of a run.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from rules.model.papers import Match, Statement


@dataclass(slots=True)
class Texts:
    """The texts held so far: of all papers what they share, of each what it says itself."""

    common: dict[str, str] = field(default_factory=dict)

    def statements(self, some: tuple[Statement, ...]) -> tuple[Statement, ...]:
        """The statements of one paper."""
        said: dict[str, str] = {}
        return tuple(
            replace(
                one,
                document_id=self._common(one.document_id),
                text=said.setdefault(one.text, one.text),
                context=said.setdefault(one.context, one.context),
                heading=said.setdefault(one.heading, one.heading),
                section=self._common(one.section),
                figures=tuple(
                    replace(figure, text=said.setdefault(figure.text, figure.text))
                    for figure in one.figures
                ),
            )
            for one in some
        )

    def matches(
        self, some: tuple[Match, ...], statements: tuple[Statement, ...] = ()
    ) -> tuple[Match, ...]:
        """The matches of one paper, and of its statements."""
        ids = {one.id: one.id for one in statements}
        return tuple(
            replace(
                one,
                document_id=self._common(one.document_id),
                statement_id=ids.get(one.statement_id, one.statement_id),
                task_id=self._common(one.task_id),
                reasons=tuple(map(self._common, one.reasons)),
                shared_with=tuple(map(self._common, one.shared_with)),
            )
            for one in some
        )

    def _common(self, text: str) -> str:
        return self.common.setdefault(text, text)
