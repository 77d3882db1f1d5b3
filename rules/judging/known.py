"""Which papers a list as of an earlier day knows of: those that were issued by then.

The day of issue decides, as it does for lateness: the inbox does not say when a paper arrived. Of
a paper without a date the day that a register or an e-mail says it came in decides, where there
is one; otherwise it is known. An annex is known when its paper is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from rules.model.papers import Paper


def known_by(papers: Sequence[Paper], as_of: date) -> tuple[tuple[Paper, ...], tuple[Paper, ...]]:
    """The papers that a list as of a day judges, and those that came later, in their order."""
    later = {paper.id for paper in papers if _came_later(paper, as_of)}
    later |= {paper.id for paper in papers if paper.parent_id in later}
    known = tuple(paper for paper in papers if paper.id not in later)
    return known, tuple(paper for paper in papers if paper.id in later)


def without_coming_days(papers: Iterable[Paper], today: date) -> tuple[Paper, ...]:
    """The papers, a day of issue that is still to come taken for unreadable.

    A paper that lies here was issued before today: its day was mistyped, and a paper that was
    handed in is not called missing for that.
    """
    return tuple(_without_coming_day(paper, today) for paper in papers)


def _without_coming_day(paper: Paper, today: date) -> Paper:
    day = paper.header.issued_on
    if day is None or day <= today:
        return paper
    return replace(paper, header=replace(paper.header, issued_on=None, impossible_day=day))


def _came_later(paper: Paper, as_of: date) -> bool:
    day = paper.header.issued_on or paper.received_on
    return day is not None and day > as_of
