"""Names of agencies and types of papers as they are spelt, where a picture was read.

Capitals lose their marks there ("TĨNH QUANG NGAI"), letters their shape ("GlÁO DỤC"), words the
blank between them. What is read is put right only where exactly one name of the table is near; all
else stays as read, for a school or a commune may be called anything.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from rules.document_types import DocumentTypes
from rules.vietnamese.header_words import flat
from rules.vietnamese.provinces import table as provinces
from rules.vietnamese.syllables import is_syllable
from rules.vietnamese.text import key

_DATA = Path(__file__).parents[1] / "data" / "agency_spellings.toml"
_SHAPES = str.maketrans(
    {"l": "I", "|": "I", "!": "I", "1": "I", "0": "O", "5": "S", "8": "B", "Ð": "Đ"}
)
_MIXED = re.compile(r"\d[^\W\d_][^\W\d_]|\d[À-ỹ]|[A-ZĐ]l")
_CAPITALS = 3  # with a small letter among them: "NGHk"
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_SIGN_SHAPES = str.maketrans("TJl1|O0ỌCGÐD8ER", "IIIIIQQQQQĐĐBBB")
_EDGES = re.compile(r"^(\W*)(.*?)(\W*)$", re.DOTALL)
_VOWEL = re.compile(r"[aeiouy]")
_LEAST = 8  # letters of an agency's name that is looked for by likeness, one misread for each
_LEAST_OF_TYPE = 6  # the types are few, and a closed list
_MOST_CHANGES = 2
_NO_LINE = 120  # letters; a longer line is no agency's


@dataclass(frozen=True, slots=True)
class Spellings:
    """Names by their letters without marks and blanks."""

    names: Mapping[str, str]  # empty for letters that two names share
    words: frozenset[str]  # of all names, as their keys
    longest: int  # words of the longest name
    least: int  # letters of a name that is looked for by likeness

    @staticmethod
    def of(names: Iterable[str], least: int) -> Spellings:
        """The spellings of these names."""
        spelt: dict[str, dict[str, str]] = defaultdict(dict)
        for name in names:
            spelt[_letters(name.upper())].setdefault(key(name), name)
        one = {
            letters: next(iter(found.values())) if len(found) == 1 else ""
            for letters, found in spelt.items()
        }
        split = [name.split() for name in one.values()]
        words = frozenset(key(word) for name in split for word in name)
        return Spellings(one, words, max(map(len, split)), least)

    def restored(self, line: str) -> str:
        """The line with the names in it spelt right; words in small letters stay as they are."""
        words = line.split()
        if len(line) > _NO_LINE or not _in_capitals(line):
            return line
        parts: list[str] = []
        at, changed = 0, False
        while at < len(words):
            end, name = self._found(words, at)
            if name:
                parts += _as_written(words[at:end], name)
                changed = True
            else:
                end = at + 1
                parts.append(words[at])
            at = end
        return " ".join(parts) if changed else line

    def opening(self, line: str) -> str:
        """The line with the name that opens it spelt right; unchanged where none does."""
        words = line.split()
        if not words or not _in_capitals(words[0]):
            return line
        end, name = self._found(words, 0)
        return " ".join([*_as_written(words[:end], name), *words[end:]]) if name else line

    def is_doubtful(self, word: str) -> bool:
        """Whether a word cannot have been printed so: "BÌNN", "PHÒNC", "5Ở", "NGHk".

        Short forms and names from other languages bear no tone, or stand in the table ("ĐẮK").
        """
        small = sum(map(str.isupper, word)) >= _CAPITALS and any(map(str.islower, word))
        mixed = small or bool(_MIXED.search(word))
        toned = any(char in _TONES for char in unicodedata.normalize("NFD", word))
        return (mixed or (toned and _is_misread(word))) and key(word.strip(",.")) not in self.words

    def _found(self, words: list[str], at: int) -> tuple[int, str]:
        """The longest name that begins at a word, and where it ends: "THÔNG TƯ LIÊH TỊCH"."""
        return max(self._near(words, at), self._exact(words, at))

    def _exact(self, words: list[str], at: int) -> tuple[int, str]:
        """The longest name that has these letters, and where it ends."""
        for end, letters in reversed(list(self._windows(words, at))):
            name = self.names.get(letters, "")
            if name and _letters(words[at]) and _letters(words[end - 1]):
                return end, name
        return at, ""

    def _near(self, words: list[str], at: int) -> tuple[int, str]:
        """The one name whose letters are nearly these, where a word is no Vietnamese syllable."""
        best: list[tuple[int, int, str]] = []
        for end, letters in self._windows(words, at):
            if len(letters) < self.least or not any(_is_misread(word) for word in words[at:end]):
                continue
            most = min(_MOST_CHANGES, len(letters) // self.least)
            near = [
                (changes, spelt)
                for known, spelt in self.names.items()
                if len(known) >= self.least
                and abs(len(known) - len(letters)) <= 1
                and (changes := Levenshtein.distance(letters, known, score_cutoff=most + 1))
                <= most + 1
            ]
            if len(near) == 1 and near[0][0] <= most and near[0][1]:
                best.append((near[0][0], -end, near[0][1]))
        if not best:
            return at, ""
        _, end, name = min(best)
        return -end, name

    def _windows(self, words: list[str], at: int) -> Iterator[tuple[int, str]]:
        letters = ""
        for end in range(at + 1, min(len(words), at + self.longest + 2) + 1):
            letters += _letters(words[end - 1])
            yield end, letters


def restored_sign(symbol: str, signs: Iterable[str]) -> str:
    """A symbol that begins with the one of these signs whose letters look like what was read.

    >>> restored_sign("TIr-UBND", ["TTr"]), restored_sign("SNV-VP", ["BC"])
    ('TTr-UBND', 'SNV-VP')
    """
    first = re.split(r"[-/]", symbol)[0]
    alike = [
        sign for sign in signs if first.translate(_SIGN_SHAPES) == sign.translate(_SIGN_SHAPES)
    ]
    return alike[0] + symbol[len(first) :] if len(alike) == 1 else symbol


@cache
def agency_spellings() -> Spellings:
    """Those of the table, read once."""
    with _DATA.open("rb") as file:
        rows = tomllib.load(file)
    names = [*rows["names"], *rows["short"]]
    for place in rows["place"]:
        own = [*place["names"], *(provinces()["names"] if place.get("provinces") else ())]
        names += [f"{kind} {name}" for kind in place["kinds"] for name in own]
    fields = [*rows["fields"], *(field.replace(" và ", " & ") for field in rows["fields"])]
    names += [f"{body} {field}" for body in rows["bodies"] for field in fields]
    return Spellings.of(names, _LEAST)


@cache
def type_spellings(types: DocumentTypes) -> Spellings:
    """Those of the types of papers that are two words and more."""
    words = [word for row in types.types for word in row.wordings() if " " in word]
    return Spellings.of(words, _LEAST_OF_TYPE)


def _letters(text: str) -> str:
    """The letters of capitals without marks and blanks, misread shapes taken for letters."""
    return "".join(char for char in flat(_shaped(text)) if char.isalpha())


def _shaped(text: str) -> str:
    capitals = any(map(str.isupper, text))
    return text.translate(_SHAPES).replace("IJ", "U") if capitals else text.replace("Ð", "Đ")


def _bare(word: str) -> str:
    """The letters with their marks, without signs between them: "GD&ĐT" and "GD-ĐT" are one."""
    return key("".join(filter(str.isalpha, word)))


def _in_capitals(text: str) -> bool:
    letters = [char for char in _shaped(text) if char.isalpha()]
    return bool(letters) and sum(map(str.isupper, letters)) >= 0.8 * len(letters)


def _is_misread(word: str) -> bool:
    """Whether a word is neither a syllable nor an abbreviation without vowels ("THCS")."""
    letters = _letters(word)
    return len(letters) > 1 and bool(_VOWEL.search(letters)) and not is_syllable(letters)


def _as_written(read: list[str], name: str) -> list[str]:
    """The words of a name in capitals with the marks around the words read.

    A word that differs in the place of its tone mark only ("UỶ", "ỦY") stays as read.
    """
    spelt = [word for word in name.upper().split() if _letters(word)]
    written = [word for word in read if _letters(word)]
    if len(spelt) != len(written):
        before, after = _EDGES.match(read[0]), _EDGES.match(read[-1])
        return [f"{before[1] if before else ''}{name.upper()}{after[3] if after else ''}"]
    following = iter(spelt)
    return [_with_edges(word, next(following)) if _letters(word) else word for word in read]


def _with_edges(read: str, word: str) -> str:
    found = _EDGES.match(read)
    core = found[2] if found else read
    own = core if _bare(core) == _bare(word) else word.strip(",-")
    return f"{found[1]}{own}{found[3]}" if found else own
