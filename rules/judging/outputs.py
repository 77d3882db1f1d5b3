"""Which output of a task a paper answers: by its type, and by words only one output has."""

from __future__ import annotations

from rules.judging.hearing import Hearing
from rules.judging.timing import is_of_period
from rules.model.papers import Paper
from rules.model.plan import Obligation
from rules.vietnamese.text import tokens


def answers(paper: Paper, obligation: Obligation, hearing: Hearing) -> bool:
    """Whether the paper is the output: its type, its words, and its period if it is a report."""
    if not is_of_type(paper, obligation, hearing):
        return False
    if paper.header.doc_type == "Báo cáo" and not is_of_period(
        paper, obligation.deadline, hearing.year
    ):
        return False
    return _names_this_output(paper, obligation, hearing)


def is_of_type(paper: Paper, obligation: Obligation, hearing: Hearing) -> bool:
    """Whether the paper is of the type that the output asks for."""
    kind, title = paper.header.doc_type, paper.header.title
    if obligation.doc_type:
        return hearing.types.satisfies(obligation.doc_type, kind, title)
    return _open_output(kind, obligation, hearing)


def _open_output(kind: str, obligation: Obligation, hearing: Hearing) -> bool:
    """Whether a paper can be an output that names no type ("Các hình thức tuyên truyền").

    News, leaflets and sheets of no type always can; an official paper only where no other output
    of the task asks for its type.
    """
    if not kind or hearing.types.undated(kind):
        return True
    others = hearing.outputs.get(obligation.task_id, ())
    named = [other.doc_type for other in others if other.doc_type]
    return not any(hearing.types.satisfies(need, kind, "") for need in named)


def _names_this_output(paper: Paper, obligation: Obligation, hearing: Hearing) -> bool:
    """Two outputs of one type in one task are told apart by the words only one of them has."""
    rivals = [
        other
        for other in hearing.outputs.get(obligation.task_id, ())
        if other.output_no != obligation.output_no and other.doc_type == obligation.doc_type
    ]
    if not rivals or not obligation.doc_type:
        return True
    words = set(tokens(f"{paper.header.title} {paper.header.issuer}"))
    own = set(tokens(obligation.output))
    mine = len(words & (own - _all_words(rivals)))
    theirs = max(len(words & (set(tokens(rival.output)) - own)) for rival in rivals)
    return mine >= theirs


def _all_words(obligations: list[Obligation]) -> set[str]:
    return {word for obligation in obligations for word in tokens(obligation.output)}
