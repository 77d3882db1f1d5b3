"""The papers that a text names: type, number, symbol, day, issuer and subject.

``Kế hoạch số 12/KH-SNV ngày 15/01/2024``, ``Công văn 415/SNV-XDCQ``, ``các Công văn số 12, 15,
20/SNV-CCHC``, ``NQ số 85``, ``Kế hoạch ngày 15/01/2024``. What is not written stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rules.document_types import DocumentTypes
from rules.vietnamese.citation_words import CitationWords, citation_words, flat
from rules.vietnamese.dates import find_dates
from rules.vietnamese.text import nfc

_WRITTEN = re.compile(r"[\d/]")  # of every number, blank number and day
_ETH = str.maketrans({"Ð": "Đ", "ð": "đ", "–": "-", "—": "-"})

# One piece of a symbol: "QĐ", "TTr", "BCĐ138", "GD&ĐT"; it begins with a capital.
_PIECE = r"[A-ZĐƯƠÔÂ][A-Za-zĐđƯÂÔƠư&.]*\d{0,4}(?:&[A-ZĐ][A-Za-zĐđ]*)*"
_CAPITALS = r"(?=[A-ZĐƯ]{2}|[A-ZĐ]\b|[A-ZĐ][a-z]?[A-ZĐ]|[A-ZĐ]+[a-z]\b|[A-ZĐ]\d)"
_YEAR = r"(?:(?:19|20)\d\d\s?/\s?)?"
_SYMBOL = rf"{_YEAR}{_PIECE}(?:\s?[-/]\s?{_CAPITALS}{_PIECE})*"
# A number with the letter some carry (2074a) and an O that a scan made of a zero (3O5).
_NUM = r"\d[\dO]{0,4}[a-zđA-ZĐ]?(?![\w])"
_START = r"(?:(?<![\w/.\-])|(?<=[sS][ốôoỐÔO]))"
_NUMBERED = re.compile(
    rf"{_START}(?P<number>{_NUM})\s?(?:/\s?(?P<symbol>{_SYMBOL})|-\s?(?P<party>{_PIECE}/{_PIECE}))"
)
_BLANK_NUMBER = re.compile(rf"\b[Ss](?:ố|ô|o)(?:\s*:)?[\s.…_]{{2,}}/\s?(?P<symbol>{_SYMBOL})")
_LIST_BEFORE = re.compile(rf"(?:{_START}{_NUM}\s*(?:,|;|và|va)\s*)+$")
_LIST_MEMBER = re.compile(_NUM)
_NUMBER_WORD = re.compile(r"[\s:.]*\b(?:so|s)?[\s:.]*$")
_BEFORE_DATE = re.compile(r"[\s,(]*(?:(?:ban hanh|ky|de)\s+)?(?:ngay)?\s*:?\s*")
_NAMED_YEAR = re.compile(r"\s+nam\s+(?P<year>(?:19|20)\d\d)(?!\d)")
_DAY_WITHOUT_YEAR = re.compile(r"(?:\s*,)?\s*ngay\s+\d{1,2}(?:\s?[/.-]\s?\d{1,2})?(?![\d/])")
_ISSUER = re.compile(r"\)?(?:\s*,)?\s+cua\s+")
_DAY_FOLLOWS = re.compile(r"(?:\s*,)?\s*ngay\s+\d")
_STOP = re.compile(r"[,;.()\n]|$")
_SO_END = re.compile(r"\bso\s*:?\s*$")
_TITLE_STOP = re.compile(r"[;()\n]|\.(?:\s|$)")
_TITLE_WORDS, _TITLE_REACH = 40, 1_000  # words and characters of a title at most
_LONGEST = 100  # characters of a number with its symbol, or of a word that opens a subject
_REACH = 200  # characters before a number in which its type and list can stand


@dataclass(frozen=True, slots=True)
class Found:
    """One paper named in a text; the empty string or None for what is not written."""

    start: int
    end: int
    doc_type: str
    number: str = ""
    symbol: str = ""
    issued_on: date | None = None
    title: str = ""
    issuer: str = ""
    year: int | None = None


def find_citations(text: str, types: DocumentTypes) -> list[Found]:
    """All papers that a text names, in order; places are those of the text in NFC.

    >>> types = DocumentTypes.load()
    >>> [(c.doc_type, c.number, c.symbol) for c in find_citations("CV số 12, 15/SNV-CCHC", types)]
    [('Công văn', '12', 'SNV-CCHC'), ('Công văn', '15', 'SNV-CCHC')]
    """
    if not _WRITTEN.search(text):
        return []
    finder = _Finder(nfc(text).translate(_ETH), types)
    return finder.found()


class _Finder:
    """Looks for papers in one text, the surest form first; no two may overlap."""

    def __init__(self, text: str, types: DocumentTypes) -> None:
        self._text = text
        self._cased = flat(text)
        self._flat = self._cased.lower()  # no letter without its marks grows by it
        self._types = types
        self._words: CitationWords = citation_words(types)
        self._taken = bytearray(len(text))  # 1 where a paper is named

    def found(self) -> list[Found]:
        all_found = [*self._numbered(), *self._blank(), *self._number_alone(), *self._date_alone()]
        return sorted(all_found, key=lambda one: (one.start, one.number))

    def _is_free(self, start: int, end: int) -> bool:
        return 1 not in self._taken[start:end]

    def _numbered(self) -> Iterator[Found]:
        for hit in _NUMBERED.finditer(self._text):
            symbol = re.sub(r"\s+", "", hit["symbol"] or hit["party"]).rstrip(".&")
            members, start = self._list_before(hit.start())
            start, word = self._type_before(start)
            if not word and not re.search(r"[-/]", symbol):
                continue
            if self._is_other_thing(start):
                continue
            doc_type = self._type_of(word, symbol, start)
            end = hit.start() + len(hit.group().rstrip(".& "))
            for number in [*members, hit["number"]]:
                yield self._complete(start, end, doc_type, _digits(number), symbol)

    def _list_before(self, start: int) -> tuple[list[str], int]:
        """The numbers before the last of a list ("12, 15, 20/SNV"), after "số" or a type."""
        listed = _LIST_BEFORE.search(self._text, max(0, start - _REACH), start)
        if listed is None:
            return [], start
        first = listed.start()
        typed = self._words.type_end.search(self._cased, max(0, first - _REACH), first)
        if not typed and not _SO_END.search(self._flat, max(0, first - 12), first):
            return [], start
        return _LIST_MEMBER.findall(listed.group()), listed.start()

    def _type_before(self, start: int) -> tuple[int, str]:
        """Where the citation begins, and its type word, empty where none stands there."""
        word = _NUMBER_WORD.search(self._flat, max(0, start - 12), start)
        before = word.start() if word else start
        typed = self._words.type_end.search(self._cased, max(0, before - _REACH), before)
        if typed:
            return typed.start("type"), self._text[typed.start("type") : typed.end("type")]
        number_word = _SO_END.search(self._flat, max(0, start - 12), start)
        return (number_word.start() if number_word else start), ""

    def _type_of(self, word: str, symbol: str, start: int) -> str:
        """By the word before the number, the symbol, or a type some words before."""
        named = self._words.name(word)
        by_symbol = self._types.of_symbol(symbol)
        if not by_symbol and re.search(r"(?:^|/)QH\d+$", symbol):
            by_symbol = "Luật"
        if named or by_symbol or word:
            return named or by_symbol or self._words.untyped_type
        # "Quy chế phối hợp số 01/QCPH-STC": the type stands before the words of its subject.
        farther = self._words.type_near_end.search(self._cased, max(0, start - _REACH), start)
        name = self._words.name(self._text[slice(*farther.span("type"))]) if farther else ""
        return name or self._words.untyped_type

    def _is_other_thing(self, start: int) -> bool:
        before = self._cased[max(0, start - 40) : start].rstrip()
        return self._words.other_end.search(before) is not None

    def _blank(self) -> Iterator[Found]:
        for hit in _BLANK_NUMBER.finditer(self._text):
            if self._is_free(*hit.span()):
                symbol = re.sub(r"\s+", "", hit["symbol"]).rstrip(".&")
                start, word = self._type_before(hit.start())
                yield self._complete(
                    start, hit.end(), self._type_of(word, symbol, start), "", symbol
                )

    def _number_alone(self) -> Iterator[Found]:
        """ "NQ số 85", "Quyết định 1234 ngày ...", "Nghị quyết liên tịch 09/2008"."""
        for hit in self._words.number_alone.finditer(self._cased):
            name = self._words.name(self._text[hit.start("type") : hit.end("type")])
            if not name or not self._is_free(*hit.span()):
                continue
            if self._words.counted.match(self._cased, hit.end()):
                continue
            dated = self._date_after(hit.end())[1] is not None
            said = bool(hit["said"].strip()) or _DAY_FOLLOWS.match(self._flat, hit.end())
            if not said and not dated and name not in self._words.bare_types:
                continue
            if (
                re.fullmatch(r"(?:19|20)\d\d", hit["number"])
                and not hit["said"].strip()
                and not dated
            ):
                continue
            number = self._text[hit.start("number") : hit.end("number")]
            yield self._complete(hit.start("type"), hit.end(), name, number, hit["year"] or "")

    def _date_alone(self) -> Iterator[Found]:
        """ "Kế hoạch ngày 15/01/2024", "Quyết định của UBND tỉnh ngày ...", "Luật ... ngày ..."."""
        for pattern in (self._words.date_alone, self._words.law_dated):
            for hit in pattern.finditer(self._cased):
                name = self._words.name(self._text[hit.start("type") : hit.end("type")])
                end, day = self._date_after(hit.end("before"))
                if not name or day is None or not self._is_free(hit.start("type"), end):
                    continue
                of = hit.groupdict().get("issuer")
                issuer = self._text[hit.start("issuer") : hit.end("issuer")].strip() if of else ""
                yield self._complete(hit.start("type"), hit.end("before"), name, "", "", issuer)

    def _complete(
        self, start: int, end: int, doc_type: str, number: str, symbol: str, issuer: str = ""
    ) -> Found:
        """The paper with the day, issuer and subject that follow its number."""
        end, day = self._date_after(end)
        partial = _DAY_WITHOUT_YEAR.match(self._flat, end) if day is None else None
        end = partial.end() if partial else end
        year = _NAMED_YEAR.match(self._flat, end)
        if year:
            end = year.end()
        self._taken[start:end] = b"\x01" * (end - start)
        rest = end
        of = _ISSUER.match(self._flat, end)
        if of and not issuer:
            rest = self._issuer_end(of.end())
            issuer = self._text[of.end() : rest].strip()
        title = self._title(rest)
        named_year = int(year["year"]) if year else None
        return Found(start, end, doc_type, number, symbol, day, title, issuer, named_year)

    def _date_after(self, end: int) -> tuple[int, date | None]:
        """The end and the day of the date that follows directly; the same end where none does."""
        gap = _BEFORE_DATE.match(self._flat, end)
        until = gap.end() if gap else end
        for first, last, day in find_dates(self._text[end : until + 40]):
            if end + first <= until:
                return end + last, day
            break
        return end, None

    def _issuer_end(self, start: int) -> int:
        last = min(len(self._text), start + 90)
        stop = _STOP.search(self._text, start, last)
        subject = self._words.subject.search(self._cased, start, last + _LONGEST)
        return min(one.start() if one else last for one in (stop, subject))

    def _title(self, start: int) -> str:
        subject = self._words.subject_here.match(self._cased, start)
        if subject is None:
            return ""
        begin = subject.start("subject")
        last = min(len(self._text), begin + _TITLE_REACH)
        stop = _TITLE_STOP.search(self._text, begin, last)
        end = stop.start() if stop else last
        next_one = _NUMBERED.search(self._text, begin, end + _LONGEST)
        if next_one and next_one.start() < end:
            end = self._type_before(next_one.start())[0]
        words = self._text[begin:end].split()
        return " ".join(words[:_TITLE_WORDS]).rstrip(" ,.")


def _digits(number: str) -> str:
    return number.replace("O", "0")


def is_legal(doc_type: str, symbol: str, types: DocumentTypes) -> bool:
    """Whether a cited paper is a law or a paper of a central body: a legal basis."""
    words = citation_words(types)
    pieces = re.split(r"[-/]", symbol)
    central = any(re.fullmatch(rf"{sign}\d*", pieces[-1]) for sign in words.legal_symbols)
    return doc_type in words.legal_types or central
