"""The command that compares two plans."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.echo import echo, echo_json
from pipeline.commands.options import Lang, Language, SettingsFile


def spelled(words: list[str]) -> list[str]:
    """A command line with ``plan diff OLD NEW`` as the one command it is.

    >>> spelled(["plan", "diff", "a.docx", "b.docx"]), spelled(["plan", "diff"])
    (['plan-diff', 'a.docx', 'b.docx'], ['plan', 'diff'])
    """
    return ["plan-diff", *words[2:]] if words[:2] == ["plan", "diff"] and words[2:] else words


def plan_diff(
    old: Annotated[Path, typer.Argument(help="Kế hoạch trước khi sửa.")],
    new: Annotated[Path, typer.Argument(help="Kế hoạch sau khi sửa.")],
    as_json: Annotated[bool, typer.Option("--json", help="In một tài liệu JSON.")] = False,
    settings: SettingsFile = None,
    lang: Language = Lang.VI,
) -> None:
    """So sánh hai kế hoạch: nhiệm vụ thêm, bỏ, đổi số, sửa; ai phải làm gì khác đi.

    Ví dụ: doichieu plan diff KeHoach.docx KeHoach-sua-doi.docx
    """
    from pipeline.outputs.plan_changes import diff_json, diff_lines
    from pipeline.plans.plan_diff import compare
    from pipeline.plans.prepare import prepare_as_written

    found = compare(prepare_as_written(old, settings), prepare_as_written(new, settings))
    if as_json:
        echo_json(diff_json(found))
        return
    for line in diff_lines(found, lang.value):
        echo(line)
