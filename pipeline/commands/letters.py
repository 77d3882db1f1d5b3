"""The command that writes reminders."""

from __future__ import annotations

import getpass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.echo import echo
from pipeline.errors import UserError
from pipeline.outputs.clean import one_line


def letters(
    file: Annotated[
        Path | None, typer.Argument(help="Mẫu cần kiểm tra, chỉ dùng với --check-template.")
    ] = None,
    out: Annotated[Path, typer.Option("--out", help="Thư mục kết quả.")] = Path("ket-qua"),
    agency: Annotated[str, typer.Option(help="Chỉ một cơ quan: mã hoặc tên.")] = "",
    number: Annotated[
        int, typer.Option("--round", min=0, help="Đợt 1, 2, 3; 0: đợt đang làm.")
    ] = 0,
    reply_by: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Hạn trả lời; để trống: sau 10 ngày làm việc."),
    ] = None,
    plan_number: Annotated[str, typer.Option(help="Số của kế hoạch, ví dụ 245/QĐ-UBND.")] = "",
    plan_date: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Ngày của kế hoạch.")
    ] = None,
    check_template: Annotated[
        bool, typer.Option("--check-template", help="Chỉ kiểm tra mẫu công văn.")
    ] = False,
    template: Annotated[Path | None, typer.Option(help="Mẫu công văn riêng (.docx).")] = None,
    sender: Annotated[str, typer.Option(help="Cơ quan gửi, nếu kế hoạch không nêu.")] = "",
) -> None:
    """Soạn công văn đôn đốc từng cơ quan, từ các sai lệch đã quyết định "Đúng - đôn đốc".

    Ví dụ: doichieu letters --plan-number 245/QĐ-UBND --plan-date 2024-01-24 --reply-by 2025-01-10
    """
    from pipeline.reminders.make import make_letters
    from pipeline.reminders.order import Order
    from pipeline.reminders.template import LETTER
    from pipeline.reminders.told import result_lines

    if check_template:
        _check(file or template)
        return
    if file is not None:
        raise UserError(f"{file}: chỉ dùng với --check-template; mẫu riêng cho bằng --template")
    order = Order(
        out=out,
        agency=agency,
        round=number,
        reply_by=reply_by.date() if reply_by else None,
        plan_number=plan_number,
        plan_date=plan_date.date() if plan_date else None,
        template=template or LETTER,
        sender=sender,
        by=getpass.getuser(),
    )
    result = make_letters(order, datetime.now())
    for line in result_lines(result):
        echo(line)
    if result.made and result.reply_by <= date.today():
        echo(
            f"Hạn trả lời {result.reply_by:%d/%m/%Y} đã qua; hãy cho --reply-by rồi làm lại.",
            err=True,
        )
    if result.left_out:
        raise typer.Exit(1)


def _check(file: Path | None) -> None:
    """Say what is wrong with a template, or which fields it may use; without a file, ours."""
    from pipeline.reminders.check import template_problems
    from pipeline.reminders.template import LETTER, NOTE
    from pipeline.reminders.told import template_lines

    problems = template_problems(file or LETTER)
    if file is None:
        problems += template_problems(NOTE, note=True)
    for problem in problems:
        echo(one_line(problem))
    if problems:
        raise UserError(f"{file or LETTER}: {len(problems)} chỗ phải sửa, nêu ở trên; hãy sửa mẫu")
    for line in template_lines(file or LETTER):
        echo(line)
