"""A paragraph of a report as the claims it makes, each with the characters it stands on.

A long paragraph speaks of several tasks. It is cut at semicolons, sentence ends and words that
open a new claim, never inside brackets or quotation marks; a fragment that only continues the
claim before it ("đạt 104% kế hoạch") stays with it.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from itertools import pairwise

from rules.vietnamese.text import key

_LEAST_WORDS = 4
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[\"“(]?[^\W\d_a-zà-ỹ])|(?<=[^\W\d_]\.)\s+(?=\d)")
_SEMICOLON = re.compile(r";\s*")
_LINE_ITEM = re.compile(r"\n[ \t]*(?=[-+*•–]\s|\d{1,2}[.)]\s|[a-zđ]\)\s)")
_LAST_WORD = re.compile(r"([\w/.]+)\.$")
_OPENING = {"(": ")", "[": "]", "“": "”", "«": "»"}
_OPENS = re.compile(f"[{re.escape(''.join(_OPENING))}]")


@cache
def clause_words(name: str) -> tuple[str, ...]:
    """One word table of ``rules/data/clause_words.toml``, as keys."""
    data = tomllib.loads(
        resources.files("rules").joinpath("data/clause_words.toml").read_text("utf-8")
    )
    return tuple(key(phrase) for entry in data[name] for phrase in entry["phrases"])


def split_clauses(text: str) -> list[tuple[int, int]]:
    """The clauses of a paragraph as (start, end); none where the text is blank.

    >>> text = "Đã ban hành kế hoạch kiểm tra (gồm 2 đợt; mỗi quý 1 đợt); thành lập 02 đoàn."
    >>> [text[start:end] for start, end in split_clauses(text)]
    ['Đã ban hành kế hoạch kiểm tra (gồm 2 đợt; mỗi quý 1 đợt)', 'thành lập 02 đoàn.']
    """
    inside = _inside_brackets(text)
    cuts = sorted(
        cut
        for cut in {*_semicolons(text), *_sentence_ends(text), *_discourse(text), *_lines(text)}
        if not inside[cut - 1]
    )
    edges = [0, *cuts, len(text)]
    spans = [_trimmed(text, start, end) for start, end in pairwise(edges)]
    return _joined(text, [(start, end) for start, end in spans if start < end])


def _semicolons(text: str) -> list[int]:
    return [found.end() for found in _SEMICOLON.finditer(text)]


def _lines(text: str) -> list[int]:
    return [found.end() for found in _LINE_ITEM.finditer(text) if found.end()]


def _sentence_ends(text: str) -> list[int]:
    ends = []
    for found in _SENTENCE_END.finditer(text):
        last = _LAST_WORD.search(text[max(0, found.start() - 12) : found.start()])
        word = key(last.group(1)) if last else ""
        # "1. Kết quả" and "TP. Sơn La" end no sentence, nor does an initial ("N. V. An").
        if word.isdigit() and len(word) < 3 and found.start() < 5:
            continue
        if word in clause_words("abbreviation") or (len(word) == 1 and word.isalpha()):
            continue
        ends.append(found.end())
    return ends


def _discourse(text: str) -> list[int]:
    return [found.end() for found in _discourse_pattern().finditer(text.lower())]


@cache
def _discourse_pattern() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in clause_words("discourse"))
    return re.compile(rf",\s+(?=(?:{words})\s)")


def _inside_brackets(text: str) -> list[bool]:
    """For each character, whether it stands inside brackets or quotation marks that close."""
    inside = [False] * (len(text) + 1)
    passed = 0
    open_for_good: set[str] = set()  # marks that nothing closes from here on
    for found in _OPENS.finditer(text):
        start, close = found.start(), _OPENING[found.group()]
        if start < passed or close in open_for_good:
            continue
        end = text.find(close, start + 1)
        if end > 0:
            inside[start:end] = [True] * (end - start)
            passed = end + 1
        else:
            open_for_good.add(close)
    return inside


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in ";,."):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in ";,"):
        end -= 1
    return start, end


def _joined(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and (_is_fragment(text[start:end]) or _is_short(text[slice(*joined[-1])])):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _is_short(clause: str) -> bool:
    return len(clause.split()) < _LEAST_WORDS


def _is_fragment(clause: str) -> bool:
    if _is_short(clause):
        return True
    opening = key(clause)
    return any(opening.startswith(word + " ") for word in clause_words("continuation"))
