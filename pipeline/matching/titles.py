"""A paper's title heard half by half, and beside the sentences that its text opens with.

A title often names the work in the writer's own words, or two pieces of work joined by "và"; what
the paper then says first tells which task it serves. Neither makes sure what speaks against itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.matching.matcher import Matcher
from pipeline.matching.query import Candidate, Query
from rules.model.papers import Band

Found = list[Candidate]

_SENTENCE = re.compile(r"[;\n]+|(?<=[^\W\d])\.\s+")
_JOINT = re.compile(r"\s*;\s*|\s+và\s+", re.IGNORECASE)
_LEAST = 4  # words of a sentence that may tell
_HALF = 3  # words of half a title
_SAID = "phần mở đầu nói rõ nhiệm vụ này"
_NAMED = "một vế của tên văn bản nói rõ nhiệm vụ này"


@dataclass(frozen=True, slots=True)
class Opening:
    """The query of a paper's title and the text it opens with."""

    query: Query
    text: str


def read_titles(openings: Sequence[Opening], matcher: Matcher) -> list[Found]:
    """The tasks of each paper by its title, surer where a half of it or its opening tells."""
    answers = matcher.match([one.query for one in openings])
    unsure = [place for place, found in enumerate(answers) if any(map(_may_be_sure, found))]
    pieces = [(_halves(openings[place]), _sentences(openings[place])) for place in unsure]
    asked = [query for halves, sentences in pieces for query in (*halves, *sentences)]
    heard = iter(matcher.match(asked, explain=False))
    for place, (halves, sentences) in zip(unsure, pieces, strict=True):
        query, found = openings[place].query, answers[place]
        answers[place] = _surer(
            found,
            [next(heard) for _ in halves],
            [next(heard) for _ in sentences],
            frozenset(one.task_id for one in found if matcher.names_other(query, one.task_id)),
        )
    return answers


def _halves(one: Opening) -> list[Query]:
    """The title from each joint on and up to it: either may be a piece of work by itself."""
    title = one.query.text
    joints = list(_JOINT.finditer(title))
    cuts = [(title[: at.start()], title[at.end() :]) for at in joints]
    halves = [
        half for pair in cuts if all(len(one.split()) >= _HALF for one in pair) for half in pair
    ]
    return [replace(one.query, text=half, context="") for half in halves]


def _sentences(one: Opening) -> list[Query]:
    found = [text for text in _SENTENCE.split(one.text) if len(text.split()) >= _LEAST]
    return [replace(one.query, text=text, context="", kind="statement") for text in found]


def _surer(
    whole: Found, halves: Sequence[Found], sentences: Sequence[Found], others: frozenset[str]
) -> Found:
    """``others`` are the tasks beside which the title mostly names something else."""
    named, said = _sure(halves), _sure(sentences)
    first_of_half = {found[0].task_id for found in halves if found}
    answers: Found = []
    for rank, one in enumerate(whole):
        known = named.get(one.task_id)
        may_tell = one.task_id not in others and (rank == 0 or one.task_id in first_of_half)
        told = said.get(one.task_id) if may_tell else None
        better = known or told
        if better is None or not _may_be_sure(one):
            answers.append(one)
            continue
        reasons = (*one.reasons, _NAMED if known else _SAID)
        answers.append(
            replace(one, band=Band.SURE, reasons=reasons, shared_with=better.shared_with)
        )
    return answers


def _may_be_sure(one: Candidate) -> bool:
    return one.band is Band.UNSURE and not one.held_back


def _sure(pieces: Sequence[Found]) -> dict[str, Candidate]:
    """The tasks that pieces of a text are sure of."""
    return {found[0].task_id: found[0] for found in pieces if found and found[0].band is Band.SURE}
