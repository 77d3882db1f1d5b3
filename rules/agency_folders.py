"""Folder names as people write them: "01. Sở Nội vụ", "TNMT bổ sung", "STP_nop lan 2"."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from rules.vietnamese.text import fold, nfc

_DATA = Path(__file__).parent / "data" / "folder_words.toml"
_GLUED = re.compile(r"(?<=[a-zà-ỹđ])(?=[A-ZĐ])")  # SoNoiVu
_ROMAN_LABEL = re.compile(r"^\s*[IVX]{1,5}[.)]\s*")  # "II. Sở ..."
_PARTS = re.compile(r"[^\W_]+")
_LONGEST = 255  # characters that a file system keeps of a name


def clean_folder(name: str) -> tuple[str, ...]:
    """The name as written, then with the words around the agency's name peeled off.

    >>> clean_folder("01. TNMT bổ sung")
    ('TNMT bổ sung', 'TNMT')
    """
    spaced = _ROMAN_LABEL.sub("", nfc(name[:_LONGEST]).replace("_", " "))
    parts = [match.span() for match in _PARTS.finditer(spaced)]
    while parts and spaced[slice(*parts[0])].isdecimal():
        parts.pop(0)
    first = _between(spaced, parts)
    parts = _peeled(spaced, parts)
    peeled = _between(spaced, parts)
    split = _GLUED.sub(" ", peeled)
    return tuple(dict.fromkeys((first, peeled, split)))


def _between(text: str, parts: list[tuple[int, int]]) -> str:
    return text[parts[0][0] : parts[-1][1]] if parts else ""


def _peeled(text: str, parts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The parts without noise words and numbers at either end; one part always stays."""
    longest = max(map(len, _noise()))
    while len(parts) > 1:
        written = [fold(text[start:end]) for start, end in parts]
        for length in range(min(longest, len(parts) - 1), 0, -1):
            if _is_noise(written[:length]):
                parts = parts[length:]
                break
            if _is_noise(written[-length:]):
                parts = parts[:-length]
                break
        else:
            return parts
    return parts


def _is_noise(written: list[str]) -> bool:
    return tuple(written) in _noise() or (len(written) == 1 and written[0].isdecimal())


@cache
def _noise() -> frozenset[tuple[str, ...]]:
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return frozenset(
        tuple(fold(word).split()) for entry in data["noise"] for word in entry["words"]
    )
