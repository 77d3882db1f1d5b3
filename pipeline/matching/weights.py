"""What each part of a match weighs; the benchmark switches them off one by one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """Features of a text beside one plain word, and what is added to the likeness of words."""

    pair: float = 0.7  # two words in a row
    formula: float = 0.35  # a word of a set phrase of official style
    concept: float = 2.0  # a thing of the trade, whatever the word for it
    near: float = 0.55  # of a concept, where only a word that tells of it stands
    spell_out: bool = True  # abbreviations, misread words
    output: float = 0.5  # a word that only an output of the task has
    agency: float = 0.25
    section: float = 0.12
    paper: float = 0.2  # a law or decision both name
    doc_type: float = 0.06
    verb: float = 0.05  # the verb that governs the text stands in the task too
    context: float = 0.2  # share of the paragraph a clause stands in
    strictness: float = 1.0  # times the likeness of words that a sure match needs
    parts: bool = True  # hear the parts of a text that names several things


STANDARD = Weights()
