"""What a text states apart from its words: laws by number, years, provinces, percentages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rules.vietnamese.provinces import provinces
from rules.vietnamese.text import fold, tokens
from rules.vietnamese.texts_in_hand import once_in_hand

# "93/2021/NĐ-CP", "Quyết định 43/2019", "Luật số 10/2022/QH15": number and year; the sign may miss.
_NUMBERED = re.compile(r"(?<![\d/])(\d{1,4}[a-z]?)/((?:19|20)\d\d)(?:/([a-z\d-]+))?(?![\d/])")
# "429-qdi/tu", "942/qd-ttg", "17-nq/tu": number and sign of papers without a year.
_SIGNED = re.compile(
    r"(?<![\d/])(\d{1,4}[a-z]?)[-/]((?:nq|qdi?|ct|kl|qd|kh|dinh)[-/](?:tu|tw|ttg|cp|qh\d*|hdnd))\b"
)
# Shortened in running text: "Nghị định 116", "NĐ số 13".
_SHORT = re.compile(
    r"\b(nghi dinh|nd|quyet dinh|qd|nghi quyet|nq|thong tu|tt|quy dinh|chi thi|ct)(?: so)?"
    r" (\d{1,4})(?![\d/.,-]|\s*/)"
)
_DAY = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-]((?:19|20)\d\d)\b|\b\d{1,2}/((?:19|20)\d\d)\b")
_RANGE = re.compile(r"\b((?:19|20)\d\d)\s*-\s*((?:19|20)\d\d)\b")
_YEAR = re.compile(r"(?<![\d/.,])((?:19|20)\d\d)(?![\d/.,]\d|\d|/)")
_PERCENT = re.compile(r"(\d+(?:[.,]\d+)?)\s*%")


@dataclass(frozen=True, slots=True)
class Facts:
    """What was read from a text."""

    papers: frozenset[str]  # "93/2021", "429-qdi/tu"
    numbers: frozenset[str]  # "nghi dinh 93": type and number
    years: frozenset[int]  # standing alone: "năm 2024"
    ranges: frozenset[tuple[int, int]]  # "2021-2025"
    provinces: frozenset[str]
    percents: frozenset[str]


@once_in_hand  # asked of the same text for tasks and for measures
def read_facts(text: str) -> Facts:
    """The laws, years, provinces and percentages of a text."""
    folded = fold(text)
    if not any(char.isdigit() for char in folded):
        return Facts(*(frozenset[str](),) * 2, *(frozenset(),) * 2, _provinces(folded), frozenset())
    papers = {
        f"{found[1]}/{found[2]}" for found in _NUMBERED.finditer(folded) if not _is_month(found)
    }
    papers |= {f"{found[1]}-{found[2].replace('-', '/')}" for found in _SIGNED.finditer(folded)}
    plain = _NUMBERED.sub(" ", folded)
    plain = _DAY.sub(" ", _SIGNED.sub(" ", plain))
    ranges = {(int(found[1]), int(found[2])) for found in _RANGE.finditer(plain)}
    years = {int(found[1]) for found in _YEAR.finditer(_RANGE.sub(" ", plain))}
    return Facts(
        papers=frozenset(papers),
        numbers=frozenset(
            f"{_FULL.get(found[1], found[1])} {found[2]}" for found in _SHORT.finditer(folded)
        ),
        years=frozenset(years),
        ranges=frozenset(ranges),
        provinces=_provinces(folded),
        percents=frozenset(found[1].replace(".", ",") for found in _PERCENT.finditer(folded)),
    )


def _is_month(found: re.Match[str]) -> bool:
    """Whether "12/2024" is a month: it has no sign, and no word for a paper before it."""
    if found[3] or not found[1].isdigit() or int(found[1]) > 12:
        return False
    return _OF_PAPER.search(found.string, 0, found.start()) is None


_OF_PAPER = re.compile(
    r"(?:so|nghi dinh|quyet dinh|nghi quyet|lien tich|thong tu|chi thi|luat|nd|qd|nq|tt|ct) ?$"
)
_FULL = {
    "nd": "nghi dinh", "qd": "quyet dinh", "nq": "nghi quyet", "tt": "thong tu", "ct": "chi thi"
}  # fmt: skip


def _provinces(folded: str) -> frozenset[str]:
    return frozenset(fold(name) for name in provinces(tokens(folded)))
