"""The agency block of a letterhead: who issued the paper, and which body stands above it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rules.vietnamese.header_line import Line
from rules.vietnamese.header_spelling import agency_spellings
from rules.vietnamese.header_words import flat, header_words, secrecy_of
from rules.vietnamese.syllables import is_syllable

_LONGEST = 120  # letters of one agency line
_DIGITS = re.compile(r"\d+")
_SPECKS = " .,;:'\"“”‘’|~^*<>«»\\_=—"
_NUMBERED = re.compile(r"/\s?[A-ZĐ][A-Za-zĐđ]{0,3}\s?-")  # a number line of which "Số" is misread
_RULE = re.compile(r"^[\W_]*$")  # "_____", "*****"
_FORM_CODE = re.compile(r"^(?:mau|bieu mau|phu luc|bm\d|ma so|mau so)\b|^[a-z]{1,3}\d+$")


def read_agencies(texts: Sequence[str]) -> tuple[str, str]:
    """Parent and issuer of the agency lines, wrapped names joined again.

    >>> read_agencies(["UBND TỈNH SƠN LA", "SỞ NỘI VỤ"])
    ('UBND TỈNH SƠN LA', 'SỞ NỘI VỤ')
    >>> read_agencies(["ỦY BAN NHÂN DÂN", "TỈNH SƠN LA"])
    ('', 'ỦY BAN NHÂN DÂN TỈNH SƠN LA')
    """
    units: list[str] = []
    for text in texts:
        line = clean_agency(text)
        if not line:
            continue
        if units and _continues(units[-1], line):
            units[-1] = f"{units[-1]} {line}"
        else:
            units.append(line)
    units = [_without_end(re.sub(r"\s+", " ", unit)) for unit in units]
    if units and flat(units[-1]) in header_words().bare:
        # No agency's name by itself: the rest of the name above it, else a name cut off.
        units = [*units[:-2], f"{units[-2]} {units[-1]}"] if len(units) > 1 else []
    if not units:
        return "", ""
    return (units[-2] if len(units) > 1 else ""), units[-1]


def _without_end(unit: str) -> str:
    """The name without the marks and the rule behind it."""
    unit = unit.rstrip("_")
    end = next(
        (i for i in range(len(unit), 0, -1) if unit[i - 1].isalnum() or unit[i - 1] in "_)"), 0
    )
    return unit[:end]


def clean_agency(text: str) -> str:
    """An agency line without rules, stars and blanks; empty where nothing is left."""
    line = re.sub(r"[_*=]{2,}|\*+\s*$|[-–]{3,}", " ", text)
    line = re.sub(r"\s+", " ", line).strip(" .,;:")
    return "" if _RULE.match(line) else line


def _continues(unit: str, line: str) -> bool:
    words = header_words()
    folded, above = flat(line), flat(unit)
    if any(_ends(above, first) and _opens(folded, rest) for first, rest in words.broken):
        return True
    if words.joining_end.search(above) or above in words.incomplete:
        return True
    return not opens_agency(folded)


def _ends(folded: str, words: str) -> bool:
    return f" {folded}".endswith(f" {words}")


def _opens(folded: str, words: str) -> bool:
    return re.match(rf"{re.escape(words)}(?!\w)", folded) is not None


def opens_agency(folded: str) -> bool:
    """Whether a folded line begins with the name of an agency."""
    words = header_words()
    return bool(words.agency.match(folded)) and not words.not_agency.match(folded)


def agency_lines(lines: Sequence[Line], end: int, letterhead: bool) -> list[Line]:
    """The agency lines among the head's lines before ``end`` (its number, subject or type).

    They stand on the left, or, where no halves are known, in capitals. Without a letterhead only
    lines at the very top count that begin with an agency's name in capitals.
    """
    found: list[Line] = []
    for line in map(_spelt, lines[:end]):
        text = clean_agency(line.text)
        if not text or _FORM_CODE.match(flat(text)) or line.side == "right":
            continue
        if line.confidence is not None and _NUMBERED.search(text):
            break
        if _is_agency_line(text, line, started=bool(found)):
            found.append(line)
        elif found or not letterhead:
            if found and _is_mark(text):
                continue
            break
    return found


def _spelt(line: Line) -> Line:
    """A line read from a picture with its names spelt right; empty where a rule or dust was read.

    Dust and seals beside a name are read as single letters and signs.
    """
    if line.confidence is None or re.search(r"[:/]", line.text):
        return line
    words = line.text.split()
    while words and _is_dust(words[0]):
        words.pop(0)
    while words and _is_dust(words[-1]):
        words.pop()
    text = " ".join(words).strip(_SPECKS)
    return replace(line, text=agency_spellings().restored(text) if _has_word(words) else "")


def _is_dust(word: str) -> bool:
    bare = "".join(filter(str.isalnum, word))
    return len(bare) < 2 and not bare.isdigit() and not (bare.isupper() and bare == word)


def _has_word(words: Sequence[str]) -> bool:
    """Whether there is a syllable, a short form in capitals or a number among the words."""
    return any(
        is_syllable(flat(bare)) or (bare.isupper() and len(bare) > 2) or bare.isdigit()
        for word in words
        if len(bare := "".join(filter(str.isalnum, word))) > 1
    )


def sure_name(name: str, lines: Sequence[Line], symbol: str) -> str:
    """The name as read; empty where a picture does not show its words or digits surely.

    Digits are believed where the paper's symbol has them too: BAN CHỈ ĐẠO 138, QĐ-BCĐ138.
    """
    if all(line.confidence is None for line in lines):
        return name
    spellings = agency_spellings()
    name = spellings.restored(name)  # once more: a name may be broken over two lines
    doubtful = {digits for line in lines if line.doubtful for digits in _DIGITS.findall(line.text)}
    unsure = doubtful.intersection(_DIGITS.findall(name)).difference(_DIGITS.findall(symbol))
    return "" if unsure or any(map(spellings.is_doubtful, name.split())) else name


def _is_mark(text: str) -> bool:
    """A stamp or mark among the agency lines: an incoming number, MẬT, a form's code."""
    words, folded = header_words(), flat(text)
    return bool(
        words.incoming.match(folded)
        or secrecy_of(text)
        or folded in words.urgency
        or re.match(r"(?i:số|ngày|giờ|chuyển)\b", text)
    )


def _is_agency_line(text: str, line: Line, started: bool) -> bool:
    folded = flat(text)
    if len(text) > _LONGEST or _is_mark(text) or re.search(r"\d{5,}|:", text):
        return False
    capitals = text.upper() == text and any(char.isalpha() for char in text)
    if opens_agency(folded):
        return capitals or line.side == "left"
    return started and (capitals or line.side == "left") and not folded.startswith("v/v")
