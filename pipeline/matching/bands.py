"""When a match is sure: every gate must hold; what speaks for and against it, in Vietnamese."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.matching.parties import Level
from rules.model.papers import Band

# The likeness of words alone, 0..1, that each band asks for. Chosen on half of the sections and
# shown on the other half and on other plans (tests/benchmarks/bench_matching.py).
SURE = 0.27  # with an agency or a section that agrees
SURE_ALONE = 0.42  # with neither
SURE_OTHER_TYPE = 0.5  # a paper of another type than the task asks for
UNSURE = 0.16
MARGIN = 0.06  # to the next task
MARGIN_ALONE = 0.1


@dataclass(frozen=True, slots=True)
class View:
    """One task beside one text: all that bears on the band."""

    likeness: float
    level: Level
    section_agrees: bool | None  # None where the text names no section
    type_agrees: bool | None
    shares_paper: str = ""  # "93/2021"
    against: tuple[str, ...] = ()  # what contradicts, in Vietnamese
    hinted: bool = False


def band(view: View, margin: float, doubts: Sequence[str]) -> Band:
    """How sure the match is; ``doubts`` are set phrases that make the text no statement."""
    if view.hinted and not view.against:
        return Band.SURE
    if view.likeness < UNSURE:
        return Band.NONE
    if view.against:
        return Band.NONE if view.likeness < SURE_OTHER_TYPE or doubts else Band.UNSURE
    if doubts:
        return Band.NONE if view.likeness < SURE_ALONE else Band.UNSURE
    if view.level is Level.STRANGER or view.section_agrees is False:
        return Band.UNSURE
    supported = view.section_agrees or view.level in (
        Level.LEAD, Level.GROUP_LEAD, Level.ISSUER, Level.COORDINATES,
    )  # fmt: skip
    needed = SURE if supported or view.shares_paper else SURE_ALONE
    if view.type_agrees is False:
        needed = SURE_OTHER_TYPE
    enough = MARGIN if supported else MARGIN_ALONE
    if view.likeness >= needed and margin >= enough:
        return Band.SURE
    return Band.UNSURE
