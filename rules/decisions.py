"""What a clerk can decide on a finding: the kinds, their words, and what each needs.

The data is ``rules/data/decisions.toml``; page, workbook and command line all read it here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from rules.vietnamese.text import fold

_DATA = Path(__file__).parent / "data" / "decisions.toml"


@dataclass(frozen=True, slots=True)
class DecisionKind:
    """One kind of decision (quyết định).

    ``key`` is the digit that takes it on the page; ``needs`` is ``document``, ``day`` or empty;
    ``reasons`` are the choices offered, the last of them "Khác" (in her own words).
    """

    id: str
    key: str
    label: str
    label_en: str
    means: str
    means_en: str
    examples: tuple[str, ...]
    reasons: tuple[str, ...] = ()
    needs: str = ""
    needs_reason: bool = False
    second_look: bool = False


@cache
def kinds() -> Mapping[str, DecisionKind]:
    """Every kind by id, in the order in which lists offer them."""
    tables = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return {id: _kind(id, str(key), fields) for key, (id, fields) in enumerate(tables.items(), 1)}


def _kind(id: str, key: str, fields: Mapping[str, Any]) -> DecisionKind:
    lists = {name: tuple(fields.get(name, ())) for name in ("examples", "reasons")}
    return DecisionKind(id=id, key=key, **{**fields, **lists})


def kind_of(words: str) -> str:
    """The kind that typed words name, by label, id or digit; empty where they name none.

    >>> kind_of("ĐÚNG – đôn đốc "), kind_of("3"), kind_of("chắc thế")
    ('confirm', 'accept', '')
    """
    typed = _letters(words)
    for kind in kinds().values():
        names = (kind.id, kind.key, kind.label, kind.label_en, *kind.examples)
        if typed and typed in map(_letters, names):
            return kind.id
    return ""


def _letters(words: str) -> str:
    return "".join(sign for sign in fold(words) if sign.isalnum())
