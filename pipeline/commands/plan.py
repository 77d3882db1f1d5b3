"""The command that shows a plan as it was read, and writes the workbooks that correct it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.echo import echo, echo_json
from pipeline.commands.options import Lang, Language, Revisions, SettingsFile


def show_plan(
    file: Annotated[Path, typer.Argument(help="Tệp kế hoạch.")],
    as_json: Annotated[bool, typer.Option("--json", help="In một tài liệu JSON.")] = False,
    xlsx: Annotated[Path | None, typer.Option(help="Ghi sổ tính để sửa rồi dùng lại.")] = None,
    dates: Annotated[
        Path | None,
        typer.Option(help="Ghi sổ các sản phẩm chưa có ngày hạn để nhập; giữ ngày đã nhập."),
    ] = None,
    settings: SettingsFile = None,
    revision: Revisions = None,
    lang: Language = Lang.VI,
) -> None:
    """Đọc kế hoạch: nội dung, nhiệm vụ, giải pháp, chế độ báo cáo và những điểm chưa rõ.

    Ví dụ: doichieu plan KeHoach.docx --xlsx KeHoach-sua.xlsx
    """
    from pipeline.outputs.terminal import print_notices, print_plan
    from pipeline.plans.dates_entered import renew_dates
    from pipeline.plans.plan import plan_json
    from pipeline.plans.plan_workbook import write_plan_workbook
    from pipeline.plans.prepare import prepare_as_written
    from rules.messages import Words

    prepared = prepare_as_written(file, settings, revisions=tuple(revision or ()))
    print_notices(prepared.notices(Words(lang.value)))
    if xlsx is not None:
        write_plan_workbook(prepared.plan, xlsx)
        echo(f"Đã ghi {xlsx}.", err=True)
    if dates is not None:
        number = renew_dates(prepared.plan, prepared.registry, prepared.obligations, dates)
        echo(f"Đã ghi {dates}: {number} sản phẩm chưa có ngày hạn.", err=True)
    if as_json:
        plain = plan_json(prepared.plan, prepared.defects_told())
        echo_json(plain)
    elif xlsx is None and dates is None:
        print_plan(prepared.plan, lang.value, defects=prepared.defects_told())
