"""The command that lists agencies, checks a province's own list and prints an example of one."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.echo import echo
from pipeline.commands.options import AgenciesFile
from pipeline.errors import UserError


class Action(StrEnum):
    """What is done with a list of agencies."""

    LIST = "list"
    CHECK = "check"
    EXAMPLE = "example"


def agencies(
    action: Annotated[
        Action, typer.Argument(help="list: in danh mục; check: kiểm tra TỆP; example: in tệp mẫu.")
    ] = Action.LIST,
    file: Annotated[Path | None, typer.Argument(help="Tệp danh mục cần kiểm tra.")] = None,
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Cơ quan hoạt động vào ngày này; trống: hôm nay."),
    ] = None,
    registry: AgenciesFile = None,
) -> None:
    """Danh mục cơ quan: tên, chữ viết tắt, ký hiệu, cơ quan kế thừa; kiểm tra danh mục tỉnh khác.

    Ví dụ: doichieu agencies check co-quan.toml
    """
    from pipeline.outputs.agencies import agency_lines, checked_lines, example_text

    if action is Action.EXAMPLE:
        echo(example_text(), nl=False)
    elif action is Action.CHECK:
        if file is None:
            raise UserError("agencies check: chưa nêu tệp; hãy viết doichieu agencies check TỆP")
        for line in checked_lines(file):
            echo(line)
    else:
        day = on.date() if on else date.today()
        for line in agency_lines(registry or file, day):
            echo(line)
