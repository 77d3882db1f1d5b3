"""What is fuzzed by coverage: each target takes bytes, and may raise nothing.

The office files are given as their parts, so that a change meets XML and not a checksum:
``%% name`` on a line of its own, then what the part holds.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

# The readers of containers are imported here, where it is watched what they do.
from extractors.archives import (
    archive,
    mail,  # noqa: F401
    outlook,  # noqa: F401
    seven_zip,  # noqa: F401
    zip_archive,  # noqa: F401
)
from extractors.document import ExtractError
from extractors.formats import EXTRACTORS, detect, extract_bytes
from pipeline.decisions.log import Actor
from pipeline.errors import UserError
from pipeline.importing import sheet_child, sheets
from pipeline.importing.preview import preview_workbook
from pipeline.matching.lines import query_of, read_lines
from pipeline.plans.settings import read_settings
from pipeline.storage.store import Store
from tests.fuzz.readers import GROUPS, READERS, drawn, read_whole
from tests.pipeline.importing import clerk as desk

Target = Callable[[bytes], None]
BREAKS = "broken on purpose"  # by which is seen that what breaks is told
CLERK = Actor("Lan", "clerk")
_KINDS = ("text", "number", "day", "formula", "error")
_AREA = re.compile(r"[A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7}", re.ASCII)
_PART = re.compile(rb"(?:\A|\n)%% ([^\n]{1,99})\n")


def targets(folder: Path) -> dict[str, Target]:
    """All targets by name; those that need files write them in the folder."""
    texts = {name: partial(_texts, readers) for name, readers in GROUPS.items()}
    return {
        **texts,
        "document": lambda data: read_whole(drawn(_text(data))),
        "import": partial(_import, _findings(folder)),
        "lines to match": partial(_lines, folder / "v.jsonl"),
        "settings": partial(_settings, folder / "doichieu.toml"),
        "workbook to import": lambda data: said(packed(data)),
        "office files": lambda data: _whole(packed(data)),
        "rich text": lambda data: _whole(b"{\\rtf1" + data),
        "plain text": _plain,
        "other files": _whole,
        "containers": _container,
        BREAKS: _breaks,
    }


def _breaks(data: bytes) -> None:
    if data.startswith(b"abc"):
        raise ValueError("on purpose")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _texts(readers: tuple[str, ...], data: bytes) -> None:
    for name in readers:
        READERS[name](_text(data))


def _says(error: UserError, name: str) -> None:
    """The stated exception names the file."""
    assert name in str(error)


def _lines(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    try:
        for row in read_lines(file):
            query_of(row)
    except UserError as error:
        _says(error, file.name)


def _settings(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    try:
        read_settings(file)
    except UserError as error:
        _says(error, file.name)


def _findings(folder: Path) -> Path:
    """A database of eight findings."""
    desk.run(folder, desk.findings())
    return folder / "doichieu.db"


def _import(database: Path, data: bytes) -> None:
    """Sheets as their reading process tells them: what they say, without XML around it."""
    told = unwritten(_text(data))
    sheets._asked = lambda _data, _name: told
    with Store.read(database) as store:
        try:
            preview_workbook(store, b"PK\x03\x04", "x.xlsx", CLERK)
        except UserError as error:
            _says(error, "x.xlsx")


def written(book: dict[str, list[dict[str, object]]]) -> str:
    """What a reading process tells of a workbook, as lines of text."""
    lines = []
    for sheet in book["sheets"]:
        lines.append("\t".join(["=", str(sheet["title"]), str(sheet["codes"]), *sheet["sorted"]]))  # type: ignore[misc]
        for row, column, kind, text, ground in sheet["cells"]:  # type: ignore[attr-defined]
            lines.append(f"{row}\t{column}\t{kind}\t{ground}\t{text}")
    return "\n".join(lines)


def unwritten(text: str) -> dict[str, object]:
    """The same back from the lines; what is no cell is left out."""
    found: list[dict[str, object]] = []
    cells: list[object] = []
    for line in text.split("\n"):
        first, *rest = line.split("\t")
        if first == "=" and len(rest) > 1:
            cells = []
            codes = int(rest[1]) if _number(rest[1]) else 0
            areas = [one for one in rest[2:] if _AREA.fullmatch(one)]
            found.append({"title": rest[0], "codes": codes, "cells": cells, "sorted": areas})
        elif len(rest) > 3 and _number(first) and _number(rest[0]) and rest[1] in _KINDS:
            cells.append([int(first), int(rest[0]), rest[1], "\t".join(rest[3:]), rest[2]])
    return {"sheets": found}


def _number(text: str) -> bool:
    return text.isascii() and text.isdigit() and 0 < len(text) < 6 and int(text) > 0


def packed(data: bytes) -> bytes:
    """A package of the parts that are written in the bytes."""
    _, *found = _PART.split(data)
    target = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(target, "w") as opened:
        warnings.simplefilter("ignore")  # two parts of one name
        for name, part in zip(found[::2], found[1::2], strict=True):
            opened.writestr(name.decode("utf-8", "replace").replace("\0", "-"), part)
    return target.getvalue()


def said(data: bytes) -> dict[str, object]:
    """What a reading process would tell of a workbook."""
    return sheet_child.read(data)


# Read by other programs or by libraries in C: theirs to fuzz, and shut in a process by us.
_FOREIGN = ("pdf", "image", "doc")


def _whole(data: bytes, name: str = "") -> None:
    if data and detect(data, name) not in _FOREIGN:
        extract_bytes(data, name)


def _plain(data: bytes) -> None:
    _whole(data, "a.txt")
    _whole(data, "a.csv")
    for name in ("txt", "csv"):
        reader = EXTRACTORS[name].reader
        assert reader is not None
        try:
            reader(data)
        except ExtractError:
            continue


def _container(data: bytes) -> None:
    """Its members, and what the first ones hold."""
    if archive.kind_of(data) == "rar":  # unpacked by a program of its own
        return
    try:
        with archive.opened(data) as found:
            for member in found.members[:3]:
                if member.reason is None:
                    found.read(member.name)
    except ExtractError:
        return
