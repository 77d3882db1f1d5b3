"""Commands with which a clerk corrects what the program matched."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.echo import echo

Out = Annotated[Path, typer.Option("--out", help="Thư mục kết quả.")]
Code = Annotated[str, typer.Argument(help="Mã sai lệch, ví dụ PH-2K7M-9QXT-4.")]


def attach(
    code: Code,
    file: Annotated[str, typer.Argument(help="Đường dẫn tệp như ở cột Tệp, hoặc tên tệp.")],
    out: Out = Path("ket-qua"),
    reason: Annotated[str, typer.Option(help="Lý do, để ghi vào nhật ký.")] = "",
) -> None:
    """Đã nộp: gắn một tệp đã nhận vào sản phẩm mà sai lệch nói đến.

    Ví dụ: doichieu attach PH-2K7M-9QXT-4 "Sở Y tế/KH 14 khao sat.docx"
    """
    from pipeline.decide import attach as keep

    number = keep(out, code, file, reason)
    echo(f"Đã ghi quyết định số {number}; có hiệu lực từ lần chạy sau.")


def reject(
    code: Code,
    reason: Annotated[str, typer.Option(help="Lý do máy ghép nhầm.")] = "",
    out: Out = Path("ket-qua"),
) -> None:
    """Máy ghép nhầm: văn bản hoặc đoạn nêu ở sai lệch không thuộc nhiệm vụ đó.

    Ví dụ: doichieu reject PH-2K7M-9QXT-4 --reason "kế hoạch về việc khác"
    """
    from pipeline.decide import reject as keep

    number = keep(out, code, reason)
    echo(f"Đã ghi quyết định số {number}; có hiệu lực từ lần chạy sau.")


def decisions(
    out: Out = Path("ket-qua"),
    undo: Annotated[int | None, typer.Option(help="Hủy quyết định số này.")] = None,
) -> None:
    """Nhật ký quyết định; --undo hủy một quyết định (bằng một dòng mới, không xóa dòng cũ).

    Ví dụ: doichieu decisions --undo 3
    """
    from pipeline.decide import decision_lines
    from pipeline.decide import undo as take_back

    if undo is not None:
        take_back(out, undo)
    for line in decision_lines(out):
        echo(line)
