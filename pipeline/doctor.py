"""What this machine has, what it lacks, and what the lack costs."""

from __future__ import annotations

import platform
import sqlite3
import sys
from collections.abc import Iterator
from importlib import metadata

_OLDEST_SQLITE = (3, 35)


def examine() -> str:
    """One line for each thing looked at; what is missing says what cannot be done without it."""
    return "\n".join(f"{'✓' if there else '✗'} {line}" for there, line in _lines())


def _lines() -> Iterator[tuple[bool, str]]:
    python = platform.python_version()
    yield sys.version_info >= (3, 11), f"Python {python} (cần từ 3.11)"
    new_enough = sqlite3.sqlite_version_info >= _OLDEST_SQLITE
    yield new_enough, f"SQLite {sqlite3.sqlite_version} (cần từ 3.35)"
    yield from _packages()
    yield from _FORMATS


def _packages() -> Iterator[tuple[bool, str]]:
    """The packages the program itself names, with their versions."""
    for line in metadata.requires("doichieu") or ():
        if "extra ==" in line:
            continue
        name = _name(line)
        try:
            yield True, f"{name} {metadata.version(name)}"
        except metadata.PackageNotFoundError:
            yield False, f"{name}: chưa cài; chạy lại make setup (hoặc cai-dat.bat trên Windows)"


def _name(requirement: str) -> str:
    for sign in "<>=!~;[ ":
        requirement = requirement.split(sign, 1)[0]
    return requirement


# What is read, and what is only listed with its reason for now.
_FORMATS = (
    (
        True,
        "Đọc được: PDF có lớp chữ, Word (.docx), Excel (.xlsx), văn bản (.txt, .csv), nén (.zip)",
    ),
    (False, "Chưa đọc được, chỉ ghi nhận kèm lý do: bản chụp (scan, ảnh), .doc, .rtf, .odt, .xls"),
)
