"""What stands in one cell of a plan's table: lines joined to text, text split into a list."""

from __future__ import annotations

import re

from rules.plan.bodies import split_bodies
from rules.vietnamese.text import nfc

_DASH = r"[-–—−•+*]"
# A dash opens an item where a capital or a bracket follows; "chính trị\n- xã hội" is one name.
_ITEM_LINE = re.compile(rf"{_DASH}\s*(?=[^\W\d_]|[\d“\"(])")
_SPACES = re.compile(r"[^\S\n]+")
# "2021-" at a line's end goes on with "2025"; "Hỏi -" does not, its dash stands free.
_OPEN_HYPHEN = re.compile(r"[\w)][-–/]$")


def join_lines(text: str) -> str:
    """A cell's text with its wrapped lines joined; only list items keep a line of their own.

    >>> join_lines("giai đoạn 2021-\\n2025 tại\\ntỉnh")
    'giai đoạn 2021-2025 tại tỉnh'
    >>> join_lines("Gồm:\\n- Một việc;\\n- Hai việc")
    'Gồm:\\n- Một việc;\\n- Hai việc'
    """
    joined: list[str] = []
    for raw in nfc(text).replace("\r", "\n").replace("\v", "\n").replace("\f", "\n").split("\n"):
        line = _SPACES.sub(" ", raw).strip()
        if not line:
            continue
        if joined and not _opens_item(line, joined[-1]):
            joined[-1] = join_pieces(joined[-1], line)
        else:
            joined.append(line)
    return "\n".join(joined)


def join_pieces(first: str, second: str) -> str:
    """Two pieces of one passage, parted by a line or page break, as one."""
    if not first or not second:
        return first or second
    glue = "" if _OPEN_HYPHEN.search(first) and not second[0].isspace() else " "
    if first.endswith("/") and " /" in first[-3:]:
        glue = " "
    return first + glue + second


def join_broken(first: str, second: str) -> str:
    """A cell and what the next page has of it."""
    return join_lines(f"{first}\n{second}") if first and second else first or second


def _opens_item(line: str, before: str) -> bool:
    found = _ITEM_LINE.match(line)
    if not found:
        return False
    opening = line[found.end() :][:1]
    return not opening.islower() or before.endswith((";", ".", ":"))


# An item's dash at the start, on a line of its own, or after the end of the item before.
_ITEM = re.compile(rf"(?:^|\n|(?<=[;.,:])\s+){_DASH}\s*(?=[^\W\d_]|[\d“\"(])")


def _items(text: str) -> list[str] | None:
    """The items of a cell written with dashes; None where it has none."""
    text = text.strip()
    if not re.match(rf"{_DASH}\s*\S", text) and not re.search(rf"\n{_DASH}\s", text):
        return None
    return [part for part in (_bare(part) for part in _ITEM.split(text)) if part]


def _bare(item: str) -> str:
    """An item without the mark that ends it in the list; its full stop is the author's."""
    return item.strip().rstrip(";").strip().replace("\n", " ")


def split_items(text: str) -> tuple[str, ...]:
    """The outputs or the deadlines of a cell.

    >>> split_items("- Kế hoạch;\\n- Bản tin; phóng sự")
    ('Kế hoạch', 'Bản tin; phóng sự')
    """
    text = join_lines(text)
    items = _items(text)
    if items is None:
        items = [_bare(part) for part in _outside_brackets(text, ";")]
    return tuple(item for item in items if item)


def split_agencies(text: str) -> tuple[str, ...]:
    """The bodies of a cell, each in the plan's own words.

    >>> split_agencies("- Sở Xây dựng;\\n- UBND các huyện, thành phố")
    ('Sở Xây dựng', 'UBND các huyện, thành phố')
    """
    items = _items(join_lines(text))
    parts = items if items is not None else split_bodies(text)
    return tuple(part for part in (_bare(part) for part in parts) if part)


def _outside_brackets(text: str, mark: str) -> list[str]:
    """The text cut at a mark, but never inside brackets or quotes."""
    parts, depth = [""], 0
    for char in text:
        depth += char in "(“["
        depth -= char in ")”]" and depth > 0
        if char == mark and depth == 0:
            parts.append("")
        else:
            parts[-1] += char
    return parts
