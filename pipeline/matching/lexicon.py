"""The words of a text as this plan would write them: abbreviations spelt out, misreadings mended.

An abbreviation is read by the table, else by the initials of words that stand together in the
plan ("TSTN" is "tài sản, thu nhập" where the plan says so); between several readings the words
beside it decide.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from rapidfuzz import fuzz, process

from rules.vietnamese.abbreviations import readings
from rules.vietnamese.syllables import is_syllable
from rules.vietnamese.text import fold

# "y/c" is one abbreviation, "xã/phường" are two words.
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[a-z]/[a-z](?![a-z/])|[a-z]+(?:&[a-z]+)*|%")
# An O or l between digits, a 0 or 1 between letters: what a misread letter looks like.
_MISREAD = re.compile(r"(?<=\d)[oOlI](?=\d)|(?<=[^\W\d_])[01](?=[^\W\d_])")
_SUSPECT = re.compile(r"\d[oOlI]\d|[01][^\W\d_]")  # quick to look for, then _MISREAD decides
_MEANT = {"o": "0", "O": "0", "l": "1", "I": "1", "0": "o", "1": "l"}
_CAPITALS = re.compile(r"(?<!\w)[A-ZĐƯ]{2,5}(?!\w)")
_LONGEST_INITIALS = 8
_MEMO_LIMIT = 20_000  # words; a plan has a few thousand, new numbers come without end

Readings = tuple[tuple[str, ...], ...]


class Lexicon:
    """The plan's vocabulary, and how other writers' words are brought to it."""

    def __init__(self, texts: Iterable[str], spell_out: bool = True) -> None:
        self._spell_out = spell_out
        self._vocabulary: Counter[str] = Counter()
        self._initials: defaultdict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
        self._ambiguous = frozenset(short for short in readings() if is_syllable(short))
        self._memo: dict[str, Readings] = {}
        self._standing: dict[tuple[str, str], set[int]] = {}  # texts with a pair of words
        self._company: dict[tuple[str, ...], set[int]] = {}  # those that have all of a reading
        for place, text in enumerate(texts):
            self._learn(place, _TOKEN.findall(fold(text)))
        self._words = [word for word in self._vocabulary if len(word) > 2]

    def words(self, text: str) -> list[str]:
        """The folded words of a text, abbreviations spelt out and misread words mended.

        Abbreviations that are also a syllable ("CA tỉnh") count only in capitals.
        """
        if _SUSPECT.search(text):
            text = _MISREAD.sub(lambda found: _MEANT[found.group()], text)
        raw = _TOKEN.findall(fold(text))
        if not self._spell_out:
            return raw
        memo = self._memo
        try:
            if not any(map(memo.__getitem__, raw)):
                return raw  # nearly every text of plain words
        except KeyError:
            pass  # a word not met before
        words: list[str] = []
        for place, word in enumerate(raw):
            options = memo.get(word)
            if options is None:
                options = self._remember(word)
            if not options or (word in self._ambiguous and not self._in_capitals(word, text)):
                words.append(word)
            elif len(options) == 1:
                words.extend(options[0])
            else:
                words.extend(self._choose(options, words, raw[place + 1 :]))
        return words

    def knows(self, word: str) -> bool:
        """Whether the plan uses this word."""
        return word in self._vocabulary

    def _learn(self, place: int, words: Sequence[str]) -> None:
        table = readings()
        spelt: list[str] = []
        for word in words:
            spelt.extend(table[word][0] if word in table and not is_syllable(word) else (word,))
        self._vocabulary.update(spelt)
        for pair in pairwise(spelt):
            self._standing.setdefault(pair, set()).add(place)
        letters = [word for word in words if word[0].isalpha()]
        for start in range(len(letters)):
            initials = letters[start][0]
            for end in range(start + 1, min(start + _LONGEST_INITIALS, len(letters))):
                initials += letters[end][0]
                if len(initials) > 2:
                    self._initials[initials][tuple(letters[start : end + 1])] += 1

    def _remember(self, word: str) -> Readings:
        if len(self._memo) > _MEMO_LIMIT:
            self._memo.clear()
        self._memo[word] = found = self._read(word)
        return found

    def _read(self, word: str) -> Readings:
        if not word[0].isalpha():
            return ()
        known = readings().get(word, ())
        if is_syllable(word):
            return known
        if any(self._standing.keys() >= {*pairwise(words)} for words in known if len(words) > 1):
            return known  # the plan writes it out: no other initials are meant
        by_initials = tuple(
            words for words, _ in self._initials.get(word, Counter()).most_common(3)
        )
        if known or by_initials:
            return known + tuple(words for words in by_initials if words not in known)
        if "&" in word:
            return self._read(word.replace("&", "")) or (tuple(word.split("&")),)
        return () if word in self._vocabulary else self._mend(word)

    def _mend(self, word: str) -> Readings:
        """The plan's words that a misread or run-together word must have been."""
        for cut in range(2, len(word) - 1):
            if (word[:cut], word[cut:]) in self._standing:
                return ((word[:cut], word[cut:]),)
        if len(word) < 4:
            return ()
        best = process.extract(word, self._words, scorer=fuzz.ratio, limit=2, score_cutoff=80)
        alone = len(best) == 1 or (len(best) == 2 and best[0][1] > best[1][1])
        return ((best[0][0],),) if best and alone else ()

    def _choose(
        self, options: Readings, before: Sequence[str], after: Sequence[str]
    ) -> tuple[str, ...]:
        """The reading that the words beside it, then those around it, speak for.

        A word on one side alone tells little: "liên quan tham nhũng" and "cơ quan thanh tra" have
        the same "quan" before "TN" and "TTr".
        """
        written = [
            words for words in options if any(pair in self._standing for pair in pairwise(words))
        ]
        if len(written) == 1:
            return written[0]
        around = {*pairwise(before), *pairwise(after)}

        def fits(words: tuple[str, ...]) -> tuple[int, int]:
            beside = int((before[-1], words[0]) in self._standing) if before else 0
            beside += int((words[-1], after[0]) in self._standing) if after else 0
            return self._together(words, around), beside

        return max(written or options, key=fits)  # the first of equals: the commonest reading

    def _together(self, words: tuple[str, ...], around: set[tuple[str, str]]) -> int:
        """How many pairs of words around it stand in texts of the plan that have the reading."""
        known = self._company.get(words)
        if known is None:
            inside = [self._standing.get(pair, set()) for pair in pairwise(words)]
            self._company[words] = known = set.intersection(*inside) if inside else set()
        return sum(not known.isdisjoint(self._standing.get(pair, ())) for pair in around)

    @staticmethod
    def _in_capitals(word: str, text: str) -> bool:
        """Whether the word stands in the text in capitals that other words do not have."""
        return not text.isupper() and word in map(fold, _CAPITALS.findall(text))
