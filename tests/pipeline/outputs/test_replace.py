from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import UserError
from pipeline.outputs.replace import replace_file


def test_the_old_file_is_there_until_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "out" / "a.txt"
    replace_file(path, lambda draft: draft.write_text("cũ") and None)

    def write(draft: Path) -> None:
        draft.write_text("mới")
        assert path.read_text() == "cũ"

    replace_file(path, write)
    assert path.read_text() == "mới"
    assert [one.name for one in path.parent.iterdir()] == ["a.txt"]


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("cũ")

    def write(draft: Path) -> None:
        draft.write_text("nửa chừng")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        replace_file(path, write)
    assert path.read_text() == "cũ"
    assert [one.name for one in tmp_path.iterdir()] == ["a.txt"]


def test_a_workbook_open_in_excel_is_a_sentence(tmp_path: Path) -> None:
    def write(draft: Path) -> None:
        draft.write_text("mới")
        raise PermissionError

    with pytest.raises(UserError, match=r"sai-lech\.xlsx: đang mở trong chương trình khác"):
        replace_file(tmp_path / "sai-lech.xlsx", write)
