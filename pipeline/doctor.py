"""What this machine has, what it lacks, and what the lack costs."""

from __future__ import annotations

import platform
import sqlite3
import sys
from collections.abc import Iterator
from importlib import metadata

from extractors.ocr import installed
from extractors.office import programs

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
    yield _scans()
    yield _old_word_files()
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


def _scans() -> tuple[bool, str]:
    """Whether scans are read, and what is to be installed where they are not."""
    found = installed.engine()
    if found is not None and found.model is not None:
        return True, f"Đọc bản chụp (OCR): Tesseract, mô hình {found.model}"
    lacks = [f"gói Python {name}" for name in installed.missing_packages()]
    if installed.find_model() is None:
        lacks.append("mô hình tiếng Việt (Debian: tesseract-ocr, tesseract-ocr-script-viet)")
    if found is not None:
        return False, (
            f"Đọc bản chụp (OCR): chỉ có một bộ đọc (trueocr), thiếu {', '.join(lacks)}; chữ được "
            "đọc, số và ngày không được dùng làm căn cứ"
        )
    return False, (
        f"Đọc bản chụp (OCR): thiếu {', '.join(lacks)}; bản scan và ảnh chỉ được ghi nhận, "
        "nhiệm vụ liên quan phải kiểm tra bằng mắt"
    )


def _old_word_files() -> tuple[bool, str]:
    """Whether .doc files are read, and what is lost with the lesser of two programs."""
    program = programs.soffice()
    if program is not None:
        return True, f"Đọc .doc: LibreOffice ({program})"
    if programs.catdoc() is not None:
        return False, "Đọc .doc: chỉ có catdoc, mất bảng và phông chữ; nên cài LibreOffice"
    return False, (
        "Đọc .doc: thiếu LibreOffice (Debian: libreoffice-writer-nogui) và catdoc; tệp .doc chỉ "
        "được ghi nhận, nhiệm vụ liên quan phải kiểm tra bằng mắt"
    )


def _name(requirement: str) -> str:
    for sign in "<>=!~;[ ":
        requirement = requirement.split(sign, 1)[0]
    return requirement


# What is read, and what is only listed with its reason for now.
_FORMATS = (
    (
        True,
        "Đọc được: PDF có lớp chữ, Word (.docx, .rtf, .odt), Excel (.xlsx, .xls, .ods), PowerPoint "
        "(.pptx, .odp), văn bản (.txt, .csv), nén (.zip); phông TCVN3 và VNI được chuyển sang "
        "Unicode",
    ),
    (False, "Chưa đọc được, chỉ ghi nhận kèm lý do: trang web, .xlsb"),
)
