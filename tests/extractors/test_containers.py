"""7-Zip, RAR and mails: every member accounted for, nothing written by a member's name."""

from __future__ import annotations

import importlib.util
import io
import shutil
import struct
import zlib
from email.message import EmailMessage
from pathlib import Path

import pytest

from extractors.archives import archive
from extractors.archives.rar_locks import is_locked
from extractors.document import ExtractError, Reason
from pipeline.reading.inventory import open_entry, take
from tests.extractors.ole_file import ole_file

needs_7z = pytest.mark.skipif(
    not importlib.util.find_spec("py7zr"),
    reason="py7zr is not installed",
)
needs_bsdtar = pytest.mark.skipif(not shutil.which("bsdtar"), reason="bsdtar is not installed")


def seven(members: dict[str, bytes], password: str | None = None) -> bytes:
    import py7zr

    target = io.BytesIO()
    with py7zr.SevenZipFile(target, "w", password=password) as opened:
        for name, data in members.items():
            opened.writestr(data, name)
    return target.getvalue()


def rar(members: dict[str, bytes], flags: int = 0, attributes: int = 0o100644) -> bytes:
    """A RAR 4 archive of members stored as they are."""

    def block(kind: int, flags: int, body: bytes) -> bytes:
        head = struct.pack("<BHH", kind, flags, 7 + len(body)) + body
        return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head

    found = b"Rar!\x1a\x07\0" + block(0x73, 0, bytes(6))
    for name, data in members.items():
        raw = name.encode()
        body = struct.pack(
            "<IIBIIBBHI", len(data), len(data), 3, zlib.crc32(data), 0x58C50000, 20, 0x30,
            len(raw), attributes,
        )  # fmt: skip
        found += block(0x74, 0x8000 | flags, body + raw) + data
    return found + block(0x7B, 0x4000, b"")


def reasons(data: bytes) -> dict[str, Reason | None]:
    return {member.name: member.reason for member in archive.members(data)}


@needs_7z
def test_7z_members() -> None:
    data = seven({"Sở Nội vụ/bc.txt": b"1" * 1000, "rỗng.txt": b"", "kh.txt": b"22"})
    assert reasons(data) == {"Sở Nội vụ/bc.txt": None, "rỗng.txt": None, "kh.txt": None}
    assert archive.read_member(data, "Sở Nội vụ/bc.txt") == b"1" * 1000
    assert archive.read_member(data, "rỗng.txt") == b""
    assert archive.read_member(data, "kh.txt") == b"22"


@needs_7z
def test_7z_names_are_labels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import py7zr

    monkeypatch.chdir(tmp_path)
    # py7zr writes no such names: they are put into the directory before that is written.
    target = io.BytesIO()
    with py7zr.SevenZipFile(target, "w") as opened:
        for name, data in (("a", b"1"), ("b", b"2"), ("c", b"3")):
            opened.writestr(data, name)
        names = ("../../bc.txt", "/etc/bc.txt", "bc.txt")
        for info, name in zip(opened.header.files_info.files, names, strict=True):
            info["filename"] = name
    found = archive.members(target.getvalue())
    assert [member.name for member in found] == ["bc.txt", "etc/bc.txt", "bc (2).txt"]
    assert archive.read_member(target.getvalue(), "bc.txt") == b"1"
    assert archive.read_member(target.getvalue(), "bc (2).txt") == b"3"
    assert list(tmp_path.iterdir()) == []


@needs_7z
def test_7z_link_is_refused(tmp_path: Path) -> None:
    import py7zr

    (tmp_path / "bc.txt").write_text("x")
    (tmp_path / "link").symlink_to("bc.txt")
    with py7zr.SevenZipFile(tmp_path / "a.7z", "w") as opened:
        opened.write(tmp_path / "bc.txt", "bc.txt")
        opened.write(tmp_path / "link", "link")
    assert reasons((tmp_path / "a.7z").read_bytes()) == {"bc.txt": None, "link": Reason.LINK}


@needs_7z
def test_7z_locked_cut_and_bomb() -> None:
    whole = seven({"bc.txt": bytes(range(256)) * 400})
    for data, reason in (
        (seven({"bc.txt": b"1"}, password="mật khẩu"), Reason.ENCRYPTED),
        (whole[:-20], Reason.DAMAGED),
        (whole[:8] + bytes(24) + whole[32:], Reason.DAMAGED),
        (seven({"bomb": bytes(64 * 1024 * 1024)}), Reason.ARCHIVE_LIMIT),
    ):
        with pytest.raises(ExtractError) as caught:
            archive.members(data)
        assert caught.value.reason is reason


