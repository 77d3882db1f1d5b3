"""What a row of the workbook carries so that a decision never lands on another finding.

Clerks sort, filter, delete rows, insert columns and copy cells. Three marks tell what happened:

- the **row guard**, a hidden cell outside the decision columns: a hash over code, fingerprint,
  basis and version. It tells a code that was retyped, slid or copied to another row, and it holds
  the base of the three-way merge: which version, facts and prefilled words the clerk saw.
- the **echo**, a hidden cell in the midst of the decision columns: a short name of the row. It
  tells that the decision columns were sorted together without the rest.
- the **ground** of each decision cell: one of 64 shades that no eye tells apart, by the same
  short name, so that the cells of a row lie on one shade. Excel and LibreOffice move the ground
  of a cell with the cell, so it tells that one column was sorted alone. Typing, choosing from a
  list and pasting values keep it.

What stays undetectable: a decision column sorted alone by a program that moves values without
their grounds and does not note what it sorted, while nothing was prefilled and no decision needed
a reason, paper or day.
``pipeline.importing.slides`` says how the marks are read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from rules.vietnamese.text import nfc

FORMAT = 1
SHADES = 64
_BASIS = 12
_GUARD = re.compile(
    r"g(?P<format>\d{1,3})\.(?P<version>\d{1,12})\.(?P<basis>[0-9a-f]{0,12})"
    r"\.(?P<said>[0-9a-f]{8})\.(?P<by>[0-9a-f]{8})\.(?P<check>[0-9a-f]{10})"
)
_ECHO = re.compile(r"e[0-9a-f]{10}")
# The lightest shade of the ground; red, green and blue go down by as much as the bits below.
_LIGHTEST = (255, 252, 240)
_BITS = (1, 1, 4)
_NEAR = 3


@dataclass(frozen=True, slots=True)
class Guard:
    """A row as it was written: version and basis that the clerk saw, and hashes of its words."""

    version: int
    basis: str
    said: str
    by: str
    check: str
    format: int = FORMAT

    def fits(self, code: str, fingerprint: str) -> bool:
        """Whether the guard was written for this finding."""
        return self.check == _check(code, fingerprint, self.basis, self.version, self.said, self.by)

    def of_facts(self, basis: str) -> bool:
        """Whether the clerk saw these facts."""
        return self.basis == basis[:_BASIS]


def guard_text(
    code: str, fingerprint: str, basis: str, version: int, said: Sequence[str], by: str
) -> str:
    """The guard of a row; ``said`` are the prefilled words of its decision cells."""
    facts, words, who = basis[:_BASIS], words_hash(said), words_hash([by])
    check = _check(code, fingerprint, facts, version, words, who)
    return f"g{FORMAT}.{version}.{facts}.{words}.{who}.{check}"


def parse_guard(text: str) -> Guard | None:
    """The guard in a cell; None where it holds none."""
    found = _GUARD.fullmatch(text.strip())
    if found is None:
        return None
    parts = found.groupdict()
    return Guard(
        int(parts["version"]),
        parts["basis"],
        parts["said"],
        parts["by"],
        parts["check"],
        int(parts["format"]),
    )


def echo_text(fingerprint: str) -> str:
    """The short name of a row, for the hidden cell among its decision cells."""
    return f"e{_hash('echo', fingerprint, size=5)}"


def is_echo(text: str) -> bool:
    """Whether a cell holds the short name of a row."""
    return _ECHO.fullmatch(text.strip()) is not None


def words_hash(words: Sequence[str]) -> str:
    """A hash of cells' words, without what typing and saving change: blanks and NFC."""
    return _hash(*(" ".join(nfc(one).split()) for one in words), size=4)


def shade_of(fingerprint: str) -> int:
    """Which of the shades a finding's decision cells have."""
    return int(_hash("shade", fingerprint, size=4), 16) % SHADES


def colour_of(shade: int) -> str:
    """A shade as a colour, ``#FFFCF0`` the lightest."""
    levels = []
    for light, bits in zip(_LIGHTEST, _BITS, strict=True):
        shade, level = divmod(shade, 1 << bits)
        levels.append(light - level)
    return "#" + "".join(f"{level:02X}" for level in levels)


def is_ground(colour: str) -> bool:
    """Whether a cell lies on one of our shades, or on one near it.

    LibreOffice saves a workbook of many colours with fewer: alike ones become one.
    """
    if not re.fullmatch(r"[0-9A-Fa-f]{6,8}", colour):
        return False
    levels = zip(bytes.fromhex(colour[-6:]), _LIGHTEST, _BITS, strict=True)
    return all(
        light - (1 << bits) - _NEAR < level <= light + _NEAR for level, light, bits in levels
    )


def _check(code: str, fingerprint: str, basis: str, version: int, said: str, by: str) -> str:
    return _hash("guard", code, fingerprint, basis, str(version), said, by, size=5)


def _hash(*parts: str, size: int) -> str:
    return blake2b("\x1f".join(parts).encode("utf-8", "replace"), digest_size=size).hexdigest()
