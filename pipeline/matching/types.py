"""Which tasks ask for a paper of a given type."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

from rules.document_types import DocumentTypes
from rules.model.plan import Plan

# Between two papers that one output names: "Chiến lược và Kế hoạch", "Sổ tay; Báo cáo".
_PARTS = re.compile(r"[;/]|\s+và(?=\s+[A-ZĐ])")
Flags = npt.NDArray[np.bool_]


class TypeFit:
    """The types of paper that the outputs of each task ask for."""

    def __init__(self, plan: Plan, types: DocumentTypes) -> None:
        self._types = types
        self._asked = [
            [types.of_output(part) for output in task.outputs for part in _PARTS.split(output)]
            for task in plan.tasks
        ]
        self._names = frozenset(name for asked in self._asked for name in asked if name)

    def fits(self, doc_type: str, title: str) -> Flags | None:
        """For each task whether one of its outputs is such a paper; None where none is named.

        A task without outputs asks for none in particular.
        """
        name = self._types.canonical(doc_type) or self._types.leading(doc_type or title)[0]
        if not name and not doc_type:
            return None
        met = {one for one in self._names if self._types.satisfies(one, name, title)}
        return np.array([not any(asked) or not met.isdisjoint(asked) for asked in self._asked])

    def same_output(self, one: int, other: int) -> bool:
        """Whether two tasks ask for a paper of the same type."""
        return bool(set(self._asked[one]) & set(self._asked[other]) - {""})
