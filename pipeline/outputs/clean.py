"""The one place where text is made fit for a sink: workbook, CSV, page, letter, terminal.

Text from submitted files may hold anything. What no reader can see or what could act on its
reader (control characters, escapes, direction overrides, lone surrogates) is shown as a
replacement sign; what is too long is cut where it can be seen.
"""

from __future__ import annotations

import re

from rich.markup import escape

SIGN = "\N{REPLACEMENT CHARACTER}"
CUT = "…"
CELL_LIMIT = 32_000  # Excel refuses more than 32,767 characters in a cell
QUOTE_LIMIT = 2_000

_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNSAFE = re.compile(
    "["
    "\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f"  # control characters, escape among them
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # direction marks and overrides
    "\ud800-\udfff"  # lone surrogates
    "\ufdd0-\ufdef\ufffe\uffff"  # no characters; XML refuses the last two
    "\U000e0000-\U000e007f"  # invisible tags
    "]"
)
_BLANKS = re.compile(r"\s+")
# What Excel and LibreOffice take for the start of a formula, full-width forms included.
_FORMULA = re.compile("[ \t\n]*[=+\\-@＝＋－＠\t]")
# A dash or plus before a blank or letter opens a list item ("- Kế hoạch", "+ Tổ chức").
_LIST_ITEM = re.compile(r"[-+] ")


def whole(text: str) -> str:
    """The text without lone surrogates, which no database and no file can hold."""
    return _SURROGATE.sub(SIGN, text)


def clean(text: str, limit: int = CELL_LIMIT) -> str:
    """The text without anything that acts or hides, cut visibly at the limit."""
    text = _UNSAFE.sub(SIGN, _LINE_BREAK.sub("\n", text))
    return text if len(text) <= limit else text[: limit - 1].rstrip() + CUT


def one_line(text: str, limit: int = 300) -> str:
    """The clean text on one line."""
    return clean(_BLANKS.sub(" ", text).strip(), limit)


def for_cell(text: str, limit: int = CELL_LIMIT) -> str:
    """The text for a workbook's cell, which is written as text: list items stay as they are."""
    text = clean(text, limit)
    if _FORMULA.match(text) and not _LIST_ITEM.match(text):
        return "'" + text
    return text


def for_csv(text: str, limit: int = CELL_LIMIT) -> str:
    """The text for a CSV field, which Excel would compute where it looks like a formula."""
    text = clean(text, limit)
    return "'" + text if _FORMULA.match(text) else text


def for_terminal(text: str, limit: int = 300) -> str:
    """The text on one line, with what rich would take for its own marks escaped."""
    return escape(one_line(text, limit))
