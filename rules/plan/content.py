"""What a passage of a plan's table holds: bodies, products, or time (``plan_content.toml``)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from rules.vietnamese import text as compare

# "Các", "02", "những" before a body or a product only count it.
_MANY = re.compile(r"(?:các|những|mọi|tất cả các|\d{1,3})\s+(?!/)")


@lru_cache(maxsize=131072)
def key(text: str) -> str:
    """``rules.vietnamese.text.key``, remembered: one passage is weighed many times."""
    return compare.key(text)


@dataclass(frozen=True, slots=True)
class ContentWords:
    """The word classes, ready for matching on keys."""

    definite: tuple[str, ...]
    indefinite: tuple[str, ...]
    never: tuple[str, ...]
    name_words: frozenset[str]
    joins: frozenset[str]
    never_in_names: frozenset[str]
    open_ends: frozenset[str]
    products: tuple[str, ...]
    ambiguous: tuple[str, ...]
    time: re.Pattern[str]
    time_opening: re.Pattern[str]
    time_starts: frozenset[str]
    connectors: frozenset[str]


@cache
def content_words() -> ContentWords:
    """The word table ``rules/data/plan_content.toml``."""
    data = tomllib.loads(
        resources.files("rules").joinpath("data/plan_content.toml").read_text("utf-8")
    )
    times = data["times"]
    return ContentWords(
        definite=_longest_first(data["bodies"]["definite"]),
        indefinite=_longest_first(data["bodies"]["indefinite"]),
        never=_longest_first(data["bodies"]["never"]),
        name_words=frozenset(key(data["bodies"]["words"]).split()),
        joins=frozenset(key(data["bodies"]["joins"]).split()),
        never_in_names=frozenset(key(data["bodies"]["never_in_names"]).split()),
        open_ends=frozenset(key(data["cells"]["open_ends"]).split()),
        products=_longest_first(data["products"]["heads"]),
        ambiguous=_longest_first(data["products"]["ambiguous"]),
        time=re.compile("|".join(rf"\b{atom}(?!\w)" for atom in times["atoms"])),
        time_opening=re.compile("|".join(rf"\b{opening}\b" for opening in times["openings"])),
        time_starts=frozenset(times["starts"]),
        connectors=frozenset(times["connectors"]),
    )


def _longest_first(words: list[str]) -> tuple[str, ...]:
    return tuple(sorted({key(word) for word in words}, key=len, reverse=True))


def opening(words: str, heads: tuple[str, ...]) -> str:
    """The longest of the heads that a key begins with as whole words, or an empty text."""
    for head in heads:
        if words.startswith(head) and not words[len(head) : len(head) + 1].isalnum():
            return head
    return ""


@lru_cache(maxsize=65536)
def opens_body(text: str) -> bool:
    """Whether a text begins like the name of a body or a group of bodies."""
    words, known = _MANY.sub("", key(text)), content_words()
    product = opening(words, known.products)
    if opening(words, known.never) or (product and words != key(text)):
        return False  # "Các văn bản ...": many papers, no body
    head = opening(words, known.definite) or opening(words, known.indefinite)
    return len(head) > len(product)  # "Báo cáo" is longer than "Báo"


@lru_cache(maxsize=65536)
def opens_product(text: str) -> bool:
    """Whether a text begins like an output: a kind of paper or another result."""
    return bool(opening(_MANY.sub("", key(text)), content_words().products))


@lru_cache(maxsize=65536)
def opens_time(text: str) -> bool:
    """Whether a text begins like a phrase of time."""
    words = key(text)
    first = re.split(r"[\s,;./]", words, maxsplit=1)[0]
    return first in content_words().time_starts or bool(content_words().time.match(words))


@lru_cache(maxsize=65536)
def time_leftover(text: str) -> int | None:
    """How many words of a text are no part of a phrase of time; None where it names no time.

    >>> time_leftover("Quý III, IV/2024"), time_leftover("Sở Y tế")
    (0, None)
    """
    known = content_words()
    words = re.sub(r"\([^)]*\)?", " ", key(text))
    rest, atoms = known.time.subn(" ", words)
    open_phrase = known.time_opening.search(rest)
    if open_phrase:
        rest, atoms = rest[: open_phrase.start()], atoms + 1
    if not atoms:
        return None
    return sum(1 for word in re.findall(r"\w+", rest) if word not in known.connectors)
