"""Options that several commands take, each described once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Engine(StrEnum):
    """Where documents are read."""

    LOCAL = "local"
    DASK = "dask"


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
EngineOption = Annotated[
    Engine, typer.Option("--engine", help="Nơi đọc tệp: local (máy này) hoặc dask (nhiều máy).")
]
Scheduler = Annotated[
    str, typer.Option(help="Địa chỉ máy điều phối dask, ví dụ tcp://10.0.0.5:8786.")
]
SharedStore = Annotated[
    str,
    typer.Option(
        "--shared",
        help="Nơi các máy đọc thấy hộp thư, ví dụ file:///mnt/hop-thu; để trống: gửi nội dung.",
    ),
]
Profile = Annotated[bool, typer.Option("--profile", help="In và ghi bảng thời gian từng bước.")]
DEFAULT_OUT = Path("ket-qua")

# What a value must look like, said beside the flag.
VALUE_FORMS = {
    "--as-of": " (ví dụ --as-of 2024-12-31)",
    "--on": " (ví dụ --on 2025-07-01)",
    "--format": " (table, csv, json hoặc xlsx)",
    "--lang": " (vi hoặc en)",
    "--engine": " (local hoặc dask)",
    "--workers": " (một số nguyên)",
    "--plan-date": " (ví dụ --plan-date 2024-01-24)",
    "--reply-by": " (ví dụ --reply-by 2025-01-10)",
    "--round": " (1, 2 hoặc 3)",
}
