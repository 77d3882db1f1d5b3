"""A row of flattened text cut into its cells: the cut whose cells suit their columns best.

Each place where a cell could begin is a candidate; dynamic programming over the columns in
the order of the heading finds the best cut. A row broken over pages comes in two or more
pieces, each with its own run through the columns; the pieces of a cell are scored together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules.plan.content import content_words, opens_body, opens_product, opens_time
from rules.plan.scoring import score
from rules.vietnamese.text import key

SAME_LINE, NEW_LINE, BLANK_LINE = 0, 1, 2
_BREAK_POINTS = {SAME_LINE: -1.0, NEW_LINE: 0.0, BLANK_LINE: 0.6}
_WORST = -1e9


@dataclass(frozen=True, slots=True)
class Word:
    """A word of flattened text and what parts it from the word before."""

    text: str
    gap: int  # SAME_LINE, NEW_LINE or BLANK_LINE


@dataclass(frozen=True, slots=True)
class Cut:
    """The cells of a row by column, and how well they suit."""

    cells: tuple[str, ...]
    points: float


def text_of(words: Sequence[Word]) -> str:
    """Words as text with their line breaks."""
    out = ""
    for word in words:
        out += (" " if word.gap == SAME_LINE else "\n") + word.text if out else word.text
    return out


def candidates(words: Sequence[Word]) -> list[int]:
    """The places where a cell could begin: line starts, and openings inside a line."""
    places = [0]
    for at in range(1, len(words)):
        if words[at].gap != SAME_LINE or _opens_inside(words, at):
            places.append(at)
    return [*places, len(words)]


def _opens_inside(words: Sequence[Word], at: int) -> bool:
    text, before = words[at].text, words[at - 1].text
    if text in ("-", "–", "+") and at + 1 < len(words):
        return opens_product(words[at + 1].text) or words[at + 1].text[:1].isupper()
    if not (text[:1].isupper() or text[:1].isdigit()):
        return False
    ahead = " ".join(word.text for word in words[at : at + 4])
    if text[:1].isdigit():
        return opens_time(ahead) and key(before) not in content_words().connectors
    after_time = any(char.isdigit() for char in before) or key(before).endswith(("xuyên", "năm"))
    return after_time or opens_body(ahead) or opens_product(ahead) or opens_time(ahead)


def cut_row(pieces: Sequence[Sequence[Word]], columns: Sequence[str]) -> Cut:
    """The best cut of a row into the columns after the number."""
    pieces = [piece for piece in pieces if piece]
    if not pieces:
        return Cut(("",) * len(columns), _WORST)
    return _cut_joint(pieces, columns)


def _cut_joint(pieces: Sequence[Sequence[Word]], columns: Sequence[str]) -> Cut:
    """Dynamic programming over columns; the state is the place reached in each piece."""
    places = [candidates(piece) for piece in pieces]
    bonus = [[_BREAK_POINTS[p[i].gap] if 0 < i < len(p) else 0.0 for i in spots]
             for p, spots in zip(pieces, places, strict=True)]
    start = (0,) * len(pieces)
    goal = tuple(len(spots) - 1 for spots in places)
    best: dict[tuple[int, ...], tuple[float, tuple[str, ...]]] = {start: (0.0, ())}
    for at, column in enumerate(columns):
        last = at == len(columns) - 1
        reached: dict[tuple[int, ...], tuple[float, tuple[str, ...]]] = {}
        for state, (points, cells) in best.items():
            for following in _ahead(state, goal, last):
                text = _joined(pieces, places, state, following)
                total = points + score(column, text)
                for piece, (old, new) in enumerate(zip(state, following, strict=True)):
                    if new != old and new != goal[piece]:
                        total += bonus[piece][new]
                if total > reached.get(following, (_WORST, ()))[0]:
                    reached[following] = (total, (*cells, text))
        best = _pruned(reached)
    points, cells = best.get(goal, (_WORST, ("",) * len(columns)))
    return Cut(cells, points)


def _pruned(states: dict[tuple[int, ...], tuple[float, tuple[str, ...]]]) -> dict[tuple[int, ...], tuple[float, tuple[str, ...]]]:
    """Of many states the promising ones: a broken row has a state for each pair of places."""
    if len(states) <= 400:
        return states
    kept = sorted(states.items(), key=lambda item: item[1][0], reverse=True)[:400]
    return dict(kept)


def _ahead(state: tuple[int, ...], goal: tuple[int, ...], last: bool) -> list[tuple[int, ...]]:
    if last:
        return [goal]
    ahead: list[tuple[int, ...]] = [()]
    for old, end in zip(state, goal, strict=True):
        ahead = [(*head, new) for head in ahead for new in range(old, end + 1)]
    return ahead


def _joined(pieces: Sequence[Sequence[Word]], places: Sequence[Sequence[int]],
            state: tuple[int, ...], following: tuple[int, ...]) -> str:
    texts = []
    for piece, spots, old, new in zip(pieces, places, state, following, strict=True):
        if new > old:
            texts.append(text_of(piece[spots[old] : spots[new]]))
    return "\n".join(texts)
