"""The lines of a text without tables, and the heading of a table flattened into them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extractors.document import Anchor, Document, Kind
from rules.plan.columns import column_words
from rules.vietnamese.text import key

_HEADING_LINES = 14


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of the file with its place."""

    text: str
    blank_before: bool
    anchor: Anchor


def text_lines(document: Document) -> list[TextLine]:
    """The lines of a document that has no table for them."""
    lines: list[TextLine] = []
    last = 0
    for block in document.blocks:
        if block.table is not None or block.kind in (Kind.RUNNING, Kind.STAMP):
            continue
        here = block.anchor.paragraph or last + 1
        for at, text in enumerate(f"{block.label} {block.text}".strip().split("\n")):
            if text.strip():
                blank = at == 0 and here > last + 1
                lines.append(TextLine(" ".join(text.split()), blank, block.anchor))
        last = here
    return lines


def find_heading(lines: Sequence[TextLine]) -> tuple[int, int, tuple[str, ...]] | None:
    """Where the table's heading begins and ends, and the columns in its order."""
    for start in range(len(lines)):
        if not _begins_heading(lines[start].text):
            continue
        end = start
        while end < min(len(lines), start + _HEADING_LINES) and _all_heading_words(lines[end].text):
            end += 1
        columns = _columns_in(" ".join(key(line.text) for line in lines[start:end]))
        if "text" in columns and len({"leads", "deadlines", "outputs"} & set(columns)) >= 2:
            return start, end, columns
    return None


def _begins_heading(text: str) -> bool:
    words = key(text)
    numbers = next(column.exact for column in column_words() if column.name == "number")
    return any(words == n or words.startswith(n + " ") for n in numbers) or bool(_columns_in(words))


@cache
def _heading_words() -> frozenset[str]:
    words: set[str] = set()
    for column in column_words():
        for phrase in (*column.exact, *column.phrases, *column.weak, *map(key, column.examples)):
            words.update(re.findall(r"\w+", phrase))
    return frozenset(words)


def _all_heading_words(text: str) -> bool:
    return set(re.findall(r"\w+", key(text))) <= _heading_words()


def _columns_in(words: str) -> tuple[str, ...]:
    """The columns a heading's words name, in order, each once."""
    hits: list[tuple[int, int, str]] = []
    for column in column_words():
        for phrase in column.phrases or column.exact[:2]:
            hits += [
                (hit.start(), hit.end(), column.name)
                for hit in re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", words)
            ]
    ordered: list[str] = []
    reach = 0
    for start, end, name in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
        if start >= reach and name not in ordered:
            ordered.append(name)
        reach = max(reach, end)
    return tuple(ordered)


def heading_at(lines: Sequence[TextLine], at: int, heading: str) -> int:
    """How many lines the heading takes that stands here again; 0 where none does."""
    words = ""
    for length in range(1, _HEADING_LINES + 1):
        if at + length > len(lines):
            return 0
        words = f"{words} {key(lines[at + length - 1].text)}".strip()
        if words == heading:
            return length
        if not heading.startswith(words):
            return 0
    return 0
