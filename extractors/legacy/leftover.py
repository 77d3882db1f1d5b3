"""Words of TCVN3 and VNI that are left in a document because their fonts lie.

A cell of one or two words says too little of itself. Where the whole document shows that such
words are left in it, each is judged by itself: it must become a Vietnamese syllable and not be
one as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from extractors.document import Block, Document, Table
from extractors.legacy.detect import TOKEN, is_syllable
from extractors.legacy.fonts import ONLY_LEGACY, Encoding, to_unicode

_LEAST = 5  # different words of one encoding; fewer may be names of other languages
_SHARE = 0.75  # of all odd words that are neither syllables nor of the other encoding
_ENCODINGS = (Encoding.TCVN3, Encoding.VNI)
_PARTS = re.compile(f"({TOKEN.pattern})")
_LETTER = re.compile("[A-Za-z]")


def without_leftovers(document: Document) -> Document:
    """The document, with the words converted that its other words prove to be TCVN3 or VNI."""
    encodings = _encodings(_odd_words(_texts(document.blocks)))
    if not encodings:
        return document
    return replace(document, blocks=tuple(_converted(one, encodings) for one in document.blocks))


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        yield block.text
        if block.table is not None:
            for row in block.table.rows:
                yield from (cell.text for cell in row)


def _odd_words(texts: Iterable[str]) -> set[str]:
    """The words with characters that Vietnamese in Unicode has not; signs alone are none."""
    return {
        word
        for text in texts
        if not text.isascii() and ONLY_LEGACY.search(text)
        for word in TOKEN.findall(text)
        if ONLY_LEGACY.search(word) and _LETTER.search(word)
    }


def _encodings(words: set[str]) -> list[Encoding]:
    """The encodings that enough of the odd words of a document are in."""
    if len(words) < _LEAST:
        return []
    found = {one: {word for word in words if _becomes(word, one)} for one in _ENCODINGS}
    proved = set().union(*found.values())
    if len(proved) < _SHARE * len(words):
        return []
    enough = [one for one in _ENCODINGS if len(found[one]) >= _LEAST]
    return sorted(enough, key=lambda one: -len(found[one]))


def _becomes(word: str, encoding: Encoding) -> bool:
    """Whether a word is no syllable as it stands and one in an encoding."""
    shown = to_unicode(word, encoding)
    return shown != word and is_syllable(shown) and not is_syllable(word)


def _text(text: str, encodings: list[Encoding]) -> str:
    """A text as a whole where its odd words agree, else word by word.

    Of two encodings the one that proves more words of the text goes first: "Boä maùy" is VNI
    although its first word could be of both.
    """
    odd = [word for word in TOKEN.findall(text) if not word.isascii()]
    proved = {one: sum(_becomes(word, one) for word in odd) for one in encodings}
    ordered = sorted(filter(proved.get, encodings), key=lambda one: -proved[one])
    for one in ordered:
        if _agree(odd, one):
            return to_unicode(text, one)
    for one in ordered:
        text = "".join(
            to_unicode(part, one) if ONLY_LEGACY.search(part) and _becomes(part, one) else part
            for part in _PARTS.split(text)
        )
    return text


def _agree(odd: list[str], encoding: Encoding) -> bool:
    """Whether all odd words of a text are in an encoding; misspelt ones follow the others."""
    if all(is_syllable(to_unicode(word, encoding)) for word in odd):
        return True
    proved = sum(_becomes(word, encoding) for word in odd)
    return proved * 2 >= len(odd) and not any(is_syllable(word) for word in odd)


def _converted(block: Block, encodings: list[Encoding]) -> Block:
    table = block.table and _table(block.table, encodings)
    if block.text.isascii() and table is block.table:
        return block
    return replace(block, text=_text(block.text, encodings), table=table)


def _table(table: Table, encodings: list[Encoding]) -> Table:
    rows = tuple(
        tuple(replace(cell, text=_text(cell.text, encodings)) for cell in row) for row in table.rows
    )
    return table if rows == table.rows else replace(table, rows=rows)
