"""The command that writes the chairman's summary."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.echo import echo

Out = Annotated[Path, typer.Option("--out", help="Thư mục kết quả.")]


def summary(out: Out = Path("ket-qua")) -> None:
    """Viết bản tóm tắt trình Chủ tịch: hai trang Word và phụ lục số liệu.

    Ví dụ: doichieu summary --out ket-qua
    """
    from pipeline.summary.document import summarise

    echo(f"Đã viết {summarise(out)}; số, ngày và người ký để trống cho văn thư.")
