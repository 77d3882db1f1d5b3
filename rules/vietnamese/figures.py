"""The figures a statement gives: value, what it counts, and whether it is reached or aimed at.

Years, dates, document numbers and the numbers of articles are names, not figures.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources

from rules.model.papers import Figure
from rules.vietnamese.text import nfc

# A number with groups or decimals, or "11/12 xã"; never a part of a word, a date, a range of
# years or a document number ("12/KH-SNV", "43/2019/QĐ-UBND", "4G").
_NUMBER = re.compile(
    r"(?<![\w/.,-])(?P<value>\d+(?:[.,]\d+)*)(?P<of>\s?/\s?\d+(?:[.,]\d+)*)?(?P<tail>\s?[%‰])?"
    r"(?![\w/]|[-–]\d|[.,]\d)"
)
_DIGIT = re.compile(r"\d")
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_WORD = re.compile(r"\s?([^\W\d_]+)")
_CLAUSE_END = re.compile(r"[;.](?=\s|$)")
_LABEL = re.compile(r"^\s*\d{1,2}(?:\.\d{1,2})*[.)](?:\s|$)")


@cache
def _words(name: str, role: str = "") -> re.Pattern[str]:
    data = tomllib.loads(
        resources.files("rules").joinpath("data/figure_words.toml").read_text("utf-8")
    )
    entries = [entry for entry in data[name] if entry.get("name", "") == role]
    phrases = sorted((phrase for entry in entries for phrase in entry["phrases"]), key=len)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, reversed(phrases)))})(?!\w)")


@lru_cache(maxsize=4096)
def find_figures(text: str) -> tuple[Figure, ...]:
    """The figures of a statement in order.

    >>> [(f.value, f.unit, f.role) for f in find_figures("ước đạt 98,7%, phấn đấu hết năm đạt 99%")]
    [(98.7, '%', 'estimate'), (99.0, '%', 'target')]
    >>> find_figures("Trong năm 2024 và 6 tháng đầu năm 2025, theo Điều 5 Luật số 13/2022/QH15")
    ()
    """
    if not _DIGIT.search(text):
        return ()
    text = nfc(text)
    lowered = text.lower()
    if len(lowered) != len(text):  # letters such as İ, in no Vietnamese text
        lowered = text
    return tuple(_figures(text, lowered))


def _figures(text: str, lowered: str) -> Iterator[Figure]:
    label = _LABEL.match(text)
    start = last = label.end() if label else 0
    for found in _NUMBER.finditer(text, start):
        before = lowered[last : found.start()]
        if _is_name(before, lowered, found):
            continue
        unit, end = _unit(lowered, found)
        ends = [stop.end() for stop in _CLAUSE_END.finditer(before)]
        reach = before[ends[-1] :] if ends else before
        yield Figure(_value(found["value"]), unit, _role(reach), text[found.start() : end].strip())
        last = found.end()


def _is_name(before: str, lowered: str, found: re.Match[str]) -> bool:
    if found["tail"]:
        return False
    opening = before.rstrip(" :").split(" ")
    last_words = " ".join(opening[-3:])
    named = any(
        name.end() == len(last_words) for name in _words("name_before").finditer(last_words)
    )
    after = _WORD.match(lowered, found.end())
    timed = after is not None and _words("name_after").fullmatch(after.group(1)) is not None
    if named or timed:
        return True
    # "đến 30/9", "04/2024": a day or month, unless it counts something ("11/11 xã").
    return bool(found["of"]) and not _counts(found, after)


def _counts(found: re.Match[str], after: re.Match[str] | None) -> bool:
    part, whole = _value(found["value"]), _value((found["of"] or "").strip(" /"))
    return after is not None and part <= whole


def _value(written: str) -> float:
    """The value of ``1.204``, ``98,2``, ``98.2`` and ``1.204,5``; a comma is decimal."""
    if _GROUPED.fullmatch(written):
        written = written.replace(".", "")
    written = written.replace(",", ".")
    whole, dot, decimals = written.rpartition(".")
    return float(f"{whole.replace('.', '')}{dot}{decimals}"[:300])


def _unit(lowered: str, found: re.Match[str]) -> tuple[str, int]:
    end = found.end()
    if found["tail"]:
        of_plan = _words("of_plan").match(lowered, _skip_blanks(lowered, end))
        mark = found["tail"].strip()
        return (f"{mark} kế hoạch", of_plan.end()) if of_plan else (mark, end)
    start = _skip_blanks(lowered, end)
    known = _words("unit").match(lowered, start)
    if known:
        return known.group(), known.end()
    word = _WORD.match(lowered, end)
    return (word.group(1), word.end()) if word else ("", end)


def _skip_blanks(lowered: str, start: int) -> int:
    return start + len(lowered[start:]) - len(lowered[start:].lstrip())


def _role(reach: str) -> str:
    """The kind of the figure, told by the words between it and the figure before."""
    turns = [turn.end() for turn in _words("turn").finditer(reach)]
    if turns:
        reach = reach[turns[-1] :]
    part = re.split(r"[,(]", reach)[-1]
    for role in ("target", "estimate"):
        if _words("role", role).search(reach):
            return role
    for role in ("change", "share"):
        if _words("role", role).search(part):
            return role
    return "result"
