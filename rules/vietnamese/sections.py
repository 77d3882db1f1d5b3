"""What a heading says: its number, the section of the plan it names, the part of the report.

A plan's section is told by the words of its own title, however a report frames or shortens them
("Trục nội dung 4: Kiểm soát tham nhũng", "5. TTHC công"); nothing here knows one plan.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from rules.model.plan import Section
from rules.vietnamese.text import fold, nfc, tokens
from rules.vietnamese.texts_in_hand import once_in_hand

# Depth of a numbering style: a deeper one never closes a shallower one.
RANKS = {"part": 0, "letter_cap": 1, "roman": 2, "content": 3, "arabic": 4, "decimal": 5,
         "": 6, "letter": 7, "bullet": 8}  # fmt: skip
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}

# One alternative per style. A Roman number or letter needs its full stop, dash or bracket;
# "Nội dung 4", "Trục nội dung số IV" and "Chỉ số nội dung 2" are the plan's own way to count.
_LABELS = re.compile(
    r"""^\s*(?:[*#]+\s*)?(?:
      (?P<part>phần\s+(?:thứ\s+\w+|(?-i:[IVX]+)|\d+))(?=[\s.:,)–-]|$)
    | (?:trục\s+|chỉ\s+số\s+)*nội\s+dung\s+(?:thứ\s+|số\s+)?
      (?P<content>\d{1,2}|(?-i:[IVXL]+))(?=[\s.:,;)–-]|$)
    | (?P<roman>[IVXL]{1,6})\s*(?:[.)–:-]|/(?!v\b)|$)
    | (?P<decimal>\d{1,2}(?:\.\d{1,2})+)\.?(?=\s|$)
    | (?P<arabic>\d{1,2})\s*(?:[.):/](?!\d)|\s-\s(?=[^\W\d]))
    | (?P<letter_cap>[A-HĐ])\s*[.)](?=\s)
    | (?P<letter>[a-zđ])\s*[.)](?=\s|$)
    | (?P<bullet>[-+*•–○▪])\s
    )\s*[.:)–-]*\s*""",
    re.VERBOSE | re.IGNORECASE,
)
_CASED = ("roman", "letter_cap", "letter")


@dataclass(frozen=True, slots=True)
class Label:
    """The number a heading or item begins with: its style, its value, and the words after it."""

    style: str
    number: int | None
    words: str


@once_in_hand
def read_label(text: str) -> Label:
    """The label of a heading or item.

    >>> read_label("IV. Kiểm soát tham nhũng"), read_label("Nội dung số 4: Kiểm soát").number
    (Label(style='roman', number=4, words='Kiểm soát tham nhũng'), 4)
    >>> read_label("Chỉ đạo các xã").style, read_label("3.2. Kết quả").style
    ('', 'decimal')
    """
    text = nfc(text)
    found = _LABELS.match(text)
    if found is None or found.lastgroup is None:
        return Label("", None, text.strip())
    style, written = found.lastgroup, found.group(found.lastgroup)
    if style in ("roman", "letter_cap") and not written.isupper():
        style = "letter" if len(written) == 1 else ""
    elif style == "letter" and written.isupper():
        style = "letter_cap"
    if not style:
        return Label("", None, text.strip())
    return Label(style, _value(style, written), text[found.end() :].strip())


def _value(style: str, written: str) -> int | None:
    if written.isdigit():
        return int(written)
    if style == "letter_cap":
        return "ABCDĐEFGH".find(written) + 1
    return roman(written) if style in ("roman", "content") else None


def roman(written: str) -> int | None:
    """The value of a Roman number; None where it is none.

    >>> roman("VIII"), roman("IX"), roman("xyz")
    (8, 9, None)
    """
    values = [_ROMAN.get(char, 0) for char in written.upper()]
    if not values or 0 in values:
        return None
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < after else value for value, after in pairs)


@cache
def _table() -> dict[str, list[dict[str, list[str]]]]:
    data = resources.files("rules").joinpath("data/section_headings.toml").read_text("utf-8")
    return tomllib.loads(data)


@cache
def _later() -> re.Pattern[str]:
    """What opens an outlook where a later year ends the heading: "Mục tiêu năm 2025"."""
    opens = "|".join(fold(word) for word in _table()["later_year"][0]["opens"])
    return re.compile(rf"(?:(?:{opens})\b(?:,? \w+){{0,8}}? )?(?:trong )?(?:nam )?(20\d\d)")


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a report: how its headings open, what stands in them, what they are wholly."""

    name: str
    opens: tuple[tuple[int, re.Pattern[str]], ...]  # with the length of the words
    holds: tuple[re.Pattern[str], ...]
    whole: frozenset[str]


@cache
def _parts() -> tuple[_Part, ...]:
    def written(
        entry: dict[str, list[str]], way: str, form: str
    ) -> list[tuple[int, re.Pattern[str]]]:
        plain = map(fold, entry.get(way, ()))
        return [(len(words), re.compile(form.format(re.escape(words)))) for words in plain]

    return tuple(
        _Part(
            str(entry["name"]),
            tuple(written(entry, "opens", r"{}\b")),
            tuple(
                found
                for way, form in (("anywhere", r"\b{}\b"), ("ends", r"\b{}$"))
                for _, found in written(entry, way, form)
            ),
            frozenset(map(fold, entry.get("whole", ()))),
        )
        for entry in _table()["part"]
    )


