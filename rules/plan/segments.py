"""A row of flattened text cut into its cells: the cut whose cells suit their columns best.

Each place where a cell could begin is a candidate; dynamic programming over the columns in
the order of the heading finds the best cut. A row broken over pages comes in two or more
pieces, each with its own run through the columns; the pieces of a cell are scored together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules.plan.content import content_words, key, opens_body, opens_product, opens_time
from rules.plan.scoring import score

SAME_LINE, NEW_LINE, BLANK_LINE = 0, 1, 2
_BREAK_POINTS = {SAME_LINE: -1.0, NEW_LINE: 0.0, BLANK_LINE: 0.6}
_WORST = -1e9
_POOR = 3.3  # points a column, below which a row's cells suit badly
_HIDDEN_PAGE = 3.0  # what a page break nobody has seen must earn
_KEPT = 40  # cuts of a piece that the next piece may go on with
_GOES_ON = 1.5  # on the next page it is mostly the longest cell, the task, that goes on


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
    breaks: float = 0.0  # the part of the points that the places of the breaks gave


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
    after_name = before.islower() and at + 1 < len(words) and words[at + 1].text[:1].islower()
    if after_time or opens_body(ahead) or opens_product(ahead) or opens_time(ahead):
        return True
    return after_name and key(before) not in content_words().open_ends


def cut_row(pieces: Sequence[Sequence[Word]], columns: Sequence[str]) -> Cut:
    """The best cut of a row into the columns after the number.

    The first piece gives many cuts; each further piece goes on with the cells of the best of
    them, so that in the end whole cells are compared.
    """
    cuts = [Cut(("",) * len(columns), 0.0, 0.0)]
    filled = [piece for piece in pieces if piece]
    for at, piece in enumerate(filled):
        final = at == len(filled) - 1
        longer: dict[tuple[str, ...], Cut] = {}
        for cut in cuts:
            for new in _cuts(piece, columns, cut, rest=at > 0, keep=1 if final else 4):
                if new.cells not in longer or longer[new.cells].points < new.points:
                    longer[new.cells] = new
        cuts = sorted(longer.values(), key=lambda cut: -cut.points)[:_KEPT]
    return cuts[0] if cuts else Cut(("",) * len(columns), _WORST)


def cut_at_hidden_page(words: Sequence[Word], columns: Sequence[str], whole: Cut) -> Cut:
    """The cut of a row that may be broken by a page whose heading is not repeated.

    Tried only where the cells suit badly: each line could be the first of a page, and a line
    that is a number alone may be the page's number.
    """
    poor = whole.points < _POOR * len(columns)
    best = whole
    for at in range(1, len(words)):
        if words[at].gap == SAME_LINE:
            continue
        numbered = _is_page_number(words, at)
        if not (poor or numbered):
            continue
        cut = cut_row((words[:at], words[at + 1 :] if numbered else words[at:]), columns)
        cost = 0.0 if numbered else _HIDDEN_PAGE
        if cut.points - cost > best.points:
            best = Cut(cut.cells, cut.points - cost)
    return best


def _is_page_number(words: Sequence[Word], at: int) -> bool:
    alone = at + 1 == len(words) or words[at + 1].gap != SAME_LINE
    return alone and words[at].text.isdigit() and len(words[at].text) <= 3


def _cuts(
    piece: Sequence[Word], columns: Sequence[str], before: Cut, rest: bool, keep: int
) -> list[Cut]:
    """The best cuts of a piece whose cells go on with those before it."""
    places = candidates(piece)
    texts = {
        (i, j): text_of(piece[places[i] : places[j]])
        for i in range(len(places))
        for j in range(i, len(places))
    }
    bonus = [_BREAK_POINTS[piece[at].gap] if 0 < at < len(piece) else 0.0 for at in places]
    best: dict[int, list[Cut]] = {0: [Cut((), 0.0, before.breaks)]}
    goal = len(places) - 1
    for at, column in enumerate(columns):
        last = at == len(columns) - 1
        reached: dict[int, list[Cut]] = {}
        for old, cuts in best.items():
            for new in [goal] if last else range(old, goal + 1):
                text = "\f".join(part for part in (before.cells[at], texts[old, new]) if part)
                points = score(column, text)
                breaks = bonus[new] if old != new != goal else 0.0
                if rest and old != new:
                    breaks += _GOES_ON if column == "text" else -_GOES_ON / 2
                reached.setdefault(new, []).extend(
                    Cut((*cut.cells, text), cut.points + points + breaks, cut.breaks + breaks)
                    for cut in cuts
                )
        best = {
            place: sorted(cuts, key=lambda cut: -cut.points)[:keep]
            for place, cuts in reached.items()
        }
    return [Cut(cut.cells, cut.points + before.breaks, cut.breaks) for cut in best.get(goal, [])]
