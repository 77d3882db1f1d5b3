"""Where the rows of a flattened table begin that has no column of numbers.

A row begins at a line that opens a task - a capital, and neither a body nor a time - right
after a line that closes the last column, once the row before has named a body.
"""

from __future__ import annotations

from collections.abc import Sequence

from rules.plan.content import content_words, key, opens_body, opens_product, opens_time
from rules.plan.content import time_leftover as leftover


def row_starts(lines: Sequence[str], columns: Sequence[str]) -> list[int]:
    """The places of the lines at which a row begins."""
    last = columns[-1] if columns else ""
    starts = [0] if lines else []
    named = False
    for at in range(1, len(lines)):
        named = named or _names_body(lines[at - 1])
        if named and _opens_task(lines[at]) and _closes(lines[at - 1], last):
            starts.append(at)
            named = False
    return starts


def _names_body(line: str) -> bool:
    words = line.split()
    return any(
        word[:1].isupper() and opens_body(" ".join(words[at : at + 4]))
        for at, word in enumerate(words)
    )


def _opens_task(line: str) -> bool:
    """Whether a line begins like a task: not like a cell of another column."""
    if key(line).startswith("tổ chức ") and len(line.split()) > 3:
        return line[:1].isupper()  # "to hold", at the head of a task, not "an organisation"
    if not line[:1].isupper() or opens_body(line) or opens_time(line):
        return False
    return not opens_product(line) or len(line.split()) > 4


def _closes(line: str, column: str) -> bool:
    """Whether a line can be the last of a row whose last column is this one."""
    if key(line).rsplit(" ", 1)[-1] in content_words().open_ends or line.endswith((",", ";", "-")):
        return False
    if column == "deadlines":
        words = line.split()
        return any(
            leftover(" ".join(words[at:])) == 0 for at in range(max(0, len(words) - 6), len(words))
        )
    if column in ("leads", "coordinating"):
        return _names_body(line) or line[:1].islower()
    return True
