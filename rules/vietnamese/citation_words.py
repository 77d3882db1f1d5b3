"""The words with which papers are named, compiled from ``rules/data/citation_words.toml``."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from rules.document_types import DocumentType, DocumentTypes
from rules.vietnamese.text import Letters, fold, key

_NUMBER = r"\d[\do]{0,4}[a-z]?(?![\w])"


@dataclass(frozen=True, slots=True)
class CitationWords:
    """The patterns run on text without diacritics, place by place.

    A type's abbreviation counts in its own capitals only: "ĐA" is a Đề án, "đã" is not.
    """

    names: dict[str, str]  # key or folded word -> type name
    untyped_type: str
    bare_types: frozenset[str]
    legal_types: frozenset[str]
    legal_symbols: tuple[str, ...]
    type_end: re.Pattern[str]  # a type word at the end of a text
    type_near_end: re.Pattern[str]  # a type word and up to six others at the end of a text
    other_end: re.Pattern[str]
    number_alone: re.Pattern[str]
    date_alone: re.Pattern[str]
    law_dated: re.Pattern[str]
    counted: re.Pattern[str]
    subject: re.Pattern[str]
    subject_here: re.Pattern[str]

    def name(self, word: str) -> str:
        """The type that a word names; empty for "văn bản" and for no type word."""
        plain = fold(word)
        return self.names.get(key(word)) or (
            self.names.get(plain, "") if key(word) == plain else ""
        )


def _any(words: Iterable[str]) -> str:
    """One of the words, the longest first, on flat text; any blanks between their parts."""
    folded = sorted({fold(word) for word in words}, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in folded)


@cache
def citation_words(types: DocumentTypes) -> CitationWords:
    """The words for the types of the table, compiled once for each table."""
    return _compiled(types.types)


def _compiled(types: tuple[DocumentType, ...]) -> CitationWords:
    source = resources.files("rules").joinpath("data/citation_words.toml").read_text("utf-8")
    data = tomllib.loads(source)
    names = _names(types, data["citable"]["types"])
    named = _type_words(types, data["citable"]["types"])
    typed = f"{named}|{_any(data['untyped']['phrases'])}"
    issued, subject = _any(data["issued"]["phrases"]), _any(data["subject"]["phrases"])
    word = r"(?:\s+(?!da\b|duoc\b|tai\b|tu\b|den\b|ve\b|ngay\b|so\b)[\w&-]+)"
    return CitationWords(
        names=names,
        untyped_type=data["untyped"]["type"],
        bare_types=frozenset(data["bare_number"]["types"]),
        legal_types=frozenset(data["legal"]["types"]),
        legal_symbols=tuple(data["legal"]["symbols"]),
        type_end=_compile(rf"(?<!\w)(?P<type>{typed})\s*$"),
        type_near_end=_compile(rf"(?<!\w)(?P<type>{named}){word}{{1,6}}?\s*$"),
        other_end=_compile(rf"(?<!\w)(?:{_any(data['other_things']['phrases'])})(?:\s+so)?$"),
        number_alone=_compile(
            rf"(?<!\w)(?P<type>{named})\s*(?P<said>so\s*(?::\s*)?|\s)"
            rf"(?P<number>{_NUMBER})(?:/(?P<year>(?:19|20)\d\d))?(?![/\w%]|[.,]\d|-\w)"
        ),
        date_alone=_compile(
            rf"(?<!\w)(?P<type>{named})(?P<before>"
            rf"(?:\s+cua(?P<issuer>{word}{{1,8}}?))?|{word}{{0,6}}?\s+(?:{issued}))\s+(?=ngay\s)"
        ),
        law_dated=_compile(
            rf"(?<!\w)(?P<type>{_any(data['legal']['types'])})(?P<before>{word}{{1,9}}?)\s+(?=ngay\s)"
        ),
        counted=_compile(rf"\s+(?:{_any(data['counted']['phrases'])})(?!\w)"),
        subject=_compile(rf"(?<!\w)(?:{subject})(?!\w)"),
        subject_here=_compile(rf"[\s,)]*(?P<subject>(?:{subject})(?!\w))"),
    )


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _citable(types: tuple[DocumentType, ...], citable: list[str]) -> list[DocumentType]:
    return [entry for entry in types if entry.name in citable]


def _type_words(types: tuple[DocumentType, ...], citable: list[str]) -> str:
    """The names of the types in any case, and their abbreviations in their own."""
    entries = _citable(types, citable)
    short = {flat(word) for entry in entries for word in entry.abbreviations}
    exact = "|".join(re.escape(word) for word in sorted(short, key=len, reverse=True))
    return f"{_any(word for entry in entries for word in entry.wordings())}|(?-i:{exact})"


def flat(text: str) -> str:
    """The text without diacritics, each character at its own place; capitals are kept."""
    return text.translate(_PLAIN)


def _plain(char: str) -> str:
    if char in "đĐ":
        return "d" if char == "đ" else "D"
    return unicodedata.normalize("NFD", char)[0]


_PLAIN = Letters(_plain)


def _names(types: tuple[DocumentType, ...], citable: list[str]) -> dict[str, str]:
    names: dict[str, str] = {}
    for entry in _citable(types, citable):
        for word in (*entry.wordings(), *entry.abbreviations):
            names.setdefault(key(word), entry.name)
            names.setdefault(fold(word), entry.name)
    return names
