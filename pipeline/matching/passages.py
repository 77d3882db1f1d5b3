"""Clauses of one passage that point to the same task, read together.

Reports break one piece of work into short clauses ("Tiếp 05 lượt công dân, có ghi sổ; không phát
sinh đơn tố cáo tham nhũng"). None of them says enough by itself; the passage does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from pipeline.matching.matcher import Matcher
from pipeline.matching.query import Candidate, Query
from rules.model.papers import Band, Statement

Found = list[Candidate]


def read_together(
    statements: Sequence[Statement],
    queries: Sequence[Query],
    found: Sequence[Found],
    matcher: Matcher,
) -> list[Found]:
    """The answers, where a run of unsure clauses is sure of its one task when read as a whole."""
    answers = list(found)
    runs = list(_runs(statements, found))
    joined = [replace(queries[run[0]], text=_text(run, queries), context="") for run in runs]
    for run, whole in zip(runs, matcher.match(joined, explain=False), strict=True):
        if not whole or whole[0].band is not Band.SURE:
            continue
        if whole[0].task_id != answers[run[0]][0].task_id:
            continue
        for place in run:
            answers[place] = _made_sure(answers[place], whole[0])
    return answers


def _runs(statements: Sequence[Statement], found: Sequence[Found]) -> Iterator[list[int]]:
    """Neighbouring clauses of one paragraph with the same best task, some of them unsure of it."""

    def passage(place: int) -> tuple[str, str, str]:
        one, best = statements[place], found[place]
        return one.document_id, one.context, best[0].task_id if best else ""

    for (_, context, task_id), group in groupby(range(len(statements)), passage):
        run = list(group)
        unsure = any(_may_be_sure(found[place][0]) for place in run if found[place])
        if context and task_id and len(run) > 1 and unsure:
            yield run


def _text(run: Sequence[int], queries: Sequence[Query]) -> str:
    return "; ".join(queries[place].text.strip(" .;") for place in run)


def _made_sure(answers: Found, whole: Candidate) -> Found:
    best = answers[0]
    if not _may_be_sure(best):
        return answers
    reasons = (*best.reasons, "các ý cùng đoạn đều nói về nhiệm vụ này")
    sure = replace(best, band=Band.SURE, reasons=reasons, shared_with=whole.shared_with)
    return [sure, *answers[1:]]


def _may_be_sure(best: Candidate) -> bool:
    return best.band is Band.UNSURE and not best.held_back
