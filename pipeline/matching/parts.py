"""Texts that speak of several tasks: their parts, and what the parts add to the whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.matching.query import Candidate
from rules.model.papers import Band

_LEAST = 4  # words of a part
_AND_LEAST = 5  # words on both sides of an "và" or a comma that parts two pieces of work
_APART = 0.12  # by how much a part must be nearer to its own task than to that of the whole
_STRONG = re.compile(r"[;\n]+|(?<=[^\W\d])\.\s+")
# "tại 4 sở và 5 huyện về việc ..." is one piece of work.
_WEAK = re.compile(r",\s+|\s+(?:và|va)\s+(?!\d)")


def parts(text: str) -> list[str]:
    """The parts of a text that may each speak of a task; empty where there is only one.

    >>> parts("Rà soát hộ nghèo theo quy trình; công khai dự toán ngân sách xã")
    ['Rà soát hộ nghèo theo quy trình', 'công khai dự toán ngân sách xã']
    """
    strong = [part.strip() for part in _STRONG.split(text) if len(part.split()) >= _LEAST]
    found = [piece for part in strong for piece in _weakly(part)]
    return found if len(found) > 1 else []


def _weakly(part: str) -> list[str]:
    pieces: list[str] = []
    for piece in _WEAK.split(part):
        if pieces and (len(piece.split()) < _AND_LEAST or len(pieces[-1].split()) < _AND_LEAST):
            pieces[-1] = f"{pieces[-1]}, {piece}"
        else:
            pieces.append(piece)
    return pieces


def can_add(whole: Sequence[Candidate], task_id: str, score: float, of_first: float) -> bool:
    """Whether a part that were sure of its best task would add it to the whole text's tasks.

    It must be no task that the whole is sure of anyhow, or has only the frame of, and the part
    must hardly speak of the first task of the whole, to which it comes as near as ``of_first``.
    """
    known = next((one for one in whole if one.task_id == task_id), None)
    if known is not None and (known.band is Band.SURE or known.other_object):
        return False
    return (known is not None and known is whole[0]) or score - of_first >= _APART


def merge(whole: Sequence[Candidate], added: Sequence[Candidate]) -> list[Candidate]:
    """The candidates of the whole text, with those that parts of it are sure of."""
    found = {one.task_id: one for one in whole}
    first = whole[0].task_id if whole else ""
    heard = {one.task_id for one in whole if one.band is Band.SURE}
    by_part = {one.task_id for one in added}
    # One part alone may be a piece of the work that the whole is about; two speak of two tasks.
    if len(heard | by_part) > 1 or by_part == {first}:
        for one in added:
            known = found.get(one.task_id)
            if known is None or known.band is not Band.SURE:
                score = max(one.score, known.score) if known else one.score
                found[one.task_id] = replace(one, score=score)
    return sorted(found.values(), key=lambda one: (one.band is not Band.SURE, -one.score))
