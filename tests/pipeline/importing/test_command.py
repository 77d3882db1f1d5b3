"""``doichieu import``: a preview by default, written only when told to, one line for a mistake."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.errors import UserError
from tests.pipeline.importing import clerk as desk
from tests.pipeline.importing.clerk import Clerk


@pytest.fixture
def clerk(tmp_path: Path) -> Clerk:
    desk.run(tmp_path, desk.findings())
    clerk = desk.opened(tmp_path)
    clerk.decide(2, "Đúng - đôn đốc")
    clerk.decide(4, "chờ")
    return clerk


def call(clerk: Clerk, *options: str) -> tuple[int, list[str]]:
    file = clerk.folder / "da ghi.xlsx"
    file.write_bytes(clerk.saved())
    done = CliRunner().invoke(app, ["import", str(file), "--out", str(clerk.folder), *options])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout.splitlines()


def test_a_preview_writes_nothing(clerk: Clerk) -> None:
    code, lines = call(clerk)
    assert code == 0
    assert lines[:2] == ["da ghi.xlsx:", "Sẽ ghi: 2"]
    place = f"Sai lệch!{clerk.cell(2, 'decision').coordinate}"
    assert lines[2] == f"  {place}  {desk.CODES[1]}  Đúng - đôn đốc"
    assert lines[-1] == "Chưa ghi gì; thêm --apply để ghi 2 quyết định."
    assert clerk.stands(2).kind == ""


def test_apply_writes_once(clerk: Clerk) -> None:
    code, lines = call(clerk, "--apply")
    assert code == 0
    assert lines[-1] == ("Đã ghi 2 quyết định (lô số 1); hủy cả lô: doichieu decisions --undo 1")
    assert (clerk.stands(2).kind, clerk.stands(4).kind) == ("confirm", "await")
    assert call(clerk, "--apply")[1][-1] == "Không ghi quyết định nào."
    CliRunner().invoke(app, ["decisions", "--undo", "1", "--out", str(clerk.folder)])
    assert (clerk.stands(2).kind, clerk.stands(4).kind) == ("", "")


def test_what_cannot_be_taken_is_told_by_cell_and_by_the_exit_code(clerk: Clerk) -> None:
    clerk.decide(3, "Máy nhận sai")
    code, lines = call(clerk)
    assert code == 1
    place = f"Sai lệch!{clerk.cell(3, 'reason').coordinate}"
    assert lines[1:3] == [
        "Không nhận được, cần sửa trong sổ: 1",
        f"  {place}  {desk.CODES[2]}  Máy nhận sai  "
        "- “Máy nhận sai” cần lý do; hãy chọn trong danh sách hoặc ghi",
    ]


def test_the_file_of_the_clerk_is_never_touched(clerk: Clerk) -> None:
    file = clerk.folder / "da ghi.xlsx"
    file.write_bytes(clerk.saved())
    before = (file.read_bytes(), file.stat().st_mtime_ns)
    CliRunner().invoke(app, ["import", str(file), "--out", str(clerk.folder), "--apply"])
    assert (file.read_bytes(), file.stat().st_mtime_ns) == before


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["import", str(tmp_path / "x.xlsx"), "--out", str(tmp_path)])
    assert isinstance(done.exception, UserError)
    assert "không tìm thấy tệp" in str(done.exception)
