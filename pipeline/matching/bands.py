"""When a match is sure: every gate must hold; what speaks for and against it, in Vietnamese."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.matching.parties import Level
from rules.model.papers import Band


@dataclass(frozen=True, slots=True)
class Gate:
    """What a sure match needs: likeness of words 0..1, words explained, margin to the next task."""

    likeness: float
    words: int
    margin: float


# Fixed for all plans; tests/benchmarks/bench_matching.py shows how they carry over between halves
# of the sections, to fresh statements and to plans of other provinces.
BOTH = Gate(0.14, 5, 0.07)  # the lead, and under the heading of the section
ONE = Gate(0.27, 6, 0.08)  # the lead, or under the heading of the section, or coordinating
NEITHER = Gate(0.40, 6, 0.10)  # words alone
OTHER_TYPE = Gate(0.50, 8, 0.10)  # a paper of another type than the task asks for
CLEAR = 0.15  # a margin so much wider makes up for a little likeness
FEW, FAR = 4, 0.25  # words that do where no other task is near
MUCH = 0.35  # likeness with which one piece, or a short text, is enough
SHORT = 3  # words that do for a text of hardly more
UNSURE = 0.14

_LEADS = (Level.LEAD, Level.GROUP_LEAD, Level.ISSUER)
_HELPERS = (Level.COORDINATES, Level.GROUP_COORDINATES)


@dataclass(frozen=True, slots=True)
class View:
    """One task beside one text: all that bears on the band."""

    likeness: float
    words: int  # words of the text, official style apart, that the task has in some form
    pieces: int  # in how many separate pieces they stand
    whole: bool  # these are nearly all the words of the text
    level: Level
    section_agrees: bool | None  # None where the text names no section
    type_agrees: bool | None
    shares_paper: str = ""  # "93/2021"
    against: tuple[str, ...] = ()  # what contradicts, in Vietnamese
    foreign: bool = False  # issued elsewhere, or titled with other years: no task of this plan
    hinted: bool = False
    stray: bool = False  # no task of the section whose heading the text stands under is near

    @property
    def held_back(self) -> bool:
        """Whether something speaks against the task, which no neighbouring text makes good."""
        stranger = self.level is Level.STRANGER
        return bool(self.against) or stranger or self.type_agrees is False


def band(view: View, margin: float, doubts: Sequence[str], strictness: float = 1.0) -> Band:
    """How sure the match is; ``doubts`` are set phrases that make the text no statement."""
    if view.hinted and not view.against:
        return Band.SURE
    if view.likeness < UNSURE or view.foreign:
        return Band.NONE
    if view.against:
        return Band.NONE if view.likeness < OTHER_TYPE.likeness or doubts else Band.UNSURE
    if doubts:
        return Band.NONE if view.likeness < NEITHER.likeness else Band.UNSURE
    if view.level is Level.STRANGER or (view.section_agrees is False and not _led(view, margin)):
        return Band.UNSURE
    gate = _gate(view)
    needed = strictness * gate.likeness
    enough = view.likeness >= needed and margin >= gate.margin
    clear = view.likeness >= 0.9 * needed and margin >= gate.margin + CLEAR
    told = (
        view.words >= gate.words
        or (view.whole and view.words >= SHORT and view.likeness >= MUCH)
        or (view.words >= FEW and margin >= FAR and view.likeness >= ONE.likeness)
    )
    far = margin >= FAR and (view.words >= ONE.words or view.whole)
    told = told and (view.pieces > 1 or view.likeness >= MUCH or far)
    return Band.SURE if told and (enough or clear) else Band.UNSURE


def _led(view: View, margin: float) -> bool:
    """Whether a text under another heading speaks of its agency's own task all the same."""
    alone = view.stray and margin >= CLEAR
    return view.level in _LEADS and (alone or bool(view.shares_paper))


def _gate(view: View) -> Gate:
    if view.type_agrees is False:
        return OTHER_TYPE
    lead = view.level in _LEADS
    if lead and view.section_agrees:
        return BOTH
    if lead or view.section_agrees or view.level in _HELPERS or view.shares_paper:
        return ONE
    return NEITHER
