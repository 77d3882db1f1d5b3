"""Opening the review page: for this machine alone, or for colleagues who sign in."""

from __future__ import annotations

import getpass
import ipaddress
import socket
import ssl
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from pipeline.errors import UserError
from pipeline.outputs.clean import one_line
from pipeline.review.desk import DATABASE, Desk
from pipeline.review.door.addresses import KEY
from pipeline.review.door.security import ANYWHERE, LOOPBACK
from pipeline.review.door.sessions import IDLE, LONGEST, Sessions
from pipeline.review.door.users import list_users
from pipeline.review.server import Certificate, listen, make_app, serve

PORT = 8765


@dataclass(frozen=True, slots=True)
class Opening:
    """How the page is to be opened; ``port`` 0 is the first free one from the usual on.

    ``names`` are further host names by which other machines may call it; ``person`` is who
    decides at this machine, where the name of the account does not say it.
    """

    out: Path
    host: str = "127.0.0.1"
    port: int = 0
    names: tuple[str, ...] = ()
    cert: Path | None = None
    cert_key: Path | None = None
    person: str = ""


@dataclass(frozen=True, slots=True)
class OpenPage:
    """A page whose port is held; ``lines`` tell the user where it is."""

    desk: Desk
    listening: socket.socket
    certificate: Certificate | None

    @property
    def address(self) -> str:
        """The first address; with the start token where nobody signs in."""
        host = self.desk.host
        if host in ANYWHERE:
            host = next(iter(self.desk.names), socket.gethostname())
        host = f"[{host}]" if ":" in host else host
        scheme = "https" if self.desk.secure else "http"
        key = "" if self.desk.login else f"?{KEY}={self.desk.token}"
        return f"{scheme}://{host}:{self.desk.port}/{key}"

    @property
    def lines(self) -> tuple[str, ...]:
        """What to print."""
        first = f"Trang rà soát: {self.address}"
        stop = "Giữ cửa sổ này mở khi làm việc; dừng bằng Ctrl+C."
        if not self.desk.login:
            return (first, "Địa chỉ có khóa của lần mở này; đừng gửi cho người khác.", stop)
        if self.desk.secure:
            return (first, stop)
        return (
            first,
            "Mật khẩu đi trong mạng không mã hóa; chỉ dùng trong mạng cơ quan, "
            "hoặc cho chứng thư với --cert và --cert-key.",
            stop,
        )

    def show(self) -> None:
        """Open the browser, without waiting for it."""
        Thread(target=webbrowser.open, args=(self.address,), daemon=True).start()

    def serve(self) -> None:
        """Answer until stopped."""
        with suppress(KeyboardInterrupt):  # the usual way to stop
            serve(make_app(self.desk), self.listening, self.desk, self.certificate)


@contextmanager
def open_page(opening: Opening) -> Iterator[OpenPage]:
    """Check that the page can be opened and hold its port."""
    users = list_users(opening.out / DATABASE)
    login = not is_loopback(opening.host) or bool(opening.names)
    if login and not users:
        raise UserError(
            f"--host {opening.host}: mở cho máy khác thì phải có người dùng; "
            "hãy thêm bằng doichieu review --add-user TÊN --role lead"
        )
    certificate = _certificate(opening)
    listening = listen(opening.host, opening.port or PORT, fixed=bool(opening.port))
    with listening:
        desk = Desk(
            out=opening.out,
            host=opening.host,
            port=listening.getsockname()[1],
            names=opening.names + (own_names(opening.host) if login else ()),
            login=login,
            secure=certificate is not None,
            alone=one_line(opening.person, 60) or _os_user(),
            sessions=Sessions(IDLE, LONGEST) if login else Sessions(),
        )
        yield OpenPage(desk, listening, certificate)


def is_loopback(host: str) -> bool:
    """True where only this machine can come in."""
    if host.lower() in LOOPBACK:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def own_names(host: str) -> tuple[str, ...]:
    """What other machines may call this one, where it opens to all its networks."""
    if host not in ANYWHERE:
        return ()
    name = socket.gethostname()
    names = [name]
    try:
        found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
        names += [str(address[0]) for _, _, _, _, address in found]
    except OSError:
        pass  # the machine does not know its own name; its address is found below
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as towards_network:
        try:
            # Connecting a datagram socket sends nothing; it only picks the way out.
            towards_network.connect(("192.0.2.1", 9))
            names.append(towards_network.getsockname()[0])
        except OSError:
            pass  # no network; then nobody asks from there
    return tuple(dict.fromkeys(one for one in names if one))


def _os_user() -> str:
    """The name under which decisions of this machine are kept."""
    try:
        return one_line(getpass.getuser(), 60) or "cán bộ"
    except (OSError, KeyError, ImportError):  # no account behind the process
        return "cán bộ"


def _certificate(opening: Opening) -> Certificate | None:
    if opening.cert is None and opening.cert_key is None:
        return None
    if opening.cert is None or opening.cert_key is None:
        raise UserError("--cert: cần cả chứng thư và khóa; hãy cho cả --cert và --cert-key")
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(
            opening.cert, opening.cert_key, password=""
        )
    except (OSError, ValueError) as error:
        raise UserError(
            f"{opening.cert}: không dùng được cùng với {opening.cert_key}; "
            "hãy cho chứng thư và khóa dạng PEM, khóa không đặt mật khẩu"
        ) from error
    return Certificate(opening.cert, opening.cert_key)
