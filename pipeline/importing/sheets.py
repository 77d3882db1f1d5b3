"""A clerk's workbook as plain values: read in a process of its own, every doubt one sentence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.errors import UserError

LARGEST = 30 * 1024 * 1024
MEMORY = 1536 * 1024 * 1024
TIMEOUT = 120.0
_CHILD = "pipeline.importing.sheet_child"
_ZIP, _OLE = b"PK\x03\x04", bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

Place = tuple[int, int]  # row, column, from 1


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: ``kind`` is text, number, day, formula or error.

    ``ground`` is the colour it lies on, where that is one of ours.
    """

    kind: str = "text"
    text: str = ""
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with our marks; one without has no cells, only how many of our codes it shows.

    ``sorted`` are the areas that Excel remembers to have sorted last.
    """

    title: str
    codes: int = 0
    cells: Mapping[Place, Cell] = field(default_factory=dict)
    sorted: tuple[str, ...] = ()

    def place(self, row: int, column: int) -> str:
        """How a person finds a cell: ``Sai lệch!B12``."""
        from openpyxl.utils import get_column_letter  # not where nothing is imported

        return f"{self.title}!{get_column_letter(column)}{row}"


def read_sheets(data: bytes, name: str) -> tuple[Sheet, ...]:
    """The sheets of a workbook, in its order; UserError for what is no workbook of ours to read."""
    _look_at(data, name)
    said = _asked(data, name)
    if "error" in said:
        raise UserError(f"{name}: {_WHY[said['error']]}")
    return tuple(
        Sheet(
            title=one["title"],
            codes=one["codes"],
            cells={
                (row, column): Cell(kind, text, ground)
                for row, column, kind, text, ground in one["cells"]
            },
            sorted=tuple(one["sorted"]),
        )
        for one in said["sheets"]
    )


_WHY = {
    "damaged": "tệp hỏng hoặc không phải sổ tính Excel; hãy mở bằng Excel và lưu lại dạng .xlsx",
    "limit": "sổ tính quá lớn để đọc an toàn; hãy xóa các trang tính, dòng không dùng rồi lưu lại",
    "late": "đọc quá lâu nên đã dừng; hãy xóa các trang tính, dòng không dùng rồi lưu lại",
}


def _look_at(data: bytes, name: str) -> None:
    """Tell by the first bytes what the file is."""
    if len(data) > LARGEST:
        most = LARGEST // 1024 // 1024
        raise UserError(f"{name}: lớn hơn {most} MB; hãy xóa các trang tính không dùng rồi lưu lại")
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise UserError(f"{name}: tệp đặt mật khẩu; hãy bỏ mật khẩu rồi lưu lại")
        raise UserError(f"{name}: là tệp Excel đời cũ (.xls); hãy mở bằng Excel và lưu dạng .xlsx")
    if not data.startswith(_ZIP):
        raise UserError(f"{name}: không phải tệp Excel .xlsx; hãy chọn tệp sai-lech.xlsx đã ghi")


def _asked(data: bytes, name: str) -> dict[str, Any]:
    """What the reading process answers."""
    root = str(Path(__file__).resolve().parents[2])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    # Threads of number libraries reserve address space for every processor there is.
    environment |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1")
    try:
        done = subprocess.run(
            [sys.executable, "-m", _CHILD, str(MEMORY)],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UserError(f"{name}: {_WHY['late']}") from error
    try:
        said = json.loads(done.stdout)
    except ValueError as error:
        raise UserError(f"{name}: {_WHY['damaged']}") from error
    assert isinstance(said, dict)
    return said