@cache
def _phrases(name: str) -> re.Pattern[str]:
    words = sorted((fold(word) for entry in _table()[name] for word in entry["phrases"]), key=len)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, reversed(words)))})\b")


@once_in_hand
def read_part(heading: str, year: int | None = None) -> str:
    """The part of a report that a heading opens: results, shortcomings, causes, proposals,

    outlook, or empty. ``year`` is the report's: a heading of work in a later one is outlook.

    >>> read_part("III. PHƯƠNG HƯỚNG, NHIỆM VỤ"), read_part("Tiếp nhận phản ánh, kiến nghị")
    ('outlook', '')
    >>> read_part("Trọng tâm 2025", 2024), read_part("Trọng tâm 2025", 2025)
    ('outlook', '')
    """
    words = fold(read_label(heading).words).strip(" :.-*")
    lead_in = _phrases("lead_in").match(words)
    openings = [words, words[lead_in.end() :].strip()] if lead_in else [words]
    opened = [
        (length, part.name)
        for part in _parts()
        for length, opens in part.opens
        if any(map(opens.match, openings))
    ]
    if opened:
        return max(opened)[1]
    if year is not None and any(_names_later(opening, year) for opening in openings):
        return "outlook"
    for part in _parts():
        if words in part.whole or any(pattern.search(words) for pattern in part.holds):
            return part.name
    return ""


def _names_later(words: str, year: int) -> bool:
    later = _later().fullmatch(words)
    return later is not None and int(later[1]) > year


def bare_words(heading: str) -> list[str]:
    """The folded words of a heading without its number and the words that only frame it."""
    words = _phrases("framing").sub(" ", fold(read_label(heading).words))
    return [word for word in tokens(words) if not word.isdigit()]


class SectionReader:
    """Tells which section of one plan a heading names."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self._sections = tuple(sections)
        # Headings are short, unless the plan's own titles are long; a report adds some words.
        self.longest = max([30, *(len(section.title.split()) + 12 for section in sections)])
        self._bare = [bare_words(section.title) for section in sections]
        self._short = [_initials(title) for title in self._bare]
        self.by_words = lru_cache(maxsize=2048)(self._by_words)

    def numbered(self, number: int | None) -> str:
        """The section of that place in the plan; empty where there is none."""
        known = number is not None and 1 <= number <= len(self._sections)
        return self._sections[number - 1].id if known and number is not None else ""

    def place(self, section_id: str) -> int:
        """The place of a section in the plan, from 1; 0 where unknown."""
        ids = [section.id for section in self._sections]
        return ids.index(section_id) + 1 if section_id in ids else 0

    def resembles(self, words: str, section_id: str) -> bool:
        """Whether words are no other title than the section's: none at all, or half of them its."""
        said, place = bare_words(words), self.place(section_id)
        title = self._bare[place - 1] if place else []
        return 2 * sum(word in title for word in said) >= len(said)

    def read(self, heading: str) -> str:
        """The section that a heading names by its words, or as "Nội dung 4"; else empty."""
        label = read_label(heading)
        if label.style == "bullet":
            label = read_label(label.words)
        by_words = self.by_words(label.words)
        if by_words or label.style != "content":
            return by_words
        return self.numbered(label.number)

    def _by_words(self, words: str) -> str:
        """The section whose title the words give, whole or shortened, and no other's."""
        said = bare_words(words)
        if not said or len(words.split()) > self.longest:
            return ""
        ranked = sorted(
            (
                (_likeness(said, title, short), section.id)
                for title, short, section in zip(
                    self._bare, self._short, self._sections, strict=True
                )
                if title
            ),
            reverse=True,
        )
        if not ranked or ranked[0][0] == 0:
            return ""
        if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < 0.15:
            return ""
        return ranked[0][1]


@lru_cache(maxsize=8)
def section_reader(sections: tuple[Section, ...]) -> SectionReader:
    """The reader of a plan's sections, one for all papers."""
    return SectionReader(sections)


def _likeness(said: list[str], title: list[str], short: dict[str, list[str]]) -> float:
    """How far the words are the title's: 0 unless most of each is in the other.

    ``short`` are the words of the title that each run of initials stands for: ``tthc`` is
    ``thu tuc hanh chinh``.
    """
    spelt = {part for word in said for part in short.get(word, (word,))}
    common = len(spelt.intersection(title))
    kept, covered = common / len(spelt), common / len(set(title))
    if kept < 0.75 or covered < 0.5:
        return 0.0
    return (kept + 2 * covered) / 3


def _initials(title: list[str]) -> dict[str, list[str]]:
    """The initials of every two or more words in a row, with the first words they stand for."""
    found: dict[str, list[str]] = {}
    for start in range(len(title)):
        for end in range(start + 2, len(title) + 1):
            run = title[start:end]
            found.setdefault("".join(word[0] for word in run), run)
    return found