@needs_7z
def test_7z_with_a_damaged_member_lists_it() -> None:
    data = bytearray(seven({"bc.txt": b"abc" * 3000, "kh.txt": b"xyz" * 3000}))
    data[60] ^= 0xFF
    assert set(reasons(bytes(data)).values()) == {Reason.DAMAGED}


@needs_bsdtar
def test_rar_members() -> None:
    data = rar({"bc.txt": b"mot", "../../thoat.txt": b"hai", "trong/kh.txt": b"ba"})
    assert reasons(data) == {"bc.txt": None, "thoat.txt": None, "trong/kh.txt": None}
    assert archive.read_member(data, "thoat.txt") == b"hai"


@needs_bsdtar
def test_rar_locked_and_cut() -> None:
    for data, reason in (
        (rar({"bc.txt": b"mot"}, flags=4), Reason.ENCRYPTED),
        (rar({"bc.txt": b"mot" * 50})[:60], Reason.DAMAGED),
    ):
        with pytest.raises(ExtractError) as caught:
            archive.members(data)
        assert caught.value.reason is reason


def test_rar_5_locks() -> None:
    def block(body: bytes) -> bytes:
        return bytes(4) + bytes([len(body)]) + body

    start, main = b"Rar!\x1a\x07\x01\0", block(bytes([1, 0, 0]))
    # A file header with an extra area of 3 bytes: one record of type 1 (encryption) or 3 (times).
    locked, plain = (block(bytes([2, 1, 3, 0, 0, 2, kind, 0])) for kind in (1, 3))
    end = block(bytes([5, 0, 0]))
    assert is_locked(io.BytesIO(start + main + plain + locked + end))
    assert not is_locked(io.BytesIO(start + main + plain + end))
    assert is_locked(io.BytesIO(start + block(bytes([4, 0, 0, 0]))))
    assert not is_locked(io.BytesIO(start + main[:5]))


def test_rar_without_a_tool(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(ExtractError) as caught:
        archive.members(rar({"bc.txt": b"mot"}))
    assert caught.value.reason is Reason.NEEDS_TOOL


def mail(subject: str = "Gửi báo cáo quý II") -> EmailMessage:
    found = EmailMessage()
    found["From"], found["To"] = "Văn thư Sở Y tế <vt@soyte.vn>", "snv@sonla.vn"
    found["Subject"], found["Date"] = subject, "Wed, 05 Jun 2024 09:30:00 +0700"
    found["MIME-Version"] = "1.0"
    found.set_content("Kính gửi Sở Nội vụ báo cáo kèm theo.")
    return found


def test_mail_with_attachments() -> None:
    letter = mail()
    letter.add_alternative("<p>Kính gửi <b>Sở Nội vụ</b></p>", subtype="html")
    letter.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="Số 05.pdf")
    letter.add_attachment(mail("Thư chuyển tiếp"))
    letter.add_attachment(b"x", maintype="image", subtype="png", filename="../../anh.png")
    data = letter.as_bytes()
    names = ["thu.txt", "Số 05.pdf", "thu-kem-2.eml", "anh.png"]
    assert [member.name for member in archive.members(data)] == names
    assert archive.members(data)[0].mtime == 1717554600.0
    assert archive.read_member(data, "thu.txt").decode() == (
        "Từ: Văn thư Sở Y tế <vt@soyte.vn>\nĐến: snv@sonla.vn\nTiêu đề: Gửi báo cáo quý II\n"
        "Ngày gửi: 05/06/2024 09:30\n\nKính gửi Sở Nội vụ báo cáo kèm theo.\n"
    )
    assert archive.read_member(data, "Số 05.pdf") == b"%PDF-1.7"
    inner = archive.read_member(data, "thu-kem-2.eml")
    assert "Thư chuyển tiếp" in archive.read_member(inner, "thu.txt").decode()


def test_mail_of_a_web_page_only() -> None:
    letter = mail()
    letter.set_content(
        "<html><head><title>x</title></head><body><style>p{}</style><p>Kính gửi<br>Sở "
        "<b>Nội</b> vụ</p><script>alert(1)</script></body></html>",
        subtype="html",
    )
    words = archive.read_member(letter.as_bytes(), "thu.txt").decode()
    assert words.split("\n\n", 1)[1] == "Kính gửi\nSở Nội vụ\n"


