"""The one place where text is made fit for a sink: workbook, CSV, page, letter, terminal.

Text from submitted files may hold anything. What no reader can see or what could act on its
reader (control characters, escapes, direction overrides, lone surrogates) is shown as a
replacement sign; what is too long is cut where it can be seen.
"""

from __future__ import annotations

import re
import sys

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
# Vietnamese takes two marks on a letter; hundreds of them cover the lines above and below.
_FLOOD = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{4})"
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
# What Excel and LibreOffice take for the start of a formula, full-width forms included; blanks
# and signs without a width before it are left out by some programs that take a CSV over.
_FORMULA = re.compile("[\\s\u00ad\u180e\u200b-\u200d\u2060-\u2064\ufeff]*[=+\\-@＝＋－＠\t]")
# A dash or plus before a blank opens a list item ("- Kế hoạch", "+ Tổ chức"), unless a program
# or a function is called behind it ("- cmd|' /C calc'!A0").
_LIST_ITEM = re.compile(r"[-+] (?!.*(?:\||[A-Za-z_.]{2}\())", re.DOTALL)


def whole(text: str) -> str:
    """The text without lone surrogates, which no database and no file can hold."""
    return _SURROGATE.sub(SIGN, text)


def clean(text: str, limit: int = CELL_LIMIT) -> str:
    """The text without anything that acts or hides, cut visibly at the limit."""
    text = _FLOOD.sub(rf"\1{SIGN}", _UNSAFE.sub(SIGN, _LINE_BREAK.sub("\n", text)))
    return text if len(text) <= limit else text[: limit - 1].rstrip() + CUT


def one_line(text: str, limit: int = 300) -> str:
    """The clean text on one line."""
    return clean(_BLANKS.sub(" ", text).strip(), limit)


def for_cell(text: str, limit: int = CELL_LIMIT) -> str:
    """The text for a workbook's cell, which is written as text: list items stay as they are."""
    text = clean(text, limit)
    if _FORMULA.match(text) and not _LIST_ITEM.match(text):
        return clean("'" + text, limit)
    return text


def for_csv(text: str, limit: int = CELL_LIMIT) -> str:
    """The text for a CSV field, which Excel would compute where it looks like a formula."""
    text = clean(text, limit)
    return clean("'" + text, limit) if _FORMULA.match(text) else text


def for_terminal(text: str, limit: int = 300) -> str:
    """The text on one line, with what rich would take for its own marks escaped."""
    from rich.markup import escape  # slow to load; only some commands need it

    return escape(one_line(text, limit))


def for_echo(text: str) -> str:
    """What a command prints, line by line and whole: only what acts or hides is replaced."""
    return clean(text, sys.maxsize)


def for_json(value: object, limit: int = sys.maxsize) -> object:
    """A JSON value with every text in it cleaned, names of fields too."""
    if isinstance(value, str):
        return clean(value, limit)
    if isinstance(value, list | tuple):
        return [for_json(one, limit) for one in value]
    if isinstance(value, dict):
        return {clean(str(name), limit): for_json(one, limit) for name, one in value.items()}
    return value
