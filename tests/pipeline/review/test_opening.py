"""Opening the page: for this machine, for colleagues, and every way it can be refused."""

from __future__ import annotations

import socket
import ssl
import threading
import urllib.request
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.errors import UserError
from pipeline.review.door.opening import Opening, is_loopback, open_page, own_names
from pipeline.review.door.users import add_user, list_users

PASSWORD = "Sông Đà 2024!"


@pytest.mark.parametrize(
    ("host", "alone"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("localhost", True),
        ("::1", True),
        ("0.0.0.0", False),
        ("::", False),
        ("10.1.2.3", False),
        ("may-chu", False),
    ],
)
def test_what_only_this_machine_reaches(host: str, alone: bool) -> None:
    assert is_loopback(host) is alone


def test_the_first_address_carries_the_key(sample_out: Path) -> None:
    with open_page(Opening(sample_out)) as page:
        assert page.address == f"http://127.0.0.1:{page.desk.port}/?khoa={page.desk.token}"
        assert page.address in page.lines[0]
        assert not page.desk.login
        assert page.listening.proto == socket.IPPROTO_TCP  # else every answer waits 40 ms
        with open_page(Opening(sample_out)) as second:
            assert second.desk.port > page.desk.port
            assert second.desk.token != page.desk.token


def test_who_decides_at_this_machine(sample_out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "admin")
    for person, name in (("", "admin"), ("  Lò Thị\nHoa ", "Lò Thị Hoa")):
        with open_page(Opening(sample_out, person=person)) as page:
            assert page.desk.alone == name


def test_a_busy_port_that_was_asked_for_is_refused(sample_out: Path) -> None:
    with (
        open_page(Opening(sample_out)) as page,
        pytest.raises(UserError, match="cổng đang bận"),
        open_page(Opening(sample_out, port=page.desk.port)),
    ):
        pass


def test_before_any_run_there_is_nothing_to_open(tmp_path: Path) -> None:
    with (
        pytest.raises(UserError, match="hãy chạy doichieu run trước"),
        open_page(Opening(tmp_path)),
    ):
        pass


def test_other_machines_need_users(sample_out: Path) -> None:
    opening = Opening(sample_out, host="0.0.0.0", names=("doichieu.sonoivu.local",))
    with pytest.raises(UserError, match="--add-user"), open_page(opening):
        pass
    behind_a_name = Opening(sample_out, names=("doichieu.sonoivu.local",))
    with pytest.raises(UserError, match="--add-user"), open_page(behind_a_name):
        pass
    add_user(sample_out / "doichieu.db", "Hà Thị Lãnh", "lead", PASSWORD)
    with open_page(opening) as page:
        assert page.desk.login
        assert page.desk.token not in "".join(page.lines)
        assert page.address == f"http://doichieu.sonoivu.local:{page.desk.port}/"
        assert "không mã hóa" in "".join(page.lines)
        assert socket.gethostname() in page.desk.names


def test_a_foreign_address_is_refused(sample_out: Path) -> None:
    add_user(sample_out / "doichieu.db", "Hà Thị Lãnh", "lead", PASSWORD)
    for host in ("192.0.2.1", "khong-co.invalid"):
        with (
            pytest.raises(UserError, match="máy này không có"),
            open_page(Opening(sample_out, host)),
        ):
            pass


def test_own_names_are_listed_for_all_networks_only() -> None:
    assert socket.gethostname() in own_names("0.0.0.0")
    assert own_names("10.1.2.3") == ()


def certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    day = datetime(2024, 1, 1)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, day, day + timedelta(99_999))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file, key_file = folder / "cert.pem", folder / "key.pem"
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return file, key_file


def test_a_certificate_opens_by_https(sample_out: Path, tmp_path: Path) -> None:
    file, key_file = certificate(tmp_path)
    with open_page(Opening(sample_out, cert=file, cert_key=key_file)) as page:
        assert page.desk.secure
        assert page.address.startswith("https://127.0.0.1:")
    with pytest.raises(UserError, match="--cert-key"), open_page(Opening(sample_out, cert=file)):
        pass
    wrong = Opening(sample_out, cert=file, cert_key=file)
    with pytest.raises(UserError, match="dạng PEM"), open_page(wrong):
        pass


@pytest.mark.parametrize("secure", [False, True])
def test_the_page_answers_over_a_real_socket(
    sample_out: Path, tmp_path: Path, secure: bool
) -> None:
    files = certificate(tmp_path) if secure else (None, None)
    with open_page(Opening(sample_out, cert=files[0], cert_key=files[1])) as page:
        threading.Thread(target=page.serve, daemon=True).start()
        context = ssl.create_default_context(cafile=str(files[0])) if secure else None
        scheme = "https" if secure else "http"
        address = f"{scheme}://localhost:{page.desk.port}/static/base.css"
        with urllib.request.urlopen(address, timeout=10, context=context) as answer:
            assert answer.status == 200
            assert answer.headers["Server"] is None


def test_users_from_the_command_line(sample_out: Path) -> None:
    def call(*words: str, typed: str = "") -> tuple[str, BaseException | None]:
        result = CliRunner().invoke(app, ["review", "--out", str(sample_out), *words], input=typed)
        return result.output, result.exception

    assert "Chưa có người dùng" in call("--list-users")[0]
    said, _ = call("--add-user", "Lò Thị Xem", "--role", "reader", typed=f"{PASSWORD}\n")
    assert "Lò Thị Xem vào được trang" in said
    assert PASSWORD not in said
    assert "Lò Thị Xem\treader" in call("--list-users")[0]
    _, error = call("--add-user", "Cà Văn Bộ", typed="ngắn\n")
    assert "ít nhất 10 ký tự" in str(error)
    assert "không vào được" in call("--remove-user", "lò thị xem")[0]
    assert list_users(sample_out / "doichieu.db") == ()
