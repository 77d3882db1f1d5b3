"""The command that explains the rules, as a clerk's settings leave them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.echo import echo
from pipeline.commands.options import Lang, Language, SettingsFile


def show_rules(
    rule: Annotated[str | None, typer.Argument(help="Mã quy tắc; để trống: tất cả.")] = None,
    settings: SettingsFile = None,
    plan: Annotated[
        Path | None, typer.Option("--plan", help="Kế hoạch có doichieu.toml nằm cạnh.")
    ] = None,
    example: Annotated[
        bool, typer.Option("--settings-example", help="In mẫu doichieu.toml có chú thích.")
    ] = False,
    lang: Language = Lang.VI,
) -> None:
    """Giải thích các quy tắc: khi nào báo, ví dụ chưa đạt, ví dụ đạt, thiết lập đang dùng.

    Ví dụ: doichieu rules late-output
    """
    from pipeline.outputs.rules import rule_lines
    from pipeline.plans.settings import settings_for
    from pipeline.plans.settings_example import settings_example

    if example:
        echo(settings_example(), nl=False)
    else:
        echo(rule_lines(rule, lang.value, settings_for(plan, settings)))
