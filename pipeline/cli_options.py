"""Options that several commands take, each described once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Lang(StrEnum):
    """The language of what a user reads."""

    VI = "vi"
    EN = "en"


PlanFile = Annotated[
    Path, typer.Option("--plan", help="Kế hoạch: .docx, .pdf, .txt hoặc .xlsx đã sửa.")
]
OutDir = Annotated[Path, typer.Option("--out", help="Thư mục kết quả.")]
Language = Annotated[Lang, typer.Option("--lang", help="Ngôn ngữ: vi hoặc en.")]
SettingsFile = Annotated[
    Path | None,
    typer.Option("--settings", help="Tệp thiết lập; để trống: doichieu.toml cạnh kế hoạch."),
]
DatesFile = Annotated[
    Path | None,
    typer.Option("--dates", help="Sổ ngày căn cứ; để trống: han.xlsx cạnh kế hoạch."),
]
AgenciesFile = Annotated[
    Path | None,
    typer.Option("--agencies", help="Tệp danh mục cơ quan của tỉnh; để trống: Sơn La."),
]
Revisions = Annotated[
    list[Path] | None,
    typer.Option(
        "--revision",
        help="Văn bản sửa đổi, bổ sung kế hoạch; ghi được nhiều lần, theo thứ tự ban hành.",
    ),
]
Retry = Annotated[
    bool, typer.Option("--retry", help="Đọc lại cả những tệp đã thử ba lần không được.")
]
DEFAULT_OUT = Path("ket-qua")
