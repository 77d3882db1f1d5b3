"""The command that takes back the workbook in which clerks decided."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.decisions import Out
from pipeline.commands.echo import echo
from pipeline.errors import UserError


def import_workbook(
    file: Annotated[Path, typer.Argument(help="Tệp sai-lech.xlsx đã ghi quyết định.")],
    out: Out = Path("ket-qua"),
    apply: Annotated[bool, typer.Option("--apply", help="Ghi quyết định; không có: chỉ xem.")] = (
        False
    ),
) -> None:
    """Nhập quyết định từ sổ sai lệch: xem trước từng dòng, chỉ ghi khi có --apply.

    Ví dụ: doichieu import sai-lech.xlsx --apply
    """
    from pipeline.decisions.log import Actor
    from pipeline.importing.preview import apply_preview, preview_workbook
    from pipeline.importing.words import outcome_lines, preview_lines
    from pipeline.storage.store import Store

    data = _content(file)
    by = Actor(getpass.getuser())
    opened = Store.decide if apply else Store.read
    with opened(out / "doichieu.db") as store:
        preview = preview_workbook(store, data, file.name, by)
        for line in preview_lines(preview):
            echo(line)
        outcome = apply_preview(store, preview, by) if apply else None
    for line in outcome_lines(preview, outcome):
        echo(line)
    unsettled = preview.unsettled or (outcome is not None and outcome.refused)
    raise typer.Exit(1 if unsettled else 0)


def _content(file: Path) -> bytes:
    """The bytes of the file, which is only ever read."""
    from pipeline.importing.sheets import LARGEST

    if not file.is_file():
        raise UserError(f"{file}: không tìm thấy tệp; hãy kiểm tra lại đường dẫn")
    try:
        with file.open("rb") as stream:
            return stream.read(LARGEST + 1)
    except OSError as error:
        raise UserError(f"{file}: không đọc được; hãy đóng tệp trong Excel rồi thử lại") from error
