"""What a plan is about, to know an agency's own plan and reports for it by their titles.

The word lists are ``rules/data/plan_subject.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rules.vietnamese.text import fold, tokens

_DATA = Path(__file__).parent / "data" / "plan_subject.toml"
# "Chỉ số PAPI", "chỉ số cải cách hành chính (PAR INDEX)": the short name of an index.
_INDEX = re.compile(r"[Cc]hỉ\s+số\s+(?:[^.;\n()]{0,80}\()?([A-Z]{3,}(?:[ -](?:INDEX|Index))?)\b")
_ENOUGH = 0.7  # of the plan's own words, in a title that speaks of the same
_FOREIGN = 0.5  # of a title's words that the plan's title does not have


@dataclass(frozen=True, slots=True)
class Subject:
    """The subject of a plan: its title's own words, the short name of its index, its number."""

    words: frozenset[str]
    index: str = ""  # folded: "papi"
    own: frozenset[str] = frozenset()  # words of its own subject that the plan's title bears

    def is_same(self, title: str) -> bool:
        """Whether a title speaks of the plan as a whole, and of nothing else beside it."""
        folded = f" {' '.join(tokens(title))} "
        lists = _lists()
        if any(f" {phrase} " in folded and phrase not in self.own for phrase in lists.own_subject):
            return False
        if self.index and f" {self.index} " in folded:
            return True
        words = _own_words(title)
        if not words or not self.words:
            return False
        shared = words & self.words
        foreign = [word for word in words if word not in self.words]
        return len(shared) >= _ENOUGH * len(self.words) and len(foreign) <= _FOREIGN * len(words)

    def is_bare(self, title: str) -> bool:
        """Whether a title names no subject at all, such as "Kết quả thực hiện nhiệm vụ"."""
        folded = f" {' '.join(tokens(title))} "
        if any(f" {phrase} " in folded for phrase in _lists().own_subject):
            return False
        return not _own_words(title)

    def is_named(self, text: str) -> bool:
        """Whether a running text names the plan's subject anywhere."""
        folded = f" {' '.join(tokens(text))} "
        if self.index and f" {self.index} " in folded:
            return True
        return bool(self.words) and self.words <= set(folded.split())


def subject_of(title: str, text: str = "", province: str = "") -> Subject:
    """The subject of a plan, from its title and, for the index's short name, its text.

    The name of the province is no part of it: agencies leave it out.
    """
    counts = Counter(_INDEX.findall(f"{title}\n{text}"))
    named = [name for name in counts if re.search(rf"\b{re.escape(name)}\b", title)]
    best = named[0] if named else next((name for name, _ in counts.most_common(1)), "")
    if best and not named and "chi so" not in fold(title):
        best = ""  # the plan is not about an index; it only mentions one
    folded = f" {' '.join(tokens(title))} "
    own = frozenset(phrase for phrase in _lists().own_subject if f" {phrase} " in folded)
    words = _own_words(title) - set(tokens(province))
    return Subject(frozenset(words), fold(best), own)


def _own_words(title: str) -> set[str]:
    """The words of a title that say what it is about."""
    folded = f" {' '.join(tokens(title))} "
    for phrase in _lists().common:
        while f" {phrase} " in folded:
            folded = folded.replace(f" {phrase} ", " ")
    return {word for word in folded.split() if not word.isdigit()}


@dataclass(frozen=True, slots=True)
class _Lists:
    common: tuple[str, ...]
    own_subject: tuple[str, ...]


@cache
def _lists() -> _Lists:
    with _DATA.open("rb") as file:
        table = tomllib.load(file)

    def folded(name: str) -> tuple[str, ...]:
        words = {" ".join(tokens(word)) for word in table[name]}
        return tuple(sorted(words, key=lambda word: (-len(word), word)))

    return _Lists(folded("common"), folded("own_subject"))
