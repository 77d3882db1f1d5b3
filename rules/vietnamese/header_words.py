"""The words by which the head and foot of a paper are recognised, from their table."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rules.vietnamese.text import Letters

_LONGEST_STAMP = 80  # letters; a paragraph is none
_DATA = Path(__file__).parents[1] / "data" / "header_words.toml"


def flat(text: str) -> str:
    """The text without case and diacritics, of the same length, so that places stay.

    >>> flat("Đơn vị")
    'don vi'
    """
    return text.translate(_FLAT)


def _flat_letter(char: str) -> str:
    base = unicodedata.normalize("NFD", char)[0].casefold().replace("đ", "d")
    if base in "‐‑‒–—―−":
        return "-"
    return base if len(base) == 1 else char


_FLAT = Letters(_flat_letter)


@dataclass(frozen=True, slots=True)
class HeaderWords:
    """The word lists, folded, as patterns that match at the start of a folded line."""

    agency: re.Pattern[str]
    not_agency: re.Pattern[str]
    incomplete: frozenset[str]
    bare: frozenset[str]
    broken: tuple[tuple[str, str], ...]  # both halves of words that a narrow column breaks
    joining_end: re.Pattern[str]
    position: re.Pattern[str]
    title_stop: re.Pattern[str]
    authority: re.Pattern[str]
    secrecy_levels: dict[str, str]  # folded, without blanks -> as written
    secrecy_stamp: re.Pattern[str]  # a level with what may stand on its line; level: group 1
    urgency: frozenset[str]
    draft: re.Pattern[str]
    draft_before: re.Pattern[str]  # the same before a type: "DỰ THẢO LẦN 2 BÁO CÁO"
    incoming: re.Pattern[str]


@cache
def header_words() -> HeaderWords:
    """The table, read once."""
    with _DATA.open("rb") as file:
        table = tomllib.load(file)
    agency, marks = table["agency"], table["marks"]
    return HeaderWords(
        agency=_start(agency["openings"]),
        not_agency=_start(agency["not_openings"]),
        incomplete=frozenset(map(flat, agency["incomplete"])),
        bare=frozenset(map(flat, agency["bare"])),
        broken=tuple(_halves(agency["compounds"])),
        joining_end=re.compile(rf"(?:^|\s)(?:{_any(agency['joining_ends'])})\s*$"),
        position=_start(table["position"]["openings"]),
        title_stop=_start(table["title"]["stops"]),
        authority=_start(table["title"]["authorities"]),
        secrecy_levels={flat(level).replace(" ", ""): level for level in marks["secrecy"]},
        secrecy_stamp=_stamp(marks["secrecy"], marks["secrecy_before"], marks["secrecy_after"]),
        urgency=frozenset(map(flat, marks["urgency"])),
        # "DỰ THẢO", "Dự thảo lần 2 (12/3)"; not "Dự thảo Nghị quyết quy định ...", a title.
        draft=re.compile(rf"\W*(?:{_any(marks['draft'])})(?:\W*(?:lan|ngay))?[\W\d]*$"),
        draft_before=re.compile(rf"\W*(?:{_any(marks['draft'])})(?:\W+lan\W+\d+)?[\W\d]+(?=\w)"),
        incoming=_start(marks["incoming"]),
    )


def _halves(compounds: list[str]) -> Iterator[tuple[str, str]]:
    """Each way to break each of the words at a blank."""
    for compound in compounds:
        words = flat(compound).split()
        for cut in range(1, len(words)):
            yield " ".join(words[:cut]), " ".join(words[cut:])


def _any(words: list[str]) -> str:
    ordered = sorted(map(flat, words), key=len, reverse=True)
    return "|".join(re.escape(word) for word in ordered)


def _stamp(levels: list[str], before: list[str], after: list[str]) -> re.Pattern[str]:
    """A stamp on its line: "M Ậ T", "Độ mật: Mật", "TỐI MẬT - Bản số: 01"; not "Độ mật:" alone."""
    letters = (r"\s*".join(flat(level).replace(" ", "")) for level in levels)
    return re.compile(
        rf"[\W_]*(?:(?:{_any(before)})[\W_]+)?({'|'.join(letters)})"
        rf"[\W_]*(?:(?:{_any(after)})(?!\w).{{,20}})?$"
    )


def secrecy_of(line: str) -> str:
    """The level of secrecy that a line stamps on its paper, as the law writes it; else empty.

    >>> secrecy_of("Độ mật: Mật"), secrecy_of("TUYỆT  MẬT"), secrecy_of("bí mật nhà nước")
    ('MẬT', 'TUYỆT MẬT', '')
    """
    words = header_words()
    found = words.secrecy_stamp.match(flat(line)) if len(line) <= _LONGEST_STAMP else None
    return words.secrecy_levels["".join(found[1].split())] if found else ""


def _start(words: list[str]) -> re.Pattern[str]:
    """Any of the words at the start of a line, as a whole."""
    return re.compile(rf"(?:{_any(words)})(?!\w)")
