"""The command that erases what is kept of documents."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.echo import echo

_TYPED = "xóa hết"


def erase(
    out: Annotated[Path, typer.Option("--out", help="Thư mục kết quả.")] = Path("ket-qua"),
    cache: Annotated[
        bool, typer.Option("--cache", help="Chỉ xóa chữ đã đọc được từ tài liệu.")
    ] = False,
    pictures: Annotated[
        bool, typer.Option("--pictures", help="Chỉ xóa ảnh trang và sổ đã tải lên.")
    ] = False,
    gone: Annotated[
        bool, typer.Option("--gone", help="Xóa cả chữ của tệp không còn trong thư mục đã nhận.")
    ] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Xóa cả kết quả và quyết định; phải gõ lại để xác nhận.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Không hỏi lại (trừ --all).")] = False,
) -> None:
    """Xóa chữ, ảnh trang, sổ tải lên và nhật ký mà chương trình giữ; quyết định còn nguyên.

    Ví dụ: doichieu erase --out ket-qua
    """
    from pipeline.erase import Wish, check_place, erased_lines
    from pipeline.erase import erase as go

    check_place(out)
    both = cache == pictures
    wish = Wish(cache or both, pictures or both, gone, everything)
    agreed = _typed(out) if everything else yes or _agreed(out, wish.cache, wish.pictures)
    for line in erased_lines(go(out, wish)) if agreed else ("Không xóa gì.",):
        echo(line)


def _typed(out: Path) -> bool:
    """Whether the user typed that everything is to go: it cannot be brought back."""
    echo(f"Sẽ xóa mọi kết quả trong {out}, cả doichieu.db với mọi quyết định đã ghi.")
    echo("Không lấy lại được. Tệp cơ quan gửi và công văn trong cong-van không bị đụng đến.")
    return _answer(f"Gõ “{_TYPED}” để xóa") == _TYPED


def _agreed(out: Path, cache: bool, pictures: bool) -> bool:
    """Whether the user wants what the program can make again to go."""
    words = [
        "chữ đã đọc được từ tài liệu (lần chạy sau phải đọc lại)" if cache else "",
        "ảnh trang, sổ đã tải lên" if pictures else "",
        "nhật ký",
    ]
    echo(f"Sẽ xóa trong {out}: {', '.join(filter(None, words))}. Quyết định còn nguyên.")
    return _answer("Xóa? (c: có)") in ("c", "co", "có")


def _answer(question: str) -> str:
    answer = str(typer.prompt(question, default="", show_default=False))
    return unicodedata.normalize("NFC", answer).strip().lower()
