"""The task cell of a table row heard by itself.

A row says "task - result", and the result has words of its own. Where the task cell alone is sure
of a task, the row is, unless something in the whole row speaks against it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.matching.matcher import Matcher
from pipeline.matching.query import Candidate, Query
from rules.model.papers import Band, Statement

Found = list[Candidate]

_CELLS = " | "  # between the cells of a row in the context
_RESULT = " - "  # between task and result in the text
_LEAST = 4  # words of a cell that may tell
_SAID = "ô nội dung của dòng nói rõ nhiệm vụ này"


def read_rows(
    statements: Sequence[Statement],
    queries: Sequence[Query],
    found: Sequence[Found],
    matcher: Matcher,
) -> list[Found]:
    """The answers, where rows that are sure of no task are sure of what their task cell says."""
    answers = list(found)
    cells = [
        (place, cell)
        for place, statement in enumerate(statements)
        if not any(one.band is Band.SURE for one in answers[place])
        and (cell := _task_cell(statement))
    ]
    asked = [replace(queries[place], text=cell, context="") for place, cell in cells]
    for (place, _), alone in zip(cells, matcher.match(asked, explain=False), strict=True):
        if alone and alone[0].band is Band.SURE:
            answers[place] = _surer(answers[place], alone[0])
    return answers


def _task_cell(statement: Statement) -> str:
    """The cell that the text of a row begins with; empty where it is no row, or says no more."""
    if statement.anchor.row is None:
        return ""
    cells = (cell.strip() for cell in statement.context.split(_CELLS))
    begins = [cell for cell in cells if statement.text.startswith(f"{cell}{_RESULT}")]
    cell = max(begins, key=len, default="")
    return cell if len(cell.split()) >= _LEAST else ""


def _surer(whole: Found, alone: Candidate) -> Found:
    known = next((one for one in whole if one.task_id == alone.task_id), None)
    if known is None or known.held_back:
        return whole
    reasons = (*known.reasons, _SAID)
    sure = replace(known, band=Band.SURE, reasons=reasons, shared_with=alone.shared_with)
    return [sure, *(one for one in whole if one is not known)]
