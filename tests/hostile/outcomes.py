"""The table of expected outcomes: one line for a file, one for many alike.

A line ``"nhieu/*" = "5000 empty-file"`` stands for all entries below a folder or an archive that
come to the same end; a name too long to be read is cut.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

TABLE = Path(__file__).parent / "outcomes.toml"
_MANY = 20
_LONGEST = 120


def expected(name: str) -> dict[str, str]:
    """The outcomes that a part of the table names."""
    tables = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    found = tables.get(name, {})
    assert isinstance(found, dict)
    return found


def told(outcomes: Mapping[str, str]) -> dict[str, str]:
    """Outcomes as the table writes them."""
    below: dict[str, Counter[str]] = {}
    for path, outcome in outcomes.items():
        below.setdefault(path.split("/")[0], Counter())[outcome] += 1
    lines = {}
    for path, outcome in outcomes.items():
        first = path.split("/")[0]
        if len(below[first]) == 1 and below[first][outcome] > _MANY:
            lines[f"{first}/*"] = f"{below[first][outcome]} {outcome}"
        else:
            lines[_short(path)] = outcome
    return lines


def _short(path: str) -> str:
    return path if len(path) <= _LONGEST else f"{path[:40]}…"