def test_locked_mail() -> None:
    letter = mail()
    letter.add_attachment(
        b"x", maintype="application", subtype="pkcs7-mime", filename="smime.p7m",
        params={"smime-type": "enveloped-data"},
    )  # fmt: skip
    assert reasons(letter.as_bytes()) == {"thu.txt": None, "smime.p7m": Reason.ENCRYPTED}


def wide(text: str) -> bytes:
    return text.encode("utf-16-le")


def outlook() -> bytes:
    ticks = 133_620_282_000_000_000  # 05/06/2024 09:30 in Vietnam
    sent = struct.pack("<HHIQ", 0x40, 0x39, 6, ticks)
    held = {
        "__properties_version1.0": bytes(24),
        "__substg1.0_0037001F": wide("Thư trong thư"),
        "__substg1.0_1000001F": wide("Bên trong"),
    }
    return ole_file({
        "__properties_version1.0": bytes(32) + sent,
        "__substg1.0_0037001F": wide("Gửi báo cáo"),
        "__substg1.0_0C1A001F": wide("Sở Y tế"),
        "__substg1.0_1000001F": wide("Kính gửi Sở Nội vụ"),
        "__attach_version1.0_#00000000": {
            "__substg1.0_3707001F": wide("Số 05.docx"),
            "__substg1.0_37010102": wide("WordDocument") + bytes(5000),
        },
        "__attach_version1.0_#00000001": {
            "__substg1.0_3001001F": wide("Chuyển tiếp"),
            "__substg1.0_3701000D": held,
        },
    })  # fmt: skip


def test_outlook_mail(tmp_path: Path) -> None:
    pytest.importorskip("olefile")
    (tmp_path / "thu.msg").write_bytes(outlook())
    entries = {entry.path: entry for entry in take(tmp_path)}
    assert list(entries) == [
        "thu.msg/Chuyển tiếp/thu.txt", "thu.msg/Số 05.docx", "thu.msg/thu.txt",
    ]  # fmt: skip
    assert open_entry(entries["thu.msg/thu.txt"]).decode() == (
        "Từ: Sở Y tế\nTiêu đề: Gửi báo cáo\nNgày gửi: 05/06/2024 09:30\n\nKính gửi Sở Nội vụ\n"
    )
    assert entries["thu.msg/thu.txt"].mtime == 1717554600.0
    assert open_entry(entries["thu.msg/Số 05.docx"]) == wide("WordDocument") + bytes(5000)
    inner = open_entry(entries["thu.msg/Chuyển tiếp/thu.txt"]).decode()
    assert inner == "Tiêu đề: Thư trong thư\n\nBên trong\n"


@pytest.mark.parametrize(
    ("after", "changes"),
    [
        pytest.param("Root Entry", {66: b"\1", 76: bytes(4)}, id="a folder within itself"),
        pytest.param("Root Entry", {120: struct.pack("<Q", 1 << 31)}, id="larger than its file"),
        pytest.param("", {64: struct.pack("<I", 1 << 22)}, id="a table larger than its file"),
    ],
)
def test_an_outlook_mail_made_to_trap_its_reader(after: str, changes: dict[int, bytes]) -> None:
    pytest.importorskip("olefile")
    data = bytearray(outlook())
    start = data.index(wide(after))
    for field, packed in changes.items():
        data[start + field : start + field + len(packed)] = packed
    with pytest.raises(ExtractError) as error:
        archive.members(bytes(data))
    assert error.value.reason is Reason.DAMAGED


@needs_7z
def test_containers_in_containers(tmp_path: Path) -> None:
    letter = mail()
    packed = seven({"bc.txt": b"bao cao", "kh.txt": b"ke hoach"})
    letter.add_attachment(packed, maintype="application", subtype="x-7z", filename="hồ sơ.7z")
    (tmp_path / "thu.eml").write_bytes(letter.as_bytes())
    (tmp_path / "hai.7z").write_bytes(packed)
    (tmp_path / "khoá.7z").write_bytes(seven({"a": b"1"}, password="1"))
    entries = {entry.path: entry for entry in take(tmp_path)}
    assert {path: entry.reason for path, entry in entries.items()} == {
        "hai.7z/bc.txt": None,
        "hai.7z/kh.txt": None,
        "khoá.7z": Reason.ENCRYPTED,
        "thu.eml/hồ sơ.7z/bc.txt": None,
        "thu.eml/hồ sơ.7z/kh.txt": None,
        "thu.eml/thu.txt": None,
    }
    assert open_entry(entries["thu.eml/hồ sơ.7z/kh.txt"]) == b"ke hoach"
    assert open_entry(entries["hai.7z/kh.txt"]) == b"ke hoach"
