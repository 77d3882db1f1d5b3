"""The command that opens the review page, and who may sign in to it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.echo import echo
from pipeline.errors import UserError

Out = Annotated[Path, typer.Option("--out", help="Thư mục kết quả.")]


def review(
    out: Out = Path("ket-qua"),
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Cổng; 0: cổng trống đầu tiên từ 8765.")
    ] = 0,
    host: Annotated[
        str, typer.Option(help="Địa chỉ để mở; 0.0.0.0: cho cả máy khác, cần người dùng.")
    ] = "127.0.0.1",
    name: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="TÊN", help="Tên miền mà máy khác dùng để vào trang."),
    ] = None,
    cert: Annotated[Path | None, typer.Option(help="Chứng thư TLS (PEM) để mở bằng https.")] = None,
    cert_key: Annotated[Path | None, typer.Option(help="Khóa riêng của chứng thư (PEM).")] = None,
    person: Annotated[
        str,
        typer.Option(
            "--as", metavar="TÊN", help="Tên ghi vào quyết định; mặc định: tài khoản máy."
        ),
    ] = "",
    open_browser: Annotated[
        bool, typer.Option("--open/--no-open", help="Mở trình duyệt ngay.")
    ] = True,
    add_user: Annotated[
        str | None, typer.Option(metavar="TÊN", help="Thêm hoặc đổi người dùng; hỏi mật khẩu.")
    ] = None,
    role: Annotated[
        str, typer.Option(help="Vai trò của người thêm: reader, clerk hoặc lead.")
    ] = "clerk",
    remove_user: Annotated[str | None, typer.Option(metavar="TÊN", help="Bỏ người dùng.")] = None,
    list_users: Annotated[bool, typer.Option("--list-users", help="Liệt kê người dùng.")] = False,
) -> None:
    """Mở trang rà soát: xem từng sai lệch cạnh minh chứng và quyết định.

    Ví dụ: doichieu review --out ket-qua
    """
    from pipeline.review.door.opening import Opening, open_page

    if add_user is not None:
        _add(out, add_user, role)
    elif remove_user is not None:
        _remove(out, remove_user)
    elif list_users:
        _list(out)
    else:
        opening = Opening(out, host, port, tuple(name or ()), cert, cert_key, person)
        with open_page(opening) as page:
            for line in page.lines:
                echo(line)
            if open_browser:
                page.show()
            page.serve()
        echo("Đã đóng trang rà soát.")


def _add(out: Path, name: str, role: str) -> None:
    from pipeline.review.desk import DATABASE
    from pipeline.review.door.users import add_user, check_new_user

    check_new_user(out / DATABASE, name, role)
    add_user(out / DATABASE, name, role, _password(name))
    echo(f"{name} vào được trang với vai trò {role}.")


def _password(name: str) -> str:
    """Asked twice and not shown; one line of the input where a script adds people."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = str(typer.prompt(f"Mật khẩu của {name}", hide_input=True))
    if password != typer.prompt("Nhập lại mật khẩu", hide_input=True):
        raise UserError("--add-user: hai lần nhập mật khẩu khác nhau; hãy chạy lại lệnh")
    return password


def _remove(out: Path, name: str) -> None:
    from pipeline.review.desk import DATABASE
    from pipeline.review.door.users import remove_user

    remove_user(out / DATABASE, name)
    echo(f"{name} không vào được trang nữa.")


def _list(out: Path) -> None:
    from pipeline.outputs.clean import for_terminal
    from pipeline.review.desk import DATABASE
    from pipeline.review.door.access import ROLES
    from pipeline.review.door.users import list_users
    from pipeline.review.rendering import moment

    users = list_users(out / DATABASE)
    for user in users:
        echo(
            f"{for_terminal(user.name)}\t{user.role} ({ROLES[user.role]})\t{moment(user.added_at)}"
        )
    if not users:
        echo("Chưa có người dùng; thêm bằng doichieu review --add-user TÊN.")
