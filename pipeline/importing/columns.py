"""The columns of the list of findings by stable ids, as writer and reader of the file know them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rules.messages import load
from rules.vietnamese.text import fold

META_SHEET = "doichieu"
META_MARK = "doichieu-so-sai-lech"
CODE, GUARD, ECHO = "code", "guard", "echo"
DECISION, REASON, VALUE, NOTE, BY = (
    "decision",
    "decided_reason",
    "decided_value",
    "decided_note",
    "decided_by",
)
DECIDING = (DECISION, REASON, VALUE, NOTE, BY)
# What the reader needs; all other columns are for the eye.
READ = (CODE, *DECIDING, ECHO, GUARD)


@dataclass(frozen=True, slots=True)
class _Lists:
    """Where the hidden sheet holds the lists to choose from."""

    column: int = 3  # D
    heads: str = "$D$1:$I$1"
    first: str = "$D$2"
    first_column: str = "$D$2:$D$41"


LISTS = _Lists()


def key_cell(id: str) -> str:
    """What the key row says of a column."""
    return f"#{id}"


def column_of_key(text: str) -> str:
    """The column that a cell of the key row names; empty for any other cell."""
    id = text.strip().removeprefix("#")
    return id if text.strip().startswith("#") and id in load()["column"] else ""


def headings() -> Mapping[str, str]:
    """Folded heading, Vietnamese or English -> id, for a file whose key row is gone."""
    entries = load()["column"]
    return {fold(word): id for id in READ for word in (entries[id].vi, entries[id].en)}
