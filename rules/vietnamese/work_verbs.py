"""Which verb of work governs a clause (``rules/data/work_verbs.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from rules.vietnamese.phrases import Phrases
from rules.vietnamese.text import tokens

# Beside one of these words it is a body: "Thanh tra tỉnh", "Ban Giám sát", "ngành thanh tra".
_AFTER_BODY = frozenset(("tinh", "huyen", "so", "nhan", "chinh", "bo"))
_BEFORE_BODY = frozenset(("ban", "doan", "nganh", "quan"))


@dataclass(frozen=True, slots=True)
class WorkVerb:
    """A piece of work with the verbs for it, and clauses it governs."""

    name: str
    words: tuple[str, ...]
    examples: tuple[str, ...]


@cache
def entries() -> tuple[WorkVerb, ...]:
    """Every entry of the table."""
    data = resources.files("rules").joinpath("data/work_verbs.toml").read_text("utf-8")
    return tuple(
        WorkVerb(row["name"], tuple(row["words"]), tuple(row["examples"]))
        for row in tomllib.loads(data)["verb"]
    )


@cache
def _phrases() -> Phrases[str]:
    return Phrases((tokens(word), entry.name) for entry in entries() for word in entry.words)


def work_verbs(words: Sequence[str]) -> list[str]:
    """The pieces of work that a list of folded words names, the governing one first.

    >>> work_verbs(tokens("Qua kiểm tra công tác tuyển dụng"))
    ['kiểm tra', 'tuyển dụng']
    >>> work_verbs(tokens("Thanh tra tỉnh hướng dẫn các huyện"))
    ['hướng dẫn']
    """
    return [name for _, _, name in places(words)]


def places(words: Sequence[str]) -> list[tuple[int, int, str]]:
    """The same with where each verb stands: first word, word after the last, piece of work.

    >>> places(tokens("Đã kiểm tra công tác tuyển dụng"))
    [(1, 3, 'kiểm tra'), (5, 7, 'tuyển dụng')]
    """
    return [found for found in _phrases().find(words) if not _is_body(words, *found[:2])]


def _is_body(words: Sequence[str], start: int, end: int) -> bool:
    if list(words[start:end]) not in (["thanh", "tra"], ["giam", "sat"]):
        return False
    before = words[start - 1] if start else ""
    after = words[end] if end < len(words) else ""
    return before in _BEFORE_BODY or (words[start] == "thanh" and after in _AFTER_BODY)
