"""Whether the text of a page has lost letters: what a font does whose glyphs name no characters.

``SỞ XÂY DỰNG`` is then read as ``S XÂY D NG``, ``Căn cứ Luật`` as ``Căn c Lu t``: bare consonants
remain, or signs without meaning stand within words. Numbers, codes, abbreviations, names and
other languages tell nothing and are left aside.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

_SHARE = 0.12  # of the words of any language
_SHARE_HERE = 0.03  # of those of a Vietnamese page; the worst good one that was seen has 0.01
_SHARE_PART = 0.3  # of those of one paragraph: its font alone has lost letters
_LEAST = 4  # remains, and as many different ones: column marks and units repeat
_MARKED = 0.07  # of the signs of a Vietnamese text are marked letters, 20-25 %; of a French one 4
# The fewest marked letters of which a good page always has some of each of these, and the share.
_ALWAYS = ((100, "Ạ-ỹ", 0.1), (300, "đĐ", 0.0), (600, "ưƯ", 0.0))
_AROUND = "“”\"'‘’()[]{}<>«»*•…,.;:!?-–—/\\|_+=~"
_VOWELS = re.compile("[aeiouy]")
_LOST_WITHIN = re.compile(
    "[^\\W\\d_][\x01\x03-\x08\x0e-\x1f\ue000-\uf8ff\ufffd\u25a1?$*^{}]+[^\\W\\d_]"
)
# Scripts that never share a word with Latin letters, nor with the signs in which codes show.
_FOREIGN = re.compile("[\u0370-\u0dff]")
_WITH_FOREIGN = re.compile("[A-Za-zÀ-ɏḀ-ỿ0-9&*+$]")
_MIXED = 3  # such words tell that a page's letters are codes of one font's glyphs
_LATIN = re.compile("[A-Za-zÀ-ɏḀ-ỿ]")
_MARKS = "À-ɏḀ-ỿ"
_WORD = re.compile(f"{_LATIN.pattern}+")
_CODE = re.compile(r"[/.@_\-–&:\d]|http")
# What may be a remain: almost no good page has as many as count, so that few are looked at closer.
_HINT = re.compile(
    r"\s[“\"'(\[]*(?:[B-DF-HJ-NP-TV-XZĐ]?[b-df-hj-np-tv-xzđ]{1,4}|[B-DF-HJ-NP-TV-XZĐ])(?!\S)"
)
_SIGN = re.compile("[\x01\x03-\x08\x0e-\x1f\u0370-\u0dff\ue000-\uf8ff\ufffd\u25a1?$*^{}]")
# Units and marks that stand alone in good text: 5 m, 3 km, 200 kg, 10 đ, x.
_ALONE = frozenset(("m", "km", "kg", "g", "h", "mm", "cm", "l", "đ", "tr", "x", "v", "vs"))


def has_lost_letters(parts: Sequence[str]) -> bool:
    """Whether so many words of a page's parts are remains of words that it cannot be trusted.

    >>> has_lost_letters(["S XÂY D NG b o c o k t qu th c hi n nhi m v n m 2024"])
    True
    >>> has_lost_letters(["Sở Xây dựng báo cáo kết quả; H'Mông, Y Blơm Niê, K Brel, 5 kg, x, x"])
    False
    """
    text = "\n" + "\n".join(parts)
    marked, *always = _counts(text)
    is_vietnamese = marked > (len(text) - text.count(" ")) * _MARKED
    if is_vietnamese and _lacks_letters(marked, always):
        return True
    hints = len(_HINT.findall(text)) + text.count("cid:") + len(_SIGN.findall(text))
    return hints >= min(_LEAST, _MIXED) and _has_remains(parts, is_vietnamese)


def _has_remains(parts: Sequence[str], is_vietnamese: bool) -> bool:
    if sum(map(_is_mixed, chain(*map(str.split, parts)))) >= _MIXED:
        return True
    told = [list(_told(part.split())) for part in parts]
    share = _SHARE_HERE if is_vietnamese else _SHARE
    return _is_broken(list(chain(*told)), share) or any(
        _is_broken(part, _SHARE_PART) for part in told
    )


def _lacks_letters(marked: int, always: list[int]) -> bool:
    """Whether letters that every Vietnamese page has are nowhere on this one."""
    return any(
        marked >= least and count <= marked * share
        for (least, _, share), count in zip(_ALWAYS, always, strict=True)
    )


def _counts(text: str) -> list[int]:
    """How many marked letters a text has, and how many of each group that a page always has."""
    codes = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")
    groups = np.bincount(_groups()[codes], minlength=2 ** (1 + len(_ALWAYS)))
    numbers = np.arange(len(groups))
    return [int(groups[numbers >> bit & 1 == 1].sum()) for bit in range(1 + len(_ALWAYS))]


@lru_cache(maxsize=1)
def _groups() -> NDArray[np.uint8]:
    """For each character the groups of letters it belongs to, one bit for each group."""
    found = np.zeros(1 << 16, dtype=np.uint8)
    every = "".join(map(chr, range(1 << 16)))
    for bit, letters in enumerate((_MARKS, *(letters for _, letters, _ in _ALWAYS))):
        for match in re.finditer(f"[{letters}]", every):
            found[match.start()] |= 1 << bit
    return found


def _is_broken(told: Sequence[tuple[bool, str]], share: float) -> bool:
    # Marks of a column and the units of a table repeat; what is left of words is manifold.
    remains = [word.lower() for remain, word in told if remain]
    return len(set(remains)) >= _LEAST and len(remains) >= len(told) * share


def _told(chunks: list[str]) -> Iterator[tuple[bool, str]]:
    """The words that tell something, each with whether it is what remained of a word."""
    for place, chunk in enumerate(chunks):
        word = chunk.strip(_AROUND)
        if _LOST_WITHIN.search(chunk) or "(cid:" in chunk or _is_mixed(chunk):
            yield True, word
        elif word and not _CODE.search(word) and _WORD.fullmatch(word):
            if _VOWELS.search(_bare(word)):
                yield False, word
            elif _is_remain(word, chunk, *_beside(chunks, place)):
                yield True, word


def _is_mixed(chunk: str) -> bool:
    return bool(_FOREIGN.search(chunk) and _WITH_FOREIGN.search(chunk))


def _beside(chunks: list[str], place: int) -> tuple[str, str]:
    before = chunks[place - 1] if place else ""
    return before, chunks[place + 1] if place + 1 < len(chunks) else ""


def _is_remain(word: str, chunk: str, before: str, after: str) -> bool:
    """Whether consonants alone are no label, unit, initial or abbreviation."""
    if not chunk.endswith(word) or word in _ALONE or len(word) > 4 or before[-1:].isdigit():
        return False  # "a)", "tr.", "m", "30 hs"
    if word.isupper():
        return len(word) == 1 and any(len(one) > 1 and one.isupper() for one in (before, after))
    return True


def _bare(word: str) -> str:
    """A word in small letters without its marks."""
    apart = unicodedata.normalize("NFD", word.lower())
    return "".join(char for char in apart if not unicodedata.combining(char))
